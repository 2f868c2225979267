"""Door 2: what does a raw e-mail say?

A pure function from bytes to a `ParsedMail` that never fails: mail comes in every state of repair.
It reads with the oldest, most forgiving policy of Python's parser, and doubts every declaration.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses

from services.intake.domain import fingerprint
from services.intake.files import KINDS, name_of, type_of
from services.intake.html import text_of
from services.intake.submission import Door, File, Submission, is_nobody
from services.intake.text import clean, fits, language_of, one_line, shorten
from shared.dossier import Person
from shared.glossary import Channel
from shared.privacy import EMAIL

MAX_RAW = 40_000_000  # bytes; the mail service takes no larger ones
MAX_FILES = 25
MAX_FILE_BYTES = 25_000_000  # of all files of one mail together
MAX_TEXT = 1_000_000  # characters of one part that we look at; a dossier holds fewer
MAX_HEADER = 4_000  # characters of one header that we look at

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

_NOT_FOR_TEXT = {"idna", "punycode", "raw_unicode_escape", "unicode_escape"}
_MACHINE = re.compile(r"<?(mailer-daemon|postmaster)@", re.IGNORECASE)


@dataclass(frozen=True)
class ParsedMail:
    key: str  # a fingerprint of what was sent, not of how it travelled
    name: str | None = None
    address: str | None = None
    subject: str = ""
    text: str = ""
    files: tuple[File, ...] = ()
    automatic: bool = False
    readable: bool = True
    notes: tuple[str, ...] = ()


def parse(raw: bytes) -> ParsedMail:
    """What *raw* says, as far as anybody can tell. Never raises."""
    try:
        _refuse_hard_labour(raw)
        return _Reader().read(raw)
    except Exception:  # whatever is wrong with it, a person must see it
        return ParsedMail(key=fingerprint(raw), readable=False, notes=(UNREADABLE,))


def _refuse_hard_labour(raw: bytes) -> None:
    """Raises `ValueError` for a mail that was made to keep us busy."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if lines.count(b"\n") * (1 + len(_NESTS.findall(lines))) > MAX_EFFORT:
        raise ValueError("too many parts in parts")
    if any(len(field[0]) > MAX_FIELD for field in _FIELD.finditer(lines)):
        raise ValueError("a header without end")


def submission_of(raw: bytes, lies_at: str, municipality: str, at: datetime) -> Submission:
    """The mail *raw*, kept under the key *lies_at*, as it reached us *at* a moment."""
    mail = parse(raw[:MAX_RAW])
    notes = mail.notes if len(raw) <= MAX_RAW else (*mail.notes, CUT)
    person = Person(
        name=mail.name,
        email=mail.address,
        # Who writes by mail may be answered by mail (Awb 2:17), unless nobody wrote it.
        reachable_electronically=bool(mail.address) and not mail.automatic,
    )
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
        person=person,
        anonymous=is_nobody(person),
        language=language_of(mail.text),
        files=mail.files,
        raw=lies_at,
        note=" ".join(notes) or None,
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
        text = clean(self._text(message))
        sender, subject = _header(message, "from"), _header(message, "subject")
        message_id, date = _header(message, "message-id"), _header(message, "date")
        name, address = _sender(message)
        said = [message_id, sender, date, subject, text, *self._contents]
        automatic = _is_automatic(message, address)
        notes = [
            note
            for applies, note in (
                (automatic, AUTOMATIC),
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
            subject=subject[:300],
            text=shorten(text),
            files=tuple(self._files),
            automatic=automatic,
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
            text = _decode(data, part.get_content_charset())
            text = text_of(text) if kind == "text/html" else text
            if len(text) > MAX_TEXT:
                self._contents.append(fingerprint(data))
                self._cut = True
            return text[:MAX_TEXT]
        self._put_aside(name_of(_words(name or "")), kind, data)
        return ""

    def _put_aside(self, name: str, claimed: str, data: bytes) -> None:
        self._contents.append(fingerprint(data))
        kind = type_of(data, claimed)
        if kind and len(self._files) < MAX_FILES and len(data) <= self._room:
            self._files.append(File(name, kind, data))
            self._room -= len(data)
        else:
            self._left_out.append(name)


def _decode(data: bytes, declared: str | None) -> str:
    """As declared if that works, else as it most probably is. Latin-1 always works."""
    for charset in (declared, "utf-8", "cp1252"):
        try:
            if charset and charset.replace("-", "_").lower() not in _NOT_FOR_TEXT:
                return data.decode(charset)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _raw_headers(message: Message, name: str) -> list[str]:
    """Undecoded, and also readable where a mailer sent eight bits without saying which."""
    return [
        _decode(str(value)[:MAX_HEADER].encode("utf-8", "surrogateescape"), None)
        for key, value in message.raw_items()
        if key.lower() == name
    ]


def _words(value: str) -> str:
    """*value* with its encoded words (RFC 2047) decoded, if they can be, on one line."""
    try:
        return one_line(str(make_header(decode_header(value))))
    except Exception:  # decoders of any charset fail in any way; then it stays as it was
        return one_line(value)


def _header(message: Message, name: str) -> str:
    return _words(next(iter(_raw_headers(message, name)), ""))


def _sender(message: Message) -> tuple[str | None, str | None]:
    """Name and address. Parsed before decoding: a decoded name may hold what looks like one."""
    try:
        senders = getaddresses(_raw_headers(message, "from")[:1])
    except RecursionError:  # comments in comments
        return None, None
    for name, address in senders:
        if EMAIL.fullmatch(address) and address.isprintable() and len(address) <= 254:
            return _words(name)[:200] or None, address
    return None, None


def _heading(inside: object) -> str:
    forwarded = inside[0] if isinstance(inside, Sequence) and inside else Message()
    lines = (("Van", "from"), ("Datum", "date"), ("Onderwerp", "subject"))
    return "\n".join(
        ["Doorgestuurd bericht", *(f"{label}: {_header(forwarded, name)}" for label, name in lines)]
    )


def _is_automatic(message: Message, address: str | None) -> bool:
    """Did a machine send this? Answering it could start a loop (RFC 3834)."""
    return_path = _raw_headers(message, "return-path")
    return (
        _header(message, "auto-submitted").split(";")[0].strip().lower() not in ("", "no")
        or _header(message, "precedence").lower() in ("bulk", "list", "junk", "auto_reply")
        or any(path.strip() in ("", "<>") or _MACHINE.match(path.strip()) for path in return_path)
        or any(_raw_headers(message, name) for name in ("list-id", "x-autoreply", "x-autorespond"))
        or message.get_content_type() == "multipart/report"
        or bool(address and _MACHINE.match(address))
    )
