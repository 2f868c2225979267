"""When a municipality ends, its cases go on under whoever takes over (Wet arhi 44)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.deadlines.clocks import Known, clocks
from services.routing.service import Routing
from services.routing.transition import Action, File
from shared.dossier import Dossier
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from tests.builders import a_received_complaint
from tests.fakes.routing import InMemoryCaseStore
from tests.unit.routing.steps import command
from tests.unit.routing.test_service import NUMBER, a_dossier, routing_with

CHRISTMAS = datetime(2026, 12, 24, 10, 0, tzinfo=UTC)
LAST_DAY, FIRST_DAY = date(2026, 12, 31), date(2027, 1, 1)


def a_case_of_wijdemeren() -> tuple[Routing, InMemoryCaseStore]:
    dossier: Dossier = a_dossier("Het wijkteam komt niet.", municipality="1696")
    store = InMemoryCaseStore()
    routing = routing_with(dossier, store=store)
    news = a_received_complaint(municipality="1696", received_at=CHRISTMAS)
    routing.open(news.model_copy(update={"time": CHRISTMAS}))
    return routing, store


def test_a_running_case_changes_owner_and_nothing_else() -> None:
    routing, store = a_case_of_wijdemeren()
    before = routing.read("1696", NUMBER).case

    assert (routing.succeed(LAST_DAY), routing.succeed(FIRST_DAY)) == (0, 1)

    after = routing.read("1696", NUMBER).case
    assert (before.owner, after.owner) == ("1696", "0402")
    unchanged = {"owner": before.owner, "reasons": before.reasons, "sequence": before.sequence}
    assert after.model_copy(update=unchanged) == before
    assert "Wet arhi 44" in [reason.article for reason in after.reasons]
    here, calendar = municipalities()["1696"], dutch_calendar()
    assert clocks(Known(after, True, here, calendar)) == clocks(Known(before, True, here, calendar))
    assert store.news[-1].gemeentecode == "1696"


def test_it_happens_once() -> None:
    routing, store = a_case_of_wijdemeren()

    assert [routing.succeed(FIRST_DAY) for _ in range(2)] == [1, 0]
    assert len(store.news) == 2


def test_who_acts_first_brings_the_new_owner_along() -> None:
    routing, _ = a_case_of_wijdemeren()
    in_january = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)

    routing.act("1696", NUMBER, command(Action.RECORD_CONTACT, moment=in_january, at=in_january))

    assert routing.read("1696", NUMBER).case.owner == "0402"
    assert routing.succeed(FIRST_DAY) == 0


def test_a_municipality_that_goes_on_keeps_its_cases() -> None:
    routing = routing_with(a_dossier("Het wijkteam komt niet."))
    routing.open(a_received_complaint())

    assert routing.succeed(FIRST_DAY) == 0


def test_the_successor_answers_from_that_day_on() -> None:
    known = municipalities()

    assert known.homes_of("0402", LAST_DAY) == ["0402"]
    assert known.homes_of("0402", FIRST_DAY) == ["0402", "1696"]


def test_one_that_cannot_change_owner_does_not_hold_up_the_others() -> None:
    class Broken(InMemoryCaseStore):
        def write(self, file: File, *args: Any, **kwargs: Any) -> None:
            if file.case.number == NUMBER and file.case.sequence > 1:
                raise ValueError
            super().write(file, *args, **kwargs)

    other, store = "KL-2026-BBBBB-BBBBB", Broken()
    shelf = [a_dossier(municipality="1696", number=number) for number in (NUMBER, other)]
    routing = routing_with(*shelf, store=store)
    for number in (NUMBER, other):
        news = a_received_complaint(municipality="1696", number=number, received_at=CHRISTMAS)
        routing.open(news.model_copy(update={"time": CHRISTMAS}))

    with pytest.raises(ExceptionGroup):
        routing.succeed(FIRST_DAY)

    assert routing.read("1696", other).case.owner == "0402"
