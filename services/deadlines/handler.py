"""How AWS calls the deadlines service. Nothing is decided here: parse, wire, pass on."""

import os
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

import boto3
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import TypeAdapter

from services.deadlines.service import Deadlines
from services.deadlines.store import DynamoDeadlineStore
from shared.consumer import from_bus
from shared.events import (
    CaseClosed,
    CaseOpened,
    CaseRouted,
    ContactRecorded,
    FormalHandlingStarted,
)
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.observability import logger
from shared.table import Table
from shared.wire import Moment

Incoming: TypeAlias = CaseOpened | CaseRouted | ContactRecorded | FormalHandlingStarted | CaseClosed


def react(event: Incoming) -> None:
    deadlines().follow(event)


on_events = from_bus(TypeAdapter(Incoming), react)
"""SQS, fed by the bus."""


def on_schedule(schedule: dict[str, Any], context: LambdaContext) -> None:
    """A rule of EventBridge, which says what time it is: a late sweep is about its own moment."""
    now: datetime = TypeAdapter(Moment).validate_python(schedule["time"])
    acted = deadlines().sweep(now)
    logger.info("swept", extra={"acted": acted, "now": now.isoformat()})


@cache
def deadlines() -> Deadlines:
    """The service with its real table, made once per Lambda container."""
    table = Table(boto3.client("dynamodb"), os.environ["TABLE"])
    return Deadlines(DynamoDeadlineStore(table), municipalities(), dutch_calendar())
