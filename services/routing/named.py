"""Which providers does a text name, however they are written?

By name or alias, with a slip of the pen, a case ending or a space too many. What is also a plain
word (Kompas, Balans) only with a capital, or an alias beside a word of its domain. Where none is
named: the one provider that gives the service talked of.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

from services.routing.lexicon import SPELLINGS, Hit, Lexicon, lexicon, lists
from services.routing.phrase import words_of
from shared.municipality import Municipality
from shared.provider import Provider


class Evidence(IntEnum):
    """By what something was recognised, from weak to strong."""

    NOTHING = 0
    HINT = 1  # a word that can mean much
    WORD = 2  # of a service or a domain
    NAME = 3  # or words that a rule asks for
    FORM = 4  # a field of a form, or the channel itself


SHORT, LONG = 8, 10  # letters: below the one perhaps a plain word, from the other surely none
TELLING = 5  # letters of a word of a name that may stand for all of it
ALIKE = 0.85


def providers_in(
    text: str,
    words: list[str],
    of_the_form: Sequence[str],
    municipality: Municipality,
    found: Mapping[str, Sequence[Hit]],
    by_service: bool,
) -> tuple[tuple[str, ...], Evidence]:
    """Keys of the providers that the form or the text names, else the one for such a service."""
    known = municipality.providers
    names = {key: (key, each.name, *each.also_called) for key, each in known.items()}
    surely = _to_find(tuple((key, _surely(each)) for key, each in names.items())).find(words)
    standing: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        standing[word].append(at)
    places = {
        key: [hit.start for hit in surely.get(key, ())]
        + list(_perhaps(names[key], each, text, standing, found))
        for key, each in known.items()
    }
    chosen = [key for key in of_the_form if key in known]
    named = sorted((key for key in known if places[key]), key=lambda key: min(places[key]))
    if chosen or named:
        seen = Evidence.FORM if chosen else Evidence.NAME
        return tuple(dict.fromkeys([*chosen, *named])), seen
    services = _to_find(tuple((key, each.services) for key, each in known.items()))
    serving = services.find(words) if by_service else {}
    if len(serving) == 1:
        return tuple(serving), Evidence.WORD
    return (), Evidence.NOTHING


@lru_cache(maxsize=1024)
def _surely(names: tuple[str, ...]) -> tuple[str, ...]:
    """*names* that are no plain word, as phrases: a name may hold a sign of ours."""
    return tuple(" ".join(words_of(name)) for name in names if not _is_a_plain_word(name))


def _is_a_plain_word(name: str) -> bool:
    return name.isalpha() and len(name) < SHORT


def _perhaps(
    names: Sequence[str],
    provider: Provider,
    text: str,
    standing: Mapping[str, Sequence[int]],
    found: Mapping[str, Sequence[Hit]],
) -> Iterator[int]:
    """Where *provider* is named by a word that may be plain, or with a slip."""
    chapters = ("domeinen", "zwakke_domeinen")
    in_context = any(f"{chapter}.{provider.domain}" in found for chapter in chapters)
    plain = {name for name in names if _is_a_plain_word(name)}
    for name in plain.union(_telling_words(provider.name)):
        places = standing.get(name.casefold(), ())
        if places and (
            (in_context and name in plain) or re.search(rf"\b{re.escape(name)}\b", text)
        ):
            yield from places
    for name in names:
        if name.isalpha() and len(name) >= LONG:
            yield from _nearly(name.casefold(), standing)


@lru_cache(maxsize=64)
def _to_find(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    return Lexicon(dict(phrases), spellings=lists()[SPELLINGS])


@lru_cache(maxsize=1024)
def _telling_words(name: str) -> tuple[str, ...]:
    """The words of *name* that say who it is, and not what it does or what it is."""
    written, words = re.findall(r"\w+", name), words_of(name)
    common = {
        at
        for topic, hits in lexicon().find(words).items()
        if topic.startswith("domeinen.")
        for hit in hits
        for at in range(hit.start, hit.end)
    }
    return tuple(
        each
        for at, (each, word) in enumerate(zip(written, words, strict=False))
        if len(word) >= TELLING and at not in common
    )


def _nearly(name: str, standing: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Where a word, or two together, are *name* but for an ending or a slip."""
    for word, places in standing.items():
        if word[0] != name[0]:
            continue
        if word.startswith(name) or _is_slip(word, name):
            yield from places
        elif name.startswith(word):
            before_the_rest = {at - 1 for at in standing.get(name.removeprefix(word), ())}
            yield from before_the_rest.intersection(places)


def _is_slip(word: str, name: str) -> bool:
    same_length = abs(len(word) - len(name)) <= 1
    return same_length and SequenceMatcher(None, word, name).ratio() >= ALIKE
