"""Our words are found in a text, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.lexicon import Lexicon, lexicon, lists, words_of

ACCENTS = {"a": "á", "e": "ë", "i": "ï", "o": "ö", "u": "û"}


def found(phrase: str, text: str) -> bool:
    return bool(Lexicon({"topic": [phrase]}).find(words_of(text)))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("klacht", "Een KLACHT!"),
        ("klacht", "Een\u00a0klacht😡."),
        ("suicid*", "suïcidaal"),
        ("suicid*", "sui\u00adcide"),
        ("m'n", "m\u2019n"),
        ("consulent*", "De consulente"),
        ("*consulent", "De inkomensconsulent"),
        ("re integratie*", "het re-integratietraject"),
        ("trek ... klacht ... in", "ik trek hierbij mijn klacht van gisteren in"),
        ("trek ... klacht ... in", "ik trek klacht in"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("klacht", "klachten"),
        ("geslagen", "de plank misgeslagen"),
        ("niet komt", "komt niet"),
        ("trek ... in", "trek een twee drie vier vijf zes zeven in"),
        ("bel ... terug", "bel"),
    ],
)
def test_what_is_not_there_is_not_found(phrase: str, text: str) -> None:
    assert not found(phrase, text)


@given(st.text(), st.text())
def test_a_safety_word_is_found_in_any_company(before: str, after: str) -> None:
    seen = lexicon().find(words_of(f"{before} zelfmoord {after}"))

    assert "veiligheid.suicidaliteit" in seen


def plainly(phrase: str) -> str:
    return phrase.replace("*", "").replace("... ", "")


@pytest.mark.parametrize("topic", lists()["veiligheid"])
def test_every_safety_phrase_finds_itself_in_capitals_and_accents(topic: str) -> None:
    for phrase in map(str, lists()["veiligheid"][topic]):
        text = "".join(ACCENTS.get(letter, letter) for letter in plainly(phrase)).upper()
        assert f"veiligheid.{topic}" in lexicon().find(words_of(f"... {text}!!")), phrase


def test_a_very_long_text_is_read_to_its_end() -> None:
    assert "veiligheid.suicidaliteit" in lexicon().find(words_of("klacht " * 50_000 + "zelfmoord"))
