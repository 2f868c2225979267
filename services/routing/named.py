"""Which providers does a text name, however they are written?

By name or alias, with a slip of the pen, a case ending or a space too many. What is also a plain
word (Kompas, Balans) only with a capital, or an alias beside a word of its domain. Where none is
named: the one provider that gives the service talked of.
"""

import re
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
    surely = _to_find(tuple((key, _surely(key, each)) for key, each in known.items())).find(words)
    places = {
        key: [hit.start for hit in surely.get(key, ())]
        + list(_perhaps(key, each, text, words, found))
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


def _names(key: str, provider: Provider) -> tuple[str, ...]:
    return (key, provider.name, *provider.also_called)


def _surely(key: str, provider: Provider) -> tuple[str, ...]:
    names = (name for name in _names(key, provider) if not _is_a_plain_word(name))
    return tuple(" ".join(words_of(name)) for name in names)  # a name may hold a sign of ours


def _is_a_plain_word(name: str) -> bool:
    return name.isalpha() and len(name) < SHORT


def _perhaps(
    key: str, provider: Provider, text: str, words: list[str], found: Mapping[str, Sequence[Hit]]
) -> Iterator[int]:
    """Where *provider* is named by a word that may be plain, or with a slip."""
    chapters = ("domeinen", "zwakke_domeinen")
    in_context = any(f"{chapter}.{provider.domain}" in found for chapter in chapters)
    plain = {name for name in _names(key, provider) if _is_a_plain_word(name)}
    for name in plain.union(_telling_words(provider.name)):
        if (in_context and name in plain) or re.search(rf"\b{re.escape(name)}\b", text):
            yield from (at for at, word in enumerate(words) if word == name.casefold())
    for name in _names(key, provider):
        if name.isalpha() and len(name) >= LONG:
            yield from _nearly(name.casefold(), words)


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


def _nearly(name: str, words: list[str]) -> Iterator[int]:
    """Where a word, or two together, are *name* but for an ending or a slip."""
    slips = {
        word
        for word in set(words)
        if word[0] == name[0]
        and abs(len(word) - len(name)) <= 1
        and SequenceMatcher(None, word, name).ratio() >= ALIKE
    }
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in slips or word.startswith(name) or word + following == name:
            yield at
