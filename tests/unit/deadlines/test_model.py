"""Whatever happens to a case, in whatever order: every step once, none early, none after the end.

Hypothesis plays the world: news that comes late, again or not at all, sweeps that run twice at
once, functions that are killed halfway. After every move the promises are checked.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.deadlines import domain
from services.deadlines.domain import Running
from services.deadlines.service import Deadlines
from shared.case import Case, Handler
from shared.events import CaseRouted, Event, TermMissed, TermNear
from shared.glossary import HandlerKind
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from tests.builders import MONDAY, a_case
from tests.fakes.deadlines import InMemoryDeadlineStore

CALENDAR = dutch_calendar()
REGIME = municipalities()["1904"].regime("stichtse_vecht_2014")
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")


class KilledError(BaseException):
    """The function is gone; no code of ours gets to see it."""


class SharedStore(InMemoryDeadlineStore):
    """The one memory; a function that uses it is killed after *moves_left* moves."""

    moves_left: int | None = None

    def move(self, before: Running, after: Running, news: Event | None) -> None:
        if self.moves_left == 0:
            raise KilledError
        if self.moves_left:
            self.moves_left -= 1
        super().move(before, after, news)


class StaleView(SharedStore):
    """The same memory, for a sweep that looked a while ago what was due."""

    def __init__(self, store: SharedStore, seen: list[Running]) -> None:
        vars(self).update(vars(store))
        self._seen = seen

    def due(self, now: datetime) -> Iterable[Running]:
        return self._seen


class World(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store = SharedStore()
        self.now = MONDAY
        self.history = [a_case(written=False, statutory=False)]
        self.told_when_closed: int | None = None

    @property
    def service(self) -> Deadlines:
        return Deadlines(self.store, municipalities(), CALENDAR)

    @property
    def steps(self) -> list[TermNear | TermMissed]:
        return [news for news in self.store.news if isinstance(news, TermNear | TermMissed)]

    @property
    def known(self) -> Case | None:
        return next((running.case for running in self.clocks), None)

    @property
    def clocks(self) -> Collection[Running]:
        return self.store.known("1904", a_case().number)

    def becomes(self, **facts: object) -> None:
        now = self.history[-1]
        self.history.append(now.model_copy(update={"sequence": now.sequence + 1, **facts}))

    @precondition(lambda self: self.history[-1].is_open)
    @rule()
    def somebody_calls_the_resident(self) -> None:
        self.becomes(first_contact_at=self.now)

    @precondition(lambda self: self.history[-1].is_open)
    @rule()
    def the_provider_gets_it(self) -> None:
        self.becomes(handler=PROVIDER)

    @precondition(lambda self: self.history[-1].is_open)
    @rule()
    def the_resident_puts_it_in_writing(self) -> None:
        self.becomes(statutory=True, formal_since=self.now)

    @precondition(lambda self: self.history[-1].is_open)
    @rule()
    def the_case_is_closed(self) -> None:
        self.becomes(closed_at=self.now)

    @rule(data=st.data())
    def news_arrives(self, data: st.DataObject) -> None:
        """Any of it, in any order, and again."""
        case = data.draw(st.sampled_from(self.history))
        self.service.follow(CaseRouted.about(case, self.now))
        if self.known and not self.known.is_open and self.told_when_closed is None:
            self.told_when_closed = len(self.steps)

    @rule(hours=st.integers(0, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def a_sweep(self) -> None:
        self.service.sweep(self.now)

        for running in self.clocks:
            if running.next_at:
                assert running.next_at > self.now
                next_step = running.told + 1
                assert running.next_at == domain.moment_of(
                    next_step, running.clock, REGIME, CALENDAR
                )

    @rule()
    def two_sweeps_at_once(self) -> None:
        seen = list(self.store.due(self.now))
        self.a_sweep()
        Deadlines(StaleView(self.store, seen), municipalities(), CALENDAR).sweep(self.now)

    @rule(data=st.data())
    def news_arrives_in_the_middle_of_a_sweep(self, data: st.DataObject) -> None:
        seen = list(self.store.due(self.now))
        self.news_arrives(data)
        Deadlines(StaleView(self.store, seen), municipalities(), CALENDAR).sweep(self.now)

    @rule(moves=st.integers(0, 1))
    def a_sweep_is_killed(self, moves: int) -> None:
        self.store.moves_left = moves
        try:
            self.service.sweep(self.now)
        except KilledError:
            pass
        finally:
            self.store.moves_left = None

    @invariant()
    def no_step_is_told_twice(self) -> None:
        told = [
            (each.data.clock.kind, each.data.clock.due_on, each.data.step) for each in self.steps
        ]
        assert len(told) == len(set(told)) == len({each.id for each in self.steps})

    @invariant()
    def no_step_is_early(self) -> None:
        for each in self.steps:
            assert domain.moment_of(each.data.step, each.data.clock, REGIME, CALENDAR) <= each.time

    @invariant()
    def nothing_is_told_once_it_is_closed(self) -> None:
        if self.told_when_closed is not None:
            assert len(self.steps) == self.told_when_closed

    @invariant()
    def an_open_case_has_a_next_moment_and_a_closed_one_has_none(self) -> None:
        if self.known:
            assert any(running.next_at for running in self.clocks) == self.known.is_open


TestWorld = World.TestCase
TestWorld.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
