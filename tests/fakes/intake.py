"""Stand in for what intake keeps. tests/integration/intake/test_store.py holds them to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.intake.domain import code_of
from services.intake.service import Registration
from shared.bus import to_json
from shared.dossier import Dossier
from shared.table import ConflictError


@dataclass
class InMemoryStore:
    kept: dict[tuple[str, str], Registration] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    news: list[str] = field(default_factory=list)

    def find(self, municipality: str, code: str) -> Registration | None:
        return self.kept.get((municipality, code))

    def add(self, registration: Registration, dossier: Dossier) -> None:
        key = registration.municipality, code_of(registration.request)
        if key in self.kept:
            raise ConflictError
        self.news.append(to_json(registration.news))
        self.kept[key] = registration
        self.dossiers[dossier.number] = dossier

    def unanswered(self, now: datetime) -> Iterable[Registration]:
        return [each for each in self.kept.values() if each.again_at and each.again_at <= now]

    def tell_again(self, registration: Registration, at: datetime) -> bool:
        key = registration.municipality, code_of(registration.request)
        if self.kept[key] != registration:
            return False
        self.kept[key] = replace(registration, told=registration.told + 1, again_at=at)
        self.news.append(to_json(registration.news))
        return True

    def acknowledge(self, municipality: str, code: str) -> None:
        if known := self.find(municipality, code):
            self.kept[municipality, code] = replace(known, again_at=None)


@dataclass
class StoreThatFailsOnce(InMemoryStore):
    """As if the function was killed just before it stored what it had."""

    failed: bool = False

    def add(self, registration: Registration, dossier: Dossier) -> None:
        if not self.failed:
            self.failed = True
            raise ConnectionError("killed")
        super().add(registration, dossier)


@dataclass
class StoreWhereAnotherIsFirst(InMemoryStore):
    """As if the same request came in twice at one moment, and the other was stored first."""

    def add(self, registration: Registration, dossier: Dossier) -> None:
        super().add(registration, dossier)
        raise ConflictError


@dataclass
class InMemoryFiles:
    objects: dict[str, bytes] = field(default_factory=dict)

    def put(self, key: str, data: bytes, content_type: str) -> None:
        self.objects[key] = data
