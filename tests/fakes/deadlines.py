"""A memory for deadlines that keeps the promises of its table."""

from collections.abc import Collection, Iterable
from datetime import datetime

from services.deadlines.domain import Running
from shared.events import Event
from shared.glossary import ClockKind
from shared.table import ConflictError

Number = tuple[str, str]


class InMemoryDeadlineStore:
    def __init__(self) -> None:
        self._clocks: dict[Number, dict[ClockKind, Running]] = {}
        self.news: list[Event] = []

    def known(self, municipality: str, number: str) -> Collection[Running]:
        return tuple(self._clocks.get((municipality, number), {}).values())

    def remember(self, before: Collection[Running], now: Collection[Running], news: Event) -> None:
        case = next(iter(now)).case
        if tuple(self.known(case.municipality, case.number)) != tuple(before):
            raise ConflictError
        self._clocks[case.municipality, case.number] = {each.clock.kind: each for each in now}
        self.news.append(news)

    def tell_again(self, news: Event) -> None:
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
