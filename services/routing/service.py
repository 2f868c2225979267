"""What routing does when something happens.

Events come at least once and in any order, and two people may act at the same time. A case is
written only if it is still as it was read; who comes second looks again and decides anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from pydantic import Field

from services.routing import domain
from services.routing.domain import Step
from services.routing.route import route
from services.routing.transition import Command, File, Situation
from services.routing.triage import triage
from shared.case import Case, Handler, Reason
from shared.dossier import Dossier
from shared.dutch_time import dutch_date
from shared.events import CaseEvent, CaseOpened, ComplaintReceived, TermsSet
from shared.glossary import Phase
from shared.law.calendar import Calendar
from shared.municipality import Municipalities, Municipality
from shared.table import ConflictError
from shared.wire import Moment, Wire

SYSTEM = "systeem"
ACKNOWLEDGED_WITHIN = timedelta(minutes=10)  # by deadlines, or we tell it again
ATTEMPTS = 5  # to write a case that others write too

T = TypeVar("T")


class Entry(Wire):
    """One line of a case's timeline."""

    sequence: int = Field(alias="volgnummer")
    at: Moment = Field(alias="op")
    what: str = Field(alias="wat", description="The last part of the event's type.")
    by: str = Field(alias="door", description="'systeem', or an opaque staff id.")
    phase: Phase = Field(alias="fase")
    handler: Handler = Field(alias="behandelaar")
    reasons: tuple[Reason, ...] = Field(alias="redenen")


class UnknownCaseError(Exception):
    """There is no such case in this municipality."""


class NoDossierError(Exception):
    """A complaint was announced whose dossier is not there yet. The queue tries again."""


class CaseStore(Protocol):
    def read(self, municipality: str, number: str) -> File | None: ...

    def write(self, file: File, news: CaseEvent, entry: Entry, tell_again_at: datetime) -> None:
        """Store the file, the line and the news, if the case still has the sequence before.

        Raises `ConflictError`.
        """

    def acknowledge(self, municipality: str, number: str, sequence: int) -> None:
        """Deadlines knows the case as of *sequence*. Raises `ConflictError` if it just changed."""

    def timeline(self, municipality: str, number: str) -> list[Entry]:
        """Oldest first."""

    def unacknowledged(self, now: datetime) -> Iterable[Case]:
        """Cases that had to be told again by *now*."""

    def tell_again(self, case: Case, now: datetime, next_at: datetime) -> None:
        """Tell all news of *case* once more, in order, and look again at *next_at*.

        Raises `ConflictError` where the case has moved on, or was acknowledged.
        """


class Dossiers(Protocol):
    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None: ...


@dataclass(frozen=True)
class Routing:
    store: CaseStore
    dossiers: Dossiers
    municipalities: Municipalities
    calendar: Calendar

    def open(self, cause: ComplaintReceived) -> None:
        """Give the message a case and a first handler. Hearing of it again changes nothing."""
        if self.store.read(cause.gemeentecode, cause.subject):
            return
        dossier = self.dossiers.read(cause.gemeentecode, cause.subject, purpose="triage")
        if dossier is None:
            raise NoDossierError(cause.subject)
        here = self._here(cause.gemeentecode)
        regime = here.regime_on(dutch_date(cause.data.received_at))
        facts = triage(dossier, cause.data, here)
        case = domain.open_case(cause, facts, route(facts, regime, here), regime, here)
        try:
            self._write(Step(File(case), CaseOpened, case.reasons), by=SYSTEM, at=cause.time)
        except ConflictError:  # the same news, handled twice at once
            if self.store.read(cause.gemeentecode, cause.subject) is None:
                raise  # and neither got through: the queue tries again

    def act(self, municipality: str, number: str, command: Command) -> Case:
        """The case after *command*. Raises `UnknownCaseError` and `domain.NotAllowedError`."""

        def try_once() -> Case:
            file = self._read(municipality, number)
            here = self._here(municipality)
            step = domain.decide(Situation(file, command, here, self.calendar))
            if step is None:
                return file.case
            self._write(step, by=command.by, at=command.at)
            return step.file.case

        return _until_nobody_was_first(try_once)

    def show(self, municipality: str, number: str) -> tuple[Case, list[Entry]]:
        """A case and its timeline. Raises `UnknownCaseError`."""
        case = self._read(municipality, number).case
        return case, self.store.timeline(municipality, number)

    def acknowledge(self, news: TermsSet) -> None:
        """Deadlines has the case: it need not be told again. Older knowledge is not enough."""

        sequence = news.data.case_sequence
        _until_nobody_was_first(
            lambda: self.store.acknowledge(news.gemeentecode, news.subject, sequence)
        )

    def tell_again(self, now: datetime) -> int:
        """Repeat the news of every case that deadlines does not seem to have. Says how many cases.

        One that fails does not hold up the others; it fails the sweep in the end.
        """
        told = 0
        failures: list[Exception] = []
        for case in self.store.unacknowledged(now):
            try:
                self.store.tell_again(case, now, now + ACKNOWLEDGED_WITHIN)
                told += 1
            except ConflictError:
                continue  # it was acknowledged, or has newer news, which is told by itself
            except Exception as failure:
                failures.append(failure)
        if failures:
            raise ExceptionGroup(f"{len(failures)} cases could not be told again", failures)
        return told

    def _here(self, code: str) -> Municipality:
        return self.municipalities.get(code, self.municipalities.safety_net)

    def _read(self, municipality: str, number: str) -> File:
        if file := self.store.read(municipality, number):
            return file
        raise UnknownCaseError(number)

    def _write(self, step: Step, by: str, at: datetime) -> None:
        case = step.file.case
        news = step.news.about(case, at)
        entry = Entry(
            sequence=case.sequence,
            at=at,
            what=news.type.split(".")[-2],
            by=by,
            phase=case.phase,
            handler=case.handler,
            reasons=step.reasons,
        )
        self.store.write(step.file, news, entry, at + ACKNOWLEDGED_WITHIN)


def _until_nobody_was_first(try_once: Callable[[], T]) -> T:
    """What *try_once* gives; it looks again where somebody was first. Raises `ConflictError`."""
    for _ in range(ATTEMPTS - 1):
        try:
            return try_once()
        except ConflictError:
            continue
    return try_once()
