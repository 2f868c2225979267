"""Stand in for what intake keeps. tests/integration/intake/test_store.py holds them to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.intake.domain import code_in, code_of
from services.intake.service import Registration, Status
from services.intake.similarity import WITHIN, fingerprints
from services.intake.store import CANDIDATES
from shared.bus import to_json
from shared.case import Case
from shared.dossier import Addition, Dossier
from shared.events import Terms
from shared.table import ConflictError


@dataclass
class InMemoryStore:
    kept: dict[tuple[str, str], Registration] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    additions: list[Addition] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    cases: dict[tuple[str, str], Case] = field(default_factory=dict)
    terms: dict[tuple[str, str], Terms] = field(default_factory=dict)

    def find(self, municipality: str, code: str) -> Registration | None:
        return self.kept.get((municipality, code))

    def add(self, registration: Registration, record: Dossier | Addition) -> None:
        key = registration.municipality, code_of(registration.request)
        if key in self.kept:
            raise ConflictError
        self.news.append(to_json(registration.news))
        self.kept[key] = registration
        if isinstance(record, Dossier):
            self.dossiers[record.number] = record
        else:
            self.additions.append(record)

    def of_the_same_person(self, dossier: Dossier) -> list[str]:
        hers = set(fingerprints(dossier.municipality, dossier.person))
        found = [
            each
            for each in self.dossiers.values()
            if not (each.anonymous or dossier.anonymous)
            and each.municipality == dossier.municipality
            and each.received_at >= dossier.received_at - WITHIN
            and hers.intersection(fingerprints(each.municipality, each.person))
        ]
        found.sort(key=lambda each: (each.received_at, each.number), reverse=True)
        return [each.number for each in found[:CANDIDATES]]

    def unanswered(self, now: datetime) -> Iterable[Registration]:
        return [each for each in self.kept.values() if each.again_at and each.again_at <= now]

    def tell_again(self, registration: Registration, at: datetime) -> bool:
        key = registration.municipality, code_of(registration.request)
        if self.kept[key] != registration:
            return False
        self.kept[key] = replace(registration, told=registration.told + 1, again_at=at)
        self.news.append(to_json(registration.news))
        return True

    def status(self, municipality: str, number: str) -> Status | None:
        key = municipality, code_in(number)
        return Status(self.cases[key], self.terms.get(key)) if key in self.cases else None

    def follow(self, case: Case, answered: Iterable[str] = ()) -> None:
        for code in answered:
            if known := self.find(case.municipality, code):
                self.kept[case.municipality, code] = replace(known, again_at=None)
        key = case.municipality, code_in(case.number)
        if key not in self.cases or self.cases[key].sequence <= case.sequence:
            self.cases[key] = case

    def follow_terms(self, municipality: str, number: str, terms: Terms) -> None:
        key = municipality, code_in(number)
        if key not in self.terms or self.terms[key].case_sequence <= terms.case_sequence:
            self.terms[key] = terms

    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None:
        """As `Dossiers` reads it."""
        found = self.dossiers.get(number)
        return found if found and found.municipality == municipality else None


@dataclass
class StoreThatFailsOnce(InMemoryStore):
    """As if the function was killed just before it stored what it had."""

    failed: bool = False

    def add(self, registration: Registration, record: Dossier | Addition) -> None:
        if not self.failed:
            self.failed = True
            raise ConnectionError("killed")
        super().add(registration, record)


@dataclass
class StoreWhereAnotherIsFirst(InMemoryStore):
    """As if the same request came in twice at one moment, and the other was stored first."""

    def add(self, registration: Registration, record: Dossier | Addition) -> None:
        super().add(registration, record)
        raise ConflictError


@dataclass
class InMemoryFiles:
    objects: dict[str, bytes] = field(default_factory=dict)

    def put(self, key: str, data: bytes, content_type: str) -> None:
        self.objects[key] = data
