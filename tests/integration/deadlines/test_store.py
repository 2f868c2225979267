"""What both memories promise: the one in tests and the one in DynamoDB."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.deadlines.domain import File, Running
from services.deadlines.duties import duties
from services.deadlines.service import Deadlines, DeadlineStore, Move
from services.deadlines.store import DynamoDeadlineStore
from services.deadlines.telling import step_news
from shared.case import Case
from shared.events import CaseOpened
from shared.glossary import ClockKind
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.table import ConflictError
from tests.aws import a_table
from tests.builders import MONDAY, a_case, news_of
from tests.fakes.deadlines import InMemoryDeadlineStore

FAR = datetime(2099, 1, 1, tzinfo=UTC)
REGIME = municipalities()["1904"].regime("stichtse_vecht_2014")
TODAY = date(2026, 6, 1)


@pytest.fixture(params=["in memory", "DynamoDB"])
def store(request: pytest.FixtureRequest) -> Iterator[DeadlineStore]:
    if request.param == "in memory":
        yield InMemoryDeadlineStore()
    else:
        request.getfixturevalue("aws")
        yield DynamoDeadlineStore(a_table("deadlines"))


def derived(store: DeadlineStore, case: Case) -> tuple[File, tuple[Running, ...]]:
    """What follows from *case* on top of what *store* knows."""
    file, running = store.read(case.municipality, case.number)
    service = Deadlines(store, municipalities(), dutch_calendar())
    return service.derive(file, running, file.model_copy(update={"case": case}), MONDAY)


def remember(store: DeadlineStore, case: Case) -> tuple[Running, ...]:
    _, before = store.read(case.municipality, case.number)
    file, running = derived(store, case)
    store.write(file, before, running, news_of(CaseOpened, case))
    return running


def acting(clocks: Iterable[Running]) -> list[Running]:
    """Those that have something to do, soonest first."""
    waiting = [(running.next_at, running) for running in clocks if running.next_at]
    return [running for _, running in sorted(waiting, key=lambda each: (each[0], each[1].id))]


def known(store: DeadlineStore) -> list[tuple[object, ...]]:
    _, clocks = store.read("1904", a_case().number)
    return sorted((each.clock.kind, each.clock, each.told, each.next_at) for each in clocks)


def a_step(running: Running) -> Move:
    after = replace(running, told=running.told + 1, next_at=FAR)
    return Move(running, after, (step_news(after, after.told, REGIME, MONDAY),))


def test_a_case_that_nobody_told_of_has_an_empty_file(store: DeadlineStore) -> None:
    file, clocks = store.read("1904", "KL-2026-AAAAA-AAAAA")

    assert (file.version, file.case, list(clocks)) == (0, None, [])


def test_what_was_remembered_is_known(store: DeadlineStore) -> None:
    clocks = remember(store, a_case(sequence=3))

    file, kept = store.read("1904", a_case().number)
    assert (file.version, file.case) == (1, a_case(sequence=3))
    assert len(file.ledger) == len(clocks)
    assert sorted(kept, key=lambda each: each.id) == sorted(clocks, key=lambda each: each.id)


def test_one_municipality_does_not_know_the_case_of_another(store: DeadlineStore) -> None:
    remember(store, a_case())

    assert store.read("1696", a_case().number)[0].version == 0


def test_of_two_that_remember_at_once_the_second_is_refused(store: DeadlineStore) -> None:
    file, clocks = derived(store, a_case(sequence=1))
    remember(store, a_case(sequence=2))

    with pytest.raises(ConflictError):
        store.write(file, (), clocks, None)


def test_later_news_replaces_what_was_known(store: DeadlineStore) -> None:
    remember(store, a_case(sequence=1))
    clocks = remember(store, a_case(sequence=2, closed_at=MONDAY))

    assert known(store) == sorted(
        (each.clock.kind, each.clock, each.told, each.next_at) for each in clocks
    )
    assert list(store.due(FAR)) == []
    assert list(store.open_cases()) == []


def test_a_clock_that_no_longer_holds_is_forgotten(store: DeadlineStore) -> None:
    remember(store, a_case(sequence=1, flags=("datalek",)))
    remember(store, a_case(sequence=2))

    assert ClockKind.DATA_BREACH not in {kind for kind, *_ in known(store)}


def test_a_clock_is_due_from_its_moment_on_and_not_before(store: DeadlineStore) -> None:
    first, *rest = acting(remember(store, a_case()))
    assert first.next_at

    assert list(store.due(first.next_at - timedelta(milliseconds=1))) == []
    assert list(store.due(first.next_at)) == [first]
    assert acting(store.due(FAR)) == [first, *rest]


def test_an_open_case_is_listed_once_whatever_runs_for_it(store: DeadlineStore) -> None:
    remember(store, a_case())

    assert list(store.open_cases()) == [("1904", a_case().number)]


def test_of_two_that_move_a_clock_at_once_the_second_is_refused(store: DeadlineStore) -> None:
    first, *_ = acting(remember(store, a_case()))
    store.move([a_step(first)])

    with pytest.raises(ConflictError):
        store.move([a_step(first)])
    assert a_step(first).after in store.read("1904", a_case().number)[1]


def test_of_many_that_move_at_once_all_do_or_none(store: DeadlineStore) -> None:
    first, second, *_ = acting(remember(store, a_case()))
    store.move([a_step(second)])

    with pytest.raises(ConflictError):
        store.move([a_step(first), a_step(second)])
    assert first in store.read("1904", a_case().number)[1]


def test_a_clock_does_not_move_on_an_old_view_of_its_case(store: DeadlineStore) -> None:
    first, *_ = acting(remember(store, a_case(sequence=1)))
    remember(store, a_case(sequence=2, closed_at=MONDAY))

    with pytest.raises(ConflictError):
        store.move([a_step(first)])
    assert list(store.due(FAR)) == []


def test_news_of_a_case_does_not_undo_a_step_that_was_just_taken(store: DeadlineStore) -> None:
    first, *_ = acting(remember(store, a_case(sequence=1)))
    _, before = store.read("1904", a_case().number)
    file, clocks = derived(store, a_case(sequence=2))
    store.move([a_step(first)])

    with pytest.raises(ConflictError):
        store.write(file, before, clocks, None)


# Duties, which belong to no case.


def a_duty(place: int = 0) -> Running:
    return replace(duties(municipalities()["1904"], TODAY, dutch_calendar())[place], next_at=MONDAY)


def test_a_duty_is_watched_once(store: DeadlineStore) -> None:
    store.begin(a_duty())

    with pytest.raises(ConflictError):
        store.begin(a_duty())
    assert list(store.duties("1904")) == [a_duty()]
    assert list(store.duties("1696")) == []
    assert list(store.due(FAR)) == [a_duty()]
    assert list(store.open_cases()) == []


def test_a_duty_moves_like_a_clock_of_a_case(store: DeadlineStore) -> None:
    store.begin(a_duty())
    store.begin(a_duty(1))

    store.move([a_step(a_duty()), a_step(a_duty(1))])

    assert list(store.due(MONDAY)) == []
    assert {each.told for each in store.duties("1904")} == {1}


def test_a_duty_that_is_dropped_is_gone(store: DeadlineStore) -> None:
    store.begin(a_duty())

    store.drop(a_duty())

    assert list(store.duties("1904")) == []
