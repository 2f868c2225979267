"""What was stored as news gets on the bus, or the stream tries again."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from boto3.dynamodb.types import TypeSerializer

from shared import relay
from shared.bus import news_item
from shared.events import CaseOpened
from tests.builders import MONDAY, a_case


@pytest.fixture
def bus(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bus with one listener: the URL of its queue."""
    events, sqs = boto3.client("events"), boto3.client("sqs")
    events.create_event_bus(Name="bus")
    queue = sqs.create_queue(QueueName="ear")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    events.put_rule(
        Name="all", EventBusName="bus", EventPattern='{"source": [{"prefix": "urn:nld:"}]}'
    )
    events.put_targets(
        Rule="all", EventBusName="bus", Targets=[{"Id": "ear", "Arn": arn["QueueArn"]}]
    )
    monkeypatch.setenv("BUS", "bus")
    relay._client.cache_clear()
    yield queue
    relay._client.cache_clear()


def record(*events: CaseOpened) -> dict[str, Any]:
    write = TypeSerializer().serialize
    image = {name: write(value) for name, value in news_item(*events).items()}
    return {"eventName": "INSERT", "dynamodb": {"NewImage": image}}


def heard(queue: str) -> list[dict[str, Any]]:
    sqs = boto3.client("sqs")
    found = []
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found


def test_news_arrives_whole_however_much_there_is(bus: str) -> None:
    told = [CaseOpened.about(a_case(sequence=n), MONDAY) for n in range(1, 24)]

    relay.on_news({"Records": [record(event) for event in told]}, None)

    messages = heard(bus)
    assert {message["detail"]["id"] for message in messages} == {event.id for event in told}
    assert {message["detail-type"] for message in messages} == {told[0].type}
    assert {message["source"] for message in messages} == {told[0].source}


def test_the_stream_hears_that_a_bus_is_not_there(
    bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUS", "no-such-bus")

    with pytest.raises(Exception, match=r"no-such-bus|refused"):
        relay.on_news({"Records": [record(CaseOpened.about(a_case(), MONDAY))]}, None)


def test_items_that_are_no_news_are_passed_over(bus: str) -> None:
    relay.on_news({"Records": [{"eventName": "REMOVE", "dynamodb": {}}]}, None)

    assert heard(bus) == []
