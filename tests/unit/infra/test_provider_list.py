"""What a functional administrator saves in Excel is read as she meant it, or refused as a whole."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local import ROOT
from infra.local.provider_list import COLUMNS, LARGEST, REQUIRED, Line, ListError, lines_of
from shared.provider import Provider

HEAD = "sleutel;naam;domeinen;wettelijk_regime"
CAFE = "kafe;Café 't Hoekje;wmo;contract"


def only_line(data: bytes) -> Line:
    [line] = lines_of(data)
    return line


def refusal(data: bytes) -> str:
    with pytest.raises(ListError) as refused:
        lines_of(data)
    return str(refused.value)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ","])
def test_a_list_is_read_however_excel_saved_it(separator: str, encoding: str, ending: str) -> None:
    text = ending.join([HEAD, CAFE, ""]).replace(";", separator)

    line = only_line(text.encode(encoding))

    assert line.number == 2
    assert line.key == "kafe"
    assert line.cells["naam"] == "Café 't Hoekje"


def test_quotes_hold_separators_quotes_and_line_ends_together() -> None:
    text = f'{HEAD}\na;"De ""Punt""; en\nZoon";wmo;contract\nb;B;wmo;contract\n'

    first, second = lines_of(text.encode())

    assert first.cells["naam"] == 'De "Punt"; en\nZoon'
    assert second.number == 3  # as the spreadsheet counts


def test_an_accent_of_a_mac_is_the_accent_of_windows() -> None:
    decomposed = CAFE.replace("é", "e\u0301")

    assert only_line(f"{HEAD}\n{decomposed}".encode()).cells["naam"] == "Café 't Hoekje"


def test_columns_may_be_written_as_words_and_stand_in_any_order() -> None:
    text = "Wettelijk  Regime;Contract tot-en-met;Domeinen;NAAM;Sleutel\nwkkgz;;zvw;Zorg;zorg"

    line = only_line(text.encode())

    assert (line.key, line.cells["wettelijk_regime"]) == ("zorg", "wkkgz")
    assert line.cells["contract_tot_en_met"] == ""


def test_empty_rows_and_columns_are_passed_over_and_counted() -> None:
    text = f"{HEAD};;\n;;;;;\n \n{CAFE};;\n\n"

    line = only_line(text.encode())

    assert line.number == 4
    assert set(line.cells) == set(REQUIRED)


def test_what_stands_beyond_the_last_column_is_not_lost() -> None:
    assert only_line(f"{HEAD}\n{CAFE};over".encode()).cells[""] == "over"


def test_a_row_that_stops_early_has_empty_cells() -> None:
    assert only_line(f"{HEAD}\nkafe;Kafé".encode()).cells["wettelijk_regime"] == ""


@pytest.mark.parametrize("name", REQUIRED)
def test_a_column_that_is_missing_is_named(name: str) -> None:
    left = [column for column in REQUIRED if column != name]

    assert f"de kolom {name} ontbreekt" in refusal((";".join(left) + "\na;b;c").encode())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "de kolom sleutel ontbreekt"),
        (b"\xef\xbb\xbf", "de kolom sleutel ontbreekt"),
        (HEAD.encode(), "geen enkele aanbieder"),
        (f"{HEAD}\n;;;\n".encode(), "geen enkele aanbieder"),
        (f"{HEAD};postbuss\n{CAFE};a@b.example".encode(), "de kolom 'postbuss' kennen wij niet"),
        (f"{HEAD};Naam\n{CAFE};B".encode(), "de kolom naam staat er twee keer"),
        (f'{HEAD}\n{CAFE}\nb;"B;wmo;contract\n'.encode(), "Bij regel 3 kloppen de aanhaling"),
        (f'{HEAD}\na;"B"C;wmo;contract\n'.encode(), "Bij regel 2 kloppen de aanhaling"),
        (f"{HEAD}\n{CAFE}".encode("utf-16"), "geen CSV-bestand"),
        (b"PK\x03\x04\x00\x00workbook", "geen CSV-bestand"),
        (f"{HEAD}\n{CAFE}".encode("cp1252") + b"\x81", "geen CSV-bestand"),
        (f"{HEAD}\n{CAFE}\n".encode() + b";" * LARGEST, "groter dan 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_trusted_is_refused_whole_and_says_why(
    data: bytes, words: str
) -> None:
    assert words in refusal(data)


def test_ten_megabytes_are_read() -> None:
    data = f"{HEAD}\n{CAFE}\n".encode()
    blanks = (b" " * 9999 + b"\n") * (LARGEST // 10_000 + 1)

    assert only_line((data + blanks)[:LARGEST]).key == "kafe"


@given(st.binary() | st.text().map(lambda row: f"{HEAD}\n{row}".encode("utf-8", "replace")))
def test_whatever_the_file_is_it_is_read_or_refused(data: bytes) -> None:
    with suppress(ListError):
        assert lines_of(data)


def test_every_fact_of_a_provider_has_a_column_and_no_other() -> None:
    facts = [field.alias for field in Provider.model_fields.values()]

    assert sorted(COLUMNS) == sorted(["sleutel", *map(str, facts)])


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("contract_van", "31-12-2026", "2026-12-31"),
        ("contract_van", " 1-2-2026 ", "2026-02-01"),
        ("contract_van", "2026-12-31", "2026-12-31"),
        ("eigen_termijn_weken", "6", "6"),
        ("eigen_termijn_weken", "6,0", "6"),
        ("domeinen", "WMO,  Jeugd;wmo\n", "['wmo', 'jeugd']"),
        ("ook_bekend_als", "Het  Hof, 't Hof,,", "['Het Hof', \"'t Hof\"]"),
        ("naam", "\u00a0Het\n Hof ", "Het Hof"),
    ],
)
def test_a_cell_is_read_as_people_write_it(column: str, cell: str, value: str) -> None:
    read, _ = COLUMNS[column]

    assert str(read(cell)) == value


def test_the_manual_explains_every_column_and_no_other() -> None:
    manual = (ROOT / "docs/aanbieders.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in manual.splitlines() if line.startswith("| `")]

    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(COLUMNS)
