"""How does AWS call reporting when something happened? Nothing is decided here."""

import os
from functools import cache
from typing import TypeAlias

from pydantic import TypeAdapter

from services.reporting.service import Reporting
from services.reporting.store import DynamoFacts
from shared.consumer import from_bus
from shared.events import (
    CaseClosed,
    CaseOpened,
    CaseRouted,
    ContactRecorded,
    FormalHandlingStarted,
    HandoverReturned,
    TermMissed,
)
from shared.table import Table, dynamodb

Incoming: TypeAlias = (
    CaseOpened
    | CaseRouted
    | HandoverReturned
    | ContactRecorded
    | FormalHandlingStarted
    | CaseClosed
    | TermMissed
)


def react(event: Incoming) -> None:
    match event:
        case TermMissed():
            reporting().mark_missed(event.data.case, event.data.clock.kind)
        case _:
            reporting().record(event.data.case)


on_events = from_bus(TypeAdapter(Incoming), react)


@cache
def reporting() -> Reporting:
    """The service with its real table, made once per Lambda container."""
    return Reporting(DynamoFacts(Table(dynamodb(), os.environ["TABLE"])))
