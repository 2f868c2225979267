"""Small files of each kind."""

import io
import zipfile

from services.intake.files import ODT

A_PDF = b"%PDF-1.7\n%%EOF"
A_PNG = b"\x89PNG\r\n\x1a\n0000"


def a_zip(entries: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data)  # of no day: always the same bytes
    return whole.getvalue()


def an_odt(more: dict[str, bytes] | None = None) -> bytes:
    return a_zip({"mimetype": ODT.encode(), "content.xml": b"<a/>", **(more or {})})


def a_docx(more: dict[str, bytes] | None = None) -> bytes:
    return a_zip({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>", **(more or {})})
