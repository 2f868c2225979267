"""Did a machine send this mail, and does it bring back one of ours? (RFC 3834 and 3464)

No machine is ever answered: that could start a loop.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from email.policy import compat32
from enum import StrEnum
from itertools import islice

from services.intake.post.headers import Headers, decode

OURS = "x-klachtenloket-bericht"
"""The header in which a mail of ours names itself: SES puts a Message-ID of its own in its place,
but leaves this be.
"""

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAMES_ONE_OF_OURS = re.compile(
    rf"^(?:{OURS}|message-id|in-reply-to|references):[ \t]*<?({_UUID})\b", re.I | re.M
)
_DAEMON = re.compile(r"<?(mailer-daemon|postmaster)@", re.IGNORECASE)
_AWAY = re.compile(
    r"(automatisch antwoord|automatic reply|auto-?reply|out of (the )?office"
    r"|afwezig(heid(sbericht|smelding)?)?)\s*(:|$)",
    re.IGNORECASE,
)
_GONE_FOR_GOOD = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
_PARTS = 100  # of a report that we look through
_CHARACTERS = 50_000  # of what it brings back


class Author(StrEnum):
    PERSON = "mens"
    PROGRAM = "programma"  # it may be a form on the web, in which a person wrote
    REPLIER = "antwoordapparaat"  # it reacts to mail by itself: nobody wrote this


@dataclass(frozen=True)
class Returned:
    """A mail that did not arrive, as the report of it says. Anybody can make up such a report."""

    said: str  # what of its headers may tell which case it was about
    message_id: str | None  # under which we know it
    permanent: bool  # nobody will try again


def author_of(headers: Headers, message: Message) -> Author:
    address = next((address for _, address in headers.senders()), "")
    submitted = headers.first("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    precedence = headers.first("precedence").lower()
    returns_to = [path.strip() for path in headers.all("return-path")]
    if (
        submitted == "auto-replied"
        or precedence == "auto_reply"
        or any(path in ("", "<>") or _DAEMON.match(path) for path in returns_to)
        or any(headers.all(name) for name in ("x-autoreply", "x-autorespond", OURS))
        or message.get_content_type() == "multipart/report"
        or _DAEMON.match(address)
    ):
        return Author.REPLIER
    if (
        submitted not in ("", "no")
        or precedence in ("bulk", "list", "junk")
        or any(headers.all(name) for name in ("list-id", "x-auto-response-suppress"))
        or _AWAY.match(headers.first("subject"))
    ):
        return Author.PROGRAM
    return Author.PERSON


def returned_in(message: Message, headers: Headers, text: str) -> Returned | None:
    """The mail that *message*, which says *text*, brings back; None where it is no bounce."""
    parts = list(islice(message.walk(), _PARTS))
    status = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not status and not any(_DAEMON.match(address) for _, address in headers.senders()):
        return None
    said = "\n".join(_said(parts)) or text[:_CHARACTERS]
    answers_to = "\n".join(f"{name}: {headers.first(name)}" for name in ("in-reply-to",))
    ours = _NAMES_ONE_OF_OURS.search(f"{said}\n{answers_to}")
    return Returned(
        said=said,
        message_id=ours[1].lower() if ours else None,
        permanent=_is_permanent(status) if status else bool(_GONE_FOR_GOOD.search(text)),
    )


def _said(parts: Iterable[Message]) -> Iterator[str]:
    """What the mails that came back said in their headers."""
    for part in parts:
        for original in _originals(part):
            headers = Headers(original)
            for name in (OURS, "message-id", "reply-to", "subject"):
                yield f"{name}: {headers.first(name)}"


def _originals(part: Message) -> Iterator[Message]:
    inside = part.get_payload(decode=False)
    if part.get_content_type() == "message/rfc822" and isinstance(inside, list):
        yield from (each for each in inside if isinstance(each, Message))
    elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            yield message_from_string(decode(data, None)[:_CHARACTERS], policy=compat32)


def _is_permanent(status: Iterable[Message]) -> bool:
    """Did it fail for good, for anybody? Where a server only says that it is late, not yet."""
    for part in status:
        inside = part.get_payload()
        for group in inside if isinstance(inside, list) else ():
            if isinstance(group, Message):
                headers = Headers(group)
                action, code = headers.first("action").lower(), headers.first("status")
                if code.startswith("5.") and action in ("", "failed"):
                    return True
    return False
