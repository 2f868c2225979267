"""A small AWS in this process, for tests of stores and handlers: moto, with our tables.

Tables have the one shape of `shared/table.py`; tests/contract holds the templates to that shape.
"""

from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


NO_ACCOUNT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "POWERTOOLS_METRICS_NAMESPACE": "klachtenloket",
    "POWERTOOLS_SERVICE_NAME": "test",
}  # so that no test ever meets an account of the developer's


class Context(LambdaContext):
    """What Lambda passes beside the event."""

    def __init__(self) -> None:
        self._function_name = "test"
        self._memory_limit_in_mb = 128
        self._invoked_function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:test"
        self._aws_request_id = "00000000-0000-0000-0000-000000000000"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 30_000


def a_table(name: str, client: "DynamoDBClient | None" = None) -> Table:
    """A new, empty table."""
    client = client or boto3.client("dynamodb")
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk", "todo", "todo_at")
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "todo",
                "KeySchema": [
                    {"AttributeName": "todo", "KeyType": "HASH"},
                    {"AttributeName": "todo_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    return Table(client, name)


def news_in(table: Table) -> list[str]:
    """Every event, as JSON, that has been stored in *table* for the bus, oldest first."""
    items: list[dict[str, Any]] = table._client.scan(TableName=table.name)["Items"]
    news = [item for item in items if item["pk"]["S"].startswith("news#")]
    events = [event["S"] for item in news for event in item["events"]["L"]]
    return sorted(events, key=lambda text: text.split('"time":')[1])


def sqs_batch(*bodies: str) -> dict[str, Any]:
    """What Lambda receives from a queue that holds these messages."""
    return {
        "Records": [
            {
                "messageId": f"message-{n}",
                "receiptHandle": "handle",
                "body": body,
                "attributes": {},
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:inbox",
                "awsRegion": "eu-central-1",
            }
            for n, body in enumerate(bodies)
        ]
    }


def http_request(
    method: str,
    path: str,
    body: str | None = None,
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    at_ms: int = 1_780_306_200_000,  # Monday 1 June 2026, 9:30 UTC
) -> dict[str, Any]:
    """What Lambda receives from a REST API with proxy integration."""
    headers = {"content-type": "application/json", **(headers or {})}
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()},
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "path": path,
            "httpMethod": method,
            "stage": "live",
            "requestId": "00000000-0000-0000-0000-000000000001",
            "requestTimeEpoch": at_ms,
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": body,
        "isBase64Encoded": False,
    }
