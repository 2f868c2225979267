"""What do the headers of a mail say, as far as anybody can tell?"""

from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from services.intake.text import one_line
from shared.privacy import EMAIL

MAX_HEADER = 4_000  # characters of one header that we look at
MOST = 50  # of the same name

_NOT_FOR_TEXT = {"idna", "punycode", "raw_unicode_escape", "unicode_escape"}


class Headers:
    """Those of one message, gone through once. The topmost of a name comes first."""

    def __init__(self, message: Message) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            values = self._values.setdefault(name.lower(), [])
            if len(values) < MOST:
                values.append(str(value)[:MAX_HEADER])

    def all(self, name: str) -> list[str]:
        """Undecoded, but readable where a mailer sent eight bits without saying which."""
        return [
            decode(value.encode("utf-8", "surrogateescape"), None)
            for value in self._values.get(name, ())
        ]

    def first(self, name: str) -> str:
        """The topmost, decoded, on one line; empty where there is none."""
        return words(next(iter(self.all(name)), ""))

    def senders(self) -> list[tuple[str | None, str]]:
        """Name and address of whoever it says it is from. Parsed before decoding: a decoded name
        may hold what looks like an address.
        """
        try:
            found = getaddresses(self.all("from"))
        except RecursionError:  # comments in comments
            return []
        return [
            (words(name)[:200] or None, address)
            for name, address in found
            if EMAIL.fullmatch(address) and address.isprintable() and len(address) <= 254
        ]


def decode(data: bytes, declared: str | None) -> str:
    """As declared if that works, else as it most probably is. Latin-1 always works."""
    for charset in (declared, "utf-8", "cp1252"):
        try:
            if charset and charset.replace("-", "_").lower() not in _NOT_FOR_TEXT:
                return data.decode(charset)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def words(value: str) -> str:
    """*value* with its encoded words (RFC 2047) decoded, if they can be, on one line."""
    try:
        return one_line(str(make_header(decode_header(value))))
    except Exception:  # decoders of any charset fail in any way; then it stays as it was
        return one_line(value)
