"""What do the services remember, what was mailed, and what stands in the logs?"""

import json
from collections.abc import Iterator
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from infra.local import SERVICES
from infra.local.deploy import Deployment

TABLES = {service: (service, f"{service.title()}Table") for service in SERVICES} | {
    "dossiers": ("intake", "DossiersTable")
}
QUEUES = ("InboxUnhandled", "MailInboxUnhandled", "ChannelInboxUnhandled", "Untold")
Item = dict[str, Any]

_read = TypeDeserializer().deserialize


def table(deployment: Deployment, name: str) -> list[Item]:
    """All that stands in a table."""
    pages = deployment.engine.client("dynamodb").get_paginator("scan")
    return [
        {key: _read(value) for key, value in item.items()}
        for page in pages.paginate(TableName=deployment.named(*TABLES[name]), ConsistentRead=True)
        for item in page["Items"]
    ]


def news(items: list[Item]) -> Iterator[dict[str, Any]]:
    """Every event that a service told of, once."""
    found = {}
    for item in items:
        for text in item.get("events", ()):
            event = json.loads(text)
            found[event["id"]] = event
    yield from found.values()


def dead_letters(deployment: Deployment) -> dict[str, list[str]]:
    """What waits in each dead-letter queue, left where it is."""
    sqs = deployment.engine.client("sqs")
    found = {}
    for service, parts in deployment.parts.items():
        for queue in set(QUEUES) & parts.keys():
            seen = dict[str, str]()
            while messages := [
                each
                for each in sqs.receive_message(
                    QueueUrl=parts[queue], MaxNumberOfMessages=10, VisibilityTimeout=2
                ).get("Messages", [])
                if each["MessageId"] not in seen
            ]:
                seen |= {each["MessageId"]: each["Body"] for each in messages}
            found[f"{service} {queue}"] = list(seen.values())
    return found


def logs(deployment: Deployment) -> Iterator[str]:
    """Every line that a function wrote."""
    client = deployment.engine.client("logs")
    for groups in client.get_paginator("describe_log_groups").paginate():
        for group in groups["logGroups"]:
            pages = client.get_paginator("filter_log_events")
            for page in pages.paginate(logGroupName=group["logGroupName"]):
                yield from (event["message"] for event in page["events"])
