"""What the store promises, of the one in memory and the one on DynamoDB alike."""

import json
from datetime import timedelta
from typing import TypeAlias

import pytest

from services.notifications.domain import instead_of, messages
from services.notifications.message import Message, Why
from services.notifications.service import SOON, State
from services.notifications.store import DynamoMessageStore
from shared.events import CaseOpened, MessageNotDelivered, MessageSent, event_id, source_of, type_of
from shared.events import Message as WireMessage
from shared.municipality import municipalities
from shared.table import ConflictError, Item, Table
from tests.aws import a_table, news_in
from tests.builders import MONDAY, a_case
from tests.fakes.notifications import MessageStoreInMemory

Store: TypeAlias = DynamoMessageStore | MessageStoreInMemory

NOTICE, RECEIPT = messages(CaseOpened.about(a_case(), MONDAY), municipalities()["1904"])


@pytest.fixture(params=["in memory", "on DynamoDB"])
def store(request: pytest.FixtureRequest, aws: None) -> Store:
    if request.param == "in memory":
        return MessageStoreInMemory()
    return DynamoMessageStore(a_table("notifications"))


def news(kind: type[MessageSent | MessageNotDelivered]) -> MessageSent | MessageNotDelivered:
    return kind(
        id=event_id(RECEIPT.id, type_of(kind)),
        type=type_of(kind),
        source=source_of("1904", "notifications"),
        subject=RECEIPT.number,
        time=MONDAY,
        gemeentecode="1904",
        data=WireMessage(message_id=RECEIPT.id, template="ontvangst", audience="inwoner"),
    )


def waiting(store: Store, minutes: int = 60) -> dict[str, State]:
    found = store.due(MONDAY + timedelta(minutes=minutes))
    return {message.audience: state for message, state in found}


def test_new_messages_wait_to_be_sent(store: Store) -> None:
    assert store.add([NOTICE, RECEIPT], MONDAY + SOON) == [NOTICE, RECEIPT]
    assert waiting(store, minutes=5) == {"behandelaar": State.READY, "inwoner": State.READY}
    assert waiting(store, minutes=4) == {}


def test_nothing_to_tell_is_nothing_to_remember(store: Store) -> None:
    assert store.add([], MONDAY) == []


def test_messages_that_are_known_stay_as_they_are(store: Store) -> None:
    store.add([NOTICE, RECEIPT], MONDAY)
    store.move(RECEIPT, {State.READY}, State.SENT)

    assert store.add([NOTICE, RECEIPT], MONDAY) == [NOTICE]


def test_what_was_decided_first_stands(store: Store) -> None:
    store.add([NOTICE], MONDAY)
    assert store.add([NOTICE, RECEIPT], MONDAY) == [NOTICE]
    assert waiting(store) == {"behandelaar": State.READY}


def test_only_one_of_two_can_claim_a_message(store: Store) -> None:
    store.add([RECEIPT], MONDAY)
    assert store.move(RECEIPT, {State.READY}, State.CLAIMED, due=MONDAY)
    assert not store.move(RECEIPT, {State.READY}, State.CLAIMED, due=MONDAY)
    assert waiting(store) == {"inwoner": State.CLAIMED}


def test_a_message_that_was_never_stored_can_not_be_claimed(store: Store) -> None:
    assert not store.move(RECEIPT, {State.READY}, State.CLAIMED)


def test_a_message_may_come_from_one_of_several_states(store: Store) -> None:
    store.add([RECEIPT], MONDAY)
    store.move(RECEIPT, {State.READY}, State.UNCERTAIN)
    assert store.move(RECEIPT, {State.CLAIMED, State.UNCERTAIN}, State.SENT)


def test_what_is_settled_waits_for_nothing(store: Store) -> None:
    store.add([RECEIPT], MONDAY)
    store.move(RECEIPT, {State.READY}, State.SENT)
    assert waiting(store) == {}


def test_a_task_waits_from_the_moment_its_message_was_given_up(store: Store) -> None:
    task = instead_of(RECEIPT, Why.NO_ADDRESS)
    store.add([RECEIPT], MONDAY)
    store.move(
        RECEIPT, {State.READY}, State.NOT_DELIVERED, news=news(MessageNotDelivered), task=task
    )
    assert waiting(store) == {"klachtenloket": State.READY}


def test_a_message_comes_back_as_it_was(store: Store) -> None:
    store.add([NOTICE, RECEIPT], MONDAY)
    found: list[Message] = [message for message, _ in store.due(MONDAY)]
    assert sorted(found, key=lambda message: message.audience) == [NOTICE, RECEIPT]


def test_tellers_in_each_others_way_try_again_and_lose_nothing(aws: None) -> None:
    class Crowded(Table):
        def transact(self, *writes: Item) -> None:
            raise ConflictError("TransactionConflict")

    table = a_table("notifications")
    with pytest.raises(ConflictError):
        DynamoMessageStore(Crowded(table._client, table.name)).add([RECEIPT], MONDAY)


def test_news_is_stored_with_the_state_or_not_at_all(aws: None) -> None:
    table = a_table("notifications")
    store = DynamoMessageStore(table)
    store.add([RECEIPT], MONDAY)
    for _ in range(2):
        store.move(RECEIPT, {State.READY}, State.SENT, news=news(MessageSent))

    (event,) = news_in(table)
    assert json.loads(event)["data"] == {
        "bericht": RECEIPT.id,
        "sjabloon": "ontvangst",
        "aan": "inwoner",
    }


def test_a_message_is_found_by_its_id_where_it_belongs(store: Store) -> None:
    store.add([NOTICE, RECEIPT], MONDAY + SOON)

    assert store.find("1904", RECEIPT.number, RECEIPT.id) == RECEIPT
    assert store.find("1904", RECEIPT.number, "3a1f") is None
    assert store.find("1696", RECEIPT.number, RECEIPT.id) is None
