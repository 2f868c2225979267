"""Where are the files of a form that is not sent yet?

In the bucket, under a name that nobody can guess, and gone after two days. The page refers to them;
what it says of them is only shown. What counts is what lies there when the form is sent.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from secrets import token_hex

from botocore.exceptions import ClientError

from services.intake.files import TEXT, Bucket, name_of, type_of
from services.intake.form import MAX_FILE_BYTES, MAX_FILES
from services.intake.submission import File

_REFERENCE = re.compile(r"([0-9a-f]{32}):(\d{1,9}):(.{1,200})", re.DOTALL)


@dataclass(frozen=True)
class Upload:
    key: str
    size: int
    name: str

    def __str__(self) -> str:
        return f"{self.key}:{self.size}:{self.name}"


class NotThereError(Exception):
    """Nobody has this file: it was never uploaded, or that is too long ago."""


def upload_of(reference: str) -> Upload | None:
    """What a page refers to, if it looks as we wrote it."""
    found = _REFERENCE.fullmatch(reference)
    return Upload(found[1], int(found[2]), name_of(found[3])) if found else None


def uploads_of(references: Iterable[str]) -> tuple[Upload, ...]:
    """What a page refers to, each once, and no more than a form of ours may have."""
    found = {each.key: each for each in map(upload_of, references) if each}
    return tuple(found.values())[:MAX_FILES]


def wrong_with(file: File, known: Iterable[Upload]) -> str | None:
    """Why we do not take *file* beside those that are *known*, as a key of the texts."""
    others = list(known)
    if type_of(file.data, file.content_type) is None:
        return "bestand_soort"
    if len(others) >= MAX_FILES:
        return "bestand_aantal"
    if sum(each.size for each in others) + len(file.data) > MAX_FILE_BYTES:
        return "bestand_groot"
    return None


def keep(bucket: Bucket, municipality: str, file: File) -> Upload:
    """Put *file* where a form finds it again."""
    upload = Upload(token_hex(16), len(file.data), name_of(file.name))
    kind = type_of(file.data, file.content_type) or "application/octet-stream"
    bucket.put(_place(municipality, upload), file.data, kind)
    return upload


def fetch(bucket: Bucket, municipality: str, upload: Upload) -> File:
    """The file itself, looked at again. Raises `NotThereError`."""
    try:
        data = bucket.get(_place(municipality, upload), at_most=MAX_FILE_BYTES + 1)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404", "AccessDenied"):
            raise NotThereError from error
        raise
    kind = type_of(data, TEXT)
    if kind is None or len(data) > MAX_FILE_BYTES:
        raise NotThereError
    return File(upload.name, kind, data)


def _place(municipality: str, upload: Upload) -> str:
    return f"concept/{municipality}/{upload.key}"


def keep_what_we_take(
    bucket: Bucket, municipality: str, before: Sequence[Upload], files: Sequence[File]
) -> tuple[Upload, ...]:
    """What was kept *before*, and those of *files* that we take, for when she sends it again."""
    uploads = list(before)
    for file in files:
        if wrong_with(file, uploads) is None:
            uploads.append(keep(bucket, municipality, file))
    return tuple(uploads)
