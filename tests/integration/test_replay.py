"""The tables of deadlines and reporting are lost, and come back as they were, from what was told.

Lives are random, with everything that may be done with a case, and the consumers are the real ones
on moto. Nobody is mailed again.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from moto import mock_aws

from infra.local.replay import Period, Tables, in_order, replay
from services.deadlines.clocks import Known, clocks
from services.deadlines.domain import Duty, Running
from services.deadlines.replay import Replay, Silent
from services.deadlines.service import Deadlines
from services.deadlines.telling import step_news
from services.notifications import handler as notifications
from services.notifications.store import DUTIES
from services.routing.domain import NotAllowedError
from services.routing.handler import routing
from services.routing.transition import Action
from shared.dutch_time import AMSTERDAM, dutch_moment
from shared.events import CaseOpened, ContactRecorded
from shared.glossary import ClockKind
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.table import Item
from tests.builders import MONDAY, a_case
from tests.flow import Flow, _items
from tests.unit.routing.steps import command

REPLAYED = ("deadlines", "reporting")
RESIDENT = {"naam": "A. Voorbeeld", "email": "a@mail.example", "elektronischBereikbaar": True}
TEXTS = (
    "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon.",
    "De taxi van Plassentaxi kwam vanmorgen weer niet. Ik heb een uur in de kou gewacht.",
)
HERE, CALENDAR = municipalities()["1904"], dutch_calendar()
START = datetime(2026, 6, 1, 11, 30, tzinfo=AMSTERDAM)
ENDING = {Action.WITHDRAW, Action.SETTLE, Action.DECIDE}


@dataclass
class Life:
    """Cases that live on, day by day, in a flow whose clock we hold."""

    flow: Flow
    chance: Random
    now: datetime = START

    def begin(self, cases: int) -> list[str]:
        numbers = [
            self.flow.complain(self.chance.choice(TEXTS), f"formulier-{n}", indiener=RESIDENT)
            for n in range(cases)
        ]
        self.settle()
        return numbers

    def live(self, numbers: list[str], days: int) -> None:
        """Somebody does something, or nobody does; and every morning the clocks are looked at."""
        for _ in range(days):
            self.now += timedelta(hours=2)
            for number in numbers:
                if self.chance.random() < 0.25:
                    self.act(number)
            self.settle()
            self.now += timedelta(hours=22)
            self.morning()

    def act(self, number: str) -> None:
        chance = 0.2
        action = self.chance.choice(
            [each for each in Action if each not in ENDING or self.chance.random() < chance]
        )
        with suppress(NotAllowedError):
            routing().act("1904", number, command(action, at=self.now))

    def morning(self) -> None:
        self.flow.sweep("deadlines", self.now.isoformat())
        self.settle()

    def settle(self) -> None:
        while parcels := list(self.flow.parcels()):
            for parcel in parcels:
                self.flow.deliver(parcel)

    def lose(self, *services: str) -> None:
        for service in services:
            table = self.flow.tables[service]
            for item in _items(table):
                table.transact(table.delete(item["pk"], item["sk"]))

    def replay(self, **said: Any) -> int:
        return replay(self.flow.tables, apply=True, say=lambda _: None, **said).total()

    def kept(self) -> dict[str, Any]:
        """What both tables hold, to the last letter; without news, and without duties: which are
        watched depends on the day of the replay.
        """
        return {
            f"{service} {item['pk']} {item['sk']}": _without_order(item)
            for service in REPLAYED
            for item in _items(self.flow.tables[service])
            if not item["pk"].startswith("news#") and not item["pk"].endswith(f"#{DUTIES}")
        }

    def told(self) -> int:
        """How much news deadlines has told, and how many mails went."""
        told = [item for item in _items(self.flow.tables["deadlines"]) if "events" in item]
        return len(told) + len(self.flow.mails())


def _without_order(item: Item) -> Item:
    """Proofs of one moment have none."""
    if "file" not in item:
        return item
    file = json.loads(item["file"])
    file["berichten"].sort(key=lambda proof: (proof["op"], proof["bericht"]))
    return item | {"file": file}


@pytest.fixture
def lived(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    monkeypatch.setenv("TABLE", "notifications")
    monkeypatch.setenv("DOSSIERS_TABLE", "dossiers")
    with mock_aws():
        life = Life(Flow(), Random(request.param))
        made = replace(notifications.notifications(), clock=lambda: life.now)
        monkeypatch.setattr(notifications, "notifications", lambda: made)
        life.live(life.begin(cases=3), days=24)
        yield life


@pytest.mark.parametrize("lived", [1, 2, 3], indirect=True)
def test_lost_tables_come_back_to_the_last_letter_and_nobody_is_told_again(lived: Life) -> None:
    before, mails = lived.kept(), lived.flow.mails()
    assert any("gemist#" in key for key in before)  # reminders are among it
    lived.lose(*REPLAYED)
    assert lived.kept() == {}

    assert lived.replay() > 0
    assert lived.kept() == before
    assert not [item for item in _items(lived.flow.tables["deadlines"]) if "events" in item]

    lived.morning()  # the same one: who had to be told, was
    assert lived.kept() == before
    assert lived.flow.mails() == mails


@pytest.mark.parametrize("lived", [4], indirect=True)
def test_on_top_of_what_is_there_nothing_changes_in_whatever_order_it_comes(lived: Life) -> None:
    before, told = lived.kept(), lived.told()
    tables = lived.flow.tables
    told_of = Tables(tables["routing"], tables["notifications"])
    events = [
        event for number in told_of.cases("1904") for event in told_of.history("1904", number)
    ]

    lived.replay()
    lived.replay()
    again = Replay(Deadlines(Silent(tables["deadlines"]), municipalities(), dutch_calendar()))
    for event in lived.chance.sample(events, len(events)):
        again.hear(event)

    assert lived.kept() == before
    lived.morning()
    assert lived.told() == told


@pytest.mark.parametrize("lived", [5], indirect=True)
def test_only_what_was_asked_for_is_replayed(lived: Life) -> None:
    before = lived.kept()
    lived.lose(*REPLAYED)
    counted = list[str]()

    assert replay(lived.flow.tables, say=counted.append).total() > 0
    assert counted[-1].endswith("events found; add apply=yes to replay.")
    assert lived.kept() == {}  # it was only counted

    lived.replay(chosen="1696")
    lived.replay(period=Period(last=START - timedelta(hours=6)))
    lived.replay(period=Period(first=lived.now + timedelta(days=1)))
    assert lived.kept() == {}

    lived.replay(services=["reporting"], chosen="1904", period=Period(first=START))
    of_reporting = {key: item for key, item in before.items() if key.startswith("reporting")}
    assert lived.kept() == of_reporting


def test_a_duty_is_asked_for_where_its_reminders_had_come(
    aws: None,
) -> None:
    flow = Flow()
    life = Life(flow, Random(0))
    life.now = dutch_moment(date(2026, 6, 29), time(11))
    life.morning()  # the duties are watched from now on
    life.morning()
    store = Silent(flow.tables["deadlines"])
    asked = {
        each.of.key: (each.told, each.next_at)
        for each in store.duties("1904")
        if isinstance(each.of, Duty) and each.told
    }
    assert asked
    mails = life.flow.mails()
    assert mails

    life.lose("deadlines")
    life.replay(services=["deadlines"])

    again = {
        each.of.key: (each.told, each.next_at)
        for each in store.duties("1904")
        if isinstance(each.of, Duty) and each.told
    }
    assert again == asked
    life.morning()
    assert flow.mails() == mails


def test_what_happened_goes_by_its_sequence_and_a_reminder_after_what_it_knew() -> None:
    case = a_case()
    later = case.model_copy(update={"sequence": 2})
    opened, contact = CaseOpened.about(case, MONDAY), ContactRecorded.about(later, MONDAY)
    step = next(
        step_news(replace(each, told=0), 1, HERE.regime(case.regime), MONDAY + timedelta(days=9))
        for each in (Running(case, clock) for clock in clocks(Known(case, True, HERE, CALENDAR)))
        if each.clock.kind is ClockKind.HANDLING
    )

    assert in_order([step, contact, opened]) == [opened, step, contact]
