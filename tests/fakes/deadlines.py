"""A memory for deadlines that keeps the promises of its table."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from services.deadlines.domain import ClockId, Duty, File, Running
from services.deadlines.service import Move
from shared.events import Event
from shared.table import ConflictError

Number = tuple[str, str]


class InMemoryDeadlineStore:
    def __init__(self) -> None:
        self._files: dict[Number, File] = {}
        self._clocks: dict[Number, dict[ClockId, Running]] = {}
        self._duties: dict[Number, Running] = {}
        self.news: list[Event] = []

    def read(self, municipality: str, number: str) -> tuple[File, Collection[Running]]:
        key = municipality, number
        file = self._files.get(key, File(municipality=municipality, number=number))
        return file, tuple(self._clocks.get(key, {}).values())

    def write(
        self, file: File, before: Collection[Running], now: Collection[Running], news: Event | None
    ) -> None:
        kept, clocks = self.read(file.municipality, file.number)
        if kept.version != file.version - 1 or tuple(clocks) != tuple(before):
            raise ConflictError
        self._files[file.municipality, file.number] = file
        self._clocks[file.municipality, file.number] = {each.id: each for each in now}
        self.news += [news] if news else []

    def tell_again(self, news: Event) -> None:
        self.news.append(news)

    def open_cases(self) -> Iterable[Number]:
        return [
            number
            for number, clocks in self._clocks.items()
            if any(running.next_at for running in clocks.values())
        ]

    def due(self, now: datetime) -> Iterable[Running]:
        return [each for each in self._all() if each.next_at and each.next_at <= now]

    def move(self, moves: Sequence[Move]) -> None:
        if any(move.before not in self._all() for move in moves):
            raise ConflictError
        for move in moves:
            self._keep(move.after)
            self.news += move.news

    def duties(self, municipality: str) -> Collection[Running]:
        return [duty for (where, _), duty in self._duties.items() if where == municipality]

    def begin(self, duty: Running) -> None:
        if _owner(duty) in self._duties:
            raise ConflictError
        self._keep(duty)

    def drop(self, duty: Running) -> None:
        self._duties.pop(_owner(duty), None)

    def _all(self) -> list[Running]:
        of_cases = [each for clocks in self._clocks.values() for each in clocks.values()]
        return [*of_cases, *self._duties.values()]

    def _keep(self, running: Running) -> None:
        if isinstance(running.of, Duty):
            self._duties[_owner(running)] = running
        else:
            self._clocks[_owner(running)][running.id] = running


def _owner(running: Running) -> Number:
    of = running.of
    return of.municipality, of.key if isinstance(of, Duty) else of.number
