"""What a service missed is found and told to it again, and what cannot be mended is named.

The consumers are the real ones on moto; what is told again goes to the one service that lacks it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from infra.local.repair import repair
from services.routing.handler import routing
from services.routing.steps.talking import Conversation
from services.routing.transition import Action, Command
from shared.dutch_time import AMSTERDAM
from shared.table import todo
from tests.flow import Flow, _items

TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."
RESIDENT = {"naam": "A. Voorbeeld", "email": "a@mail.example", "elektronischBereikbaar": True}
NOW = datetime(2026, 6, 1, 12, tzinfo=AMSTERDAM)


class Loket:
    """One case, known to all, of which a service may forget something."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.number = self.flow.complain(TEAM, "een-formulier", indiener=RESIDENT)
        self.flow.settle(lambda _: 0)
        talk = Command(Action.RECORD_CONTACT, "s-1", NOW, Conversation(moment=NOW))
        routing().act("1904", self.number, talk)
        self.flow.settle(lambda _: 0)
        self.said = list[str]()

    def forget(self, service: str, *kinds: str) -> None:
        table = self.flow.tables[service]
        for item in _items(table):
            if item["sk"].startswith(kinds):
                table.transact(table.delete(item["pk"], item["sk"]))

    def repair(self, dry: bool = False, now: datetime = NOW) -> list[str]:
        """What is left, in words."""
        left = repair(
            self.flow.tables,
            lambda service, news: self.flow.deliver((service, news)),
            now,
            dry,
            self.said.append,
            patience=0,
        )
        return [f"{each.service} {each.what}" for each in left]


@pytest.fixture
def loket(aws: None) -> Loket:
    return Loket()


def test_where_all_is_well_nothing_is_told_and_nothing_is_left(loket: Loket) -> None:
    assert loket.repair() == []
    assert loket.said[-1] == "0 found, 0 told again, 0 left."


@pytest.mark.parametrize(
    ("service", "kinds", "found"),
    [
        ("routing", ("zaak", "tijdlijn#", "20"), "routing has no case"),
        ("deadlines", ("zaak", "klok#"), "deadlines has no clocks as it is"),
        ("reporting", ("feit#",), "reporting is not counted as it is"),
        ("intake", ("stand",), "intake is shown as it was"),
    ],
    ids=["routing", "deadlines", "reporting", "intake"],
)
def test_what_a_service_lacks_is_told_to_it_and_nobody_is_mailed_again(
    loket: Loket, service: str, kinds: tuple[str, ...], found: str
) -> None:
    loket.forget(service, *kinds)
    mails = loket.flow.mails()

    assert loket.repair(dry=True) == [found]
    assert loket.repair() == []
    loket.flow.settle(lambda _: 0)

    assert loket.said[-1] == "1 found, 1 told again, 0 left."
    assert loket.flow.mails() == mails


def _no_next_moment(loket: Loket) -> None:
    loket.forget("deadlines", "klok#")


def _a_handler_that_left(loket: Loket) -> None:
    table = loket.flow.tables["routing"]
    for item in _items(table):
        if "zaak" in item:
            gone = item["zaak"].replace('"leidinggevende_wijkteam"', '"opgeheven_team"')
            table.transact(table.put(item | {"zaak": gone}))


def _a_clock_that_did_not_act(loket: Loket) -> None:
    table = loket.flow.tables["deadlines"]
    for item in _items(table):
        if "todo_at" in item and item["pk"].endswith(loket.number):
            table.transact(table.put(item | todo(item["pk"], NOW - timedelta(hours=2))))


@pytest.mark.parametrize(
    ("breaks", "left"),
    [
        (_no_next_moment, "deadlines is open and has no next moment"),
        (_a_handler_that_left, "routing has a handler that nobody knows: opgeheven_team"),
        (
            _a_clock_that_did_not_act,
            "deadlines has a clock that had to act at 2026-06-01T08:00:00.000Z",
        ),
    ],
    ids=["no next moment", "no handler", "no sweep"],
)
def test_what_cannot_be_told_again_is_left_to_a_person(
    loket: Loket, breaks: Callable[[Loket], None], left: str
) -> None:
    breaks(loket)

    assert loket.repair() == [left]
    assert loket.said[-2].startswith("Look at ")
    assert loket.number in loket.said[-2]
