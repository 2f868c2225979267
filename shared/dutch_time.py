"""What time is it in the Netherlands? Terms are counted in Amsterdam's dates, not in UTC's."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def dutch_date(moment: datetime) -> date:
    """The calendar date in Amsterdam at *moment*, which must know its time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} heeft geen tijdzone: geef bijvoorbeeld 2026-03-24T23:30+01:00.")
    return moment.astimezone(AMSTERDAM).date()


def dutch_moment(day: date, at: time) -> datetime:
    """The instant, in UTC, at which clocks in Amsterdam show *at* on *day*."""
    return datetime.combine(day, at, AMSTERDAM).astimezone(UTC)


def in_words(day: date) -> str:
    """A date as Dutch people write it: ``maandag 18 mei 2026``."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
