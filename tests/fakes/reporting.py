"""Reporting without AWS: facts that are remembered in this process."""

from collections.abc import Sequence
from dataclasses import replace

from services.reporting.domain import Fact, Quarter
from shared.glossary import ClockKind


class InMemoryFacts:
    def __init__(self) -> None:
        self._facts: dict[tuple[str, Quarter, str], Fact] = {}
        self._missed: dict[tuple[str, Quarter, str], frozenset[ClockKind]] = {}

    def record(self, fact: Fact) -> None:
        key = (fact.municipality, fact.quarter, fact.number)
        if key not in self._facts or self._facts[key].sequence < fact.sequence:
            self._facts[key] = fact

    def mark_missed(
        self, municipality: str, quarter: Quarter, number: str, clock: ClockKind
    ) -> None:
        key = (municipality, quarter, number)
        self._missed[key] = self._missed.get(key, frozenset()) | {clock}

    def of(self, municipality: str, quarter: Quarter) -> Sequence[Fact]:
        return [
            replace(fact, missed=self._missed.get(key, frozenset()))
            for key, fact in sorted(self._facts.items())
            if key[:2] == (municipality, quarter)
        ]
