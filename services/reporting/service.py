"""What reporting does when something happens.

News comes more than once and in any order. A case is taken if it is newer than the one we have;
that a term was missed is remembered apart, and stays true whatever comes later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.reporting.domain import Fact, Quarter, fact_of
from services.reporting.figures import HEADLINES, Report, Version, figures
from shared.case import Case
from shared.glossary import ClockKind

QUARTERS_BEFORE = 4  # a year back, so that the same season can be compared


class Facts(Protocol):
    def record(self, fact: Fact) -> None:
        """Remember *fact*, unless what we have is as new or newer."""

    def mark_missed(
        self, municipality: str, quarter: Quarter, number: str, clock: ClockKind
    ) -> None:
        """Remember, for ever, that this term of a case was missed."""

    def of(self, municipality: str, quarter: Quarter) -> Sequence[Fact]:
        """The facts of one quarter, each with the terms it missed."""


@dataclass(frozen=True)
class Reporting:
    facts: Facts

    def record(self, case: Case) -> None:
        self.facts.record(fact_of(case))

    def mark_missed(self, case: Case, clock: ClockKind) -> None:
        fact = fact_of(case)
        self.facts.mark_missed(fact.municipality, fact.quarter, fact.number, clock)

    def report(self, municipality: str, quarter: Quarter, as_of: datetime) -> Report:
        """The exact report of *quarter* as things stand *as_of* now: not for everybody's eyes."""
        before = [quarter.previous]
        while len(before) < QUARTERS_BEFORE:
            before.insert(0, before[0].previous)
        return Report(
            municipality=municipality,
            as_of=as_of,
            version=Version.INTERNAL,
            figures=figures(quarter, self.facts.of(municipality, quarter)),
            before=tuple(
                figures(each, self.facts.of(municipality, each), HEADLINES) for each in before
            ),
        )
