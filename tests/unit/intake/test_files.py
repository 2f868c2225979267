import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.files import DOCX, JPEG, ODT, PDF, PNG, TEXT, name_of, type_of
from tests.fakes.files import a_docx, a_zip, an_odt


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", PDF),
        (b"\x89PNG\r\n\x1a\n...", PNG),
        (b"\xff\xd8\xff\xe0...", JPEG),
        (an_odt(), ODT),
        (a_docx(), DOCX),
    ],
)
def test_a_file_is_what_it_begins_with_whatever_it_is_called(data: bytes, kind: str) -> None:
    assert type_of(data, "application/octet-stream") == kind
    assert type_of(data, TEXT) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>",
        b"GIF89a",
        a_zip({"readme.txt": b"x"}),
        a_docx({"word/vbaProject.bin": b"macro"}),
        a_docx({"word/VBAProject1.BIN": b"macro"}),
        a_docx({"vbaProject.bin": b"macro"}),
        an_odt({"Basic/Standard/Module1.xml": b"macro"}),
        an_odt({"Scripts/python/een.py": b"macro"}),
        an_odt()[:60],
        b"PK\x03\x04" + b"\x00" * 100,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # the old doc and xls
    ],
)
def test_other_files_are_not_taken(data: bytes) -> None:
    assert type_of(data, "application/pdf") is None


def test_text_must_say_so_and_look_like_it() -> None:
    assert type_of(b"Geachte heer,\n", TEXT) == TEXT
    assert type_of(b"Geachte heer", "application/pdf") is None
    assert type_of(b"a\x00b", TEXT) is None


@given(st.binary(), st.text())
def test_no_bytes_are_too_strange(data: bytes, claimed: str) -> None:
    type_of(data, claimed)
    type_of(b"PK\x03\x04" + data, claimed)


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("brief.pdf", "brief.pdf"),
        ("C:\\Users\\jan\\brief.pdf", "brief.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb\x00.pdf", "a b.pdf"),
        ("foto\u202efdp.exe", "fotofdp.exe"),
        ("foto\u2067fdp\u2069.exe", "fotofdp.exe"),
        ("", "bijlage"),
    ],
)
def test_a_name_is_only_a_name(given_name: str, name: str) -> None:
    assert name_of(given_name) == name
