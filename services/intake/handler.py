"""How does AWS call intake? Its queues and its clock here, HTTP in api.py."""

import json
import os
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeAlias, assert_never
from urllib.parse import unquote_plus

import boto3
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import TypeAdapter, ValidationError

from services.intake import mail
from services.intake.files import Bucket
from services.intake.offered import ComplaintOffered, whose
from services.intake.service import Intake, SameKeyError
from services.intake.store import DynamoStore
from shared.consumer import from_bus, from_queue
from shared.events import CaseOpened
from shared.municipality import SAFETY_NET, municipalities
from shared.observability import logger
from shared.table import Table, dynamodb

Incoming: TypeAlias = CaseOpened

NOT_UNDERSTOOD = "Een koppeling stuurde een bericht dat niet te lezen is. Bekijk het origineel."
USED_BEFORE = "Een koppeling stuurde een ander bericht onder een oud kenmerk. Bekijk het origineel."


def react(event: Incoming) -> None:
    match event:
        case CaseOpened():
            intake().acknowledge(event)
        case _:
            assert_never(event)


on_events = from_bus(TypeAdapter(Incoming), react)


def _mail_arrived(message: SQSRecord) -> None:
    notice = json.loads(message.body)
    for record in notice.get("Records", []):
        key = unquote_plus(record["s3"]["object"]["key"])
        if key.endswith(("/", "AMAZON_SES_SETUP_NOTIFICATION")):
            continue  # a folder, or the mail service trying whether it may write here
        raw = mail_bucket().get(key, at_most=mail.MAX_RAW + 1)
        at = datetime.fromisoformat(record["eventTime"])
        receipt = intake().accept(mail.submission_of(raw, key, _addressee(key), at))
        logger.info("accepted", extra={"zaaknummer": receipt.number, "nieuw": receipt.is_new})
    logger.info("mail handled", extra={"soort": notice.get("Event", "s3:ObjectCreated")})


on_mail = from_queue(_mail_arrived)


def _offered(message: SQSRecord) -> None:
    at = datetime.fromtimestamp(int(message.attributes.sent_timestamp) / 1000, UTC)
    try:
        offered = ComplaintOffered.model_validate_json(message.body)
        receipt = intake().accept(offered.as_submission(at))
    except ValidationError:
        receipt = intake().accept_unreadable(message.body, NOT_UNDERSTOOD, *whose(message.body), at)
    except SameKeyError:
        receipt = intake().accept_unreadable(message.body, USED_BEFORE, *whose(message.body), at)
    logger.info("accepted", extra={"zaaknummer": receipt.number, "nieuw": receipt.is_new})


on_offered = from_queue(_offered)


@logger.inject_lambda_context(clear_state=True)
def on_schedule(event: dict[str, Any], context: LambdaContext) -> None:
    """A rule, every few minutes, which says what time it is."""
    told = intake().repair(datetime.fromisoformat(event["time"]))
    logger.info("repaired", extra={"opnieuw_verteld": told})


def _addressee(key: str) -> str:
    """The municipality in ``post/<gemeentecode>/...``, if it is one of ours."""
    folder, _, rest = key.partition("/")
    code = rest.partition("/")[0]
    return code if folder == "post" and code in municipalities() else SAFETY_NET


@cache
def intake() -> Intake:
    client = dynamodb()
    store = DynamoStore(
        Table(client, os.environ["TABLE"]), Table(client, os.environ["DOSSIERS_TABLE"])
    )
    return Intake(store, Bucket(boto3.client("s3"), os.environ["FILES_BUCKET"]))


@cache
def mail_bucket() -> Bucket:
    return Bucket(boto3.client("s3"), os.environ["MAIL_BUCKET"])
