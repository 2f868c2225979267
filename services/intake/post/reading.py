"""Door 2: what does a raw e-mail say?

A pure function from bytes to a `ParsedMail` that never fails: mail comes in every state of repair.
It reads with the oldest, most forgiving policy of Python's parser, and doubts every declaration.
What becomes of it then, door.py says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from services.intake.domain import fingerprint
from services.intake.files import KINDS, name_of, type_of
from services.intake.post.headers import Headers, decode, words
from services.intake.post.html import text_of
from services.intake.post.machines import Author, Returned, author_of, returned_in
from services.intake.post.verdicts import NO_VERDICTS, Verdicts, verdicts_in
from services.intake.submission import Door, File, Submission, is_nobody
from services.intake.text import clean, fits, language_of, shorten
from shared.dossier import Person
from shared.glossary import Channel

MAX_RAW = 40_000_000  # bytes; the mail service takes no larger ones
MAX_FILES = 25
MAX_FILE_BYTES = 25_000_000  # of all files of one mail together
MAX_TEXT = 1_000_000  # characters of one part that we look at; a dossier holds fewer

# What Python's parser takes the square of, and no mailer sends.
MAX_EFFORT = 3_000_000  # lines times parts in parts
MAX_FIELD = 20_000  # bytes of a header with parameters
_FIELD = re.compile(rb"^content-(?:type|disposition)\s*:.*(?:\n[ \t].*)*", re.I | re.M)
_NESTS = re.compile(rb"boundary\s*[*=]", re.I)

UNREADABLE = "Deze mail is niet te lezen. Bekijk het origineel."
NO_TEXT = "Deze mail heeft geen leesbare tekst. Bekijk het origineel."
AUTOMATIC = "Dit is een automatisch bericht: mail de afzender niet terug."
CUT = "De tekst is niet volledig: zij is te lang voor het dossier. Bekijk het origineel."
LEFT_OUT = f"Niet overgenomen uit de mail (te groot, te veel, of geen {KINDS}):"

ADDRESSED = ("to", "cc", "delivered-to", "x-original-to", "x-forwarded-to")


@dataclass(frozen=True)
class ParsedMail:
    key: str  # a fingerprint of what was sent, not of how it travelled
    name: str | None = None
    address: str | None = None
    addressed_to: tuple[str, ...] = ()  # headers, as they are
    subject: str = ""
    text: str = ""
    files: tuple[File, ...] = ()
    author: Author = Author.PERSON
    returned: Returned | None = None
    verdicts: Verdicts = NO_VERDICTS
    readable: bool = True
    notes: tuple[str, ...] = ()

    @property
    def automatic(self) -> bool:
        return self.author is not Author.PERSON

    @property
    def person(self) -> Person:
        return Person(
            name=self.name,
            email=self.address,
            # Who writes by mail may be answered by mail (Awb 2:17), unless nobody wrote it.
            reachable_electronically=bool(self.address) and not self.automatic,
        )


def parse(raw: bytes) -> ParsedMail:
    """What *raw* says, as far as anybody can tell. Never raises."""
    try:
        _refuse_hard_labour(raw[:MAX_RAW])
        mail = _Reader().read(raw[:MAX_RAW])
    except Exception:  # whatever is wrong with it, a person must see it
        mail = ParsedMail(key=fingerprint(raw), readable=False, notes=(UNREADABLE,))
    return mail if len(raw) <= MAX_RAW else replace(mail, notes=(*mail.notes, CUT))


def _refuse_hard_labour(raw: bytes) -> None:
    """Raises `ValueError` for a mail that was made to keep us busy."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if lines.count(b"\n") * (1 + len(_NESTS.findall(lines))) > MAX_EFFORT:
        raise ValueError("too many parts in parts")
    if any(len(field[0]) > MAX_FIELD for field in _FIELD.finditer(lines)):
        raise ValueError("a header without end")


def submission_of(mail: ParsedMail, lies_at: str, municipality: str, at: datetime) -> Submission:
    """A first message: *mail*, kept under the key *lies_at*, as it reached us *at* a moment."""
    return Submission(
        municipality=municipality,
        door=Door.MAIL,
        key=mail.key,
        content=mail.key,
        channel=Channel.EMAIL,
        written=True,
        received_at=at,
        registered_at=at,
        subject=mail.subject,
        text=mail.text,
        person=mail.person,
        anonymous=is_nobody(mail.person),
        language=language_of(mail.text),
        files=mail.files,
        raw=lies_at,
        note=" ".join(mail.notes) or None,
        readable=mail.readable,
    )


class _Reader:
    """One reading of one mail: what it found, and what it had to leave out."""

    def __init__(self) -> None:
        self._files: list[File] = []
        self._room = MAX_FILE_BYTES
        self._left_out: list[str] = []
        self._contents: list[str] = []  # fingerprints of what is not in the text
        self._cut = False

    def read(self, raw: bytes) -> ParsedMail:
        message = message_from_bytes(raw, policy=compat32)
        headers = Headers(message)
        text = clean(self._text(message))
        sender, subject = headers.first("from"), headers.first("subject")
        message_id, date = headers.first("message-id"), headers.first("date")
        name, address = next(iter(headers.senders()), (None, None))
        said = [message_id, sender, date, subject, text, *self._contents]
        author = author_of(headers, message)
        notes = [
            note
            for applies, note in (
                (author is not Author.PERSON, AUTOMATIC),
                (not text, NO_TEXT),
                (self._cut or not fits(text), CUT),
                (self._left_out, f"{LEFT_OUT} {', '.join(self._left_out[:20])}."),
            )
            if applies
        ]
        return ParsedMail(
            # A mail that says nothing at all is told from the next by its raw bytes.
            key=fingerprint(*said) if message_id or text or self._contents else fingerprint(raw),
            name=name,
            address=address,
            addressed_to=tuple(value for each in ADDRESSED for value in headers.all(each)),
            subject=subject[:300],
            text=shorten(text),
            files=tuple(self._files),
            author=author,
            returned=returned_in(message, headers, text),
            verdicts=verdicts_in(headers),
            readable=bool(text),
            notes=tuple(notes),
        )

    def _text(self, part: Message) -> str:
        """The text of *part* and all that is in it; puts the files aside."""
        if not part.is_multipart():
            return self._leaf(part)
        inside = part.get_payload()
        texts = [self._text(each) for each in inside if isinstance(each, Message)]
        spoken = [text for text in texts if text.strip()]
        kind = part.get_content_type()
        if kind == "multipart/alternative":
            return spoken[0] if spoken else ""  # the plainest comes first (RFC 2046, 5.1.4)
        if kind == "message/rfc822":  # forwarded as an attachment
            return "\n\n".join([_heading(inside), *spoken])
        return "\n\n".join(spoken)

    def _leaf(self, part: Message) -> str:
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            return ""
        kind, name = part.get_content_type(), part.get_filename()
        is_text = part.get_content_maintype() in ("text", "multipart")
        if is_text and not name and part.get_content_disposition() != "attachment":
            text = decode(data, part.get_content_charset())
            text = text_of(text) if kind == "text/html" else text
            if len(text) > MAX_TEXT:
                self._contents.append(fingerprint(data))
                self._cut = True
            return text[:MAX_TEXT]
        self._put_aside(name_of(words(name or "")), kind, data)
        return ""

    def _put_aside(self, name: str, claimed: str, data: bytes) -> None:
        self._contents.append(fingerprint(data))
        kind = type_of(data, claimed)
        if kind and len(self._files) < MAX_FILES and len(data) <= self._room:
            self._files.append(File(name, kind, data))
            self._room -= len(data)
        else:
            self._left_out.append(name)


def _heading(inside: object) -> str:
    forwarded = inside[0] if isinstance(inside, Sequence) and inside else Message()
    headers = Headers(forwarded)
    lines = (("Van", "from"), ("Datum", "date"), ("Onderwerp", "subject"))
    return "\n".join(
        ["Doorgestuurd bericht", *(f"{label}: {headers.first(name)}" for label, name in lines)]
    )
