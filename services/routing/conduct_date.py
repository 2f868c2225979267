"""How long ago does the conduct seem to be? A hint for a person (Awb 9:8 lid 1 b)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from shared.dutch_time import MONTHS

A_LETTER_UNDER_WAY = timedelta(days=14)  # the date above a letter is not that of the conduct
ENDS = {"begin": 4, "voorjaar": 6, "lente": 6, "medio": 8, "zomer": 9, "najaar": 12, "herfst": 12}
"""The last month of a part of a year. A winter, and `eind`, lasts to the end of it."""

_MONTHS = "|".join(MONTHS)
_DATE = re.compile(
    rf"(?P<since>sinds|vanaf|geboren(?: op)?)? ?"
    rf"(?:\b(?P<day>\d{{1,2}}) )?\b(?P<month>{_MONTHS}) (?P<year>20\d\d)\b",
    re.I,
)
_NUMBERS = re.compile(r"\b(\d{1,2})[-/](\d{1,2})[-/](20\d\d)\b")
_PART_OF_YEAR = re.compile(rf"\b(in|eind|winter|{'|'.join(ENDS)})(?: van)? (20\d\d)\b", re.I)
_LAST_YEAR = re.compile(rf"\bvorig jaar (?:in )?({_MONTHS})\b", re.I)
_NUMBERS_IN_WORDS = {
    "een": 1, "anderhalf": 1.5, "paar": 2, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6,
    "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12,
}  # fmt: skip
_AGO = re.compile(
    rf"\b(?P<number>{'|'.join(_NUMBERS_IN_WORDS)}|\d\d?) "
    rf"(?P<unit>jaar|maand|maanden) (?:geleden|terug)\b",
    re.I,
)


def months_ago(text: str, received_on: date) -> int | None:
    """More than how many months before *received_on* is the last day that *text* names, if any."""
    line = " ".join(text.split())  # a pattern takes for ever over a long empty stretch
    days = (day for day in _days_in(line, received_on) if day < received_on - A_LETTER_UNDER_WAY)
    last = max(days, default=None)
    if last is None:
        return None
    months = (received_on.year - last.year) * 12 + received_on.month - last.month
    return months - (received_on.day <= last.day)


def _days_in(text: str, received_on: date) -> Iterator[date]:
    """The last day that each date in *text* can mean."""
    for found in _DATE.finditer(text):
        if not found["since"]:
            yield _day(int(found["year"]), _month(found["month"]), int(found["day"] or 28))
    for found in _NUMBERS.finditer(text):
        yield _day(int(found[3]), int(found[2]), int(found[1]))
    for found in _PART_OF_YEAR.finditer(text):
        yield _day(int(found[2]), ENDS.get(found[1].lower(), 12), 28)
    for found in _LAST_YEAR.finditer(text):
        yield _day(received_on.year - 1, _month(found[1]), 28)
    for found in _AGO.finditer(text):
        yield _so_long_before(received_on, found["number"].lower(), found["unit"].lower())


def _so_long_before(received_on: date, number: str, unit: str) -> date:
    """Give or take half a month: the last day that may be meant."""
    many = float(number) if number.isdigit() else _NUMBERS_IN_WORDS[number]
    gone = int(many * (12 if unit == "jaar" else 1))
    months = received_on.year * 12 + received_on.month - 1 - gone
    return _day(months // 12, months % 12 + 1, received_on.day) + timedelta(days=15)


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1


def _day(year: int, month: int, day: int) -> date:
    """The date, or the nearest one where a writer slipped."""
    return date(year, min(max(month, 1), 12), min(max(day, 1), 28))
