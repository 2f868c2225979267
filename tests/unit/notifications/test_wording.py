import re
from datetime import date
from typing import get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.message import (
    ByHand,
    Content,
    Ended,
    Escalation,
    ForResident,
    ForStaff,
    HandledByProvider,
    Judged,
    Message,
    NotHandled,
    Notice,
    Receipt,
    Referral,
    Reminder,
    Urgent,
    Why,
)
from services.notifications.wording import Language, Text, letter, salutation, word
from shared.glossary import ClockKind, Outcome, Phase
from shared.municipality import municipalities
from tests.builders import MONDAY

NUMBER = "KL-2026-AAAAA-AAAAA"
REFERRAL = Referral(body="Nationale ombudsman", until=date(2027, 7, 1))
RECEIPT = Receipt(received_on=date(2026, 6, 1), complaint=True, contact_working_days=5)
TO_RESIDENTS: list[ForResident] = [
    RECEIPT,
    RECEIPT.model_copy(update={"complaint": False}),
    RECEIPT.model_copy(update={"contact_working_days": None}),
    Judged(referral=REFERRAL),
    NotHandled(referral=REFERRAL),
    HandledByProvider(second_line="Nationale ombudsman"),
    *(Ended(outcome=outcome) for outcome in Outcome),
]
A_TERM = {"phase": Phase.SECOND_LINE, "clock": ClockKind.CONTACT, "due_on": date(2026, 6, 8)}
TO_STAFF: list[ForStaff] = [
    *(
        Notice(phase=phase, outside=outside, resident_told=told)
        for phase in Phase
        for outside in (True, False)
        for told in (True, False)
    ),
    Urgent(),
    Reminder.model_validate(A_TERM),
    *(Escalation.model_validate(A_TERM | {"clock": clock}) for clock in ClockKind),
    *(ByHand(audience=audience, why=why) for why in Why for audience in ("inwoner", "college")),
]


def wording(
    content: Content,
    language: Language = "nl",
    name: str | None = "J. de Wit-Kuijper",
    municipality: str = "1904",
) -> Text:
    message = Message(
        id="3a1f",
        municipality=municipality,
        number=NUMBER,
        caused_at=MONDAY,
        audience="inwoner",
        to=None,
        content=content,
    )
    return word(message, municipalities()[municipality], name, language)


ALL = [
    *(wording(content, language) for content in TO_RESIDENTS for language in get_args(Language)),
    *(wording(content) for content in TO_STAFF),
]


def test_every_kind_of_message_is_looked_at_here() -> None:
    kinds = {type(content) for content in [*TO_RESIDENTS, *TO_STAFF]}
    assert kinds == {*get_args(ForResident), *get_args(ForStaff)}


def test_a_subject_says_what_it_is_and_ends_with_the_number_within_sixty_characters() -> None:
    for text in ALL:
        assert re.fullmatch(rf"[A-Z][^\n()]+ \({NUMBER}\)", text.subject)
        assert len(text.subject) <= 60


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
        assert links == ["tel:0346000000", "mailto:klachten@stichtsevecht.example"]


def test_a_receipt_says_what_happens_until_when_and_how_to_reach_us() -> None:
    text = wording(RECEIPT).plain
    for part in (NUMBER, "maandag 1 juni 2026", "5 werkdagen", "0346 00 00 00", "stoppen", "hulp"):
        assert part in text


def test_a_closing_by_law_names_the_ombudsman_and_the_last_day_and_no_objection() -> None:
    for content in (Judged(referral=REFERRAL), NotHandled(referral=REFERRAL)):
        for language, day in (("nl", "donderdag 1 juli 2027"), ("en", "Thursday 1 July 2027")):
            text = wording(content, language).plain  # type: ignore[arg-type]
            assert "Nationale ombudsman" in text
            assert day in text
            assert "bezwaar" not in text.lower()  # Awb 9:3


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


@pytest.mark.parametrize("content", TO_RESIDENTS)
def test_a_resident_can_read_it(content: ForResident) -> None:
    """Flesch-Douma at least 65 is 'plain'; B1 asks for sentences of twelve words or fewer."""
    ease, sentence_length = readability(wording(content).plain)
    assert ease >= 65
    assert sentence_length <= 12


def test_the_measure_of_readability_knows_an_official_sentence() -> None:
    ease, sentence_length = readability(
        "Ingevolge het bepaalde in de Algemene wet bestuursrecht wordt u medegedeeld dat uw "
        "klaagschrift overeenkomstig de gemeentelijke klachtenregeling in behandeling is genomen."
    )
    assert ease < 40
    assert sentence_length > 12


def readability(text: str) -> tuple[float, float]:
    """Flesch-Douma, and words per sentence. Greeting, headings and numbers are left out."""
    lines = [line for line in text.splitlines() if re.search(r"[.?!]$", line)]
    prose = re.sub(r"\S*[\d@]\S*", "", " ".join(lines))
    sentences = [each for each in re.split(r"[.?!:]+\s*", prose) if re.search(r"\w", each)]
    words = re.findall(r"[^\W\d_]+", prose)
    syllables = sum(len(re.findall(r"[aeiouyáéëïóöü]+", word.lower())) or 1 for word in words)
    per_sentence = len(words) / len(sentences)
    return 206.84 - 77 * syllables / len(words) - 0.93 * per_sentence, per_sentence
