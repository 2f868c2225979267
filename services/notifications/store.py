"""How the notifications service remembers: one item per message, under its case.

    pk  1904#KL-2026-AAAAA-AAAAA    sk  bericht#<id of the message>
                                    sk  nieuws#<id of the event>    what became of a message, and
                                                                    which step of a term was told
    pk  1904#verplichtingen         sk  nieuws#<id of the event>    the same of what belongs to no
                                                                    case

`staat` says how far it has come. No item holds an address, save a letter: that holds its text and
its address, because it still has to be printed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from services.notifications.message import Message
from services.notifications.service import SOON, News, State, StepNews
from shared.bus import news_item, to_json
from shared.events import DutyMissed, DutyNear
from shared.table import ConflictError, Item, Table, todo

KEPT = "nieuws#"
DUTIES = "verplichtingen"


class DynamoMessageStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, messages: Sequence[Message], due: datetime) -> Sequence[Message]:
        if not messages:
            return messages
        try:
            self._table.transact(*(self._new(message, due) for message in messages))
        except ConflictError:
            known = [(message, self._table.get(*_key(message))) for message in messages]
            if not any(item for _, item in known):
                raise  # two tellers in each other's way: the next try finds what the other stored
            return [message for message, item in known if item and item["staat"] == State.READY]
        return messages

    def move(
        self,
        message: Message,
        before: Iterable[State],
        after: State,
        *,
        due: datetime | None = None,
        news: News | None = None,
        task: Message | None = None,
        **kept: str,
    ) -> bool:
        states = {f"state{n}": state.value for n, state in enumerate(before)}
        condition = f"staat IN ({', '.join(f':{name}' for name in states)})"
        writes = [self._table.put(_item(message, after, due) | kept, condition, **states)]
        if news:
            writes += [self._table.put(news_item(news)), self._kept(news)]
        if task and news:
            writes.append(self._new(task, news.time + SOON))
        try:
            self._table.transact(*writes)
        except ConflictError:
            return False
        return True

    def due(self, now: datetime) -> Iterator[tuple[Message, State]]:
        for item in self._table.due(now):
            yield Message.model_validate_json(item["bericht"]), State(item["staat"])

    def find(self, municipality: str, number: str, id: str) -> Message | None:
        item = self._table.get(f"{municipality}#{number}", f"bericht#{id}")
        return Message.model_validate_json(item["bericht"]) if item else None

    def keep(self, step: StepNews) -> None:
        self._table.transact(self._kept(step))

    def _kept(self, event: News | StepNews) -> Item:
        about = DUTIES if isinstance(event, DutyNear | DutyMissed) else event.subject
        item = {"pk": f"{event.gemeentecode}#{about}", "sk": f"{KEPT}{event.id}"}
        return self._table.put(item | {"verteld": to_json(event)})

    def _new(self, message: Message, due: datetime) -> Item:
        return self._table.put(_item(message, State.READY, due), "attribute_not_exists(pk)")


def _key(message: Message) -> tuple[str, str]:
    return f"{message.municipality}#{message.number}", f"bericht#{message.id}"


def _item(message: Message, state: State, due: datetime | None) -> dict[str, Any]:
    pk, sk = _key(message)
    return {
        "pk": pk,
        "sk": sk,
        "staat": state.value,
        "bericht": message.model_dump_json(),
        **(todo(pk, due) if due else {}),
    }
