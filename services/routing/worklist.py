"""What is there to do? A page of the work list, as far as whoever asks may see it."""

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.routing.service import Routing
from services.routing.transition import File
from shared.access import View, seen, view_of
from shared.case import Case
from shared.glossary import Domain, Flag, HandlerKind, Kind, Phase
from shared.identity import Staff
from shared.law.handling import handling

AT_MOST_READ = 1000  # in one answer; where little of it fits, the page is short and goes on


class NoSuchPageError(Exception):
    """The place to go on from is none that we gave."""


@dataclass(frozen=True)
class Wanted:
    is_open: bool = True
    phase: Phase | None = None
    kind: Kind | None = None
    domain: Domain | None = None
    handler: str | None = None
    assignee: str | None = None
    provider: str | None = None
    flag: Flag | None = None

    def fits(self, case: Case, view: View) -> bool:
        """Nobody finds out by asking for it what she may not see."""
        hidden: list[object] = [self.flag, self.assignee] if view < View.ALL else []
        hidden += [self.domain, self.provider] if view < View.PROVIDER else []
        if any(asked is not None for asked in hidden):
            return False
        pairs = (
            (self.phase, case.phase),
            (self.kind, case.kind),
            (self.domain, case.domain),
            (self.handler, case.handler.key),
            (self.assignee, case.assignee),
        )
        if any(asked is not None and asked != found for asked, found in pairs):
            return False
        if self.flag is not None and self.flag not in case.flags:
            return False
        return self.provider is None or self.provider in _providers(case)


def page(
    routing: Routing, staff: Staff, wanted: Wanted, size: int, cursor: str | None, today: date
) -> dict[str, Any]:
    """Cases that *staff* may see and that are *wanted*, oldest first in each municipality.

    Raises `NoSuchPageError`.
    """
    homes = routing.municipalities.homes_of(staff.municipality, today)
    home, after = _place(cursor, homes) if cursor else (homes[0], None)
    shown: list[dict[str, Any]] = []
    read = 0
    for municipality in homes[homes.index(home) :]:
        for place, file in routing.store.listed(municipality, wanted.is_open, after):
            read += 1
            view = view_of(staff, file.case, file.involved)
            if view and wanted.fits(file.case, view):
                shown.append(_line(routing, file, view, staff.provider))
            if len(shown) == size or read == AT_MOST_READ:
                return {"zaken": shown, "na": _cursor(municipality, place)}
        after = None
    return {"zaken": shown}


def _line(routing: Routing, file: File, view: View, provider: str | None) -> dict[str, Any]:
    """A case with its last day of handling, which is what a work list is for."""
    case = file.case
    here = routing.municipalities.get(case.municipality, routing.municipalities.safety_net)
    return {
        **seen(case, view, provider),
        "uiterlijk": handling(case, here, routing.calendar).due_on.isoformat(),
    }


def _providers(case: Case) -> set[str]:
    at_one = {case.handler.key} if case.handler.kind is HandlerKind.PROVIDER else set()
    return at_one | set(case.providers)


def _cursor(municipality: str, key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([municipality, key]).encode()).decode()


def _place(cursor: str, homes: list[str]) -> tuple[str, str]:
    """Where to go on. A place in another municipality is none."""
    try:
        municipality, key = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, TypeError):
        raise NoSuchPageError from None
    if municipality not in homes or not isinstance(key, str) or not 1 <= len(key) <= 200:
        raise NoSuchPageError
    return municipality, key
