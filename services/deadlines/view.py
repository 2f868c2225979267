"""How do we show clocks to staff? Every date with its reason, its steps, and what moved it."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from pydantic import Field

from services.deadlines import ladder
from services.deadlines.domain import Duty, Entry, File, Notice, Running
from shared.events import Clock
from shared.glossary import RIGHTS
from shared.law.calendar import Calendar
from shared.regime import Regime
from shared.wire import Moment, Wire

AHEAD = 2  # steps of a ladder without end that are shown before they come


class Step(Wire):
    """What was told or will be, to whom and when."""

    number: int = Field(alias="stap")
    at: Moment = Field(alias="op")
    audience: str = Field(alias="aan", description="Wie het hoort.")
    told: bool = Field(alias="gezegd")


class Standing(Clock):
    """A clock, and how it stands now."""

    over: bool = Field(alias="verstreken")
    next_at: Moment | None = Field(default=None, alias="volgendeStapOp")


class Term(Standing):
    steps: tuple[Step, ...] = Field(alias="stappen")


class Task(Standing):
    """A duty of the municipality."""

    key: str = Field(alias="sleutel")
    done_at: Moment | None = Field(default=None, alias="gedaanOp")
    done_by: str | None = Field(
        default=None, alias="door", description="Een personeelssleutel, nooit een naam."
    )


class LedgerLine(Entry):
    """A line of the ledger, with the proof that the parties were told."""

    moved_by: int | None = Field(
        default=None, alias="dagen", description="Hoeveel dagen de laatste dag verschoof."
    )
    notices: tuple[Notice, ...] | None = Field(default=None, alias="berichten")


class Terms(Wire):
    number: str = Field(alias="zaaknummer")
    terms: tuple[Term, ...] = Field(alias="termijnen")
    ledger: tuple[LedgerLine, ...] = Field(alias="verloop")
    notices: tuple[Notice, ...] = Field(alias="berichten")


class Tasks(Wire):
    tasks: tuple[Task, ...] = Field(alias="verplichtingen")


def dates_of(terms: Terms) -> Terms:
    """Until when, and why: not who moved it, and not what was written to whom."""
    return terms.model_copy(update={"ledger": (), "notices": ()})


def of_a_case(
    file: File, running: Collection[Running], regime: Regime, calendar: Calendar, now: datetime
) -> Terms:
    return Terms(
        number=file.number,
        terms=tuple(
            Term(**_standing(each, now), steps=tuple(_steps(each, regime, calendar)))
            for each in sorted(running, key=lambda each: each.clock.due_on)
        ),
        ledger=tuple(_line(entry, file.notices) for entry in file.ledger),
        notices=file.notices,
    )


def of_duties(running: Collection[Running], now: datetime) -> Tasks:
    return Tasks(tasks=tuple(of_a_duty(each, now) for each in running))


def of_a_duty(running: Running, now: datetime) -> Task:
    duty = running.of
    if not isinstance(duty, Duty):
        raise TypeError("a case is no duty of the municipality")
    standing = _standing(running, now)
    return Task(**standing, key=duty.key, done_at=duty.done_at, done_by=duty.done_by)


def _standing(running: Running, now: datetime) -> dict[str, Any]:
    clock = running.clock
    over = not clock.met and ladder.is_over(clock, now)
    return dict(clock) | {"over": over, "next_at": running.next_at}


def _steps(running: Running, regime: Regime, calendar: Calendar) -> Iterator[Step]:
    clock = running.clock
    if clock.kind in RIGHTS:
        return
    shown = max(running.told, len(regime.ladders[clock.kind].rungs)) + (0 if clock.met else AHEAD)
    for step in range(1, (running.told if clock.met else shown) + 1):
        if moment := ladder.moment_of(step, clock, regime, calendar):
            audience = ladder.audience_of(step, clock, regime)
            yield Step(number=step, at=moment, audience=audience, told=step <= running.told)


def _line(entry: Entry, notices: Collection[Notice]) -> LedgerLine:
    sent = tuple(each for each in notices if entry.cause and each.cause == entry.cause)
    return LedgerLine(**dict(entry), moved_by=entry.days or None, notices=sent or None)
