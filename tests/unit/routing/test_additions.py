"""What does it do to a case when a resident or a provider tells us more?"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.additions import take_in
from services.routing.domain import Step, decide
from services.routing.steps.common import KEPT
from services.routing.steps.talking import Conversation
from services.routing.transition import Action, Command, File, Situation
from shared.case import Case, Handler
from shared.events import (
    AdditionRecorded,
    CaseClosed,
    DissatisfactionReceived,
    FromOutside,
    MilestoneRecorded,
    MoreReceived,
    ProviderMessageReceived,
    SatisfactionReceived,
    WithdrawalReceived,
    event_id,
    source_of,
    type_of,
)
from shared.glossary import (
    SAFETY_FLAGS,
    HandlerKind,
    Milestone,
    Outcome,
    Phase,
    Side,
    Telling,
)
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.proceedings import Aftermath, Proceedings, Repair
from tests.builders import MONDAY, a_case, an_addition

HERE = municipalities()["1904"]
WEDNESDAY = MONDAY + timedelta(days=2)
RIETLAND = Handler(kind=HandlerKind.PROVIDER, key="rietland")
KINDS: dict[Telling, type[FromOutside]] = {
    Telling.MORE: MoreReceived,
    Telling.WITHDRAWAL: WithdrawalReceived,
    Telling.DISSATISFACTION: DissatisfactionReceived,
    Telling.SATISFACTION: SatisfactionReceived,
    Telling.FROM_PROVIDER: ProviderMessageReceived,
}
CLOSED: dict[str, Any] = {
    "phase": Phase.CLOSED,
    "closed_at": MONDAY,
    "outcome": Outcome.SATISFIED,
}


def told(telling: Telling, at: datetime = WEDNESDAY, **facts: Any) -> Any:
    side = Side.PROVIDER if telling is Telling.FROM_PROVIDER else Side.COMPLAINANT
    added = an_addition(telling, **{"side": side, "received_at": at, **facts})
    kind = KINDS[telling]
    return kind(
        id=event_id("1904", added.id),
        type=type_of(kind),
        source=source_of("1904", "intake"),
        subject="KL-2026-AAAAA-AAAAA",
        time=at,
        gemeentecode="1904",
        data=added,
    )


def after(event: Any, case: Case) -> Step | None:
    return take_in(event, File(case), HERE, dutch_calendar())


def case_after(event: Any, case: Case) -> Case:
    step = after(event, case)
    assert step is not None
    return step.file.case


@given(
    st.sampled_from(Telling),
    st.sampled_from(
        [a_case(), a_case(**CLOSED), a_case(phase=Phase.TRIAGE), a_case(handler=RIETLAND)]
    ),
)
def test_nobody_is_refused_and_the_second_time_changes_nothing(
    telling: Telling, case: Case
) -> None:
    event = told(telling)
    step = after(event, case)

    assert step is not None
    assert step.file.case.sequence == case.sequence + 1
    assert step.file.case.additions[-1].id == event.data.id
    assert after(event, step.file.case) is None


def test_what_is_added_changes_nothing_else() -> None:
    case = a_case()
    step = after(told(Telling.MORE), case)

    assert step is not None
    assert step.news is AdditionRecorded
    assert step.file.case.model_copy(update={"additions": (), "sequence": 1}) == case


def test_who_withdraws_ends_her_case_at_once() -> None:
    step = after(told(Telling.WITHDRAWAL), a_case())

    assert step is not None
    assert step.news is CaseClosed
    assert step.file.case.outcome is Outcome.WITHDRAWN
    assert step.file.case.phase is Phase.CLOSED


@pytest.mark.parametrize("flag", sorted(SAFETY_FLAGS))
def test_where_somebody_may_be_in_danger_a_person_asks_whether_it_is_her_own_wish(
    flag: Any,
) -> None:
    case = case_after(told(Telling.WITHDRAWAL), a_case(flags=(flag,)))

    assert case.is_open
    assert case.additions[-1].telling is Telling.WITHDRAWAL


def test_a_withdrawal_that_comes_after_the_end_changes_no_outcome() -> None:
    case = case_after(told(Telling.WITHDRAWAL), a_case(**CLOSED))

    assert case.outcome is Outcome.SATISFIED


def test_an_old_withdrawal_does_not_close_a_case_that_was_opened_again() -> None:
    event = told(Telling.WITHDRAWAL)
    closed = case_after(event, a_case())
    reopened = closed.model_copy(
        update={"phase": Phase.INFORMAL, "closed_at": None, "outcome": None, "sequence": 3}
    )

    assert after(event, reopened) is None


@pytest.mark.parametrize(
    ("facts", "completed"),
    [({}, True), ({"automatic": True}, False), ({"by_another": True}, False)],
)
def test_what_she_was_asked_for_is_complete_when_she_sends_it_herself(
    facts: dict[str, Any], completed: bool
) -> None:
    asked = Proceedings(repair=Repair(asked_at=MONDAY, due_on=date(2026, 6, 15)))

    repair = case_after(told(Telling.MORE, **facts), a_case(proceedings=asked)).proceedings.repair

    assert repair is not None
    assert (repair.completed_at == WEDNESDAY) is completed


def test_her_satisfaction_is_known_once_the_case_is_closed() -> None:
    step = after(told(Telling.SATISFACTION, score=4), a_case(**CLOSED))

    assert step is not None
    assert step.news is MilestoneRecorded
    assert step.file.case.milestones == {Milestone.SATISFACTION: WEDNESDAY}


def test_a_message_of_the_provider_that_has_the_case_meets_its_duty() -> None:
    event = told(
        Telling.FROM_PROVIDER, provider="rietland", milestone=Milestone.REGISTERED_BY_PROVIDER
    )

    case = case_after(event, a_case(handler=RIETLAND))

    assert case.milestones == {Milestone.REGISTERED_BY_PROVIDER: WEDNESDAY}


def test_a_message_of_another_provider_is_kept_and_meets_no_duty() -> None:
    event = told(
        Telling.FROM_PROVIDER, provider="vechtstroom", milestone=Milestone.REGISTERED_BY_PROVIDER
    )

    case = case_after(event, a_case(handler=RIETLAND))

    assert case.milestones == {}
    assert case.additions[-1].provider == "vechtstroom"


def test_who_is_not_satisfied_waits_until_somebody_talks_with_her() -> None:
    waiting = case_after(told(Telling.DISSATISFACTION), a_case())
    assert waiting.additions[-1].waits

    spoken_at = WEDNESDAY + timedelta(days=1)
    talk = Command(Action.RECORD_CONTACT, "staff-1", spoken_at, Conversation(moment=spoken_at))
    step = decide(Situation(File(waiting), talk, HERE, dutch_calendar()))

    assert step is not None
    assert step.file.case.additions[-1].answered_at == spoken_at


def test_a_talk_before_she_said_so_is_no_answer() -> None:
    first = a_case(first_contact_at=MONDAY + timedelta(hours=1))
    waiting = case_after(told(Telling.DISSATISFACTION), first)
    tuesday = datetime(2026, 6, 2, 9, tzinfo=UTC)
    talk = Command(Action.RECORD_CONTACT, "staff-1", WEDNESDAY, Conversation(moment=tuesday))

    assert decide(Situation(File(waiting), talk, HERE, dutch_calendar())) is None


def test_a_case_keeps_the_newest_additions_only() -> None:
    case = a_case()
    for number in range(KEPT + 5):
        case = case_after(told(Telling.MORE, id=f"A-{number:05}-AAAAA"), case)

    assert len(case.additions) == KEPT
    assert case.additions[-1].id == f"A-{KEPT + 4:05}-AAAAA"


@pytest.mark.parametrize(
    "flood",
    [
        {"telling": Telling.MORE},
        {"telling": Telling.MORE, "automatic": True},
        {"telling": Telling.DISSATISFACTION},
        {"telling": Telling.SATISFACTION, "score": 5},
    ],
)
def test_however_much_comes_after_it_who_is_not_satisfied_waits_on(flood: dict[str, Any]) -> None:
    case = case_after(told(Telling.DISSATISFACTION, at=MONDAY), a_case())
    [waiting] = case.additions

    for number in range(KEPT + 5):
        case = case_after(told(id=f"A-{number:05}-AAAAA", **flood), case)

    assert len(case.additions) == KEPT
    assert waiting in case.additions
    assert case.additions[-1].id == f"A-{KEPT + 4:05}-AAAAA"


def test_however_much_comes_after_it_her_score_counts() -> None:
    case = case_after(told(Telling.SATISFACTION, score=2), a_case(**CLOSED))

    for number in range(KEPT + 5):
        case = case_after(told(Telling.MORE, id=f"A-{number:05}-AAAAA"), case)

    assert [each.score for each in case.additions if each.score] == [2]


def test_what_she_withdrew_before_it_was_opened_again_a_person_asks_her_about() -> None:
    reopened = a_case(aftermath=Aftermath(reopened_at=(WEDNESDAY + timedelta(hours=1),)))

    case = case_after(told(Telling.WITHDRAWAL), reopened)

    assert case.is_open
    assert case.additions[-1].telling is Telling.WITHDRAWAL


def test_what_she_sent_before_we_asked_for_it_is_no_answer_to_that() -> None:
    asked_at = WEDNESDAY + timedelta(hours=1)
    asked = Proceedings(repair=Repair(asked_at=asked_at, due_on=date(2026, 6, 15)))

    repair = case_after(told(Telling.MORE), a_case(proceedings=asked)).proceedings.repair

    assert repair is not None
    assert repair.completed_at is None
