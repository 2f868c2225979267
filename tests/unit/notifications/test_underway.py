"""Who hears what while a case is handled: a question, mediation, a decision?"""

from datetime import date

import pytest

from services.notifications.message import ByHand, Why
from services.notifications.reaching import COORDINATOR, DESK
from services.notifications.to_residents import Mediating, ToComplete
from services.notifications.to_staff import Decided, ToDecide
from shared.case import Handler
from shared.events import DecisionAsked, DecisionTaken, MediationStarted, RepairAsked
from shared.glossary import Channel, Flag, HandlerKind
from shared.proceedings import Proceedings, Repair
from shared.regime import RESIDENT
from tests.builders import MONDAY
from tests.unit.notifications.telling import WIJKTEAM, about, news

QUESTION = ToComplete(until=date(2026, 6, 17), statutory=True)
ASKED = {"proceedings": Proceedings(repair=Repair(asked_at=MONDAY, due_on=date(2026, 6, 17)))}


def test_a_resident_is_asked_to_complete_her_complaint_by_a_day() -> None:
    (question,) = news(RepairAsked, **ASKED)
    assert (question.to, question.content) == (None, QUESTION)


@pytest.mark.parametrize(
    "facts",
    [
        {"flags": (Flag.SUICIDE,)},
        {"flags": (Flag.NO_AUTOREPLY,)},
        {"flags": (Flag.ANONYMOUS,)},
        {"channel": Channel.PROVIDER},
    ],
)
def test_what_a_machine_may_not_ask_is_asked_by_a_person(facts: dict[str, object]) -> None:
    (task,) = news(RepairAsked, **ASKED, **facts)
    assert task.to == DESK
    assert task.content == ByHand(
        audience=RESIDENT,
        why=Why.BY_A_PERSON_ONLY,
        instead=QUESTION,
    )


def test_of_mediation_only_the_resident_is_told() -> None:
    (message,) = news(MediationStarted, handler=WIJKTEAM, **about())
    assert (message.to, message.content) == (None, Mediating())


def test_a_proposal_is_looked_at_by_the_manager_of_the_handler_and_the_coordinator() -> None:
    found = news(DecisionAsked, handler=WIJKTEAM)
    manager = Handler(kind=HandlerKind.UNIT, key="leidinggevende_wijkteam")
    assert [(each.to, each.content) for each in found] == [
        (manager, ToDecide()),
        (COORDINATOR, ToDecide()),
    ]


def test_a_coordinator_who_is_the_manager_too_hears_of_a_proposal_once() -> None:
    assert [each.to for each in news(DecisionAsked, handler=DESK)] == [COORDINATOR]


def test_of_a_decision_the_handler_hears_and_not_yet_the_resident() -> None:
    (message,) = news(DecisionTaken, handler=WIJKTEAM, **about())
    assert (message.to, message.content) == (WIJKTEAM, Decided())


def test_of_a_new_proposal_is_told_anew() -> None:
    first, second = (news(DecisionAsked, handler=WIJKTEAM, sequence=n) for n in (2, 3))
    assert {each.id for each in first}.isdisjoint({each.id for each in second})
