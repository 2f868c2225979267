"""What may happen to a case, and what is refused."""

from typing import Any

import pytest

from services.routing.domain import decide
from services.routing.route import THE_DESK
from services.routing.transition import Action
from services.routing.transitions import TRANSITIONS
from shared.events import CaseClosed, CaseRouted, ContactRecorded, FormalHandlingStarted
from shared.glossary import Kind, Link, Milestone, Outcome, Phase
from shared.proceedings import Linked, Matter
from tests.builders import MONDAY, a_case
from tests.unit.routing.steps import (
    AT_A_PROVIDER,
    AT_ITS_START,
    CARE_PROVIDER,
    FORMAL,
    JUDGMENT,
    LATER,
    MANAGER,
    PROVIDER,
    REFUSAL,
    TEAM,
    after,
    decided,
    in_file,
    refusal,
    situation,
    take,
)

SAME = Linked(to="KL-2026-BBBBB-BBBBB", how=Link.SAME_AS)
TOLD = AT_A_PROVIDER | {"milestones": {Milestone.SETTLED_BY_PROVIDER: LATER}}
DECIDED = {"proceedings": in_file(decision=decided(JUDGMENT))}
AFTER_CLOSING = {row.action for row in TRANSITIONS if Phase.CLOSED in row.phases}


@pytest.mark.parametrize("phase", [Phase.TRIAGE, Phase.INFORMAL])
def test_assigning_ends_triage_and_the_proposal(phase: Phase) -> None:
    step = after(a_case(phase=phase, proposed=PROVIDER), Action.ASSIGN)

    case = step.file.case
    assert step.news is CaseRouted
    assert (case.phase, case.handler, case.assignee) == (Phase.INFORMAL, MANAGER, "m-1")
    assert (case.proposed, case.sequence) == (None, 2)
    assert [reason.rule for reason in case.reasons] == ["toewijzen"]


def test_that_somebody_was_involved_is_written_down_afterwards_too() -> None:
    case = a_case(handler=MANAGER, assignee="m-1")

    step = after(case, Action.ASSIGN, involved=True)

    assert step.file.involved == {"m-1"}


def test_formally_whoever_turns_out_to_be_involved_is_refused() -> None:
    case = a_case(phase=Phase.FORMAL, handler=MANAGER, assignee="m-1")

    assert "Awb 9:7" in refusal(case, Action.ASSIGN, involved=True)


def test_informally_the_team_itself_may_mend_matters() -> None:
    step = after(a_case(), Action.ASSIGN, handler=TEAM, assignee="m-2", involved=True)

    assert step.file.case.handler == TEAM
    assert step.file.involved == {"m-2"}


@pytest.mark.parametrize(
    "facts",
    [{"handler": TEAM}, {"assignee": "m-2", "handler": MANAGER}, {"involved": True}],
)
def test_formally_nobody_who_was_involved_handles_it(facts: dict[str, Any]) -> None:
    assert "9:7" in refusal(a_case(phase=Phase.FORMAL), Action.ASSIGN, "m-2", **facts)


def test_formally_the_municipality_handles_it_itself() -> None:
    assert "gemeente zelf" in refusal(a_case(phase=Phase.FORMAL), Action.ASSIGN, handler=PROVIDER)


def test_a_conversation_is_recorded_in_the_phase_it_is_in() -> None:
    step = after(a_case(phase=Phase.FORMAL), Action.RECORD_CONTACT)

    assert step.news is ContactRecorded
    assert (step.file.case.first_contact_at, step.file.case.phase) == (LATER, Phase.FORMAL)


def test_an_earlier_conversation_becomes_the_first() -> None:
    step = after(a_case(first_contact_at=LATER), Action.RECORD_CONTACT, moment=MONDAY)

    assert step.file.case.first_contact_at == MONDAY


def test_a_later_conversation_changes_nothing() -> None:
    assert take(a_case(first_contact_at=MONDAY), Action.RECORD_CONTACT, moment=LATER) is None


def test_formal_handling_starts_the_law_for_what_was_only_said() -> None:
    said = a_case(written=False, statutory=False, kind=Kind.UNKNOWN)

    step = after(said, Action.REQUEST_FORMAL)

    case = step.file.case
    assert step.news is FormalHandlingStarted
    assert (case.phase, case.formal_since, case.statutory) == (Phase.FORMAL, LATER, True)
    assert case.kind is Kind.COMPLAINT


def test_formal_handling_passes_over_who_was_involved() -> None:
    step = after(a_case(handler=TEAM, assignee="m-2"), Action.REQUEST_FORMAL, "m-2")

    assert (step.file.case.handler, step.file.case.assignee) == (THE_DESK, None)


@pytest.mark.parametrize(
    ("facts", "says"),
    [({"handler": PROVIDER}, "oordeelt de gemeente niet"), ({"kind": Kind.SIGNAL}, "geen klacht")],
)
def test_only_a_complaint_that_is_ours_is_handled_formally(
    facts: dict[str, Any], says: str
) -> None:
    assert says in refusal(a_case(**facts), Action.REQUEST_FORMAL)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, Outcome.SATISFIED),
        ({"proceedings": in_file(decision=decided(REFUSAL))}, Outcome.NOT_HANDLED),
        ({}, Outcome.FORWARDED),
        (FORMAL | {"proceedings": in_file(decision=decided(JUDGMENT))}, Outcome.JUDGED),
        (TOLD, Outcome.HANDLED_BY_PROVIDER),
        ({"handler": CARE_PROVIDER}, Outcome.HANDLED_BY_PROVIDER),
        ({"handler": PROVIDER}, Outcome.SATISFIED),
        ({"matter": Matter(links=(SAME,))}, Outcome.JOINED),
        ({"kind": Kind.SIGNAL}, Outcome.REGISTERED),
    ],
)
def test_a_case_is_settled_with_an_outcome_that_fits(
    facts: dict[str, Any], outcome: Outcome
) -> None:
    goes_on = a_case(number=SAME.to)

    step = after(a_case(**facts), Action.SETTLE, outcome=outcome, forwarded_to=TEAM, other=goes_on)

    case = step.file.case
    assert step.news is CaseClosed
    assert (case.phase, case.outcome, case.closed_at) == (Phase.CLOSED, outcome, LATER)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, Outcome.JUDGED),
        (FORMAL, Outcome.JUDGED),
        ({"proceedings": in_file(proposal=JUDGMENT)}, Outcome.JUDGED),
        ({"proceedings": in_file(decision=decided(REFUSAL))}, Outcome.JUDGED),
        ({"handler": PROVIDER, **DECIDED}, Outcome.JUDGED),
        ({"proceedings": in_file(decision=decided(JUDGMENT))}, Outcome.NOT_HANDLED),
        ({"handler": PROVIDER}, Outcome.NOT_HANDLED),
        ({"phase": Phase.FORMAL}, Outcome.FORWARDED),
        ({}, Outcome.HANDLED_BY_PROVIDER),
        ({"handler": PROVIDER}, Outcome.HANDLED_BY_PROVIDER),
        ({}, Outcome.OUT_OF_REACH),
        ({"milestones": {Milestone.UNREACHABLE: MONDAY}}, Outcome.OUT_OF_REACH),
        ({}, Outcome.JOINED),
        ({}, Outcome.REGISTERED),
        ({}, Outcome.WITHDRAWN),
    ],
)
def test_an_outcome_that_does_not_fit_is_refused(facts: dict[str, Any], outcome: Outcome) -> None:
    assert refusal(a_case(**facts), Action.SETTLE, outcome=outcome).endswith(".")


@pytest.mark.parametrize("phase", [Phase.TRIAGE, Phase.INFORMAL, Phase.FORMAL])
def test_a_complaint_can_be_withdrawn_at_any_time(phase: Phase) -> None:
    case = after(a_case(phase=phase), Action.WITHDRAW).file.case

    assert (case.phase, case.outcome) == (Phase.CLOSED, Outcome.WITHDRAWN)


@pytest.mark.parametrize("action", sorted(set(Action) - AFTER_CLOSING))
def test_a_closed_case_accepts_nothing_else(action: Action) -> None:
    start = AT_ITS_START.get(action, {})
    closed = a_case(
        **start | {"phase": Phase.CLOSED, "closed_at": LATER, "outcome": Outcome.FORWARDED}
    )

    assert "afgesloten" in refusal(closed, action)


@pytest.mark.parametrize("action", Action)
def test_doing_it_again_changes_nothing(action: Action) -> None:
    once = after(a_case(**AT_ITS_START.get(action, {})), action)

    assert decide(situation(once.file, action)) is None


def test_formal_handling_cannot_start_twice_at_different_moments() -> None:
    formal = a_case(phase=Phase.FORMAL, formal_since=MONDAY)

    assert "fase formeel" in refusal(formal, Action.REQUEST_FORMAL)


def test_no_two_rows_of_the_table_are_about_the_same() -> None:
    cells = [(phase, row.action) for row in TRANSITIONS for phase in row.phases]

    assert len(cells) == len(set(cells))


def test_every_row_has_an_article_and_sentences_that_end() -> None:
    for row in TRANSITIONS:
        assert row.article
        assert row.sentence.endswith(".")
        assert all(guard.refusal.endswith(".") for guard in row.guards)
