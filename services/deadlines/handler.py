"""How AWS calls the deadlines service. Nothing is decided here: parse, wire, pass on."""

import os
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias

from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import TypeAdapter

from services.deadlines.planning import Planning
from services.deadlines.service import Deadlines
from services.deadlines.store import DynamoDeadlineStore
from shared.consumer import from_bus
from shared.dutch_time import dutch_date
from shared.events import AboutACase, LetterReady, MessageNotDelivered, MessageSent
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.observability import logger
from shared.table import Table, dynamodb
from shared.wire import Moment

AboutAMessage: TypeAlias = MessageSent | LetterReady | MessageNotDelivered
Incoming: TypeAlias = AboutACase | AboutAMessage


def react(event: Incoming) -> None:
    if isinstance(event, AboutAMessage):
        deadlines().prove(event)
    else:
        deadlines().follow(event)


on_events = from_bus(Incoming, react)
"""SQS, fed by the bus."""


def on_schedule(schedule: dict[str, Any], context: LambdaContext) -> None:
    """A rule of EventBridge, which says what time it is: a late sweep is about its own moment."""
    now: datetime = TypeAdapter(Moment).validate_python(schedule["time"])
    try:
        acted = deadlines().sweep(now)
        logger.info("swept", extra={"acted": acted, "now": now.isoformat()})
    finally:  # neither holds up the other
        _plan(dutch_date(now))


@cache
def deadlines() -> Deadlines:
    """The service with its real table, made once per Lambda container."""
    return Deadlines(_store(), municipalities(), dutch_calendar())


@cache
def planning() -> Planning:
    return Planning(_store(), municipalities(), dutch_calendar())


@cache
def _plan(today: date) -> None:
    """Once a day in each container is enough: what is watched already stays as it is."""
    planning().plan(today)


@cache
def _store() -> DynamoDeadlineStore:
    return DynamoDeadlineStore(Table(dynamodb(), os.environ["TABLE"]))
