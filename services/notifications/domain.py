"""Who is told what, when something happens to a case? Plain functions over plain values."""

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias, assert_never

from services.notifications.message import (
    ByHand,
    Ended,
    Escalation,
    ForResident,
    ForStaff,
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
from shared.dutch_time import dutch_date
from shared.events import CaseClosed, CaseOpened, CaseRouted, TermMissed, TermNear, event_id
from shared.glossary import SAFETY_FLAGS, Channel, Flag, Ground, HandlerKind, Kind, Outcome
from shared.municipality import Municipality

Cause: TypeAlias = CaseOpened | CaseRouted | CaseClosed | TermNear | TermMissed

RESIDENT = "inwoner"
HANDLER = "behandelaar"
CO_HANDLER = "medebehandelaar"
DESK = Handler(kind=HandlerKind.COMPLAINTS_DESK, key="klachtenloket")
COORDINATOR = Handler(kind=HandlerKind.UNIT, key="klachtencoordinator")

NOBODY_TO_WRITE_TO = frozenset({Channel.PROVIDER, Channel.SURVEY, Channel.SOCIAL_MEDIA})
BY_A_PERSON_ONLY = SAFETY_FLAGS | {Flag.NOW, Flag.NO_AUTOREPLY, Flag.UNREADABLE}
DEFAULT_SECOND_LINE = "Nationale ombudsman"  # WNo 1a: where a municipality has none of its own
OUR_JUDGMENT = {Outcome.JUDGED, Outcome.NOT_HANDLED}


def messages(event: Cause, municipality: Municipality) -> list[Message]:
    """All messages that *event* asks for: the same event always gives the same messages."""
    told: set[str] = set()
    found = []
    for audience, to, content in _decide(event, municipality):
        mailbox = municipality.party(to).mailbox if to else None
        if mailbox in told:  # two roles, one mailbox: one message is enough
            continue
        told |= {mailbox} if mailbox else set()
        found.append(
            Message(
                id=event_id(event.id, content.template, audience),
                municipality=event.gemeentecode,
                number=event.subject,
                caused_at=event.time,
                audience=audience,
                to=to,
                content=content,
            )
        )
    return found


def instead_of(message: Message, why: Why) -> Message | None:
    """The task for the desk when *message* cannot be delivered. A task brings no other task."""
    if isinstance(message.content, ByHand):
        return None
    return message.model_copy(
        update={
            "id": event_id(message.id, "zelf_doen"),
            "audience": DESK.key,
            "to": DESK,
            "content": ByHand(audience=message.audience, why=why),
        }
    )


Told: TypeAlias = tuple[str, Handler | None, ForResident | ForStaff]


def _decide(event: Cause, municipality: Municipality) -> Iterator[Told]:
    case = event.data.case
    match event:
        case CaseOpened():
            yield from _opened(case, municipality)
        case CaseRouted():
            yield HANDLER, case.handler, _notice(case, case.handler, municipality)
        case CaseClosed():
            yield from _closed(case, municipality, dutch_date(case.closed_at or event.time))
        case TermNear() | TermMissed():
            kind = Reminder if isinstance(event, TermNear) else Escalation
            clock = event.data.clock
            yield (
                event.data.audience,
                _reader(event.data.audience, case),
                kind(phase=case.phase, clock=clock.kind, due_on=clock.due_on),
            )
        case _:
            assert_never(event)


def _opened(case: Case, municipality: Municipality) -> Iterator[Told]:
    if is_urgent(case):
        yield DESK.key, DESK, Urgent()
        yield COORDINATOR.key, COORDINATOR, Urgent()
    yield HANDLER, case.handler, _notice(case, case.handler, municipality)
    if case.co_handler:
        yield CO_HANDLER, case.co_handler, _notice(case, case.co_handler, municipality)
    if may_be_written_to(case) and not by_a_person_only(case):
        days = municipality.regime(case.regime).terms.contact_working_days
        yield (
            RESIDENT,
            None,
            Receipt(
                received_on=dutch_date(case.received_at),
                complaint=case.kind in {Kind.COMPLAINT, Kind.UNKNOWN},
                contact_working_days=days if somebody_will_call(case) else None,
            ),
        )


def _closed(case: Case, municipality: Municipality, day: date) -> Iterator[Told]:
    if not may_be_written_to(case):
        return
    if by_a_person_only(case):
        yield DESK.key, DESK, ByHand(audience=RESIDENT, why=Why.BY_A_PERSON_ONLY)
        return
    yield RESIDENT, None, closing(case, municipality, day)


def closing(case: Case, municipality: Municipality, day: date) -> ForResident:
    """What a resident is told when the case ends on *day*, in Amsterdam."""
    body = municipality.second_line_on(day)
    ombudsman = body.name if body else DEFAULT_SECOND_LINE
    outcome = case.outcome or Outcome.REGISTERED
    if outcome is Outcome.HANDLED_BY_PROVIDER or (
        case.handler.kind is HandlerKind.PROVIDER and outcome in OUR_JUDGMENT
    ):
        return HandledByProvider(second_line=ombudsman)
    if case.statutory and outcome in OUR_JUDGMENT:
        referral = Referral(body=ombudsman, until=a_year_after(day))
        return (Judged if outcome is Outcome.JUDGED else NotHandled)(referral=referral)
    return Ended(outcome=outcome)


def may_be_written_to(case: Case) -> bool:
    """Is there a resident who expects to hear from us?"""
    solved = Flag.SOLVED_ON_THE_SPOT in case.flags and not case.written  # heard it already
    return not (
        solved or Flag.ANONYMOUS in case.flags or case.channel in NOBODY_TO_WRITE_TO
    )  # whoever is anonymous hears nothing back (Regeling Amstelveen)


def somebody_will_call(case: Case) -> bool:
    """Praise is passed on; nobody need talk it over."""
    return case.is_open and case.ground is not Ground.COMPLIMENT


def by_a_person_only(case: Case) -> bool:
    """A machine's reply may do harm here, or go round in circles."""
    return not BY_A_PERSON_ONLY.isdisjoint(case.flags)


def is_urgent(case: Case) -> bool:
    return not (SAFETY_FLAGS | {Flag.NOW}).isdisjoint(case.flags)


def a_year_after(day: date) -> date:
    """The last day of a term of one year (Awb 9:24). No weekend moves it: Atw 4, onder a."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


def reaches_by_post(address: str | None) -> bool:
    """Only a place is no address: a letter needs a house number or a postbox."""
    return address is not None and any(character.isdigit() for character in address)


def _notice(case: Case, reader: Handler, municipality: Municipality) -> Notice:
    own_mailbox = municipality.party(reader).mailbox != municipality.party(DESK).mailbox
    return Notice(
        phase=case.phase,
        outside=own_mailbox and reader.kind in {HandlerKind.PROVIDER, HandlerKind.EXTERNAL},
        resident_told=may_be_written_to(case) and not by_a_person_only(case),
    )


def _reader(audience: str, case: Case) -> Handler:
    if audience == HANDLER:
        return case.handler
    return Handler(kind=HandlerKind.UNIT, key=audience)
