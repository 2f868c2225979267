"""What looks like personal data? The last guard before anything leaves for the bus."""

import re
from bisect import bisect_left
from functools import lru_cache

from pydantic import BaseModel

EMAIL = re.compile(r"[^\s@\"<>]+@[^\s@\"<>]+\.[^\s@\"<>]+")
PHONE = re.compile(r"(?<![\w-])(?:\+31|0031|0)[\s-]?[1-9](?:[\s-]?\d){8}(?!\d)")
IBAN = re.compile(r"\bNL\d{2}[A-Z]{4}\d{10}\b")
NINE_DIGITS = re.compile(r"(?<![^\W_])\d{9}(?![^\W_])")
UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")  # may look like a number
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

_GAP = "[ \u00a0\u202f.-]"
_MAYBE_BSN = re.compile(
    r"(?:(?<![^\W_])|(?<=(?i:bsn)))(?:\d{9}"
    rf"|(?<!\d{_GAP})(?:\d{{4}}{_GAP}\d{{5}}|\d{{5}}{_GAP}\d{{4}}|"
    rf"\d{{2,4}}({_GAP})\d{{2,4}}\1\d{{2,4}})(?!{_GAP}\d))(?![^\W_])"
)
_OTHER_NUMBER = re.compile(rf"{PHONE.pattern}|\b[A-Z]{{2}}-\d{{4}}-[A-Z0-9-]{{4,40}}")
NOT_SHOWN = "\u2022" * 9


def is_bsn(digits: str) -> bool:
    """Does *digits* pass the test of eleven of the burgerservicenummer?"""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return digits != "000000000" and total % 11 == 0


def without_bsn(text: str) -> tuple[str, int]:
    """*text* in which dots stand for each burgerservicenummer, and how many those were.

    Written in one, or in groups: 123456782, 123 456 782, 1234.56.782, BSN123456782. Telephone
    numbers and our case numbers stay as they are.
    """
    others = [match.span() for match in _OTHER_NUMBER.finditer(text)]
    begins = [begin for begin, _ in others]
    masked = 0

    def mask(found: re.Match[str]) -> str:
        nonlocal masked
        digits = "".join(each for each in found[0] if each.isdigit())
        before = bisect_left(begins, found.end())
        is_known = before > 0 and others[before - 1][1] > found.start()
        if is_known or len(digits) != 9 or not is_bsn(digits):
            return found[0]
        masked += 1
        return NOT_SHOWN

    return _MAYBE_BSN.sub(mask, text), masked


@lru_cache(maxsize=4096)  # most texts of an event are words of ours, the same in every event
def personal_data_in(text: str) -> frozenset[str]:
    """The kinds of personal data that *text* seems to hold, not the data itself."""
    text = UUID.sub("", text)
    found = {
        kind
        for kind, pattern in (("e-mailadres", EMAIL), ("telefoonnummer", PHONE), ("IBAN", IBAN))
        if pattern.search(text)
    }
    if any(is_bsn(match.group()) for match in NINE_DIGITS.finditer(text)):
        found.add("BSN")
    return frozenset(found)


def texts_in(value: object) -> list[str]:
    """Every text in a nested value, keys left out."""
    match value:
        case str():
            return [value]
        case BaseModel():
            return texts_in(vars(value))
        case dict():
            return [text for each in value.values() for text in texts_in(each)]
        case list() | tuple():
            return [text for each in value for text in texts_in(each)]
        case _:
            return []
