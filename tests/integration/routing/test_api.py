"""What staff may do with a case over HTTP, and what everybody else may not."""

import json
from typing import Any

import pytest

from services.routing.api import on_request
from services.routing.handler import on_events
from shared.wire import utc_text
from tests.aws import Context, http_request, news_in
from tests.builders import MONDAY, a_received_complaint
from tests.integration.routing.conftest import NUMBER, Town
from tests.integration.routing.test_handler import on_the_queue
from tests.integration.routing.tokens import BAD_TOKENS, bearer

CASE = f"/v1/zaken/{NUMBER}"
AN_HOUR = 3_600_000  # milliseconds
REQUESTED = int(MONDAY.timestamp() * 1000) + AN_HOUR
IN_BETWEEN = "2026-06-01T10:00:00Z"
MANAGER = {"behandelaar": {"soort": "gemeente", "sleutel": "leidinggevende_wijkteam"}}
ACTIONS: dict[str, dict[str, Any]] = {
    "toewijzen": {**MANAGER, "medewerker": "m-1"},
    "contact-vastleggen": {"gesprokenOp": IN_BETWEEN},
    "formeel-behandelen": {"verzochtOp": IN_BETWEEN},
    "afhandelen": {"uitkomst": "naar_tevredenheid_afgedaan"},
    "intrekken": {},
}


@pytest.fixture(autouse=True)
def a_case_at_the_team(town: Town) -> Town:
    town.has_a_dossier("Het wijkteam komt niet.")
    on_events(on_the_queue(a_received_complaint()), Context())
    return town


def ask(
    method: str, path: str, body: Any = None, token: str | None = None
) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": token} if token else {}
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    answer = on_request(http_request(method, path, text, headers, at_ms=REQUESTED), Context())
    return answer["statusCode"], json.loads(answer["body"])


def do(action: str, body: Any = None, token: str | None = None) -> tuple[int, dict[str, Any]]:
    said = ACTIONS[action] if body is None else body
    return ask("POST", f"{CASE}/_{action}", said, token or bearer())


def test_a_case_is_shown_with_its_timeline_and_its_reasons() -> None:
    status, shown = ask("GET", CASE, token=bearer("kcc-medewerker"))

    assert status == 200
    assert shown["zaak"]["behandelaar"] == MANAGER["behandelaar"]
    assert [line["wat"] for line in shown["tijdlijn"]] == ["zaak-geopend"]
    assert shown["tijdlijn"][0]["redenen"][0]["artikel"].startswith("Regeling art. 2 lid 7")


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_answers_with_the_case_as_it_then_is(action: str) -> None:
    status, case = do(action)

    assert (status, case["volgnummer"]) == (200, 2)


def test_the_life_of_a_case_is_told_in_order(town: Town) -> None:
    for action in ("toewijzen", "contact-vastleggen", "formeel-behandelen"):
        assert do(action)[0] == 200
    assert do("afhandelen", {"uitkomst": "oordeel"})[0] == 200

    _, shown = ask("GET", CASE, token=bearer())
    told = [line["wat"] for line in shown["tijdlijn"]]
    assert told == [
        "zaak-geopend",
        "zaak-gerouteerd",
        "contact-vastgelegd",
        "formele-behandeling-gestart",
        "zaak-afgehandeld",
    ]
    assert {line["door"] for line in shown["tijdlijn"][1:]} == {"s-1"}
    assert len(news_in(town.cases)) == len(told)


@pytest.mark.parametrize("action", ACTIONS)
def test_asking_twice_changes_nothing(action: str, town: Town) -> None:
    once = do(action)

    assert do(action) == once
    assert len(news_in(town.cases)) == 2


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_nobody_comes_in_without_a_good_token(token: str | None) -> None:
    assert ask("GET", CASE, token=token)[0] == 401
    for action, body in ACTIONS.items():
        assert ask("POST", f"{CASE}/_{action}", body, token)[0] == 401


def test_a_stranger_does_not_hear_what_is_wrong_with_her_input() -> None:
    for action in ACTIONS:
        assert {ask("POST", f"{CASE}/_{action}", body)[0] for body in (None, "{", "{}")} == {401}


@pytest.mark.parametrize("role", ["rapporteur", "directeur"])
def test_the_wrong_role_may_do_nothing(role: str) -> None:
    assert ask("GET", CASE, token=bearer(role))[0] == 403
    assert {do(action, token=bearer(role))[0] for action in ACTIONS} == {403}


def test_a_handler_does_not_assign_cases() -> None:
    assert do("toewijzen", token=bearer("behandelaar"))[0] == 403


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
    [("contact-vastleggen", "gesprokenOp"), ("formeel-behandelen", "verzochtOp")],
)
def test_nothing_happened_before_the_day_of_receipt(action: str, field: str) -> None:
    assert do(action, {field: "2026-05-31T21:59:59Z"})[0] == 409
    assert do(action, {field: "2026-05-31T22:00:00Z"})[0] == 200  # the first of June in Amsterdam


def test_a_closed_case_accepts_nothing() -> None:
    do("afhandelen")

    assert do("contact-vastleggen")[0] == 409


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
        ("contact-vastleggen", {}),
        ("contact-vastleggen", {"gesprokenOp": "gisteren"}),
        ("contact-vastleggen", {"gesprokenOp": "2026-06-01T10:00:00"}),
        ("contact-vastleggen", {"gesprokenOp": "2026-06-01T11:00:00Z"}),  # in the future
        ("formeel-behandelen", {"verzochtOp": "2026-06-01T11:00:00Z"}),
        ("afhandelen", {"uitkomst": "klaar"}),
        ("afhandelen", "geen json"),
    ],
)
def test_wrong_input_is_refused_and_changes_nothing(action: str, body: Any, town: Town) -> None:
    status, problem = do(action, body)

    assert (status, problem["title"]) == (400, "Ongeldige invoer")
    assert len(news_in(town.cases)) == 1


def test_a_moment_in_local_time_is_kept_in_utc() -> None:
    _, case = do("contact-vastleggen", {"gesprokenOp": "2026-06-01T12:00:00+02:00"})

    assert case["eersteContactOp"] == utc_text(MONDAY.replace(hour=10, minute=0))
