"""How the deadlines service remembers: one item per case, and one per clock.

pk  1904#KL-...   sk  zaak           `case_sequence`: up to where we know the case
                  sk  klok#contact   the clock with its case, the highest step `told`, and
                                     `todo_at`: when it acts next. One that was met has none
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import uuid4

from services.deadlines.domain import Running
from shared.bus import news_item
from shared.case import Case
from shared.events import Clock, Event
from shared.glossary import ClockKind
from shared.table import Item, Table, todo


class DynamoDeadlineStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def known(self, municipality: str, number: str) -> Collection[Running]:
        return tuple(map(_running, self._table.query(f"{municipality}#{number}")))

    def remember(self, before: Collection[Running], now: Collection[Running], news: Event) -> None:
        ran = {running.clock.kind: running for running in before}
        held = {running.clock.kind for running in now}
        self._table.transact(
            *(self._put(running, ran.get(running.clock.kind)) for running in now),
            *(
                self._table.delete(_pk(running.case), _sk(running.clock.kind))
                for running in before
                if running.clock.kind not in held
            ),
            self._table.put(news_item(news)),
        )

    def tell_again(self, news: Event) -> None:
        self._table.transact(self._table.put(news_item(news) | {"sk": f"again-{uuid4()}"}))

    def due(self, now: datetime) -> Iterable[Running]:
        return map(_running, self._table.due(now))

    def move(self, before: Running, after: Running, news: Event | None) -> None:
        told = [self._table.put(news_item(news))] if news else []
        self._table.transact(self._put(after, before), *told)

    def _put(self, running: Running, before: Running | None) -> Item:
        if before is None:
            return self._table.put(_item(running), only_if="attribute_not_exists(pk)")
        return self._table.put(
            _item(running),
            only_if="told = :told AND case_sequence = :known",
            told=before.told,
            known=before.case.sequence,
        )


def _pk(case: Case) -> str:
    return f"{case.municipality}#{case.number}"


def _sk(kind: ClockKind) -> str:
    return f"klok#{kind}"


def _item(running: Running) -> Item:
    pk = _pk(running.case)
    return {
        "pk": pk,
        "sk": _sk(running.clock.kind),
        "case": running.case.model_dump_json(exclude_none=True),
        "case_sequence": running.case.sequence,
        "clock": running.clock.model_dump_json(),
        "told": running.told,
        **(todo(pk, running.next_at) if running.next_at else {}),
    }


def _running(item: Item) -> Running:
    return Running(
        case=Case.model_validate_json(item["case"]),
        clock=Clock.model_validate_json(item["clock"]),
        told=int(item["told"]),
        next_at=datetime.fromisoformat(item["todo_at"]) if "todo_at" in item else None,
    )
