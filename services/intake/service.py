"""What intake does when somebody says something.

Every method may run twice for one cause: the same request has the same number, so the second time
finds what the first time stored. Files are put first, under keys that follow from their content;
then the dossier, the registration and the news are stored in one transaction, or none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.intake import domain
from services.intake.submission import Door, File, Submission
from shared.dossier import Attachment, Dossier, reference_to
from shared.events import CaseOpened, ComplaintReceived, Received, event_id, source_of
from shared.glossary import Channel
from shared.table import ConflictError


class NumberTakenError(Exception):
    """Another request has this number: one chance in 10**15 for each pair."""


class SameKeyError(Exception):
    """The key of this request was used before, to say something else."""


@dataclass(frozen=True)
class Receipt:
    """It is safe. `is_new` is False where this request had been accepted before."""

    number: str
    received_at: datetime
    is_new: bool


@dataclass(frozen=True)
class Registration:
    """That we have it, and when we tell of it again if nobody makes a case of it."""

    request: str
    content: str
    news: ComplaintReceived
    told: int
    again_at: datetime | None  # None: there is a case

    @property
    def municipality(self) -> str:
        return self.news.gemeentecode

    @property
    def number(self) -> str:
        return self.news.subject


class Store(Protocol):
    def find(self, municipality: str, code: str) -> Registration | None:
        """The registration of which the case number ends with *code*."""

    def add(self, registration: Registration, dossier: Dossier) -> None:
        """Keep both, and the news, or nothing. Raises `ConflictError` where one was there."""

    def unanswered(self, now: datetime) -> Iterable[Registration]:
        """Those that had to be told again by *now*."""

    def tell_again(self, registration: Registration, at: datetime) -> bool:
        """Tell its news once more, the next time *at*. False if it was answered meanwhile."""

    def acknowledge(self, municipality: str, code: str) -> None:
        """There is a case: never tell of it again."""


class Files(Protocol):
    def put(self, key: str, data: bytes, content_type: str) -> None:
        """The same again under the same key changes nothing."""


@dataclass(frozen=True)
class Intake:
    store: Store
    files: Files

    def accept(self, submission: Submission) -> Receipt:
        """Keep it for good. Raises `SameKeyError` where its key was used for something else."""
        if first := self._first(submission):
            return first
        dossier = self._dossier(submission)
        try:
            self.store.add(_registration(submission, dossier), dossier)
        except ConflictError:  # the same request, at the same moment, was first
            if first := self._first(submission):
                return first
            raise
        return Receipt(dossier.number, dossier.received_at, is_new=True)

    def accept_unreadable(
        self, body: str, why: str, municipality: str, channel: Channel, at: datetime
    ) -> Receipt:
        """Keep what an integration sent and nobody understands, for a person to look at."""
        data = body.encode()
        content = domain.fingerprint(data)
        raw = f"onleesbaar/{municipality}/{content[:32]}"
        self.files.put(raw, data, "application/octet-stream")
        return self.accept(
            Submission(
                municipality=municipality,
                door=Door.OFFERED,
                key=raw,
                content=content,
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

    def acknowledge(self, news: CaseOpened) -> None:
        self.store.acknowledge(news.gemeentecode, domain.code_in(news.subject))

    def repair(self, now: datetime) -> int:
        """Tell again of what nobody has made a case of, and say how many that were."""
        return sum(
            self.store.tell_again(each, domain.again_at(each.told + 1, now))
            for each in self.store.unanswered(now)
        )

    def _first(self, submission: Submission) -> Receipt | None:
        """The receipt that this request got before."""
        known = self.store.find(submission.municipality, domain.code_of(submission.request))
        if known is None:
            return None
        if known.request != submission.request:
            raise NumberTakenError(known.number)
        if known.content != submission.content:
            raise SameKeyError(known.number)
        return Receipt(known.number, known.news.data.received_at, is_new=False)

    def _dossier(self, submission: Submission) -> Dossier:
        number = domain.number_of(submission.request, submission.received_at)
        folder = f"bijlagen/{submission.municipality}/{number}"
        return Dossier(
            number=number,
            municipality=submission.municipality,
            channel=submission.channel,
            received_at=submission.received_at,
            registered_at=submission.registered_at,
            language=submission.language,
            subject=submission.subject,
            text=submission.text,
            person=submission.person,
            anonymous=submission.anonymous,
            attachments=tuple(self._keep(file, folder) for file in submission.files),
            raw=submission.raw,
            note=submission.note,
        )

    def _keep(self, file: File, folder: str) -> Attachment:
        key = f"{folder}/{domain.fingerprint(file.data)[:32]}"
        self.files.put(key, file.data, file.content_type)
        return Attachment(
            key=key, name=file.name, content_type=file.content_type, size=len(file.data)
        )


def _registration(submission: Submission, dossier: Dossier) -> Registration:
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
        ),
    )
    return Registration(
        request=submission.request,
        content=submission.content,
        news=news,
        told=1,
        again_at=domain.again_at(1, dossier.registered_at),
    )
