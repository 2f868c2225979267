"""The templates keep our promises, and say the same as the code.

Local engines silently ignore much of what stands in a template; here it is read.
"""

import importlib
import json
import re
from pathlib import Path
from typing import Any, get_args
from unittest.mock import ANY

import pytest

from infra.local import ROOT, SERVICES
from shared.municipality import municipalities
from tests.infra import as_list, every, part, refers_to, resources, statements

FUNCTIONS = every("AWS::Lambda::Function")
QUEUES = every("AWS::SQS::Queue")
TABLES = every("AWS::DynamoDB::Table")
ALARMS = every("AWS::CloudWatch::Alarm")
BUCKETS = every("AWS::S3::Bucket")
MAPPINGS = every("AWS::Lambda::EventSourceMapping")
FROM_QUEUE = [
    case for case in MAPPINGS if "Queues" not in case[2] and "StartingPosition" not in case[2]
]
FROM_STREAM = [case for case in MAPPINGS if "StartingPosition" in case[2]]
RULES = [case for case in every("AWS::Events::Rule") if "EventPattern" in case[2]]
WRITES_LOGS = "service-role/AWSLambdaBasicExecutionRole"
TAGS = {"project", "omgeving", "kostenplaats", "dataclassificatie"}


def incoming(service: str) -> set[Any]:
    """The events that a service's code handles."""
    union = importlib.import_module(f"services.{service}.handler").Incoming
    return set(get_args(union) or [union])


# The templates and the code.


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_subscribes_to_exactly_the_events_it_handles(service: str) -> None:
    patterns = [rule["EventPattern"] for where, _, rule in RULES if where == service]

    assert {kind for pattern in patterns for kind in pattern["detail-type"]} == {
        event.model_fields["type"].default for event in incoming(service)
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_says_what_it_listens_to(service: str) -> None:
    documented = importlib.import_module(f"services.{service}").__doc__ or ""
    _, _, promise = documented.partition("Listens to")
    named = re.findall(r"\b(?:[A-Z][a-z]+){2,}\b", promise.partition("\nTells")[0])

    assert set(named) == {event.__name__ for event in incoming(service)}


@pytest.mark.parametrize(("service", "name", "function"), FUNCTIONS)
def test_every_function_exists_and_is_named_after_its_service(
    service: str, name: str, function: Any
) -> None:
    module, _, entry = function["Handler"].rpartition(".")

    assert callable(getattr(importlib.import_module(module), entry))
    assert module.startswith((f"services.{service}.", "shared."))
    assert name.startswith(service.title())  # infra/Makefile finds the service by this


def test_mail_may_come_from_every_municipality() -> None:
    verified = part("template")["Parameters"]["SenderDomains"]["Default"].split(",")

    senders = {each.sender for each in municipalities().values()}
    assert {sender.rpartition("@")[2] for sender in senders} <= set(verified)


# Queues: nothing waits for ever, and nothing goes unseen.


@pytest.mark.parametrize(("service", "name", "mapping"), FROM_QUEUE)
def test_a_message_stays_hidden_six_times_as_long_as_its_function_may_take(
    service: str, name: str, mapping: Any
) -> None:
    queue = resources(service, "AWS::SQS::Queue")[refers_to(mapping["EventSourceArn"]) or ""]
    function = resources(service, "AWS::Lambda::Function")[refers_to(mapping["FunctionName"]) or ""]

    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]


@pytest.mark.parametrize(("service", "name", "mapping"), FROM_QUEUE)
def test_a_bad_message_does_not_take_its_batch_along(service: str, name: str, mapping: Any) -> None:
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert 1 <= mapping["BatchSize"] <= 10  # more wants a batching window, which engines ignore
    assert mapping["ScalingConfig"]["MaximumConcurrency"] >= 2


@pytest.mark.parametrize(("service", "name", "queue"), QUEUES)
def test_a_queue_is_encrypted(service: str, name: str, queue: Any) -> None:
    assert queue["SqsManagedSseEnabled"] is True


@pytest.mark.parametrize(("service", "name", "queue"), QUEUES)
def test_a_queue_has_a_dead_letter_queue_and_somebody_is_told_when_it_is_used(
    service: str, name: str, queue: Any
) -> None:
    read = {
        refers_to(mapping["EventSourceArn"]) for where, _, mapping in MAPPINGS if where == service
    }
    if name in read:
        assert queue["RedrivePolicy"]["maxReceiveCount"] == 5
        assert alarms_on(service, name) == {"ApproximateAgeOfOldestMessage"}
        dead = refers_to(queue["RedrivePolicy"]["deadLetterTargetArn"]) or ""
        assert dead not in read
        assert alarms_on(service, dead) == {"ApproximateNumberOfMessagesVisible"}
    else:
        assert queue["MessageRetentionPeriod"] == 14 * 24 * 3600
        assert alarms_on(service, name) == {"ApproximateNumberOfMessagesVisible"}


def alarms_on(service: str, queue: str) -> set[str]:
    return {
        alarm["MetricName"]
        for where, _, alarm in ALARMS
        for dimension in alarm["Dimensions"]
        if where == service and refers_to(dimension["Value"]) == queue
    }


@pytest.mark.parametrize(("service", "name", "alarm"), ALARMS)
def test_an_alarm_reaches_somebody_who_then_knows_what_to_do(
    service: str, name: str, alarm: Any
) -> None:
    said = re.fullmatch(r"Criticality: (high|medium)\. Runbook: (\S+)", alarm["AlarmDescription"])

    assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]
    assert said
    assert (ROOT / said[2]).is_file()


@pytest.mark.parametrize(("service", "name", "policy"), every("AWS::SQS::QueuePolicy"))
def test_a_queue_takes_messages_only_from_a_source_that_is_named(
    service: str, name: str, policy: Any
) -> None:
    for statement in policy["PolicyDocument"]["Statement"]:
        if statement["Effect"] == "Allow":
            assert set(statement["Principal"]) == {"Service"}
            assert "aws:SourceArn" in statement["Condition"]["ArnEquals"]


@pytest.mark.parametrize(("service", "name", "rule"), RULES)
def test_no_municipality_waits_for_another_and_no_event_is_dropped(
    service: str, name: str, rule: Any
) -> None:
    for target in rule["Targets"]:
        assert target["SqsParameters"] == {"MessageGroupId": "$.detail.gemeentecode"}
        dead = refers_to(target["DeadLetterConfig"]["Arn"])
        assert alarms_on(service, dead or "") == {"ApproximateNumberOfMessagesVisible"}


# What we keep.


@pytest.mark.parametrize(("service", "name", "table"), TABLES)
def test_a_table_can_be_restored_and_not_be_read_or_dropped_by_accident(
    service: str, name: str, table: Any
) -> None:
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["OnAws", True, False]}
    assert part(service)["Resources"][name]["DeletionPolicy"] == "Retain"
    assert part(service)["Resources"][name]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize(("service", "name", "table"), TABLES)
def test_every_table_has_the_one_shape(service: str, name: str, table: Any) -> None:
    keys = {key["KeyType"]: key["AttributeName"] for key in table["KeySchema"]}
    assert keys == {"HASH": "pk", "RANGE": "sk"}
    if name == "DossiersTable":  # personal data: nothing of it may travel or vanish by itself
        assert not {"StreamSpecification", "TimeToLiveSpecification"} & table.keys()
        return

    [index] = table["GlobalSecondaryIndexes"]
    keys = {key["KeyType"]: key["AttributeName"] for key in index["KeySchema"]}
    assert (index["IndexName"], keys) == ("todo", {"HASH": "todo", "RANGE": "todo_at"})
    assert index["Projection"] == {"ProjectionType": "ALL"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


@pytest.mark.parametrize(("service", "name", "bucket"), BUCKETS)
def test_a_bucket_is_private_encrypted_and_forgives_a_mistake(
    service: str, name: str, bucket: Any
) -> None:
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert "BucketEncryption" in bucket
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    for rule in bucket["LifecycleConfiguration"]["Rules"]:
        if rule.get("Prefix") != "concept/":  # what somebody did not send was never ours
            assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] >= 30


# How news is told.


@pytest.mark.parametrize(("service", "name", "mapping"), FROM_STREAM)
def test_the_relay_hears_only_news_and_what_it_cannot_tell_is_kept(
    service: str, name: str, mapping: Any
) -> None:
    [wanted] = mapping["FilterCriteria"]["Filters"]
    assert json.loads(wanted["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "news#"}]}}},
    }
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["MaximumRetryAttempts"] >= 5
    assert "FunctionResponseTypes" not in mapping  # MiniStack loses what is reported: it raises
    untold = refers_to(mapping["DestinationConfig"]["OnFailure"]["Destination"])
    assert alarms_on(service, untold or "") == {"ApproximateNumberOfMessagesVisible"}


def test_only_relays_speak_to_the_bus() -> None:
    speakers = {
        name
        for _, name, role in every("AWS::IAM::Role")
        for statement in statements(role)
        if "events:PutEvents" in as_list(statement["Action"])
    }

    assert {name.removesuffix("RelayRole") for name in speakers} == {
        service.title() for service, _, _ in FROM_STREAM
    }


# Who may do what.


@pytest.mark.parametrize(("service", "name", "role"), every("AWS::IAM::Role"))
def test_a_function_may_do_what_it_does_and_no_more(service: str, name: str, role: Any) -> None:
    managed = role.get("ManagedPolicyArns", [])
    assert [arn.partition(":policy/")[2] for arn in managed] == [WRITES_LOGS]
    for statement in statements(role):
        assert all(re.fullmatch(r"[a-z0-9]+:\w+", each) for each in as_list(statement["Action"]))
        assert "*" not in as_list(statement["Resource"])


def test_only_intake_may_write_a_dossier_and_only_two_others_may_read_one() -> None:
    readers = {
        (service, name.removesuffix("Role"), action)
        for service, name, role in every("AWS::IAM::Role")
        for statement in statements(role)
        for action in as_list(statement["Action"])
        if "DossiersTable" in json.dumps(statement["Resource"]) and service != "intake"
    }

    assert {(service, action) for service, _, action in readers} == {
        ("routing", "dynamodb:GetItem"),
        ("routing", "dynamodb:Query"),
        ("notifications", "dynamodb:GetItem"),
    }
    assert {name for _, name, action in readers if action == "dynamodb:Query"} == {
        "RoutingOnRequest"  # staff reads the whole story; nothing else does
    }


def test_only_staff_fetches_an_attachment_and_on_aws_only_one_that_was_scanned() -> None:
    readers = {
        name.removesuffix("Role")
        for _, name, role in every("AWS::IAM::Role")
        for statement in statements(role)
        if "s3:GetObject" in as_list(statement["Action"])
        and "FilesBucket" in (places := json.dumps(statement["Resource"]))
        and "/concept/*" not in places  # what a form that is not sent yet holds
    }
    function = resources("routing", "AWS::Lambda::Function")["RoutingOnRequest"]

    assert readers == {"RoutingOnRequest"}
    assert function["Environment"]["Variables"]["MALWARE_SCAN"] == {"Fn::If": ["OnAws", "tags", ""]}


@pytest.mark.parametrize(("service", "name", "permission"), every("AWS::Lambda::Permission"))
def test_a_function_is_called_only_by_a_source_that_is_named(
    service: str, name: str, permission: Any
) -> None:
    assert permission["SourceArn"]


# What is left behind, and whose it is.


@pytest.mark.parametrize(("service", "name", "function"), FUNCTIONS)
def test_logs_are_kept_for_a_while_and_not_for_ever(service: str, name: str, function: Any) -> None:
    log = resources(service, "AWS::Logs::LogGroup")[
        refers_to(function["LoggingConfig"]["LogGroup"]) or ""
    ]

    assert log["RetentionInDays"] == {"Ref": "LogRetention"}
    assert part("template")["Parameters"]["LogRetention"]["Default"] <= 365


@pytest.mark.parametrize(("service", "name", "function"), FUNCTIONS)
def test_all_functions_run_on_the_same_python(service: str, name: str, function: Any) -> None:
    assert function["Runtime"] == "python3.13"
    assert function["Architectures"] == ["x86_64"]  # what infra/local/build.py asks wheels for


@pytest.mark.parametrize(("where", "name", "stack"), every("AWS::CloudFormation::Stack"))
def test_everything_says_whose_it_is(where: str, name: str, stack: Any) -> None:
    assert {tag["Key"] for tag in stack["Tags"]} >= TAGS


def test_what_holds_personal_data_says_so() -> None:
    labelled = {
        name
        for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue")
        for _, name, properties in every(kind)
        if {"Key": "dataclassificatie", "Value": "persoonsgegevens"} in properties.get("Tags", [])
    }

    assert labelled == {
        "DossiersTable", "FilesBucket", "MailBucket", "ChannelInbox", "ChannelInboxUnhandled"
    }  # fmt: skip


@pytest.mark.parametrize("service", SERVICES)
def test_what_the_api_calls_is_named_in_full(service: str) -> None:
    """The address of an integration wants an ARN: a name is looked for in another region."""
    outputs = part(service).get("Outputs", {})

    for called in (outputs[name] for name in ("OnRequest", "OnPage") if name in outputs):
        assert called["Value"] == {"Fn::GetAtt": [ANY, "Arn"]}


@pytest.mark.parametrize("name", ["template", *SERVICES])
def test_no_output_is_an_address_of_aws(name: str) -> None:
    assert "amazonaws" not in json.dumps(part(name).get("Outputs", {}))


def test_every_part_is_deployed() -> None:
    parts = {Path(stack["TemplateURL"]).stem for _, _, stack in every("AWS::CloudFormation::Stack")}

    assert parts == set(SERVICES)
