"""How many calls of AWS does a complaint's whole life take, and what do a thousand cost?

Counted in process on moto: every call that our functions make, from form to closing.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import boto3
from moto import mock_aws

from services.routing.handler import routing
from services.routing.steps.ending import Settlement
from services.routing.steps.talking import Conversation
from services.routing.transition import Action, Command
from shared.glossary import Outcome
from tests.bench.figures import Figure
from tests.flow import Flow

TUESDAY = datetime(2026, 6, 2, 10, tzinfo=UTC)
SATISFIED = Settlement(outcome=Outcome.SATISFIED, expressed="mondeling")
RESIDENT = {"naam": "A. Voorbeeld", "email": "a@mail.example", "elektronischBereikbaar": True}
TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."
DOLLARS = {  # list prices of eu-central-1 for one call of 1 KB; a transaction counts double
    "GetItem": 0.305e-6,
    "Query": 0.305e-6,
    "PutItem": 1.525e-6,
    "TransactWriteItems": 3 * 2 * 1.525e-6,  # three items is usual
    "SendRawEmail": 100e-6,
    "PutObject": 5.4e-6,
}


def figures() -> Iterator[Figure]:
    with mock_aws():
        calls = _count()
    price = 1000 * sum(DOLLARS.get(name, 0) * count for name, count in calls.items())
    yield Figure(
        "AWS calls in a complaint's whole life",
        sum(calls.values()),
        "calls",
        note=", ".join(f"{name} {count}" for name, count in calls.most_common()),
    )
    yield Figure(
        "price of those calls per 1,000 complaints",
        price,
        "USD",
        note="list prices; without compute, queues, events and storage",
    )


def _count() -> Counter[str]:
    calls: Counter[str] = Counter()
    boto3.setup_default_session()
    session = boto3.DEFAULT_SESSION
    assert session is not None
    session.events.register("before-call", lambda model, **_: calls.update([model.name]))
    flow = Flow()
    calls.clear()
    number = flow.complain(TEAM, "een-formulier", indiener=RESIDENT)
    flow.settle(lambda waiting: 0)
    for command in (
        Command(Action.RECORD_CONTACT, "staff", TUESDAY, Conversation(moment=TUESDAY)),
        Command(Action.SETTLE, "staff", TUESDAY, SATISFIED),
    ):
        routing().act("1904", number, command)
        flow.settle(lambda waiting: 0)
    del calls["Scan"]  # ours, to look for news that a stream would have brought
    return calls
