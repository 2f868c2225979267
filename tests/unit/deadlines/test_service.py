from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.domain import Running
from services.deadlines.service import Deadlines
from shared.events import (
    CaseClosed,
    CaseEvent,
    CaseOpened,
    ContactRecorded,
    Event,
    FormalHandlingStarted,
    TermMissed,
    TermNear,
    TermsSet,
)
from shared.glossary import ClockKind
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.observability import logger
from shared.table import ConflictError
from tests.builders import MONDAY, a_case, news_of
from tests.fakes.deadlines import InMemoryDeadlineStore

FAR = datetime(2027, 6, 1, tzinfo=UTC)


def a_service(store: InMemoryDeadlineStore) -> Deadlines:
    return Deadlines(store, municipalities(), dutch_calendar())


def told(store: InMemoryDeadlineStore) -> list[tuple[str, int, str]]:
    """Clock, step and audience of every step that was told."""
    return [
        (news.data.clock.kind, news.data.step, news.data.audience)
        for news in store.news
        if isinstance(news, TermNear | TermMissed)
    ]


def opened(**facts: Any) -> CaseEvent:
    return news_of(CaseOpened, a_case(**facts))


def test_a_case_that_opens_gets_its_clocks_and_they_are_told() -> None:
    store = InMemoryDeadlineStore()

    a_service(store).follow(opened(sequence=2))

    [news] = store.news
    assert isinstance(news, TermsSet)
    assert (news.subject, news.data.case_sequence) == (a_case().number, 2)
    assert [clock.kind for clock in news.data.clocks] == [ClockKind.CONTACT, ClockKind.HANDLING]


def test_news_that_comes_again_changes_nothing_and_gets_the_same_answer() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)

    service.follow(opened(sequence=2))
    service.follow(opened(sequence=2))
    service.follow(opened(sequence=1, closed_at=MONDAY))

    first, *again = store.news
    assert again == [first]  # who asks again may have missed it


class BusyStore(InMemoryDeadlineStore):
    """Somebody else writes just before our first *busy* writes."""

    def __init__(self, busy: int) -> None:
        super().__init__()
        self._busy = busy

    def remember(self, before: Collection[Running], now: Collection[Running], news: Event) -> None:
        self._busy -= 1
        if self._busy >= 0:
            raise ConflictError
        super().remember(before, now, news)


def test_who_finds_that_somebody_was_first_looks_again() -> None:
    store = BusyStore(busy=1)

    a_service(store).follow(opened())

    assert len(store.news) == 1


def test_who_finds_so_again_leaves_it_to_the_queue() -> None:
    with pytest.raises(ConflictError):
        a_service(BusyStore(busy=2)).follow(opened())


def test_a_term_that_ends_after_the_known_calendar_is_warned_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logger.addHandler(caplog.handler)

    a_service(InMemoryDeadlineStore()).follow(opened())
    assert "calendar not known" not in caplog.messages

    a_service(InMemoryDeadlineStore()).follow(opened(received_at=datetime(2029, 1, 8, tzinfo=UTC)))
    assert "calendar not known" in caplog.messages


HISTORY = [
    news_of(CaseOpened, a_case(sequence=1, written=False, statutory=False)),
    news_of(ContactRecorded, a_case(sequence=2, statutory=False, first_contact_at=MONDAY)),
    news_of(
        FormalHandlingStarted,
        a_case(sequence=3, written=False, first_contact_at=MONDAY, formal_since=FAR),
    ),
    news_of(CaseClosed, a_case(sequence=4, first_contact_at=MONDAY, closed_at=FAR)),
]


@given(
    st.integers(1, 4).flatmap(
        lambda last: st.lists(st.integers(0, last - 1), max_size=8).flatmap(
            lambda again: st.permutations([*range(last), *again])
        )
    )
)
def test_any_order_and_any_repetition_ends_in_the_same_clocks(order: list[int]) -> None:
    shuffled, once = InMemoryDeadlineStore(), InMemoryDeadlineStore()

    for place in order:
        a_service(shuffled).follow(HISTORY[place])
    a_service(once).follow(HISTORY[max(order)])

    number = a_case().number
    assert shuffled.known("1904", number) == once.known("1904", number)


def test_a_case_that_nobody_touches_climbs_its_whole_ladder() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened())

    for days in range(64):  # until 4 August
        service.sweep(MONDAY + timedelta(days=days))

    assert [step for step in told(store) if step[0] == "afhandeling"] == [
        ("afhandeling", 1, "behandelaar"),
        ("afhandeling", 2, "behandelaar"),
        ("afhandeling", 3, "klachtencoordinator"),
        ("afhandeling", 4, "college"),
        ("afhandeling", 5, "college"),
    ]


def test_a_case_without_an_assignee_climbs_as_well() -> None:
    store = InMemoryDeadlineStore()
    a_service(store).follow(opened(assignee=None))

    assert a_service(store).sweep(FAR) == 2
    assert len(told(store)) == 2


def test_the_same_moment_is_swept_once() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened())

    assert (service.sweep(FAR), service.sweep(FAR)) == (2, 0)


def test_the_oldest_of_many_cases_is_swept_as_well() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    for n in range(60):
        service.follow(opened(number=f"KL-2026-AAAAA-{n:05}"))

    assert service.sweep(FAR) == 120


def test_contact_stops_its_own_clock_only() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened(sequence=1))
    service.follow(news_of(ContactRecorded, a_case(sequence=2, first_contact_at=MONDAY)))
    service.sweep(FAR)

    assert [clock for clock, _, _ in told(store)] == [ClockKind.HANDLING]


def test_a_reopened_case_goes_on_where_it_was() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened(sequence=1))
    service.sweep(datetime(2026, 7, 14, 7, tzinfo=UTC))
    service.follow(news_of(CaseClosed, a_case(sequence=2, closed_at=MONDAY)))
    service.sweep(FAR)
    before = len(told(store))
    service.follow(opened(sequence=3))

    service.sweep(FAR)

    ids = [news.id for news in store.news]
    assert len(told(store)) == before + 2
    assert len(set(ids)) == len(ids)


def test_one_clock_that_fails_does_not_hold_up_the_others_and_does_not_pass_unseen() -> None:
    store = InMemoryDeadlineStore()
    a_service(store).follow(
        opened(number="KL-2026-AAAAA-00001", municipality="1696", regime="wijdemeren_2014")
    )
    a_service(store).follow(opened(number="KL-2026-AAAAA-00002"))
    only_one = {"1904": municipalities()["1904"]}

    with pytest.raises(ExceptionGroup, match="2 clocks could not act"):
        Deadlines(store, only_one, dutch_calendar()).sweep(FAR)

    assert {news.gemeentecode for news in store.news if not isinstance(news, TermsSet)} == {"1904"}


def test_a_ladder_that_became_later_tells_nothing_yet() -> None:
    store = InMemoryDeadlineStore()
    a_service(store).follow(opened(first_contact_at=MONDAY))
    town = municipalities()["1904"]
    [regime] = town.regimes
    ladder = regime.ladders[ClockKind.HANDLING]
    last = ladder.model_copy(update={"rungs": ladder.rungs[-1:]})
    patient = regime.model_copy(update={"ladders": {**regime.ladders, ClockKind.HANDLING: last}})
    towns = {"1904": town.model_copy(update={"regimes": (patient,)})}

    Deadlines(store, towns, dutch_calendar()).sweep(datetime(2026, 7, 1, tzinfo=UTC))

    assert told(store) == []
    assert not list(store.due(datetime(2026, 7, 1, tzinfo=UTC)))
    assert list(store.due(FAR))
