"""What is the same in every text: its subject, its HTML, the name in it, the letter?"""

import re
from datetime import date
from typing import get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.message import Message
from services.notifications.to_staff import Escalation, Reminder
from services.notifications.wording import Language, letter, salutation, word
from shared.municipality import municipalities
from tests.builders import MONDAY
from tests.unit.notifications.texts import (
    ALL,
    NUMBER,
    OF_A_CASE,
    OF_CASES,
    OF_DUTIES,
    PAGE,
    RECEIPT,
    a_reminder,
    wording,
)


def test_a_subject_says_what_it_is_and_ends_with_the_number_within_sixty_characters() -> None:
    for text in OF_CASES:
        assert re.fullmatch(rf"[A-Z][^\n()]+ \({NUMBER}\)", text.subject)
        assert len(text.subject) <= 60


def test_the_subject_of_a_duty_says_which_one_of_which_day_within_sixty_characters() -> None:
    for text in OF_DUTIES:
        title, _, provider = text.subject.partition(", ")
        assert re.fullmatch(r"(Herinnering|Te laat): [^\n()]+ 30-09-2026", title)
        assert provider in ("", "Thuiszorg De Vechtstroom")
        assert len(title) <= 60
    assert len({text.subject for text in OF_DUTIES}) == len(OF_DUTIES)


@pytest.mark.parametrize("kind", [Reminder, Escalation])
def test_the_subject_alone_tells_which_clock_it_is(kind: type[Reminder | Escalation]) -> None:
    subjects = {wording(a_reminder(clock, kind)).subject for clock in OF_A_CASE}
    assert len(subjects) == len(OF_A_CASE)


def test_a_text_has_no_marks_that_only_its_author_should_see() -> None:
    for text in ALL:
        assert not re.search(r"##|\{|\}|None|_", text.plain)
        assert "\n\n\n" not in text.plain


def test_the_html_says_what_the_plain_text_says() -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text)

    for text in ALL:
        body = re.search(r"<td class=\"sheet\".*?</h1>(.*?)</td>", text.html, re.DOTALL)
        assert body
        assert words(re.sub(r"<[^>]+>", " ", body[1])) == words(text.plain)


def test_the_html_is_well_formed_names_its_language_and_has_one_main_heading() -> None:
    for language in get_args(Language):
        html = wording(RECEIPT, language).html
        tidy = re.sub(r"<(meta|br)([^>]*)>", r"<\1\2/>", html.replace("<!DOCTYPE html>", ""))
        page = ElementTree.fromstring(tidy)
        assert page.get("lang") == language
        assert len(page.findall(".//h1")) == 1
        links = [link.get("href") for link in page.findall(".//a")]
        assert links == [PAGE, "tel:0346000000", "mailto:klachten@stichtsevecht.example"]


def test_a_name_in_the_configuration_can_not_break_the_html() -> None:
    message = Message(
        id="3a1f",
        municipality="1904",
        number=NUMBER,
        caused_at=MONDAY,
        audience="inwoner",
        to=None,
        content=RECEIPT,
    )
    odd = municipalities()["1904"].model_copy(update={"name": "A & B <i>"})
    assert word(message, odd).html.count("A &amp; B &lt;i&gt;") == 2


def test_after_a_merger_the_successor_writes() -> None:
    assert "Gemeente Amsterdam" in wording(RECEIPT, municipality="0457").plain


def test_a_reader_of_english_gets_english() -> None:
    text = wording(RECEIPT, "en")
    assert text.plain.startswith("Dear J. de Wit-Kuijper,")
    assert text.sender_name == "Municipality of Stichtse Vecht"


@pytest.mark.parametrize(
    "name",
    ["A. v/d Berg", "Zoë Ünal", "mw. 't Hart", "O\N{RIGHT SINGLE QUOTATION MARK}Brien", "李"],
)
def test_a_name_is_used_as_it_was_given(name: str) -> None:
    assert salutation(f"  {name}\n") == name


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "win.example.com",
        "https://win.example",
        "Bel 0900-1234",
        "<b>Jan</b>",
        "- Jan",
        "x" * 61,
        "Jan; DROP",
    ],
)
def test_what_is_no_name_is_not_repeated_to_whoever_owns_the_address(name: str | None) -> None:
    text = wording(RECEIPT, name=name)
    assert text.plain.startswith("Beste inwoner,")
    assert text.html.count("win.example") == 0


@given(st.text(max_size=80))
def test_no_name_can_add_a_line_a_heading_or_a_link(name: str) -> None:
    usual, odd = wording(RECEIPT), wording(RECEIPT, name=name)
    assert odd.subject == usual.subject
    assert odd.plain.splitlines()[1:] == usual.plain.splitlines()[1:]
    assert odd.html.count("<") == usual.html.count("<")


def test_a_letter_starts_with_who_gets_it_and_the_date() -> None:
    address = "J. de Wit\nDorpsweg 1, Maarssen"
    lines = letter(wording(RECEIPT), address, date(2026, 6, 1), "nl").split("\n\n")
    assert lines[:4] == [
        address,
        "maandag 1 juni 2026",
        f"Wij hebben uw bericht ontvangen ({NUMBER})",
        "Beste J. de Wit-Kuijper,",
    ]
