"""Which lines does a list of providers hold, as Excel saves it in the Netherlands?

Semicolons or commas, UTF-8 or what Windows wrote before, days as 31-12-2026.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

LARGEST = 10 * 1024 * 1024  # bytes; thirty thousand providers do not fill it
REQUIRED = ("sleutel", "naam", "domeinen", "wettelijk_regime")
SAVE_AGAIN = "open het in Excel en kies Opslaan als, CSV UTF-8."


class ListError(Exception):
    """Nothing of the list can be taken. The message says what to do, in Dutch."""


@dataclass(frozen=True)
class Line:
    number: int  # as a spreadsheet shows it
    cells: Mapping[str, str]
    """By column; what stands beyond the last column is under no name."""

    @property
    def key(self) -> str:
        return self.cells["sleutel"].strip()


def text_of(cell: str) -> str:
    return " ".join(cell.split())


def _word(cell: str) -> str:
    return text_of(cell).lower()


def _several(cell: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(text_of, re.split(r"[,;\n]", cell)))))


def _words(cell: str) -> list[str]:
    return _several(cell.lower())


def _weeks(cell: str) -> int:
    found = re.fullmatch(r"(\d{1,2})(?:[.,]0*)?", cell.strip())
    if found is None:
        raise ValueError(cell)
    return int(found[1])


def _day(cell: str) -> date:
    if found := re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", cell.strip()):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    return date.fromisoformat(cell.strip())


_A_DAY = "schrijf de dag als 31-12-2026"
COLUMNS: dict[str, tuple[Callable[[str], Any], str]] = {
    "sleutel": (text_of, "kies 2 tot 60 kleine letters, cijfers of _; een sleutel verandert nooit"),
    "naam": (text_of, "vul de naam in, hoogstens 200 tekens"),
    "postbus": (text_of, "schrijf een e-mailadres als klachten@aanbieder.example"),
    "leidinggevende": (text_of, "noem de sleutel van een eenheid van de gemeente"),
    "ook_bekend_als": (_several, "zet komma's tussen namen van hoogstens 200 tekens"),
    "diensten": (_several, "zet komma's tussen woorden zoals taxi*, elk hoogstens 200 tekens"),
    "domeinen": (
        _words,
        "kies uit wmo, jeugd, participatie, schuldhulp, zvw, leerlingenvervoer en algemeen, "
        "het belangrijkste eerst, met komma's ertussen",
    ),
    "wettelijk_regime": (_word, "kies wmo_3_2_contract, jeugdwet_4_2_1, wkkgz of contract"),
    "eigen_termijn_weken": (_weeks, "schrijf een heel getal van 1 tot en met 26, of niets"),
    "klachtenregeling_goedgekeurd_op": (_day, _A_DAY),
    "contract_van": (_day, _A_DAY),
    "contract_tot_en_met": (_day, _A_DAY),
    "afspraken": (
        _words,
        "kies uit termijnen, informatie_uitwisseling, bejegeningsklachten en zaaksklachten, "
        "met komma's ertussen",
    ),
}
"""Each column of the list, which is a field of the register: how it is read, what is right."""


def lines_of(data: bytes) -> list[Line]:
    """The lines of a CSV file as Excel saves it in the Netherlands. Raises `ListError`."""
    if len(data) > LARGEST:
        raise ListError("Het bestand is groter dan 10 MB: is dit de lijst van aanbieders?")
    text = unicodedata.normalize("NFC", _decoded(data))
    separator = max(";,", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        head, *records = [*reader] or [[]]
    except csv.Error:
        where = f"Bij regel {reader.line_num} kloppen de aanhalingstekens niet"
        raise ListError(f"{where}: {SAVE_AGAIN}") from None
    columns = ["_".join(name.lower().replace("-", " ").split()) for name in head]
    _check(columns)
    lines = [
        Line(number, _cells(columns, record))
        for number, record in enumerate(records, start=2)
        if any(map(str.strip, record))
    ]
    if not lines:
        raise ListError("Onder de kolomnamen staat geen enkele aanbieder: vul de lijst in.")
    return lines


def _decoded(data: bytes) -> str:
    if b"\0" not in data:  # a workbook has these, and UTF-16
        for encoding in ("utf-8-sig", "cp1252"):
            with suppress(UnicodeDecodeError):
                return data.decode(encoding)
    raise ListError(f"Dit is geen CSV-bestand: {SAVE_AGAIN}")


def _cells(columns: list[str], record: list[str]) -> dict[str, str]:
    pairs = zip_longest(columns, record, fillvalue="")
    return {column: cell for column, cell in pairs if column or cell.strip()}


def _check(columns: list[str]) -> None:
    named = list(filter(None, columns))
    faults = [
        *(f"de kolom {name} ontbreekt" for name in REQUIRED if name not in named),
        *(f"de kolom {name!r} kennen wij niet" for name in named if name not in COLUMNS),
        *(f"de kolom {name} staat er twee keer" for name, n in Counter(named).items() if n > 1),
    ]
    if faults:
        raise ListError(
            f"De eerste regel klopt niet: {'; '.join(faults)}. "
            f"De kolommen zijn {', '.join(COLUMNS)}."
        )
