"""What ops sees of dead letters, and which of them come back: the command itself, on moto."""

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from infra.local import redrive as command
from infra.local.redrive import Choice, Waiting
from shared.events import CaseClosed, CaseOpened, CaseRouted
from tests.builders import a_case

SECRET = "J. de Vries woont in de Dorpsstraat"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OTHER = "KL-2026-BBBBB-BBBBB"
STACK = {
    "Resources": {
        "RoutingOnEvents": {"Type": "AWS::Logs::LogGroup"},  # shows whose part of the stack it is
        "Inbox": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "RedrivePolicy": {
                    "deadLetterTargetArn": {"Fn::GetAtt": ["InboxUnhandled", "Arn"]},
                    "maxReceiveCount": 5,
                }
            },
        },
        "InboxUnhandled": {"Type": "AWS::SQS::Queue"},
    }
}
OPENED = CaseOpened.about(a_case(), NOON).model_dump_json()
CLOSED = CaseClosed.about(a_case(number=OTHER), NOON).model_dump_json()
ELSEWHERE = CaseRouted.about(a_case(municipality="1696"), NOON).model_dump_json()


class Queues:
    def __init__(self) -> None:
        cloudformation = boto3.client("cloudformation")
        cloudformation.create_stack(StackName="klachtenloket", TemplateBody=json.dumps(STACK))
        made = cloudformation.describe_stack_resources(StackName="klachtenloket")
        self._sqs = boto3.client("sqs")
        self._at = {
            each["LogicalResourceId"]: each["PhysicalResourceId"] for each in made["StackResources"]
        }

    def put(self, queue: str, *bodies: str) -> None:
        for body in bodies:
            self._sqs.send_message(QueueUrl=self._at[queue], MessageBody=body)

    def on(self, queue: str) -> list[str]:
        """What can be taken from *queue* at this moment, sorted."""
        bodies = list[str]()
        while found := self._sqs.receive_message(
            QueueUrl=self._at[queue], MaxNumberOfMessages=10
        ).get("Messages"):
            bodies += [each["Body"] for each in found]
        return sorted(bodies)

    def left_on(self, queue: str) -> int:
        """How many there are, those out of sight included."""
        found = self._sqs.get_queue_attributes(QueueUrl=self._at[queue], AttributeNames=["All"])
        facts = found["Attributes"]
        waiting, in_hand = (
            facts["ApproximateNumberOfMessages"],
            facts["ApproximateNumberOfMessagesNotVisible"],
        )
        return int(waiting) + int(in_hand)


@pytest.fixture
def queues(aws: None) -> Queues:
    return Queues()


def run(choice: Choice = command.EVERYTHING, dry: bool = False) -> tuple[int, str]:
    said = list[str]()
    count = command.redrive(boto3.client, "klachtenloket", said.append, choice, dry)  # type: ignore[arg-type]
    return count, "\n".join(said)


def test_everything_comes_back_where_nothing_is_chosen(queues: Queues) -> None:
    queues.put("InboxUnhandled", *(OPENED for _ in range(25)))
    queues.put("InboxUnhandled", SECRET)

    count, said = run()

    assert count == 26
    assert queues.on("Inbox") == [SECRET, *[OPENED] * 25]
    assert queues.left_on("InboxUnhandled") == 0
    assert said.endswith("26 messages brought back.")


def test_a_dry_run_shows_what_is_there_and_leaves_it_to_be_taken(queues: Queues) -> None:
    queues.put("InboxUnhandled", OPENED, CLOSED, *(ELSEWHERE for _ in range(12)))

    count, said = run(dry=True)

    assert count == 14
    assert "nl.overheid.klachten.zaak-afgehandeld.v1  1904  KL-2026-BBBBB-BBBBB  0.0 hours" in said
    assert said.endswith("14 messages would be brought back.")
    assert queues.on("InboxUnhandled") == sorted([OPENED, CLOSED, *[ELSEWHERE] * 12])
    assert queues.on("Inbox") == []


def test_what_was_not_chosen_stays_and_can_be_taken(queues: Queues) -> None:
    queues.put("InboxUnhandled", OPENED, CLOSED, ELSEWHERE)

    count, _ = run(Choice(service="routing", queue="InboxUnhandled", number=OTHER))

    assert count == 1
    assert queues.on("Inbox") == [CLOSED]
    assert queues.on("InboxUnhandled") == sorted([OPENED, ELSEWHERE])


@pytest.mark.parametrize(
    "choice", [Choice(service="reporting"), Choice(queue="MailInboxUnhandled")], ids=str
)
def test_another_service_or_queue_is_not_looked_at(queues: Queues, choice: Choice) -> None:
    queues.put("InboxUnhandled", OPENED)

    assert run(choice)[0] == 0
    assert queues.on("InboxUnhandled") == [OPENED]


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (Choice(), True),
        (Choice(type="zaak-geopend"), True),
        (Choice(type="zaak-afgehandeld"), False),
        (Choice(municipality="1904", number=OTHER), False),
        (Choice(municipality="1904", type="geopend"), True),
        (Choice(municipality="1696"), False),
        (Choice(before=NOON), False),
        (Choice(after=NOON), False),
        (Choice(before=NOON + MINUTE, after=NOON - MINUTE), True),
    ],
    ids=str,
)
def test_a_message_is_chosen_by_what_it_is_about_and_how_old_it_is(
    choice: Choice, wanted: bool
) -> None:
    message = {
        "Body": OPENED,
        "Attributes": {
            "SentTimestamp": str(int(NOON.timestamp() * 1000)),
            "ApproximateReceiveCount": "6",
        },
    }

    assert choice.wants(Waiting.of(message)) is wanted


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (SECRET, "?  ?  ?"),
        (json.dumps([SECRET]), "?  ?  ?"),
        (
            json.dumps({"type": SECRET, "gemeentecode": "1904", "subject": SECRET, "data": SECRET}),
            "?  1904  ?",
        ),
        (
            json.dumps({"Records": [{"s3": {"object": {"key": f"post/1904/{SECRET}"}}}]}),
            "?  1904  ?",
        ),
    ],
    ids=["text", "list", "event", "mail"],
)
def test_nothing_of_what_a_message_holds_is_shown(queues: Queues, body: str, shown: str) -> None:
    queues.put("InboxUnhandled", body)

    count, said = run(dry=True)

    assert count == 1
    assert shown in said
    assert not any(word in said for word in SECRET.split() if len(word) > 2)


def test_what_cannot_come_back_stays_and_can_be_taken(queues: Queues) -> None:
    queues.put("InboxUnhandled", OPENED, CLOSED)

    def refuses(service: str, **said: Any) -> Any:
        client = boto3.client(service, **said)  # type: ignore[call-overload]
        if service == "sqs":
            client.meta.events.register("before-call.sqs.SendMessage", _refuse)
        return client

    with pytest.raises(ConnectionError):
        command.redrive(refuses, "klachtenloket", lambda _: None)

    assert queues.on("InboxUnhandled") == sorted([OPENED, CLOSED])


def _refuse(**_: Any) -> None:
    raise ConnectionError("the queue is away")


def test_an_age_is_said_in_minutes_hours_or_days() -> None:
    now = datetime.now(UTC)

    for text, expected in {"90m": 1.5, "2u": 2, "3d": 72}.items():
        hours = (now - command.ago(text)) / timedelta(hours=1)
        assert round(hours, 1) == expected


def test_what_is_no_age_is_answered_with_how_to_say_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["redrive", "--older", "gisteren"])
    with pytest.raises(SystemExit):
        command.main()

    assert "'gisteren' is no age: say 90m, 2u (hours) or 3d." in capsys.readouterr().err
