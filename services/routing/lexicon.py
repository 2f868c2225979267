"""Which of our own words does a text hold? The words stand in lexicon.yaml.

A text is read once, word by word; the time it takes grows with its length and not with the size
of the lexicon. What is found is told in the lexicon's words, never in those of the text.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("lexicon.yaml")
GAP = "..."
WIDEST_GAP = 6  # words

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u2018\u2019\u00b4"))


def words_of(text: str) -> list[str]:
    """The words of *text* without capitals, accents, punctuation and emoji."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    return _WORD.findall("".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf")))


@dataclass(frozen=True)
class Phrase:
    topic: str
    text: str
    parts: tuple[str, ...]

    @cached_property
    def whole_words(self) -> frozenset[str]:
        return frozenset(part for part in self.parts if part != GAP and "*" not in part)

    def ends_at(self, words: list[str], start: int) -> int | None:
        """Where this phrase ends, if it stands at *start*."""
        at, gap = start, 0
        for part in self.parts:
            if part == GAP:
                gap = WIDEST_GAP
                continue
            found = _first(part, words, at, at + gap + 1)
            if found is None:
                return None
            at, gap = found + 1, 0
        return at


@dataclass(frozen=True)
class Hit:
    phrase: str
    start: int
    end: int


class Lexicon:
    """Phrases by topic, ready to be looked for."""

    def __init__(self, topics: Mapping[str, Iterable[str]]) -> None:
        self._starting: dict[str, list[Phrase]] = defaultdict(list)
        for topic, texts in topics.items():
            for text in texts:
                phrase = Phrase(topic, text, tuple(_parts(text)))
                self._starting[phrase.parts[0]].append(phrase)
        self._longest = max(map(len, self._starting), default=0)  # of their first words

    def find(self, words: list[str]) -> dict[str, list[Hit]]:
        """By topic, every place where one of its phrases stands."""
        hits: dict[str, list[Hit]] = defaultdict(list)
        present = set(words)
        possible = {word: list(self._possible(word, present)) for word in present}
        for start, word in enumerate(words):
            for phrase in possible[word]:
                end = phrase.ends_at(words, start)
                if end is not None:
                    hits[phrase.topic].append(Hit(phrase.text, start, end))
        return dict(hits)

    def _possible(self, word: str, present: set[str]) -> Iterator[Phrase]:
        """The phrases that start with *word*, and whose other words are *present* at all."""
        starts = {word}
        for cut in range(1, min(len(word), self._longest) + 1):
            starts |= {word[:cut] + "*", "*" + word[-cut:]}
        for start in starts & self._starting.keys():
            yield from (each for each in self._starting[start] if each.whole_words <= present)


@cache
def lists() -> Mapping[str, Mapping[str, list[str]]]:
    """lexicon.yaml: by chapter and topic, the phrases. A chapter without topics is its own."""
    text = FILE.read_text(encoding="utf-8")
    chapters = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        chapter: topics if isinstance(topics, dict) else {chapter: topics}
        for chapter, topics in chapters.items()
    }


@cache
def lexicon() -> Lexicon:
    """All of lexicon.yaml; its topics are called `chapter.topic`."""
    return Lexicon(
        {
            f"{chapter}.{topic}": map(str, phrases)
            for chapter, topics in lists().items()
            for topic, phrases in topics.items()
        }
    )


def _parts(text: str) -> Iterator[str]:
    for part in text.split():
        if part == GAP:
            yield part
            continue
        words = words_of(part)
        if part.startswith("*"):
            words[0] = "*" + words[0]
        if part.endswith("*"):
            words[-1] += "*"
        yield from words


def _first(part: str, words: list[str], start: int, stop: int) -> int | None:
    """Where *part* stands first, from *start* up to *stop*."""
    if "*" not in part:
        return words.index(part, start, stop) if part in words[start:stop] else None
    stem, fits = part.strip("*"), str.startswith if part.endswith("*") else str.endswith
    return next((start + n for n, word in enumerate(words[start:stop]) if fits(word, stem)), None)
