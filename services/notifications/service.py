"""What the notifications service does when something happens.

A message is stored before it is sent, claimed before it leaves, and settled after. Whoever claims
it is the only one who sends it, so a message leaves at most once. What stopped before the claim is
sent later by the clock; what stopped after it is uncertain, and a person calls or writes. So nobody
is mailed twice and nobody is forgotten: docs/decisions/0020.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Protocol, TypeVar

from services.notifications import domain, reaching, wording
from services.notifications.domain import Cause
from services.notifications.message import ByHand, Message, Why
from services.notifications.to_residents import Receipt
from services.notifications.wording import Reader, Text
from shared import events
from shared.dossier import Dossier
from shared.dutch_time import dutch_date
from shared.events import (
    BounceReceived,
    DutyMissed,
    DutyNear,
    LetterReady,
    MessageNotDelivered,
    MessageSent,
    TermMissed,
    TermNear,
    event_id,
    source_of,
)
from shared.municipality import Municipality
from shared.observability import logger

T = TypeVar("T")
News = MessageSent | LetterReady | MessageNotDelivered
StepNews = TermNear | TermMissed | DutyNear | DutyMissed

SOON = timedelta(minutes=5)
"""So long after its event a message is sent by the clock, if nobody has sent it yet."""

LONGEST_RUN = timedelta(minutes=15)
"""No function runs longer: a claim older than this belongs to nobody any more."""

GIVE_UP = timedelta(hours=24)
"""What is refused for so long is told by a person; her task itself is tried for ever."""

AT_ONCE = 100
"""What one sweep can do within its thirty seconds; the next one goes on with the rest."""

_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
ONE_MAILBOX = re.compile(rf"{_WORD}(\.{_WORD})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""One plain address. Anything else might reach somebody else, or nobody: then by post or phone."""


class State(StrEnum):
    READY = "klaar"
    CLAIMED = "bezig"
    SENT = "verzonden"
    LETTER = "brief"
    UNCERTAIN = "onzeker"
    NOT_DELIVERED = "niet_bezorgd"


class RefusedError(Exception):
    """The mail service did certainly not take it. Says why in a code, never to whom."""


@dataclass(frozen=True)
class Mail:
    """A message in an envelope, with the only address it goes to."""

    message_id: str
    to: str
    sender: str
    reply_to: str
    text: Text
    at: datetime
    is_reply: bool


class Mailer(Protocol):
    def send(self, mail: Mail) -> str:
        """Hand over *mail*, once, and return its id there. Raises `RefusedError`.

        After any other error nobody knows whether it went.
        """


class Addresses(Protocol):
    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None:
        """Who complains, if we know."""


class MessageStore(Protocol):
    def add(self, messages: Sequence[Message], due: datetime) -> Sequence[Message]:
        """Remember all, or none where any is known: what was decided first stands. Return those
        that still wait to be sent.
        """

    def move(
        self,
        message: Message,
        before: Iterable[State],
        after: State,
        *,
        due: datetime | None = None,
        news: News | None = None,
        task: Message | None = None,
        **kept: str,
    ) -> bool:
        """Bring *message* from one of *before* to *after*, with its *news*, which is kept for ever,
        and a new *task*, and nothing where it stands elsewhere. Was it done?
        """

    def due(self, now: datetime) -> Iterable[tuple[Message, State]]:
        """Whatever should have been settled by *now*."""

    def find(self, municipality: str, number: str, id: str) -> Message | None:
        """The message of this *id* about the case, or what else it was about."""

    def keep(self, step: StepNews) -> None:
        """Remember for ever that deadlines told *step*: nobody else does, should it forget."""


@dataclass(frozen=True)
class Notifications:
    municipalities: Mapping[str, Municipality]
    store: MessageStore
    dossiers: Addresses
    mailer: Mailer
    clock: Callable[[], datetime]
    site: str | None = None  # where our pages are

    def tell(self, event: Cause) -> None:
        """Everybody who must know of *event* hears it. Raises where a mail was refused."""
        if isinstance(event, StepNews):
            self.store.keep(event)
        messages = domain.messages(event, self.municipalities[event.gemeentecode])
        of_event = [each for each in messages if not each.once]
        alone = [[each] for each in messages if each.once]  # another event may have asked before
        due = event.time + SOON
        waiting = [each for batch in (of_event, *alone) for each in self.store.add(batch, due)]
        _each(waiting, self._send)

    def catch_up(self, now: datetime) -> int:
        """Settle whatever got stuck, and say how much that was. Raises where mails were refused."""
        stuck = list(islice(self.store.due(now), AT_ONCE))
        _each(stuck, lambda each: self._settle(*each, now))
        return len(stuck)

    def came_back(self, bounce: BounceReceived) -> None:
        """A person tells what could not be delivered (Awb 2:11). Anybody may have made up the
        report; it can do no more than that, and only once for each message.
        """
        if not bounce.data.permanent:
            return
        known = self.store.find(bounce.gemeentecode, bounce.subject, bounce.data.message_id)
        for before in (State.SENT, State.CLAIMED):  # it may be back before we know that it went
            if known:
                self._to_a_person(known, before, State.NOT_DELIVERED, Why.CAME_BACK)

    def _settle(self, message: Message, state: State, now: datetime) -> None:
        if state is State.CLAIMED:
            self._to_a_person(message, state, State.UNCERTAIN, Why.UNCERTAIN)
            return
        try:
            self._send(message)
        except RefusedError:
            if isinstance(message.content, ByHand) or now < message.caused_at + GIVE_UP:
                raise
            self._to_a_person(message, State.READY, State.NOT_DELIVERED, Why.REFUSED)

    def _send(self, message: Message) -> None:
        if message.to is None:
            self._to_resident(message)
            return
        municipality = self.municipalities[message.municipality]
        mailbox = municipality.party(message.to).mailbox
        if mailbox is None:
            raise LookupError(f"{message.to.key} in {message.municipality} has no mailbox")
        self._mail(message, mailbox, wording.word(message, municipality))

    def _to_resident(self, message: Message) -> None:
        """By mail to who said so (Awb 2:7), else by letter, else by a person."""
        who = self.dossiers.read(message.municipality, message.number, "bericht aan inwoner")
        if who is None:
            self._to_a_person(message, State.READY, State.NOT_DELIVERED, Why.NO_ADDRESS)
            return
        municipality = self.municipalities[message.municipality]
        language = wording.language_of(who.language)
        code = who.tracking_code if isinstance(message.content, Receipt) else None
        reader = Reader(who.person.name, self._page(municipality), code)
        text = wording.word(message, municipality, reader, language)
        address = who.person.address
        if who.mail_to and ONE_MAILBOX.fullmatch(who.mail_to):
            self._mail(message, who.mail_to, text, reply_token=who.reply_token)
        elif address and reaching.reaches_by_post(address):
            self.store.move(
                message,
                {State.READY},
                State.LETTER,
                news=self._news(LetterReady, message),
                letter=wording.letter(text, address, dutch_date(message.caused_at), language),
            )
        else:
            self._to_a_person(message, State.READY, State.NOT_DELIVERED, Why.NO_ADDRESS)

    def _page(self, municipality: Municipality) -> str | None:
        """Where a resident follows her case; none where this deployment has no address yet."""
        return f"{self.site}/loket/{municipality.slug}/volgen" if self.site else None

    def _mail(self, message: Message, to: str, text: Text, reply_token: str | None = None) -> None:
        now = self.clock()
        mail = Mail(
            message_id=message.id,
            to=to,
            sender=self.municipalities[message.municipality].sender,
            reply_to=self._reply_to(message, reply_token),
            text=text,
            at=now,
            is_reply=isinstance(message.content, Receipt),
        )
        if not self.store.move(message, {State.READY}, State.CLAIMED, due=now + LONGEST_RUN):
            return  # somebody else is sending it, or has
        try:
            reference = self.mailer.send(mail)
        except RefusedError as refusal:
            logger.warning("refused", extra=_without_person(message) | {"reden": str(refusal)})
            self.store.move(message, {State.CLAIMED}, State.READY, due=now + SOON)
            raise
        self.store.move(
            message,
            {State.CLAIMED, State.UNCERTAIN},
            State.SENT,
            news=self._news(MessageSent, message),
            reference=reference,
        )
        logger.info("sent", extra=_without_person(message))

    def _reply_to(self, message: Message, token: str | None) -> str:
        """Where an answer goes: with a token it comes back to the case by itself."""
        sender = self.municipalities[message.municipality].sender
        name, _, domain = sender.partition("@")
        code = message.number[-len("XXXXX-XXXXX") :].replace("-", "").lower()
        return f"{name}+{code}.{token}@{domain}" if token else sender

    def _to_a_person(self, message: Message, before: State, after: State, why: Why) -> None:
        task = domain.instead_of(message, why)
        news = self._news(MessageNotDelivered, message)
        if self.store.move(message, {before}, after, news=news, task=task):
            logger.warning("a person must call", extra=_without_person(message) | {"reden": why})
            if task:
                self._send(task)

    def _news(self, kind: type[News], message: Message) -> News:
        name = events.type_of(kind)
        return kind(
            id=event_id(message.id, name),
            source=source_of(message.municipality, "notifications"),
            subject=message.number,
            time=self.clock(),
            gemeentecode=message.municipality,
            data=events.Message(
                message_id=message.id,
                template=message.content.template,
                audience=message.audience,
                cause=message.cause or None,
            ),
        )


def _each(things: Iterable[T], do: Callable[[T], None]) -> None:
    """*do* all, whatever happens to one of them; then raise what happened."""
    failures = []
    for thing in things:
        try:
            do(thing)
        except Exception as failure:
            failures.append(failure)
            # Only the kind: the text of an error may hold what a dossier says.
            logger.warning("not sent", extra={"fout": type(failure).__name__})
    if failures:
        raise ExceptionGroup("some messages must be tried again", failures)


def _without_person(message: Message) -> dict[str, str]:
    return {
        "gemeentecode": message.municipality,
        "zaaknummer": message.number,
        "bericht": message.id,
        "sjabloon": message.content.template,
        "aan": message.audience,
    }
