"""What routing does when something happens.

Events come at least once and in any order, and two people may act at the same time. A case is
written only if it is still as it was read; who comes second looks again and decides anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, TypeAlias, TypeVar

from pydantic import Field

from services.routing import additions, domain
from services.routing.attention import attention
from services.routing.domain import Step
from services.routing.reclassify import as_said, without_other_doors
from services.routing.route import route
from services.routing.steps.classifying import Classification
from services.routing.steps.common import KEPT
from services.routing.steps.ending import Settlement
from services.routing.story import Told
from services.routing.transition import Command, File, Rerouted, Situation
from services.routing.triage import triage
from shared.case import Case, Handler, Reason
from shared.dossier import Addition, Dossier
from shared.dutch_time import dutch_date, dutch_moment
from shared.events import (
    CaseEvent,
    CaseOpened,
    ComplaintReceived,
    Received,
    TermsSet,
    ToldLater,
)
from shared.glossary import Flag, Link, Outcome, Phase
from shared.law.calendar import Calendar
from shared.municipality import Municipalities, Municipality
from shared.observability import logger, measure
from shared.table import ConflictError
from shared.wire import Moment, Wire

SYSTEM = "systeem"
ACKNOWLEDGED_WITHIN = timedelta(minutes=10)  # by deadlines, or we tell it again
IN_VAIN = timedelta(hours=1)  # after that, telling it again will not help by itself
SETTLING_IN = timedelta(days=14)  # after a merger; a sweep that was out for so long was seen
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
    said: dict[str, Any] | None = Field(
        default=None, alias="gegevens", description="What was recorded with it, as it was sent."
    )


Written: TypeAlias = tuple[File, CaseEvent, Entry]


class UnknownCaseError(Exception):
    """There is no such case in this municipality."""


class NoDossierError(Exception):
    """A complaint was announced whose dossier is not there yet. The queue tries again."""


class CaseStore(Protocol):
    def read(self, municipality: str, number: str) -> File | None: ...

    def write(
        self,
        file: File,
        news: CaseEvent,
        entry: Entry,
        tell_again_at: datetime,
        *others: Written,
    ) -> None:
        """Store the file, the line and the news, if the case still has the sequence before. With
        *others* all are stored, or none.

        Raises `ConflictError`.
        """

    def acknowledge(self, municipality: str, number: str, sequence: int) -> None:
        """Deadlines knows the case as of *sequence*. Raises `ConflictError` if it just changed."""

    def listed(
        self, municipality: str, is_open: bool, after: str | None
    ) -> Iterable[tuple[str, File]]:
        """Cases, the oldest first, each with its place: those that come *after* a place."""

    def took_in(self, municipality: str, number: str, addition: str) -> bool:
        """Did the case ever have an addition with this id?"""

    def timeline(self, municipality: str, number: str) -> list[Entry]:
        """Oldest first."""

    def unacknowledged(self, now: datetime) -> Iterable[Case]:
        """Cases that had to be told again by *now*."""

    def tell_again(self, case: Case, now: datetime, next_at: datetime) -> datetime:
        """Tell all news of *case* once more, in order, and look again at *next_at*. Since when is
        the newest of it news?

        Raises `ConflictError` where the case has moved on, or was acknowledged.
        """


class Dossiers(Protocol):
    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None: ...

    def story(
        self, municipality: str, number: str, reader: str, purpose: str
    ) -> tuple[Dossier, tuple[Addition, ...]] | None: ...


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
            reasons = (*case.reasons, *domain.several_subjects(facts))
            self._write(*self._opening(File(case), reasons, cause), by=SYSTEM, at=cause.time)
        except ConflictError:  # the same news, handled twice at once
            if self.store.read(cause.gemeentecode, cause.subject) is None:
                raise  # and neither got through: the queue tries again

    def _opening(
        self, file: File, reasons: tuple[Reason, ...], cause: ComplaintReceived
    ) -> list[Step]:
        """The step of a new case, and that of the case that it was split from."""
        part = cause.data.split_from
        other = self.store.read(cause.gemeentecode, part.number) if part else None
        if part is None or other is None:
            return [Step(file, CaseOpened, reasons)]
        return [
            Step(domain.split_off(file, other), CaseOpened, (*reasons, domain.SPLIT_OFF)),
            domain.with_split(other, part.reference, cause.subject),
        ]

    def take_in(self, told: ToldLater) -> None:
        """Add what somebody told later. Hearing of it again changes nothing.

        Raises `UnknownCaseError` where the case is not there yet. The queue tries again.
        """

        def try_once() -> None:
            file = self.read(told.gemeentecode, told.subject)
            if self._left_the_case(told.data.id, file.case):
                return
            here = self._here(told.gemeentecode)
            if step := additions.take_in(told, file, here, self.calendar):
                self._write(step, by=additions.teller(told.data), at=told.time)

        _until_nobody_was_first(try_once)

    def _left_the_case(self, addition: str, case: Case) -> bool:
        """Was it taken in so long ago that the case no longer names it?"""
        is_full = len(case.additions) >= KEPT
        return is_full and self.store.took_in(case.municipality, case.number, addition)

    def act(
        self,
        municipality: str,
        number: str,
        command: Command,
        may: Callable[[File], bool] = lambda file: True,
    ) -> File:
        """The file after *command*, if she still *may* act on it as it is when it is written.

        Raises `UnknownCaseError`, `domain.NotAllowedError` and `domain.StaleError`.
        """

        def try_once() -> File:
            file = self.read(municipality, number)
            if not may(file):
                raise UnknownCaseError(number)
            said = command.said
            anew = said if isinstance(said, Classification) and said.reroute else None
            rerouted = self.what_if(file.case, anew) if anew else None
            here = self._here(municipality)
            other = self._joined_to(file.case, command.said)
            other = other if other and may(other) else None
            goes_on = other.case if other else None
            step = domain.decide(Situation(file, command, here, self.calendar, rerouted, goes_on))
            if step is None:
                return file
            also = [domain.joined(step.file, other, before=file)] if other else []
            self._write(step, *also, by=command.by, at=command.at)
            return step.file

        return _until_nobody_was_first(try_once)

    def _joined_to(self, case: Case, said: Wire) -> File | None:
        """Where *case* is to go on, if that is there and does not go on in this one."""
        if not (isinstance(said, Settlement) and said.outcome is Outcome.JOINED):
            return None
        for link in case.matter.links:
            known = self.store.read(case.municipality, link.to)
            if link.how is Link.SAME_AS and known:
                return None if case.number in _same_as(known.case) else known
        return None

    def what_if(self, case: Case, said: Classification) -> Rerouted:
        """What *case* would be if it were what a person says it is. Nothing is written."""
        dossier = self.dossiers.read(case.municipality, case.number, purpose="opnieuw indelen")
        if dossier is None:
            raise NoDossierError(case.number)
        here = self._here(case.municipality)
        received = Received(
            received_at=case.received_at,
            written=case.written,
            anonymous=Flag.ANONYMOUS in case.flags,
            language=dossier.language,
            attachments=len(dossier.attachments),
            readable=True,
            similar=case.similar,
        )
        facts = as_said(triage(dossier, received, here), case, said)
        anew = route(facts, without_other_doors(here.regime(case.regime), said.kind), here)
        return Rerouted(anew, attention(facts, anew))

    def read(self, municipality: str, number: str) -> File:
        """Raises `UnknownCaseError`."""
        if file := self.store.read(municipality, number):
            return file
        raise UnknownCaseError(number)

    def told_in(self, case: Case, reader: str, purpose: str) -> list[Told]:
        """What was told in *case*, and in those that go on in it. Each reading is logged."""
        here = case.municipality
        numbers = [case.number, *self._going_on_in(case)]
        found = (self.dossiers.story(here, number, reader, purpose) for number in numbers)
        return [Told(*each) for each in found if each]

    def _going_on_in(self, case: Case) -> list[str]:
        """Which cases go on in *case*, be it by way of another. What once did, may be open again or
        go on elsewhere.
        """
        read = (self.store.read(case.municipality, each.number) for each in case.matter.joined)
        ended = [file.case for file in read if file and file.case.outcome is Outcome.JOINED]
        found = {case.number}
        while more := {each.number for each in ended if found & _same_as(each)} - found:
            found |= more
        return [each.number for each in case.matter.joined if each.number in found]

    def timeline(self, case: Case) -> list[Entry]:
        return self.store.timeline(case.municipality, case.number)

    def acknowledge(self, news: TermsSet) -> None:
        """Deadlines has the case: it need not be told again. Older knowledge is not enough."""

        sequence = news.data.case_sequence
        _until_nobody_was_first(
            lambda: self.store.acknowledge(news.gemeentecode, news.subject, sequence)
        )

    def tell_again(self, now: datetime) -> int:
        """Repeat the news of every case that deadlines does not seem to have. Says how many cases.

        One that fails does not hold up the others; it fails the sweep in the end. What deadlines
        lacks for long is stuck: a person must look.
        """
        told, stuck = 0, 0
        failures: list[Exception] = []
        for case in self.store.unacknowledged(now):
            try:
                since = self.store.tell_again(case, now, now + ACKNOWLEDGED_WITHIN)
                told += 1
                if now - since > IN_VAIN:
                    stuck += 1
                    about = {"zaaknummer": case.number, "gemeentecode": case.municipality}
                    logger.error("stuck", extra=about)
            except ConflictError:
                continue  # it was acknowledged, or has newer news, which is told by itself
            except Exception as failure:
                failures.append(failure)
        if stuck:
            measure("Stuck", stuck, "Count")
        if failures:
            raise ExceptionGroup(f"{len(failures)} cases could not be told again", failures)
        return told

    def succeed(self, today: date) -> int:
        """Give the open cases of a municipality that just ended to its successor (Wet arhi 44).

        Says how many. What was opened, or acted on, since then has its owner already.
        """
        given = 0
        failures: list[Exception] = []
        for here in self.municipalities.values():
            ended = here.exists_until
            if ended and ended <= today < ended + SETTLING_IN:
                at = dutch_moment(ended, time.min)
                for _, file in list(self.store.listed(here.code, True, None)):
                    try:
                        given += self._succeed(file.case.number, here, today, at)
                    except Exception as failure:  # one does not hold up the others
                        failures.append(failure)
        if failures:
            raise ExceptionGroup(f"{len(failures)} cases keep an owner that is gone", failures)
        return given

    def _succeed(self, number: str, here: Municipality, today: date, at: datetime) -> bool:
        def try_once() -> bool:
            step = domain.succeed(self.read(here.code, number), here, today)
            if step:
                self._write(step, by=SYSTEM, at=at)
            return step is not None

        return _until_nobody_was_first(try_once)

    def _here(self, code: str) -> Municipality:
        return self.municipalities.get(code, self.municipalities.safety_net)

    def _write(self, *steps: Step, by: str, at: datetime) -> None:
        """All of *steps*, each with another case, or none."""
        first, *others = [self._written(each, by, at) for each in steps]
        self.store.write(*first, at + ACKNOWLEDGED_WITHIN, *others)

    @staticmethod
    def _written(step: Step, by: str, at: datetime) -> Written:
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
            said=step.said.model_dump(mode="json", exclude_none=True) or None,
        )
        return step.file, news, entry


def _same_as(case: Case) -> set[str]:
    return {each.to for each in case.matter.links if each.how is Link.SAME_AS}


def _until_nobody_was_first(try_once: Callable[[], T]) -> T:
    """What *try_once* gives; it looks again where somebody was first. Raises `ConflictError`."""
    for _ in range(ATTEMPTS - 1):
        try:
            return try_once()
        except ConflictError:
            continue
    return try_once()
