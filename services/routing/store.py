"""How routing remembers: a case, and every step it took.

    pk  <gemeentecode>#<zaaknummer>
    sk  zaak                    the case as it is, and who was involved
        tijdlijn#<volgnummer>   what happened, when, by whom and why, and the news of it
        toevoeging#<kenmerk>    that it took in something that was told later

    pk  <gemeentecode>#open, <gemeentecode>#afgesloten: the work list
    sk  <ontvangen>#<zaaknummer>

A case is due (`todo`) until deadlines has acknowledged its newest sequence.
"""

from collections.abc import Iterator
from datetime import datetime

from services.routing.service import Entry, Written
from services.routing.transition import File
from shared.bus import news_item, to_json
from shared.case import Case
from shared.events import CaseEvent
from shared.table import ConflictError, Item, Table, todo
from shared.wire import utc_text

AT_ONCE = 50  # events of one case; a transaction takes a hundred writes


class DynamoCaseStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, municipality: str, number: str) -> File | None:
        item = self._item(municipality, number)
        return _file(item) if item else None

    def write(
        self,
        file: File,
        news: CaseEvent,
        entry: Entry,
        tell_again_at: datetime,
        *others: Written,
    ) -> None:
        all_of_them = ((file, news, entry), *others)
        self._table.transact(
            *(each for one in all_of_them for each in self._writes(*one, tell_again_at))
        )

    def _writes(
        self, file: File, news: CaseEvent, entry: Entry, tell_again_at: datetime
    ) -> Iterator[Item]:
        case = file.case
        pk = _pk(case.municipality, case.number)
        item = {
            "pk": pk,
            "sk": "zaak",
            "volgnummer": case.sequence,
            "zaak": case.model_dump_json(exclude_none=True),
            "betrokkenen": sorted(file.involved),
            **todo(pk, tell_again_at),
        }
        line = {
            "pk": pk,
            "sk": f"tijdlijn#{case.sequence:010}",
            "regel": entry.model_dump_json(exclude_none=True),
            "nieuws": to_json(news),
        }
        yield self._replace(item, case.sequence - 1)
        yield self._table.put(line)
        yield self._table.put(news_item(news))
        yield from self._listed(file, item)
        if case.additions:
            yield self._table.put({"pk": pk, "sk": _mark(case.additions[-1].id)})

    def took_in(self, municipality: str, number: str, addition: str) -> bool:
        return self._table.get(_pk(municipality, number), _mark(addition)) is not None

    def acknowledge(self, municipality: str, number: str, sequence: int) -> None:
        item = self._item(municipality, number)
        if "todo" in item and item["volgnummer"] <= sequence:
            done = {key: value for key, value in item.items() if key not in ("todo", "todo_at")}
            self._table.transact(self._replace(done, item["volgnummer"]))

    def listed(
        self, municipality: str, is_open: bool, after: str | None
    ) -> Iterator[tuple[str, File]]:
        for item in self._table.list(_list(municipality, is_open), after):
            yield item["sk"], _file(item)

    def timeline(self, municipality: str, number: str) -> list[Entry]:
        lines = self._table.query(_pk(municipality, number), "tijdlijn#")
        return [Entry.model_validate_json(line["regel"]) for line in lines]

    def unacknowledged(self, now: datetime) -> Iterator[Case]:
        return (Case.model_validate_json(item["zaak"]) for item in self._table.due(now))

    def tell_again(self, case: Case, now: datetime, next_at: datetime) -> datetime:
        item = self._item(case.municipality, case.number)
        if "todo" not in item:
            raise ConflictError(f"{case.number} was acknowledged")
        lines = list(self._table.query(item["pk"], "tijdlijn#"))[-AT_ONCE:]
        news = [CaseEvent.model_validate_json(line["nieuws"]) for line in lines]
        self._table.transact(
            self._table.put(
                item | todo(item["pk"], next_at),
                only_if="volgnummer = :known AND todo_at = :due",
                known=case.sequence,
                due=item["todo_at"],
            ),
            *(self._table.put(news_item(each) | {"sk": f"again-{utc_text(now)}"}) for each in news),
        )
        return news[-1].time

    def _item(self, municipality: str, number: str) -> Item:
        return self._table.get(_pk(municipality, number), "zaak") or {}

    def _listed(self, file: File, item: Item) -> Iterator[Item]:
        """The case stands in one list: of what is open, or of what is not."""
        case = file.case
        sk = f"{utc_text(case.received_at)}#{case.number}"
        pk = _list(case.municipality, case.is_open)
        kept = {key: item[key] for key in ("zaak", "betrokkenen")}
        yield self._table.put({"pk": pk, "sk": sk, **kept})
        if not case.is_open or case.aftermath.reopened_at:
            yield self._table.delete(_list(case.municipality, not case.is_open), sk)

    def _replace(self, item: Item, known: int) -> Item:
        """A write that goes through only if the case is still at the sequence we *know*."""
        if known == 0:
            return self._table.put(item, only_if="attribute_not_exists(pk)")
        return self._table.put(item, only_if="volgnummer = :known", known=known)


def _file(item: Item) -> File:
    return File(Case.model_validate_json(item["zaak"]), frozenset(item["betrokkenen"]))


def _list(municipality: str, is_open: bool) -> str:
    return f"{municipality}#{'open' if is_open else 'afgesloten'}"


def _mark(addition: str) -> str:
    return f"toevoeging#{addition}"


def _pk(municipality: str, number: str) -> str:
    return f"{municipality}#{number}"
