"""Which days are free, and where does a term end that ends on one?

The Algemene termijnenwet (Atw) as functions over dates in Amsterdam. Nine days follow from the law
and are computed. The days that a royal decree equates with them (3 lid 3) are data: they stand in
`gelijkgestelde_dagen.yaml`, which also says after which day nobody knows them yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Self

from dateutil.easter import easter
from pydantic import Field, model_validator

from shared.dutch_time import in_words
from shared.regime import WorkingDays
from shared.settings import Setting, read_as

FILE = Path(__file__).parent / "gelijkgestelde_dagen.yaml"
DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@cache
def holidays(year: int) -> Mapping[date, str]:
    """The days of Atw 3 lid 1 and 2. 5 May is one every year, 31 December and 4 May never are."""
    easter_sunday = easter(year)
    kings_day = date(year, 4, 27)  # since 2014; on a Saturday where that is a Sunday
    return MappingProxyType(
        {
            date(year, 1, 1): "Nieuwjaarsdag",
            easter_sunday - 2 * DAY: "Goede Vrijdag",
            easter_sunday + DAY: "tweede paasdag",
            kings_day - DAY if kings_day.weekday() == SUNDAY else kings_day: "Koningsdag",
            date(year, 5, 5): "Bevrijdingsdag",
            easter_sunday + 39 * DAY: "Hemelvaartsdag",
            easter_sunday + 50 * DAY: "tweede pinksterdag",
            date(year, 12, 25): "eerste kerstdag",
            date(year, 12, 26): "tweede kerstdag",
        }
    )


def is_weekend(day: date) -> bool:
    return day.weekday() in (SATURDAY, SUNDAY)


def days(first: date, until: date) -> Iterator[date]:
    """Each day from *first* up to, but not on, *until*."""
    return (first + n * DAY for n in range((until - first).days))


class Decree(Setting):
    """A royal decree that equates days with holidays for some years."""

    years: tuple[int, int] = Field(alias="jaren", description="The first and the last.")
    name: str = Field(alias="besluit")
    certainty: Literal["zeker", "waarschijnlijk", "onbekend"] = Field(alias="zekerheid")
    source: str = Field(alias="bron")
    days: tuple[date, ...] = Field(alias="dagen")

    @model_validator(mode="after")
    def _days_can_be_equated(self) -> Self:
        for day in self.days:
            if not self.years[0] <= day.year <= self.years[1]:
                raise ValueError(f"{in_words(day)} valt buiten de jaren van dit besluit")
            if is_weekend(day) or day in holidays(day.year):
                raise ValueError(f"{in_words(day)} is al vrij: een besluit wijst gewone dagen aan")
        if len(set(self.days)) < len(self.days):
            raise ValueError("een dag staat er tweemaal")
        return self


class Decrees(Setting):
    unknown_after: date = Field(alias="onbekend_na")
    decrees: tuple[Decree, ...] = Field(alias="besluiten")

    @model_validator(mode="after")
    def _years_follow_each_other(self) -> Self:
        years = [year for decree in self.decrees for year in _years(decree)]
        if years != sorted(set(years)):
            raise ValueError("besluiten staan op volgorde, en elk jaar hoort bij één besluit")
        if not years or self.unknown_after > date(years[-1], 12, 31):
            raise ValueError("onbekend_na ligt na het laatste jaar van het laatste besluit")
        return self


def _years(decree: Decree) -> range:
    return range(decree.years[0], decree.years[1] + 1)


@dataclass(frozen=True)
class Calendar:
    """The law's free days, together with the *equated* ones and the years of which we know them."""

    equated: frozenset[date]
    known_years: frozenset[int]
    unknown_after: date

    def knows(self, day: date) -> bool:
        """False where a royal decree that we do not know may make *day* free."""
        return day.year in self.known_years and day <= self.unknown_after

    def why_free(self, day: date) -> str | None:
        """Why no term of the law ends on *day* (Atw 1 lid 1), in Dutch; None where one may."""
        if name := holidays(day.year).get(day):
            return name
        if day in self.equated:
            return "bij koninklijk besluit gelijkgesteld met een feestdag"
        return "weekend" if is_weekend(day) else None

    def first_ordinary_day(self, day: date) -> date:
        """*day* itself, or the first day after it that is not free (Atw 1 lid 1)."""
        while self.why_free(day):
            day += DAY
        return day

    def why_closed(self, day: date, office: WorkingDays) -> str | None:
        """Why *day* is no working day of *office*, in Dutch; None where it is one.

        An equated day is free for terms only: an office says for itself whether it works then.
        """
        if day in self.equated and not office.equated_days_are_free:
            reason = None
        else:
            reason = self.why_free(day)
        return reason or ("kantoor gesloten" if day in office.extra_closed_days else None)

    def working_day(self, day: date, count: int, office: WorkingDays) -> date:
        """The working day *count* working days after *day*; before it where *count* is negative.

        For 0: *day* itself, or the last working day before it.
        """
        if count == 0:
            day, count = day + DAY, -1
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while self.why_closed(day, office):
                day += step
        return day


@cache
def dutch_calendar() -> Calendar:
    """The calendar as far as it is known. Raises `ConfigurationError` where the file is wrong."""
    return read(FILE)


def read(path: Path) -> Calendar:
    """The calendar with the decrees in *path*. Raises `ConfigurationError`: file, line, reason."""
    known = read_as(Decrees, path)
    return Calendar(
        equated=frozenset(day for decree in known.decrees for day in decree.days),
        known_years=frozenset(
            year
            for decree in known.decrees
            if decree.certainty != "onbekend"
            for year in _years(decree)
        ),
        unknown_after=known.unknown_after,
    )
