"""A memory for deadlines that keeps the promises of its table."""

from collections.abc import Iterable
from datetime import datetime

from services.deadlines.domain import Running
from services.deadlines.service import Known
from shared.case import Case
from shared.events import Event
from shared.glossary import ClockKind
from shared.table import ConflictError

Number = tuple[str, str]


class InMemoryDeadlineStore:
    def __init__(self) -> None:
        self._sequences: dict[Number, int] = {}
        self._clocks: dict[Number, dict[ClockKind, Running]] = {}
        self.news: list[Event] = []

    def known(self, municipality: str, number: str) -> Known:
        key = municipality, number
        return Known(self._sequences.get(key, 0), tuple(self._clocks.get(key, {}).values()))

    def remember(self, before: Known, case: Case, clocks: Iterable[Running], news: Event) -> None:
        if self.known(case.municipality, case.number) != before:
            raise ConflictError
        key = case.municipality, case.number
        self._sequences[key] = case.sequence
        self._clocks[key] = {running.clock.kind: running for running in clocks}
        self.news.append(news)

    def due(self, now: datetime) -> Iterable[Running]:
        return [
            running
            for clocks in self._clocks.values()
            for running in clocks.values()
            if running.next_at and running.next_at <= now
        ]

    def move(self, before: Running, after: Running, news: Event | None) -> None:
        clocks = self._clocks.get((before.case.municipality, before.case.number), {})
        if clocks.get(before.clock.kind) != before:
            raise ConflictError
        clocks[before.clock.kind] = after
        if news:
            self.news.append(news)
