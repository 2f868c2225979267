"""How does intake remember?

TABLE           `<gemeentecode>#<code>`, for each request; the code is the part of the number that
                follows from the request, so that a request repeated in the new year still finds
                the old one.
                    ontvangst   that we have it; it has a `todo` until routing has it too
                    stand       of a case: how it stands, as far as its news has reached us
                    termijnen   of a case: its clocks
                `<gemeentecode>#persoon#<vingerafdruk>`, for a month, for each trait by which who
                complains may be known again (similarity.py)
                    <ontvangen>#<zaaknummer>
DOSSIERS_TABLE  `<gemeentecode>#<zaaknummer>`
                    dossier             what was said first, and by whom
                    aanvulling#<op>#<kenmerk>   what was said later
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from services.intake.domain import code_in, code_of
from services.intake.service import News, Registration, Status
from services.intake.similarity import WITHIN, fingerprints
from shared.bus import news_item
from shared.case import Case
from shared.dossier import Addition, Dossier, addition_key, key_of
from shared.events import ComplaintReceived, FromOutside, Terms
from shared.table import ConflictError, Item, OutdoneError, Table, todo
from shared.wire import WHEN_USED, utc_text

RECEIPT = "ontvangst"
STATUS = "stand"
TERMS = "termijnen"
CANDIDATES = 10  # messages of one person to compare with
REMEMBERED = timedelta(days=30)  # longer than two messages may be apart

_read_news: TypeAdapter[News] = TypeAdapter(ComplaintReceived | FromOutside, config=WHEN_USED)


class DynamoStore:
    def __init__(self, table: Table, dossiers: Table) -> None:
        self._table = table
        self._dossiers = dossiers

    def find(self, municipality: str, code: str) -> Registration | None:
        item = self._table.get(_pk(municipality, code), RECEIPT)
        return _registration(item) if item else None

    def add(self, registration: Registration, record: Dossier | Addition) -> None:
        self._table.transact(
            self._table.put(_item(registration), only_if="attribute_not_exists(pk)"),
            self._dossiers.put(_kept(record) | {"verzoek": registration.request}),
            self._table.put(news_item(registration.news)),
            *map(self._table.put, _index(record) if isinstance(record, Dossier) else ()),
        )

    def of_the_same_person(self, dossier: Dossier) -> list[str]:
        since = utc_text(dossier.received_at - WITHIN)
        found = {
            item["sk"]
            for pk in _persons(dossier)
            for item in self._table.newest(pk, since, CANDIDATES)
        }
        return [sk.partition("#")[2] for sk in sorted(found, reverse=True)[:CANDIDATES]]

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
            return False  # routing took it just now, or another sweep was first
        return True

    def status(self, municipality: str, number: str) -> Status | None:
        pk = _pk(municipality, code_in(number))
        item = self._table.get(pk, STATUS)
        if item is None:
            return None
        terms = self._table.get(pk, TERMS)
        return Status(
            Case.model_validate_json(item["zaak"]),
            Terms.model_validate_json(terms["termijnen"]) if terms else None,
        )

    def follow(self, case: Case, answered: Iterable[str] = ()) -> None:
        status = self._newest(
            {
                "pk": _pk(case.municipality, code_in(case.number)),
                "sk": STATUS,
                "volgnummer": case.sequence,
                "zaak": case.model_dump_json(exclude_none=True),
            }
        )
        done = {"todo": None, "todo_at": None}
        receipts = (_pk(case.municipality, code) for code in answered)
        self._each_that_may(status, *(self._table.change(pk, RECEIPT, done) for pk in receipts))

    def follow_terms(self, municipality: str, number: str, terms: Terms) -> None:
        terms_of_case = self._newest(
            {
                "pk": _pk(municipality, code_in(number)),
                "sk": TERMS,
                "volgnummer": terms.case_sequence,
                "termijnen": terms.model_dump_json(exclude_none=True),
            }
        )
        self._each_that_may(terms_of_case)

    def _newest(self, item: Item) -> Item:
        """A write of *item*, unless we know something newer."""
        newer = "attribute_not_exists(pk) OR volgnummer <= :this"
        return self._table.put(item, only_if=newer, this=item["volgnummer"])

    def _each_that_may(self, *writes: Item) -> None:
        """All of *writes* in one call, as a rule; one that may not be done holds up no other."""
        try:
            self._table.transact(*writes)
        except OutdoneError:
            for write in writes if len(writes) > 1 else ():
                self._each_that_may(write)


def _persons(dossier: Dossier) -> list[str]:
    """Where the index knows who complains; nowhere if she is anonymous."""
    if dossier.anonymous:
        return []
    found = fingerprints(dossier.municipality, dossier.person)
    return [f"{dossier.municipality}#persoon#{each}" for each in found]


def _index(dossier: Dossier) -> Iterator[Item]:
    until = int((dossier.registered_at + REMEMBERED).timestamp())
    sk = f"{utc_text(dossier.received_at)}#{dossier.number}"
    for pk in _persons(dossier):
        yield {"pk": pk, "sk": sk, "expires_at": until}


def _pk(municipality: str, code: str) -> str:
    return f"{municipality}#{code}"


def _kept(record: Dossier | Addition) -> Item:
    if isinstance(record, Dossier):
        pk, sk = key_of(record.municipality, record.number)
        return {"pk": pk, "sk": sk, "dossier": record.model_dump_json()}
    pk, sk = addition_key(record.municipality, record.number, record.registered_at, record.id)
    return {"pk": pk, "sk": sk, "aanvulling": record.model_dump_json(exclude_none=True)}


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
    secrets = {"volgcode": registration.code_hash, "antwoordcode": registration.reply_hash}
    item |= {name: value for name, value in secrets.items() if value}
    return item | (todo(pk, registration.again_at) if registration.again_at else {})


def _registration(item: Item) -> Registration:
    due = item.get("todo_at")
    return Registration(
        request=item["verzoek"],
        content=item["inhoud"],
        news=_read_news.validate_json(item["bericht"]),
        told=int(item["keren"]),
        again_at=datetime.fromisoformat(due) if due else None,
        code_hash=item.get("volgcode"),
        reply_hash=item.get("antwoordcode"),
    )
