"""Which of our own words does a text hold? The words stand in lexicon.yaml.

A text is read once, word by word; the time it takes grows with its length and not with the size
of the lexicon. What is found is told in the lexicon's words, never in those of the text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
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
        self._starting: dict[str, list[Phrase]] = defaultdict(list)  # by first word or stem
        self._groups: dict[str, list[str]] = defaultdict(list)  # by word or stem
        self._means: dict[str, list[str]] = defaultdict(list)  # by the way it is written
        for group, words in (groups or {}).items():
            for part in chain(*parts_of(words)):
                self._groups[part].append(f"<{group}>")
        for word, ways in (spellings or {}).items():
            for part in chain(*parts_of(ways)):
                self._means[part].append(word)
        self._known = {*self._groups, *self._means}
        phrases = [Phrase(topic, text) for topic, texts in topics.items() for text in texts]
        parts = parts_of(phrase.text for phrase in phrases)
        for phrase, row in zip(phrases, parts, strict=False):
            self._starting[row[0]].append(phrase)
            self._known.update(row)
        self._stems: dict[str, set[int]] = defaultdict(set)  # their lengths, by first letter
        self._ends: dict[str, set[int]] = defaultdict(set)  # their lengths, by last letter
        for part in self._known:
            if part.endswith("*"):
                self._stems[part[0]].add(len(part) - 1)
            elif part.startswith("*"):
                self._ends[part[-1]].add(len(part) - 1)

    def find(self, words: list[str]) -> dict[str, list[Hit]]:
        """By topic, every place where one of its phrases stands."""
        hits: dict[str, list[Hit]] = defaultdict(list)
        excluded: dict[str, set[int]] = defaultdict(set)
        words = [*words, STOP]
        keys_of = {word: self._keys(word) for word in set(words)}
        present = frozenset[str]().union(*keys_of.values())
        possible = {
            word: [
                phrase
                for key in sorted(keys)  # in the same order everywhere: so is the evidence
                for phrase in self._starting.get(key, ())
                if phrase.needs <= present
            ]
            for word, keys in keys_of.items()
        }
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
        for meaning in [each for key in keys for each in self._means.get(key, ())]:
            keys |= self._forms(meaning)
        return frozenset(keys.union(*[self._groups[key] for key in keys if key in self._groups]))

    def _forms(self, word: str) -> set[str]:
        """The words and stems we know that *word* is or has."""
        stems = [word[:cut] + "*" for cut in self._stems.get(word[0], ())]
        ends = ["*" + word[-cut:] for cut in self._ends.get(word[-1], ())]
        return self._known.intersection([word, *stems, *ends])


@cache
def lists() -> Mapping[str, Mapping[str, list[str]]]:
    """lexicon.yaml: by chapter and topic, the phrases.

    A topic is one text there, with commas: over a list of texts YAML takes ten times as long.
    """
    text = FILE.read_text(encoding="utf-8")
    chapters = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        chapter: {
            topic: [phrase for each in phrases.split(",") if (phrase := each.strip())]
            for topic, phrases in topics.items()
        }
        for chapter, topics in chapters.items()
    }


@cache
def lexicon() -> Lexicon:
    """All of lexicon.yaml; its topics are called `chapter.topic`."""
    chapters = dict(lists())
    groups, spellings = chapters.pop(GROUPS), chapters.pop(SPELLINGS)
    return Lexicon(
        {
            f"{chapter}.{topic}": phrases
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
