"""How are the duties of a municipality watched that belong to no case?"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.deadlines import ladder
from services.deadlines.domain import Duty, Running
from services.deadlines.duties import duties
from services.deadlines.service import DeadlineStore, Move, until_nobody_was_first
from shared.dutch_time import dutch_moment
from shared.law.calendar import Calendar
from shared.municipality import Municipality
from shared.table import ConflictError


class UnknownDutyError(Exception):
    """This municipality has no such duty, or does not watch it yet."""


@dataclass(frozen=True)
class Planning:
    store: DeadlineStore
    municipalities: Mapping[str, Municipality]
    calendar: Calendar

    def plan(self, today: date) -> None:
        """Watch the next of every duty, seen from *today*, and drop what is no duty any more.

        A duty whose day has gone by stays until somebody says that it was done.
        """
        for municipality in self.municipalities.values():
            regime = municipality.regime_on(today)
            opens = dutch_moment(today, regime.working_days.opens_at)
            wanted = {key_of(duty): duty for duty in duties(municipality, today, self.calendar)}
            watched = {key_of(duty): duty for duty in self.store.duties(municipality.code)}
            for key, duty in wanted.items():
                known = watched.get(key)
                told = replace(duty, told=known.told if known else 0)
                self._watch(
                    known, ladder.set_going(told, None, regime, opens, self.calendar, opens), opens
                )
            for key in watched.keys() - wanted.keys():
                if not watched[key].clock.met and watched[key].clock.due_on >= today:
                    self.store.drop(watched[key])

    def _watch(self, known: Running | None, duty: Running, opens: datetime) -> None:
        """Begin with *duty*, or let it act when its ladder says now, if that is still to come."""
        with suppress(ConflictError):  # another sweep plans at the same time
            if known is None:
                self.store.begin(duty)
            elif known.next_at and opens < known.next_at != duty.next_at:
                self.store.move([Move(known, replace(known, next_at=duty.next_at))])

    def show(self, municipality: str) -> list[Running]:
        """The duties of a municipality, the first due first."""
        return sorted(self.store.duties(municipality), key=lambda each: each.clock.due_on)

    def settle(self, municipality: str, key: str, by: str, at: datetime) -> Running:
        """A duty was done. Saying so again changes nothing. Raises `UnknownDutyError`."""

        def try_once() -> Running:
            duty = {key_of(each): each for each in self.store.duties(municipality)}.get(key)
            if duty is None or not isinstance(duty.of, Duty):
                raise UnknownDutyError(key)
            if duty.clock.met:
                return duty
            done = replace(
                duty,
                of=replace(duty.of, done_at=at, done_by=by),
                clock=duty.clock.model_copy(update={"met": True}),
                next_at=None,
            )
            self.store.move([Move(duty, done)])
            return done

        return until_nobody_was_first(try_once)


def key_of(running: Running) -> str:
    return running.of.key if isinstance(running.of, Duty) else running.of.number
