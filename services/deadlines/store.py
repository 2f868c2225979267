"""How the deadlines service remembers: one item per case, one per clock, one per duty.

pk  1904#KL-...          sk  zaak             the case, what was sent about its terms, their ledger
                         sk  klok#contact#    a clock, the highest step `told`, and while it has
                                              something to do its case and when: `todo_at`
pk  1904#verplichtingen  sk  klok#<duty>      the same for what belongs to no case

`version` ties a clock to the file it follows from, and `stand` is both it and `told`: a sweep that
read an older one moves nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from pydantic import TypeAdapter

from services.deadlines.domain import Duty, File, Running
from services.deadlines.service import Move
from shared.bus import news_item
from shared.case import Case
from shared.events import Clock, Event
from shared.table import Item, Table, todo

DUTIES = "verplichtingen"
ONE_DAY = datetime(9999, 12, 31, tzinfo=UTC)
AS_IT_WAS = "stand = :stand"

_duty = TypeAdapter(Duty)


class DynamoDeadlineStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, municipality: str, number: str) -> tuple[File, Collection[Running]]:
        items = {item["sk"]: item for item in self._table.query(f"{municipality}#{number}")}
        if "zaak" not in items:
            return File(municipality=municipality, number=number), ()
        file = File.model_validate_json(items.pop("zaak")["file"])
        if file.case is None:
            return file, ()
        return file, tuple(_running(item, file.case) for item in items.values())

    def write(
        self, file: File, before: Collection[Running], now: Collection[Running], news: Event | None
    ) -> None:
        ran, runs = {each.id: each for each in before}, {each.id for each in now}
        kept = {
            "pk": f"{file.municipality}#{file.number}",
            "sk": "zaak",
            "version": file.version,
            "file": file.model_dump_json(exclude_none=True),
        }
        self._table.transact(
            self._table.put(
                kept,
                only_if="attribute_not_exists(pk) OR version = :before",
                before=file.version - 1,
            ),
            *(
                self._put(running, ran.get(running.id))
                for running in now
                if not _is_at_rest(running, ran.get(running.id))
            ),
            *(
                self._table.delete(*_key(gone), only_if=AS_IT_WAS, **_as_it_was(gone))
                for gone in before
                if gone.id not in runs
            ),
            *([self._table.put(news_item(news))] if news else []),
        )

    def tell_again(self, news: Event) -> None:
        self._table.transact(self._table.put(news_item(news) | {"sk": f"again-{uuid4()}"}))

    def open_cases(self) -> Iterator[tuple[str, str]]:
        seen = set[str]()
        for item in self._table.due(ONE_DAY):
            municipality, _, number = item["pk"].partition("#")
            if number != DUTIES and item["pk"] not in seen:
                seen.add(item["pk"])
                yield municipality, number

    def due(self, now: datetime) -> Iterable[Running]:
        return map(_with_owner, self._table.due(now))

    def move(self, moves: Sequence[Move]) -> None:
        news = [each for move in moves for each in move.news]
        self._table.transact(
            *(self._put(move.after, move.before) for move in moves),
            *([self._table.put(news_item(*news))] if news else []),
        )

    def duties(self, municipality: str) -> Collection[Running]:
        return tuple(map(_with_owner, self._table.query(f"{municipality}#{DUTIES}")))

    def begin(self, duty: Running) -> None:
        self._table.transact(self._put(duty, None))

    def drop(self, duty: Running) -> None:
        self._table.transact(self._table.delete(*_key(duty)))

    def _put(self, running: Running, before: Running | None) -> Item:
        if before is None:
            return self._table.put(_item(running), only_if="attribute_not_exists(pk)")
        return self._table.put(_item(running), only_if=AS_IT_WAS, **_as_it_was(before))


def _as_it_was(running: Running) -> Item:
    """Whatever may change a clock changes this: a new file does, and so does every step."""
    return {"stand": f"{running.version}.{running.told}"}


def _is_at_rest(running: Running, before: Running | None) -> bool:
    """It had nothing to do and has nothing to do: as it was kept, it may stay."""
    if before is None or before.next_at or running.next_at:
        return False
    return before.clock == running.clock


def _key(running: Running) -> tuple[str, str]:
    match running.of:
        case Case() as case:
            pk, name = f"{case.municipality}#{case.number}", f"{running.clock.kind}#"
            return pk, f"klok#{name}{running.clock.item or ''}"
        case Duty() as duty:
            return f"{duty.municipality}#{DUTIES}", f"klok#{duty.key}"


def _item(running: Running) -> Item:
    pk, sk = _key(running)
    owner = {}
    if isinstance(running.of, Duty):
        owner = {"duty": _duty.dump_json(running.of).decode()}
    elif running.next_at:
        owner = {"case": running.of.model_dump_json(exclude_none=True)}
    return {
        "pk": pk,
        "sk": sk,
        "clock": running.clock.model_dump_json(exclude_none=True),
        "told": running.told,
        "version": running.version,
        **_as_it_was(running),
        **owner,
        **(todo(pk, running.next_at) if running.next_at else {}),
    }


def _with_owner(item: Item) -> Running:
    if "duty" in item:
        return _running(item, _duty.validate_json(item["duty"]))
    return _running(item, Case.model_validate_json(item["case"]))


def _running(item: Item, of: Case | Duty) -> Running:
    return Running(
        of=of,
        clock=Clock.model_validate_json(item["clock"]),
        version=int(item["version"]),
        told=int(item["told"]),
        next_at=datetime.fromisoformat(item["todo_at"]) if "todo_at" in item else None,
    )
