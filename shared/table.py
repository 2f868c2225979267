"""How does a service remember? One DynamoDB table each, all of one shape.

    pk, sk              what it is about, and which part of it
    todo, todo_at       only while something must happen by itself: in which share of the work,
                        and when. The sparse index `todo` holds nothing else, so a sweep reads
                        only what is due.
    expires_at          for what may be forgotten, such as news that was told

State and the news of it are written in one transaction: all of it happens, or nothing does.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zlib import crc32

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config

from shared.wire import utc_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]
SHARES = 16  # of the sweep's work, so that no single index partition carries it all

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


class ConflictError(Exception):
    """Somebody else was first, or is at it just now. Look again before you decide."""


class OutdoneError(ConflictError):
    """Somebody was first for certain: a condition did not hold, and to try again is of no use."""


def todo(key: str, at: datetime) -> Item:
    """The attributes that make an item due *at* a moment."""
    return {"todo": f"share-{crc32(key.encode()) % SHARES}", "todo_at": utc_text(at)}


def dynamodb() -> "DynamoDBClient":
    """A client without what botocore does at each call and we do not need: a check of what it is
    given (ours is typed, and DynamoDB looks again; a third of the time of a large transaction), and
    a description of itself, put together anew each time (a tenth of a small call).
    """
    return boto3.client(
        "dynamodb", config=Config(parameter_validation=False, user_agent="Klachtenloket")
    )


class Table:
    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self._client = client
        self.name = name

    def get(self, pk: str, sk: str) -> Item | None:
        """The item as it is now, not as it was."""
        found = self._client.get_item(
            TableName=self.name, Key=_item(pk=pk, sk=sk), ConsistentRead=True
        )
        return _plain(found["Item"]) if "Item" in found else None

    def query(self, pk: str, sk_prefix: str = "") -> Iterator[Item]:
        """All items under *pk* whose sk starts with *sk_prefix*, in order of sk."""
        names = {"KeyConditionExpression": "pk = :pk"}
        values = {":pk": pk}
        if sk_prefix:
            names["KeyConditionExpression"] += " AND begins_with(sk, :sk)"
            values[":sk"] = sk_prefix
        yield from self._pages(
            **names, ExpressionAttributeValues=_item(**values), ConsistentRead=True
        )

    def list(self, pk: str, after: str | None) -> Iterator[Item]:
        """All items under *pk* in order of sk, from the one after the sk *after*. Read as asked
        for: who stops early has not read the rest.
        """
        query: Item = {"KeyConditionExpression": "pk = :pk"}
        values = {":pk": pk}
        if after is not None:
            query["KeyConditionExpression"] += " AND sk > :sk"
            values[":sk"] = after
        yield from self._pages(
            **query, ExpressionAttributeValues=_item(**values), Limit=100, ConsistentRead=True
        )

    def newest(self, pk: str, from_sk: str, at_most: int) -> Iterator[Item]:
        """The last items under *pk*, as far back as *from_sk*, the highest sk first."""
        found = self._client.query(
            TableName=self.name,
            KeyConditionExpression="pk = :pk AND sk >= :sk",
            ExpressionAttributeValues=_item(**{":pk": pk, ":sk": from_sk}),
            ScanIndexForward=False,
            Limit=at_most,
            ConsistentRead=True,
        )
        yield from map(_plain, found["Items"])

    def everything(self) -> Iterator[Item]:
        """All items there are: for a command of ops, and for no function."""
        for page in self._client.get_paginator("scan").paginate(
            TableName=self.name, ConsistentRead=True
        ):
            yield from map(_plain, page["Items"])

    def due(self, now: datetime) -> Iterator[Item]:
        """Whatever had to happen by *now*, soonest first within each share of the work."""
        for share in range(SHARES):
            yield from self._pages(
                IndexName="todo",
                KeyConditionExpression="todo = :share AND todo_at <= :now",
                ExpressionAttributeValues=_item(
                    **{":share": f"share-{share}", ":now": utc_text(now)}
                ),
            )

    def count(self, pk: str, sk: str, until: datetime) -> int:
        """Add one to a counter, which may be forgotten after *until*, and say what it is now."""
        counted = self._client.update_item(
            TableName=self.name,
            Key=_item(pk=pk, sk=sk),
            UpdateExpression="ADD keren :one SET expires_at = if_not_exists(expires_at, :until)",
            ExpressionAttributeValues=_item(**{":one": 1, ":until": int(until.timestamp())}),
            ReturnValues="UPDATED_NEW",
        )
        return int(_plain(counted["Attributes"])["keren"])

    def put(self, item: Item, only_if: str | None = None, **values: Any) -> Item:
        """A write for `transact`: replace the item, *only_if* a condition on the old one holds.

        In *only_if*, write attribute names plainly and values as `:name`.
        """
        return self._write("Put", {"Item": _item(**item)}, only_if, values)

    def change(
        self, pk: str, sk: str, to: Item, only_if: str = "attribute_exists(pk)", **values: Any
    ) -> Item:
        """A write for `transact`: the attributes in *to* get that value, and go where it is None.
        The others stay, and need not be known. *only_if* as with `put`.
        """
        kept = {name: value for name, value in to.items() if value is not None}
        steps = {
            "SET": [f"#{name} = :to_{name}" for name in kept],
            "REMOVE": [f"#{name}" for name in to if name not in kept],
        }
        what = {
            "Key": _item(pk=pk, sk=sk),
            "UpdateExpression": " ".join(f"{do} {', '.join(to)}" for do, to in steps.items() if to),
            "ExpressionAttributeNames": {f"#{name}": name for name in to},
        }
        new = {f"to_{name}": value for name, value in kept.items()}
        return self._write("Update", what, only_if, values | new)

    def delete(self, pk: str, sk: str, only_if: str | None = None, **values: Any) -> Item:
        """A write for `transact`: the item goes, *only_if* as with `put`."""
        return self._write("Delete", {"Key": _item(pk=pk, sk=sk)}, only_if, values)

    def transact(self, *writes: Item) -> None:
        """Do all *writes* or none. Raises `OutdoneError` where a condition does not hold, and
        `ConflictError` where somebody else writes the same at this moment.
        """
        try:
            self._client.transact_write_items(TransactItems=writes)  # type: ignore[arg-type]
        except self._client.exceptions.TransactionCanceledException as cancelled:
            codes = {reason.get("Code") for reason in cancelled.response["CancellationReasons"]}
            said = f"{self.name}: {sorted(filter(None, codes))}"
            if codes <= {"None", "ConditionalCheckFailed"}:
                raise OutdoneError(said) from cancelled
            if codes <= {"None", "ConditionalCheckFailed", "TransactionConflict"}:
                raise ConflictError(said) from cancelled
            raise

    def _write(self, kind: str, what: Item, only_if: str | None, values: Mapping[str, Any]) -> Item:
        write: Item = {"TableName": self.name, **what}
        if only_if:
            write["ConditionExpression"] = only_if
        if values:
            write["ExpressionAttributeValues"] = _item(
                **{f":{key}": value for key, value in values.items()}
            )
        return {kind: write}

    def _pages(self, **query: Any) -> Iterator[Item]:
        while True:
            page = self._client.query(TableName=self.name, **query)
            yield from map(_plain, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _write(value: Any) -> Any:
    """Nearly all that we keep is text; boto3 takes ten times as long to find that out."""
    return {"S": value} if type(value) is str else _serialize(value)


def _read(value: Any) -> Any:
    return value["S"] if "S" in value else _deserialize(value)


def _item(**values: Any) -> Any:
    return {name: _write(value) for name, value in values.items()}


def _plain(item: Mapping[str, Any]) -> Item:
    return {name: _read(value) for name, value in item.items()}
