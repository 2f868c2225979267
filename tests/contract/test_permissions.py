"""What is each function allowed, and is that no more than its work asks?

A local engine refuses what a role does not allow, but does not know every condition: so the
conditions are read here.
"""

import json
from typing import Any

import pytest

from shared.events import source_of
from tests.infra import as_list, every, part, statements

ROLES = every("AWS::IAM::Role")
GRANTS = [
    (service, name.removesuffix("Role"), statement)
    for service, name, role in ROLES
    for statement in statements(role)
]
BUCKETS = [(service, name) for service, name, _ in every("AWS::S3::Bucket")]


def who_may(*actions: str) -> set[str]:
    return {name for _, name, grant in GRANTS if set(as_list(grant["Action"])) & set(actions)}


@pytest.mark.parametrize(("service", "name", "grant"), GRANTS)
def test_nothing_is_granted_with_a_wildcard(service: str, name: str, grant: Any) -> None:
    assert all("*" not in action for action in as_list(grant["Action"]))
    assert "*" not in as_list(grant["Resource"])
    if isinstance(grant["Resource"], dict) and "Fn::If" in grant["Resource"]:
        condition, on_aws, _ = grant["Resource"]["Fn::If"]
        assert (condition, "*" in as_list(on_aws)) == ("OnAws", False)


@pytest.mark.parametrize(("service", "name", "grant"), GRANTS)
def test_no_service_touches_the_table_of_another_save_to_read_a_dossier(
    service: str, name: str, grant: Any
) -> None:
    for resource in as_list(grant["Resource"]):
        text = json.dumps(resource)
        if "dynamodb" in json.dumps(grant["Action"]) and "Ref" not in text:
            tables = {f"{service.title()}Table", "DossiersTable"}
            assert any(table in text for table in tables), text


@pytest.mark.parametrize(
    ("service", "name", "grant"),
    [each for each in GRANTS if "events:PutEvents" in as_list(each[2]["Action"])],
)
def test_a_relay_speaks_only_in_the_name_of_its_own_service(
    service: str, name: str, grant: Any
) -> None:
    own = source_of("*", service)

    assert grant["Condition"] == {"ForAllValues:StringLike": {"events:source": own}}
    assert name == f"{service.title()}Relay"


def test_who_only_shows_figures_changes_nothing() -> None:
    allowed = {
        action
        for _, name, grant in GRANTS
        if name == "ReportingOnRequest"
        for action in as_list(grant["Action"])
    }

    assert allowed == {"dynamodb:Query"}


def test_only_who_keeps_things_for_a_while_may_delete_and_only_intake_counts() -> None:
    deletes, counts = who_may("dynamodb:DeleteItem"), who_may("dynamodb:UpdateItem")

    assert not any(name.startswith(("Notifications", "Reporting")) for name in deletes)
    assert all(name.startswith("Intake") for name in counts)
    assert not who_may("dynamodb:ConditionCheckItem", "dynamodb:Scan")


def test_only_notifications_sends_mail_and_on_aws_only_from_our_own_domains() -> None:
    assert who_may("ses:SendRawEmail") == {"NotificationsOnEvents", "NotificationsOnSchedule"}
    assert not who_may("ses:SendEmail")
    for _, _, grant in GRANTS:
        if grant["Action"] == "ses:SendRawEmail":
            _, on_aws, _ = grant["Resource"]["Fn::If"]
            assert "SenderDomains" in json.dumps(on_aws)
            assert ":identity/" in json.dumps(on_aws)


@pytest.mark.parametrize(("service", "bucket"), BUCKETS)
def test_a_bucket_is_never_spoken_to_in_the_clear(service: str, bucket: str) -> None:
    policies = [
        resource
        for resource in part(service)["Resources"].values()
        if resource["Type"] == "AWS::S3::BucketPolicy"
        and resource["Properties"]["Bucket"] == {"Ref": bucket}
    ]

    [policy] = policies
    assert policy["Condition"] == "OnAws"
    assert {
        "Sid": "OnlyEncryptedInTransit",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [{"Fn::GetAtt": [bucket, "Arn"]}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    } in policy["Properties"]["PolicyDocument"]["Statement"]


@pytest.mark.parametrize(("service", "name", "policy"), every("AWS::SQS::QueuePolicy"))
def test_a_queue_is_filled_from_this_account_only(service: str, name: str, policy: Any) -> None:
    """The ARN of a rule names its account; that of a bucket does not, so there it is asked."""
    for statement in policy["PolicyDocument"]["Statement"]:
        if statement["Effect"] == "Allow":
            assert statement["Action"] == "sqs:SendMessage"
            source = json.dumps(statement["Condition"]["ArnEquals"]["aws:SourceArn"])
            names_account = "Fn::GetAtt" in source
            asked = statement["Condition"].get("StringEquals", {})
            assert names_account or asked == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
