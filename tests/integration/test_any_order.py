"""Each message twice, and all events of a case in any order: the same end, and the same mails.

The consumers are the real ones, on moto. Only the bus is ours, and it delivers as badly as it may.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from services.routing.handler import routing
from services.routing.steps.deciding import FormalRequest
from services.routing.steps.ending import Settlement
from services.routing.steps.talking import Conversation
from services.routing.transition import Action, Command
from shared.glossary import Outcome
from tests.flow import Flow, Parcel

RESIDENT = {"naam": "A. Voorbeeld", "email": "a@mail.example", "elektronischBereikbaar": True}
TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."
TAXI = "De taxi van Plassentaxi kwam vanmorgen weer niet. Ik heb een uur in de kou gewacht."
STAFF = "7d7d3c0e-9b1e-4f0a-8a55-000000000001"
TUESDAY = datetime(2026, 6, 2, 10, tzinfo=UTC)
CONTACT = Command(Action.RECORD_CONTACT, STAFF, TUESDAY, Conversation(moment=TUESDAY))
SATISFIED = Settlement(outcome=Outcome.SATISFIED, expressed="mondeling")
LIVES = {
    "opened": (TAXI, []),
    "contact": (TAXI, [CONTACT]),
    "settled": (
        TEAM,
        [CONTACT, Command(Action.SETTLE, STAFF, TUESDAY, SATISFIED)],
    ),
    "withdrawn": (
        TEAM,
        [
            Command(Action.REQUEST_FORMAL, STAFF, TUESDAY, FormalRequest(moment=TUESDAY)),
            Command(Action.WITHDRAW, STAFF, TUESDAY),
        ],
    ),
}


@pytest.fixture(scope="module", params=LIVES)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@cache
def once_and_in_order(case: str) -> tuple[Any, list[str]]:
    return live(case, None)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_twice_and_in_any_order_is_as_once_and_in_order(case: str, seed: int) -> None:
    assert live(case, Random(seed)) == once_and_in_order(case)


def test_the_comparison_sees_a_difference() -> None:
    opened, contact, settled = map(once_and_in_order, ("opened", "contact", "settled"))

    assert opened[0] != contact[0]
    assert len(opened[1]) == 3  # the resident, the provider, the desk beside it
    assert len(settled[1]) == 4  # the resident twice


def live(case: str, order: Random | None) -> tuple[Any, list[str]]:
    """A case from door to end: what is known afterwards, and which mails were sent.

    With an *order*, everything comes twice and shuffled by it.
    """

    def next_of(waiting: Sequence[Parcel]) -> int:
        return order.randrange(len(waiting)) if order else 0

    text, commands = LIVES[case]
    with mock_aws():
        flow = Flow()
        for _ in range(2 if order else 1):
            number = flow.complain(text, "een-formulier", indiener=RESIDENT)
        opening = list(flow.parcels())
        for parcel in opening:  # routing must know the case before staff can act
            flow.deliver(parcel)
        for command in commands:
            routing().act("1904", number, command)
        flow.settle(next_of, times=2 if order else 1)
        if order:
            for parcel in opening:
                flow.deliver(parcel)
        return flow.remembered(), flow.mails()
