"""What does each text say?"""

import re
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from services.notifications.message import ByHand, ByMachine, ForResident, ForStaff, Why
from services.notifications.to_residents import (
    Adjourned,
    Agreed,
    Ended,
    HowWasIt,
    Invited,
    Judged,
    Mediating,
    NotHandled,
    OnToSecondLine,
    ToComplete,
)
from services.notifications.to_staff import (
    AboutSomebody,
    AdjournedToo,
    AgreedToo,
    AskedByOmbudsman,
    CopyToSend,
    Decided,
    EndedToo,
    ForCollege,
    InvitedToo,
    Notice,
    Occasion,
    OfClock,
    OfDuty,
    Reminder,
    ToContribute,
    ToDecide,
)
from services.notifications.wording import Language
from shared.glossary import PROVIDER_DUTIES, RIGHTS, ClockKind, DelayReason, Outcome, Phase
from tests.builders import MONDAY
from tests.unit.notifications.texts import (
    CLERK,
    LATE,
    NUMBER,
    OF_A_CASE,
    OF_DUTIES,
    RECEIPT,
    REFERRAL,
    TO_RESIDENTS,
    TO_STAFF,
    UNTIL,
    a_reminder,
    wording,
)


def test_every_kind_of_message_is_looked_at_here() -> None:
    kinds = {type(content) for content in [*TO_RESIDENTS, *TO_STAFF]}
    assert kinds == {*get_args(ForResident), *get_args(ForStaff)}


def test_every_clock_that_somebody_must_act_on_is_looked_at_here() -> None:
    clocks = {content.clock for content in TO_STAFF if isinstance(content, OfClock | OfDuty)}
    assert clocks == set(ClockKind) - RIGHTS


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


def by_hand(instead: ForResident | ByMachine) -> str:
    """What the desk reads that must tell it by hand."""
    return wording(ByHand(audience="inwoner", why=Why.NO_ADDRESS, instead=instead)).plain


def test_a_duty_never_sends_anybody_to_a_case() -> None:
    tasks = [by_hand(content) for content in TO_STAFF if isinstance(content, OfDuty)]
    assert tasks
    for text in [*(each.plain for each in OF_DUTIES), *tasks]:
        assert "zaak" not in text.lower()


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
    task = by_hand(AdjournedToo(until=UNTIL))
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


def test_who_must_complete_her_complaint_reads_with_what_until_when_and_that_it_stays() -> None:
    question = ToComplete(until=UNTIL, statutory=True)
    dutch, english = wording(question), wording(question, "en")
    for part in ("10 augustus", "Awb 9:4", "naam en adres", "handtekening", "datum", "gebeurde"):
        assert part in dutch.plain
    assert "Wij wijzen uw klacht hierom niet af." in dutch.plain
    assert "We will not turn it down because of this." in english.plain


@pytest.mark.parametrize(
    ("kind", "facts", "article"),
    [
        (ToComplete, {"until": UNTIL}, "Awb 9:4"),
        (Invited, {"at": (MONDAY,)}, "Awb 9:10"),
        (InvitedToo, {"at": (MONDAY,)}, "Awb 9:10"),
        (AboutSomebody, CLERK, "Awb 9:9"),
        (AboutSomebody, CLERK, "Awb 9:10"),
        (CopyToSend, CLERK | {"careful": False}, "Awb 9:9"),
    ],
)
def test_an_article_is_named_only_where_it_applies(
    kind: Any, facts: dict[str, Any], article: str
) -> None:
    for statutory in (True, False):
        content = kind(**facts, statutory=statutory)
        assert (article in wording(content).plain) is statutory
        if kind is not CopyToSend:
            assert (article in by_hand(content)) is statutory
        if kind in get_args(ForResident):
            assert (article in wording(content, "en").plain) is statutory


@pytest.mark.parametrize(
    ("moment", "dutch", "english"),
    [
        (datetime(2026, 6, 9, 12, tzinfo=UTC), "9 juni 2026 om 14:00 uur", "9 June 2026 at 14:00"),
        (datetime(2026, 1, 9, 8, tzinfo=UTC), "9 januari 2026 om 09:00", "9 January 2026 at 09:00"),
        (datetime(2026, 6, 9, 22, tzinfo=UTC), "10 juni 2026 om 00:00", "10 June 2026 at 00:00"),
    ],
)
def test_an_invitation_says_when_by_the_clock_in_amsterdam(
    moment: datetime, dutch: str, english: str
) -> None:
    assert dutch in wording(Invited(at=(moment,), statutory=True)).plain
    assert english in wording(Invited(at=(moment,), statutory=True), "en").plain
    assert dutch in wording(InvitedToo(at=(moment,), statutory=True)).plain
    assert dutch in by_hand(Invited(at=(moment,), statutory=True))


def test_an_invitation_says_that_somebody_may_come_along_and_that_nobody_must() -> None:
    text = wording(Invited(at=(MONDAY,), statutory=True)).plain
    assert "U mag iemand meenemen." in text
    assert "U mag komen, maar het hoeft niet." in text
    assert "mag iemand meenemen" in wording(InvitedToo(at=(MONDAY,), statutory=True)).plain


def test_mediation_is_voluntary_and_stops_no_term() -> None:
    text = wording(Mediating()).plain
    assert "Meedoen is vrijwillig." in text
    assert "De tijd voor ons antwoord loopt door." in text


def onward(**facts: Any) -> OnToSecondLine:
    return OnToSecondLine(**{"body": REFERRAL.body, "referral": REFERRAL} | facts)


def test_who_goes_on_reads_to_whom_and_until_when_where_a_law_says_so() -> None:
    text = wording(onward()).plain
    assert "Nationale ombudsman" in text
    assert "De laatste dag is donderdag 1 juli 2027." in text
    without = wording(onward(referral=None)).plain
    assert "Nationale ombudsman. Vraag daar ook tot wanneer dat kan." in without
    assert "jaar" not in without


def test_who_goes_on_after_a_provider_reads_what_is_not_looked_at() -> None:
    says = "Niet naar de organisatie die voor ons werkt."
    assert says in wording(onward(process_only=True)).plain
    assert says not in wording(onward()).plain


def test_who_goes_on_too_late_reads_that_it_may_still_be_asked() -> None:
    assert "al voorbij" in wording(onward(passed=True)).plain
    assert "already gone by" in wording(onward(passed=True), "en").plain
    assert "voorbij" not in wording(onward()).plain


def test_who_could_not_be_reached_reads_how_to_come_back() -> None:
    text = wording(Ended(outcome=Outcome.OUT_OF_REACH))
    assert "Wilt u toch verder? Bel of mail ons." in text.plain
    assert text.subject.startswith("Wij stoppen met uw klacht")


def test_whose_case_goes_on_in_another_one_reads_that_and_no_number_but_her_own() -> None:
    for language, goes_on in (("nl", "samen met die zaak"), ("en", "together with that one")):
        text = wording(Ended(outcome=Outcome.JOINED), language).plain  # type: ignore[arg-type]
        assert goes_on in text
        assert set(re.findall(r"KL-\S+-\w+", text)) == {NUMBER}


def test_every_end_has_a_text_of_its_own_save_what_is_in_a_letter() -> None:
    own = set(Outcome) - {Outcome.JUDGED, Outcome.NOT_HANDLED, Outcome.HANDLED_BY_PROVIDER}
    for language in get_args(Language):
        texts = {wording(Ended(outcome=outcome), language).plain for outcome in own}
        assert len(texts) == len(own)


def test_where_a_respondent_works_they_read_about_whom_it_is_and_what_her_rights_are() -> None:
    content = AboutSomebody(**CLERK, statutory=False)
    for text in (wording(content).plain, by_hand(content)):
        for part in ("consulent wmo", "B-1", "afschrift", "vertellen", "meenemen"):
            assert part in text


def test_who_sends_a_copy_reads_about_whom_what_to_leave_out_and_whether_to_be_careful() -> None:
    for careful in (True, False):
        text = wording(CopyToSend(**CLERK, statutory=True, careful=careful)).plain
        for part in ("consulent wmo", "B-1", "Awb 9:9", "over anderen"):
            assert part in text
        assert ("gevaar" in text) is careful


def test_who_is_asked_something_reads_which_and_until_when() -> None:
    question = ToContribute(reference="I-1", until=UNTIL)
    asked = AskedByOmbudsman(reference="NO-1", until=UNTIL)
    for text in (wording(question).plain, wording(asked).plain, by_hand(question)):
        assert re.search(r"\b(I|NO)-1\b", text)
        assert "maandag 10 augustus 2026" in text


@pytest.mark.parametrize("content", [ForCollege(), ToDecide(), Decided(), EndedToo(joined=False)])
def test_who_must_look_at_a_case_reads_only_its_number(content: ByMachine) -> None:
    text = wording(content)
    assert NUMBER in text.plain
    assert not re.search(r"klager|mevrouw|meneer|aanbieder|oordeel|gegrond", text.plain)


def test_where_it_ended_or_goes_on_whoever_it_is_about_reads_which() -> None:
    assert "Wij zijn klaar met deze zaak." in wording(EndedToo(joined=False)).plain
    assert "samen" in wording(EndedToo(joined=True)).plain


def test_why_a_case_is_hers_the_handler_reads() -> None:
    texts = {
        wording(Notice(phase=Phase.FORMAL, resident_told=True, occasion=each)).plain
        for each in Occasion
    }
    assert len(texts) == len(Occasion)


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (Judged(referral=REFERRAL), ("Nationale ombudsman", "1 juli 2027", "Awb 9:12")),
        (NotHandled(referral=REFERRAL), ("Nationale ombudsman", "1 juli 2027", "Awb 9:12")),
        (onward(), ("Nationale ombudsman", "1 juli 2027")),
        (onward(referral=None, process_only=True), ("alleen naar wat de gemeente deed",)),
        (ToComplete(until=UNTIL, statutory=True), ("10 augustus 2026", "Awb 9:4", "niet af")),
        (Mediating(), ("vrijwillig",)),
        (EndedToo(joined=False), ("klaar is",)),
        (ForCollege(), ("meteen",)),
    ],
)
def test_who_must_tell_it_by_hand_reads_what_the_mail_would_have_said(
    content: ForResident | ByMachine, parts: tuple[str, ...]
) -> None:
    assert all(part in by_hand(content) for part in parts)


def test_a_task_that_was_stored_before_it_said_instead_of_what_still_goes_out() -> None:
    old = {"template": "zelf_doen", "audience": "inwoner", "why": "geen_adres", "duty": False}
    assert NUMBER in wording(ByHand.model_validate(old)).plain
