import re
from datetime import UTC, date, datetime
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.message import (
    Adjourned,
    AdjournedToo,
    Agreed,
    AgreedToo,
    ByHand,
    Content,
    DutyEscalation,
    DutyReminder,
    Ended,
    Escalation,
    ForResident,
    ForStaff,
    HandledByProvider,
    HowWasIt,
    Judged,
    Message,
    NotHandled,
    Notice,
    OfClock,
    OfDuty,
    Receipt,
    Referral,
    Reminder,
    Urgent,
    Why,
)
from services.notifications.wording import Language, Text, letter, salutation, word
from shared.glossary import (
    OF_NO_CASE,
    PROVIDER_DUTIES,
    RIGHTS,
    ClockKind,
    DelayReason,
    Outcome,
    Phase,
)
from shared.municipality import municipalities
from tests.builders import MONDAY

NUMBER = "KL-2026-AAAAA-AAAAA"
UNTIL = date(2026, 8, 10)
REFERRAL = Referral(body="Nationale ombudsman", until=date(2027, 7, 1))
LATE = REFERRAL.model_copy(update={"missed_on": date(2026, 7, 1)})
RECEIPT = Receipt(received_on=date(2026, 6, 1), complaint=True, contact_working_days=5)
TO_RESIDENTS: list[ForResident] = [
    RECEIPT,
    RECEIPT.model_copy(update={"complaint": False}),
    RECEIPT.model_copy(update={"contact_working_days": None}),
    Judged(referral=REFERRAL),
    Judged(referral=LATE),
    NotHandled(referral=REFERRAL),
    HandledByProvider(second_line="Nationale ombudsman"),
    *(Ended(outcome=outcome) for outcome in Outcome),
    *(kind(until=UNTIL, reason=reason) for kind in (Adjourned, Agreed) for reason in DelayReason),
    HowWasIt(again=False),
    HowWasIt(again=True),
]
OF_A_CASE = sorted(set(ClockKind) - OF_NO_CASE - RIGHTS)


def a_reminder(clock: ClockKind, kind: type[Reminder | Escalation] = Reminder, **facts: Any) -> Any:
    usual = {"phase": Phase.SECOND_LINE, "due_on": date(2026, 6, 8), "article": "Awb 9:11 lid 1"}
    return kind(**{**usual, "clock": clock} | facts)


def a_duty(
    clock: ClockKind, kind: type[DutyReminder | DutyEscalation] = DutyReminder, **facts: Any
) -> Any:
    usual = {"due_on": date(2026, 9, 30), "article": "contract art. 11.1", "provider": None}
    return kind(**{**usual, "clock": clock} | facts)


TO_STAFF: list[ForStaff] = [
    *(
        Notice(phase=phase, outside=outside, resident_told=told)
        for phase in Phase
        for outside in (True, False)
        for told in (True, False)
    ),
    Urgent(),
    *(a_reminder(clock, kind) for kind in (Reminder, Escalation) for clock in OF_A_CASE),
    *(a_reminder(ClockKind.PROVIDER_DUTY, item=item, outside=True) for item in PROVIDER_DUTIES),
    a_reminder(ClockKind.DATA_BREACH, due_at=MONDAY),
    *(
        a_duty(clock, kind, provider=provider)
        for clock in sorted(OF_NO_CASE)
        for kind in (DutyReminder, DutyEscalation)
        for provider in (None, "Thuiszorg De Vechtstroom")
    ),
    *(
        kind(until=UNTIL, outside=each)
        for kind in (AdjournedToo, AgreedToo)
        for each in (True, False)
    ),
    *(
        ByHand(audience=audience, why=why, until=until)
        for why in Why
        for audience in ("inwoner", "betrokkene", "college")
        for until in (None, UNTIL)
    ),
    ByHand(audience="vechtstroom", why=Why.REFUSED, duty=True),
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


OF_DUTIES = [wording(content) for content in TO_STAFF if isinstance(content, OfDuty)]
OF_CASES = [
    *(wording(content, language) for content in TO_RESIDENTS for language in get_args(Language)),
    *(wording(content) for content in TO_STAFF if not isinstance(content, OfDuty)),
]
ALL = [*OF_CASES, *OF_DUTIES]


def test_every_kind_of_message_is_looked_at_here() -> None:
    kinds = {type(content) for content in [*TO_RESIDENTS, *TO_STAFF]}
    assert kinds == {*get_args(ForResident), *get_args(ForStaff)}


def test_every_clock_that_somebody_must_act_on_is_looked_at_here() -> None:
    clocks = {content.clock for content in TO_STAFF if isinstance(content, OfClock | OfDuty)}
    assert clocks == set(ClockKind) - RIGHTS


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


def test_each_clock_asks_for_something_of_its_own() -> None:
    asked = {wording(a_reminder(clock)).plain.partition("\n")[0] for clock in OF_A_CASE}
    assert len(asked) == len(OF_A_CASE)


def test_a_reminder_says_which_clock_which_one_until_when_and_by_which_rule() -> None:
    moment = datetime(2026, 6, 8, 9, 5, tzinfo=UTC)
    text = wording(a_reminder(ClockKind.PROVIDER_DUTY, item=PROVIDER_DUTIES[0], due_at=moment))
    assert text.plain.split("\n\n")[1].splitlines() == [
        f"- Zaaknummer: {NUMBER}",
        "- Fase: tweede lijn",
        "- Termijn: bericht van de aanbieder",
        "- Onderdeel: de klacht is geregistreerd",
        "- Uiterste dag: maandag 8 juni 2026, 11:05 uur",  # Amsterdam's
        "- Regel: Awb 9:11 lid 1",
    ]


def test_an_improvement_is_named_by_its_own_reference() -> None:
    assert "- Onderdeel: V-12" in wording(a_reminder(ClockKind.IMPROVEMENT, item="V-12")).plain


def test_a_reminder_that_was_stored_before_it_had_an_article_still_goes_out() -> None:
    old = {"phase": "informeel", "clock": "contact", "dueOn": "2026-06-08"}
    assert "Regel" not in wording(Reminder.model_validate(old)).plain


def test_who_is_not_ours_is_told_to_call_and_not_to_look_it_up() -> None:
    handover = ClockKind.HANDOVER
    for content in (a_reminder(handover, outside=True), AdjournedToo(until=UNTIL, outside=True)):
        assert "Bel het klachtenloket voor de gegevens" in wording(content).plain
        assert "Zoek in het klachtenloket" not in wording(content).plain
    assert (
        "Aanvaard de zaak of geef haar terug." in wording(a_reminder(handover, outside=True)).plain
    )
    assert "De aanbieder moet" in wording(a_reminder(handover)).plain


@pytest.mark.parametrize(
    ("kind", "to_the_provider"),
    [
        (ClockKind.PROVIDER_DUTY, "Meld dit aan de gemeente."),
        (ClockKind.PROVIDER_REACTION, "Zeg schriftelijk wat u met het oordeel doet."),
    ],
)
def test_a_provider_is_spoken_to_and_others_are_told_of_it(
    kind: ClockKind, to_the_provider: str
) -> None:
    assert to_the_provider in wording(a_reminder(kind, outside=True)).plain
    assert "De aanbieder moet" in wording(a_reminder(kind)).plain


def test_a_duty_never_sends_anybody_to_a_case() -> None:
    for text in [*OF_DUTIES, wording(ByHand(audience="college", why=Why.REFUSED, duty=True))]:
        assert "zaak" not in text.plain.lower()


def test_a_delay_names_the_new_last_day_the_article_and_why() -> None:
    adjourned = Adjourned(until=UNTIL, reason=DelayReason.ADVICE)
    agreed = Agreed(until=UNTIL, reason=DelayReason.ADVICE)
    for content, article in ((adjourned, "Awb 9:11 lid 2"), (agreed, "Awb 9:11 lid 3")):
        dutch, english = wording(content).plain, wording(content, "en").plain
        assert all(part in dutch for part in ("maandag 10 augustus 2026", article, "advies"))
        assert all(part in english for part in ("Monday 10 August 2026", article, "advice"))


def test_every_reason_for_a_delay_has_a_sentence_of_its_own() -> None:
    for language in get_args(Language):
        letters = {
            wording(Adjourned(until=UNTIL, reason=reason), language).plain for reason in DelayReason
        }
        assert len(letters) == len(DelayReason)


def test_whom_a_case_is_about_reads_the_new_last_day() -> None:
    for content in (AdjournedToo(until=UNTIL), AgreedToo(until=UNTIL)):
        assert "maandag 10 augustus 2026" in wording(content).plain
        assert NUMBER in wording(content).plain


def test_who_must_tell_of_a_delay_by_hand_reads_what_to_tell_and_that_it_is_in_writing() -> None:
    task = wording(ByHand(audience="betrokkene", why=Why.NO_RESPONDENT, until=UNTIL)).plain
    assert "maandag 10 augustus 2026" in task
    assert "schriftelijk" in task


def test_the_second_question_says_that_it_is_the_second() -> None:
    assert "eerder" not in wording(HowWasIt(again=False)).plain
    assert "Misschien vroegen wij u dit al" in wording(HowWasIt(again=True)).plain
    assert "Perhaps we asked you this before" in wording(HowWasIt(again=True), "en").plain


def test_who_was_kept_waiting_too_long_reads_from_when_the_year_counts() -> None:
    assert "te laat" not in wording(Judged(referral=REFERRAL)).plain
    assert "vanaf woensdag 1 juli 2026" in wording(Judged(referral=LATE)).plain
    assert "from Wednesday 1 July 2026" in wording(Judged(referral=LATE), "en").plain


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


@pytest.mark.parametrize("content", TO_STAFF)
def test_a_colleague_can_read_it_at_once(content: ForStaff) -> None:
    _, sentence_length = readability(wording(content).plain)
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
    prose = re.sub(r"\S*[\d@]\S*?([.?!]?)(?=\s|$)", r"\1", " ".join(lines))
    sentences = [each for each in re.split(r"[.?!:]+\s*", prose) if re.search(r"\w", each)]
    words = re.findall(r"[^\W\d_]+", prose)
    syllables = sum(len(re.findall(r"[aeiouyáéëïóöü]+", word.lower())) or 1 for word in words)
    per_sentence = len(words) / len(sentences)
    return 206.84 - 77 * syllables / len(words) - 0.93 * per_sentence, per_sentence
