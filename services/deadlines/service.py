"""What the deadlines service does when something happens.

News comes more than once and in any order: of a case the highest sequence holds, and proof of a
message counts whenever it comes. The sweep may run twice at once, or stop halfway: each clock
moves on together with its news, and only from where it was read.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Protocol, TypeAlias, TypeVar

from services.deadlines import ladder
from services.deadlines.clocks import Known, clocks
from services.deadlines.domain import Delivery, Duty, File, Notice, Running
from services.deadlines.ledger import lines
from services.deadlines.telling import StepNews, step_news, terms_set
from shared.case import Case
from shared.dutch_time import dutch_date
from shared.events import CaseEvent, Clock, Event, LetterReady, MessageNotDelivered, MessageSent
from shared.glossary import RIGHTS
from shared.law.calendar import Calendar
from shared.municipality import Municipalities
from shared.observability import logger, measure
from shared.regime import Regime
from shared.table import ConflictError

Proof: TypeAlias = MessageSent | LetterReady | MessageNotDelivered

DELIVERY = {
    MessageSent: Delivery.SENT,
    LetterReady: Delivery.LETTER,
    MessageNotDelivered: Delivery.NOT_DELIVERED,
}
ABOUT_A_TERM = {"ontvangst", "verdaging", "verdaging_betrokkene", "uitstel", "uitstel_betrokkene"}
"""The messages that prove something about a term. Of others no proof is kept."""

ATTEMPTS = 3

T = TypeVar("T")


@dataclass(frozen=True)
class Move:
    """A clock from where it was read to where it is now, and what there is to tell of that."""

    before: Running
    after: Running
    news: tuple[StepNews, ...] = ()


class DeadlineStore(Protocol):
    def read(self, municipality: str, number: str) -> tuple[File, Collection[Running]]:
        """A case and all its clocks; an empty file if it is new to us."""

    def write(
        self, file: File, before: Collection[Running], now: Collection[Running], news: Event | None
    ) -> None:
        """Keep *file*, which is one version on, and its clocks, and tell the *news*.

        Raises `ConflictError` where what was known *before* is no longer so.
        """

    def tell_again(self, news: Event) -> None:
        """Tell what was told before, under the same id."""

    def open_cases(self) -> Iterable[tuple[str, str]]:
        """Municipality and number of each case that has an open clock."""

    def due(self, now: datetime) -> Iterable[Running]:
        """Clocks that had to act by *now*. One may have moved since; one that cannot be read
        raises, and the next can be asked for.
        """

    def move(self, moves: Sequence[Move]) -> None:
        """Set clocks on and tell their news: all of it, or nothing.

        Raises `ConflictError` where one of them is no longer as it was before.
        """

    def duties(self, municipality: str) -> Collection[Running]:
        """The duties of a municipality, done and open."""

    def begin(self, duty: Running) -> None:
        """Watch a duty. Raises `ConflictError` where it is watched already."""

    def drop(self, duty: Running) -> None:
        """Watch a duty no longer."""


@dataclass(frozen=True)
class Deadlines:
    store: DeadlineStore
    municipalities: Municipalities
    calendar: Calendar
    at_once: int = 50  # clocks in one transaction, of at most a hundred writes
    writers: int = 4  # transactions side by side

    def follow(self, news: CaseEvent) -> None:
        """Set all clocks of a case by what it now is."""
        case = news.data.case

        def try_once() -> None:
            file, running = self.store.read(case.municipality, case.number)
            known = file.case.sequence if file.case else 0
            if case.sequence > known:
                after = file.model_copy(update={"case": case, "as_of": news.time})
                after, now = self.derive(file, running, after, news.time)
                told = tuple(each.clock for each in now)
                self.store.write(after, running, now, terms_set(case, told, news.time))
                self._warn_of_doubt(now)
                self._warn_of_rest(case, now)
            elif case.sequence == known:  # routing asks whether we have it: our answer may be lost
                kept = sorted((each.clock for each in running), key=lambda clock: clock.due_on)
                self.store.tell_again(terms_set(case, tuple(kept), news.time))

        until_nobody_was_first(try_once)

    def prove(self, news: Proof) -> None:
        """A message about a term was sent, or could not be: that belongs to the term."""
        message = news.data
        if message.template not in ABOUT_A_TERM:
            return
        notice = Notice(
            message_id=message.message_id,
            template=message.template,
            audience=message.audience,
            delivery=DELIVERY[type(news)],
            at=news.time,
            cause=message.cause,
        )

        def try_once() -> None:
            file, running = self.store.read(news.gemeentecode, news.subject)
            if notice not in file.notices:
                after = file.model_copy(update={"notices": (*file.notices, notice)})
                after, now = self.derive(file, running, after, news.time)
                self.store.write(after, running, now, None)

        until_nobody_was_first(try_once)

    def sweep(self, now: datetime) -> int:
        """Let every clock act that had to by *now*. Says how many acted.

        One that fails does not hold up the others; it fails the sweep in the end, so that somebody
        is told, and is tried again by the next.
        """
        failures = list[Exception]()
        moves = self._moves(now, failures)
        batches = _side_by_side(
            lambda batch: self._carry_out(batch, failures),
            _batches(moves, self.at_once),
            self.writers,
        )
        acted = sum(batches)
        if failures:
            raise ExceptionGroup(f"{len(failures)} clocks could not act", failures)
        return acted

    def derive(
        self,
        before: File,
        ran: Collection[Running],
        after: File,
        at: datetime,
        reason: str | None = None,
    ) -> tuple[File, tuple[Running, ...]]:
        """The file one version on, with the clocks that now follow from it."""
        version = before.version + 1
        if after.case is None:  # a message was sent about a case that we do not know yet
            return after.model_copy(update={"version": version}), ()
        here = self.municipalities[after.case.municipality]
        known = Known(after.case, after.acknowledged, here, self.calendar)
        regime, by_id = known.regime, {each.id: each for each in ran}
        counted = clocks(known)
        if before.case == after.case:  # only the calendar or a regulation may have changed
            counted = tuple(
                _as_it_ended(clock, by_id.get((clock.kind, clock.item))) for clock in counted
            )
        told = before.told | {each.slot: each.told for each in ran if each.told}
        running = tuple(
            ladder.set_going(
                replace(each, told=told.get(each.slot, 0)),
                by_id.get(each.id),
                regime,
                at,
                self.calendar,
                since=after.as_of,
            )
            for each in (Running(after.case, clock, version) for clock in counted)
        )
        new = lines(
            known,
            before.case,
            {each.id: each.clock for each in ran},
            {each.id: each.clock for each in running},
            at,
            reason,
        )
        ledger = (*after.ledger, *new)
        kept = {"version": version, "ledger": ledger, "told": told}
        return after.model_copy(update=kept), running

    def _moves(self, now: datetime, failures: list[Exception]) -> Iterator[Move]:
        """What every clock that is due has to do, and how late the first of them is."""
        oldest = now
        for running in _readable(self.store.due(now), failures):
            oldest = min(oldest, running.next_at or now)
            try:
                regime = self.regime_of(running.of, now)
                after, steps = ladder.climb(running, regime, now, self.calendar)
                news = tuple(step_news(after, step, regime, now) for step in steps)
            except Exception as failure:
                failures.append(failure)
            else:
                yield Move(running, after, news)
        measure("SweepLag", (now - oldest).total_seconds(), "Seconds")

    def _carry_out(self, moves: Sequence[Move], failures: list[Exception]) -> int:
        """All *moves* at once, or in two halves where one of them is in the way. How many?"""
        try:
            self.store.move(moves)
        except Exception as failure:
            if len(moves) > 1:
                half = len(moves) // 2
                return sum(self._carry_out(part, failures) for part in (moves[:half], moves[half:]))
            if isinstance(failure, ConflictError):
                logger.info("somebody else moved it", extra=_about(moves[0].after))
            else:
                failures.append(failure)
            return 0
        return len(moves)

    def regime_of(self, of: Case | Duty, now: datetime) -> Regime:
        here = self.municipalities[of.municipality]
        return here.regime(of.regime) if isinstance(of, Case) else here.regime_on(dutch_date(now))

    def _warn_of_rest(self, case: Case, running: Iterable[Running]) -> None:
        """An open case always has a next moment. One that has none is stuck: a person must look."""
        if case.is_open and not any(each.next_at for each in running):
            about = {"zaaknummer": case.number, "gemeentecode": case.municipality}
            logger.error("stuck", extra=about)
            measure("Stuck", 1, "Count")

    def _warn_of_doubt(self, running: Iterable[Running]) -> None:
        doubtful = [each for each in running if each.clock.doubt]
        for each in doubtful:
            logger.warning("calendar not known", extra=_about(each))
        if doubtful:
            measure("CalendarUnknown", len(doubtful), "Count")


def until_nobody_was_first(try_once: Callable[[], T]) -> T:
    """*try_once*, again where somebody else wrote the same case just then: a sweep, or other news.

    Raises `ConflictError` where that goes on; then the queue tries again.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return try_once()
        except ConflictError:
            continue
    return try_once()


def _as_it_ended(clock: Clock, before: Running | None) -> Clock:
    """What was met keeps the day that it had. A right is not met: it lasts."""
    if before and before.clock.met and clock.met and clock.kind not in RIGHTS:
        return before.clock
    return clock


def _readable(due: Iterable[Running], failures: list[Exception]) -> Iterator[Running]:
    """All of *due* that can be read. What cannot is told in the end, and holds up nobody."""
    rest = iter(due)
    while True:
        try:
            yield next(rest)
        except StopIteration:
            return
        except Exception as failure:
            failures.append(failure)


def _batches(things: Iterable[Move], size: int) -> Iterator[list[Move]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def _side_by_side(
    work: Callable[[list[Move]], int], batches: Iterable[list[Move]], workers: int
) -> Iterator[int]:
    """What *work* gives for each batch: some at a time, and never far ahead of the reading."""
    with ThreadPoolExecutor(workers) as pool:
        waiting = deque[Future[int]]()
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        yield from (each.result() for each in waiting)


def _about(running: Running) -> dict[str, str]:
    of, clock = running.of, running.clock
    owner = {"zaaknummer": of.number} if isinstance(of, Case) else {"verplichting": of.key}
    return {
        **owner,
        "gemeentecode": of.municipality,
        "clock": clock.kind,
        "due_on": clock.due_on.isoformat(),
    }
