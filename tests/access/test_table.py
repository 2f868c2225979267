"""docs/toegang.md is the agreement on who may do what: each of its cells, tried.

What is expected stands there only; nothing of it is computed by the code that is tried.
"""

import json
from typing import Any

import pytest

from infra.local.openapi import apps
from services.intake.pages import app as pages
from shared.glossary import Flag, HandlerKind, Role
from shared.proceedings import Handler
from tests.access import table
from tests.access.callers import ME, headers_of, token_of
from tests.access.pages import outcome_of
from tests.access.requests import ASKED, asked
from tests.access.table import Row
from tests.access.world import KEY, Answer, World
from tests.integration.routing.conftest import NUMBER
from tests.unit.routing.steps import (
    AT_A_PROVIDER,
    FORMAL,
    OTHER_PROVIDER,
    TEAM,
    in_file,
)

API, PAGES, CASES = table.of_the_api(), table.of_the_pages(), table.of_the_cases()
REFUSED = {"401", "403", "404"}
ELSEWHERE = Handler(kind=HandlerKind.UNIT, key="bezwaar")


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    known = {
        f"{route.method} {route.path}"
        for app in apps().values()
        for route in app._static_routes + app._dynamic_routes
    }

    assert {row.route for row in API} == known


def test_every_page_has_a_row_and_every_row_a_page() -> None:
    routes = pages.app._static_routes + pages.app._dynamic_routes

    assert {row.route for row in PAGES} == {f"{each.method} {each.path}" for each in routes}


def test_every_role_has_a_column_and_every_cell_a_meaning_and_every_row_a_reason() -> None:
    for row in API:
        assert set(Role) <= row.cells.keys()
        assert set(row.cells.values()) <= {"ja", *REFUSED}
    assert all(row.why for row in (*API, *PAGES, *CASES))


@pytest.mark.parametrize(("row", "caller"), table.cells(API), ids=table.name_of)
def test_a_cell_is_as_it_stands_in_the_table(world: World, row: Row, caller: str) -> None:
    it = asked(row, world)
    world.has(**it.case)
    if row.variant == "inwoner stemde in":
        world.may_share()

    answer = world.ask(it.method, it.path, headers_of(caller, KEY) | it.headers, it.body)

    status = str(answer.status)
    assert (status if status in REFUSED else "ja") == row.cells[caller], answer.body
    assert status in REFUSED or answer.status < 400, answer.body


CASE_OF: dict[str, dict[str, Any]] = {
    "van haar eenheid": {"handler": TEAM},
    "van een andere eenheid": {"handler": ELSEWHERE},
    "van een andere eenheid, haar toegewezen": {"handler": ELSEWHERE, "assignee": ME},
    "bij haar aanbieder": AT_A_PROVIDER,
    "bij een andere aanbieder": AT_A_PROVIDER | {"handler": OTHER_PROVIDER},
    "aan haar aanbieder is iets gevraagd": {"proceedings": in_file(contributions=(ASKED,))},
    "vertrouwelijk, van haar eenheid": {"handler": TEAM, "flags": (Flag.RESTRICTED,)},
    "vertrouwelijk, haar toegewezen": {
        "handler": ELSEWHERE,
        "assignee": ME,
        "flags": (Flag.RESTRICTED,),
    },
    "formeel, zij was betrokken": FORMAL | {"assignee": ME},
    "formeel, zij was niet betrokken": FORMAL,
}


def test_every_case_in_the_table_is_one_that_we_try() -> None:
    assert [row.name for row in CASES] == list(CASE_OF)


@pytest.mark.parametrize(("row", "caller"), table.cells(CASES), ids=table.name_of)
def test_nobody_sees_more_of_a_case_than_the_table_says(
    world: World, row: Row, caller: str
) -> None:
    involved = [ME] if row.name == "formeel, zij was betrokken" else []
    world.has(*involved, **CASE_OF[row.name])
    headers = {"authorization": token_of(caller)}

    answer = world.ask("GET", f"/v1/zaken/{NUMBER}", headers)
    listed = json.loads(world.ask("GET", "/v1/zaken", headers).body)["zaken"]

    assert sight(answer) == row.cells[caller]
    assert [each["zaaknummer"] for each in listed] == ([] if answer.status == 404 else [NUMBER])


def sight(answer: Answer) -> str:
    """How much of a case is shown, by what only who sees so much is shown."""
    shown = json.loads(answer.body)
    if answer.status == 404:
        return "-"
    if "tijdlijn" in shown:
        return "alles"
    return "deel" if "regeling" in shown["zaak"] else "stand"


@pytest.mark.parametrize(("row", "caller"), table.cells(PAGES), ids=table.name_of)
def test_a_page_opens_for_whom_the_table_says(world: World, row: Row, caller: str) -> None:
    if row.cells[caller] != "-":
        assert outcome_of(row, caller, world) == row.cells[caller]
