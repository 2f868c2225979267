"""What of a mail that came back, or that nobody took for a case?"""

import re
from datetime import timedelta

import pytest

from services.notifications.message import ByHand, Message, Why
from services.notifications.service import Notifications, State
from services.notifications.to_residents import Receipt
from services.notifications.to_staff import ToJudge
from shared.events import (
    Bounce,
    BounceReceived,
    MessageNotDelivered,
    MessageSuspected,
    Suspicious,
    source_of,
)
from shared.glossary import Suspicion
from shared.municipality import municipalities
from tests.builders import MONDAY
from tests.fakes.mails import MESSAGE_ID
from tests.unit.notifications.test_sending import DESK, NUMBER, Office, opened


def bounce(message_id: str, *, permanent: bool = True, number: str = NUMBER) -> BounceReceived:
    return BounceReceived(
        id="b-1",
        source=source_of("1904", "intake"),
        subject=number,
        time=MONDAY,
        gemeentecode="1904",
        data=Bounce(message_id=message_id, permanent=permanent),
    )


@pytest.fixture
def office() -> Office:
    """Where the resident was just sent a receipt."""
    office = Office()
    office.tell(opened())
    return office


def receipt(office: Office) -> Message:
    kept = [each.message for each in office.store.kept.values()]
    [found] = [each for each in kept if isinstance(each.content, Receipt)]
    return found


def test_a_person_tells_what_came_back(office: Office) -> None:
    lost = receipt(office)
    office.service.came_back(bounce(lost.id))

    task = office.mailbox.sent[-1]
    assert office.store.state_of(lost) is State.NOT_DELIVERED
    assert office.told(MessageNotDelivered) == ["inwoner"]
    assert task.to == DESK
    assert "De mail kwam terug." in task.text.plain


def test_the_same_report_again_changes_nothing(office: Office) -> None:
    for _ in range(2):
        office.service.came_back(bounce(receipt(office).id))

    assert office.told(MessageNotDelivered) == ["inwoner"]
    assert len(office.mailbox.sent) == 3


@pytest.mark.parametrize("number", [NUMBER, "KL-2026-BBBBB-BBBBB"])
def test_a_message_that_we_never_sent_changes_nothing(office: Office, number: str) -> None:
    lost = receipt(office).id if number != NUMBER else MESSAGE_ID
    office.service.came_back(bounce(lost, number=number))

    assert office.told(MessageNotDelivered) == []
    assert len(office.mailbox.sent) == 2


def test_what_may_still_arrive_asks_nothing(office: Office) -> None:
    office.service.came_back(bounce(receipt(office).id, permanent=False))

    assert office.store.state_of(receipt(office)) is State.SENT


def test_what_comes_back_before_we_know_that_it_went_is_not_lost() -> None:
    office = Office()
    office.mailbox.dies = "after"
    office.killed_while_telling(opened())
    [claimed] = [each for each in office.store.kept.values() if each.state is State.CLAIMED]

    office.service.came_back(bounce(claimed.message.id))

    assert office.store.state_of(claimed.message) is State.NOT_DELIVERED
    assert office.told(MessageNotDelivered) == [claimed.message.audience]


def test_a_task_that_came_back_brings_no_other_task(office: Office) -> None:
    office.service.came_back(bounce(receipt(office).id))
    kept = [each.message for each in office.store.kept.values()]
    [task] = [each for each in kept if isinstance(each.content, ByHand)]
    assert isinstance(task.content, ByHand)
    assert task.content.why is Why.CAME_BACK

    office.service.came_back(bounce(task.id))

    assert office.store.state_of(task) is State.NOT_DELIVERED
    assert len(office.store.kept) == 3


def suspected(id: str, day: str = "2026-06-01", municipality: str = "1904") -> MessageSuspected:
    return MessageSuspected(
        id=id,
        source=source_of(municipality, "intake"),
        subject=f"verdachte-berichten-{day}",
        time=MONDAY + timedelta(minutes=len(id)),
        gemeentecode=municipality,
        data=Suspicious(reason=Suspicion.SPAM),
    )


def test_the_desk_hears_once_a_day_that_mail_waits_to_be_judged() -> None:
    office = Office()
    for event in (suspected("s-1"), suspected("s-12"), suspected("s-3", "2026-06-02")):
        office.tell(event)
        office.tell(event)
    office.tell(suspected("s-4", municipality="1696"))

    assert office.mailed.count(DESK) == 2
    assert len(office.mailed) == 3
    assert {mail.text.subject for mail in office.mailbox.sent} == {"Kijk welke mail een klacht is"}
    assert {type(each.message.content) for each in office.store.kept.values()} == {ToJudge}


def test_that_text_holds_no_number_of_a_case() -> None:
    office = Office()
    office.tell(suspected("s-1"))

    assert not re.search(r"KL-|verdachte-berichten", office.mailbox.sent[0].text.plain)


def test_every_municipality_has_a_desk_that_hears_it() -> None:
    for code in municipalities():
        office = Office()
        service: Notifications = office.service
        service.tell(suspected("s-1", municipality=code))

        assert len(office.mailbox.sent) == 1
