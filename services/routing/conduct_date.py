"""Does the conduct seem to lie more than a year back? A hint for a person (Awb 9:8 lid 1 b)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from shared.dutch_time import MONTHS

A_YEAR = timedelta(days=365)
A_LETTER_UNDER_WAY = timedelta(days=14)  # the date above a letter is not that of the conduct

_MONTHS = "|".join(MONTHS)
_DATE = re.compile(
    rf"(?P<since>sinds|vanaf|geboren(?: op)?)? ?"
    rf"(?:\b(?P<day>\d{{1,2}}) )?\b(?P<month>{_MONTHS}) (?P<year>20\d\d)\b",
    re.I,
)
_NUMBERS = re.compile(r"\b(\d{1,2})[-/](\d{1,2})[-/](20\d\d)\b")
_YEAR = re.compile(r"\bin (20\d\d)\b", re.I)
_AGO = re.compile(r"\b(twee|drie|vier|vijf|[2-9]) jaar geleden\b", re.I)


def more_than_a_year_ago(text: str, received_on: date) -> bool:
    """True where *text* names old dates and none of the year before *received_on*."""
    line = " ".join(text.split())  # a pattern takes for ever over a long empty stretch
    days = [day for day in _days_in(line, received_on) if day < received_on - A_LETTER_UNDER_WAY]
    return bool(days) and all(day < received_on - A_YEAR for day in days)


def _days_in(text: str, received_on: date) -> Iterator[date]:
    """The last day that each date in *text* can mean."""
    for found in _DATE.finditer(text):
        if not found["since"]:
            month = MONTHS.index(found["month"].lower()) + 1
            yield _day(int(found["year"]), month, int(found["day"] or 28))
    for found in _NUMBERS.finditer(text):
        yield _day(int(found[3]), int(found[2]), int(found[1]))
    for found in _YEAR.finditer(text):
        yield date(int(found[1]), 12, 31)
    if _AGO.search(text):
        yield received_on - 2 * A_YEAR


def _day(year: int, month: int, day: int) -> date:
    """The date, or the nearest one where a writer slipped."""
    return date(year, min(max(month, 1), 12), min(max(day, 1), 28))
