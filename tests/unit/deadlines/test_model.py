"""Whatever happens to a case, in whatever order: every step once, none early, none after the end.

Hypothesis plays the world: news that comes late, again or not at all, sweeps that run twice at
once, functions that are killed halfway. A second, simple model says what had to be told: it knows
of rungs and days, and nothing of stores, versions or sequences.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.deadlines.domain import ClockId, Running
from services.deadlines.service import Deadlines, Move
from shared.case import Case, Handler, Handover
from shared.dutch_time import AMSTERDAM, dutch_date, dutch_moment
from shared.events import CaseRouted, Clock, TermMissed, TermNear
from shared.glossary import (
    AFTER_CLOSING,
    RIGHTS,
    ClockKind,
    HandlerKind,
    Milestone,
    Outcome,
)
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.proceedings import (
    Contribution,
    Decision,
    OmbudsmanRequest,
    Proposal,
    Recommendation,
    Repair,
)
from tests.builders import DESK, MONDAY, a_case, an_adjournment
from tests.fakes.deadlines import InMemoryDeadlineStore

CALENDAR = dutch_calendar()
REGIME = municipalities()["1904"].regime("stichtse_vecht_2014")
OFFICE = REGIME.working_days
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
Told = tuple[ClockKind, str | None, int]


class KilledError(BaseException):
    """The function is gone; no code of ours gets to see it."""


class SharedStore(InMemoryDeadlineStore):
    """The one memory; a function that uses it is killed after *moves_left* transactions."""

    moves_left: int | None = None

    def move(self, moves: Sequence[Move]) -> None:
        if self.moves_left == 0:
            raise KilledError
        if self.moves_left:
            self.moves_left -= 1
        super().move(moves)


class StaleView(SharedStore):
    """The same memory, for a sweep that looked a while ago what was due."""

    def __init__(self, store: SharedStore, seen: list[Running]) -> None:
        vars(self).update(vars(store))
        self._seen = seen

    def due(self, now: datetime) -> Iterable[Running]:
        return self._seen


@dataclass
class Rungs:
    """The model of one clock: for which last day, and how far it was told for each it had."""

    due_on: date | None = None
    told: int = 0
    before: dict[date, int] = field(default_factory=dict)

    round: int = 0

    def begins(self, round: int) -> None:
        """The case was opened again: as if nothing had been told of this clock."""
        if round != self.round:
            self.due_on, self.told, self.before, self.round = None, 0, {}, round

    def becomes(self, due_on: date | None, told: int) -> None:
        if due_on == self.due_on:
            return
        if self.due_on:
            self.before[self.due_on] = self.told
        self.told = max(told, self.before.get(due_on, 0)) if due_on else 0
        self.due_on = due_on


@dataclass
class Model:
    """What a careful clerk with a calendar would have told, day by day."""

    rungs: dict[ClockId, Rungs] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def hears(self, clocks: Iterable[Clock], now: datetime, round: int) -> None:
        """These clocks run now. Where the last day moved, a rung whose time is still to come by
        the new day comes again, unless it was told for that very day.
        """
        runs = {(clock.kind, clock.item): clock for clock in clocks}
        for key in self.rungs.keys() | runs.keys():
            clock = runs.get(key)
            if clock is None:  # it fell away, and may come back
                self.rungs[key].becomes(None, 0)
            elif clock.kind not in RIGHTS:
                rungs = self.rungs.setdefault(key, Rungs())
                if clock.kind not in AFTER_CLOSING:
                    rungs.begins(round)
                told = rungs.told
                while told and (found := moment(clock, told)) and found[0] > now:
                    told -= 1
                rungs.becomes(clock.due_on, told)

    def sweep(self, clocks: Iterable[Clock], now: datetime) -> None:
        local = now.astimezone(AMSTERDAM)
        if CALENDAR.why_closed(local.date(), OFFICE):
            return
        if not OFFICE.opens_at <= local.time() < OFFICE.closes_at:
            return
        for clock in clocks:
            if clock.met or clock.kind in RIGHTS:
                continue
            rungs = self.rungs[clock.kind, clock.item]
            last_to = dict[str, int]()
            while (found := moment(clock, rungs.told + 1)) and found[0] <= now:
                rungs.told += 1
                last_to[found[1]] = rungs.told
            self.told += [(clock.kind, clock.item, step) for step in last_to.values()]


def moment(clock: Clock, step: int) -> tuple[datetime, str] | None:
    """When and to whom, counted day by day."""
    ladder = REGIME.ladders[clock.kind]
    if step > len(ladder.rungs) and ladder.repeat_working_days is None:
        return None
    rung = ladder.rungs[min(step, len(ladder.rungs)) - 1]
    beyond = max(0, step - len(ladder.rungs)) * (ladder.repeat_working_days or 0)
    days, day = rung.working_days + beyond, clock.due_on
    if days == 0:
        while CALENDAR.why_closed(day, OFFICE):
            day -= timedelta(days=1)
    while days:
        day += timedelta(days=1 if days > 0 else -1)
        if CALENDAR.why_closed(day, OFFICE) is None:
            days += -1 if days > 0 else 1
    return dutch_moment(day, OFFICE.opens_at), rung.audience


class World(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store = SharedStore()
        self.model = Model()
        self.now = MONDAY
        self.history = [a_case(written=False, statutory=False)]

    @property
    def service(self) -> Deadlines:
        return Deadlines(self.store, municipalities(), CALENDAR, at_once=2, writers=1)

    @property
    def steps(self) -> list[TermNear | TermMissed]:
        return [news for news in self.store.news if isinstance(news, TermNear | TermMissed)]

    @property
    def known(self) -> Case | None:
        return self.store.read("1904", a_case().number)[0].case

    @property
    def clocks(self) -> Collection[Running]:
        return self.store.read("1904", a_case().number)[1]

    def becomes(self, **facts: object) -> None:
        now = self.history[-1]
        self.history.append(now.model_copy(update={"sequence": now.sequence + 1, **facts}))

    def proceeds(self, **facts: object) -> None:
        self.becomes(proceedings=self.history[-1].proceedings.model_copy(update=facts))

    def follows(self, **facts: object) -> None:
        self.becomes(aftermath=self.history[-1].aftermath.model_copy(update=facts))

    def day(self, later: int) -> date:
        return dutch_date(self.now) + timedelta(days=later)

    # What happens to the case.

    @precondition(lambda self: self.history[-1].is_open)
    @rule()
    def somebody_calls_the_resident(self) -> None:
        self.becomes(first_contact_at=self.now)

    @precondition(lambda self: self.history[-1].is_open)
    @rule()
    def the_provider_gets_it(self) -> None:
        handover = Handover(to=PROVIDER, offered_at=self.now)
        self.becomes(handler=PROVIDER, statutory=False, handover=handover)

    @precondition(lambda self: self.history[-1].handover and self.history[-1].is_open)
    @rule()
    def the_desk_takes_it_back(self) -> None:
        self.becomes(handler=DESK, handover=None)

    @precondition(lambda self: self.history[-1].handover)
    @rule()
    def the_provider_reports(self) -> None:
        known = self.history[-1].milestones
        self.becomes(milestones=known | {Milestone.REGISTERED_BY_PROVIDER: self.now})

    @precondition(lambda self: self.history[-1].is_open)
    @rule()
    def the_resident_puts_it_in_writing(self) -> None:
        self.becomes(statutory=True, formal_since=self.now)

    @precondition(lambda self: self.history[-1].statutory and not self.history[-1].term_changes)
    @rule(weeks=st.integers(1, 4))
    def it_is_adjourned(self, weeks: int) -> None:
        sequence = self.history[-1].sequence + 1
        change = an_adjournment(sequence, decided_at=self.now, weeks=weeks)
        self.becomes(term_changes=(change,))

    @precondition(lambda self: self.history[-1].is_open)
    @rule(outcome=st.sampled_from([Outcome.SATISFIED, Outcome.WITHDRAWN]))
    def the_case_is_closed(self, outcome: Outcome) -> None:
        self.becomes(closed_at=self.now, outcome=outcome)

    @precondition(lambda self: not self.history[-1].is_open)
    @rule()
    def the_case_is_opened_again(self) -> None:
        self.proceeds(proposal=None, decision=None)
        self.follows(reopened_at=(*self.history[-1].aftermath.reopened_at, self.now))
        self.becomes(closed_at=None, outcome=None)

    # What is asked of others, and by others.

    @precondition(lambda self: (case := self.history[-1]).handover and case.is_open)
    @rule()
    def the_provider_accepts(self) -> None:
        offer = self.history[-1].handover
        self.becomes(handover=offer and offer.model_copy(update={"accepted_at": self.now}))

    @precondition(lambda self: self.history[-1].handover)
    @rule()
    def the_resident_says_that_the_provider_has_her_case(self) -> None:
        known = self.history[-1].milestones
        self.becomes(milestones=known | {Milestone.TAKEN_OVER: self.now})

    @precondition(lambda self: self.history[-1].is_open)
    @rule(days=st.integers(1, 40))
    def the_complainant_must_complete_it(self, days: int) -> None:
        self.proceeds(repair=Repair(asked_at=self.now, due_on=self.day(days)))

    @precondition(lambda self: self.history[-1].proceedings.repair)
    @rule()
    def she_completes_it(self) -> None:
        asked = self.history[-1].proceedings.repair
        self.proceeds(repair=asked and asked.model_copy(update={"completed_at": self.now}))

    @precondition(lambda self: self.history[-1].is_open)
    @rule(which=st.sampled_from(["I-1", "I-2"]), days=st.integers(1, 40), came=st.booleans())
    def a_unit_is_asked_to_contribute(self, which: str, days: int, came: bool) -> None:
        """Or it answers, whether anybody asked it or not; asked again it has a new day."""
        contribution = Contribution(
            reference=which,
            to=DESK,
            asked_at=self.now,
            due_on=self.day(days),
            received_at=self.now if came else None,
        )
        others = self.history[-1].proceedings.contributions
        kept = (each for each in others if each.reference != which)
        self.proceeds(contributions=(*kept, contribution))

    @precondition(lambda self: self.history[-1].is_open)
    @rule(proposed=st.booleans())
    def a_decision_is_proposed_or_the_proposal_is_gone(self, proposed: bool) -> None:
        proposal = Proposal(outcome=Outcome.JUDGED, by="7d7d3c0e", at=self.now)
        self.proceeds(proposal=proposal if proposed else None)

    @precondition(lambda self: self.history[-1].proceedings.proposal)
    @rule()
    def somebody_else_decides(self) -> None:
        if proposal := self.history[-1].proceedings.proposal:
            decision = Decision(proposal=proposal, by="a91c2f00", at=self.now)
            self.proceeds(proposal=None, decision=decision)

    @precondition(lambda self: not self.history[-1].is_open)
    @rule(days=st.integers(-5, 40), answered=st.booleans())
    def the_ombudsman_asks_or_has_his_answer(self, days: int, answered: bool) -> None:
        request = OmbudsmanRequest(
            reference="O-1",
            received_at=self.now,
            due_on=self.day(days),
            answered_at=self.now if answered else None,
        )
        self.follows(requests=(request,))

    @rule(days=st.integers(-5, 90), taken_over=st.sampled_from([None, True, False]))
    def he_recommends_and_hears_what_becomes_of_it(
        self, days: int, taken_over: bool | None
    ) -> None:
        recommendation = Recommendation(
            reference="A-1",
            by="ombudsman",
            unit="wijkteam",
            given_at=self.now,
            due_on=self.day(days),
            taken_over=taken_over,
        )
        self.follows(recommendations=(recommendation,))

    # What reaches the service.

    @rule(data=st.data())
    def news_arrives(self, data: st.DataObject) -> None:
        """Any of it, in any order, and again."""
        case = data.draw(st.sampled_from(self.history))
        self.service.follow(CaseRouted.about(case, self.now))
        known = self.known
        times = len(known.aftermath.reopened_at) if known else 0
        self.model.hears([running.clock for running in self.clocks], self.now, times)

    @rule(hours=st.integers(0, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def a_sweep(self) -> None:
        self.model.sweep([running.clock for running in self.clocks], self.now)
        self.service.sweep(self.now)

        assert not list(self.store.due(self.now))

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
        self.a_sweep()

    @rule(moves=st.integers(0, 2))
    def a_sweep_is_killed_and_the_next_goes_on(self, moves: int) -> None:
        self.store.moves_left = moves
        try:
            self.service.sweep(self.now)
        except KilledError:
            pass
        finally:
            self.store.moves_left = None
        self.a_sweep()

    # What must hold whenever one looks.

    @invariant()
    def every_step_that_was_due_is_told_once_and_no_other(self) -> None:
        told = [(each.data.clock.kind, each.data.clock.item, each.data.step) for each in self.steps]
        assert sorted(told, key=str) == sorted(self.model.told, key=str)
        assert len({each.id for each in self.steps}) == len(self.steps)

    @invariant()
    def no_step_is_early_and_none_comes_while_the_office_is_closed(self) -> None:
        for each in self.steps:
            due = moment(each.data.clock, each.data.step)
            assert due
            assert due[0] <= each.time
            local = each.time.astimezone(AMSTERDAM)
            assert OFFICE.opens_at <= local.time() < OFFICE.closes_at
            assert CALENDAR.why_closed(local.date(), OFFICE) is None

    @invariant()
    def a_closed_case_is_told_of_only_for_what_goes_on_after_closing(self) -> None:
        for each in self.steps:
            assert each.data.case.is_open or each.data.clock.kind in AFTER_CLOSING

    @invariant()
    def an_open_case_has_a_next_moment_and_a_closed_one_has_what_goes_on(self) -> None:
        if self.known:
            waiting = {running.clock.kind for running in self.clocks if running.next_at}
            assert waiting if self.known.is_open else waiting <= AFTER_CLOSING


TestWorld = World.TestCase
TestWorld.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
