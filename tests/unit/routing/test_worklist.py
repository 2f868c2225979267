"""What is there to do, page by page, for whoever asks?"""

from datetime import date, timedelta
from typing import Any

import pytest

from services.routing import worklist
from services.routing.service import Entry, Routing
from services.routing.transition import File
from services.routing.worklist import NoSuchPageError, Wanted
from shared.case import Case
from shared.events import CaseOpened
from shared.glossary import Domain, Flag, Kind, Phase, Role
from shared.identity import Staff
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from tests.builders import MONDAY, a_case
from tests.fakes.routing import InMemoryCaseStore, Shelf
from tests.unit.routing.steps import MANAGER, PROVIDER

TODAY = date(2026, 6, 10)


def staff(role: Role = Role.COORDINATOR, municipality: str = "1904", **other: Any) -> Staff:
    return Staff("s-1", municipality, frozenset({role}), **other)


def routing_with(*cases: Case) -> Routing:
    store = InMemoryCaseStore()
    for case in cases:
        entry = Entry(
            sequence=1,
            at=MONDAY,
            what="zaak-geopend",
            by="systeem",
            phase=case.phase,
            handler=case.handler,
            reasons=(),
        )
        store.write(File(case), CaseOpened.about(case, MONDAY), entry, MONDAY)
    return Routing(store, Shelf(), municipalities(), dutch_calendar())


def case(number: int, **facts: Any) -> Case:
    received = MONDAY + timedelta(hours=number)
    return a_case(number=f"KL-2026-AAAAA-000{number:02}", received_at=received, **facts)


def page(
    routing: Routing,
    wanted: Wanted | None = None,
    size: int = 50,
    cursor: str | None = None,
    who: Staff | None = None,
) -> tuple[list[str], str | None]:
    shown = worklist.page(routing, who or staff(), wanted or Wanted(), size, cursor, TODAY)
    return [each["zaaknummer"][-2:] for each in shown["zaken"]], shown.get("na")


def test_the_oldest_comes_first_with_its_last_day() -> None:
    routing = routing_with(case(2), case(1))

    shown = worklist.page(routing, staff(), Wanted(), 50, None, TODAY)

    assert [each["zaaknummer"][-2:] for each in shown["zaken"]] == ["01", "02"]
    assert {each["uiterlijk"] for each in shown["zaken"]} == {"2026-07-13"}
    assert "na" not in shown


def test_page_by_page_everything_comes_once() -> None:
    routing = routing_with(*map(case, range(1, 8)))
    numbers: list[str] = []
    cursor = None
    while True:
        found, cursor = page(routing, size=3, cursor=cursor)
        numbers += found
        assert len(found) <= 3
        if cursor is None:
            break

    assert numbers == [f"{n:02}" for n in range(1, 8)]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), ["01", "02", "03"]),
        (Wanted(is_open=False), ["04"]),
        (Wanted(phase=Phase.FORMAL), ["02"]),
        (Wanted(kind=Kind.SIGNAL), ["03"]),
        (Wanted(domain=Domain.YOUTH), ["01"]),
        (Wanted(handler="leidinggevende_wijkteam"), ["02"]),
        (Wanted(assignee="m-1"), ["02"]),
        (Wanted(provider="rietland"), ["01", "03"]),
        (Wanted(flag=Flag.PRESS), ["03"]),
        (Wanted(provider="rietland", flag=Flag.PRESS), ["03"]),
        (Wanted(provider="niemand"), []),
    ],
)
def test_a_filter_leaves_what_fits(wanted: Wanted, numbers: list[str]) -> None:
    routing = routing_with(
        case(1, handler=PROVIDER, domain=Domain.YOUTH),
        case(2, handler=MANAGER, assignee="m-1", phase=Phase.FORMAL),
        case(3, kind=Kind.SIGNAL, providers=("rietland",), flags=(Flag.PRESS,)),
        case(4, phase=Phase.CLOSED, closed_at=MONDAY, outcome="ingetrokken"),
    )

    assert page(routing, wanted)[0] == numbers


def test_nobody_is_shown_what_she_may_not_see() -> None:
    routing = routing_with(
        case(1, handler=PROVIDER),
        case(2, handler=MANAGER),
        case(3, handler=MANAGER, flags=(Flag.RESTRICTED,)),
    )
    of = {
        "coordinator": staff(),
        "provider": staff(Role.PROVIDER, provider="rietland"),
        "other provider": staff(Role.PROVIDER, provider="vechtstroom"),
        "handler": staff(Role.HANDLER, units=frozenset({"leidinggevende_wijkteam"})),
        "lead": staff(Role.TEAM_LEAD, units=frozenset({"leidinggevende_wijkteam"})),
        "contact centre": staff(Role.CONTACT_CENTRE),
        "reporter": staff(Role.REPORTER),
    }

    assert {name: page(routing, who=who)[0] for name, who in of.items()} == {
        "coordinator": ["01", "02", "03"],
        "provider": ["01"],
        "other provider": [],
        "handler": ["02"],
        "lead": ["02", "03"],
        "contact centre": ["01", "02"],
        "reporter": [],
    }


def test_the_successor_sees_what_it_answers_for_page_by_page() -> None:
    weesp = {"municipality": "0457", "regime": "weesp_2014", "owner": "0363"}
    routing = routing_with(case(1, **weesp), case(2, **weesp), case(3))
    amsterdam = staff(municipality="0363")

    first, cursor = page(routing, size=1, who=amsterdam)

    assert (first, page(routing, size=5, cursor=cursor, who=amsterdam)[0]) == (["01"], ["02"])


@pytest.mark.parametrize("cursor", ["x", "", "é", "W10=", "WyIxNjk2IiwieCJd", "WyIxOTA0IiwxXQ=="])
def test_a_place_that_we_never_gave_is_no_place(cursor: str) -> None:
    with pytest.raises(NoSuchPageError):
        page(routing_with(), cursor=cursor or "====")


def test_a_place_in_another_municipality_is_no_place() -> None:
    _, cursor = page(routing_with(case(1)), size=1)

    with pytest.raises(NoSuchPageError):
        page(routing_with(case(1)), cursor=cursor, who=staff(municipality="1696"))
