"""What both memories promise: the one in tests and the one in DynamoDB."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.deadlines import domain
from services.deadlines.domain import Running
from services.deadlines.service import DeadlineStore
from services.deadlines.store import DynamoDeadlineStore
from shared.case import Case
from shared.events import CaseOpened, Event
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.table import ConflictError
from tests.aws import a_table
from tests.builders import MONDAY, a_case, news_of
from tests.fakes.deadlines import InMemoryDeadlineStore

FAR = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["in memory", "DynamoDB"])
def store(request: pytest.FixtureRequest) -> Iterator[DeadlineStore]:
    if request.param == "in memory":
        yield InMemoryDeadlineStore()
    else:
        request.getfixturevalue("aws")
        yield DynamoDeadlineStore(a_table("deadlines"))


def running_for(case: Case) -> tuple[Running, ...]:
    regime = municipalities()[case.municipality].regime(case.regime)
    return tuple(
        domain.set_running(case, clock, None, regime, dutch_calendar())
        for clock in domain.clocks(case, regime, dutch_calendar())
    )


def some_news(case: Case) -> Event:
    return news_of(CaseOpened, case)


def remembered(store: DeadlineStore, case: Case) -> tuple[Running, ...]:
    clocks = running_for(case)
    store.remember(store.known(case.municipality, case.number), clocks, some_news(case))
    return clocks


def by_kind(clocks: Iterable[Running]) -> list[Running]:
    return sorted(clocks, key=lambda running: running.clock.kind)


def test_a_case_that_nobody_told_of_has_no_clocks(store: DeadlineStore) -> None:
    assert not store.known("1904", "KL-2026-AAAAA-AAAAA")


def test_what_was_remembered_is_known(store: DeadlineStore) -> None:
    case = a_case(sequence=3)
    clocks = remembered(store, case)

    assert by_kind(store.known(case.municipality, case.number)) == by_kind(clocks)


def test_one_municipality_does_not_know_the_case_of_another(store: DeadlineStore) -> None:
    remembered(store, a_case())

    assert not store.known("1696", a_case().number)


def test_of_two_that_remember_at_once_the_second_is_refused(store: DeadlineStore) -> None:
    before = store.known("1904", a_case().number)
    remembered(store, a_case(sequence=2))

    case = a_case(sequence=1)
    with pytest.raises(ConflictError):
        store.remember(before, running_for(case), some_news(case))


def test_later_news_replaces_what_was_known(store: DeadlineStore) -> None:
    remembered(store, a_case(sequence=1))
    closed = a_case(sequence=2, closed_at=MONDAY)
    clocks = remembered(store, closed)

    assert by_kind(store.known(closed.municipality, closed.number)) == by_kind(clocks)
    assert list(store.due(FAR)) == []


def test_a_clock_that_no_longer_holds_is_forgotten(store: DeadlineStore) -> None:
    remembered(store, a_case(sequence=1))
    case = a_case(sequence=2)
    one, _ = running_for(case)

    store.remember(store.known(case.municipality, case.number), [one], some_news(case))

    assert list(store.known(case.municipality, case.number)) == [one]


def test_a_clock_is_due_from_its_moment_on_and_not_before(store: DeadlineStore) -> None:
    clocks = remembered(store, a_case())
    moments = sorted(running.next_at for running in clocks if running.next_at)

    assert list(store.due(moments[0] - timedelta(milliseconds=1))) == []
    assert [running.next_at for running in store.due(moments[0])] == moments[:1]
    assert by_kind(store.due(FAR)) == by_kind(clocks)


def test_of_two_that_move_a_clock_at_once_the_second_is_refused(store: DeadlineStore) -> None:
    running, _ = remembered(store, a_case())
    after = replace(running, told=1, next_at=FAR)
    store.move(running, after, some_news(a_case()))

    with pytest.raises(ConflictError):
        store.move(running, after, some_news(a_case()))
    assert after in store.known("1904", a_case().number)


def test_a_clock_does_not_move_on_an_old_view_of_its_case(store: DeadlineStore) -> None:
    running, _ = remembered(store, a_case(sequence=1))
    remembered(store, a_case(sequence=2, closed_at=MONDAY))

    with pytest.raises(ConflictError):
        store.move(running, replace(running, told=1, next_at=FAR), some_news(a_case()))
    assert list(store.due(FAR)) == []


def test_news_of_a_case_does_not_undo_a_step_that_was_just_taken(store: DeadlineStore) -> None:
    running, _ = remembered(store, a_case(sequence=1))
    before = store.known("1904", a_case().number)
    store.move(running, replace(running, told=1, next_at=FAR), some_news(a_case()))

    case = a_case(sequence=2)
    with pytest.raises(ConflictError):
        store.remember(before, running_for(case), some_news(case))
