"""Who is told what, when something happens to a case? Plain functions over plain values."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias, assert_never

from services.notifications import clocks, ending, other_side
from services.notifications.message import ByHand, ForResident, ForStaff, Message, Why
from services.notifications.reaching import (
    COORDINATOR,
    DESK,
    Told,
    a_machine_may_answer,
    by_hand,
    is_outside,
    is_urgent,
    to_party,
    to_resident,
)
from services.notifications.to_residents import Mediating, Receipt, Thanks, ToComplete
from services.notifications.to_staff import (
    Decided,
    ForCollege,
    Notice,
    Occasion,
    ToDecide,
    ToJudge,
    ToldMore,
    Urgent,
)
from shared.case import Case, Handler
from shared.dutch_time import dutch_date
from shared.events import (
    AdditionRecorded,
    CaseAdjourned,
    CaseClassified,
    CaseClosed,
    CaseOpened,
    CaseReopened,
    CaseRouted,
    CollegeAlerted,
    ContributionAsked,
    DecisionAsked,
    DecisionTaken,
    DelayAgreed,
    DutyMissed,
    DutyNear,
    HandoverReturned,
    HearingPlanned,
    MediationStarted,
    MessageSuspected,
    ProposalRejected,
    RepairAsked,
    RespondentRecorded,
    SecondLineReferred,
    TermMissed,
    TermNear,
    event_id,
)
from shared.glossary import Channel, Flag, Ground, HandlerKind, Kind, Outcome, Telling
from shared.municipality import Municipality
from shared.regime import HANDLER, MANAGER, RESIDENT

Cause: TypeAlias = (
    CaseOpened
    | CaseRouted
    | AdditionRecorded
    | HandoverReturned
    | CaseClassified
    | CollegeAlerted
    | RepairAsked
    | RespondentRecorded
    | ContributionAsked
    | MediationStarted
    | HearingPlanned
    | CaseAdjourned
    | DelayAgreed
    | DecisionAsked
    | ProposalRejected
    | DecisionTaken
    | CaseClosed
    | CaseReopened
    | SecondLineReferred
    | TermNear
    | TermMissed
    | DutyNear
    | DutyMissed
    | MessageSuspected
)

CO_HANDLER = "medebehandelaar"
COLLEGE = Handler(kind=HandlerKind.UNIT, key="college")


def messages(event: Cause, municipality: Municipality) -> list[Message]:
    """All messages that *event* asks for: the same event always gives the same messages."""
    read: dict[str | None, list[ForResident | ForStaff]] = {}
    found = []
    for audience, to, content, once in _decide(event, municipality):
        mailbox = municipality.party(to).mailbox if to else None
        if _is_known(content, before := read.setdefault(mailbox, [])):
            continue
        before.append(content)
        found.append(
            Message(
                id=_id(event, audience, content, once),
                cause=event.id,
                municipality=event.gemeentecode,
                number=event.subject,
                caused_at=event.time,
                audience=audience,
                to=to,
                content=content,
                once=once,
            )
        )
    return found


def _id(event: Cause, audience: str, content: ForResident | ForStaff, once: bool) -> str:
    if once:
        said = content.model_dump_json()
        return event_id(event.gemeentecode, event.subject, audience, said)
    about = content.audience if isinstance(content, ByHand) else audience
    return event_id(event.id, content.template, about)


def _is_known(content: ForResident | ForStaff, before: Sequence[ForResident | ForStaff]) -> bool:
    """Who reads one mailbox for two roles needs no second message."""
    is_notice = isinstance(content, Notice)
    return content in before or (
        is_notice and any(isinstance(each, Notice | Urgent) for each in before)
    )


def instead_of(message: Message, why: Why) -> Message | None:
    """The task for the desk when *message* cannot be delivered. A task of which nobody knows
    whether it went is given once more; of what else is wrong with it, nobody else can be told.
    """
    if isinstance(message.content, ByHand):
        again = {"id": event_id(message.id, message.content.template)}
        return message.model_copy(update=again) if why is Why.UNCERTAIN else None
    audience, to, task, _ = by_hand(message.audience, why, message.content)
    new = {"id": event_id(message.id, task.template), "audience": audience, "to": to}
    return message.model_copy(update=new | {"content": task, "once": False})


def _decide(event: Cause, municipality: Municipality) -> Iterator[Told]:
    match event:
        case TermNear() | TermMissed():
            yield from clocks.of_case(event, municipality)
            return
        case DutyNear() | DutyMissed():
            yield clocks.of_duty(event, municipality)
            return
        case MessageSuspected():  # its subject is a day: so it is once a day
            yield Told(DESK.key, DESK, ToJudge(), once=True)
            return
    case = event.data.case
    match event:
        case CaseOpened():
            yield from _opened(case, municipality)
        case CaseClassified():
            yield from _classified(case, municipality)
        case CaseRouted() | HandoverReturned():
            yield _notice(case, HANDLER, case.handler, municipality, Occasion.NEW)
        case AdditionRecorded():
            yield from _added(case, municipality)
        case CaseReopened():
            yield _notice(case, HANDLER, case.handler, municipality, Occasion.REOPENED)
        case CollegeAlerted():
            yield to_party(COLLEGE, ForCollege(), municipality)
        case RepairAsked():
            if repair := case.proceedings.repair:
                yield to_resident(case, ToComplete(until=repair.due_on, statutory=case.statutory))
        case MediationStarted():
            yield to_resident(case, Mediating())
        case RespondentRecorded():
            yield from other_side.recorded(case, municipality)
        case ContributionAsked():
            yield from other_side.asked_to_contribute(case, municipality)
        case HearingPlanned():
            yield from other_side.invited(event, municipality)
        case CaseAdjourned() | DelayAgreed():
            yield from other_side.delayed(event, municipality)
        case DecisionAsked():
            yield Told(MANAGER, municipality.manager_of(case.handler), ToDecide())
            yield Told(COORDINATOR.key, COORDINATOR, ToDecide())
        case ProposalRejected():
            yield _notice(case, HANDLER, case.handler, municipality, Occasion.REJECTED)
        case DecisionTaken():
            outside = is_outside(case.handler, municipality)
            yield Told(HANDLER, case.handler, Decided(outside=outside))
        case CaseClosed():
            if _withdrew_herself(case):
                yield _about_addition(case, HANDLER, case.handler, municipality)
            yield from ending.closed(case, municipality, event.time)
        case SecondLineReferred():
            yield from ending.second_line(case, municipality)
        case _:
            assert_never(event)


def _opened(case: Case, municipality: Municipality) -> Iterator[Told]:
    yield from _alarms(case, municipality)
    yield from _to_handlers(case, municipality, Occasion.NEW)
    if case.channel is Channel.COUNCIL_MEMBER:
        if not case.by_a_person_only:
            yield Told(RESIDENT, None, Thanks(received_on=dutch_date(case.received_at)))
    elif a_machine_may_answer(case):
        days = municipality.regime(case.regime).terms.contact_working_days
        receipt = Receipt(
            received_on=dutch_date(case.received_at),
            complaint=case.kind in {Kind.COMPLAINT, Kind.UNKNOWN},
            contact_working_days=days if somebody_will_call(case) else None,
        )
        yield to_resident(case, receipt)


def _added(case: Case, municipality: Municipality) -> Iterator[Told]:
    """What a machine wrote, and how satisfied she is, asks nothing of anybody."""
    if not case.additions:
        return
    last = case.additions[-1]
    if last.automatic or last.telling is Telling.SATISFACTION:
        return
    yield _about_addition(case, HANDLER, case.handler, municipality)
    if case.outcome is Outcome.JOINED:  # another may have it where it goes on
        yield _about_addition(case, DESK.key, DESK, municipality)
    if last.telling is Telling.DISSATISFACTION:  # Sterker par. 6 A3: a talk with the manager
        yield _about_addition(case, MANAGER, municipality.manager_of(case.handler), municipality)
        yield _about_addition(case, COORDINATOR.key, COORDINATOR, municipality)


def _withdrew_herself(case: Case) -> bool:
    """Or did somebody write it down for her, who knows?"""
    last = case.additions[-1] if case.additions else None
    return bool(last and last.telling is Telling.WITHDRAWAL) and case.outcome is Outcome.WITHDRAWN


def _about_addition(case: Case, role: str, reader: Handler, municipality: Municipality) -> Told:
    last = case.additions[-1]
    content = ToldMore(
        telling=last.telling,
        by_another=last.by_another,
        is_open=case.is_open,
        goes_on=case.outcome is Outcome.JOINED,
        outside=is_outside(reader, municipality),
    )
    return Told(role, reader, content)


def _classified(case: Case, municipality: Municipality) -> Iterator[Told]:
    """Who keeps the case hears it as well: what she has to do may be something else now."""
    yield from _to_handlers(case, municipality, Occasion.CLASSIFIED)
    yield from _alarms(case, municipality)


def _alarms(case: Case, municipality: Municipality) -> Iterator[Told]:
    """Once in a case: which flag is new, no case says (Uitgangspunten par. 11 VI)."""
    if is_urgent(case):
        yield Told(DESK.key, DESK, Urgent(), once=True)
        yield Told(COORDINATOR.key, COORDINATOR, Urgent(), once=True)
    if Flag.TELL_COLLEGE in case.flags:
        yield to_party(COLLEGE, ForCollege(), municipality)._replace(once=True)


def _to_handlers(case: Case, municipality: Municipality, occasion: Occasion) -> Iterator[Told]:
    yield _notice(case, HANDLER, case.handler, municipality, occasion)
    if case.co_handler:
        yield _notice(case, CO_HANDLER, case.co_handler, municipality, occasion)


def _notice(
    case: Case, role: str, reader: Handler, municipality: Municipality, occasion: Occasion
) -> Told:
    notice = Notice(
        occasion=occasion,
        phase=case.phase,
        outside=is_outside(reader, municipality),
        resident_told=a_machine_may_answer(case),
    )
    return Told(role, reader, notice)


def somebody_will_call(case: Case) -> bool:
    """Praise is passed on; nobody need talk it over."""
    return case.is_open and case.ground is not Ground.COMPLIMENT
