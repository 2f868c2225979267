"""What is told on the bus? Somebody who listens to everything, as an integration may."""

import json
from typing import Any

from infra.local.deploy import Deployment
from shared.events import PREFIX


class Ear:
    def __init__(self, deployment: Deployment) -> None:
        self._sqs = deployment.engine.client("sqs")
        self._heard: dict[str, dict[str, Any]] = {}
        self._queue = self._sqs.create_queue(QueueName="oor")["QueueUrl"]
        asked = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        events = deployment.engine.client("events")
        bus = deployment.outputs["Bus"]
        events.put_rule(
            Name="oor",
            EventBusName=bus,
            EventPattern=json.dumps({"detail-type": [{"prefix": f"{PREFIX}."}]}),
        )
        events.put_targets(
            Rule="oor",
            EventBusName=bus,
            Targets=[{"Id": "oor", "Arn": asked["Attributes"]["QueueArn"]}],
        )

    def hear(self) -> list[dict[str, Any]]:
        """Every event told so far, once, in the order of its time."""
        while messages := self._sqs.receive_message(
            QueueUrl=self._queue, MaxNumberOfMessages=10
        ).get("Messages"):
            for message in messages:
                event = json.loads(message["Body"])["detail"]
                self._heard[event["id"]] = event
            self._sqs.delete_message_batch(
                QueueUrl=self._queue,
                Entries=[
                    {"Id": str(n), "ReceiptHandle": message["ReceiptHandle"]}
                    for n, message in enumerate(messages)
                ],
            )
        return sorted(self._heard.values(), key=lambda event: str(event["time"]))
