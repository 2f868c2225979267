"""Every move of a last day can be told again: from when to when, by whom, by which right, why."""

from datetime import date, datetime, timedelta
from typing import Any

from services.deadlines.clocks import Known, clocks
from services.deadlines.domain import Entry
from services.deadlines.ledger import SYSTEM, lines
from shared.case import Case, Improvement, TermChange
from shared.events import CaseAdjourned, DelayAgreed, event_id, type_of
from shared.glossary import ClockKind, DelayReason, Flag, Outcome, TermBasis
from shared.law.calendar import Calendar, dutch_calendar
from shared.municipality import municipalities
from shared.proceedings import Aftermath
from tests.builders import MONDAY, a_case, an_adjournment

CALENDAR = dutch_calendar()
TOWN = municipalities()["1904"]
LATER = MONDAY + timedelta(days=30)
DUE, ADJOURNED, AGREED = date(2026, 7, 13), date(2026, 8, 10), date(2026, 9, 6)

ADJOURNMENT = an_adjournment(by="m-17")
CONSENT = TermChange(
    basis=TermBasis.CONSENT,
    sequence=3,
    decided_at=LATER,
    by="m-18",
    reason=DelayReason.ADVICE,
    until=AGREED,
    document="DOC-2026-9",
)


def between(
    before: Case | None,
    after: Case,
    at: datetime = LATER,
    reason: str | None = None,
    then: Calendar = CALENDAR,
    now: Calendar = CALENDAR,
) -> list[Entry]:
    """The lines that lead from the clocks of *before* to those of *after*."""

    def by_id(case: Case | None, calendar: Calendar) -> dict[Any, Any]:
        found = clocks(Known(case, False, TOWN, calendar)) if case else ()
        return {(clock.kind, clock.item): clock for clock in found}

    known = Known(after, False, TOWN, now)
    return list(lines(known, before, by_id(before, then), by_id(after, now), at, reason))


def of_handling(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.clock is ClockKind.HANDLING]


def test_every_clock_that_begins_gets_a_line_with_its_article() -> None:
    entries = between(None, a_case(), at=MONDAY)

    assert {(entry.clock, entry.basis) for entry in entries} == {
        (ClockKind.ACKNOWLEDGMENT, "Awb 9:6 en 2:17"),
        (ClockKind.CONTACT, "Memo Klachtenmanagement par. 1"),
        (ClockKind.HANDLING, "Awb 9:11 lid 1"),
        (ClockKind.OMBUDSMAN, "Awb 9:24 lid 1 b"),
    }
    assert {(entry.before, entry.at, entry.by) for entry in entries} == {(None, MONDAY, SYSTEM)}
    assert {entry.calendar for entry in entries} == {CALENDAR.unknown_after}


def test_news_that_changes_no_day_adds_no_line() -> None:
    assert between(a_case(), a_case(sequence=2, flags=(Flag.PRESS,))) == []


def test_a_term_that_had_ended_begins_a_new_line_when_its_case_is_opened_again() -> None:
    closed = a_case(sequence=2, closed_at=MONDAY, outcome=Outcome.SATISFIED)
    opened_again = a_case(sequence=3, aftermath=Aftermath(reopened_at=(LATER,)))

    [entry] = of_handling(between(closed, opened_again))

    assert (entry.before, entry.after, entry.met, entry.at) == (None, DUE, False, LATER)


def test_an_adjournment_says_who_decided_why_and_which_event_told_it() -> None:
    [entry] = of_handling(between(a_case(), a_case(sequence=2, term_changes=(ADJOURNMENT,))))

    told = event_id("1904", a_case().number, 2, type_of(CaseAdjourned))
    assert entry == Entry(
        clock=ClockKind.HANDLING,
        at=MONDAY,  # when it was decided, not when we heard of it
        before=DUE,
        after=ADJOURNED,
        basis="Awb 9:11 lid 2",
        reason=DelayReason.HEARING,
        by="m-17",
        calendar=CALENDAR.unknown_after,
        cause=told,
    )
    assert entry.days == 28


def test_consent_says_where_the_document_is() -> None:
    before = a_case(sequence=2, term_changes=(ADJOURNMENT,))

    [entry] = of_handling(between(before, a_case(sequence=3, term_changes=(ADJOURNMENT, CONSENT))))

    assert (entry.before, entry.after) == (ADJOURNED, AGREED)
    assert (entry.basis, entry.document, entry.by) == ("Awb 9:11 lid 3", "DOC-2026-9", "m-18")
    assert entry.cause == event_id("1904", a_case().number, 3, type_of(DelayAgreed))


def test_two_decisions_that_came_in_one_news_get_a_line_each() -> None:
    both = a_case(sequence=3, term_changes=(ADJOURNMENT, CONSENT))

    moved = [(each.before, each.after) for each in of_handling(between(a_case(), both))]

    assert moved == [(DUE, ADJOURNED), (ADJOURNED, AGREED)]


def test_a_case_that_comes_late_with_its_decision_shows_the_day_without_it_first() -> None:
    late = of_handling(between(None, a_case(sequence=2, term_changes=(ADJOURNMENT,))))

    assert [(each.before, each.after, each.by) for each in late] == [
        (None, DUE, SYSTEM),
        (DUE, ADJOURNED, "m-17"),
    ]


def test_a_decision_moves_the_ombudsmans_year_with_it() -> None:
    entries = between(a_case(), a_case(sequence=2, term_changes=(ADJOURNMENT,)))

    [year] = [entry for entry in entries if entry.clock is ClockKind.OMBUDSMAN]
    assert (year.before, year.after) == (date(2027, 7, 13), date(2027, 8, 10))
    assert year.basis == "Awb 9:24 lid 1 b"


def test_what_was_done_is_met_once() -> None:
    called = a_case(sequence=2, first_contact_at=LATER)

    [entry] = between(a_case(), called)

    assert (entry.clock, entry.met, entry.days) == (ClockKind.CONTACT, True, 0)
    assert between(called, called.model_copy(update={"sequence": 3})) == []


def test_what_begins_and_is_met_at_once_gets_two_lines() -> None:
    called = a_case(statutory=False, written=False, first_contact_at=MONDAY)

    found = [entry for entry in between(None, called) if entry.clock is ClockKind.CONTACT]

    assert [(entry.before is None, entry.met) for entry in found] == [(True, False), (False, True)]


def test_what_runs_no_longer_says_so() -> None:
    [entry] = between(a_case(), a_case(sequence=2, flags=(Flag.SOLVED_ON_THE_SPOT,)))

    assert (entry.clock, entry.before, entry.after) == (
        ClockKind.CONTACT,
        date(2026, 6, 8),
        None,
    )
    assert (entry.basis, entry.met, entry.days) == ("geldt niet meer", False, None)


def test_of_several_clocks_of_a_kind_each_has_its_own_lines() -> None:
    one, other = (
        Improvement(reference=name, unit="wijkteam", set_at=MONDAY, due_on=AGREED)
        for name in ("VB-1", "VB-2")
    )
    done = other.model_copy(update={"done_at": LATER})

    began = between(a_case(), a_case(sequence=2, improvements=(one, other)))
    ended = between(
        a_case(sequence=2, improvements=(one, other)), a_case(sequence=3, improvements=(one, done))
    )

    assert [(entry.item, entry.after) for entry in began] == [("VB-1", AGREED), ("VB-2", AGREED)]
    assert [(entry.item, entry.met) for entry in ended] == [("VB-2", True)]


def test_a_term_that_was_counted_again_says_why() -> None:
    more = Calendar(CALENDAR.equated | {DUE}, CALENDAR.known_years, CALENDAR.unknown_after)

    entries = between(a_case(), a_case(), reason="kalender gewijzigd", now=more)

    assert {(entry.clock, entry.days, entry.reason, entry.by) for entry in entries} == {
        (ClockKind.HANDLING, 1, "kalender gewijzigd", SYSTEM),
        (ClockKind.OMBUDSMAN, 1, "kalender gewijzigd", SYSTEM),
    }


def test_a_decision_taken_meanwhile_is_kept_apart_from_a_new_count() -> None:
    """The calendar moved the day without the decision, and the decision moved it further."""
    more = Calendar(CALENDAR.equated | {DUE}, CALENDAR.known_years, CALENDAR.unknown_after)

    found = of_handling(
        between(a_case(), a_case(sequence=2, term_changes=(ADJOURNMENT,)), now=more)
    )

    assert [(each.before, each.after, each.by) for each in found] == [
        (DUE, date(2026, 7, 14), SYSTEM),
        (date(2026, 7, 14), ADJOURNED, "m-17"),
    ]
