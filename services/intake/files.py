"""Which files do we take, and where do they go?

We look at the first bytes, not at what the sender calls it. No archives, no macros.
"""

import io
import re
import zipfile
from typing import TYPE_CHECKING

from services.intake.text import one_line

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TEXT = "text/plain"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = "pdf, png, jpeg, docx, odt of txt"

_ODT_BEGINS = b"mimetype" + ODT.encode()  # the first entry of the zip, stored as it is
_DOCX_HAS = {"[Content_Types].xml", "word/document.xml"}
_MACROS = re.compile(r"vbaproject[^/]*\.bin$|^(basic|scripts)/", re.IGNORECASE)
_NOT_IN_TEXT = bytes(set(range(32)) - set(b"\t\n\r\f"))


def type_of(data: bytes, claimed: str) -> str | None:
    """The media type of a file that we take, or None. Only plain text needs to be *claimed*."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"PK\x03\x04"):
        return _document_of(data)
    if data and claimed == TEXT and len(data.translate(None, _NOT_IN_TEXT)) == len(data):
        return TEXT
    return None


def name_of(given: str) -> str:
    """The name of a file without folders, to show; never to store it under."""
    return one_line(given.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "bijlage"


def _document_of(data: bytes) -> str | None:
    """The media type of a zip that is a text document without macros."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except Exception:  # a hostile zip fails in many ways, all of them mean no
        return None
    if any(_MACROS.search(name) for name in names):
        return None
    return ODT if data[30:].startswith(_ODT_BEGINS) else DOCX if names >= _DOCX_HAS else None


class Bucket:
    """One S3 bucket."""

    def __init__(self, client: "S3Client", name: str) -> None:
        self._client = client
        self._name = name

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """The same again under the same key changes nothing."""
        self._client.put_object(Bucket=self._name, Key=key, Body=data, ContentType=content_type)

    def get(self, key: str, at_most: int) -> bytes:
        """The object, or its first *at_most* bytes."""
        return self._client.get_object(Bucket=self._name, Key=key)["Body"].read(at_most)
