"""Do the texts say the same in both languages, and can a resident read them?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from services.intake.pages.look import HERE
from shared.glossary import Wish
from tests.readability import readability

DUTCH, ENGLISH = (
    yaml.safe_load((HERE / "texts" / f"{language}.yaml").read_text(encoding="utf-8"))
    for language in ("nl", "en")
)
LONGEST = 20  # words; a sentence that is longer is two


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from leaves(each, f"{path}.{place}")
    else:
        yield path, value


def filled_in(text: str) -> set[str]:
    return set(re.findall(r"{\w*}", text))


def test_both_languages_have_the_same_texts() -> None:
    assert [key for key, _ in leaves(DUTCH)] == [key for key, _ in leaves(ENGLISH)]


def test_english_fills_in_nothing_that_dutch_does_not_know() -> None:
    dutch = dict(leaves(DUTCH))
    for key, text in leaves(ENGLISH):
        assert filled_in(text) <= filled_in(dutch[key]), key


def test_every_text_is_a_text() -> None:
    """YAML takes a bare `No`, number or date for something else."""
    for key, text in [*leaves(DUTCH), *leaves(ENGLISH)]:
        assert isinstance(text, str), key
        assert text.strip(), key


@pytest.mark.parametrize("section", DUTCH)
def test_a_resident_can_read_it(section: str) -> None:
    """Flesch-Douma at least 65 is 'plain'; B1 asks for sentences of twelve words or fewer."""
    texts = [text for _, text in leaves(DUTCH[section])]
    ease, sentence_length = readability("\n".join(texts))
    assert ease >= 65
    assert sentence_length <= 12


@pytest.mark.parametrize("language", [DUTCH, ENGLISH], ids=["nl", "en"])
def test_no_sentence_is_long(language: Any) -> None:
    for key, text in leaves(language):
        for sentence in re.split(r"[.?!]\s", text):
            assert len(sentence.split()) <= LONGEST, key


def test_a_resident_is_addressed_with_u() -> None:
    informal = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)
    assert [key for key, text in leaves(DUTCH) if informal.search(text)] == []


def test_everything_that_may_help_has_a_name() -> None:
    for texts in (DUTCH, ENGLISH):
        assert set(texts["formulier"]["over"]["wensen"]) == {wish.value for wish in Wish}
