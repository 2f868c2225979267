"""What staff writes down for somebody: when it came in, whether it was read back, what to say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.intake.entry import IN_DANGER, NOT_READ_BACK, Entry, Recorded, read_back
from services.intake.programs.offered import NOT_SIGNED
from services.intake.service import Receipt
from services.intake.submission import Submission
from shared.dutch_time import dutch_date
from shared.glossary import Channel
from shared.http import InvalidError
from shared.municipality import municipalities
from tests.builders import MONDAY
from tests.unit.intake.entries import CALL, LETTER

RECEIPT = Receipt("KL-2026-AAAAA-AAAAA", MONDAY, is_new=True, code="11111-22222-33333")


def submitted(said: dict[str, Any], at: datetime = MONDAY) -> Submission:
    return Entry.model_validate(said).as_submission("1904", "sleutel-1", "s-1", at)


def recorded(said: dict[str, Any], receipt: Receipt = RECEIPT) -> Recorded:
    return Recorded.of(Entry.model_validate(said), receipt, municipalities()["1904"])


def faults(said: dict[str, Any]) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        Entry.model_validate(said)
    return {str(each["loc"][0]) for each in caught.value.errors()}


def test_a_call_counts_from_now_and_a_letter_from_the_day_it_came_in() -> None:
    assert submitted(CALL).received_at == MONDAY
    letter = submitted(LETTER)
    assert dutch_date(letter.received_at).isoformat() == "2026-05-28"
    assert letter.registered_at == MONDAY


def test_what_came_in_today_came_in_now() -> None:
    assert submitted(LETTER | {"ontvangenOp": "2026-06-01"}).received_at == MONDAY


def test_a_moment_counts_as_it_is() -> None:
    call = submitted(CALL | {"ontvangenOp": "2026-05-29T16:45:00+02:00"})

    assert call.received_at == datetime(2026, 5, 29, 14, 45, tzinfo=UTC)


@pytest.mark.parametrize("day", ["2026-06-02", "2027-01-01", "2026-06-01T14:00:00+02:00"])
def test_nothing_came_in_tomorrow(day: str) -> None:
    with pytest.raises(InvalidError, match="toekomst"):
        submitted(LETTER | {"ontvangenOp": day})


def test_a_clock_that_is_a_little_fast_is_no_mistake() -> None:
    assert submitted(CALL | {"ontvangenOp": "2026-06-01T10:00:00Z"}).received_at == MONDAY


@given(st.integers(0, 9_000), st.integers(0, 24 * 60 - 1))
def test_a_day_stays_that_day_whenever_it_is_written_down(days: int, minutes: int) -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    day = dutch_date(at) - timedelta(days=days)
    letter = submitted(LETTER | {"ontvangenOp": day.isoformat()}, at)

    assert dutch_date(letter.received_at) == day
    assert letter.received_at <= at


@pytest.mark.parametrize(
    ("said", "where"),
    [
        (LETTER | {"ontvangenOp": None}, "ontvangenOp"),
        (LETTER | {"ontvangenOp": "1999-12-31"}, "ontvangenOp"),
        (LETTER | {"ontvangenOp": "gisteren"}, "ontvangenOp"),
        (LETTER | {"ontvangenOp": "2026-02-30"}, "ontvangenOp"),
        (LETTER | {"ontvangenOp": "2026-05-28T10:00:00"}, "ontvangenOp"),
        (LETTER | {"ontvangenOp": ["2026-05-28"]}, "ontvangenOp"),
        (LETTER | {"verzondenOp": "binnenkort"}, "verzondenOp"),
        (CALL | {"voorgelezen": None}, "voorgelezen"),
        (CALL | {"kanaal": "balie", "voorgelezen": None}, "voorgelezen"),
        (CALL | {"directOpgelost": True}, "oplossing"),
        ({"kanaal": "telefoon", "tekst": "Tekst."}, "voorgelezen"),
        ({"kanaal": "brief", "tekst": "Tekst."}, "ontvangenOp"),
        (CALL | {"kanaal": "postduif"}, "kanaal"),
        (CALL | {"tekst": "  "}, "tekst"),
    ],
)
def test_what_is_missing_or_wrong_is_said_where_it_is(said: dict[str, Any], where: str) -> None:
    assert faults(said) == {where}


def test_all_that_is_missing_or_wrong_is_said_at_once() -> None:
    said = {"kanaal": "telefoon", "tekst": "", "directOpgelost": True, "taal": "Turks"}

    assert faults(said) == {"tekst", "taal", "voorgelezen", "oplossing"}


def test_what_was_spoken_is_not_in_writing_and_a_letter_is() -> None:
    assert not submitted(CALL).written
    assert not submitted(CALL | {"kanaal": "balie"}).written
    assert submitted(LETTER).written


def test_a_form_filled_in_at_the_desk_is_in_writing_and_need_not_be_read_back() -> None:
    form = CALL | {"kanaal": "balie", "schriftelijk": True, "voorgelezen": None}

    assert submitted(form).written


def test_what_the_next_person_must_know_stands_in_the_note() -> None:
    letter = LETTER | {"verzondenOp": "2026-05-20", "ondertekend": False}

    assert submitted(CALL).note is None
    assert submitted(CALL | {"voorgelezen": False}).note == NOT_READ_BACK
    assert submitted(letter).note == f"{NOT_SIGNED} Op de brief staat woensdag 20 mei 2026."
    solved = submitted(CALL | {"directOpgelost": True, "oplossing": "De hulp komt morgen."})
    assert (solved.solved, solved.note) == (True, "Direct opgelost: De hulp komt morgen.")
    danger = submitted(CALL | {"gevaar": True})
    assert (danger.urgent, danger.note) == (True, IN_DANGER)


def test_the_dossier_says_who_wrote_it_down_and_not_by_name() -> None:
    assert submitted(CALL).entered_by == "s-1"


def test_who_passes_on_what_she_heard_in_the_council_is_a_council_member() -> None:
    person = {"naam": "P. Raad", "email": "p.raad@raad.example", "namens": "een inwoner"}
    submission = submitted(CALL | {"kanaal": "raadslid", "indiener": person})

    assert (submission.person.role, submission.person.represents) == ("raadslid", "een inwoner")
    assert submission.gets_no_file


def test_another_language_is_kept_as_it_was_spoken() -> None:
    submission = submitted(CALL | {"tekst": "Помічниця не приходить.", "taal": "uk"})

    assert (submission.text, submission.language) == ("Помічниця не приходить.", "uk")


def test_what_was_said_is_read_back_with_the_number_and_the_code() -> None:
    said = CALL | {"over": "Rietland", "wanneer": "in mei", "wens": "een andere hulp"}
    text = recorded(said).read_back or ""

    assert text.startswith("Ik lees voor wat ik heb opgeschreven.")
    for part in (CALL["tekst"], "Rietland", "in mei", "een andere hulp", RECEIPT.number):
        assert part in text
    assert f"Uw volgcode is {RECEIPT.code}." in text


def test_a_letter_is_not_read_back_to_nobody() -> None:
    assert recorded(LETTER).read_back is None


def test_who_gets_no_code_hears_of_none() -> None:
    receipt = Receipt("KL-2026-AAAAA-AAAAA", MONDAY, is_new=True)

    assert "volgcode" not in read_back(Entry.model_validate(CALL), receipt, "")


@pytest.mark.parametrize(
    ("said", "now"),
    [
        (CALL, "binnen 5 werkdagen"),
        (CALL | {"gevaar": True}, "Bel dan 112"),
        (CALL | {"directOpgelost": True, "oplossing": "Excuses."}, "niets meer te doen"),
        (CALL | {"indiener": {}}, "Wilt u antwoord?"),
        (CALL | {"kanaal": "raadslid"}, "geen gegevens van de inwoner"),
        (LETTER | {"directOpgelost": True, "oplossing": "Gebeld."}, "binnen 5 werkdagen"),
    ],
)
def test_staff_is_told_what_to_say_now(said: dict[str, Any], now: str) -> None:
    assert now in recorded(said).what_now


@given(st.sampled_from(Channel), st.booleans(), st.booleans(), st.text(min_size=1, max_size=50))
def test_whatever_is_said_well_becomes_a_submission(
    channel: Channel, danger: bool, written: bool, text: str
) -> None:
    said = {
        "kanaal": channel,
        "tekst": f"Tekst {text}",
        "ontvangenOp": "2026-05-28",
        "voorgelezen": False,
        "gevaar": danger,
        "schriftelijk": written,
    }
    submission = submitted(said)

    assert (submission.urgent, submission.written) == (danger, written)
    assert submission.channel is channel
