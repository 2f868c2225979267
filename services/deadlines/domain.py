"""Which clocks run for a case, and when does each of them act?

Everything follows from the case as it is now and the regulation of its municipality: nothing is
counted on from an earlier answer. Plain functions: callers bring the time.
"""

from dataclasses import dataclass
from datetime import datetime

from services.deadlines import rules
from shared.case import Case
from shared.dutch_time import dutch_date, dutch_moment
from shared.events import Clock, Step, TermMissed, TermNear
from shared.glossary import ClockKind, Flag, Ground, HandlerKind
from shared.law import terms
from shared.law.calendar import Calendar
from shared.law.terms import Length, Term
from shared.municipality import Ladder, Regime


@dataclass(frozen=True)
class Running:
    """A clock of a case, and how far it has climbed its ladder."""

    case: Case
    clock: Clock
    told: int  # the highest step that was told; 0 when none was
    next_at: datetime | None  # when it acts next; None when it has nothing left to do


def clocks(case: Case, regime: Regime, calendar: Calendar) -> tuple[Clock, ...]:
    """All clocks of *case* as it is now. A clock that was met stays, and says so."""
    found = [_clock(ClockKind.HANDLING, handling(case, regime, calendar), met=not case.is_open)]
    if asks_for_a_conversation(case):
        met = case.first_contact_at is not None or not case.is_open
        found.append(_clock(ClockKind.CONTACT, contact(case, regime, calendar), met))
    return tuple(sorted(found, key=lambda clock: clock.due_on))


def asks_for_a_conversation(case: Case) -> bool:
    """Nobody can call who did not say who she is, and nobody need call about praise, or about what
    was settled on the spot.
    """
    silent = {Flag.ANONYMOUS, Flag.SOLVED_ON_THE_SPOT}
    return silent.isdisjoint(case.flags) and case.ground is not Ground.COMPLIMENT


def contact(case: Case, regime: Regime, calendar: Calendar) -> Term:
    return terms.contact(
        "Memo Klachtenmanagement par. 1",
        regime.terms.contact_working_days,
        dutch_date(case.received_at),
        regime.working_days,
        calendar,
    )


def handling(case: Case, regime: Regime, calendar: Calendar) -> Term:
    """The term of the law for a written complaint; for any other case a norm of our own."""
    received = dutch_date(case.received_at)
    if not case.statutory:
        if case.handler.kind is HandlerKind.PROVIDER:
            article, weeks = "afspraak met de aanbieder, geen wet", regime.terms.provider_weeks
        else:
            article, weeks = "streeftermijn van de gemeente, geen wet", regime.terms.own_weeks
        return terms.count(article, received, calendar, Length(weeks=weeks), statutory=False)
    length = rules.TEN_WEEKS if regime.advisory_body else rules.SIX_WEEKS
    if case.written or case.formal_since is None:
        return terms.count("Awb 9:11 lid 1", received, calendar, length)
    put_in_writing = dutch_date(case.formal_since)
    since = "De dag waarop de klacht op schrift stond"
    return terms.count("Awb 9:11 lid 1", put_in_writing, calendar, length, since=since)


def _clock(kind: ClockKind, term: Term, met: bool) -> Clock:
    return Clock(
        kind=kind,
        starts_on=term.starts_on,
        nominal_end=term.nominal_end,
        due_on=term.due_on,
        article=term.article,
        explanation=term.explanation,
        doubt=term.doubt,
        met=met,
    )


def rung(ladder: Ladder, step: int) -> tuple[int, str]:
    """In working days from the last day of the term, and to whom: *step*, counted from 1.

    A ladder has no end: its last rung comes again and again.
    """
    last = len(ladder.rungs)
    found = ladder.rungs[min(step, last) - 1]
    again = max(0, step - last)
    return found.working_days + again * ladder.repeat_working_days, found.audience


def moment_of(step: int, clock: Clock, regime: Regime, calendar: Calendar) -> datetime:
    """When *step* must be told: at opening time, on a working day of the municipality."""
    office = regime.working_days
    working_days, _ = rung(regime.ladders[clock.kind], step)
    return dutch_moment(calendar.working_day(clock.due_on, working_days, office), office.opens_at)


def next_moment(
    clock: Clock, regime: Regime, steps_done: int, calendar: Calendar
) -> datetime | None:
    """When *clock* acts next. Only a clock that was met never does."""
    return None if clock.met else moment_of(steps_done + 1, clock, regime, calendar)


def set_running(
    case: Case, clock: Clock, before: Running | None, regime: Regime, calendar: Calendar
) -> Running:
    """*clock* as it runs from now on. What was told stays told, unless the last day moved."""
    told = before.told if before and before.clock.due_on == clock.due_on else 0
    return Running(case, clock, told, next_moment(clock, regime, told, calendar))


def climb(running: Running, regime: Regime, now: datetime, calendar: Calendar) -> Running:
    """*running* after it has acted at *now*.

    It takes the highest rung whose moment has come. Where nobody looked for a while, the lower ones
    are skipped: three reminders at once help nobody, and the highest tells those who must know.
    """
    step = running.told
    while moment_of(step + 1, running.clock, regime, calendar) <= now:
        step += 1
    next_at = next_moment(running.clock, regime, step, calendar)
    return Running(running.case, running.clock, step, next_at)


def step_taken(running: Running, regime: Regime) -> tuple[type[TermNear] | type[TermMissed], Step]:
    """What there is to tell about the step that *running* has just taken."""
    working_days, audience = rung(regime.ladders[running.clock.kind], running.told)
    step = Step(case=running.case, clock=running.clock, step=running.told, audience=audience)
    return (TermMissed if working_days > 0 else TermNear), step
