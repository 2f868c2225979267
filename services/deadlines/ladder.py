"""When does a clock act, and who is told?

Reminders before the last day, escalations after it, in working days of the municipality and only
while its office is open. Plain functions: callers bring the time.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from services.deadlines.domain import Running
from shared.dutch_time import AMSTERDAM, dutch_date, dutch_moment
from shared.events import Clock
from shared.glossary import RIGHTS
from shared.law.calendar import DAY, Calendar
from shared.regime import Ladder, Regime, WorkingDays


def rung(ladder: Ladder, step: int) -> tuple[int, str] | None:
    """In working days from the last day of the term, and to whom: *step*, counted from 1.

    Where a ladder repeats, its last rung comes again and again; elsewhere it ends: None.
    """
    last = len(ladder.rungs)
    found = ladder.rungs[min(step, last) - 1]
    if step <= last:
        return found.working_days, found.audience
    if ladder.repeat_working_days is None:
        return None
    return found.working_days + (step - last) * ladder.repeat_working_days, found.audience


def audience_of(step: int, clock: Clock, regime: Regime) -> str:
    found = rung(regime.ladders[clock.kind], step)
    if found is None:
        raise LookupError(f"the ladder of {clock.kind} has no step {step}")
    return found[1]


def moment_of(step: int, clock: Clock, regime: Regime, calendar: Calendar) -> datetime | None:
    """When *step* must be told: at opening time, on a working day of the municipality."""
    found = rung(regime.ladders[clock.kind], step)
    return found and _opening(clock.due_on, found[0], regime.working_days, calendar)


@lru_cache(maxsize=4096)
def _opening(day: date, working_days: int, office: WorkingDays, calendar: Calendar) -> datetime:
    return dutch_moment(calendar.working_day(day, working_days, office), office.opens_at)


def next_moment(clock: Clock, regime: Regime, told: int, calendar: Calendar) -> datetime | None:
    """When *clock* acts next. Never, once it was met, and where nobody has to do anything."""
    if clock.met or clock.kind in RIGHTS:
        return None
    return moment_of(told + 1, clock, regime, calendar)


def is_over(clock: Clock, now: datetime) -> bool:
    return now > clock.due_at if clock.due_at else dutch_date(now) > clock.due_on


def opens_again(now: datetime, office: WorkingDays, calendar: Calendar) -> datetime | None:
    """When the office opens after *now*; None while it is open."""
    local = now.astimezone(AMSTERDAM)
    today = local.date()
    works = calendar.why_closed(today, office) is None
    if works and office.opens_at <= local.time() < office.closes_at:
        return None
    day = today if works and local.time() < office.opens_at else today + DAY
    while calendar.why_closed(day, office):
        day += DAY
    return dutch_moment(day, office.opens_at)


def set_going(
    running: Running,
    before: Running | None,
    regime: Regime,
    now: datetime,
    calendar: Calendar,
    since: datetime | None = None,
) -> Running:
    """*running*, of which `told` was told already, as it runs from *now* on. *since* when there is
    reason for it to act at all.

    Where the last day moved, what was told *before* for another one stays told as well, unless its
    moment is still to come. In a case that was opened again, all of it is told again.
    """
    clock, told = running.clock, 0
    if before and before.round == running.round:
        told = before.told
    if before and before.clock.due_on != clock.due_on and clock.kind not in RIGHTS:
        while told and (moment := moment_of(told, clock, regime, calendar)) and moment > now:
            told -= 1
    told = max(told, running.told)
    next_at = next_moment(clock, regime, told, calendar)
    if next_at and since and next_at < since:  # it was known late: nobody was late to act on it
        next_at = since
    return replace(running, told=told, next_at=next_at)


def climb(
    running: Running, regime: Regime, now: datetime, calendar: Calendar
) -> tuple[Running, tuple[int, ...]]:
    """*running* after it has acted at *now*, and the steps that are now to be told.

    Where nobody looked for a while, everybody on the rungs that were passed is told, and each of
    them once: of several steps to the same reader, the last. While the office is closed nobody is
    told anything; it waits for the opening.
    """
    if later := opens_again(now, regime.working_days, calendar):
        return replace(running, next_at=later), ()
    step, passed = running.told, dict[str, int]()
    while (moment := moment_of(step + 1, running.clock, regime, calendar)) and moment <= now:
        step += 1
        passed[audience_of(step, running.clock, regime)] = step
    next_at = next_moment(running.clock, regime, step, calendar)
    return replace(running, told=step, next_at=next_at), tuple(sorted(passed.values()))
