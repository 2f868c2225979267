from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.notifications.domain import (
    DESK,
    RESIDENT,
    Cause,
    a_year_after,
    closing,
    instead_of,
    messages,
)
from services.notifications.message import (
    ByHand,
    Ended,
    Escalation,
    HandledByProvider,
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
from shared.case import Case, Handler
from shared.events import (
    CaseClosed,
    CaseOpened,
    CaseRouted,
    Clock,
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
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Outcome,
    Phase,
)
from shared.municipality import municipalities
from tests.builders import MONDAY, a_case

STICHTSE_VECHT = municipalities()["1904"]
WIJKTEAM = Handler(kind=HandlerKind.UNIT, key="wijkteam")
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")


def told(event: Cause) -> list[Message]:
    return messages(event, STICHTSE_VECHT)


def opened(**facts: Any) -> list[Message]:
    return told(CaseOpened.about(a_case(**facts), MONDAY))


def closed(outcome: Outcome, **facts: Any) -> list[Message]:
    case = a_case(phase=Phase.CLOSED, closed_at=MONDAY, outcome=outcome, **facts)
    return told(CaseClosed.about(case, MONDAY))


def resident(messages: list[Message]) -> list[Message]:
    return [message for message in messages if message.to is None]


def a_step(event: type[TermNear | TermMissed], audience: str, case: Case) -> TermNear | TermMissed:
    clock = Clock(
        kind=ClockKind.CONTACT,
        starts_on=date(2026, 6, 1),
        nominal_end=date(2026, 6, 8),
        due_on=date(2026, 6, 8),
        article="memo Klachtenmanagement par. 1",
        explanation="Vijf werkdagen na ontvangst.",
    )
    return event(
        id=event_id(case.number, audience, type_of(event)),
        type=type_of(event),
        source=source_of(case.municipality, "deadlines"),
        subject=case.number,
        time=MONDAY,
        gemeentecode=case.municipality,
        data=Step(case=case, clock=clock, step=1, audience=audience),
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


def test_a_term_that_ends_soon_reminds_whom_its_ladder_names() -> None:
    (reminder,) = told(a_step(TermNear, "behandelaar", a_case(handler=WIJKTEAM)))
    assert reminder.to == WIJKTEAM
    assert reminder.content == Reminder(
        phase=Phase.INFORMAL, clock=ClockKind.CONTACT, due_on=date(2026, 6, 8)
    )


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
    content = closing(a_case(outcome=Outcome.JUDGED), municipalities()["0000"], date(2026, 6, 1))
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


def test_a_term_of_a_year_ends_on_the_same_day_of_the_next_year() -> None:
    assert a_year_after(date(2026, 8, 1)) == date(2027, 8, 1)  # a Sunday: no term of a year moves
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_message_that_cannot_be_delivered_becomes_a_task_and_a_task_does_not() -> None:
    (receipt,) = resident(opened())
    task = instead_of(receipt, Why.NO_ADDRESS)

    assert task
    assert task.content == ByHand(audience=RESIDENT, why=Why.NO_ADDRESS)
    assert instead_of(task, Why.UNCERTAIN) is None


cases = st.builds(
    a_case,
    channel=st.sampled_from(Channel),
    flags=st.lists(st.sampled_from(Flag), max_size=3).map(tuple),
    handler=st.sampled_from([DESK, WIJKTEAM, PROVIDER]),
    co_handler=st.sampled_from([None, DESK, WIJKTEAM, PROVIDER]),
    written=st.booleans(),
    statutory=st.booleans(),
    outcome=st.sampled_from(Outcome),
    closed_at=st.just(MONDAY),
)


@given(cases, st.sampled_from([CaseOpened, CaseRouted, CaseClosed]))
def test_the_same_event_gives_the_same_messages_and_no_two_of_one_event_are_alike(
    case: Case, kind: type[CaseOpened | CaseRouted | CaseClosed]
) -> None:
    event = kind.about(case, MONDAY)
    first = told(event)

    assert told(kind.model_validate_json(event.model_dump_json())) == first
    for one, other in permutations(first, 2):
        assert one.id != other.id
        assert one.to is None or other.to is None or one.to != other.to


@given(cases)
def test_no_machine_ever_writes_to_a_resident_whose_case_carries_a_safety_flag(case: Case) -> None:
    flagged = case.model_copy(update={"flags": (*case.flags, Flag.SUICIDE)})
    for kind in (CaseOpened, CaseRouted, CaseClosed):
        assert not resident(told(kind.about(flagged, MONDAY)))


def test_who_sends_praise_is_thanked_and_not_told_to_expect_a_call() -> None:
    sent = opened(kind=Kind.NOT_A_COMPLAINT, ground=Ground.COMPLIMENT)

    receipts = [told.content for told in sent if isinstance(told.content, Receipt)]
    assert [receipt.contact_working_days for receipt in receipts] == [None]
