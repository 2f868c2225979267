"""What do we know of a case, and in which quarter does it count?

Plain values and plain functions. All days are Amsterdam dates.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self

from shared.case import Case
from shared.dutch_time import dutch_date
from shared.glossary import (
    Channel,
    ClockKind,
    Domain,
    HandlerKind,
    Judgment,
    Kind,
    Nature,
    Outcome,
    Phase,
    Registration,
)

YEARS = range(2014, 2100)  # the regulations began on 16 December 2014


class Quarter(NamedTuple):
    """Three months; they sort in order of time. Reads as ``2026-K2``."""

    year: int
    number: int

    @classmethod
    def of(cls, received_on: date) -> Self:
        """The quarter in which a case counts: that of its receipt, for ever."""
        return cls(received_on.year, (received_on.month + 2) // 3)

    @classmethod
    def named(cls, year: str, number: str) -> Self:
        """From an address. Raises `ValueError` with a sentence in Dutch."""
        if not (year.isdecimal() and int(year) in YEARS):
            raise ValueError(
                f"Dit is geen jaar: geef een jaar van {YEARS[0]} tot en met {YEARS[-1]}."
            )
        if number not in ("1", "2", "3", "4"):
            raise ValueError("Dit is geen kwartaal: geef 1, 2, 3 of 4.")
        return cls(int(year), int(number))

    def __str__(self) -> str:
        return f"{self.year}-K{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Self:
        return self._replace(number=self.number + 1) if self.number < 4 else self._new_year(1)

    @property
    def previous(self) -> Self:
        return self._replace(number=self.number - 1) if self.number > 1 else self._new_year(-1)

    def _new_year(self, step: int) -> Self:
        return type(self)(self.year + step, 1 if step > 0 else 4)


@dataclass(frozen=True, slots=True)
class Fact:
    """One case, as far as figures need it."""

    municipality: str
    number: str
    sequence: int
    channel: Channel
    kind: Kind
    nature: Nature | None
    domain: Domain | None
    phase: Phase
    handler_kind: HandlerKind
    handler_key: str
    providers: tuple[str, ...]
    received_on: date
    first_contact_on: date | None
    formal_since: date | None
    closed_on: date | None
    outcome: Outcome | None
    judgment: Judgment | None = None  # only of what was judged: to be satisfied is no judgment
    was: Kind | None = None  # what it was first taken for, where that is something else
    reopened: bool = False
    second_line: bool = False
    satisfaction: int | None = None  # from 1 to 5, as the resident said last
    missed: frozenset[ClockKind] = frozenset()
    counts: bool = True  # where the regulation wants it registered at all (Sterker par. 6 A2)

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.received_on)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


def fact_of(case: Case) -> Fact:
    return Fact(
        municipality=case.municipality,
        number=case.number,
        sequence=case.sequence,
        channel=case.channel,
        kind=case.kind,
        nature=case.nature,
        domain=case.domain,
        phase=case.phase,
        handler_kind=case.handler.kind,
        handler_key=case.handler.key,
        providers=case.providers,
        received_on=dutch_date(case.received_at),
        first_contact_on=_day(case.first_contact_at),
        formal_since=_day(case.formal_since),
        closed_on=_day(case.closed_at),
        outcome=case.outcome,
        counts=case.registration is not Registration.NONE,
        judgment=case.matter.judgment if case.outcome is Outcome.JUDGED else None,
        was=_was(case),
        reopened=bool(case.aftermath.reopened_at),
        second_line=bool(case.aftermath.referred_at or case.aftermath.requests),
        satisfaction=_satisfaction(case),
    )


def _was(case: Case) -> Kind | None:
    """Who says what nobody had looked at yet, corrects nobody."""
    said = (each.was for each in case.proceedings.reclassifications)
    first = next((kind for kind in said if kind is not Kind.UNKNOWN), None)
    return None if first is case.kind else first


def _satisfaction(case: Case) -> int | None:
    scores = [each.score for each in case.additions if each.score]
    return scores[-1] if scores else None


def _day(moment: datetime | None) -> date | None:
    return dutch_date(moment) if moment else None
