"""What becomes of open clocks when the calendar or a regulation changes?

A royal decree equates a day with a holiday, a municipality moves a term: what was counted before
is counted again. Nothing is written unless that was asked for; what moves is shown either way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.deadlines.domain import Running
from services.deadlines.service import Deadlines, until_nobody_was_first
from services.deadlines.telling import terms_set

REASON = "kalender of regeling gewijzigd"


@dataclass(frozen=True)
class Shift:
    """A clock that another calendar or regulation moves: its last day, or when it acts next."""

    number: str
    before: Running | None  # None: it begins to run
    after: Running | None  # None: it runs no longer

    @property
    def moves_the_last_day(self) -> bool:
        before, after = self.before, self.after
        return not (before and after) or before.clock.due_on != after.clock.due_on


def recount(deadlines: Deadlines, now: datetime, apply: bool = False) -> Iterator[Shift]:
    """Count the clocks of every open case again, and give each that moves. Keep it if *apply*."""
    for municipality, number in deadlines.store.open_cases():
        yield from _of_a_case(deadlines, municipality, number, now, apply)


def _of_a_case(
    deadlines: Deadlines, municipality: str, number: str, now: datetime, apply: bool
) -> list[Shift]:
    def try_once() -> list[Shift]:
        file, running = deadlines.store.read(municipality, number)
        after, counted = deadlines.derive(file, running, file, now, REASON)
        ran, runs = {each.id: each for each in running}, {each.id: each for each in counted}
        shifts = [
            Shift(number, ran.get(key), runs.get(key))
            for key in sorted(ran.keys() | runs.keys(), key=str)
            if _moved(ran.get(key), runs.get(key))
        ]
        if shifts and apply and after.case:
            told = tuple(each.clock for each in counted)
            news = terms_set(after.case, told, now, again=str(after.version))
            deadlines.store.write(after, running, counted, news)
        return shifts

    return until_nobody_was_first(try_once)


def _moved(before: Running | None, after: Running | None) -> bool:
    if before is None or after is None:
        return True
    return (before.clock.due_on, before.next_at) != (after.clock.due_on, after.next_at)
