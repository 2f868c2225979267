"""Where does a phrase of ours stand in a text? Word by word, whatever the capitals and accents.

A phrase is a row of words, stems (`klacht*`, `*consulent`) and groups of these (`<persoon>`), with
gaps (`...`) and an end of a sentence (`|`); after `&` come rows that stand in the same sentence.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

GAP = "..."
WIDEST_GAP = 6  # words
AND = "&"  # also in this sentence, before or after
NEAR = 15  # words
NOT = "-"  # what is found so does not count
STOP = "|"  # between two sentences; no phrase reaches over it

_WORD = re.compile(rf"[^\W_]+|\{STOP}")
_PART = re.compile(rf"\*?[^\W_]+\*?|<\w+>|\{STOP}|{re.escape(GAP)}")
_SHORTENED = ("dhr", "mw", "mevr", "dr", "mr", "drs", "fam", "nr", "jl", "bijv", "evt", "[A-Z]")
_SENTENCE_ENDS = re.compile(  # the sign first: few places have one
    r"[.!?…]"
    + "".join(rf"(?<!\b{each}[.!?…])" for each in _SHORTENED)
    + r"\W{1,4}(?=[A-ZÀ-Þ])|(?<![!?])[!?]+\s|\n[ \t]{0,9}\n"
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u2018\u2019\u00b4"))


def words_of(text: str) -> list[str]:
    """The words of *text* without capitals, accents, punctuation and emoji, and the stops."""
    return _WORD.findall(_plain(_SENTENCE_ENDS.sub(f" {STOP} ", text.replace(STOP, " ").strip())))


def parts_of(rows: Iterable[str]) -> Iterator[list[str]]:
    """Of each row its words, stems, groups, gaps and stops."""
    return map(_PART.findall, _plain("\0".join(rows)).split("\0"))  # at once: ten times as fast


def _plain(text: str) -> str:
    """*text* without capitals, accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    return _NOT_ASCII.sub(_unless_a_mark, plain)


def _unless_a_mark(found: re.Match[str]) -> str:
    return "" if unicodedata.category(found[0]) in ("Mn", "Cf") else found[0]


@dataclass(frozen=True)
class Phrase:
    """Taken apart only when a text holds its first word: most phrases never are."""

    topic: str
    text: str

    @cached_property
    def terms(self) -> list[list[str]]:
        """Its words in a row, and the rows of words that stand in the same sentence."""
        return list(parts_of(self.text.removeprefix(NOT).split(AND)))

    @cached_property
    def needs(self) -> frozenset[str]:
        return frozenset(part for row in self.terms for part in row if part != GAP)

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


def _end(row: list[str], keys: list[frozenset[str]], start: int) -> int | None:
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
