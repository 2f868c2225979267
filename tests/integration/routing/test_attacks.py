"""What does a hostile or a tired caller of the API not get?"""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from services.routing import api
from services.routing.service import Entry, Routing
from services.routing.transition import Action, File
from shared import identity
from shared.access import STATUS_ONLY
from shared.case import Case
from shared.events import ContactRecorded
from shared.glossary import Flag
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from tests.aws import Context, http_request
from tests.builders import a_case
from tests.fakes.routing import InMemoryCaseStore, Shelf
from tests.tokens import SETTING, bearer, of_provider
from tests.unit.routing.steps import AT_A_PROVIDER, FORMAL, HEARD, LATER, command
from tests.unit.routing.test_service import NUMBER, a_dossier

AN_HOUR = 3_600_000  # milliseconds
CASE = f"/v1/zaken/{NUMBER}"
BODIES = {
    action: command(action).said.model_dump(mode="json", exclude_none=True) for action in Action
}
INVOLVED = "m-9"
OF_THE_STATUS = {field.alias for name, field in Case.model_fields.items() if name in STATUS_ONLY}


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemoryCaseStore]:
    found = InMemoryCaseStore()
    shelf = Shelf(a_dossier("Ze komen steeds te laat.", number=NUMBER))
    routing = Routing(found, shelf, municipalities(), dutch_calendar())
    monkeypatch.setattr(api, "routing", lambda: routing)
    monkeypatch.setenv("ISSUERS", SETTING)
    identity.issuers.cache_clear()
    yield found
    identity.issuers.cache_clear()


def keep(store: InMemoryCaseStore, **facts: Any) -> None:
    file = File(a_case(**facts), frozenset({INVOLVED}))
    entry = Entry(
        sequence=1,
        at=LATER,
        what="zaak-geopend",
        by="systeem",
        phase=file.case.phase,
        handler=file.case.handler,
        reasons=(),
    )
    store.write(file, ContactRecorded.about(file.case, LATER), entry, LATER)


def ask(
    path: str, token: str, body: Any = None, seen: str | None = None, **query: str
) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": token} | ({"If-Match": seen} if seen else {})
    text = None if body is None else json.dumps(body)
    at_ms = int(LATER.timestamp() * 1000) + AN_HOUR
    event = http_request("GET" if body is None else "POST", path, text, headers, at_ms=at_ms)
    event["queryStringParameters"] = query
    event["multiValueQueryStringParameters"] = {name: [value] for name, value in query.items()}
    answer = api.on_request(event, Context())
    return answer["statusCode"], json.loads(answer["body"])


def act(
    action: Action, token: str, seen: str | None = None, **other: Any
) -> tuple[int, dict[str, Any]]:
    return ask(f"{CASE}/{action.path}", token, BODIES[action] | other, seen)


def finds_no_case(token: str) -> bool:
    """Neither reading, nor asking what if, nor any action or list tells that there is one."""
    answers = [ask(CASE, token), ask(f"{CASE}/route/_proberen", token, {"soort": "klacht"})]
    answers += [act(action, token) for action in Action]
    listed = [ask("/v1/zaken", token, status=status)[1] for status in ("open", "afgesloten")]
    return {status for status, _ in answers} <= {403, 404} and not any(
        page["zaken"] for page in listed
    )


@pytest.mark.parametrize("role", ["klachtencoordinator", "teamleider", "behandelaar"])
def test_who_is_complained_of_finds_nothing_of_the_formal_handling(
    store: InMemoryCaseStore, role: str
) -> None:
    keep(store, **HEARD, assignee=INVOLVED)

    assert finds_no_case(bearer(role, sub=INVOLVED))
    assert not finds_no_case(bearer(role, sub="s-7"))


@pytest.mark.parametrize("role", ["kcc-medewerker", "behandelaar"])
def test_what_is_restricted_is_not_to_be_found_by_whose_it_is_not(
    store: InMemoryCaseStore, role: str
) -> None:
    keep(store, flags=(Flag.SEXUAL_HARASSMENT, Flag.RESTRICTED))

    assert finds_no_case(bearer(role))
    assert not finds_no_case(bearer("teamleider"))


def test_one_provider_finds_nothing_that_is_with_another(store: InMemoryCaseStore) -> None:
    keep(store, **AT_A_PROVIDER, providers=("rietland", "vechtstroom"))

    assert finds_no_case(of_provider("vechtstroom"))
    assert not finds_no_case(of_provider("rietland"))


def test_a_neighbour_town_finds_nothing(store: InMemoryCaseStore) -> None:
    keep(store)

    assert finds_no_case(bearer(gemeentecode="1696"))


@pytest.mark.parametrize("seen", [None, '"9"'], ids=["done", "outdated"])
def test_whatever_the_contact_centre_does_it_hears_the_status_only(
    store: InMemoryCaseStore, seen: str | None
) -> None:
    keep(store, **FORMAL, flags=(Flag.ABUSE,), providers=("rietland",))

    for action in (Action.RECORD_CONTACT, Action.RECORD_WISHES, Action.WITHDRAW):
        status, answer = act(action, bearer("kcc-medewerker"), seen)
        assert status == (412 if seen else 200)
        assert set(answer["zaak"] if seen else answer) <= OF_THE_STATUS


@pytest.mark.parametrize(
    ("action", "field"),
    [
        (Action.RECORD_DOCUMENT, "kenmerk"),
        (Action.RECORD_RESPONDENT, "kenmerk"),
        (Action.RECORD_RESPONDENT, "functie"),
        (Action.RECORD_RESPONDENT, "medewerker"),
        (Action.RECORD_ASPECT, "kenmerk"),
        (Action.RECORD_PROCEDURE, "kenmerk"),
        (Action.ASSIGN, "medewerker"),
        (Action.ASK_CONTRIBUTION, "kenmerk"),
        (Action.AGREE_DELAY, "document"),
        (Action.RECORD_ARRIVAL, "doorgezondenDoor"),
        (Action.RECORD_RECOMMENDATION, "van"),
        (Action.RECORD_IMPROVEMENT, "kenmerk"),
    ],
)
@pytest.mark.parametrize("personal", ["111222333", "0612345678", "klaas@resident.example"])
def test_personal_data_in_a_reference_goes_nowhere(
    store: InMemoryCaseStore, action: Action, field: str, personal: str
) -> None:
    keep(store)

    status, problem = act(action, bearer(), **{field: personal})

    assert status == 400
    assert [each["pointer"] for each in problem["errors"]] == [f"/{field}"]
    assert personal not in json.dumps(problem)
    assert personal not in str(store.timeline("1904", NUMBER)) + str(store.news)


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "9999-12-31T23:59:59Z",
        "2026-06-02T10:00:00",
        "2026-02-30T10:00:00Z",
        "2026-06-02T10:00:00+99:00",
        "",
        "gisteren",
        None,
    ],
)
def test_a_moment_that_cannot_be_is_bad_input(store: InMemoryCaseStore, moment: Any) -> None:
    keep(store)

    status, _ = act(Action.RECORD_CONTACT, bearer(), gesprokenOp=moment)

    assert status == 400


@pytest.mark.parametrize("offset", ["+02:00", "+01:00"])
def test_the_hour_that_comes_twice_in_october_is_two_moments(
    store: InMemoryCaseStore, offset: str
) -> None:
    keep(store, received_at="2025-10-25T10:00:00Z")

    _, case = act(Action.RECORD_CONTACT, bearer(), gesprokenOp=f"2025-10-26T02:30:00{offset}")

    hour = {"+02:00": "00", "+01:00": "01"}[offset]
    assert case["eersteContactOp"] == f"2025-10-26T{hour}:30:00.000Z"


@pytest.mark.parametrize("seen", ["1", '"een"', '"1", "2"', '"-1"', f'"{"1" * 400}"', "''"])
def test_an_etag_that_is_none_overwrites_nothing(store: InMemoryCaseStore, seen: str) -> None:
    keep(store)

    assert act(Action.RECORD_CONTACT, bearer(), seen)[0] == 400


@pytest.mark.parametrize("place", ['["0363", "x"]', '["1904"]', "[", '["1904", ""]', '["1904", 1]'])
def test_a_page_elsewhere_does_not_exist(store: InMemoryCaseStore, place: str) -> None:
    keep(store)
    cursor = base64.urlsafe_b64encode(place.encode()).decode()

    assert ask("/v1/zaken", bearer(), na=cursor)[0] == 400
