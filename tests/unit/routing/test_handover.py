"""A provider is asked whether it takes a case. Until it says so, nothing is taken for granted."""

from typing import Any

import pytest

from services.routing.route import THE_DESK
from services.routing.steps.handing import SUCCESSION
from services.routing.steps.milestones import OF_A_PROVIDER
from services.routing.transition import Action
from shared.case import Handover, Reason
from shared.events import HandoverAccepted, HandoverReturned
from shared.glossary import Milestone, Phase
from tests.builders import DESK, MONDAY, a_case
from tests.unit.routing.steps import (
    AT_A_PROVIDER,
    LATER,
    MANAGER,
    OFFER,
    OTHER_PROVIDER,
    PROVIDER,
    TEAM,
    after,
    refusal,
)

ACCEPTED = OFFER.model_copy(update={"accepted_at": MONDAY})
RETURNED = OFFER.model_copy(update={"returned_at": MONDAY})
ANSWERS = [Action.ACCEPT_HANDOVER, Action.RETURN_HANDOVER]


def test_who_accepts_keeps_the_case() -> None:
    step = after(a_case(**AT_A_PROVIDER), Action.ACCEPT_HANDOVER)

    case = step.file.case
    assert step.news is HandoverAccepted
    assert case.handover == Handover(to=PROVIDER, offered_at=MONDAY, accepted_at=LATER)
    assert (case.handler, case.phase) == (PROVIDER, Phase.INFORMAL)


def test_what_is_handed_back_is_the_desks_which_has_to_choose_again() -> None:
    succession = Reason(rule=SUCCESSION, article="Wet arhi 44", sentence="Zomaar.")
    case = a_case(**AT_A_PROVIDER, co_handler=DESK, assignee="m-1", reasons=(succession,))

    step = after(case, Action.RETURN_HANDOVER)

    case = step.file.case
    assert step.news is HandoverReturned
    assert case.handover == Handover(to=PROVIDER, offered_at=MONDAY, returned_at=LATER)
    assert (case.handler, case.co_handler, case.assignee) == (THE_DESK, None, None)
    assert case.phase is Phase.TRIAGE
    assert [reason.rule for reason in case.reasons] == ["overdracht-teruggeven", SUCCESSION]


def test_who_else_is_involved_stays_so_when_a_case_is_handed_back() -> None:
    step = after(a_case(**AT_A_PROVIDER, co_handler=TEAM), Action.RETURN_HANDOVER)

    assert step.file.case.co_handler == TEAM


@pytest.mark.parametrize("action", ANSWERS)
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"handler": PROVIDER},
        {"handler": OTHER_PROVIDER, "handover": OFFER},
        {"handler": MANAGER, "handover": OFFER},
    ],
)
def test_only_the_provider_that_was_asked_can_answer(action: Action, facts: dict[str, Any]) -> None:
    assert "Wijs haar eerst" in refusal(a_case(**facts), action)


def test_an_answer_is_not_changed_into_the_other() -> None:
    accepted = a_case(handler=PROVIDER, handover=ACCEPTED)
    returned = a_case(phase=Phase.TRIAGE, handover=RETURNED)

    assert "Wijs haar eerst" in refusal(accepted, Action.RETURN_HANDOVER)
    assert "Wijs haar eerst" in refusal(returned, Action.ACCEPT_HANDOVER)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"handler": OTHER_PROVIDER, "handover": ACCEPTED.model_copy(update={"to": OTHER_PROVIDER})},
        {"phase": Phase.TRIAGE, "handover": RETURNED},
        {"handler": MANAGER, "handover": ACCEPTED},
        {"handler": PROVIDER},  # from before offers were kept
    ],
)
def test_a_provider_that_gets_a_case_is_asked(facts: dict[str, Any]) -> None:
    step = after(a_case(**facts), Action.ASSIGN, handler=PROVIDER)

    assert step.file.case.handover == Handover(to=PROVIDER, offered_at=LATER)


@pytest.mark.parametrize("handover", [OFFER, ACCEPTED])
def test_another_assignee_at_the_same_provider_is_no_new_offer(handover: Handover) -> None:
    case = a_case(
        handler=PROVIDER, handover=handover, milestones={Milestone.REGISTERED_BY_PROVIDER: LATER}
    )

    after_it = after(case, Action.ASSIGN, handler=PROVIDER, assignee="m-2").file.case

    assert (after_it.handover, after_it.milestones) == (handover, case.milestones)


def test_an_offer_that_is_overtaken_falls_away() -> None:
    case = after(a_case(**AT_A_PROVIDER), Action.ASSIGN, handler=MANAGER).file.case

    assert case.handover is None


@pytest.mark.parametrize("handover", [ACCEPTED, RETURNED])
def test_an_answer_is_remembered_when_we_take_the_case_ourselves(handover: Handover) -> None:
    case = a_case(handler=PROVIDER, handover=handover)

    assert after(case, Action.ASSIGN, handler=MANAGER).file.case.handover == handover


def test_what_one_provider_did_does_not_count_for_the_next() -> None:
    case = a_case(**AT_A_PROVIDER, milestones=dict.fromkeys(Milestone, LATER))

    moved = after(case, Action.ASSIGN, handler=OTHER_PROVIDER).file.case

    assert set(moved.milestones) == set(Milestone) - OF_A_PROVIDER
