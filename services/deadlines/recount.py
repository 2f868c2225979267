"""What becomes of open clocks when the calendar or a regulation changes?

A royal decree equates a day with a holiday, a municipality moves a term: what was counted before
is counted again. Nothing is written unless that was asked for; what moves is shown either way.
Duties of no case need none of this: `planning.py` looks at them every day.
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
    """A clock that another calendar or regulation changes: its last day, when it acts next, or only
    its reason.
    """

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
            if _changed(ran.get(key), runs.get(key))
        ]
        if shifts and apply and after.case:
            told = tuple(each.clock for each in counted)
            news = terms_set(after.case, told, now, again=str(after.version))
            deadlines.store.write(after, running, counted, news)
        return shifts

    return until_nobody_was_first(try_once)


def _changed(before: Running | None, after: Running | None) -> bool:
    if before is None or after is None:
        return True
    return (before.clock, before.next_at) != (after.clock, after.next_at)
