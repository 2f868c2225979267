"""What staff may ask about terms and duties, and what everybody else may not: on moto."""

import json
from typing import Any

import pytest

from services.deadlines import handler
from services.deadlines.api import on_request
from shared.events import CaseAdjourned, CaseOpened, Message, MessageSent
from shared.glossary import Flag
from shared.table import Table
from shared.wire import utc_text
from tests.aws import Context, http_request, sqs_batch
from tests.builders import MONDAY, a_case, an_adjournment, news_of
from tests.integration.deadlines.test_handler import envelope
from tests.tokens import BAD_TOKENS, bearer, of_provider

TERMS = f"/v1/zaken/{a_case().number}/termijnen"
DUTIES = "/v1/gemeenten/1904/verplichtingen"
A_DUTY = f"{DUTIES}/jaarpublicatie-2026-06-30"


@pytest.fixture(autouse=True)
def an_adjourned_case(table: Table) -> None:
    adjourned = news_of(CaseAdjourned, a_case(sequence=2, term_changes=(an_adjournment(),)))
    letter = MessageSent(
        id="letter",
        source="urn:nld:gemeentecode:1904:systeem:klachtenloket-notifications",
        subject=a_case().number,
        time=MONDAY,
        gemeentecode="1904",
        data=Message(message_id="m", template="verdaging", audience="inwoner", cause=adjourned.id),
    )
    events = (news_of(CaseOpened, a_case()), adjourned, letter)
    handler.on_events(sqs_batch(*map(envelope, events)), Context())
    handler.on_schedule({"time": "2026-06-05T10:00:00Z"}, Context())


def ask(
    path: str, token: str | None = None, method: str = "GET", body: Any = None
) -> tuple[int, Any]:
    headers = {"Authorization": token} if token else {}
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    answer = on_request(http_request(method, path, text, headers), Context())
    return answer["statusCode"], json.loads(answer["body"])


def test_every_term_is_shown_with_its_reason_and_its_steps() -> None:
    status, shown = ask(TERMS, bearer("behandelaar"))

    assert status == 200
    [term] = [each for each in shown["termijnen"] if each["soort"] == "afhandeling"]
    assert (term["begint"], term["nominaalEinde"], term["uiterlijk"]) == (
        "2026-06-01",
        "2026-08-10",
        "2026-08-10",
    )
    assert "6 weken plus 4 weken (Awb 9:11 lid 1 en 2)" in term["uitleg"]
    assert [step["aan"] for step in term["stappen"][:5]] == [
        "behandelaar",
        "behandelaar",
        "leidinggevende",
        "klachtencoordinator",
        "college",
    ]
    [contact] = [each for each in shown["termijnen"] if each["soort"] == "contact"]
    assert [step["gezegd"] for step in contact["stappen"][:2]] == [True, False]


def test_the_ledger_shows_who_moved_a_term_and_who_was_told() -> None:
    _, shown = ask(TERMS, bearer())

    [line] = [each for each in shown["verloop"] if each["grondslag"] == "Awb 9:11 lid 2"]
    assert (line["was"], line["wordt"], line["dagen"]) == ("2026-07-13", "2026-08-10", 28)
    assert (line["door"], line["reden"]) == ("staff-1", "horen_kost_tijd")
    [proof] = line["berichten"]
    assert (proof["aan"], proof["stand"], proof["op"]) == (
        "inwoner",
        "verzonden",
        utc_text(MONDAY),
    )


@pytest.mark.parametrize("path", [TERMS, DUTIES])
@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_a_stranger_learns_nothing(path: str, token: str | None) -> None:
    status, problem = ask(path, token)

    assert status == 401
    assert "Log in" in problem["detail"]


def test_another_municipality_finds_neither_the_case_nor_the_duties() -> None:
    stranger = bearer(gemeentecode="1696")

    assert ask(TERMS, stranger)[0] == 404
    assert ask(DUTIES, stranger)[0] == 404
    assert ask(f"{A_DUTY}/_afmelden", stranger, "POST", {"gedaanOp": utc_text(MONDAY)})[0] == 404


def test_whose_work_it_is_not_is_told_whose_it_is() -> None:
    for path, role in ((TERMS, "rapporteur"), (DUTIES, "behandelaar")):
        status, problem = ask(path, bearer(role))

        assert status == 403
        assert "klachtencoordinator" in problem["detail"]


def test_an_unknown_case_has_no_terms() -> None:
    assert ask("/v1/zaken/KL-2026-00000-00000/termijnen", bearer())[0] == 404


def test_the_duties_of_a_municipality_are_listed_with_their_reason() -> None:
    status, shown = ask(DUTIES, bearer("rapporteur"))

    assert status == 200
    found = {each["sleutel"]: each for each in shown["verplichtingen"]}
    assert found["jaarpublicatie-2026-06-30"]["artikel"] == "Awb 9:12a"
    assert found["aanbiedersrapportage-2026-06-30-vechtstroom"]["verstreken"] is False


def test_a_duty_that_was_done_is_asked_for_no_more(table: Table) -> None:
    done = {"gedaanOp": "2026-06-01T09:00:00Z"}

    status, duty = ask(f"{A_DUTY}/_afmelden", bearer("rapporteur"), "POST", done)
    again = ask(f"{A_DUTY}/_afmelden", bearer(), "POST", {"gedaanOp": "2026-06-01T09:10:00Z"})

    assert (status, duty["voldaan"], duty["door"]) == (200, True, "s-1")
    assert again == (200, duty)
    handler.on_schedule({"time": "2026-07-20T10:00:00Z"}, Context())
    _, shown = ask(DUTIES, bearer())
    assert not [
        each
        for each in shown["verplichtingen"]
        if each["sleutel"] == "jaarpublicatie-2026-06-30" and "volgendeStapOp" in each
    ]


@pytest.mark.parametrize(
    ("path", "body", "status", "detail"),
    [
        (A_DUTY, {"gedaanOp": "2099-01-01T00:00:00Z"}, 400, "in de toekomst"),
        (A_DUTY, {"gedaanOp": "2026-02-30T00:00:00Z"}, 400, "invoer klopt niet"),
        (A_DUTY, {"gedaanOp": "2026-06-01T09:00:00"}, 400, "invoer klopt niet"),
        (A_DUTY, {}, 400, "invoer klopt niet"),
        (A_DUTY, "", 400, "invoer klopt niet"),
        (f"{DUTIES}/bestaat-niet-👍", {"gedaanOp": "2026-06-01T09:00:00Z"}, 404, "bestaat niet"),
    ],
)
def test_bad_input_is_answered_with_what_to_do(
    path: str, body: Any, status: int, detail: str
) -> None:
    answered, problem = ask(f"{path}/_afmelden", bearer(), "POST", body)

    assert answered == status
    assert detail in problem["detail"]


@pytest.mark.parametrize(
    ("token", "status"),
    [
        (bearer("behandelaar", eenheden=["werk"]), 404),
        (of_provider("vechtstroom"), 404),
        (bearer(gemeentecode="1696"), 404),
        (bearer("beheerder"), 403),
        (bearer("privacyfunctionaris"), 200),
    ],
)
def test_terms_are_for_who_may_see_the_case(token: str, status: int) -> None:
    assert ask(TERMS, token)[0] == status


def test_the_contact_centre_reads_until_when_and_not_who_moved_it() -> None:
    _, shown = ask(TERMS, bearer("kcc-medewerker"))

    assert shown["termijnen"]
    assert (shown["verloop"], shown["berichten"]) == ([], [])


def test_of_what_is_restricted_the_contact_centre_reads_nothing() -> None:
    restricted = a_case(sequence=3, flags=(Flag.RESTRICTED,))
    handler.on_events(sqs_batch(envelope(news_of(CaseOpened, restricted))), Context())

    assert ask(TERMS, bearer("kcc-medewerker"))[0] == 404
    assert ask(TERMS, bearer())[0] == 200


def test_of_a_formal_case_a_handler_of_the_unit_reads_the_dates_only() -> None:
    adjourned = (an_adjournment(),)
    formal = a_case(sequence=3, formal_since=MONDAY, assignee="m-1", term_changes=adjourned)
    handler.on_events(sqs_batch(envelope(news_of(CaseOpened, formal))), Context())

    assert ask(TERMS, bearer("behandelaar"))[1]["verloop"] == []
    assert ask(TERMS, bearer("behandelaar", sub="m-1"))[1]["verloop"]
