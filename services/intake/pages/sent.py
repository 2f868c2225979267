"""What did a browser send? The fields and files of a form, whatever state they are in.

Reading never fails on bad bytes: what could be read is there, and `broken` says that something was
lost. Only what is more than any page of ours asks is refused.
"""

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from services.intake.submission import File
from shared.http import TOO_LARGE, ForbiddenError, TooLargeError

MAX_BODY = 6_000_000  # characters; more than that no function gets
MAX_FIELDS = 300  # our largest page has about sixty
MAX_MULTIPART = MAX_BODY

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

Part = tuple[str, "str | File"]


@dataclass(frozen=True)
class Form:
    """`broken`: it did not come in whole."""

    fields: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[File, ...]]
    broken: bool = False

    def get(self, name: str) -> str:
        """The field, the first if it came more often, or an empty text."""
        return self.all(name)[0] if name in self.fields else ""

    def all(self, name: str) -> tuple[str, ...]:
        """All values of what may be chosen more than once."""
        return self.fields.get(name, ())

    def has(self, name: str) -> bool:
        """Was this button pressed, or this field there?"""
        return name in self.fields


def form_of(event: Mapping[str, Any]) -> Form:
    """What a REST API proxy *event* holds. Raises `TooLargeError` for more than we take."""
    body, unread = _body(event)
    content_type = _headers(event).get("content-type") or ""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == MULTIPART:
        parts, cut_off = _multipart(body, content_type)
    elif kind == FORM:
        parts, cut_off = _urlencoded(body), False
    else:
        parts, cut_off = [], bool(body)
    fields: dict[str, list[str]] = defaultdict(list)
    files: dict[str, list[File]] = defaultdict(list)
    for name, value in parts:
        if isinstance(value, File):
            files[name].append(value)
        else:
            fields[name].append(value)
    return Form(
        {name: tuple(values) for name, values in fields.items()},
        {name: tuple(values) for name, values in files.items()},
        broken=unread or cut_off,
    )


def own_form_of(event: Mapping[str, Any]) -> Form:
    """As `form_of`. Raises `ForbiddenError` where another site sent it.

    A browser of today says whose page it was. One that does not may say an origin; from our own
    pages that is no more than "null", because they give no referrer away.
    """
    headers = _headers(event)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin") or "null"
    if site:
        ours = site in ("same-origin", "none")
    else:
        ours = origin == "null" or origin.partition("://")[2] == headers.get("host")
    if not ours:
        raise ForbiddenError("Dit formulier kwam van een andere site.")
    return form_of(event)


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def _body(event: Mapping[str, Any]) -> tuple[bytes, bool]:
    """The body in bytes, and whether it could not be read."""
    body = event.get("body") or ""
    if len(body) > MAX_BODY:
        raise TooLargeError(TOO_LARGE)
    if not event.get("isBase64Encoded"):
        return body.encode("utf-8", "surrogatepass"), False
    try:
        return base64.b64decode(body), False
    except (binascii.Error, ValueError):
        return b"", True


def _urlencoded(body: bytes) -> list[Part]:
    try:
        return [
            (name, value)
            for name, value in parse_qsl(
                body.decode("utf-8", "replace"),
                keep_blank_values=True,
                errors="replace",
                max_num_fields=MAX_FIELDS,
            )
        ]
    except ValueError:
        raise TooLargeError(TOO_LARGE) from None


def _multipart(body: bytes, content_type: str) -> tuple[list[Part], bool]:
    """The parts that are whole, and whether that is not all."""
    from multipart import MultipartError, ParserLimitReached, parse_options_header

    parts: list[Part] = []
    try:
        _, options = parse_options_header(content_type)
        for part in _parts(body, options.get("boundary") or ""):
            parts.append(part)
    except ParserLimitReached:
        raise TooLargeError(TOO_LARGE) from None
    except (MultipartError, ValueError, LookupError):
        return parts, True
    return parts, False


def _parts(body: bytes, boundary: str) -> Iterator[Part]:
    from multipart import MultipartParser

    for part in MultipartParser(
        BytesIO(body),
        boundary,
        part_limit=MAX_FIELDS,
        partsize_limit=MAX_MULTIPART,
        spool_limit=MAX_MULTIPART,
        memory_limit=2 * MAX_MULTIPART,
    ):
        if part.filename is None:
            yield part.name, _text(part.raw)
        elif part.filename or part.size:
            yield part.name, File(part.filename, part.content_type, part.raw)


def _text(data: bytes) -> str:
    """Our pages are UTF-8, and so is what they send; who sends otherwise is read all the same."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
