"""How do messages come back from the dead-letter queues, once the cause is mended?

    make redrive endpoint=http://127.0.0.1:4566      an engine on this machine
    make redrive                                     AWS, with your own credentials
    make redrive dry=yes                             show what is there, and leave it there
    make redrive dienst=routing gemeente=1904        only some of it

Every message goes back to the queue it came from; news that the bus would not take is read from
its stream again and given to its relay. A message is sent before it is deleted, so a crash doubles
it at worst, and every consumer recognises what it has had. `StartMessageMoveTask` does the first
half of this on AWS, and is unknown to the local engines.

What is shown of a message says which and whose it is, and never what it holds.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from infra.local.aws import Client, client_for, of_part, parts
from infra.local.transform import REGION
from shared.consumer import unwrap

QUEUE = "AWS::SQS::Queue"
UNTOLD = "Untold"
HOLD = (
    600  # seconds that what was looked at stays out of sight; it is let go as soon as we are done
)

EVENT_TYPE = re.compile(r"nl(\.[a-z0-9-]+){2,8}")
CASE_NUMBER = re.compile(r"KL-\d{4}-[0-9A-Z]{5}-[0-9A-Z]{5}")
CODE = re.compile(r"\d{4}")
MAIL_KEY = re.compile(r"post/(\d{4})/")
UNITS = {"m": "minutes", "u": "hours", "d": "days"}


@dataclass(frozen=True)
class Waiting:
    """A message in a dead-letter queue, as far as may be shown: without its content."""

    type: str
    municipality: str
    number: str
    sent: datetime
    tries: int

    @classmethod
    def of(cls, message: Any) -> Self:
        told = _told(message["Body"])
        known = message["Attributes"]
        return cls(
            type=_only(EVENT_TYPE, told.get("type")),
            municipality=_only(CODE, told.get("gemeentecode")),
            number=_only(CASE_NUMBER, told.get("subject")),
            sent=datetime.fromtimestamp(int(known["SentTimestamp"]) / 1000, UTC),
            tries=int(known["ApproximateReceiveCount"]),
        )

    def line(self, now: datetime) -> str:
        hours = (now - self.sent) / timedelta(hours=1)
        about = f"{self.type or '?'}  {self.municipality or '?'}  {self.number or '?'}"
        return f"    {about}  {hours:.1f} hours old, taken {self.tries} times"


@dataclass(frozen=True)
class Choice:
    """Which messages; whatever is not said does not matter. `type` may be a part of a type."""

    service: str = ""
    queue: str = ""
    type: str = ""
    municipality: str = ""
    number: str = ""
    before: datetime | None = None
    after: datetime | None = None

    def of_part(self, logical: Collection[str]) -> bool:
        """A part of the stack, by what its resources are called."""
        return not self.service or f"{self.service.title()}OnEvents" in logical

    def of_queue(self, logical: str) -> bool:
        return self.queue in ("", logical)

    def wants(self, message: Waiting) -> bool:
        return (
            self.type in message.type
            and self.municipality in ("", message.municipality)
            and self.number in ("", message.number)
            and (self.before is None or message.sent < self.before)
            and (self.after is None or message.sent > self.after)
        )


Say = Callable[[str], object]
BringBack = Callable[[Any], None]
EVERYTHING = Choice()


def redrive(
    client: Client, stack: str, say: Say = print, choice: Choice = EVERYTHING, dry: bool = False
) -> int:
    """Bring back what is meant by *choice* in *stack* and its parts. How many messages were that?

    With *dry* they are only shown. Whatever is not brought back can be taken again at once.
    """
    sqs, cloudformation = client("sqs"), client("cloudformation")
    moved = 0
    for part in parts(cloudformation, stack):
        for queue, bring_back in _to_empty(client, part, choice):
            chosen = _drain(sqs, queue, None if dry else bring_back, choice)
            moved += _report(say, queue, chosen, dry)
    say(f"{moved} messages would be brought back." if dry else f"{moved} messages brought back.")
    return moved


def _to_empty(client: Client, part: str, choice: Choice) -> Iterator[tuple[str, BringBack]]:
    """Each dead-letter queue of *part* that *choice* means, and how its messages come back."""
    found = of_part(client("cloudformation"), part)
    if not choice.of_part({name for _, name, _ in found}):
        return
    named = {address: name for kind, name, address in found if kind == QUEUE}
    for dead, source in _dead_letters(client("sqs"), list(named)):
        if choice.of_queue(named[dead]):
            yield dead, _sender(client("sqs"), source)
    for address, name in named.items():
        if name == UNTOLD and choice.of_queue(name):
            [relay] = (function for _, each, function in found if each.endswith("Relay"))
            yield address, _teller(client, relay)


def _report(say: Say, queue: str, messages: Iterator[Waiting], dry: bool) -> int:
    name, count, now = queue.rpartition("/")[2], 0, datetime.now(UTC)
    for count, message in enumerate(messages, start=1):
        if dry:
            say(message.line(now))
        elif count % 100 == 0:
            say(f"  {name}: {count} so far")
    if count:
        say(f"  {name}: {count}")
    return count


def _drain(sqs: Any, queue: str, bring_back: BringBack | None, choice: Choice) -> Iterator[Waiting]:
    """Look at every message of *queue* once. What *choice* wants is brought back, then deleted; the
    rest is let go in the end.
    """
    seen, kept = set[str](), dict[str, str]()
    try:
        while messages := _received(sqs, queue):
            kept |= {each["MessageId"]: each["ReceiptHandle"] for each in messages}
            fresh = [each for each in messages if each["MessageId"] not in seen]
            if not fresh:
                return  # round again: all of it was looked at
            for message in fresh:
                seen.add(message["MessageId"])
                waiting = Waiting.of(message)
                if not choice.wants(waiting):
                    continue
                if bring_back:
                    bring_back(message)
                    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                    del kept[message["MessageId"]]
                yield waiting
    finally:
        for handle in kept.values():
            sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=0)


def _received(sqs: Any, queue: str) -> list[Any]:
    found = sqs.receive_message(
        QueueUrl=queue,
        MaxNumberOfMessages=10,
        WaitTimeSeconds=1,
        VisibilityTimeout=HOLD,
        MessageAttributeNames=["All"],
        AttributeNames=["SentTimestamp", "ApproximateReceiveCount"],
    )
    messages: list[Any] = found.get("Messages", [])
    return messages


def _told(body: str) -> dict[str, Any]:
    """What may be known of a message, whoever sent it: an event, or a mail that arrived."""
    told: Any = None
    with suppress(ValueError):
        told = unwrap(body)
    if not isinstance(told, dict):
        return {}
    if mail := MAIL_KEY.search(body) if "Records" in told else None:
        return {"gemeentecode": mail[1]}
    return told


def _only(pattern: re.Pattern[str], said: object) -> str:
    """What was *said*, if it is nothing but what we expect there."""
    return said if isinstance(said, str) and pattern.fullmatch(said) else ""


def _sender(sqs: Any, queue: str) -> Callable[[Any], None]:
    def bring_back(message: Any) -> None:
        sqs.send_message(
            QueueUrl=queue,
            MessageBody=message["Body"],
            MessageAttributes=message.get("MessageAttributes", {}),
            **_turn(message),
        )

    return bring_back


def _turn(message: Any) -> dict[str, str]:
    """What makes its municipality wait for no other (decision 32)."""
    municipality = Waiting.of(message).municipality
    return {"MessageGroupId": municipality} if municipality else {}


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


def ago(text: str) -> datetime:
    """The moment *text* ago, such as 90m, 2u or 3d."""
    number, unit = text[:-1], text[-1:]
    if unit not in UNITS or not number.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no age: say 90m, 2u (hours) or 3d.")
    return datetime.now(UTC) - timedelta(**{UNITS[unit]: int(number)})


def main() -> None:
    parser = argparse.ArgumentParser(description="Bring messages back from the dead-letter queues.")
    parser.add_argument("--stack", default="klachtenloket")
    parser.add_argument("--region", default=REGION)
    parser.add_argument("--endpoint", help="an engine on this machine; without it, AWS")
    parser.add_argument("--dry", action="store_true", help="show what is there, and leave it there")
    parser.add_argument("--service", default="", help="such as routing")
    parser.add_argument("--queue", default="", help="as in the template, such as InboxUnhandled")
    parser.add_argument("--type", default="", help="of event, or a part of it: zaak-geopend")
    parser.add_argument("--municipality", default="", help="its code, such as 1904")
    parser.add_argument("--number", default="", help="of a case")
    parser.add_argument("--older", type=ago, help="than so long: 90m, 2u or 3d")
    parser.add_argument("--newer", type=ago, help="than so long")
    asked = parser.parse_args()
    choice = Choice(
        asked.service, asked.queue, asked.type, asked.municipality, asked.number,
        before=asked.older, after=asked.newer,
    )  # fmt: skip
    try:
        client = client_for(asked.endpoint, asked.region)
        redrive(client, asked.stack, choice=choice, dry=asked.dry)
    except Exception as error:
        sys.exit(f"Not everything is back: {error}\nMend that and run this again: it is safe.")


if __name__ == "__main__":
    main()
