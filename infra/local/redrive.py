"""How do messages come back from the dead-letter queues, once the cause is mended?

    make redrive endpoint=http://127.0.0.1:4566      an engine on this machine
    make redrive                                     AWS, with your own credentials

Every message goes back to the queue it came from; news that the bus would not take is read from
its stream again and given to its relay. A message is sent before it is deleted, so a crash doubles
it at worst, and every consumer recognises what it has had. `StartMessageMoveTask` does the first
half of this on AWS, and is unknown to the local engines.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from infra.local.aws import Client, client_for, of_part, parts
from infra.local.transform import REGION

QUEUE = "AWS::SQS::Queue"
UNTOLD = "Untold"


def redrive(client: Client, stack: str, say: Callable[[str], object] = print) -> int:
    """Bring everything back in *stack* and its parts. How many messages were there?"""
    moved = 0
    for part in parts(client("cloudformation"), stack):
        found = of_part(client("cloudformation"), part)
        queues = [address for kind, _, address in found if kind == QUEUE]
        for dead, source in _dead_letters(client("sqs"), queues):
            moved += _report(say, dead, _drain(client("sqs"), dead, _sender(client("sqs"), source)))
        names = {logical: physical for _, logical, physical in found}
        if UNTOLD in names:
            [relay] = (names[logical] for logical in names if logical.endswith("Relay"))
            teller = _teller(client, relay)
            moved += _report(say, names[UNTOLD], _drain(client("sqs"), names[UNTOLD], teller))
    say(f"{moved} messages brought back.")
    return moved


def _report(say: Callable[[str], object], queue: str, messages: Iterator[int]) -> int:
    count = 0
    for count in messages:
        if count % 100 == 0:
            say(f"  {queue.rpartition('/')[2]}: {count} so far")
    if count:
        say(f"  {queue.rpartition('/')[2]}: {count}")
    return count


def _drain(sqs: Any, queue: str, bring_back: Callable[[Any], None]) -> Iterator[int]:
    """Take every message from *queue*; each is deleted only when it has been brought back."""
    count = 0
    while messages := sqs.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"]
    ).get("Messages"):
        for message in messages:
            bring_back(message)
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            yield (count := count + 1)


def _sender(sqs: Any, queue: str) -> Callable[[Any], None]:
    def bring_back(message: Any) -> None:
        sqs.send_message(
            QueueUrl=queue,
            MessageBody=message["Body"],
            MessageAttributes=message.get("MessageAttributes", {}),
        )

    return bring_back


def _teller(client: Client, relay: str) -> Callable[[Any], None]:
    def bring_back(message: Any) -> None:
        place = json.loads(message["Body"])["DDBStreamBatchInfo"]
        records = list(_records(client("dynamodbstreams"), place))
        answer = client("lambda").invoke(
            FunctionName=relay, Payload=json.dumps({"Records": records}, default=str)
        )
        if "FunctionError" in answer:
            raise RuntimeError(f"{relay} still cannot tell this news: {answer['Payload'].read()}")

    return bring_back


def _records(streams: Any, place: dict[str, Any]) -> Iterator[Any]:
    """The news between two places in a stream, first and last included."""
    iterator = streams.get_shard_iterator(
        StreamArn=place["streamArn"],
        ShardId=place["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=place["startSequenceNumber"],
    )["ShardIterator"]
    while iterator:
        page = streams.get_records(ShardIterator=iterator)
        for record in page["Records"]:
            if _is_news(record):
                yield record
            if record["dynamodb"]["SequenceNumber"] == place["endSequenceNumber"]:
                return
        iterator = page.get("NextShardIterator") if page["Records"] else None


def _is_news(record: Any) -> bool:
    """What the filter on the stream lets through to the relay."""
    key = record["dynamodb"]["Keys"]["pk"]["S"]
    return bool(record["eventName"] == "INSERT" and key.startswith("news#"))


def _dead_letters(sqs: Any, queues: list[str]) -> Iterator[tuple[str, str]]:
    """Each dead-letter queue, and the queue that it belongs to."""
    facts = {
        queue: sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        for queue in queues
    }
    address = {fact["QueueArn"]: queue for queue, fact in facts.items()}
    for source, fact in facts.items():
        if "RedrivePolicy" in fact:
            yield address[json.loads(fact["RedrivePolicy"])["deadLetterTargetArn"]], source


def main() -> None:
    parser = argparse.ArgumentParser(description="Bring messages back from the dead-letter queues.")
    parser.add_argument("--stack", default="klachtenloket")
    parser.add_argument("--region", default=REGION)
    parser.add_argument("--endpoint", help="an engine on this machine; without it, AWS")
    asked = parser.parse_args()
    try:
        redrive(client_for(asked.endpoint, asked.region), asked.stack)
    except Exception as error:
        sys.exit(f"Not everything is back: {error}\nMend that and run this again: it is safe.")


if __name__ == "__main__":
    main()
