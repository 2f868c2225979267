from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.rules import RULES, RefusedError, due
from shared.dutch_time import AMSTERDAM, dutch_moment
from shared.law import terms
from shared.law.calendar import DAY, Calendar, dutch_calendar
from shared.law.terms import Length
from shared.municipality import WorkingDays

DAYS = st.dates(date(2014, 1, 1), date(2090, 12, 31))
TIMES = st.times(max_value=time(23, 59, 59))
LENGTHS = st.one_of(
    st.builds(Length, weeks=st.integers(1, 12)),
    st.builds(Length, days=st.integers(1, 90)),
    st.builds(Length, months=st.integers(1, 3)),
)
CALENDAR = dutch_calendar()


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
def test_what_is_no_law_ends_where_it_ends(begin: date, length: Length) -> None:
    term = terms.count("afspraak", begin, CALENDAR, length, statutory=False)

    assert term.due_on == term.nominal_end


@given(DAYS, TIMES, TIMES)
def test_the_hour_of_receipt_never_moves_a_date(day: date, one: time, other: time) -> None:
    """Not on the days that clocks change, and not in leap years either."""
    ends = {
        due("awb_9_11_1_six_weeks", dutch_moment(day, hour), {}, CALENDAR).due_on
        for hour in (one, other)
    }

    assert len(ends) == 1


@given(DAYS)
def test_six_weeks_are_forty_two_dates_over_any_leap_day(day: date) -> None:
    assert terms.count("Awb", day, CALENDAR, Length(weeks=6)).nominal_end == day + 42 * DAY


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
        for rule, weeks in (("awb_9_11_1_six_weeks", 6), ("awb_9_11_1_ten_weeks", 10)):
            ordinal = received.toordinal()
            for _ in range(weeks * 7):
                ordinal += 1
            unrolled = ordinal
            while ordinal % 7 in (6, 0) or date.fromordinal(ordinal) in free:
                ordinal += 1
            moment = datetime.combine(received, time(12), AMSTERDAM)

            assert due(rule, moment, {}, CALENDAR).due_on == date.fromordinal(ordinal), received
            wrong_without_the_act += weeks == 6 and unrolled != ordinal

    print(f"Without the Termijnenwet {wrong_without_the_act} of {n + 1} six-week ends are wrong.")  # noqa: T201
    assert wrong_without_the_act == 341


@given(DAYS, st.booleans())
def test_every_explanation_fits_in_its_news(begin: date, closed_then: bool) -> None:
    office = WorkingDays(equated_days_are_free=closed_then, opens_at=time(9), closes_at=time(17))

    assert len(terms.count("Awb 9:11 lid 1", begin, CALENDAR, Length(weeks=6)).explanation) < 1000
    assert len(terms.contact("Memo", 30, begin, office, CALENDAR).explanation) < 1000


def test_an_explanation_names_every_free_day_on_the_way() -> None:
    moment = datetime(2026, 4, 2, 10, tzinfo=AMSTERDAM)

    assert due("awb_9_11_1_six_weeks", moment, {}, CALENDAR).sentences[-1] == (
        "Donderdag 14 mei 2026 is Hemelvaartsdag, vrijdag 15 mei 2026 is bij koninklijk besluit "
        "gelijkgesteld met een feestdag, daarna is het weekend, dus de laatste dag is maandag "
        "18 mei 2026 (Algemene termijnenwet art. 1 lid 1)."
    )


def test_a_contact_norm_names_the_holidays_that_it_skipped() -> None:
    moment = datetime(2026, 4, 1, 9, tzinfo=AMSTERDAM)

    explanation = due("contact_norm_5_working_days", moment, {}, CALENDAR).explanation

    assert (
        "vrijdag 3 april 2026 (Goede Vrijdag), maandag 6 april 2026 (tweede paasdag)" in explanation
    )


def test_a_term_that_a_later_decree_may_move_says_so() -> None:
    def doubt(rule: str, year: int) -> str | None:
        return due(rule, datetime(year, 1, 9, 12, tzinfo=AMSTERDAM), {}, CALENDAR).doubt

    assert doubt("awb_9_11_1_six_weeks", 2028) is None
    assert doubt("awb_9_11_1_six_weeks", 2029)
    assert doubt("awb_9_24_ombudsman_one_year", 2029) is None  # no decree moves a year
    assert doubt("contact_norm_5_working_days", 2029) is None  # an equated day is a working day


@pytest.mark.parametrize(
    ("rule", "inputs", "reason"),
    [
        ("awb_9_99", {}, "De regel awb_9_99 bestaat niet. Wel: arhi_28"),
        ("awb_9_11_2_adjourned", {"adjourn_weeks": 5}, "adjourn_weeks kan niet 5 zijn"),
        ("awb_9_11_2_adjourned", {"base_weeks": "zes"}, "base_weeks moet een geheel getal zijn"),
        ("provider_total_report_before_1_july", {"year": 20260}, "year kan niet 20260 zijn"),
        ("contact_norm_5_working_days", {"equated_days_are_free": "soms"}, "moet ja of nee zijn"),
        ("awb_9_11_3_further_delay_with_consent", {}, "schriftelijk instemt"),
        ("awb_9_11_3_further_delay_with_consent", {"written_consent": "ja"}, "datum nodig"),
        (
            "awb_9_11_3_further_delay_with_consent",
            {"written_consent": "ja", "agreed_date": "2026-06-31"},
            "geen bestaande datum: 2026-06-31",
        ),
        (
            "gemeentewet_81p_notice_to_national_ombudsman",
            {"effective": "2027-02-01"},
            "alleen per 1 januari",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_reason(
    rule: str, inputs: dict[str, str], reason: str
) -> None:
    with pytest.raises(RefusedError, match=reason):
        due(rule, datetime(2026, 1, 9, 12, tzinfo=AMSTERDAM), inputs, CALENDAR)


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_takes_a_moment_without_a_time_zone(rule: str) -> None:
    with pytest.raises(RefusedError, match="geen tijdzone"):
        due(rule, datetime(2026, 1, 9, 12), {}, CALENDAR)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("rule", "received", "expected"),
    [
        ("wkkgz_17_1_six_weeks", "2026-04-02T10:00:00+02:00", "2026-05-18"),
        ("jeugdwet_4_3_2_ten_days_after_adoption", "2026-05-05T10:00:00+02:00", "2026-05-18"),
    ],
)
def test_rules_without_a_vector_count_alike(rule: str, received: str, expected: str) -> None:
    term = due(rule, datetime.fromisoformat(received), {}, CALENDAR)

    assert term.due_on == date.fromisoformat(expected)


def test_a_portal_notice_has_forty_eight_hours_over_the_change_of_clocks() -> None:
    term = due(
        "awb_2_10_48_hours_portal_notice",
        datetime(2026, 10, 24, 12, tzinfo=AMSTERDAM),
        {},
        CALENDAR,
    )

    assert term.due_at == datetime(2026, 10, 26, 11, tzinfo=AMSTERDAM)
