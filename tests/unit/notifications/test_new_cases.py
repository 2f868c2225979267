"""Who hears that there is a case, or that it is now hers? And when does the college?"""

from datetime import date
from typing import Any

import pytest

from services.notifications.domain import messages
from services.notifications.message import ByHand, Message, Why
from services.notifications.reaching import COORDINATOR, DESK
from services.notifications.to_residents import Receipt
from services.notifications.to_staff import ForCollege, Notice, Occasion, Urgent
from shared.case import Handler
from shared.events import (
    CaseClassified,
    CaseOpened,
    CaseReopened,
    CaseRouted,
    CollegeAlerted,
    HandoverReturned,
    ProposalRejected,
)
from shared.glossary import SAFETY_FLAGS, Channel, Flag, Ground, HandlerKind, Kind, Outcome, Phase
from shared.municipality import municipalities
from tests.builders import MONDAY, a_case
from tests.unit.notifications.telling import (
    PROVIDER,
    WIJKTEAM,
    closed,
    news,
    opened,
    resident,
    told,
)

COLLEGE = Handler(kind=HandlerKind.UNIT, key="college")


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


def test_who_sends_praise_is_thanked_and_not_told_to_expect_a_call() -> None:
    sent = opened(kind=Kind.NOT_A_COMPLAINT, ground=Ground.COMPLIMENT)

    receipts = [told.content for told in sent if isinstance(told.content, Receipt)]
    assert [receipt.contact_working_days for receipt in receipts] == [None]


def test_who_has_the_case_hears_that_it_was_classified_or_opened_again() -> None:
    for event, occasion in (
        (CaseClassified, Occasion.CLASSIFIED),
        (CaseReopened, Occasion.REOPENED),
        (ProposalRejected, Occasion.REJECTED),
    ):
        (notice,) = news(event, handler=PROVIDER)
        assert notice.to == PROVIDER
        assert notice.content == Notice(
            occasion=occasion, phase=Phase.INFORMAL, outside=True, resident_told=True
        )


def test_who_handles_it_together_with_her_hears_of_a_classification_too() -> None:
    found = news(CaseClassified, handler=PROVIDER, co_handler=WIJKTEAM)
    assert [each.to for each in found] == [PROVIDER, WIJKTEAM]


def to_the_college(found: list[Message]) -> list[Message]:
    return [each for each in found if each.to == COLLEGE]


@pytest.mark.parametrize("event", [CaseOpened, CaseClassified])
def test_the_college_hears_of_a_case_with_its_flag_and_of_no_other(event: Any) -> None:
    (alert,) = to_the_college(news(event, flags=(Flag.TELL_COLLEGE,)))
    assert alert.content == ForCollege()
    assert not to_the_college(news(event, flags=(Flag.PRESS,)))


def test_a_flag_tells_the_college_once_in_a_case() -> None:
    flagged = {"flags": (Flag.TELL_COLLEGE,)}
    (first,) = to_the_college(news(CaseOpened, **flagged))
    (again,) = to_the_college(news(CaseClassified, sequence=2, **flagged))
    (other,) = to_the_college(news(CaseOpened, number="KL-2026-BBBBB-BBBBB", **flagged))
    assert first.once
    assert first.id == again.id != other.id


def test_a_person_tells_the_college_whenever_she_says_so() -> None:
    flagged = {"flags": (Flag.TELL_COLLEGE,)}
    alerts = [news(CollegeAlerted, sequence=sequence, **flagged) for sequence in (2, 4)]
    assert [[each.to for each in found] for found in alerts] == [[COLLEGE], [COLLEGE]]
    assert not any(each.once for found in alerts for each in found)
    assert len({each.id for found in alerts for each in found}) == 2


def test_where_the_college_has_no_mailbox_a_person_tells_it() -> None:
    sterker = municipalities()["0268"]
    case = a_case(municipality="0268", regime=sterker.regimes[0].code)
    (task,) = messages(CollegeAlerted.about(case, MONDAY), sterker)
    assert task.to == DESK
    assert task.content == ByHand(audience="college", why=Why.NO_ADDRESS, instead=ForCollege())


def test_danger_that_a_person_sees_later_alarms_once_and_the_handler_hears_it_too() -> None:
    flagged = {"handler": DESK, "flags": (Flag.VIOLENCE,)}
    alarms = news(CaseOpened, **flagged)
    notice, *later = news(CaseClassified, sequence=2, **flagged)
    assert isinstance(notice.content, Notice)
    assert [each.to for each in later] == [DESK, COORDINATOR]
    assert [each.id for each in later] == [each.id for each in alarms]
