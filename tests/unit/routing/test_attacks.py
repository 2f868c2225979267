"""Which ways round the law did somebody try, in several steps, and which of them are closed?"""

from typing import Any

import pytest

from services.routing.domain import NotAllowedError, decide
from services.routing.transition import Action, File
from shared.case import Case
from shared.glossary import (
    DocumentKind,
    Flag,
    HandlerKind,
    Judgment,
    Outcome,
    Phase,
    Reopening,
    Role,
    Side,
)
from shared.proceedings import COMPLAINANT, Handler
from tests.builders import DESK, a_case
from tests.unit.routing.steps import (
    AT_A_PROVIDER,
    HEARD,
    PROVIDER,
    in_file,
    situation,
)

Steps = list[tuple[Action, dict[str, Any]]]

PROPOSE: Steps = [(Action.PROPOSE_JUDGMENT, {"by": "s-2", "evidence": ("D-1",)})]
DECIDE: Steps = [*PROPOSE, (Action.DECIDE, {"by": "s-1"})]
JUDGE: Steps = [*DECIDE, (Action.SETTLE, {"outcome": Outcome.JUDGED, "expressed": None})]
REFUSE: Steps = [(Action.PROPOSE_REFUSAL, {"by": "s-2"}), (Action.DECIDE, {"by": "s-1"})]


def after_all(case: Case, steps: Steps) -> Case:
    """The case when all *steps* are taken. Raises `NotAllowedError` at the first that may not."""
    file = File(case)
    for action, facts in steps:
        step = decide(situation(file, action, **facts))
        assert step is not None, f"{action} changed nothing"
        file = step.file
    return file.case


def is_stopped(case: Case, done: Steps, action: Action, **facts: Any) -> bool:
    """Is *action* refused once all was *done*?"""
    after_all(case, done)
    try:
        after_all(case, [*done, (action, facts)])
    except NotAllowedError:
        return True
    return False


@pytest.mark.parametrize("done", [PROPOSE, DECIDE], ids=["proposed", "decided"])
@pytest.mark.parametrize(
    ("action", "facts"),
    [
        (Action.RECORD_RESPONDENT, {"reference": "B-2"}),
        (Action.RECORD_RESPONDENT, {"reference": "B-1", "party": DESK}),
        (Action.RECORD_ASPECT, {"reference": "O-2"}),
        (
            Action.RECORD_ASPECT,
            {"by": "s-2", "respondent": "B-1", "judgment": Judgment.UNFOUNDED},
        ),
        (Action.RECORD_DOCUMENT, {"closed_to": (Side.RESPONDENT,)}),
        (Action.RECORD_DOCUMENT, {"reference": "D-BEVINDINGEN", "kind": DocumentKind.LETTER}),
        (Action.PLAN_HEARING, {"reference": "H-2", "invited": (COMPLAINANT,)}),
        (Action.WAIVE_HEARING, {}),
        (Action.ASK_ADVICE, {}),
    ],
)
def test_what_a_judgment_rests_on_stays_as_its_second_reader_saw_it(
    done: Steps, action: Action, facts: dict[str, Any]
) -> None:
    assert is_stopped(a_case(**HEARD), done, action, **facts)


def test_a_decision_is_used_for_its_own_outcome_only() -> None:
    case = a_case(**HEARD)

    assert is_stopped(case, DECIDE, Action.SETTLE, outcome=Outcome.NOT_HANDLED)
    assert after_all(case, JUDGE).outcome is Outcome.JUDGED


@pytest.mark.parametrize("why", [Reopening.NEW_FACTS, Reopening.REFERRED_BACK])
def test_an_old_decision_does_not_end_a_case_that_was_opened_again(why: Reopening) -> None:
    again: Steps = [*JUDGE, (Action.REOPEN, {"reason": why})]
    case = a_case(**HEARD)

    assert is_stopped(case, again, Action.SETTLE, outcome=Outcome.JUDGED)
    assert is_stopped(case, again, Action.DECIDE, by="s-1")
    assert after_all(case, [*again, *JUDGE]).outcome is Outcome.JUDGED


def test_by_way_of_the_second_line_nobody_gets_a_second_judgment_here() -> None:
    referred: Steps = [*JUDGE, (Action.REFER, {})]

    assert is_stopped(a_case(**HEARD), referred, Action.REOPEN, reason=Reopening.NOT_SATISFIED)


def test_a_decision_not_to_handle_goes_with_a_case_that_goes_elsewhere_for_nothing() -> None:
    given_away: Steps = [*REFUSE, (Action.ASSIGN, {"handler": PROVIDER, "assignee": None})]
    case = a_case(proceedings=in_file())

    assert is_stopped(case, given_away, Action.SETTLE, outcome=Outcome.NOT_HANDLED)


@pytest.mark.parametrize(
    "elsewhere", [PROVIDER, Handler(kind=HandlerKind.EXTERNAL, key="zorgaanbieder")]
)
def test_what_is_elsewhere_never_gets_a_formal_phase_here(elsewhere: Handler) -> None:
    given_away: Steps = [(Action.ASSIGN, {"handler": elsewhere, "assignee": None})]

    assert is_stopped(a_case(), given_away, Action.REQUEST_FORMAL)


def test_a_case_that_went_to_and_fro_twice_is_not_offered_again_by_a_team_lead() -> None:
    there_and_back: Steps = [
        (Action.RETURN_HANDOVER, {}),
        (Action.ASSIGN, {"handler": PROVIDER, "assignee": None}),
        (Action.RETURN_HANDOVER, {}),
    ]
    case = a_case(**AT_A_PROVIDER)
    again = {"handler": PROVIDER, "assignee": None}

    assert is_stopped(case, there_and_back, Action.ASSIGN, role=Role.TEAM_LEAD, **again)


def test_however_often_it_is_withdrawn_and_opened_again_it_keeps_its_day_of_receipt() -> None:
    loop: Steps = [(Action.WITHDRAW, {}), (Action.REOPEN, {"reason": Reopening.MISTAKE})]
    case = a_case(**HEARD)

    after = after_all(case, loop * 6)

    assert (after.received_at, after.formal_since) == (case.received_at, case.formal_since)
    assert (after.phase, after.is_open, after.outcome) == (Phase.FORMAL, True, None)
    assert len(after.aftermath.reopened_at) == 6


def test_a_signal_of_danger_is_not_classified_away_by_leaving_one_of_two_out() -> None:
    case = a_case(flags=(Flag.ABUSE, Flag.SUICIDE))

    assert is_stopped(case, [], Action.CLASSIFY, flags=(Flag.ABUSE,), role=Role.HANDLER)
