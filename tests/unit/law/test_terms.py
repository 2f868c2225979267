"""A term is counted to the day, and says in Dutch how."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.dutch_time import AMSTERDAM
from shared.law import terms
from shared.law.calendar import DAY, Calendar, dutch_calendar
from shared.law.terms import Length, Term
from shared.regime import WorkingDays

DAYS = st.dates(date(2014, 1, 1), date(2090, 12, 31))
LENGTHS = st.one_of(
    st.builds(Length, weeks=st.integers(1, 12)),
    st.builds(Length, days=st.integers(1, 90)),
    st.builds(Length, months=st.integers(1, 3)),
)
CALENDAR = dutch_calendar()
SIX_WEEKS = Length(weeks=6)
OFFICE = WorkingDays(opens_at=time(9), closes_at=time(17))
CLOSED_ON_EQUATED_DAYS = OFFICE.model_copy(update={"equated_days_are_free": True})


def contact(days: int, begin: date, office: WorkingDays = OFFICE) -> Term:
    return terms.working_days("Memo", days, begin, office, CALENDAR, "neemt iemand contact op")


@given(DAYS, LENGTHS)
def test_a_term_of_the_law_never_ends_on_a_free_day(begin: date, length: Length) -> None:
    term = terms.count("Awb", begin, CALENDAR, length)

    assert CALENDAR.why_free(term.due_on) is None
    assert begin < term.nominal_end <= term.due_on


@given(DAYS, LENGTHS, st.integers(1, 4))
def test_an_extended_term_never_ends_earlier(begin: date, length: Length, weeks: int) -> None:
    term = terms.count("Awb", begin, CALENDAR, length)
    extended = terms.count("Awb", begin, CALENDAR, length, Length(weeks=weeks))

    assert extended.due_on >= term.due_on
    assert CALENDAR.why_free(extended.due_on) is None


@given(DAYS, LENGTHS, st.integers(0, 30))
def test_one_more_holiday_never_makes_a_date_earlier(
    begin: date, length: Length, later: int
) -> None:
    term = terms.count("Awb", begin, CALENDAR, length)
    more = Calendar(
        CALENDAR.equated | {term.nominal_end + later * DAY},
        CALENDAR.known_years,
        CALENDAR.unknown_after,
    )

    assert terms.count("Awb", begin, more, length).due_on >= term.due_on


@given(
    DAYS, st.sampled_from([Length(years=1), Length(months=4), Length(weeks=13), Length(days=91)])
)
def test_a_long_term_ends_where_it_ends(begin: date, length: Length) -> None:
    term = terms.count("Awb", begin, CALENDAR, length)

    assert term.due_on == term.nominal_end


@given(DAYS, LENGTHS)
def test_what_is_no_law_ends_where_it_ends_unless_the_regulation_wants_otherwise(
    begin: date, length: Length
) -> None:
    law = terms.count("Awb", begin, CALENDAR, length)
    own = terms.count("afspraak", begin, CALENDAR, length, statutory=False)
    chosen = terms.count("afspraak", begin, CALENDAR, length, statutory=False, rolls_over=True)

    assert own.due_on == own.nominal_end
    assert chosen.due_on == law.due_on


def test_who_chooses_to_roll_over_does_not_call_it_the_law() -> None:
    term = terms.count(
        "afspraak", date(2026, 4, 2), CALENDAR, SIX_WEEKS, statutory=False, rolls_over=True
    )

    assert term.explanation.endswith(
        "(zoals de Algemene termijnenwet; de regeling kiest daarvoor)."
    )


@given(DAYS)
def test_six_weeks_are_forty_two_dates_over_any_leap_day(day: date) -> None:
    assert terms.count("Awb", day, CALENDAR, SIX_WEEKS).nominal_end == day + 42 * DAY


@pytest.mark.parametrize(
    ("begin", "length", "end"),
    [
        (date(2027, 1, 31), Length(months=1), date(2027, 2, 28)),
        (date(2028, 1, 31), Length(months=1), date(2028, 2, 29)),
        (date(2028, 2, 29), Length(years=1), date(2029, 2, 28)),
    ],
)
def test_a_month_and_a_year_end_on_the_last_day_of_a_shorter_one(
    begin: date, length: Length, end: date
) -> None:
    assert length.after(begin) == end


FREE_BY_HAND = {  # day and month
    2026: "0101 0201 0304 0604 2704 0505 1405 1505 2505 2512 2612",
    2027: "0101 2603 2903 2704 0505 0605 0705 1705 2512 2612",
    2028: "0101 1404 1704 2704 2804 0505 2505 2605 0506 2512 2612",
    2029: "0101 3003 0204",
}


def test_every_date_of_2026_to_2028_agrees_with_a_second_way_of_counting() -> None:
    """The other way: the free days written out by hand, and the days ticked off one by one."""
    free = {
        date(year, int(day[2:]), int(day[:2]))
        for year, written in FREE_BY_HAND.items()
        for day in written.split()
    }
    wrong_without_the_act = 0
    for n in range((date(2029, 1, 1) - date(2026, 1, 1)).days):
        received = date(2026, 1, 1) + timedelta(days=n)
        for weeks in (6, 10):
            ordinal = received.toordinal()
            for _ in range(weeks * 7):
                ordinal += 1
            unrolled = ordinal
            while ordinal % 7 in (6, 0) or date.fromordinal(ordinal) in free:
                ordinal += 1
            term = terms.count("Awb", received, CALENDAR, Length(weeks=weeks))

            assert term.due_on == date.fromordinal(ordinal), received
            wrong_without_the_act += weeks == 6 and unrolled != ordinal

    print(f"Without the Termijnenwet {wrong_without_the_act} of {n + 1} six-week ends are wrong.")  # noqa: T201
    assert wrong_without_the_act == 341


@given(DAYS, st.booleans())
def test_every_explanation_fits_in_its_news(begin: date, closed_then: bool) -> None:
    """Also of the longest norm that a regulation may set, where the office closes for a month."""
    office = CLOSED_ON_EQUATED_DAYS if closed_then else OFFICE
    closed = tuple(begin + n * DAY for n in range(1, 32))

    assert len(terms.count("Awb 9:11 lid 1", begin, CALENDAR, SIX_WEEKS).explanation) < 1000
    for each in (office, office.model_copy(update={"extra_closed_days": closed})):
        assert len(contact(130, begin, each).explanation) < 900  # a long article comes on top


def test_of_a_long_closure_the_first_days_are_named_and_the_rest_is_counted() -> None:
    closed = tuple(date(2026, 6, 1) + n * DAY for n in range(1, 16))  # eleven of them workdays
    office = OFFICE.model_copy(update={"extra_closed_days": closed})

    explanation = contact(5, date(2026, 6, 1), office).explanation

    assert "maandag 15 juni 2026 (kantoor gesloten) en nog 1 dag. De laatste" in explanation


def test_an_explanation_names_every_free_day_on_the_way() -> None:
    term = terms.count("Awb 9:11 lid 1", date(2026, 4, 2), CALENDAR, SIX_WEEKS)

    assert term.sentences[-1] == (
        "Donderdag 14 mei 2026 is Hemelvaartsdag, vrijdag 15 mei 2026 is bij koninklijk besluit "
        "gelijkgesteld met een feestdag, daarna is het weekend, dus de laatste dag is maandag "
        "18 mei 2026 (Algemene termijnenwet art. 1 lid 1)."
    )


def test_a_norm_in_working_days_names_the_holidays_that_it_skipped() -> None:
    term = contact(5, date(2026, 4, 1))

    assert "vrijdag 3 april 2026 (Goede Vrijdag), maandag 6 april 2026" in term.explanation
    assert term.due_on == date(2026, 4, 10)


def test_a_term_that_a_later_decree_may_move_says_so() -> None:
    known, unknown = date(2028, 1, 9), date(2029, 1, 9)

    assert terms.count("Awb", known, CALENDAR, SIX_WEEKS).doubt is None
    assert terms.count("Awb", unknown, CALENDAR, SIX_WEEKS).doubt
    assert terms.count("Awb", unknown, CALENDAR, Length(years=1)).doubt is None
    assert contact(5, unknown).doubt is None  # an equated day is a working day here
    assert contact(5, unknown, CLOSED_ON_EQUATED_DAYS).doubt


@pytest.mark.parametrize(
    ("begin", "end"),
    [("2026-10-24T12:00+02:00", "2026-10-26T11:00+01:00"),
     ("2026-03-28T12:00+01:00", "2026-03-30T13:00+02:00")],
    ids=["winter time begins", "summer time begins"],
)  # fmt: skip
def test_hours_run_on_at_night_on_sundays_and_over_the_change_of_clocks(
    begin: str, end: str
) -> None:
    term = terms.hours("Awb 2:10", 48, datetime.fromisoformat(begin).astimezone(AMSTERDAM))

    assert term.due_at == datetime.fromisoformat(end)
    assert term.explanation.endswith(f"om {end[11:16]} uur.")


def test_a_day_that_is_set_stays_on_a_sunday() -> None:
    term = terms.fixed("regeling", date(2026, 6, 1), date(2026, 6, 28), "is afgesproken")

    assert term.due_on == date(2026, 6, 28)
    assert term.explanation.endswith("Deze dag schuift niet op.")
