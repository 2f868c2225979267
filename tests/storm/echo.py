"""What is told on the bus? A queue of our own hears everything, and repeats some of it.

The repeats come later and in another order, to services that had them before: as a bus may do.
"""

import heapq
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from infra.local import SERVICES
from infra.local.deploy import Deployment
from infra.local.transform import written
from shared.events import PREFIX

REPEATED = 0.25  # of all that is told, to each service that listens
LATEST = 8.0  # seconds


class Echo:
    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._sqs = deployment.engine.client("sqs")
        self._queue = self._sqs.create_queue(QueueName="echo")["QueueUrl"]
        asked = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        place = {"Name": "echo", "EventBusName": deployment.outputs["Bus"]}
        pattern = json.dumps({"detail-type": [{"prefix": f"{PREFIX}."}]})
        events = deployment.engine.client("events")
        events.put_rule(**place, EventPattern=pattern)
        events.put_targets(
            Rule=place["Name"],
            EventBusName=place["EventBusName"],
            Targets=[{"Id": "echo", "Arn": asked["Attributes"]["QueueArn"]}],
        )
        self._listens = {
            service: set(written(service)["Resources"]["Subscription"]["Properties"]
                         ["EventPattern"]["detail-type"])
            for service in SERVICES
        }  # fmt: skip
        self.bodies = list[str]()
        self.heard = set[str]()
        self.repeats = 0
        self._silent = threading.Event()

    def hush(self) -> None:
        """Hear on, and repeat nothing any more."""
        self._silent.set()

    @contextmanager
    def listening(self, dice: Random) -> Iterator[None]:
        over = threading.Event()
        listener = threading.Thread(target=self._listen, args=(dice, over))
        listener.start()
        try:
            yield
        finally:
            over.set()
            listener.join()

    def _listen(self, dice: Random, over: threading.Event) -> None:
        waiting = list[tuple[float, int, str, str]]()  # when, a tie-break, to whom, what
        while not over.is_set():
            for body in self._hear():
                self.bodies.append(body)
                event = json.loads(body)["detail"]
                self.heard.add(event["id"])
                for service, types in self._listens.items():
                    if event["type"] in types and dice.random() < REPEATED:
                        when = time.monotonic() + dice.uniform(0, LATEST)
                        heapq.heappush(waiting, (when, len(self.bodies), service, body))
            if self._silent.is_set():
                waiting.clear()
            while waiting and waiting[0][0] < time.monotonic():
                _, _, service, body = heapq.heappop(waiting)
                inbox = self._deployment.named(service, "Inbox")
                self._sqs.send_message(QueueUrl=inbox, MessageBody=body)
                self.repeats += 1

    def _hear(self) -> list[str]:
        messages = self._sqs.receive_message(
            QueueUrl=self._queue, MaxNumberOfMessages=10, WaitTimeSeconds=1
        ).get("Messages", [])
        if messages:
            entries = [
                {"Id": str(n), "ReceiptHandle": message["ReceiptHandle"]}
                for n, message in enumerate(messages)
            ]
            self._sqs.delete_message_batch(QueueUrl=self._queue, Entries=entries)
        return [message["Body"] for message in messages]
