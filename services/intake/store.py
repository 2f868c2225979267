"""How does intake remember?

TABLE           `<gemeentecode>#<code>`, `ontvangst`: one registration per request, found by the
                part of the number that follows from the request, so that a request repeated
                in the new year still finds the old one. It has a `todo` until a case exists.
DOSSIERS_TABLE  `<gemeentecode>#<zaaknummer>`, `dossier`: what was said, and by whom.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.intake.domain import code_of
from services.intake.service import Registration
from shared.bus import news_item
from shared.dossier import Dossier, key_of
from shared.events import ComplaintReceived
from shared.table import ConflictError, Item, Table, todo
from shared.wire import utc_text

RECEIPT = "ontvangst"


class DynamoStore:
    def __init__(self, table: Table, dossiers: Table) -> None:
        self._table = table
        self._dossiers = dossiers

    def find(self, municipality: str, code: str) -> Registration | None:
        item = self._table.get(_pk(municipality, code), RECEIPT)
        return _registration(item) if item else None

    def add(self, registration: Registration, dossier: Dossier) -> None:
        pk, sk = key_of(dossier.municipality, dossier.number)
        text = dossier.model_dump_json()
        self._table.transact(
            self._table.put(_item(registration), only_if="attribute_not_exists(pk)"),
            self._dossiers.put(
                {"pk": pk, "sk": sk, "dossier": text, "verzoek": registration.request}
            ),
            self._table.put(news_item(registration.news)),
        )

    def unanswered(self, now: datetime) -> Iterator[Registration]:
        return map(_registration, self._table.due(now))

    def tell_again(self, registration: Registration, at: datetime) -> bool:
        assert registration.again_at is not None, "only what is unanswered is told again"
        told = registration.told + 1
        again = news_item(registration.news) | {"sk": f"again-{told}"}
        try:
            self._table.transact(
                self._table.put(
                    _item(replace(registration, told=told, again_at=at)),
                    only_if="todo_at = :seen",
                    seen=utc_text(registration.again_at),
                ),
                self._table.put(again),
            )
        except ConflictError:
            return False  # a case was made of it just now, or another sweep was first
        return True

    def acknowledge(self, municipality: str, code: str) -> None:
        known = self.find(municipality, code)
        if known and known.again_at:
            self._table.transact(self._table.put(_item(replace(known, again_at=None))))


def _pk(municipality: str, code: str) -> str:
    return f"{municipality}#{code}"


def _item(registration: Registration) -> Item:
    pk = _pk(registration.municipality, code_of(registration.request))
    item: dict[str, Any] = {
        "pk": pk,
        "sk": RECEIPT,
        "zaaknummer": registration.number,
        "verzoek": registration.request,
        "inhoud": registration.content,
        "bericht": registration.news.model_dump_json(exclude_none=True),
        "keren": registration.told,
    }
    return item | (todo(pk, registration.again_at) if registration.again_at else {})


def _registration(item: Item) -> Registration:
    due = item.get("todo_at")
    return Registration(
        request=item["verzoek"],
        content=item["inhoud"],
        news=ComplaintReceived.model_validate_json(item["bericht"]),
        told=int(item["keren"]),
        again_at=datetime.fromisoformat(due) if due else None,
    )
