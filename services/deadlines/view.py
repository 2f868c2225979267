"""How do we show clocks to staff? Every date with its reason, its steps, and what moved it."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from services.deadlines import ladder
from services.deadlines.domain import Duty, Entry, File, Notice, Running
from shared.events import Clock
from shared.glossary import RIGHTS
from shared.law.calendar import Calendar
from shared.regime import Regime
from shared.wire import utc_text

Json = dict[str, Any]
AHEAD = 2  # steps of a ladder without end that are shown before they come


def of_a_case(
    file: File, running: Collection[Running], regime: Regime, calendar: Calendar, now: datetime
) -> Json:
    return {
        "zaaknummer": file.number,
        "termijnen": [
            _clock(each, now) | {"stappen": list(_steps(each, regime, calendar))}
            for each in sorted(running, key=lambda each: each.clock.due_on)
        ],
        "verloop": [_entry(entry, file.notices) for entry in file.ledger],
        "berichten": [_json(notice) for notice in file.notices],
    }


def of_duties(running: Collection[Running], now: datetime) -> Json:
    return {"verplichtingen": [of_a_duty(each, now) for each in running]}


def of_a_duty(running: Running, now: datetime) -> Json:
    duty = running.of
    if not isinstance(duty, Duty):
        raise TypeError("a case is no duty of the municipality")
    done = {"gedaanOp": utc_text(duty.done_at), "door": duty.done_by} if duty.done_at else {}
    return {"sleutel": duty.key} | _clock(running, now) | done


def _clock(running: Running, now: datetime) -> Json:
    clock = running.clock
    over = not clock.met and ladder.is_over(clock, now)
    next_at = {"volgendeStapOp": utc_text(running.next_at)} if running.next_at else {}
    return _json(clock) | {"verstreken": over} | next_at


def _steps(running: Running, regime: Regime, calendar: Calendar) -> Iterator[Json]:
    """What was told and what will be, to whom and when."""
    clock = running.clock
    if clock.kind in RIGHTS:
        return
    shown = max(running.told, len(regime.ladders[clock.kind].rungs)) + (0 if clock.met else AHEAD)
    for step in range(1, (running.told if clock.met else shown) + 1):
        if moment := ladder.moment_of(step, clock, regime, calendar):
            yield {
                "stap": step,
                "op": utc_text(moment),
                "aan": ladder.audience_of(step, clock, regime),
                "gezegd": step <= running.told,
            }


def _entry(entry: Entry, notices: Collection[Notice]) -> Json:
    """A line of the ledger, with the proof that the parties were told."""
    sent = [_json(notice) for notice in notices if entry.cause and notice.cause == entry.cause]
    days = {"dagen": entry.days} if entry.days else {}
    return _json(entry) | days | ({"berichten": sent} if sent else {})


def _json(value: Clock | Entry | Notice) -> Json:
    return value.model_dump(mode="json", exclude_none=True)
