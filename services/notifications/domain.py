"""Who is told what, when something happens to a case? Plain functions over plain values."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from services.notifications.message import (
    Adjourned,
    AdjournedToo,
    Agreed,
    AgreedToo,
    ByHand,
    Delay,
    DutyEscalation,
    DutyReminder,
    Ended,
    Escalation,
    ForResident,
    ForStaff,
    HandledByProvider,
    HowWasIt,
    Judged,
    Message,
    NotHandled,
    Notice,
    OfDuty,
    Receipt,
    Referral,
    Reminder,
    Urgent,
    Why,
)
from shared.case import Case, Handler
from shared.dutch_time import dutch_date
from shared.events import (
    CaseAdjourned,
    CaseClosed,
    CaseOpened,
    CaseRouted,
    DelayAgreed,
    DutyMissed,
    DutyNear,
    DutyStep,
    HandoverReturned,
    Step,
    TermMissed,
    TermNear,
    event_id,
)
from shared.glossary import SAFETY_FLAGS, Flag, Ground, HandlerKind, Kind, Outcome
from shared.law.calendar import dutch_calendar
from shared.law.handling import handling, ombudsman
from shared.municipality import Municipality
from shared.regime import HANDLER, MANAGER, RESIDENT

Cause: TypeAlias = (
    CaseOpened
    | CaseRouted
    | HandoverReturned
    | CaseAdjourned
    | DelayAgreed
    | CaseClosed
    | TermNear
    | TermMissed
    | DutyNear
    | DutyMissed
)

CO_HANDLER = "medebehandelaar"
RESPONDENT = "betrokkene"
DESK = Handler(kind=HandlerKind.COMPLAINTS_DESK, key="klachtenloket")
COORDINATOR = Handler(kind=HandlerKind.UNIT, key="klachtencoordinator")

DEFAULT_SECOND_LINE = "Nationale ombudsman"  # WNo 1a: where a municipality has none of its own
OUR_JUDGMENT = {Outcome.JUDGED, Outcome.NOT_HANDLED}


def messages(event: Cause, municipality: Municipality) -> list[Message]:
    """All messages that *event* asks for: the same event always gives the same messages."""
    told: set[str] = set()
    found = []
    for audience, to, content in _decide(event, municipality):
        about = audience
        if isinstance(content, ByHand):  # the desk may get several: each is about somebody else
            about = content.audience
        elif to and (mailbox := municipality.party(to).mailbox):
            if mailbox in told:  # two roles, one mailbox: one message is enough
                continue
            told.add(mailbox)
        found.append(
            Message(
                id=event_id(event.id, content.template, about),
                cause=event.id,
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
    content = message.content
    task = ByHand(
        audience=message.audience,
        why=why,
        until=content.until if isinstance(content, Delay) else None,
        duty=isinstance(content, OfDuty),
    )
    new = {"id": event_id(message.id, task.template), "audience": DESK.key, "to": DESK}
    return message.model_copy(update=new | {"content": task})


Told: TypeAlias = tuple[str, Handler | None, ForResident | ForStaff]


def _decide(event: Cause, municipality: Municipality) -> Iterator[Told]:
    match event:
        case CaseOpened():
            yield from _opened(event.data.case, municipality)
        case CaseRouted() | HandoverReturned():
            case = event.data.case
            yield HANDLER, case.handler, _notice(case, case.handler, municipality)
        case CaseAdjourned() | DelayAgreed():
            yield from _delayed(event, municipality)
        case CaseClosed():
            case = event.data.case
            yield from _answer(case, closing(case, municipality, case.closed_at or event.time))
        case TermNear() | TermMissed():
            yield from _step(event.data, type(event) is TermMissed, municipality)
        case DutyNear() | DutyMissed():
            yield _duty(event.data, type(event) is DutyMissed, municipality)
        case _:
            assert_never(event)


def _opened(case: Case, municipality: Municipality) -> Iterator[Told]:
    if is_urgent(case):
        yield DESK.key, DESK, Urgent()
        yield COORDINATOR.key, COORDINATOR, Urgent()
    yield HANDLER, case.handler, _notice(case, case.handler, municipality)
    if case.co_handler:
        yield CO_HANDLER, case.co_handler, _notice(case, case.co_handler, municipality)
    if a_machine_may_answer(case):
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


def _delayed(event: CaseAdjourned | DelayAgreed, municipality: Municipality) -> Iterator[Told]:
    """Both the resident and whom it is about hear it in writing (Awb 9:11 lid 2)."""
    case = event.data.case
    until = handling(case, municipality, dutch_calendar()).due_on
    adjourned = isinstance(event, CaseAdjourned)
    reason = case.term_changes[-1].reason
    yield from _answer(case, (Adjourned if adjourned else Agreed)(until=until, reason=reason))

    parties = respondents(case)
    if is_urgent(case) or not parties:  # who may have hurt somebody hears nothing of a machine
        why = Why.BY_A_PERSON_ONLY if parties else Why.NO_RESPONDENT
        yield DESK.key, DESK, ByHand(audience=RESPONDENT, why=why, until=until)
        return
    for party in parties:
        if has_own_mailbox(party, municipality):
            outside = is_outside(party, municipality)
            notice = (AdjournedToo if adjourned else AgreedToo)(until=until, outside=outside)
            yield party.key, party, notice
        else:
            yield DESK.key, DESK, ByHand(audience=party.key, why=Why.NO_ADDRESS, until=until)


def _step(step: Step, missed: bool, municipality: Municipality) -> Iterator[Told]:
    case, clock = step.case, step.clock
    if step.audience == RESIDENT:
        if a_machine_may_answer(case):
            yield RESIDENT, None, HowWasIt(again=step.step > 1)
        return
    reader = _reader(step.audience, case.handler, municipality)
    content = (Escalation if missed else Reminder)(
        outside=is_outside(reader, municipality),
        phase=case.phase,
        clock=clock.kind,
        item=clock.item,
        due_on=clock.due_on,
        due_at=clock.due_at,
        article=clock.article,
    )
    yield step.audience, reader, content


def _duty(step: DutyStep, missed: bool, municipality: Municipality) -> Told:
    owner = COORDINATOR
    if step.provider:
        owner = Handler(kind=HandlerKind.PROVIDER, key=step.provider)
    content = (DutyEscalation if missed else DutyReminder)(
        clock=step.clock.kind,
        due_on=step.clock.due_on,
        article=step.clock.article,
        provider=municipality.party(owner).name if step.provider else None,
    )
    return step.audience, _reader(step.audience, owner, municipality), content


def _answer(case: Case, content: ForResident) -> Iterator[Told]:
    """To the resident, if she waits for it; by a person where no machine may write."""
    if not case.expects_an_answer:
        return
    if case.by_a_person_only:
        until = content.until if isinstance(content, Delay) else None
        task = ByHand(audience=RESIDENT, why=Why.BY_A_PERSON_ONLY, until=until)
        yield DESK.key, DESK, task
    else:
        yield RESIDENT, None, content


def closing(case: Case, municipality: Municipality, at: datetime) -> ForResident:
    """What a resident is told when the case ends."""
    day = dutch_date(at)
    found = municipality.second_line_on(day)
    body = found.name if found else DEFAULT_SECOND_LINE
    outcome = case.outcome or Outcome.REGISTERED
    if outcome is Outcome.HANDLED_BY_PROVIDER or (
        case.handler.kind is HandlerKind.PROVIDER and outcome in OUR_JUDGMENT
    ):
        return HandledByProvider(second_line=body)
    ended = case.model_copy(update={"closed_at": at})
    if outcome in OUR_JUDGMENT and (year := ombudsman(ended, municipality, dutch_calendar())):
        missed_on = year.starts_on if year.starts_on < day else None
        referral = Referral(body=body, until=year.due_on, missed_on=missed_on)
        return (Judged if outcome is Outcome.JUDGED else NotHandled)(referral=referral)
    return Ended(outcome=outcome)


def respondents(case: Case) -> tuple[Handler, ...]:
    """Whom the conduct may be about, as far as a case says: those who handle it, or would."""
    named = [case.handler, case.co_handler, case.proposed]
    named += [Handler(kind=HandlerKind.PROVIDER, key=key) for key in case.providers]
    parties = {HandlerKind.UNIT, HandlerKind.PROVIDER}
    return tuple(dict.fromkeys(each for each in named if each and each.kind in parties))


def a_machine_may_answer(case: Case) -> bool:
    return case.expects_an_answer and not case.by_a_person_only


def somebody_will_call(case: Case) -> bool:
    """Praise is passed on; nobody need talk it over."""
    return case.is_open and case.ground is not Ground.COMPLIMENT


def is_urgent(case: Case) -> bool:
    return not (SAFETY_FLAGS | {Flag.NOW}).isdisjoint(case.flags)


def reaches_by_post(address: str | None) -> bool:
    """Only a place is no address: a letter needs a house number or a postbox."""
    return address is not None and any(character.isdigit() for character in address)


def has_own_mailbox(reader: Handler, municipality: Municipality) -> bool:
    """Or does the desk read what is for her?"""
    return municipality.party(reader).mailbox != municipality.party(DESK).mailbox


def is_outside(reader: Handler, municipality: Municipality) -> bool:
    strangers = {HandlerKind.PROVIDER, HandlerKind.EXTERNAL}
    return reader.kind in strangers and has_own_mailbox(reader, municipality)


def _notice(case: Case, reader: Handler, municipality: Municipality) -> Notice:
    return Notice(
        phase=case.phase,
        outside=is_outside(reader, municipality),
        resident_told=a_machine_may_answer(case),
    )


def _reader(audience: str, owner: Handler, municipality: Municipality) -> Handler:
    """Who is meant by a role or by the key of a unit."""
    if audience == HANDLER:
        return owner
    if audience == MANAGER:
        return municipality.manager_of(owner)
    return Handler(kind=HandlerKind.UNIT, key=audience)
