"""How does AWS call intake? Its queues and its clock here, HTTP in api.py."""

import json
import os
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeAlias
from urllib.parse import unquote_plus

import boto3
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from services.intake.files import Bucket
from services.intake.post.door import MailDoor
from services.intake.post.reading import MAX_RAW
from services.intake.post.store import DynamoMailStore
from services.intake.programs.offered import WHY_A_PERSON_LOOKS, offered, whose
from services.intake.service import Intake, Receipt
from services.intake.store import DynamoStore
from shared.consumer import from_bus, from_queue
from shared.dossier_reader import Dossiers
from shared.events import AboutACase, TermsSet
from shared.municipality import SAFETY_NET, municipalities
from shared.observability import logger
from shared.table import Table, dynamodb

Incoming: TypeAlias = AboutACase | TermsSet


def react(event: Incoming) -> None:
    if isinstance(event, TermsSet):
        intake().follow_terms(event)
    else:
        intake().follow(event)


on_events = from_bus(Incoming, react)


def _mail_arrived(message: SQSRecord) -> None:
    notice = json.loads(message.body)
    for record in notice.get("Records", []):
        key = unquote_plus(record["s3"]["object"]["key"])
        if key.endswith(("/", "AMAZON_SES_SETUP_NOTIFICATION")):
            continue  # a folder, or the mail service trying whether it may write here
        raw = mail_bucket().get(key, at_most=MAX_RAW + 1)
        at = datetime.fromisoformat(record["eventTime"])
        became = mail_door().arrived(raw, key, _addressee(key), at)
        if isinstance(became, Receipt):
            logger.info("accepted", extra={"zaaknummer": became.number, "nieuw": became.is_new})
        else:
            logger.info("suspected", extra={"kenmerk": became.id, "reden": became.reason})
    logger.info("mail handled", extra={"soort": notice.get("Event", "s3:ObjectCreated")})


on_mail = from_queue(_mail_arrived)


def _offered(message: SQSRecord) -> None:
    at = datetime.fromtimestamp(int(message.attributes.sent_timestamp) / 1000, UTC)
    try:
        receipt = offered.validate_json(message.body).give_to(intake(), at)
    except tuple(WHY_A_PERSON_LOOKS) as error:
        why = WHY_A_PERSON_LOOKS[type(error)]
        receipt = intake().accept_unreadable(message.body, why, *whose(message.body), at)
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
    dossiers = Dossiers(client, os.environ["DOSSIERS_TABLE"], reader="intake")
    return Intake(store, dossiers, files_bucket())


@cache
def files_bucket() -> Bucket:
    return Bucket(boto3.client("s3"), os.environ["FILES_BUCKET"])


@cache
def table() -> Table:
    """For what is not about a case: keys, sessions, how often somebody knocked."""
    return Table(dynamodb(), os.environ["TABLE"])


@cache
def mail_door() -> MailDoor:
    dossiers = Table(dynamodb(), os.environ["DOSSIERS_TABLE"])
    return MailDoor(intake(), DynamoMailStore(table(), dossiers))


@cache
def mail_bucket() -> Bucket:
    return Bucket(boto3.client("s3"), os.environ["MAIL_BUCKET"])
