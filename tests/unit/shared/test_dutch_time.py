from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.dutch_time import AMSTERDAM, dutch_date, dutch_moment, in_words
from shared.wire import utc_text


def test_shortly_before_midnight_in_utc_it_is_already_tomorrow_in_amsterdam() -> None:
    assert dutch_date(datetime(2026, 3, 31, 22, 0, tzinfo=UTC)) == date(2026, 4, 1)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="geen tijdzone"):
        dutch_date(datetime(2026, 3, 31, 22, 0))  # noqa: DTZ001 - that is what is refused


def test_a_date_in_words() -> None:
    assert in_words(date(2026, 5, 18)) == "maandag 18 mei 2026"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_nine_in_the_morning_is_on_the_day_itself_in_summer_and_in_winter(day: date) -> None:
    moment = dutch_moment(day, time(9))

    assert dutch_date(moment) == day
    assert moment.astimezone(AMSTERDAM).time() == time(9)


@given(st.datetimes(timezones=st.just(AMSTERDAM)), st.datetimes(timezones=st.just(UTC)))
def test_moments_sort_as_their_texts(one: datetime, other: datetime) -> None:
    one, other = (each.replace(microsecond=0) for each in (one, other))
    if min(one.year, other.year) > 1000:
        assert (utc_text(one) < utc_text(other)) == (one.astimezone(UTC) < other.astimezone(UTC))
