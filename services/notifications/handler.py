"""How AWS calls the notifications service. Nothing is decided here: parse, wire, pass on."""

import os
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeAlias

import boto3
from aws_lambda_powertools.utilities.typing import LambdaContext

from services.notifications.domain import Cause
from services.notifications.mail import ONCE, SesMailer
from services.notifications.service import Notifications
from services.notifications.store import DynamoMessageStore
from shared.consumer import from_bus
from shared.dossier_reader import Dossiers
from shared.events import BounceReceived
from shared.municipality import municipalities
from shared.observability import logger
from shared.table import Table, dynamodb

Incoming: TypeAlias = Cause | BounceReceived


def react(event: Incoming) -> None:
    if isinstance(event, BounceReceived):
        notifications().came_back(event)
    else:
        notifications().tell(event)


on_events = from_bus(Incoming, react)


def on_schedule(event: dict[str, Any], context: LambdaContext) -> None:
    """Every few minutes, by a rule, which says what time it is."""
    settled = notifications().catch_up(datetime.fromisoformat(event["time"]))
    logger.info("caught up", extra={"settled": settled})


@cache
def notifications() -> Notifications:
    """The service with its real table, dossiers and mail, made once per container."""
    client = dynamodb()
    return Notifications(
        municipalities=municipalities(),
        store=DynamoMessageStore(Table(client, os.environ["TABLE"])),
        dossiers=Dossiers(client, os.environ["DOSSIERS_TABLE"], reader="notifications"),
        mailer=SesMailer(boto3.client("ses", config=ONCE)),
        clock=lambda: datetime.now(UTC),
        site=os.environ.get("SITE") or None,
    )
