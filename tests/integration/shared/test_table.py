"""What a table promises: all or nothing, in order, and only what is due."""

from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from hypothesis import given
from hypothesis import strategies as st

from shared import table as tables
from shared.table import ConflictError, OutdoneError, Table, todo
from tests.aws import a_table
from tests.builders import MONDAY


@pytest.fixture
def table(aws: None) -> Table:
    return a_table("memory")


def refuse(table: Table, *codes: str) -> None:
    """Let DynamoDB cancel every transaction, for these reasons: moto knows no other writers."""
    answer = {
        "Error": {"Code": "TransactionCanceledException", "Message": ""},
        "CancellationReasons": [{"Code": code} for code in codes],
    }
    refusal: Any = AWSResponse("", HTTPStatus.BAD_REQUEST, HTTPHeaders(), None), answer
    table._client.meta.events.register(
        "before-call.dynamodb.TransactWriteItems", lambda **_: refusal
    )


def test_it_gives_back_what_was_put(table: Table) -> None:
    table.transact(table.put({"pk": "a", "sk": "b", "text": "één 👍", "n": 3, "on": True}))

    assert table.get("a", "b") == {
        "pk": "a",
        "sk": "b",
        "text": "één 👍",
        "n": Decimal(3),
        "on": True,
    }


def test_what_was_never_put_is_not_there(table: Table) -> None:
    assert table.get("a", "b") is None


def test_one_condition_that_does_not_hold_stops_all_writes(table: Table) -> None:
    table.transact(table.put({"pk": "a", "sk": "1"}))

    with pytest.raises(ConflictError):
        table.transact(
            table.put({"pk": "b", "sk": "1"}),
            table.put({"pk": "a", "sk": "1"}, only_if="attribute_not_exists(pk)"),
        )

    assert table.get("b", "1") is None


def test_a_condition_may_look_at_the_old_item(table: Table) -> None:
    table.transact(table.put({"pk": "a", "sk": "1", "n": 1}))
    table.transact(table.put({"pk": "a", "sk": "1", "n": 2}, only_if="n = :old", old=1))

    with pytest.raises(ConflictError):
        table.transact(table.put({"pk": "a", "sk": "1", "n": 3}, only_if="n = :old", old=1))


def test_a_change_touches_nothing_but_what_it_names(table: Table) -> None:
    table.transact(table.put({"pk": "a", "sk": "1", "n": 1, "text": "oud", **todo("a", MONDAY)}))

    gone = {"todo": None, "todo_at": None}
    table.transact(table.change("a", "1", {"text": "nieuw"} | gone, only_if="n = :n", n=1))
    table.transact(table.change("a", "1", {"more": "ook"}))

    assert table.get("a", "1") == {"pk": "a", "sk": "1", "n": 1, "text": "nieuw", "more": "ook"}
    assert list(table.due(MONDAY)) == []


def test_a_change_of_what_is_not_there_or_is_otherwise_makes_nothing(table: Table) -> None:
    table.transact(table.put({"pk": "a", "sk": "1", "n": 1}))

    with pytest.raises(OutdoneError):
        table.transact(table.change("b", "1", {"n": 2}))
    with pytest.raises(OutdoneError):
        table.transact(table.change("a", "1", {"n": 2}, only_if="n = :n", n=7))

    assert table.get("b", "1") is None
    assert table.get("a", "1") == {"pk": "a", "sk": "1", "n": 1}


def test_that_somebody_writes_just_now_is_not_taken_for_being_outdone(table: Table) -> None:
    refuse(table, "ConditionalCheckFailed", "TransactionConflict")

    with pytest.raises(ConflictError) as conflict:
        table.transact(table.put({"pk": "a", "sk": "1"}))

    assert not isinstance(conflict.value, OutdoneError)


def test_a_fault_that_is_no_conflict_is_not_taken_for_one(table: Table) -> None:
    with pytest.raises(table._client.exceptions.ClientError):
        table.transact(table.put({"pk": "a", "sk": "1"}, only_if="this is no condition"))


def test_a_query_gives_all_pages_in_order(table: Table) -> None:
    for n in range(30):
        table.transact(table.put({"pk": "a", "sk": f"x#{n:02}", "bulk": "z" * 50_000}))
    table.transact(table.put({"pk": "a", "sk": "y"}))

    assert [item["sk"] for item in table.query("a", "x#")] == [f"x#{n:02}" for n in range(30)]


def test_only_what_is_due_is_due(table: Table) -> None:
    for key, minutes in (("late", -5), ("now", 0), ("soon", 5)):
        at = MONDAY + timedelta(minutes=minutes)
        table.transact(table.put({"pk": key, "sk": "1", **todo(key, at)}))
    table.transact(table.put({"pk": "nothing to do", "sk": "1"}))

    assert {item["pk"] for item in table.due(MONDAY)} == {"late", "now"}


@given(st.text(min_size=1))
def test_every_key_falls_in_a_share_that_is_swept(key: str) -> None:
    assert todo(key, MONDAY)["todo"] in {f"share-{n}" for n in range(tables.SHARES)}


def test_a_deleted_item_is_gone(table: Table) -> None:
    table.transact(table.put({"pk": "a", "sk": "1"}))
    table.transact(table.delete("a", "1"))

    assert table.get("a", "1") is None
    assert boto3.client("dynamodb").describe_table(TableName="memory")["Table"]["ItemCount"] == 0
