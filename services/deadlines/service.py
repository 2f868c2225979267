"""What the deadlines service does when something happens.

News of a case comes more than once and in any order: the highest sequence holds. The sweep may run
twice at once, or stop halfway: each clock moves on together with its news, and only from where it
was read.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.deadlines import domain
from services.deadlines.domain import Running
from shared.case import Case
from shared.events import (
    CaseEvent,
    Clock,
    Event,
    TermMissed,
    TermNear,
    Terms,
    TermsSet,
    event_id,
    source_of,
)
from shared.law.calendar import Calendar
from shared.municipality import Municipality, Regime
from shared.observability import logger
from shared.table import ConflictError


class DeadlineStore(Protocol):
    def known(self, municipality: str, number: str) -> Collection[Running]:
        """All clocks of a case, which follow from its latest sequence; none if it is new to us."""

    def remember(self, before: Collection[Running], now: Collection[Running], news: Event) -> None:
        """Replace all clocks of a case, and tell the *news*.

        Raises `ConflictError` where what was known *before* is no longer so.
        """

    def tell_again(self, news: Event) -> None:
        """Tell what was told before, under the same id."""

    def due(self, now: datetime) -> Iterable[Running]:
        """Clocks that had to act by *now*. One may have moved since."""

    def move(self, before: Running, after: Running, news: Event | None) -> None:
        """Set a clock on, and tell the *news*. Raises `ConflictError` where it moved *before*."""


@dataclass(frozen=True)
class Deadlines:
    store: DeadlineStore
    municipalities: Mapping[str, Municipality]
    calendar: Calendar

    def follow(self, news: CaseEvent) -> None:
        """Set all clocks of a case by what it now is."""
        try:
            self._follow(news)
        except ConflictError:  # at the same moment a sweep, or other news of this case: look again
            self._follow(news)

    def sweep(self, now: datetime) -> int:
        """Let every clock act that had to by *now*: one step each. Says how many acted.

        One that fails does not hold up the others; it fails the sweep in the end, so that somebody
        is told, and is tried again by the next.
        """
        acted = 0
        failures: list[Exception] = []
        for running in self.store.due(now):
            try:
                self._act(running, now)
                acted += 1
            except ConflictError:
                logger.info("somebody else moved it", extra=_about(running.case, running.clock))
            except Exception as failure:
                failures.append(failure)
        if failures:
            raise ExceptionGroup(f"{len(failures)} clocks could not act", failures)
        return acted

    def _follow(self, news: CaseEvent) -> None:
        case = news.data.case
        before = self.store.known(case.municipality, case.number)
        known = max((running.case.sequence for running in before), default=0)
        if case.sequence < known:
            return
        if case.sequence == known:  # routing asks whether we have it: our answer may be lost
            kept = sorted((running.clock for running in before), key=lambda clock: clock.due_on)
            self.store.tell_again(_terms_set(case, tuple(kept), news.time))
            return
        regime = self._regime(case)
        clocks = domain.clocks(case, regime, self.calendar)
        ran = {running.clock.kind: running for running in before}
        self.store.remember(
            before,
            [
                domain.set_running(case, clock, ran.get(clock.kind), regime, self.calendar)
                for clock in clocks
            ],
            _terms_set(case, clocks, news.time),
        )
        for clock in clocks:
            if clock.doubt:
                logger.warning("calendar not known", extra=_about(case, clock))

    def _act(self, running: Running, now: datetime) -> None:
        regime = self._regime(running.case)
        after = domain.climb(running, regime, now, self.calendar)
        if after.told == running.told:  # the ladder changed meanwhile: its next rung is later
            self.store.move(running, after, None)
            return
        self.store.move(running, after, _step_news(after, regime, now))
        logger.info(
            "step",
            extra={
                **_about(after.case, after.clock),
                "step": after.told,
                "lag_seconds": (now - running.next_at).total_seconds() if running.next_at else 0,
            },
        )

    def _regime(self, case: Case) -> Regime:
        return self.municipalities[case.municipality].regime(case.regime)


def _terms_set(case: Case, clocks: tuple[Clock, ...], at: datetime) -> TermsSet:
    return TermsSet(
        id=event_id(case.municipality, case.number, case.sequence, "termijnen"),
        source=source_of(case.municipality, "deadlines"),
        subject=case.number,
        time=at,
        gemeentecode=case.municipality,
        kanaal=case.channel,
        sequence=f"{case.sequence:010}",
        data=Terms(case_sequence=case.sequence, clocks=clocks),
    )


def _step_news(running: Running, regime: Regime, now: datetime) -> TermNear | TermMissed:
    case, clock = running.case, running.clock
    news, step = domain.step_taken(running, regime)
    return news(
        id=event_id(case.municipality, case.number, clock.kind, clock.due_on, running.told),
        source=source_of(case.municipality, "deadlines"),
        subject=case.number,
        time=now,
        gemeentecode=case.municipality,
        kanaal=case.channel,
        sequence=f"{case.sequence:010}",
        data=step,
    )


def _about(case: Case, clock: Clock) -> dict[str, str]:
    return {
        "gemeentecode": case.municipality,
        "zaaknummer": case.number,
        "clock": clock.kind,
        "due_on": clock.due_on.isoformat(),
    }
