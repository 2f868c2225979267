"""A function that does nothing, with the same tools: what ours are compared with."""

import os
from typing import Any

import boto3
import pydantic
import yaml
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

TOOLS = (pydantic, yaml)
logger = Logger()


def _one(record: SQSRecord) -> None:
    client, key = boto3.client("dynamodb"), {"pk": {"S": record.body[:9]}}
    client.get_item(TableName=os.environ["TABLE"], Key=key)
    client.put_item(TableName=os.environ["TABLE"], Item=key)
    logger.info("handled")


def on_events(batch: dict[str, Any], context: Any) -> Any:
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(
        event=batch, record_handler=_one, processor=processor, context=context
    )
