"""How AWS calls routing, from the bus and by the clock. Nothing is decided here."""

import os
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import TypeAdapter

from services.routing.service import Routing
from services.routing.store import DynamoCaseStore
from shared.consumer import from_bus
from shared.dossier_reader import Dossiers
from shared.dutch_time import dutch_date
from shared.events import ComplaintReceived, TermsSet, ToldLater
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.observability import logger
from shared.table import Table, dynamodb
from shared.wire import Moment

if TYPE_CHECKING:
    from services.routing.files import Files

Incoming: TypeAlias = ComplaintReceived | TermsSet | ToldLater


def react(event: Incoming) -> None:
    match event:
        case ComplaintReceived():
            routing().open(event)
        case TermsSet():
            routing().acknowledge(event)
        case _:
            routing().take_in(event)


on_events = from_bus(Incoming, react)
"""SQS, fed by the bus."""


def on_schedule(schedule: dict[str, Any], context: LambdaContext) -> None:
    """A rule of EventBridge, which says what time it is: what nobody acknowledged is told again."""
    now: datetime = TypeAdapter(Moment).validate_python(schedule["time"])
    try:
        told = routing().tell_again(now)
        logger.info("swept", extra={"told_again": told, "now": now.isoformat()})
    finally:  # neither holds up the other
        _succeed(dutch_date(now))


@cache
def _succeed(today: date) -> None:
    """Once a day in each container is enough. Where it fails, the next sweep tries again."""
    logger.info("succeeded", extra={"given": routing().succeed(today)})


@cache
def files() -> "Files":
    """The attachments, for who may have them."""
    import boto3
    from botocore.config import Config

    from services.routing.files import Files

    at_an_engine = "AWS_ENDPOINT_URL" in os.environ  # elsewhere the address is of our own region
    config = Config(
        signature_version="s3v4", s3={"addressing_style": "path" if at_an_engine else "virtual"}
    )
    client = boto3.client("s3", config=config)
    scanned = os.environ.get("MALWARE_SCAN", "") == "tags"
    return Files(client, os.environ["FILES_BUCKET"], scanned)


@cache
def routing() -> Routing:
    """The service with its real table, made once per Lambda container."""
    client = dynamodb()
    return Routing(
        DynamoCaseStore(Table(client, os.environ["TABLE"])),
        Dossiers(client, os.environ["DOSSIERS_TABLE"], reader="routing"),
        municipalities(),
        dutch_calendar(),
    )
