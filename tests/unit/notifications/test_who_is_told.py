from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.notifications.domain import (
    COORDINATOR,
    DESK,
    RESPONDENT,
    Cause,
    closing,
    instead_of,
    messages,
)
from services.notifications.message import (
    Adjourned,
    AdjournedToo,
    Agreed,
    AgreedToo,
    ByHand,
    DutyEscalation,
    DutyReminder,
    Ended,
    Escalation,
    HandledByProvider,
    HowWasIt,
    Judged,
    Message,
    NotHandled,
    Notice,
    Receipt,
    Referral,
    Reminder,
    Urgent,
    Why,
)
from shared.case import Case, Handler, TermChange
from shared.events import (
    CaseAdjourned,
    CaseClosed,
    CaseOpened,
    CaseRouted,
    Clock,
    DelayAgreed,
    DutyMissed,
    DutyNear,
    DutyStep,
    HandoverReturned,
    Step,
    TermMissed,
    TermNear,
    event_id,
    source_of,
    type_of,
)
from shared.glossary import (
    SAFETY_FLAGS,
    Channel,
    ClockKind,
    DelayReason,
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Outcome,
    Phase,
    TermBasis,
)
from shared.municipality import municipalities
from shared.regime import HANDLER, MANAGER, RESIDENT
from tests.builders import MONDAY, a_case

STICHTSE_VECHT = municipalities()["1904"]
WIJKTEAM = Handler(kind=HandlerKind.UNIT, key="wijkteam")
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
ANOTHER = Handler(kind=HandlerKind.PROVIDER, key="plassentaxi")
NO_MAILBOX = Handler(kind=HandlerKind.UNIT, key="wijkteam_oost")


def told(event: Cause) -> list[Message]:
    return messages(event, STICHTSE_VECHT)


def opened(**facts: Any) -> list[Message]:
    return told(CaseOpened.about(a_case(**facts), MONDAY))


def closed(outcome: Outcome, **facts: Any) -> list[Message]:
    case = a_case(phase=Phase.CLOSED, closed_at=MONDAY, outcome=outcome, **facts)
    return told(CaseClosed.about(case, MONDAY))


def resident(messages: list[Message]) -> list[Message]:
    return [message for message in messages if message.to is None]


def a_delay(
    event: type[CaseAdjourned | DelayAgreed] = CaseAdjourned, **facts: Any
) -> CaseAdjourned | DelayAgreed:
    change = TermChange(
        basis=TermBasis.ADJOURNMENT if event is CaseAdjourned else TermBasis.CONSENT,
        sequence=2,
        decided_at=MONDAY,
        by="m-1",
        reason=DelayReason.ADVICE,
        weeks=4 if event is CaseAdjourned else None,
        until=None if event is CaseAdjourned else date(2026, 9, 5),
    )
    return event.about(a_case(sequence=2, term_changes=(change,), **facts), MONDAY)


def a_clock(kind: ClockKind, **facts: Any) -> Clock:
    usual = {
        "starts_on": date(2026, 6, 1),
        "nominal_end": date(2026, 6, 8),
        "due_on": date(2026, 6, 8),
        "article": "Memo Klachtenmanagement par. 1",
        "explanation": "Vijf werkdagen na ontvangst.",
    }
    return Clock.model_validate(usual | {"kind": kind} | facts)


def a_step(
    event: type[TermNear | TermMissed],
    audience: str,
    case: Case,
    kind: ClockKind = ClockKind.CONTACT,
    step: int = 1,
    **facts: Any,
) -> TermNear | TermMissed:
    clock = a_clock(kind, **facts)
    return event(
        id=event_id(case.number, audience, type_of(event)),
        type=type_of(event),
        source=source_of(case.municipality, "deadlines"),
        subject=case.number,
        time=MONDAY,
        gemeentecode=case.municipality,
        data=Step(case=case, clock=clock, step=step, audience=audience),
    )


def a_duty_step(
    event: type[DutyNear | DutyMissed], audience: str, provider: str | None = None
) -> DutyNear | DutyMissed:
    key = f"aanbiedersrapportage-2026-06-30-{provider}"
    return event(
        id=event_id(key, audience),
        type=type_of(event),
        source=source_of("1904", "deadlines"),
        subject=key,
        time=MONDAY,
        gemeentecode="1904",
        data=DutyStep(
            clock=a_clock(ClockKind.PROVIDER_TOTALS, item=provider),
            step=1,
            audience=audience,
            provider=provider,
        ),
    )


def test_who_complains_gets_a_receipt_and_the_handler_a_notice() -> None:
    handler, receipt = opened(handler=WIJKTEAM)

    assert (handler.to, handler.content) == (
        WIJKTEAM,
        Notice(phase=Phase.INFORMAL, outside=False, resident_told=True),
    )
    assert receipt.content == Receipt(
        received_on=date(2026, 6, 1), complaint=True, contact_working_days=5
    )


def test_the_handler_and_the_co_handler_both_hear_of_the_case() -> None:
    staff = [each.audience for each in opened(handler=PROVIDER, co_handler=DESK) if each.to]
    assert staff == ["behandelaar", "medebehandelaar"]


def test_one_mailbox_gets_one_notice_even_if_it_has_two_roles() -> None:
    no_mailbox = Handler(kind=HandlerKind.EXTERNAL, key="svb")  # so the desk reads it
    assert len([each for each in opened(handler=no_mailbox, co_handler=DESK) if each.to]) == 1


def test_a_provider_is_told_to_call_and_a_reader_at_the_desk_is_not() -> None:
    def outside(handler: Handler) -> bool:
        content = opened(handler=handler)[0].content
        return isinstance(content, Notice) and content.outside

    assert outside(PROVIDER)
    assert not outside(Handler(kind=HandlerKind.EXTERNAL, key="svb"))


@pytest.mark.parametrize("flag", sorted(SAFETY_FLAGS | {Flag.NOW}))
def test_where_somebody_may_be_in_danger_people_are_alarmed_and_no_machine_answers(
    flag: Flag,
) -> None:
    found = opened(flags=(flag,))

    assert [each.audience for each in found] == ["klachtenloket", "klachtencoordinator"]
    assert all(each.content == Urgent() for each in found)


@pytest.mark.parametrize("flag", [Flag.NO_AUTOREPLY, Flag.UNREADABLE, Flag.ANONYMOUS])
def test_who_must_or_can_not_be_answered_by_a_machine_gets_no_receipt(flag: Flag) -> None:
    found = opened(flags=(flag,))

    assert not resident(found)
    assert isinstance(found[0].content, Notice)
    assert not found[0].content.resident_told


@pytest.mark.parametrize("channel", [Channel.PROVIDER, Channel.SURVEY, Channel.SOCIAL_MEDIA])
def test_what_no_resident_sent_to_us_brings_no_resident_mail(channel: Channel) -> None:
    assert not resident(opened(channel=channel))
    assert not resident(closed(Outcome.REGISTERED, channel=channel))


def test_what_was_solved_on_the_spot_is_only_confirmed_if_it_was_written() -> None:
    solved = {"flags": (Flag.SOLVED_ON_THE_SPOT,)}
    assert not resident(closed(Outcome.SATISFIED, written=False, **solved))
    assert resident(closed(Outcome.SATISFIED, written=True, **solved))


def test_a_compliment_is_not_offered_the_rights_of_a_complaint() -> None:
    (receipt,) = resident(opened(kind=Kind.NOT_A_COMPLAINT))
    assert isinstance(receipt.content, Receipt)
    assert not receipt.content.complaint


def test_a_case_that_ends_at_once_promises_no_contact() -> None:
    (receipt,) = resident(opened(closed_at=MONDAY, phase=Phase.CLOSED))
    assert isinstance(receipt.content, Receipt)
    assert receipt.content.contact_working_days is None


def test_the_new_handler_hears_that_the_case_is_hers() -> None:
    (notice,) = told(CaseRouted.about(a_case(handler=WIJKTEAM, sequence=2), MONDAY))
    assert notice.to == WIJKTEAM


def test_the_desk_hears_that_a_provider_gave_a_case_back() -> None:
    (notice,) = told(HandoverReturned.about(a_case(handler=DESK, sequence=2), MONDAY))
    assert notice.to == DESK
    assert isinstance(notice.content, Notice)


def test_a_term_that_ends_soon_reminds_whom_its_ladder_names() -> None:
    at = datetime(2026, 6, 8, 9, 30, tzinfo=UTC)
    step = a_step(TermNear, HANDLER, a_case(handler=WIJKTEAM), item="V-12", due_at=at)
    (reminder,) = told(step)
    assert reminder.to == WIJKTEAM
    assert reminder.content == Reminder(
        phase=Phase.INFORMAL,
        clock=ClockKind.CONTACT,
        item="V-12",
        due_on=date(2026, 6, 8),
        due_at=at,
        article="Memo Klachtenmanagement par. 1",
    )


def test_a_provider_that_is_reminded_cannot_open_the_case() -> None:
    (reminder,) = told(a_step(TermNear, HANDLER, a_case(handler=PROVIDER)))
    assert isinstance(reminder.content, Reminder)
    assert reminder.content.outside


@pytest.mark.parametrize(
    ("handler", "manager"), [(WIJKTEAM, "leidinggevende_wijkteam"), (PROVIDER, COORDINATOR.key)]
)
def test_a_manager_is_who_stands_above_the_handler(handler: Handler, manager: str) -> None:
    (escalation,) = told(a_step(TermMissed, MANAGER, a_case(handler=handler)))
    assert escalation.to == Handler(kind=HandlerKind.UNIT, key=manager)


@pytest.mark.parametrize(("step", "again"), [(1, False), (2, True), (3, True)])
@pytest.mark.parametrize("event", [TermNear, TermMissed])
def test_a_resident_is_asked_how_it_went_and_after_that_once_more(
    event: type[TermNear | TermMissed], step: int, again: bool
) -> None:
    case = a_case(phase=Phase.CLOSED, closed_at=MONDAY, outcome=Outcome.SATISFIED)
    (question,) = told(a_step(event, RESIDENT, case, ClockKind.SATISFACTION, step))
    assert (question.to, question.content) == (None, HowWasIt(again=again))


@pytest.mark.parametrize("flag", [Flag.ANONYMOUS, Flag.NO_AUTOREPLY, Flag.ABUSE])
def test_who_no_machine_may_write_to_is_not_asked_how_it_went(flag: Flag) -> None:
    assert not told(a_step(TermNear, RESIDENT, a_case(flags=(flag,)), ClockKind.SATISFACTION))


def test_a_duty_of_a_provider_reminds_the_provider_and_names_it() -> None:
    (reminder,) = told(a_duty_step(DutyNear, HANDLER, "vechtstroom"))
    assert reminder.to == PROVIDER
    assert reminder.number == "aanbiedersrapportage-2026-06-30-vechtstroom"
    assert reminder.content == DutyReminder(
        clock=ClockKind.PROVIDER_TOTALS,
        due_on=date(2026, 6, 8),
        article="Memo Klachtenmanagement par. 1",
        provider="Thuiszorg De Vechtstroom",
    )


def test_a_duty_of_the_municipality_itself_is_the_coordinators() -> None:
    (reminder,) = told(a_duty_step(DutyNear, HANDLER))
    assert reminder.to == COORDINATOR
    assert isinstance(reminder.content, DutyReminder)
    assert reminder.content.provider is None


def test_a_duty_that_was_not_done_goes_to_the_unit_its_ladder_names() -> None:
    (escalation,) = told(a_duty_step(DutyMissed, "college", "vechtstroom"))
    assert escalation.to == Handler(kind=HandlerKind.UNIT, key="college")
    assert isinstance(escalation.content, DutyEscalation)


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


def by_hand(event: Cause) -> list[tuple[str, Why]]:
    tasks = [each for each in told(event) if isinstance(each.content, ByHand)]
    assert all(each.to == DESK for each in tasks)
    assert len({each.id for each in tasks}) == len(tasks)
    return [(task.content.audience, task.content.why) for task in tasks]  # type: ignore[union-attr]


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
        (RESPONDENT, Why.BY_A_PERSON_ONLY),
    ]
    assert len(told(event)) == 2


def test_no_task_is_lost_because_the_desk_gets_another_message_too() -> None:
    event = a_delay(handler=DESK, flags=(Flag.UNREADABLE,))
    assert by_hand(event) == [(RESIDENT, Why.BY_A_PERSON_ONLY), (RESPONDENT, Why.NO_RESPONDENT)]


def test_a_task_about_a_delay_says_until_when() -> None:
    for each in told(a_delay(handler=DESK, flags=(Flag.UNREADABLE,))):
        assert isinstance(each.content, ByHand)
        assert each.content.until == date(2026, 8, 10)


@pytest.mark.parametrize("event", [CaseAdjourned, DelayAgreed])
def test_who_expects_no_answer_hears_of_no_delay(event: type[CaseAdjourned | DelayAgreed]) -> None:
    (message,) = told(a_delay(event, handler=WIJKTEAM, flags=(Flag.ANONYMOUS,)))
    assert message.to == WIJKTEAM


def test_a_term_that_has_passed_goes_to_the_unit_its_ladder_names() -> None:
    (escalation,) = told(a_step(TermMissed, "college", a_case()))
    assert escalation.to == Handler(kind=HandlerKind.UNIT, key="college")
    assert isinstance(escalation.content, Escalation)


@pytest.mark.parametrize(
    ("outcome", "kind"), [(Outcome.JUDGED, Judged), (Outcome.NOT_HANDLED, NotHandled)]
)
def test_who_gets_a_judgment_or_a_refusal_reads_which_ombudsman_and_until_when(
    outcome: Outcome, kind: type[Judged | NotHandled]
) -> None:
    (message,) = closed(outcome)
    assert message.content == kind(
        referral=Referral(body="Nationale ombudsman", until=date(2027, 6, 1))
    )


def test_who_was_answered_too_late_has_a_year_from_the_day_that_was_missed() -> None:
    """Six weeks after 1 June 2026 is 13 July; no term of a year moves for a weekend."""
    for closed_at, until, missed_on in (
        (datetime(2026, 7, 13, 20, tzinfo=UTC), date(2027, 7, 13), None),
        (datetime(2026, 7, 14, 8, tzinfo=UTC), date(2027, 7, 13), date(2026, 7, 13)),
        (datetime(2026, 12, 1, 8, tzinfo=UTC), date(2027, 7, 13), date(2026, 7, 13)),
    ):
        case = a_case(phase=Phase.CLOSED, closed_at=closed_at, outcome=Outcome.JUDGED)
        (message,) = told(CaseClosed.about(case, closed_at))
        assert message.content == Judged(
            referral=Referral(body="Nationale ombudsman", until=until, missed_on=missed_on)
        )


def test_a_statutory_text_without_the_ombudsman_cannot_be_made() -> None:
    with pytest.raises(ValidationError):
        Judged.model_validate({})
    with pytest.raises(ValidationError):
        NotHandled.model_validate({"referral": {"body": "Nationale ombudsman"}})


def test_after_a_provider_the_second_line_is_named_for_what_the_municipality_did() -> None:
    for outcome in (Outcome.HANDLED_BY_PROVIDER, Outcome.JUDGED):
        (message,) = closed(outcome, handler=PROVIDER)
        assert message.content == HandledByProvider(second_line="Nationale ombudsman")


def test_where_the_law_asks_for_no_ombudsman_none_is_named() -> None:
    (message,) = closed(Outcome.JUDGED, statutory=False)
    assert message.content == Ended(outcome=Outcome.JUDGED)


def test_a_municipality_without_a_second_line_of_its_own_has_the_national_one() -> None:
    safety_net = municipalities()["0000"]
    case = a_case(outcome=Outcome.JUDGED, regime=safety_net.regimes[0].code)
    content = closing(case, safety_net, MONDAY)
    assert isinstance(content, Judged)
    assert content.referral.body == "Nationale ombudsman"


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.SATISFIED, Outcome.FORWARDED])
def test_every_other_end_is_confirmed_in_writing(outcome: Outcome) -> None:
    (message,) = closed(outcome)
    assert message.content == Ended(outcome=outcome)


def test_where_a_machine_may_not_write_the_end_is_told_by_a_person() -> None:
    (task,) = closed(Outcome.JUDGED, flags=(Flag.ABUSE,))
    assert task.to == DESK
    assert task.content == ByHand(audience=RESIDENT, why=Why.BY_A_PERSON_ONLY)


def test_a_message_that_cannot_be_delivered_becomes_a_task_and_a_task_does_not() -> None:
    (receipt,) = resident(opened())
    task = instead_of(receipt, Why.NO_ADDRESS)

    assert task
    assert task.content == ByHand(audience=RESIDENT, why=Why.NO_ADDRESS)
    assert task.cause == receipt.cause
    assert instead_of(task, Why.UNCERTAIN) is None


def test_a_task_keeps_what_must_be_told_and_whether_there_is_a_case() -> None:
    letter, *_ = told(a_delay(handler=WIJKTEAM))
    (duty,) = told(a_duty_step(DutyNear, HANDLER, "vechtstroom"))
    tasks = [instead_of(letter, Why.NO_ADDRESS), instead_of(duty, Why.REFUSED)]
    assert [task.content for task in tasks if task] == [
        ByHand(audience=RESIDENT, why=Why.NO_ADDRESS, until=date(2026, 8, 10)),
        ByHand(audience=HANDLER, why=Why.REFUSED, duty=True),
    ]


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


cases = st.builds(
    a_case,
    channel=st.sampled_from(Channel),
    flags=st.lists(st.sampled_from(Flag), max_size=3).map(tuple),
    handler=st.sampled_from([DESK, WIJKTEAM, PROVIDER]),
    co_handler=st.sampled_from([None, DESK, WIJKTEAM, PROVIDER]),
    proposed=st.sampled_from([None, NO_MAILBOX, ANOTHER, PROVIDER]),
    providers=st.lists(st.sampled_from(["vechtstroom", "plassentaxi"]), max_size=3).map(tuple),
    term_changes=st.just(a_delay().data.case.term_changes),
    written=st.booleans(),
    statutory=st.booleans(),
    outcome=st.sampled_from(Outcome),
    closed_at=st.just(MONDAY),
)


TOLD_BY_ROUTING: list[Any] = [
    CaseOpened,
    CaseRouted,
    HandoverReturned,
    CaseAdjourned,
    DelayAgreed,
    CaseClosed,
]


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


def test_who_sends_praise_is_thanked_and_not_told_to_expect_a_call() -> None:
    sent = opened(kind=Kind.NOT_A_COMPLAINT, ground=Ground.COMPLIMENT)

    receipts = [told.content for told in sent if isinstance(told.content, Receipt)]
    assert [receipt.contact_working_days for receipt in receipts] == [None]
