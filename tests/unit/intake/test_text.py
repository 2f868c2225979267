import json
from unicodedata import combining

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.post.html import text_of
from services.intake.text import MOST_ACCENTS, clean, fits, language_of, one_line, shorten

ANY = st.text(st.characters(codec=None))


@given(ANY)
def test_what_is_clean_can_be_stored_and_stays_clean(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert json.loads(json.dumps(once).encode()) == once.encode().decode()
    assert not set(once) & {"\x00", "\x1b", "\r", "\x7f", "\x85"}


def test_accents_have_one_form_and_emoji_stay_whole() -> None:
    assert clean("De\u0301sire\u0301e 👩‍👩‍👧\x00\x07") == "Désirée 👩‍👩‍👧"


def test_accents_without_end_stay_and_are_put_in_order_by_the_heap() -> None:
    accents = "\u0315\u0300" * 50_000  # all in one heap

    text = clean(f"e{accents}f")

    assert text.replace("\u034f", "").count("\u0315") == 50_000
    heaps = "".join("x" if combining(each) else " " for each in text).split()
    assert max(map(len, heaps)) <= MOST_ACCENTS


@given(ANY)
def test_a_line_has_no_end_in_it(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(ANY, st.sampled_from("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
def test_nothing_in_a_line_turns_around_the_rest(text: str, turn: str) -> None:
    assert turn not in one_line(f"{text}{turn}Jan{turn}")
    assert one_line("\u05d3\u05e0\u05d9") == "\u05d3\u05e0\u05d9"  # a name that reads so by itself


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


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            'Lees <a href="https://x.example/a?b=1&amp;c">dit</a>.',
            "Lees dit (https://x.example/a?b=1&c).",
        ),
        (
            "<a class=y href='http://kwaad.example/'>bank.example</a>",
            "bank.example (http://kwaad.example/)",
        ),
        ('<a href="https://www.x.example/">x.example</a>', "x.example"),
        ("<a href=mailto:k@x.example>Mail k@x.example</a>", "Mail k@x.example"),
        ('<a href="javascript:kwaad()">hier</a> <a name=b>b</a>', "hier b"),
        ('<a href="https://x.example"><img src="https://volg.example/1.gif"></a>ja', "ja"),
        (
            '<a href="https://x.example">een<a href="https://y.example">twee',
            "een (https://x.example)twee",
        ),
    ],
)
def test_a_link_says_where_it_goes_if_its_words_do_not(html: str, text: str) -> None:
    assert text_of(html) == text


def test_of_a_very_long_address_the_beginning_is_enough() -> None:
    assert len(text_of(f'<a href="https://x.example/{"y" * 9_999}">hier</a>')) < 250


@given(st.text("<>!-[]/&#;a \n'\"=", max_size=200))
def test_no_html_is_too_broken(html: str) -> None:
    assert isinstance(text_of(html), str)
