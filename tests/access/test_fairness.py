"""A flood in one municipality does not make another wait, where the queue is told whose it is.

Amazon SQS takes turns between message groups on a standard queue; no local engine does, and moto
neither. So here is shown that every sender of ours says whose a message is; tests/contract holds
the rules of the bus to the same.
"""

import json

import boto3
import pytest

from infra.local.redrive import redrive
from shared.events import CaseRouted
from tests.builders import MONDAY, a_case

STACK = {
    "Resources": {
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


@pytest.mark.usefixtures("aws")
def test_what_comes_back_from_a_dead_letter_queue_waits_for_its_own_municipality_only() -> None:
    boto3.client("cloudformation").create_stack(
        StackName="klachtenloket", TemplateBody=json.dumps(STACK)
    )
    sqs = boto3.client("sqs")
    queues = sqs.list_queues()["QueueUrls"]
    [dead] = [queue for queue in queues if "Unhandled" in queue]
    [inbox] = [queue for queue in queues if "Unhandled" not in queue]
    for town in ("1904", "1696"):
        body = CaseRouted.about(a_case(municipality=town), MONDAY).model_dump_json()
        sqs.send_message(QueueUrl=dead, MessageBody=body)
    sqs.send_message(QueueUrl=dead, MessageBody="{}")

    redrive(lambda name: boto3.client(name), "klachtenloket", say=lambda line: None)  # type: ignore[call-overload]

    found = sqs.receive_message(QueueUrl=inbox, MaxNumberOfMessages=10, AttributeNames=["All"])
    for each in found["Messages"]:
        told = json.loads(each["Body"])
        assert each["Attributes"].get("MessageGroupId") == told.get("gemeentecode")
    assert len(found["Messages"]) == 3
