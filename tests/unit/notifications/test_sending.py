from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain import Cause, messages
from services.notifications.message import ByHand
from services.notifications.service import GIVE_UP, LONGEST_RUN, SOON, Mail, Notifications, State
from shared.case import Reason
from shared.dossier import Attachment, Dossier, Person
from shared.events import (
    CaseClassified,
    CaseClosed,
    CaseOpened,
    Clock,
    DutyNear,
    DutyStep,
    LetterReady,
    MessageNotDelivered,
    MessageSent,
    source_of,
)
from shared.glossary import Channel, ClockKind, Domain, Flag, Nature, Outcome, Phase
from shared.municipality import municipalities
from tests.builders import MONDAY, a_case
from tests.fakes.notifications import AddressBook, KilledError, Mailbox, MessageStoreInMemory

NUMBER = "KL-2026-AAAAA-AAAAA"
RESIDENT = "j.dewit@mail.example"
DESK = "klachtenloket@stichtsevecht.example"
COLLEGE = "college@stichtsevecht.example"
FLAGGED = {"flags": (Flag.TELL_COLLEGE,)}


def a_dossier(*, language: str = "nl", **person: Any) -> Dossier:
    usual = {
        "name": "J. de Wit-Kuijper",
        "email": RESIDENT,
        "address": "Dorpsweg 1, Maarssen",
        "reachable_electronically": True,
    }
    return Dossier(
        number=NUMBER,
        municipality="1904",
        channel=Channel.WEB_FORM,
        received_at=MONDAY,
        registered_at=MONDAY,
        language=language,
        person=Person(**(usual | person)),
    )


@dataclass
class Office:
    """The service among its fakes."""

    dossier: Dossier | None = field(default_factory=a_dossier)
    store: MessageStoreInMemory = field(default_factory=MessageStoreInMemory)
    mailbox: Mailbox = field(default_factory=Mailbox)
    now: datetime = MONDAY

    @property
    def service(self) -> Notifications:
        book = AddressBook({NUMBER: self.dossier} if self.dossier else {})
        return Notifications(
            municipalities(), self.store, book, self.mailbox, clock=lambda: self.now
        )

    def tell(self, event: Cause) -> None:
        self.service.tell(event)

    def killed_while_telling(self, event: Cause) -> None:
        with pytest.raises(KilledError):
            self.service.tell(event)
        self.mailbox.dies = ""

    def catch_up(self, after: timedelta) -> int:
        self.now = MONDAY + after
        return self.service.catch_up(self.now)

    @property
    def mailed(self) -> list[str]:
        return sorted(mail.to for mail in self.mailbox.sent)

    @property
    def states(self) -> set[State]:
        return {each.state for each in self.store.kept.values()}

    def told(self, kind: type) -> list[str]:
        return [news.data.audience for news in self.store.news if isinstance(news, kind)]


def opened(**facts: Any) -> CaseOpened:
    return CaseOpened.about(a_case(**facts), MONDAY)


def classified(sequence: int) -> CaseClassified:
    return CaseClassified.about(a_case(sequence=sequence, **FLAGGED), MONDAY)


def withdrawn(**facts: Any) -> CaseClosed:
    case = a_case(phase=Phase.CLOSED, closed_at=MONDAY, outcome=Outcome.WITHDRAWN, **facts)
    return CaseClosed.about(case, MONDAY)


def test_a_new_case_is_mailed_to_its_handler_and_to_who_complains() -> None:
    office = Office()
    office.tell(opened())

    assert office.mailed == [RESIDENT, DESK]
    assert office.told(MessageSent) == ["behandelaar", "inwoner"]
    assert office.states == {State.SENT}


def test_the_same_event_twice_is_mailed_once() -> None:
    office = Office()
    for _ in range(3):
        office.tell(opened())

    assert office.mailed == [RESIDENT, DESK]
    assert len(office.store.news) == 2


def test_what_is_told_once_in_a_case_is_mailed_once_and_holds_up_nothing_else() -> None:
    office = Office()
    for event in (opened(**FLAGGED), classified(2), classified(3), classified(3)):
        office.tell(event)

    assert office.mailed.count(COLLEGE) == 1
    assert office.mailed.count(DESK) == 3


def test_what_is_told_once_is_mailed_once_whichever_event_comes_first() -> None:
    office = Office()
    for event in (classified(3), opened(**FLAGGED), classified(2)):
        office.tell(event)

    assert office.mailed.count(COLLEGE) == 1


def test_what_is_told_once_and_was_refused_goes_out_when_another_event_asks_for_it() -> None:
    office = Office(mailbox=Mailbox(refuses=True))
    with pytest.raises(ExceptionGroup):
        office.tell(opened(**FLAGGED))
    office.mailbox.refuses = False
    office.tell(classified(2))

    assert office.mailed == [COLLEGE, DESK]


def test_a_second_delivery_does_not_read_the_dossier_again() -> None:
    book = AddressBook({NUMBER: a_dossier()})
    office = Office()
    service = Notifications(municipalities(), office.store, book, office.mailbox, lambda: MONDAY)
    for _ in range(2):
        service.tell(opened())

    assert book.read_for == ["bericht aan inwoner"]


def test_what_was_stored_and_never_sent_is_sent_by_the_clock() -> None:
    office = Office()
    office.store.add(messages(opened(), municipalities()["1904"]), MONDAY + SOON)

    assert office.catch_up(SOON) == 2
    assert office.mailed == [RESIDENT, DESK]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_stopped_around_sending_is_never_sent_again_and_a_person_hears_of_it(
    moment: str,
) -> None:
    office = Office(mailbox=Mailbox(dies=moment))
    office.killed_while_telling(withdrawn())
    office.tell(withdrawn())  # the queue delivers it again
    assert office.catch_up(LONGEST_RUN - timedelta(seconds=1)) == 0  # it may still be running

    office.catch_up(LONGEST_RUN)
    office.catch_up(LONGEST_RUN * 2)

    assert office.mailed.count(RESIDENT) == (1 if moment == "after" else 0)
    assert office.told(MessageNotDelivered) == ["inwoner"]
    assert office.mailed.count(DESK) == 1
    assert office.states == {State.UNCERTAIN, State.SENT}


def test_of_two_who_tell_the_same_event_at_once_only_one_mails() -> None:
    office = Office()

    class Rival(AddressBook):
        """The other one does everything while we look up an address."""

        def read(self, municipality: str, number: str, purpose: str) -> Dossier | None:
            office.tell(opened())
            return a_dossier()

    Notifications(
        municipalities(), office.store, Rival(), office.mailbox, clock=lambda: MONDAY
    ).tell(opened())

    assert office.mailed == [RESIDENT, DESK]
    assert len(office.told(MessageSent)) == 2


def test_a_mail_that_went_after_it_was_given_up_counts_as_sent() -> None:
    office = Office()

    class Slow(Mailbox):
        def send(self, mail: Mail) -> str:
            if mail.to == RESIDENT:
                office.catch_up(LONGEST_RUN)
            return super().send(mail)

    office.mailbox = Slow()
    office.tell(withdrawn())

    assert office.states == {State.SENT}
    assert office.told(MessageNotDelivered) == ["inwoner"]
    assert office.told(MessageSent) == ["klachtenloket", "inwoner"]


def test_one_stopped_message_does_not_keep_the_others_waiting() -> None:
    office = Office(mailbox=Mailbox(dies="before"))
    office.killed_while_telling(opened())

    office.tell(opened())

    assert office.mailed == [RESIDENT]


def test_a_refused_mail_waits_and_goes_out_when_the_mail_service_is_back() -> None:
    office = Office(mailbox=Mailbox(refuses=True))
    with pytest.raises(ExceptionGroup):
        office.tell(opened())
    with pytest.raises(ExceptionGroup):
        office.catch_up(SOON)
    assert office.states == {State.READY}

    office.mailbox.refuses = False
    office.tell(opened())
    office.catch_up(SOON * 2)

    assert office.mailed == [RESIDENT, DESK]


def test_what_is_refused_for_a_day_is_told_by_a_person() -> None:
    office = Office(mailbox=Mailbox(refuses=True))
    with pytest.raises(ExceptionGroup):
        office.tell(withdrawn())
    with pytest.raises(ExceptionGroup):
        office.catch_up(GIVE_UP - timedelta(minutes=1))
    with pytest.raises(ExceptionGroup):  # the task itself is a mail, and waits
        office.catch_up(GIVE_UP + SOON)

    assert office.told(MessageNotDelivered) == ["inwoner"]
    office.mailbox.refuses = False
    office.catch_up(GIVE_UP + SOON * 3)
    assert office.mailed == [DESK]


def test_a_task_is_never_given_up_for_there_is_nobody_else_to_tell() -> None:
    office = Office(dossier=None, mailbox=Mailbox(refuses=True))
    with pytest.raises(ExceptionGroup):
        office.tell(withdrawn())
    for days in (1, 2, 30):
        with pytest.raises(ExceptionGroup):
            office.catch_up(timedelta(days=days))

    office.mailbox.refuses = False
    office.catch_up(timedelta(days=31))

    assert office.mailed == [DESK]


def test_a_task_that_stopped_around_sending_is_given_once_more() -> None:
    office = Office(dossier=None, mailbox=Mailbox(dies="before"))
    office.killed_while_telling(withdrawn())

    office.catch_up(LONGEST_RUN)
    office.catch_up(LONGEST_RUN * 2)

    assert office.mailed == [DESK]


def test_who_did_not_ask_for_mail_gets_a_letter() -> None:
    office = Office(a_dossier(reachable_electronically=False))
    office.tell(withdrawn())

    (kept,) = office.store.kept.values()
    assert office.mailed == []
    assert office.told(LetterReady) == ["inwoner"]
    assert kept.state is State.LETTER
    assert kept.more["letter"].startswith("Dorpsweg 1, Maarssen\n\nmaandag 1 juni 2026")


@pytest.mark.parametrize(
    "dossier",
    [
        None,
        a_dossier(email=None, address=None),
        a_dossier(reachable_electronically=False, address="Breukelen"),
    ],
)
def test_who_can_not_be_reached_by_mail_or_letter_is_called(dossier: Dossier | None) -> None:
    office = Office(dossier)
    office.tell(withdrawn())

    assert office.told(MessageNotDelivered) == ["inwoner"]
    assert office.mailed == [DESK]
    assert any(isinstance(each.message.content, ByHand) for each in office.store.kept.values())


@pytest.mark.parametrize(
    "address",
    [
        "j@mail.example\r\nBcc: all@mail.example",
        "j@mail.example, all@mail.example",
        "J <j@mail.example>",
        "j..k@mail.example",
        "zoë@mail.example",
        "j@mail",
    ],
)
def test_an_address_that_is_not_exactly_one_mailbox_gets_a_letter(address: str) -> None:
    office = Office(a_dossier(email=address))
    office.tell(withdrawn())

    assert office.mailed == []
    assert office.told(LetterReady) == ["inwoner"]


def test_who_wrote_in_english_is_answered_in_english() -> None:
    office = Office(a_dossier(language="en"))
    office.tell(withdrawn())
    assert office.mailbox.sent[0].text.plain.startswith("Dear")


def test_a_duty_is_mailed_and_no_dossier_is_opened_for_it() -> None:
    day = date(2026, 6, 30)
    clock = Clock(
        kind=ClockKind.PUBLICATION,
        starts_on=date(2026, 1, 1),
        nominal_end=day,
        due_on=day,
        article="Awb 9:12a",
        explanation="Uiterlijk 30 juni.",
    )
    duty = DutyNear(
        id="d-1",
        source=source_of("1904", "deadlines"),
        subject="jaarpublicatie-2026-06-30",
        time=MONDAY,
        gemeentecode="1904",
        data=DutyStep(clock=clock, step=1, audience="klachtencoordinator"),
    )
    book, mailbox = AddressBook(), Mailbox()
    Notifications(
        municipalities(), MessageStoreInMemory(), book, mailbox, clock=lambda: MONDAY
    ).tell(duty)

    (mail,) = mailbox.sent
    assert mail.to == "klachtencoordinator@stichtsevecht.example"
    assert mail.text.subject == "Herinnering: jaarpublicatie klachten 30-06-2026"
    assert book.read_for == []


@pytest.mark.parametrize(
    ("dossier", "kind"),
    [
        (a_dossier(), MessageSent),
        (a_dossier(reachable_electronically=False), LetterReady),
        (None, MessageNotDelivered),
    ],
)
def test_whatever_became_of_a_message_its_news_names_the_event_that_caused_it(
    dossier: Dossier | None, kind: type
) -> None:
    office = Office(dossier)
    office.tell(withdrawn())

    assert office.told(kind)
    assert {news.data.cause for news in office.store.news} == {withdrawn().id}


def test_only_a_receipt_is_a_reply() -> None:
    office = Office()
    office.tell(opened())
    assert {mail.to: mail.is_reply for mail in office.mailbox.sent} == {RESIDENT: True, DESK: False}


def test_no_address_and_no_text_is_kept_of_what_was_mailed() -> None:
    office = Office()
    office.tell(opened())
    assert all(set(each.more) == {"reference"} for each in office.store.kept.values())
    assert RESIDENT not in "".join(
        each.message.model_dump_json() for each in office.store.kept.values()
    )


secrets = st.text(min_size=1, max_size=40)
dossiers = st.builds(
    lambda text, more: a_dossier(phone=text, role=more, represents=text).model_copy(
        update={
            "subject": text,
            "text": more,
            "note": text,
            "raw": more,
            "attachments": (Attachment(key=text, name=more, content_type=text, size=1),),
        }
    ),
    secrets,
    secrets,
)
contents = st.fixed_dictionaries(
    {
        "nature": st.sampled_from(Nature),
        "domain": st.sampled_from(Domain),
        "providers": st.sampled_from([("vechtstroom",), ("wilgenboom", "kompasggz")]),
        "flags": st.sampled_from([(Flag.MINOR,), (Flag.DATA_BREACH, Flag.PRESS)]),
        "reasons": secrets.map(lambda text: (Reason(rule=text, article=text, sentence=text),)),
    }
)


@given(dossiers, contents)
def test_no_mail_depends_on_what_a_complaint_is_about(
    dossier: Dossier, facts: dict[str, Any]
) -> None:
    """Only the name and the language of the dossier are ever repeated."""
    plain, full = Office(), Office(dossier)
    for event, bare in ((opened(**facts), opened()), (withdrawn(**facts), withdrawn())):
        full.tell(event)
        plain.tell(bare)
    assert full.mailbox.sent == plain.mailbox.sent
