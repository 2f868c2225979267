"""How are the clocks counted again from all that was told, when their table is lost or wrong?

Of a case everything that was told is followed once more, the oldest first. Nothing is told of it
again: whoever had to know, knows. A reminder that was sent counts as sent, so that the next sweep
goes on where the last one stopped. What is known already stays as it is.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from services.deadlines import ladder
from services.deadlines.domain import Duty, File, Running
from services.deadlines.planning import key_of
from services.deadlines.service import Deadlines, Move, Proof, until_nobody_was_first
from services.deadlines.store import DynamoDeadlineStore
from services.deadlines.telling import StepNews
from shared.events import CaseEvent, DutyMissed, DutyNear, Event, TermMissed, TermNear

History: TypeAlias = CaseEvent | Proof | StepNews


class Silent(DynamoDeadlineStore):
    """Remembers, and tells nobody."""

    def write(
        self, file: File, before: Collection[Running], now: Collection[Running], news: Event | None
    ) -> None:
        super().write(file, before, now, None)

    def tell_again(self, news: Event) -> None:
        pass


@dataclass(frozen=True)
class Replay:
    """Into *deadlines*, whose store is `Silent`."""

    deadlines: Deadlines

    def hear(self, event: History) -> None:
        match event:
            case TermNear() | TermMissed():
                until_nobody_was_first(lambda: self._step(event))
            case DutyNear() | DutyMissed():
                until_nobody_was_first(lambda: self._duty_step(event))
            case CaseEvent():
                self.deadlines.follow(event)
            case _:
                self.deadlines.prove(event)

    def _step(self, told: TermNear | TermMissed) -> None:
        store, step = self.deadlines.store, told.data.step
        slot = Running(told.data.case, told.data.clock).slot
        file, running = store.read(told.gemeentecode, told.subject)
        found = next((each for each in running if each.slot == slot), None)
        if found and found.told < step:
            store.move([Move(found, self._climbed(found, step, told.time))])
        elif found is None and file.told.get(slot, 0) < step:  # it has another last day by now
            version = file.version + 1
            after = file.model_copy(update={"version": version, "told": file.told | {slot: step}})
            store.write(after, running, [replace(each, version=version) for each in running], None)

    def _duty_step(self, told: DutyNear | DutyMissed) -> None:
        """A duty that we do not know was watched when its step was told: it is watched again."""
        store, step = self.deadlines.store, told.data.step
        owed = Duty(told.gemeentecode, told.subject, told.data.provider)
        watched = {key_of(each): each for each in store.duties(told.gemeentecode)}
        known = watched.get(owed.key)
        if known is None:
            store.begin(self._climbed(Running(owed, told.data.clock), step, told.time))
        elif known.told < step:
            store.move([Move(known, self._climbed(known, step, told.time))])

    def _climbed(self, running: Running, step: int, at: datetime) -> Running:
        regime = self.deadlines.regime_of(running.of, at)
        next_at = ladder.next_moment(running.clock, regime, step, self.deadlines.calendar)
        return replace(running, told=step, next_at=next_at)
