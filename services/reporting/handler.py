"""How does AWS call reporting when something happened? Nothing is decided here."""

import os
from functools import cache
from typing import TypeAlias

from services.reporting.service import Reporting
from services.reporting.store import DynamoFacts
from shared.consumer import from_bus
from shared.events import (
    CaseClassified,
    CaseClosed,
    CaseOpened,
    CaseReopened,
    CaseRouted,
    ContactRecorded,
    FormalHandlingStarted,
    HandoverReturned,
    MilestoneRecorded,
    SecondLineReferred,
    TermMissed,
)
from shared.table import Table, dynamodb

Incoming: TypeAlias = (
    CaseOpened
    | CaseRouted
    | HandoverReturned
    | CaseClassified
    | ContactRecorded
    | FormalHandlingStarted
    | MilestoneRecorded
    | CaseClosed
    | CaseReopened
    | SecondLineReferred
    | TermMissed
)


def react(event: Incoming) -> None:
    take(event, reporting())


def take(event: Incoming, service: Reporting) -> None:
    match event:
        case TermMissed():
            service.mark_missed(event.data.case, event.data.clock.kind)
        case _:
            service.record(event.data.case)


on_events = from_bus(Incoming, react)


@cache
def reporting() -> Reporting:
    """The service with its real table, made once per Lambda container."""
    return Reporting(DynamoFacts(Table(dynamodb(), os.environ["TABLE"])))
