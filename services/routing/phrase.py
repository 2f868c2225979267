"""Where does a phrase of ours stand in a text? Word by word, whatever the capitals and accents.

A phrase is a row of words, stems (`klacht*`, `*consulent`) and groups of these (`<persoon>`), with
gaps (`...`) and an end of a sentence (`|`); after `&` come rows that stand in the same sentence.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

GAP = "..."
WIDEST_GAP = 6  # words
AND = "&"  # also in this sentence, before or after
NEAR = 15  # words
NOT = "-"  # what is found so does not count
STOP = "|"  # between two sentences; no phrase reaches over it

_WORD = re.compile(rf"[^\W_]+|\{STOP}")
_SHORTENED = ("dhr", "mw", "mevr", "dr", "mr", "drs", "fam", "nr", "jl", "bijv", "evt", "[A-Z]")
_SENTENCE_ENDS = re.compile(
    "".join(rf"(?<!\b{each})" for each in _SHORTENED)
    + r"[.!?…]\W{1,4}(?=[A-ZÀ-Þ])|[!?]+\s|\n[ \t]{0,9}\n"
)
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u2018\u2019\u00b4"))


def words_of(text: str) -> list[str]:
    """The words of *text* without capitals, accents, punctuation and emoji, and the stops."""
    text = _SENTENCE_ENDS.sub(f" {STOP} ", text.replace(STOP, " ").strip())
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    if not plain.isascii():
        plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    return _WORD.findall(plain)


@dataclass(frozen=True)
class Phrase:
    topic: str
    text: str

    @cached_property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """Its words in a row, and the rows of words that stand in the same sentence."""
        return tuple(tuple(parts_of(row)) for row in self.text.removeprefix(NOT).split(AND))

    @cached_property
    def needs(self) -> frozenset[str]:
        return frozenset(part for row in self.terms for part in row) - {GAP}

    def found_at(self, keys: list[frozenset[str]], start: int) -> tuple[int, int] | None:
        """From where to where this phrase stands, if its first words stand at *start*."""
        row, *others = self.terms
        if (end := _end(row, keys, start)) is None:
            return None
        places = [(start, end)]
        near = _sentence_around(keys, start) if others else ()
        for other in others:
            place = next(((at, end) for at in near if (end := _end(other, keys, at))), None)
            if place is None:
                return None
            places.append(place)
        return min(at for at, _ in places), max(end for _, end in places)


def parts_of(text: str) -> Iterator[str]:
    for part in text.split():
        if part in (GAP, STOP) or part.startswith("<"):
            yield part
            continue
        words = words_of(part)
        if part.startswith("*"):
            words[0] = "*" + words[0]
        if part.endswith("*"):
            words[-1] += "*"
        yield from words


def _end(row: tuple[str, ...], keys: list[frozenset[str]], start: int) -> int | None:
    """Where *row* ends, if it stands at *start*."""
    at, gap = start, 0
    for part in row:
        if part == GAP:
            gap = WIDEST_GAP
            continue
        found = _first(part, keys, at, at + gap + 1)
        if found is None:
            return None
        at, gap = found + 1, 0
    return at


def _sentence_around(keys: list[frozenset[str]], at: int) -> range:
    """The places near *at* in its sentence."""
    before = after = at
    while before > max(0, at - NEAR) and STOP not in keys[before - 1]:
        before -= 1
    while after < min(len(keys), at + NEAR) and STOP not in keys[after]:
        after += 1
    return range(before, after)


def _first(part: str, keys: list[frozenset[str]], start: int, stop: int) -> int | None:
    """Where *part* stands first, from *start* up to *stop* and within the sentence."""
    for at in range(start, min(stop, len(keys))):
        if part in keys[at]:
            return at
        if STOP in keys[at]:
            break
    return None
