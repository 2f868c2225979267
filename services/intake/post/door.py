"""Door 2: what becomes of a mail that arrived? A case, more of a case, or a line in a list.

Each mail becomes exactly one of these, and the same mail again nothing new. A mail that says "ik
trek mijn klacht in" is more of a case like any other: a person reads it, because no machine may
decide from a text that somebody gives up her complaint.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from services.intake.domain import code_of
from services.intake.post import replies
from services.intake.post.linking import Link, link
from services.intake.post.reading import ParsedMail, parse, submission_of
from services.intake.post.suspected import Judgment, Suspected, is_dangerous, suspicion
from services.intake.service import Intake, Receipt
from services.intake.submission import Door, More, Submission
from shared.dutch_time import dutch_date
from shared.events import Bounce, BounceReceived, MessageSuspected, Suspicious, event_id, source_of
from shared.glossary import Channel, Side, Suspicion, Telling
from shared.municipality import municipalities
from shared.table import ConflictError

QUOTED = "De mail die hier beantwoord wordt, is weggelaten. Hij staat in het origineel."
INFECTED = "De bijlagen zijn niet overgenomen: in deze mail zat een virus."


class AlreadyAdmittedError(Exception):
    """It is a case now, or part of one: it is too late to reject it."""


class MailStore(Protocol):
    def find(self, municipality: str, id: str) -> Suspected | None:
        """What was suspected under this id."""

    def add(self, suspected: Suspected, news: MessageSuspected) -> None:
        """Keep it, with its *news*; nothing where it is there already."""

    def judge(self, before: Suspected, after: Suspected) -> None:
        """Raises `ConflictError` where it is no longer as *before*."""

    def listed(self, municipality: str, after: Suspected | None) -> Iterator[Suspected]:
        """All of them, oldest first, from the one *after*."""

    def tell(self, news: BounceReceived) -> None:
        """Once, however often it is told."""


@dataclass(frozen=True)
class MailDoor:
    intake: Intake
    store: MailStore

    def arrived(self, raw: bytes, key: str, municipality: str, at: datetime) -> Receipt | Suspected:
        """*raw*, kept under *key*, which reached a *municipality* at a moment."""
        mail = parse(raw)
        first = submission_of(mail, key, municipality, at)
        code = code_of(first.request)
        if self.intake.store.find(municipality, code):
            return self.intake.accept(first)
        if known := self.store.find(municipality, code):
            return known
        linked = self._link(mail, municipality)
        reason = suspicion(mail, municipalities()[municipality].mailboxes)
        if reason and (is_dangerous(mail) or not linked.number):
            return self._suspect(first, reason)
        return self._take_in(mail, first, linked)

    def admit(self, suspected: Suspected, raw: bytes, by: str, at: datetime) -> Suspected:
        """Take in *raw* as if it had come so at its own moment: that is when the law's terms begin.
        Doing it twice changes nothing; who changed her mind may admit what was rejected.
        """
        if suspected.judgment is Judgment.ADMITTED:
            return suspected
        mail = parse(raw)
        if is_dangerous(mail):
            mail = replace(mail, files=(), notes=(*mail.notes, INFECTED))
        first = submission_of(mail, suspected.raw, suspected.municipality, suspected.received_at)
        receipt = self._take_in(mail, first, self._link(mail, suspected.municipality))
        try:
            return self._judge(suspected, Judgment.ADMITTED, by, at, receipt.number)
        except ConflictError:
            return self.admit(self._as_it_is(suspected), raw, by, at)

    def reject(self, suspected: Suspected, by: str, at: datetime) -> Suspected:
        """It stays in the list, with who rejected it and when. Raises `AlreadyAdmittedError`."""
        if suspected.judgment is Judgment.ADMITTED:
            raise AlreadyAdmittedError
        if suspected.judgment is Judgment.REJECTED:
            return suspected
        try:
            return self._judge(suspected, Judgment.REJECTED, by, at)
        except ConflictError:
            return self.reject(self._as_it_is(suspected), by, at)

    def _link(self, mail: ParsedMail, municipality: str) -> Link:
        return link(mail, municipality, self.intake.store, self.intake.dossiers)

    def _take_in(self, mail: ParsedMail, first: Submission, linked: Link) -> Receipt:
        if linked.number is None:
            note = _together(first.note, linked.note)
            return self.intake.accept(replace(first, note=note))
        receipt = self.intake.add(_more(mail, first, linked, linked.number))
        if mail.returned and mail.returned.message_id:
            bounce = Bounce(message_id=mail.returned.message_id, permanent=mail.returned.permanent)
            self.store.tell(_bounce_received(bounce, first, linked.number))
        return receipt

    def _suspect(self, first: Submission, reason: Suspicion) -> Suspected:
        found = Suspected(
            id=code_of(first.request),
            municipality=first.municipality,
            received_at=first.received_at,
            sender=first.person.email,
            subject=first.subject,
            reason=reason,
            raw=first.raw or "",
        )
        self.store.add(found, _suspected(found))
        return found

    def _judge(
        self,
        suspected: Suspected,
        judgment: Judgment,
        by: str,
        at: datetime,
        number: str | None = None,
    ) -> Suspected:
        judged = suspected.model_copy(
            update={"judgment": judgment, "judged_by": by, "judged_at": at, "number": number}
        )
        self.store.judge(suspected, judged)
        return judged

    def _as_it_is(self, suspected: Suspected) -> Suspected:
        now = self.store.find(suspected.municipality, suspected.id)
        assert now is not None, "nothing leaves the list"
        return now


def _more(mail: ParsedMail, first: Submission, linked: Link, number: str) -> More:
    reply = replies.split(first.subject, first.text)
    if mail.automatic:  # what it says about our mail may stand in what it brings back
        reply = replies.Reply(first.text)
    return More(
        municipality=first.municipality,
        number=number,
        telling=Telling.MORE,
        side=Side.COMPLAINANT,
        door=Door.MAIL,
        key=first.key,
        content=first.content,
        channel=first.channel,
        received_at=first.received_at,
        registered_at=first.registered_at,
        subject=first.subject,
        text=reply.own,
        person=first.person,
        files=first.files,
        raw=first.raw,
        note=_together(first.note, linked.note, QUOTED if reply.quoted else None),
        automatic=mail.automatic,
        by_another=linked.by_another,
    )


def _together(*notes: str | None) -> str | None:
    return " ".join(filter(None, notes)) or None


def _bounce_received(bounce: Bounce, first: Submission, number: str) -> BounceReceived:
    return BounceReceived(
        id=event_id(first.municipality, number, first.key, "terugmelding-ontvangen"),
        source=source_of(first.municipality, "intake"),
        subject=number,
        time=first.received_at,
        gemeentecode=first.municipality,
        kanaal=Channel.EMAIL,
        data=bounce,
    )


def _suspected(found: Suspected) -> MessageSuspected:
    """With a subject of its day, so that the desk hears once a day that there is something."""
    return MessageSuspected(
        id=event_id(found.municipality, found.id, "bericht-verdacht"),
        source=source_of(found.municipality, "intake"),
        subject=f"verdachte-berichten-{dutch_date(found.received_at)}",
        time=found.received_at,
        gemeentecode=found.municipality,
        kanaal=Channel.EMAIL,
        data=Suspicious(reason=found.reason),
    )
