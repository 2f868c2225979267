from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.rules import RULES, RefusedError, due
from shared.dutch_time import AMSTERDAM, dutch_moment
from shared.law.calendar import dutch_calendar

DAYS = st.dates(date(2014, 1, 1), date(2090, 12, 31))
TIMES = st.times(max_value=time(23, 59, 59))
CALENDAR = dutch_calendar()


@given(DAYS, TIMES, TIMES)
def test_the_hour_of_receipt_never_moves_a_date(day: date, one: time, other: time) -> None:
    """Not on the days that clocks change, and not in leap years either."""
    ends = {
        due("awb_9_11_1_six_weeks", dutch_moment(day, hour), {}, CALENDAR).due_on
        for hour in (one, other)
    }

    assert len(ends) == 1


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
