"""A memory for cases that keeps the promises of its table, and a shelf of dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from services.routing.service import Entry, Written
from services.routing.transition import File
from shared.case import Case
from shared.dossier import Addition, Dossier
from shared.events import CaseEvent
from shared.table import ConflictError
from shared.wire import utc_text

Number = tuple[str, str]


@dataclass(frozen=True)
class Remembered:
    file: File
    news: tuple[CaseEvent, ...]
    tell_again_at: datetime | None


class InMemoryCaseStore:
    def __init__(self) -> None:
        self._files: dict[Number, Remembered] = {}
        self._timelines: dict[Number, list[Entry]] = {}
        self.news: list[CaseEvent] = []

    def read(self, municipality: str, number: str) -> File | None:
        known = self._files.get((municipality, number))
        return known.file if known else None

    def write(
        self,
        file: File,
        news: CaseEvent,
        entry: Entry,
        tell_again_at: datetime,
        *others: Written,
    ) -> None:
        all_of_them = ((file, news, entry), *others)
        for each, _, _ in all_of_them:
            before = self._files.get((each.case.municipality, each.case.number))
            if (before.file.case.sequence if before else 0) != each.case.sequence - 1:
                raise ConflictError
        for one in all_of_them:
            self._put(*one, tell_again_at)

    def _put(self, file: File, news: CaseEvent, entry: Entry, tell_again_at: datetime) -> None:
        key = file.case.municipality, file.case.number
        known = self._files.get(key)
        earlier = known.news if known else ()
        self._files[key] = Remembered(file, (*earlier, news), tell_again_at)
        self._timelines.setdefault(key, []).append(entry)
        self.news.append(news)

    def acknowledge(self, municipality: str, number: str, sequence: int) -> None:
        known = self._files.get((municipality, number))
        if known and known.file.case.sequence <= sequence:
            self._files[municipality, number] = replace(known, tell_again_at=None)

    def listed(
        self, municipality: str, is_open: bool, after: str | None
    ) -> Iterable[tuple[str, File]]:
        files = [
            (f"{utc_text(file.case.received_at)}#{file.case.number}", file)
            for (code, _), known in self._files.items()
            if code == municipality and (file := known.file).case.is_open == is_open
        ]
        files.sort(key=lambda pair: pair[0])
        return [pair for pair in files if after is None or pair[0] > after]

    def took_in(self, municipality: str, number: str, addition: str) -> bool:
        said = [entry.said or {} for entry in self.timeline(municipality, number)]
        return addition in [each.get("kenmerk") for each in said]

    def timeline(self, municipality: str, number: str) -> list[Entry]:
        return self._timelines.get((municipality, number), [])

    def unacknowledged(self, now: datetime) -> Iterable[Case]:
        return [
            known.file.case
            for known in self._files.values()
            if known.tell_again_at and known.tell_again_at <= now
        ]

    def tell_again(self, case: Case, now: datetime, next_at: datetime) -> datetime:
        key = case.municipality, case.number
        known = self._files[key]
        if known.file.case.sequence != case.sequence or known.tell_again_at is None:
            raise ConflictError
        self._files[key] = replace(known, tell_again_at=next_at)
        self.news += known.news
        return known.news[-1].time


class Shelf:
    """Dossiers, as intake left them."""

    def __init__(self, *dossiers: Dossier) -> None:
        self._dossiers = {(each.municipality, each.number): each for each in dossiers}
        self.purposes: list[str] = []

    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None:
        self.purposes.append(purpose)
        return self._dossiers.get((municipality, number))

    def story(
        self, municipality: str, number: str, reader: str, purpose: str
    ) -> tuple[Dossier, tuple[Addition, ...]] | None:
        found = self.read(municipality, number, f"{purpose} door {reader}")
        return (found, ()) if found else None
