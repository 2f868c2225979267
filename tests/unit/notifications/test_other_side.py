"""What does whoever a case is about hear, and who is asked for her side of it?"""

from datetime import date, timedelta
from typing import Any

import pytest

from services.notifications.domain import messages
from services.notifications.message import ByHand, Why
from services.notifications.other_side import RESPONDENT
from services.notifications.reaching import DESK
from services.notifications.to_residents import Adjourned, Agreed, Delay, Invited
from services.notifications.to_staff import (
    AboutSomebody,
    AdjournedToo,
    AgreedToo,
    CopyToSend,
    InvitedToo,
    ToContribute,
)
from shared.case import Handler
from shared.events import (
    CaseAdjourned,
    ContributionAsked,
    DelayAgreed,
    HearingPlanned,
    RespondentRecorded,
)
from shared.glossary import Channel, DelayReason, Flag, HandlerKind, Phase
from shared.proceedings import COMPLAINANT, Contribution, Hearing, Proceedings
from shared.regime import RESIDENT
from tests.builders import MONDAY, a_case
from tests.unit.notifications.telling import (
    ANOTHER,
    NO_MAILBOX,
    PROVIDER,
    STICHTSE_VECHT,
    WIJKTEAM,
    a_delay,
    a_respondent,
    about,
    by_hand,
    news,
    told,
)

CLERK = {"reference": "B-1", "job_title": "consulent_wmo", "statutory": True}
TUESDAY = MONDAY + timedelta(days=8)


def test_where_she_works_they_hear_of_a_complaint_and_the_desk_that_a_copy_must_go() -> None:
    party, desk = news(RespondentRecorded, **about())
    assert (party.to, party.content) == (WIJKTEAM, AboutSomebody(**CLERK))
    assert (desk.to, desk.content) == (DESK, CopyToSend(**CLERK, careful=False))


def test_a_provider_hears_of_a_complaint_about_its_people_and_must_call_for_more() -> None:
    party, _ = news(RespondentRecorded, statutory=False, **about(a_respondent(party=PROVIDER)))
    assert (party.to, party.content) == (
        PROVIDER,
        AboutSomebody(**(CLERK | {"statutory": False}), outside=True),
    )


def test_no_copy_is_asked_for_once_it_was_sent() -> None:
    found = news(RespondentRecorded, **about(a_respondent(copy_sent_at=MONDAY)))
    assert [each.to for each in found] == [WIJKTEAM]


def test_after_danger_no_machine_writes_to_where_she_works_and_the_desk_is_careful() -> None:
    tell, copy = news(RespondentRecorded, flags=(Flag.ABUSE,), **about())
    assert tell.to == copy.to == DESK
    assert tell.content == ByHand(
        audience="wijkteam", why=Why.BY_A_PERSON_ONLY, instead=AboutSomebody(**CLERK)
    )
    assert copy.content == CopyToSend(**CLERK, careful=True)


def test_where_she_works_without_a_mailbox_a_person_tells_it() -> None:
    tell, _ = news(RespondentRecorded, **about(a_respondent(party=NO_MAILBOX)))
    assert tell.content == ByHand(
        audience="wijkteam_oost", why=Why.NO_ADDRESS, instead=AboutSomebody(**CLERK)
    )


def test_of_each_respondent_is_told_once_however_many_follow_at_the_same_place() -> None:
    first = news(RespondentRecorded, **about())
    second = news(RespondentRecorded, sequence=2, **about(a_respondent(), a_respondent("B-2")))
    assert all(each.once for each in second)
    assert len(second) == 4
    assert {each.id for each in first} < {each.id for each in second}


def test_who_turns_out_to_work_elsewhere_is_told_there() -> None:
    wrong, right = (
        news(RespondentRecorded, **about(a_respondent(party=party)))[0]
        for party in (WIJKTEAM, ANOTHER)
    )
    assert right.to == ANOTHER
    assert right.id != wrong.id


def asked(*contributions: Contribution, **facts: Any) -> Any:
    return news(ContributionAsked, proceedings=Proceedings(contributions=contributions), **facts)


QUESTION = Contribution(reference="I-1", to=WIJKTEAM, asked_at=MONDAY, due_on=date(2026, 6, 17))
NEWER = Contribution(
    reference="I-2", to=PROVIDER, asked_at=MONDAY + timedelta(days=1), due_on=date(2026, 6, 24)
)


def test_who_was_asked_last_hears_by_which_day() -> None:
    for known in ((QUESTION, NEWER), (NEWER, QUESTION)):
        (question,) = asked(*known)
        assert (question.to, question.content) == (
            PROVIDER,
            ToContribute(reference="I-2", until=date(2026, 6, 24), outside=True),
        )


def test_after_danger_a_person_asks_the_other_side() -> None:
    (task,) = asked(QUESTION, flags=(Flag.VIOLENCE,))
    assert task.to == DESK
    assert task.content == ByHand(
        audience="wijkteam",
        why=Why.BY_A_PERSON_ONLY,
        instead=ToContribute(reference="I-1", until=date(2026, 6, 17)),
    )


def a_hearing(*invited: str, reference: str = "H-1", **facts: Any) -> Hearing:
    return Hearing(
        reference=reference,
        invited=invited,
        **({"planned_for": TUESDAY, "planned_at": MONDAY} | facts),
    )


def planned(*hearings: Hearing, **facts: Any) -> Any:
    usual = about() | {"phase": Phase.FORMAL}
    return news(HearingPlanned, proceedings=Proceedings(hearings=hearings), **(usual | facts))


def test_all_who_are_invited_to_a_hearing_hear_when_it_is() -> None:
    resident, unit = planned(a_hearing(COMPLAINANT, "B-1"))
    assert (resident.to, resident.content) == (None, Invited(at=(TUESDAY,), statutory=True))
    assert (unit.to, unit.content) == (WIJKTEAM, InvitedToo(at=(TUESDAY,), statutory=True))


def test_an_invitation_says_whether_the_law_asks_for_it() -> None:
    found = planned(a_hearing(COMPLAINANT, "B-1"), statutory=False)
    assert [each.content.statutory for each in found] == [False, False]


def test_who_is_not_invited_hears_of_no_hearing() -> None:
    assert [each.to for each in planned(a_hearing("B-1"))] == [WIJKTEAM]
    assert [each.to for each in planned(a_hearing(COMPLAINANT))] == [None]


def test_who_is_heard_apart_reads_only_of_her_own_hearing() -> None:
    later = TUESDAY + timedelta(days=1)
    resident, unit = planned(
        a_hearing(COMPLAINANT), a_hearing("B-1", reference="H-2", planned_for=later)
    )
    assert resident.content == Invited(at=(TUESDAY,), statutory=True)
    assert unit.content == InvitedToo(at=(later,), statutory=True)


def test_a_hearing_that_was_held_or_is_past_invites_nobody_any_more() -> None:
    held = a_hearing(COMPLAINANT, held_at=TUESDAY)
    past = a_hearing(COMPLAINANT, reference="H-2", planned_for=MONDAY)
    assert not planned(held, past)


def test_a_hearing_that_moves_to_and_fro_is_told_each_time() -> None:
    moved = a_hearing(COMPLAINANT, planned_for=TUESDAY + timedelta(hours=1))
    plans = (a_hearing(COMPLAINANT), moved, a_hearing(COMPLAINANT))
    found = [planned(plan, sequence=2 + n) for n, plan in enumerate(plans)]
    assert len({each.id for messages in found for each in messages}) == 3
    assert not any(each.once for messages in found for each in messages)


@pytest.mark.parametrize("facts", [{"flags": (Flag.NO_AUTOREPLY,)}, {"channel": Channel.PROVIDER}])
def test_a_person_invites_a_resident_to_whom_no_machine_writes(facts: dict[str, Any]) -> None:
    task, unit = planned(a_hearing(COMPLAINANT, "B-1"), **facts)
    assert task.content == ByHand(
        audience=RESIDENT, why=Why.BY_A_PERSON_ONLY, instead=Invited(at=(TUESDAY,), statutory=True)
    )
    assert unit.to == WIJKTEAM


def test_after_danger_a_person_invites_both_sides() -> None:
    found = planned(a_hearing(COMPLAINANT, "B-1"), flags=(Flag.ABUSE,))
    assert [each.content.audience for each in found] == [RESIDENT, "wijkteam"]


def test_places_that_share_a_mailbox_still_each_hear_when_their_own_is_heard() -> None:
    units = STICHTSE_VECHT.units
    shared = STICHTSE_VECHT.model_copy(update={"units": units | {"toegang": units["wijkteam"]}})
    access = Handler(kind=HandlerKind.UNIT, key="toegang")
    later = TUESDAY + timedelta(days=1)
    hearings = (a_hearing("B-1"), a_hearing("B-2", reference="H-2", planned_for=later))
    case = a_case(
        **about(a_respondent(), a_respondent("B-2", access)),
        proceedings=Proceedings(hearings=hearings),
    )
    found = messages(HearingPlanned.about(case, MONDAY), shared)
    assert [each.content.at for each in found] == [(TUESDAY,), (later,)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("event", "to_her", "to_others", "until"),
    [
        (CaseAdjourned, Adjourned, AdjournedToo, date(2026, 8, 10)),  # ten weeks after 1 June
        (DelayAgreed, Agreed, AgreedToo, date(2026, 9, 5)),  # a Saturday: an agreed day stays
    ],
)
def test_of_a_delay_the_resident_and_all_whom_it_may_be_about_are_told_in_writing(
    event: type[CaseAdjourned | DelayAgreed], to_her: Any, to_others: Any, until: date
) -> None:
    resident, *others = told(
        a_delay(
            event,
            handler=WIJKTEAM,
            co_handler=DESK,
            proposed=PROVIDER,
            providers=("vechtstroom", "plassentaxi"),
        )
    )
    assert (resident.to, resident.content) == (
        None,
        to_her(until=until, reason=DelayReason.ADVICE),
    )
    assert [(each.to, each.content) for each in others] == [
        (WIJKTEAM, to_others(until=until)),
        (PROVIDER, to_others(until=until, outside=True)),
        (ANOTHER, to_others(until=until, outside=True)),
    ]


def test_where_nobody_knows_whom_it_is_about_a_person_finds_out_and_writes() -> None:
    assert by_hand(a_delay(handler=DESK)) == [(RESPONDENT, Why.NO_RESPONDENT)]


def test_who_has_no_mailbox_of_her_own_hears_of_a_delay_from_a_person() -> None:
    assert by_hand(a_delay(handler=NO_MAILBOX)) == [("wijkteam_oost", Why.NO_ADDRESS)]


def test_who_is_named_twice_brings_one_task() -> None:
    event = a_delay(handler=NO_MAILBOX, proposed=NO_MAILBOX)
    assert by_hand(event) == [("wijkteam_oost", Why.NO_ADDRESS)]


def test_a_delay_is_told_by_a_person_where_no_machine_may_answer() -> None:
    assert by_hand(a_delay(handler=WIJKTEAM, flags=(Flag.NO_AUTOREPLY,))) == [
        (RESIDENT, Why.BY_A_PERSON_ONLY)
    ]


def test_whoever_may_have_hurt_somebody_hears_nothing_from_a_machine() -> None:
    event = a_delay(handler=DESK, proposed=PROVIDER, flags=(Flag.ABUSE,))
    assert by_hand(event) == [
        (RESIDENT, Why.BY_A_PERSON_ONLY),
        ("vechtstroom", Why.BY_A_PERSON_ONLY),
    ]
    assert len(told(event)) == 2


def test_no_task_is_lost_because_the_desk_gets_another_message_too() -> None:
    event = a_delay(handler=DESK, flags=(Flag.UNREADABLE,))
    assert by_hand(event) == [(RESIDENT, Why.BY_A_PERSON_ONLY), (RESPONDENT, Why.NO_RESPONDENT)]


def test_a_task_about_a_delay_says_until_when() -> None:
    for each in told(a_delay(handler=DESK, flags=(Flag.UNREADABLE,))):
        assert isinstance(each.content, ByHand)
        assert isinstance(each.content.instead, Delay)
        assert each.content.instead.until == date(2026, 8, 10)


@pytest.mark.parametrize("event", [CaseAdjourned, DelayAgreed])
def test_who_expects_no_answer_hears_of_no_delay(event: type[CaseAdjourned | DelayAgreed]) -> None:
    (message,) = told(a_delay(event, handler=WIJKTEAM, flags=(Flag.ANONYMOUS,)))
    assert message.to == WIJKTEAM


def test_where_it_is_known_whom_it_is_about_nobody_else_hears_of_a_delay() -> None:
    people = about(a_respondent(), a_respondent("B-2"), a_respondent("B-3", PROVIDER))
    _, *others = told(a_delay(handler=ANOTHER, **people))
    assert [each.to for each in others] == [WIJKTEAM, PROVIDER]
