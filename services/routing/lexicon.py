"""Which of our own words does a text hold? The words stand in lexicon.yaml.

A text is read once, word by word; the time it takes grows with its length and not with the size
of the lexicon. What is found is told in the lexicon's words, never in those of the text.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from services.routing.phrase import NOT, STOP, Phrase, parts_of

FILE = Path(__file__).with_name("lexicon.yaml")
GROUPS, SPELLINGS = "woordgroepen", "schrijfwijzen"  # chapters that are no topics


@dataclass(frozen=True)
class Hit:
    phrase: str
    start: int
    end: int


class Lexicon:
    """Phrases by topic, ready to be looked for.

    *groups* of words or stems may stand in them. *spellings*: other ways, or languages, in which a
    word is written; they may be stems too.
    """

    def __init__(
        self,
        topics: Mapping[str, Iterable[str]],
        groups: Mapping[str, Iterable[str]] | None = None,
        spellings: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._starting: dict[str, list[Phrase]] = defaultdict(list)
        self._groups: dict[str, set[str]] = defaultdict(set)  # by word or stem
        self._means: dict[str, set[str]] = defaultdict(set)  # by the way it is written
        for topic, texts in topics.items():
            for text in texts:
                phrase = Phrase(topic, text)
                self._starting[phrase.terms[0][0]].append(phrase)
        for group, words in (groups or {}).items():
            for part in (part for word in words for part in parts_of(word)):
                self._groups[part].add(f"<{group}>")
        for word, ways in (spellings or {}).items():
            for part in (part for way in ways for part in parts_of(way)):
                self._means[part].add(word)
        phrases = [each for starting in self._starting.values() for each in starting]
        self._known = {*self._groups, *self._means}.union(*(each.needs for each in phrases))
        self._stems = {len(part) - 1 for part in self._known if part.endswith("*")}  # lengths
        self._ends = {len(part) - 1 for part in self._known if part.startswith("*")}

    def find(self, words: list[str]) -> dict[str, list[Hit]]:
        """By topic, every place where one of its phrases stands."""
        hits: dict[str, list[Hit]] = defaultdict(list)
        excluded: dict[str, set[int]] = defaultdict(set)
        words = [*words, STOP]
        keys_of = {word: self._keys(word) for word in set(words)}
        present = frozenset[str]().union(*keys_of.values())
        possible = {word: list(self._possible(keys, present)) for word, keys in keys_of.items()}
        keys = [keys_of[word] for word in words]
        for start, word in enumerate(words):
            for phrase in possible[word]:
                place = phrase.found_at(keys, start)
                if place is None:
                    continue
                if phrase.text.startswith(NOT):
                    excluded[phrase.topic].update(range(*place))
                else:
                    hits[phrase.topic].append(Hit(phrase.text, *place))
        for topic, places in excluded.items():
            kept = [hit for hit in hits[topic] if places.isdisjoint(range(hit.start, hit.end))]
            hits[topic] = kept
        return {topic: found for topic, found in hits.items() if found}

    def _keys(self, word: str) -> frozenset[str]:
        """All that *word* can stand for in a phrase."""
        if word == STOP:
            return frozenset({STOP})
        keys = self._forms(word)
        for meaning in {each for key in keys for each in self._means.get(key, ())}:
            keys |= self._forms(meaning)
        return frozenset(keys.union(*(self._groups.get(key, ()) for key in keys)))

    def _forms(self, word: str) -> set[str]:
        """The words and stems we know that *word* is or has."""
        stems = {f"{word[:cut]}*" for cut in self._stems}
        ends = {f"*{word[-cut:]}" for cut in self._ends}
        return self._known & (stems | ends | {word})

    def _possible(self, keys: Iterable[str], present: frozenset[str]) -> Iterator[Phrase]:
        """The phrases that start with one of *keys*, and whose other parts are *present* at all."""
        for key in keys:
            yield from (each for each in self._starting.get(key, ()) if each.needs <= present)


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
    chapters = dict(lists())
    groups, spellings = chapters.pop(GROUPS), chapters.pop(SPELLINGS)
    return Lexicon(
        {
            f"{chapter}.{topic}": map(str, phrases)
            for chapter, topics in chapters.items()
            for topic, phrases in topics.items()
        },
        groups,
        spellings,
    )


def chapter_of(found: Mapping[str, Sequence[Hit]], chapter: str) -> dict[str, str]:
    """By topic of *chapter*, the first phrase of it that was found."""
    prefix = chapter + "."
    return {
        topic.removeprefix(prefix): hits[0].phrase
        for topic, hits in found.items()
        if topic.startswith(prefix)
    }
