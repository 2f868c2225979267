"""What intake does when somebody says something, for the first time or later.

Every method may run twice for one cause: the same request has the same number, so the second time
finds what the first time stored. Files are put first, under keys that follow from their content;
then the dossier, the registration and the news are stored in one transaction, or none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from services.intake import domain
from services.intake.similarity import proposals
from services.intake.submission import Door, File, More, Submission
from shared.case import Added, Case, Similar, SplitFrom
from shared.dossier import Addition, Attachment, Dossier, reference_to
from shared.events import (
    CaseEvent,
    CaseOpened,
    ComplaintReceived,
    DissatisfactionReceived,
    FromOutside,
    MoreReceived,
    ProviderMessageReceived,
    Received,
    SatisfactionReceived,
    Terms,
    TermsSet,
    WithdrawalReceived,
    event_id,
    source_of,
    type_of,
)
from shared.glossary import Channel, ClockKind, Telling
from shared.observability import log_failure, logger, measure
from shared.table import ConflictError

News: TypeAlias = ComplaintReceived | FromOutside

IN_VAIN = 4
"""So often was it told, in over an hour, that telling it again will not help by itself."""

TOLD_AS: dict[Telling, type[FromOutside]] = {
    Telling.MORE: MoreReceived,
    Telling.WITHDRAWAL: WithdrawalReceived,
    Telling.DISSATISFACTION: DissatisfactionReceived,
    Telling.SATISFACTION: SatisfactionReceived,
    Telling.FROM_PROVIDER: ProviderMessageReceived,
}


class NumberTakenError(Exception):
    """Another request has this number: one chance in 10**15 for each pair."""


class NoDossierError(Exception):
    """A case is to be split of which nothing was kept. The queue tries again, and then a person."""


class SameKeyError(Exception):
    """The key of this request was used before, to say something else."""


@dataclass(frozen=True)
class Receipt:
    """It is safe. `is_new` is False where this request had been accepted before.

    `code` opens the page that follows the case; None where what came is more of a known case, or
    came by a council member.
    """

    number: str
    received_at: datetime
    is_new: bool
    code: str | None = None


@dataclass(frozen=True)
class Registration:
    """That we have it, and when we tell of it again if routing does not seem to know."""

    request: str
    content: str
    news: News
    told: int
    again_at: datetime | None  # None: routing has it
    code_hash: str | None = None  # of the code that follows the case
    reply_hash: str | None = None  # of the token in the address to answer to

    @property
    def municipality(self) -> str:
        return self.news.gemeentecode

    @property
    def number(self) -> str:
        return self.news.subject


@dataclass(frozen=True)
class Status:
    """How a case stands, as far as its news has reached us."""

    case: Case
    terms: Terms | None


class Store(Protocol):
    def find(self, municipality: str, code: str) -> Registration | None:
        """The registration of which the case number, or the id of what came later, ends so."""

    def add(self, registration: Registration, record: Dossier | Addition) -> None:
        """Keep both, and the news, or nothing. Raises `ConflictError` where one was there."""

    def of_the_same_person(self, dossier: Dossier) -> Iterable[str]:
        """The numbers of what seems to be hers too, of the last weeks, the newest first."""

    def unanswered(self, now: datetime) -> Iterable[Registration]:
        """Those that had to be told again by *now*."""

    def tell_again(self, registration: Registration, at: datetime) -> bool:
        """Tell its news once more, the next time *at*. False if it was answered meanwhile."""

    def status(self, municipality: str, number: str) -> Status | None:
        """How the case stands."""

    def follow(self, case: Case, answered: Iterable[str] = ()) -> None:
        """Keep how *case* stands, unless we know something newer. Routing has what has the codes
        *answered*: never tell of it again.
        """

    def follow_terms(self, municipality: str, number: str, terms: Terms) -> None:
        """Keep its clocks, unless we know newer ones."""


class Dossiers(Protocol):
    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None:
        """What was said, and by whom. Every reading is logged."""


class Files(Protocol):
    def put(self, key: str, data: bytes, content_type: str) -> None:
        """The same again under the same key changes nothing."""


@dataclass(frozen=True)
class Intake:
    store: Store
    dossiers: Dossiers
    files: Files

    def accept(self, submission: Submission) -> Receipt:
        """Keep it for good. Raises `SameKeyError` where its key was used for something else."""
        if first := self._first(submission):
            return first
        dossier = self._dossier(submission)
        similar = () if submission.split_from else self._similar(dossier)
        registration = _registration(submission, dossier, similar)
        try:
            self.store.add(registration, dossier)
        except ConflictError:  # the same request, at the same moment, was first
            if first := self._first(submission):
                return first
            raise
        return _receipt(registration, dossier.received_at, is_new=True, code=dossier.tracking_code)

    def add(self, more: More) -> Receipt:
        """Keep more of a case that is there. Raises `SameKeyError` as `accept` does."""
        if first := self._first(more):
            return first
        addition = self._addition(more)
        registration = _later(more, addition)
        try:
            self.store.add(registration, addition)
        except ConflictError:
            if first := self._first(more):
                return first
            raise
        return _receipt(registration, addition.received_at, is_new=True)

    def accept_unreadable(
        self, body: str, why: str, municipality: str, channel: Channel, at: datetime
    ) -> Receipt:
        """Keep what an integration sent and nobody understands, for a person to look at."""
        raw = self.keep_original(body, municipality)
        return self.accept(
            Submission(
                municipality=municipality,
                door=Door.OFFERED,
                key=raw,
                content=domain.fingerprint(body),
                channel=channel,
                written=channel in domain.IN_WRITING,
                received_at=at,
                registered_at=at,
                text="",
                raw=raw,
                note=why,
                readable=False,
            )
        )

    def keep_original(self, body: str, municipality: str) -> str:
        """Keep what was sent as it was sent, and say where."""
        data = body.encode()
        key = f"onleesbaar/{municipality}/{domain.fingerprint(data)[:32]}"
        self.files.put(key, data, "application/octet-stream")
        return key

    def follow(self, news: CaseEvent) -> None:
        """Routing has what the case is of; and whoever follows the case sees how it stands."""
        case = news.data.case
        answered = [case.number] if isinstance(news, CaseOpened) else []
        answered += [each.id for each in case.additions[-1:]]  # the last, when it is recorded
        for split in case.matter.splits:
            if split.number is None:
                self._split(case, split.reference, news.time)
        self.store.follow(case, map(domain.code_in, answered))

    def _split(self, case: Case, reference: str, at: datetime) -> None:
        """Tell the story of *case* once more, of another subject. The resident need not."""
        dossier = self.dossiers.read(case.municipality, case.number, "splitsen")
        if dossier is None:
            raise NoDossierError(case.number)
        self.accept(
            Submission(
                municipality=case.municipality,
                door=Door.STAFF,
                key=f"{case.number}#{reference}",
                content=domain.fingerprint("splitsen", case.number, reference),
                channel=dossier.channel,
                written=case.written,
                received_at=dossier.received_at,
                registered_at=at,
                language=dossier.language,
                subject=dossier.subject,
                text=dossier.text,
                about=dossier.about,
                happened=dossier.happened,
                wish=dossier.wish,
                may_be_shared=dossier.may_be_shared,
                person=dossier.person,
                anonymous=dossier.anonymous,
                kept=dossier.attachments,
                raw=dossier.raw,
                note=" ".join(filter(None, (f"Afgesplitst van {case.number}.", dossier.note))),
                split_from=SplitFrom(number=case.number, reference=reference),
                entered_by=dossier.entered_by,
            )
        )

    def follow_terms(self, news: TermsSet) -> None:
        """Whoever follows the case sees until when. She knows herself whether our receipt came,
        and that proof comes in any order: its clock is left out.
        """
        receipt = ClockKind.ACKNOWLEDGMENT
        clocks = tuple(each for each in news.data.clocks if each.kind is not receipt)
        terms = news.data.model_copy(update={"clocks": clocks})
        self.store.follow_terms(news.gemeentecode, news.subject, terms)

    def repair(self, now: datetime) -> int:
        """Tell again of what routing does not seem to have, and say how many that were.

        One that fails does not hold up the others; it fails the sweep in the end. What was told so
        often in vain is stuck: a person must look.
        """
        told, stuck = 0, 0
        failures: list[Exception] = []
        for each in self.store.unanswered(now):
            if each.told >= IN_VAIN:
                stuck += 1
                logger.error("stuck", extra={"zaaknummer": each.number, "verteld": each.told})
            try:
                told += self.store.tell_again(each, domain.again_at(each.told + 1, now))
            except Exception as failure:
                failures.append(failure)
        if stuck:
            measure("Stuck", stuck, "Count")
        if failures:
            raise ExceptionGroup(f"{len(failures)} receipts could not be told again", failures)
        return told

    def _first(self, sent: Submission | More) -> Receipt | None:
        """The receipt that this request got before."""
        known = self.store.find(sent.municipality, domain.code_of(sent.request))
        if known is None:
            return None
        if known.request != sent.request:
            raise NumberTakenError(known.number)
        if known.content != sent.content:
            raise SameKeyError(known.number)
        code = self._code(known) if isinstance(sent, Submission) else None
        return _receipt(known, known.news.data.received_at, is_new=False, code=code)

    def _similar(self, dossier: Dossier) -> tuple[Similar, ...]:
        """Earlier messages that seem to tell the same. Where they cannot be read there is no
        proposal: it is worth less than a complaint.
        """
        try:
            numbers = self.store.of_the_same_person(dossier)
            read = (self.dossiers.read(dossier.municipality, n, "vergelijken") for n in numbers)
            return proposals(dossier, filter(None, read))
        except Exception as failure:
            log_failure(failure)
            return ()

    def _code(self, known: Registration) -> str | None:
        dossier = self.dossiers.read(known.municipality, known.number, "ontvangst herhalen")
        return dossier.tracking_code if dossier else None

    def _dossier(self, submission: Submission) -> Dossier:
        number = domain.number_of(submission.request, submission.received_at)
        return Dossier(
            number=number,
            municipality=submission.municipality,
            channel=submission.channel,
            received_at=submission.received_at,
            registered_at=submission.registered_at,
            language=submission.language,
            subject=submission.subject,
            text=submission.text,
            about=submission.about,
            happened=submission.happened,
            wish=submission.wish,
            may_be_shared=submission.may_be_shared,
            person=submission.person,
            anonymous=submission.anonymous,
            attachments=(
                *submission.kept,
                *self._keep(submission.files, submission.municipality, number),
            ),
            raw=submission.raw,
            note=submission.note,
            entered_by=submission.entered_by,
            tracking_code=None if submission.gets_no_file else domain.new_code(),
            reply_token=domain.new_token(),
        )

    def _addition(self, more: More) -> Addition:
        return Addition(
            id=f"A-{domain.code_of(more.request)}",
            number=more.number,
            municipality=more.municipality,
            telling=more.telling,
            side=more.side,
            channel=more.channel,
            received_at=more.received_at,
            registered_at=more.registered_at,
            subject=more.subject,
            text=more.text,
            person=more.person,
            provider=more.provider,
            milestone=more.milestone,
            score=more.score,
            attachments=self._keep(more.files, more.municipality, more.number),
            raw=more.raw,
            note=more.note,
            by_herself=not (more.automatic or more.by_another),
        )

    def _keep(
        self, files: Iterable[File], municipality: str, number: str
    ) -> tuple[Attachment, ...]:
        kept = []
        for file in files:
            key = f"bijlagen/{municipality}/{number}/{domain.fingerprint(file.data)[:32]}"
            self.files.put(key, file.data, file.content_type)
            kept.append(
                Attachment(
                    key=key, name=file.name, content_type=file.content_type, size=len(file.data)
                )
            )
        return tuple(kept)


def _receipt(
    known: Registration, received_at: datetime, *, is_new: bool, code: str | None = None
) -> Receipt:
    return Receipt(known.number, received_at, is_new=is_new, code=code)


def _registration(
    submission: Submission, dossier: Dossier, similar: tuple[Similar, ...]
) -> Registration:
    """With news that says of *dossier* only what all may know."""
    news = ComplaintReceived(
        id=event_id(dossier.municipality, dossier.number, "klacht-ontvangen"),
        source=source_of(dossier.municipality, "intake"),
        subject=dossier.number,
        time=dossier.registered_at,
        gemeentecode=dossier.municipality,
        kanaal=dossier.channel,
        dataref=reference_to(dossier.municipality, dossier.number),
        data=Received(
            received_at=dossier.received_at,
            written=submission.written,
            anonymous=dossier.anonymous,
            language=dossier.language,
            attachments=len(dossier.attachments),
            readable=submission.readable,
            providers=submission.providers,
            solved=submission.solved,
            similar=similar,
            split_from=submission.split_from,
            urgent=submission.urgent,
        ),
    )

    def hashed(secret: str | None) -> str | None:
        return domain.hash_of(dossier.municipality, dossier.number, secret) if secret else None

    return Registration(
        request=submission.request,
        content=submission.content,
        news=news,
        told=1,
        again_at=domain.again_at(1, dossier.registered_at),
        code_hash=hashed(dossier.tracking_code),
        reply_hash=hashed(dossier.reply_token),
    )


def _later(more: More, addition: Addition) -> Registration:
    """With news that says of *addition* only what all may know."""
    kind = TOLD_AS[more.telling]
    news = kind(
        id=event_id(more.municipality, more.number, addition.id),
        type=type_of(kind),
        source=source_of(more.municipality, "intake"),
        subject=more.number,
        time=more.registered_at,
        gemeentecode=more.municipality,
        kanaal=more.channel,
        dataref=reference_to(more.municipality, more.number),
        data=Added(
            id=addition.id,
            telling=more.telling,
            side=more.side,
            channel=more.channel,
            received_at=more.received_at,
            attachments=len(addition.attachments),
            automatic=more.automatic,
            by_another=more.by_another,
            provider=more.provider,
            milestone=more.milestone,
            score=more.score,
        ),
    )
    return Registration(
        request=more.request,
        content=more.content,
        news=news,
        told=1,
        again_at=domain.again_at(1, more.registered_at),
    )
