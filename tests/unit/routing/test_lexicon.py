"""Our words are found in a text, however it was typed."""

import re
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.lexicon import GROUPS, SPELLINGS, Lexicon, lexicon, lists
from services.routing.phrase import AND, GAP, NOT, STOP, words_of

ACCENTS = {"a": "á", "e": "ë", "i": "ï", "o": "ö", "u": "û"}
FAMILY = {"kind": ["zoon", "dochter*"]}


def found(*phrases: str, text: str) -> bool:
    return bool(Lexicon({"topic": phrases}, FAMILY, {"mijn": ["m'n", "mn"]}).find(words_of(text)))


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
        ("trek ... klacht ... in", "Ik trek, met dank aan mw. Voorbeeld, mijn klacht in."),
        ("<kind> ... alleen", "mijn dochtertje bleef alleen"),
        ("mijn zoon", "mn zoon"),
        ("leven & moe", "Ik ben zo moe van dit leven."),
        ("leven & geen zin", "In dit leven heb ik geen zin."),
        ("wil niet meer |", "Ik wil niet meer. Dag."),
        ("wil niet meer |", "ik wil niet meer"),
        ("wil niet meer |", "ik wil niet meer\n\nPiet"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    assert found(phrase, text=text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("klacht", "klachten"),
        ("geslagen", "de plank misgeslagen"),
        ("niet komt", "komt niet"),
        ("trek ... in", "trek een twee drie vier vijf zes zeven in"),
        ("bel ... terug", "bel"),
        ("trek ... in", "Ik trek. In de zomer."),
        ("trek ... in", "Ik trek!! in de zomer"),
        ("<kind> ... alleen", "mijn moeder bleef alleen"),
        ("mijn zoon", "zijn zoon"),
        ("leven & moe", "Ik ben moe. Het leven gaat door."),
        ("leven & moe", "Het leven gaat door. Ik ben moe."),
        ("leven & moe", f"moe {'x ' * 16} leven"),
        ("wil niet meer |", "ik wil niet meer wachten"),
    ],
)
def test_what_is_not_there_is_not_found(phrase: str, text: str) -> None:
    assert not found(phrase, text=text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Hij is dood.", True),
        ("Mijn batterij is helaas dood.", False),
        ("De batterij is dood. Mijn man is dood.", True),
        ("De accu doet het niet: hij is dood.", False),
    ],
)
def test_what_coincides_with_an_exception_does_not_count(text: str, seen: bool) -> None:
    assert found("dood", "-batterij ... dood", "-dood & accu", text=text) is seen


@given(st.text("ab", min_size=1), st.text("ab", min_size=1))
def test_a_word_is_found_by_what_it_starts_or_ends_with_and_by_nothing_else(
    word: str, part: str
) -> None:
    seen = Lexicon({each: [each] for each in (part, f"{part}*", f"*{part}")}).find([word])

    starts, ends = word.startswith(part), word.endswith(part)
    assert (part in seen, f"{part}*" in seen, f"*{part}" in seen) == (word == part, starts, ends)


@given(st.text(), st.text())
def test_a_safety_word_is_found_in_any_company(before: str, after: str) -> None:
    seen = lexicon().find(words_of(f"{before} zelfmoord {after}"))

    assert "veiligheid.suicidaliteit" in seen


def a_text_with(phrase: str) -> str:
    """The shortest text that *phrase* stands in: of a group its first word."""
    words = [
        lists()[GROUPS][part.strip("<>")][0] if part.startswith("<") else part
        for part in phrase.split()
        if part not in (GAP, AND, STOP)
    ]
    return " ".join(words).replace("*", "")


@pytest.mark.parametrize("topic", lists()["veiligheid"])
def test_every_safety_phrase_finds_itself_in_capitals_and_accents(topic: str) -> None:
    phrases = [each for each in lists()["veiligheid"][topic] if not each.startswith(NOT)]
    topics = {phrase: [phrase] for phrase in phrases}
    without_exceptions = Lexicon(topics, lists()[GROUPS], lists()[SPELLINGS])

    for phrase in phrases:
        text = "".join(ACCENTS.get(letter, letter) for letter in a_text_with(phrase)).upper()
        assert phrase in without_exceptions.find(words_of(f"... {text}!!")), phrase


def test_no_phrase_holds_a_sign_that_we_would_not_read() -> None:
    """A quotation mark, a remark, or a star inside a word."""
    part = re.compile(r"\*?\w[\w'-]*\*?|<\w+>|\.\.\.|[&|]")

    for topics in lists().values():
        for phrases in topics.values():
            for phrase in phrases:
                assert all(map(part.fullmatch, phrase.removeprefix(NOT).split())), phrase


def test_no_phrase_is_also_its_own_exception() -> None:
    for topics in lists().values():
        for phrases in topics.values():
            assert not {f"{NOT}{phrase}" for phrase in phrases} & set(phrases)


def test_every_group_that_a_phrase_names_exists() -> None:
    named = {
        part.strip("<>")
        for topics in lists().values()
        for phrases in topics.values()
        for phrase in phrases
        for part in phrase.removeprefix(NOT).split()
        if part.startswith("<")
    }

    assert named <= set(lists()[GROUPS])


@pytest.mark.parametrize(
    "text",
    [
        "Onze zoon heeft intihar gezegd.",
        "Jego samobójstwo",
        "السائق ضربني",
        "Şoför oğlumu dövdü",
    ],
)
def test_danger_is_seen_in_other_languages_too(text: str) -> None:
    assert any(topic.startswith("veiligheid.") for topic in lexicon().find(words_of(text)))


def test_the_evidence_is_the_same_in_every_process() -> None:
    code = (
        "from services.routing.lexicon import lexicon;"
        "words = 'de taxichauffeur sloeg mijn zoontje in zijn gezicht'.split();"
        "print(lexicon().find(words))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": str(seed)},
            cwd=Path(__file__).parents[3],
            check=True,
            capture_output=True,
        ).stdout
        for seed in range(4)
    }

    assert len(told) == 1
    assert b"taxi*" in told.pop()


def test_a_very_long_text_is_read_to_its_end() -> None:
    assert "veiligheid.suicidaliteit" in lexicon().find(words_of("klacht " * 50_000 + "zelfmoord"))


@pytest.mark.parametrize("words", ["ik wil niet ", "zoon viel alleen ", "x. Y ", "!"])
def test_ten_times_the_text_takes_about_ten_times_as_long(words: str) -> None:
    def seconds(times: int) -> float:
        start = process_time()
        lexicon().find(words_of(words * times))
        return process_time() - start

    seconds(10)

    assert seconds(20_000) < 40 * seconds(2_000) + 0.5
