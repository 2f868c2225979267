"""What staff may do with a case over HTTP, and what everybody else may not."""

import json
from typing import Any

import pytest

from services.routing.api import on_request
from services.routing.handler import on_events
from services.routing.transition import Action
from shared.wire import utc_text
from tests.aws import Context, http_request, news_in
from tests.builders import MONDAY, a_received_complaint
from tests.integration.routing.conftest import NUMBER, Town
from tests.integration.routing.test_handler import on_the_queue
from tests.tokens import BAD_TOKENS, bearer

CASE = f"/v1/zaken/{NUMBER}"
AN_HOUR = 3_600_000  # milliseconds
REQUESTED = int(MONDAY.timestamp() * 1000) + AN_HOUR
IN_BETWEEN = "2026-06-01T10:00:00Z"
MANAGER = {"behandelaar": {"soort": "gemeente", "sleutel": "leidinggevende_wijkteam"}}
PROVIDER = {"behandelaar": {"soort": "aanbieder", "sleutel": "rietland"}}
ACTIONS: dict[str, dict[str, Any]] = {
    "toewijzen": {**MANAGER, "medewerker": "m-1", "onafhankelijk": True},
    "overdracht-aanvaarden": {},
    "overdracht-teruggeven": {},
    "contact-vastleggen": {"gesprokenOp": IN_BETWEEN},
    "mijlpaal-vastleggen": {"mijlpaal": "onbereikbaar_sinds", "op": IN_BETWEEN},
    "formeel-behandelen": {"verzochtOp": IN_BETWEEN},
    "verdagen": {"weken": 4, "reden": "meer_onderzoek"},
    "uitstel-afspreken": {"tot": "2026-09-01", "document": "D-1", "reden": "drukte"},
    "afhandelen": {"uitkomst": "naar_tevredenheid_afgedaan", "tevredenheidGeuit": "mondeling"},
    "intrekken": {},
    "verbeterpunt-vastleggen": {"kenmerk": "V-1", "eenheid": "wijkteam", "uiterlijk": "2026-09-01"},
}


@pytest.fixture(autouse=True)
def a_case_at_the_team(town: Town) -> Town:
    town.has_a_dossier("Het wijkteam komt niet.")
    on_events(on_the_queue(a_received_complaint()), Context())
    return town


def ask(
    method: str, path: str, body: Any = None, token: str | None = None, at_ms: int = REQUESTED
) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": token} if token else {}
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    answer = on_request(http_request(method, path, text, headers, at_ms=at_ms), Context())
    return answer["statusCode"], json.loads(answer["body"])


def do(
    action: str, body: Any = None, token: str | None = None, at_ms: int = REQUESTED
) -> tuple[int, dict[str, Any]]:
    said = ACTIONS[action] if body is None else body
    return ask("POST", f"{CASE}/{Action(action).path}", said, token or bearer(), at_ms)


def test_a_case_is_shown_with_its_timeline_and_its_reasons() -> None:
    status, shown = ask("GET", CASE, token=bearer("behandelaar"))

    assert status == 200
    assert shown["zaak"]["behandelaar"] == MANAGER["behandelaar"]
    assert [line["wat"] for line in shown["tijdlijn"]] == ["zaak-geopend"]
    assert shown["tijdlijn"][0]["redenen"][0]["artikel"].startswith("Regeling art. 2 lid 7")


def test_the_life_of_a_case_is_told_in_order(town: Town) -> None:
    assert do("toewijzen", PROVIDER)[0] == 200
    for action in (
        "overdracht-teruggeven",
        "toewijzen",
        "contact-vastleggen",
        "mijlpaal-vastleggen",
        "formeel-behandelen",
        "verdagen",
        "uitstel-afspreken",
    ):
        assert do(action)[0] == 200
    assert do("afhandelen")[0] == 200
    assert do("verbeterpunt-vastleggen")[0] == 200

    _, shown = ask("GET", CASE, token=bearer())
    told = [line["wat"] for line in shown["tijdlijn"]]
    assert told == [
        "zaak-geopend",
        "zaak-gerouteerd",
        "overdracht-teruggegeven",
        "zaak-gerouteerd",
        "contact-vastgelegd",
        "mijlpaal-vastgelegd",
        "formele-behandeling-gestart",
        "zaak-verdaagd",
        "uitstel-overeengekomen",
        "zaak-afgehandeld",
        "verbeterpunt-vastgelegd",
    ]
    assert {line["door"] for line in shown["tijdlijn"][1:]} == {"s-1"}
    assert len(news_in(town.cases)) == len(told)


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_nobody_comes_in_without_a_good_token(token: str | None) -> None:
    assert ask("GET", CASE, token=token)[0] == 401
    for action, body in ACTIONS.items():
        assert ask("POST", f"{CASE}/{Action(action).path}", body, token)[0] == 401


def test_a_stranger_does_not_hear_what_is_wrong_with_her_input() -> None:
    for action in ACTIONS:
        assert {
            ask("POST", f"{CASE}/{Action(action).path}", body)[0] for body in (None, "{", "{}")
        } == {401}


def test_a_case_of_another_municipality_does_not_exist() -> None:
    answers = []
    for code in ("1696", "0363"):
        elsewhere = bearer(gemeentecode=code)
        answers += [ask("GET", CASE, token=elsewhere)]
        answers += [do(action, token=elsewhere) for action in ACTIONS]
    unknown = ask("GET", "/v1/zaken/KL-2026-ZZZZZ-ZZZZZ", token=bearer())

    assert {status for status, _ in answers} == {404}
    assert answers[0] == unknown


def test_what_the_law_does_not_allow_is_refused_with_a_reason() -> None:
    status, problem = do("afhandelen", {"uitkomst": "oordeel"})

    assert (status, problem["title"]) == (409, "Conflict")
    assert "9:12" in problem["detail"]


@pytest.mark.parametrize(
    ("action", "field"),
    [
        ("contact-vastleggen", "gesprokenOp"),
        ("formeel-behandelen", "verzochtOp"),
        ("mijlpaal-vastleggen", "op"),
    ],
)
def test_nothing_happened_before_the_day_of_receipt(action: str, field: str) -> None:
    said = ACTIONS[action]
    assert do(action, said | {field: "2026-05-31T21:59:59Z"})[0] == 409
    assert do(action, said | {field: "2026-05-31T22:00:00Z"})[0] == 200  # in Amsterdam, the first


def test_adjourning_after_the_last_day_is_refused_with_the_way_that_is_left() -> None:
    after_six_weeks = REQUESTED + 43 * 24 * AN_HOUR

    status, problem = do("verdagen", at_ms=after_six_weeks)

    assert status == 409
    assert "schriftelijke instemming (lid 3)" in problem["detail"]
    assert do("uitstel-afspreken", at_ms=after_six_weeks)[0] == 200


def test_what_was_decided_is_kept_with_who_decided_it() -> None:
    _, case = do("uitstel-afspreken")

    assert case["termijnwijzigingen"] == [
        {
            "grondslag": "uitstel_met_instemming",
            "volgnummer": 2,
            "beslotenOp": "2026-06-01T10:30:00.000Z",
            "door": "s-1",
            "reden": "drukte",
            "tot": "2026-09-01",
            "document": "D-1",
        }
    ]


def test_an_improvement_is_marked_as_done_after_the_case_was_closed() -> None:
    do("verbeterpunt-vastleggen")
    do("afhandelen")

    done = ACTIONS["verbeterpunt-vastleggen"] | {"gedaanOp": IN_BETWEEN}
    status, case = do("verbeterpunt-vastleggen", done, at_ms=REQUESTED + AN_HOUR)

    assert status == 200
    assert case["verbeterpunten"] == [
        {
            "kenmerk": "V-1",
            "eenheid": "wijkteam",
            "vastgesteldOp": "2026-06-01T10:30:00.000Z",
            "uiterlijk": "2026-09-01",
            "gedaanOp": "2026-06-01T10:00:00.000Z",
        }
    ]


def test_an_improvement_is_for_a_unit_that_exists() -> None:
    wrong = ACTIONS["verbeterpunt-vastleggen"] | {"eenheid": "niemand"}

    status, problem = do("verbeterpunt-vastleggen", wrong)

    assert status == 400
    assert "wijkteam" in problem["detail"]


def test_a_closed_case_is_not_handled_any_further() -> None:
    do("afhandelen")

    assert do("formeel-behandelen")[0] == 409


def test_a_conversation_can_be_recorded_when_the_case_is_closed() -> None:
    do("afhandelen")

    assert do("contact-vastleggen")[0] == 200


def test_an_unknown_handler_is_answered_with_those_that_exist() -> None:
    status, problem = do("toewijzen", {"behandelaar": {"soort": "aanbieder", "sleutel": "niemand"}})

    assert status == 400
    assert "vechtstroom" in problem["detail"]


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("toewijzen", {}),
        ("toewijzen", {"behandelaar": {"soort": "iemand", "sleutel": "x"}}),
        ("toewijzen", {**MANAGER, "medewerker": "Jan de Vries"}),
        ("toewijzen", {**MANAGER, "medewerker": "jan@gemeente.example"}),
        ("toewijzen", {**MANAGER, "medewerker": "111222333"}),  # a number of a citizen
        ("contact-vastleggen", {}),
        ("contact-vastleggen", {"gesprokenOp": "gisteren"}),
        ("contact-vastleggen", {"gesprokenOp": "2026-06-01T10:00:00"}),
        ("contact-vastleggen", {"gesprokenOp": "2026-06-01T11:00:00Z"}),  # in the future
        ("formeel-behandelen", {"verzochtOp": "2026-06-01T11:00:00Z"}),
        ("afhandelen", {"uitkomst": "klaar"}),
        ("afhandelen", "geen json"),
        ("mijlpaal-vastleggen", {}),
        ("mijlpaal-vastleggen", {"mijlpaal": "gegeten", "op": IN_BETWEEN}),
        ("mijlpaal-vastleggen", {"mijlpaal": "gedraging", "op": "2026-06-01T11:00:00Z"}),
        ("mijlpaal-vastleggen", {"mijlpaal": "gedraging", "op": "0001-01-01T00:00:00+01:00"}),
        ("verdagen", {}),
        ("verdagen", ""),
        *(("verdagen", {"weken": weeks, "reden": "drukte"}) for weeks in (0, 5, -1, "4", 1.5)),
        ("verdagen", {"weken": 4}),
        ("verdagen", {"weken": 4, "reden": "Jan is ziek"}),
        ("uitstel-afspreken", {}),
        ("uitstel-afspreken", ""),
        *(
            ("uitstel-afspreken", ACTIONS["uitstel-afspreken"] | wrong)
            for wrong in (
                {"tot": "2026-02-30"},
                {"tot": "morgen"},
                {"tot": "2026-09-01T10:00:00Z"},
                {"document": ""},
                {"document": "brief \N{MEMO}"},
                {"document": "\N{MEMO}"},
                {"document": "111222333"},
                {"document": "D" * 65},
                {"document": None},
                {"reden": None},
            )
        ),
        ("verbeterpunt-vastleggen", {}),
        *(
            ("verbeterpunt-vastleggen", ACTIONS["verbeterpunt-vastleggen"] | wrong)
            for wrong in (
                {"kenmerk": "beter bellen"},
                {"kenmerk": "123456782"},
                {"eenheid": "rietland"},
                {"uiterlijk": "2026-13-01"},
                {"gedaanOp": "2026-06-01T11:00:00Z"},
            )
        ),
    ],
)
def test_wrong_input_is_refused_and_changes_nothing(action: str, body: Any, town: Town) -> None:
    status, problem = do(action, body)

    assert (status, problem["title"]) == (400, "Ongeldige invoer")
    assert len(news_in(town.cases)) == 1


def test_a_moment_in_local_time_is_kept_in_utc() -> None:
    _, case = do("contact-vastleggen", {"gesprokenOp": "2026-06-01T12:00:00+02:00"})

    assert case["eersteContactOp"] == utc_text(MONDAY.replace(hour=10, minute=0))
