from datetime import date, time
from pathlib import Path

import holidays as package
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.law import calendar
from shared.law.calendar import DAY, Calendar, dutch_calendar, holidays
from shared.regime import WorkingDays
from shared.settings import ConfigurationError

OFFICE = WorkingDays(opens_at=time(9), closes_at=time(17))
DAYS = st.dates(date(2014, 1, 1), date(2100, 12, 31))


def a_calendar(*equated: date) -> Calendar:
    return Calendar(frozenset(equated), frozenset(range(2014, 2101)), date(2100, 12, 31))


@pytest.mark.parametrize("year", range(2014, 2100))
def test_another_package_knows_our_nine_days_and_only_sundays_more(year: int) -> None:
    theirs = set(package.country_holidays("NL", years=year, categories=("public", "optional")))

    assert set(holidays(year)) <= theirs
    assert all(day.weekday() == calendar.SUNDAY for day in theirs - set(holidays(year)))


def test_the_fifth_of_may_is_a_holiday_every_year() -> None:
    assert all(date(year, 5, 5) in holidays(year) for year in range(2014, 2100))


@pytest.mark.parametrize(
    ("year", "day"), [(2025, 26), (2026, 27), (2031, 26), (2036, 26), (2037, 27)]
)
def test_kings_day_is_never_a_sunday(year: int, day: int) -> None:
    assert holidays(year)[date(year, 4, day)] == "Koningsdag"


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2026, 5, 4), date(2026, 5, 1)])
def test_days_that_only_feel_like_holidays_are_ordinary(day: date) -> None:
    assert dutch_calendar().why_free(day) is None


def test_an_equated_day_is_free_for_terms_and_a_working_day_for_offices() -> None:
    equated = date(2026, 5, 15)
    closed_then = OFFICE.model_copy(update={"equated_days_are_free": True})

    assert dutch_calendar().why_free(equated)
    assert dutch_calendar().why_closed(equated, OFFICE) is None
    assert dutch_calendar().why_closed(equated, closed_then)


def test_an_office_has_closed_days_of_its_own() -> None:
    closed = OFFICE.model_copy(update={"extra_closed_days": (date(2026, 6, 2),)})

    assert dutch_calendar().working_day(date(2026, 6, 1), 1, OFFICE) == date(2026, 6, 2)
    assert dutch_calendar().working_day(date(2026, 6, 1), 1, closed) == date(2026, 6, 3)


@given(DAYS, st.integers(1, 60))
def test_counting_working_days_back_undoes_counting_them_on(day: date, count: int) -> None:
    start = dutch_calendar().working_day(day, 0, OFFICE)

    assert (
        dutch_calendar().working_day(
            dutch_calendar().working_day(start, count, OFFICE), -count, OFFICE
        )
        == start
    )


@given(DAYS, st.integers(-60, 60))
def test_a_working_day_is_never_a_closed_day(day: date, count: int) -> None:
    found = dutch_calendar().working_day(day, count, OFFICE)

    assert dutch_calendar().why_closed(found, OFFICE) is None
    assert (found > day) if count > 0 else (found <= day)


@given(DAYS)
def test_a_free_day_gives_way_to_the_first_ordinary_one_after_it(day: date) -> None:
    found = dutch_calendar().first_ordinary_day(day)

    assert dutch_calendar().why_free(found) is None
    assert all(dutch_calendar().why_free(passed) for passed in calendar.days(day, found))


@given(DAYS, DAYS)
def test_one_more_equated_day_never_makes_a_date_earlier(day: date, equated: date) -> None:
    closed_then = OFFICE.model_copy(update={"equated_days_are_free": True})
    plain, more = a_calendar(), a_calendar(equated, day + DAY)

    assert more.first_ordinary_day(day) >= plain.first_ordinary_day(day)
    assert more.working_day(day, 5, closed_then) >= plain.working_day(day, 5, closed_then)


def test_the_calendar_says_for_which_days_it_is_not_known() -> None:
    assert dutch_calendar().knows(date(2028, 12, 31))
    assert not dutch_calendar().knows(date(2029, 1, 1))
    assert not dutch_calendar().knows(date(2021, 5, 14))  # no decree of 2020-2022 was found


@pytest.mark.parametrize(
    ("wrong", "right", "line", "reason"),
    [
        ("2026-05-16", "2026-05-15", 26, "zaterdag 16 mei 2026 is al vrij"),
        ("2026-05-14", "2026-05-15", 26, "donderdag 14 mei 2026 is al vrij"),
        ("2029-05-11", "2028-05-26", 26, "vrijdag 11 mei 2029 valt buiten de jaren"),
        ("2026-02-30", "2026-05-15", 30, "bestaande datum"),
        ("2026-01-02", "2026-05-15", 26, "een dag staat er tweemaal"),
        ("[2025, 2028]", "[2026, 2028]", 1, "elk jaar hoort bij één besluit"),
        ("onbekend_na: 2031-12-31", "onbekend_na: 2028-12-31", 1, "onbekend_na ligt na"),
    ],
)  # fmt: skip
def test_a_wrong_day_is_refused_with_its_file_line_and_reason(
    tmp_path: Path, wrong: str, right: str, line: int, reason: str
) -> None:
    file = tmp_path / "dagen.yaml"
    text = calendar.FILE.read_text(encoding="utf-8")
    file.write_text(text.replace(right, wrong), encoding="utf-8")

    with pytest.raises(ConfigurationError, match=f"dagen.yaml, regel {line}: .*{reason}"):
        calendar.read(file)
