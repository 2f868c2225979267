"""How does news get from a service's table to the bus? A stream calls this with what was stored.

May repeat itself: consumers recognise what they have had. Raises where the bus refuses anything,
so that the stream tries again.
"""

import json
import os
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

from shared.observability import logger

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

BATCH = 10  # the most that one PutEvents call accepts


class NotToldError(Exception):
    """The bus refused some news. Telling it again is safe: ids stay the same."""


def on_news(batch: dict[str, Any], context: object) -> None:
    """A DynamoDB stream, filtered to new items whose key starts with `news#`."""
    images = (record["dynamodb"].get("NewImage", {}) for record in batch["Records"])
    events = [event["S"] for image in images for event in image.get("events", {"L": []})["L"]]
    logger.info("told", extra={"events": tell(events, _client(), os.environ["BUS"])})


def tell(events: Sequence[str], client: "EventBridgeClient", bus: str) -> int:
    """Put CloudEvents, as JSON, on *bus* and say how many. Raises `NotToldError`."""
    for start in range(0, len(events), BATCH):
        entries = list(_entries(events[start : start + BATCH], bus))
        answer = client.put_events(Entries=entries)
        if answer["FailedEntryCount"]:
            refusals = [each["ErrorCode"] for each in answer["Entries"] if "ErrorCode" in each]
            raise NotToldError(f"{len(refusals)} of {len(entries)} events refused: {refusals}")
    return len(events)


def _entries(events: Sequence[str], bus: str) -> Iterator["PutEventsRequestEntryTypeDef"]:
    for text in events:
        event = json.loads(text)
        yield {
            "EventBusName": bus,
            "Source": event["source"],
            "DetailType": event["type"],
            "Detail": text,
        }


@cache
def _client() -> "EventBridgeClient":
    return boto3.client("events")
