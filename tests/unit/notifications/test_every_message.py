"""What holds for every message, whatever it is about?"""

from datetime import date, timedelta
from itertools import permutations
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain import Cause, instead_of
from services.notifications.message import ByHand, Message, Why
from services.notifications.reaching import DESK
from services.notifications.to_staff import AdjournedToo, AgreedToo
from shared.case import Case
from shared.events import (
    CaseAdjourned,
    CaseEvent,
    CaseOpened,
    DelayAgreed,
    DutyMissed,
    DutyNear,
    RespondentRecorded,
    TermMissed,
)
from shared.glossary import SAFETY_FLAGS, Channel, Flag, Outcome
from shared.proceedings import (
    COMPLAINANT,
    Aftermath,
    Contribution,
    Hearing,
    Matter,
    OmbudsmanRequest,
    Proceedings,
    Repair,
)
from shared.regime import HANDLER, RESIDENT
from tests.builders import MONDAY, a_case
from tests.unit.notifications.telling import (
    ANOTHER,
    NO_MAILBOX,
    PROVIDER,
    WIJKTEAM,
    a_delay,
    a_duty_step,
    a_respondent,
    a_step,
    about,
    news,
    opened,
    resident,
    told,
)


def test_a_message_that_cannot_be_delivered_becomes_a_task_and_a_task_becomes_no_other() -> None:
    (receipt,) = resident(opened())
    task = instead_of(receipt, Why.NO_ADDRESS)

    assert task
    assert task.content == ByHand(audience=RESIDENT, why=Why.NO_ADDRESS, instead=receipt.content)
    assert task.cause == receipt.cause
    assert instead_of(task, Why.REFUSED) is None
    assert instead_of(task, Why.CAME_BACK) is None


def test_a_task_of_which_nobody_knows_whether_it_went_is_given_once_more() -> None:
    (receipt,) = resident(opened())
    task = instead_of(receipt, Why.NO_ADDRESS)
    assert task

    again = instead_of(task, Why.UNCERTAIN)

    assert again
    assert (again.content, again.audience) == (task.content, task.audience)
    assert again.id not in {task.id, receipt.id}


def test_a_task_keeps_what_must_be_told() -> None:
    letter, *_ = told(a_delay(handler=WIJKTEAM))
    (duty,) = told(a_duty_step(DutyNear, HANDLER, "vechtstroom"))
    tasks = [instead_of(letter, Why.NO_ADDRESS), instead_of(duty, Why.REFUSED)]
    assert [task.content for task in tasks if task] == [
        ByHand(audience=RESIDENT, why=Why.NO_ADDRESS, instead=letter.content),
        ByHand(audience=HANDLER, why=Why.REFUSED, instead=duty.content),
    ]


def test_a_task_in_place_of_what_is_told_once_is_a_task_of_its_own() -> None:
    told_once, _ = news(RespondentRecorded, **about())
    task = instead_of(told_once, Why.REFUSED)
    assert task
    assert told_once.once
    assert not task.once


def test_every_message_remembers_because_of_which_event_it_is() -> None:
    for event in (
        CaseOpened.about(a_case(), MONDAY),
        a_delay(handler=WIJKTEAM),
        a_step(TermMissed, "college", a_case()),
        a_duty_step(DutyMissed, "college"),
    ):
        assert {each.cause for each in told(event)} == {event.id}


def test_a_message_that_was_stored_before_it_had_a_cause_can_still_be_read() -> None:
    (receipt,) = resident(opened())
    old = receipt.model_dump(mode="json", exclude={"cause"})
    assert Message.model_validate(old) == receipt.model_copy(update={"cause": ""})


REPAIR = Repair(asked_at=MONDAY, due_on=date(2026, 6, 17))
parties = st.sampled_from([DESK, WIJKTEAM, PROVIDER, NO_MAILBOX])
references = st.sampled_from(["B-1", "B-2", "B-3"])
days = st.sampled_from([date(2026, 6, 17), date(2026, 7, 1)])
respondents = st.builds(a_respondent, references, parties)
contributions = st.tuples(references, parties, days).map(
    lambda it: Contribution(reference=it[0], to=it[1], asked_at=MONDAY, due_on=it[2])
)
hearings = st.tuples(st.sets(st.sampled_from([COMPLAINANT, "B-1", "B-2"])), st.integers(0, 2)).map(
    lambda it: Hearing(
        planned_at=MONDAY,
        reference="H-1",
        invited=tuple(sorted(it[0])),
        planned_for=MONDAY + timedelta(days=it[1]),
    )
)
requests = st.tuples(references, days).map(
    lambda it: OmbudsmanRequest(reference=it[0], received_at=MONDAY, due_on=it[1])
)


def tuples_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=2, unique_by=lambda it: it.reference).map(tuple)


cases = st.builds(
    a_case,
    channel=st.sampled_from(Channel),
    flags=st.lists(st.sampled_from(Flag), max_size=3).map(tuple),
    handler=st.sampled_from([DESK, WIJKTEAM, PROVIDER]),
    co_handler=st.sampled_from([None, DESK, WIJKTEAM, PROVIDER]),
    proposed=st.sampled_from([None, NO_MAILBOX, ANOTHER, PROVIDER]),
    providers=st.lists(st.sampled_from(["vechtstroom", "plassentaxi"]), max_size=3).map(tuple),
    term_changes=st.just(a_delay().data.case.term_changes),
    matter=tuples_of(respondents).map(lambda known: Matter(respondents=known)),
    proceedings=st.tuples(tuples_of(contributions), st.lists(hearings, max_size=2)).map(
        lambda it: Proceedings(contributions=it[0], hearings=tuple(it[1]), repair=REPAIR)
    ),
    aftermath=st.tuples(st.sampled_from([None, MONDAY]), tuples_of(requests)).map(
        lambda it: Aftermath(referred_at=it[0], requests=it[1])
    ),
    written=st.booleans(),
    statutory=st.booleans(),
    outcome=st.sampled_from(Outcome),
    closed_at=st.just(MONDAY),
)


TOLD_BY_ROUTING = sorted(
    (kind for kind in get_args(Cause) if issubclass(kind, CaseEvent)),
    key=lambda kind: kind.__name__,
)


@given(cases, st.sampled_from(TOLD_BY_ROUTING))
def test_the_same_event_gives_the_same_messages_and_no_two_of_one_event_are_alike(
    case: Case, kind: Any
) -> None:
    event = kind.about(case, MONDAY)
    first = told(event)

    assert told(kind.model_validate_json(event.model_dump_json())) == first
    for one, other in permutations(first, 2):
        assert one.id != other.id
        assert (one.to, one.content) != (other.to, other.content)


@given(cases)
def test_no_machine_ever_writes_to_a_resident_whose_case_carries_a_safety_flag(case: Case) -> None:
    flagged = case.model_copy(update={"flags": (*case.flags, Flag.SUICIDE)})
    for kind in TOLD_BY_ROUTING:
        assert not resident(told(kind.about(flagged, MONDAY)))


@given(cases, st.sampled_from([CaseAdjourned, DelayAgreed]))
def test_somebody_whom_it_may_be_about_or_else_a_person_always_hears_of_a_delay(
    case: Case, kind: type[CaseAdjourned | DelayAgreed]
) -> None:
    found = [each.content for each in told(kind.about(case, MONDAY)) if each.to]
    tasks = [each for each in found if isinstance(each, ByHand) and each.audience != RESIDENT]
    assert tasks or any(isinstance(each, AdjournedToo | AgreedToo) for each in found)


@given(cases, st.sampled_from(sorted(SAFETY_FLAGS | {Flag.NOW})), st.sampled_from(TOLD_BY_ROUTING))
def test_after_danger_no_machine_writes_to_whom_it_is_about_because_of_that(
    case: Case, flag: Flag, kind: Any
) -> None:
    """She may read a notice if the case is hers to handle: who gave it to her, knew."""
    flagged = case.model_copy(update={"flags": (*case.flags, flag)})
    readers = {WIJKTEAM, PROVIDER, ANOTHER, NO_MAILBOX}
    for message in told(kind.about(flagged, MONDAY)):
        if message.to in readers:
            assert message.audience in (HANDLER, "medebehandelaar")
