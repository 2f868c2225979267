"""What looks like personal data? The last guard before anything leaves for the bus."""

import re
from functools import lru_cache

from pydantic import BaseModel

EMAIL = re.compile(r"[^\s@\"<>]+@[^\s@\"<>]+\.[^\s@\"<>]+")
PHONE = re.compile(r"(?<![\w-])(?:\+31|0031|0)[\s-]?[1-9](?:[\s-]?\d){8}(?!\d)")
IBAN = re.compile(r"\bNL\d{2}[A-Z]{4}\d{10}\b")
NINE_DIGITS = re.compile(r"(?<![^\W_])\d{9}(?![^\W_])")
UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")  # may look like a number
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_bsn(digits: str) -> bool:
    """Does *digits* pass the test of eleven of the burgerservicenummer?"""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return digits != "000000000" and total % 11 == 0


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
