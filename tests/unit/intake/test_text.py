import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.html import text_of
from services.intake.text import clean, fits, language_of, one_line, shorten

ANY = st.text(st.characters(codec=None))


@given(ANY)
def test_what_is_clean_can_be_stored_and_stays_clean(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert json.loads(json.dumps(once).encode()) == once.encode().decode()
    assert not set(once) & {"\x00", "\x1b", "\r", "\x7f", "\x85"}


def test_accents_have_one_form_and_emoji_stay_whole() -> None:
    assert clean("De\u0301sire\u0301e 👩‍👩‍👧\x00\x07") == "Désirée 👩‍👩‍👧"


@given(ANY)
def test_a_line_has_no_end_in_it(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(st.sampled_from(["a", "é", "😀", '"\n']), st.integers(0, 150_000))
def test_what_was_shortened_fits_and_is_a_beginning(letter: str, times: int) -> None:
    text = letter * times

    assert fits(shorten(text))
    assert text.startswith(shorten(text))
    assert not fits(text) or shorten(text) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De hulp komt al weken niet en ik ben het zat.", "nl"),
        ("The taxi has not come for my son and I have called twice.", "en"),
        ("", "nl"),
        ("Помогите", "nl"),
    ],
)
def test_the_language_is_guessed_from_small_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_html_becomes_what_a_reader_would_see() -> None:
    html = (
        "<html><head><title>x</title><style>p {}</style></head><body><p>De hulp<br>kwam&nbsp;niet"
        "</p><script>alert(1)</script><div>Groet, <b>Jan</b> &amp; Ina</div></body></html>"
    )

    assert text_of(html).splitlines() == ["De hulp", "kwam niet", "", "Groet, Jan & Ina"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<![if !vml]>hallo<![endif]>", "hallo"),
        ("<!--[if mso]><p>Word</p><![endif]-->hallo<!-- a <!-- b -->!", "hallo!"),
        ("<head><title>x</title><body>hallo", "hallo"),  # a head that was never closed
        ("1 < 2 <p>hallo", "1 < 2\nhallo"),
        ("<STYLE>p > a {}</STYLE>h<b>all</b>o<p", "hallo<p"),
    ],
)
def test_broken_html_is_still_text(html: str, text: str) -> None:
    assert text_of(html) == text


@given(st.text("<>!-[]/&#;a \n'\"=", max_size=200))
def test_no_html_is_too_broken(html: str) -> None:
    assert isinstance(text_of(html), str)
