"""What may a resident see of how her case goes?

What happened, who has it, and until when: from the case and its clocks alone. Nothing of anybody
else, nothing that staff only propose or think of, and where she or somebody near her may be in
danger, not where her case is: whoever looks over her shoulder reads it too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.intake.service import Registration, Status
from shared.case import Added, Case, TermChange
from shared.dutch_time import dutch_date
from shared.events import Clock, Received
from shared.glossary import (
    AFTER_CLOSING,
    ClockKind,
    DelayReason,
    Flag,
    HandlerKind,
    Kind,
    Outcome,
    Phase,
    Side,
    Telling,
    TermBasis,
)
from shared.municipality import Municipality
from shared.proceedings import COMPLAINANT
from shared.wire import utc_text

SHOWN_CLOCKS = (
    ClockKind.CONTACT,
    ClockKind.DISSATISFACTION,
    ClockKind.REPAIR,
    ClockKind.UNREACHABLE,
    ClockKind.HANDLING,
)


class Stage(StrEnum):
    """How far her case is, in the words of the page."""

    PROCESSING = "wordt_verwerkt"  # received, and nobody has looked yet
    LOOKING = "wordt_bekeken"
    OFFERED = "gevraagd"  # a provider has not said yet whether it takes the case
    WITH_PROVIDER = "bij_aanbieder"
    BUSY = "wordt_behandeld"
    FORMAL = "wordt_formeel_behandeld"
    STOPPING = "wil_stoppen"
    SECOND_LINE = "tweede_lijn"
    CLOSED = "afgesloten"


class What(StrEnum):
    """What happened, as far as she is told."""

    RECEIVED = "ontvangen"
    SPOKEN = "gesproken"
    OFFERED = "gevraagd"
    ACCEPTED = "aanvaard"
    RETURNED = "teruggegeven"
    FORMAL = "formeel"
    ADJOURNED = "verdaagd"
    AGREED = "uitgesteld"
    ASKED = "aanvulling_gevraagd"
    MEDIATING = "bemiddeling_begonnen"
    MEDIATED = "bemiddeling_klaar"
    INVITED = "uitgenodigd"
    HEARD = "gehoord"
    REOPENED = "heropend"
    REFERRED = "naar_tweede_lijn"
    CLOSED = "afgesloten"
    TOLD_MORE = "aangevuld"
    WANTED_TO_STOP = "wilde_stoppen"
    NOT_SATISFIED = "niet_tevreden"
    RATED = "cijfer_gegeven"


TOLD = {
    Telling.MORE: What.TOLD_MORE,
    Telling.WITHDRAWAL: What.WANTED_TO_STOP,
    Telling.DISSATISFACTION: What.NOT_SATISFIED,
    Telling.SATISFACTION: What.RATED,
}
CHANGED = {TermBasis.ADJOURNMENT: What.ADJOURNED, TermBasis.CONSENT: What.AGREED}


@dataclass(frozen=True)
class Event:
    at: datetime
    what: What
    who: str | None = None  # the name of a provider or an outside body
    day: date | None = None  # that was set or agreed on
    reason: DelayReason | None = None

    @property
    def on(self) -> date:
        return dutch_date(self.at)


@dataclass(frozen=True)
class Due:
    """Until when, and why then: *why*, *article* and *doubt* are in Dutch."""

    kind: ClockKind
    on: date
    over: bool
    why: str | None
    article: str | None
    doubt: str | None


@dataclass(frozen=True)
class SecondLine:
    name: str
    until: date | None  # None: not known yet, or no law says until when
    process_only: bool  # it never looks at a provider (Uitgangspunten par. 5A)


@dataclass(frozen=True)
class Progress:
    number: str
    stage: Stage
    who: str | None  # who handles it; None: the municipality, and no more is said
    elsewhere: bool  # at a provider or an outside body
    outcome: Outcome | None
    events: tuple[Event, ...]  # the oldest first
    dues: tuple[Due, ...]  # the soonest first
    second_line: SecondLine
    contact_working_days: int
    is_open: bool
    may_stop: bool
    may_ask_formal: bool
    may_rate: bool
    closing: str | None  # which one can be rated; None: it is open, or goes on elsewhere
    anonymous: bool  # nobody can call her or write to her


def of_case(status: Status, town: Municipality, now: datetime) -> Progress:
    case = status.case
    clocks = status.terms.clocks if status.terms else ()
    stopping = _wants_to_stop(case)
    return Progress(
        number=case.number,
        stage=_stage(case),
        who=None if is_delicate(case) else town.party(case.handler).name,
        elsewhere=case.handler.kind in (HandlerKind.PROVIDER, HandlerKind.EXTERNAL),
        outcome=case.outcome,
        events=tuple(sorted(_events(case, town), key=lambda event: event.at)),
        dues=tuple(_dues(case, clocks, now)),
        second_line=_second_line(case, clocks, town, now),
        contact_working_days=town.regime(case.regime).terms.contact_working_days,
        is_open=case.is_open,
        may_stop=case.is_open and not stopping,
        may_ask_formal=case.is_open
        and case.formal_since is None
        and case.kind in (Kind.COMPLAINT, Kind.UNKNOWN),
        may_rate=_may_be_rated(case) and not _has_rated(case),
        closing=utc_text(case.closed_at) if case.closed_at and _may_be_rated(case) else None,
        anonymous=Flag.ANONYMOUS in case.flags,
    )


def before_it_is_a_case(registration: Registration, town: Municipality, now: datetime) -> Progress:
    """Of what was received a moment ago."""
    received_at = registration.news.data.received_at
    return Progress(
        number=registration.number,
        stage=Stage.PROCESSING,
        who=None,
        elsewhere=False,
        outcome=None,
        events=(Event(received_at, What.RECEIVED),),
        dues=(),
        second_line=SecondLine(town.ombudsman_on(dutch_date(now)), None, process_only=False),
        contact_working_days=town.regime_on(dutch_date(received_at)).terms.contact_working_days,
        is_open=True,
        may_stop=True,
        may_ask_formal=False,
        may_rate=False,
        closing=None,
        anonymous=_is_anonymous(registration),
    )


def is_delicate(case: Case) -> bool:
    return case.by_a_person_only or Flag.RESTRICTED in case.flags


def _stage(case: Case) -> Stage:
    if case.phase is Phase.SECOND_LINE:
        return Stage.SECOND_LINE
    if not case.is_open:
        return Stage.CLOSED
    if _wants_to_stop(case):
        return Stage.STOPPING
    if case.phase is Phase.TRIAGE:
        return Stage.LOOKING
    if case.handler.kind is HandlerKind.PROVIDER and not is_delicate(case):
        accepted = case.handover is None or case.handover.accepted_at
        return Stage.WITH_PROVIDER if accepted else Stage.OFFERED
    return Stage.FORMAL if case.phase is Phase.FORMAL else Stage.BUSY


def _wants_to_stop(case: Case) -> bool:
    """And did not think again: the case was not opened again after it."""
    said = [each for each in _said_by_her(case) if each.telling is Telling.WITHDRAWAL]
    return any(all(each.received_at > at for at in case.aftermath.reopened_at) for each in said)


def _said_by_her(case: Case) -> Iterator[Added]:
    """What others sent, she may not even know of."""
    return (
        each
        for each in case.additions
        if each.side is Side.COMPLAINANT and not each.by_another and not each.automatic
    )


def _events(case: Case, town: Municipality) -> Iterator[Event]:
    yield Event(case.received_at, What.RECEIVED)
    yield from (Event(each.received_at, TOLD[each.telling]) for each in _said_by_her(case))
    if not is_delicate(case):
        yield from _handed_over(case, town)
    yield from (_changed(each, case) for each in case.term_changes)
    yield from (Event(at, What.REOPENED) for at in case.aftermath.reopened_at)
    yield from _handled(case)
    for at, what in (
        (case.first_contact_at, What.SPOKEN),
        (case.formal_since, What.FORMAL),
        (case.closed_at, What.CLOSED),
        (case.aftermath.referred_at, What.REFERRED),
    ):
        if at:
            yield Event(at, what)


def _handed_over(case: Case, town: Municipality) -> Iterator[Event]:
    if offer := case.handover:
        for at, what in (
            (offer.offered_at, What.OFFERED),
            (offer.accepted_at, What.ACCEPTED),
            (offer.returned_at, What.RETURNED),
        ):
            if at:
                yield Event(at, what, who=town.party(offer.to).name)


def _changed(change: TermChange, case: Case) -> Event:
    reason = None if is_delicate(case) else change.reason
    return Event(change.decided_at, CHANGED[change.basis], day=change.until, reason=reason)


def _handled(case: Case) -> Iterator[Event]:
    """What she herself was asked or took part in."""
    said = case.proceedings
    if said.repair:
        yield Event(said.repair.asked_at, What.ASKED, day=said.repair.due_on)
    if said.mediation and said.mediation.started_at:
        yield Event(said.mediation.started_at, What.MEDIATING)
        if said.mediation.ended_at:
            yield Event(said.mediation.ended_at, What.MEDIATED)
    for hearing in said.hearings:
        if COMPLAINANT in hearing.invited:
            planned_for = dutch_date(hearing.planned_for)
            yield Event(hearing.planned_at, What.INVITED, day=planned_for)
        if hearing.held_at and COMPLAINANT in hearing.present:
            yield Event(hearing.held_at, What.HEARD)


def _dues(case: Case, clocks: tuple[Clock, ...], now: datetime) -> Iterator[Due]:
    quiet = is_delicate(case) and case.handler.kind is HandlerKind.PROVIDER
    for clock in clocks:
        runs = not clock.met and (case.is_open or clock.kind in AFTER_CLOSING)
        called = clock.kind is ClockKind.CONTACT and case.first_contact_at
        if clock.kind in SHOWN_CLOCKS and runs and not called:
            yield Due(
                kind=clock.kind,
                on=clock.due_on,
                over=dutch_date(now) > clock.due_on,
                why=None if quiet else clock.explanation,
                article=None if quiet else clock.article,
                doubt=clock.doubt,
            )


def _second_line(
    case: Case, clocks: tuple[Clock, ...], town: Municipality, now: datetime
) -> SecondLine:
    """Awb 9:24: she may go there when the case has ended, or should have."""
    today = dutch_date(now)
    late = any(clock.kind is ClockKind.HANDLING and clock.due_on < today for clock in clocks)
    until = next((clock.due_on for clock in clocks if clock.kind is ClockKind.OMBUDSMAN), None)
    return SecondLine(
        name=town.ombudsman_on(today),
        until=until if late or not case.is_open else None,
        process_only=case.handler.kind is HandlerKind.PROVIDER and not is_delicate(case),
    )


def _may_be_rated(case: Case) -> bool:
    return not case.is_open and case.outcome is not Outcome.JOINED


def _has_rated(case: Case) -> bool:
    """Since it was last closed."""
    closed_at = case.closed_at
    return closed_at is not None and any(
        each.telling is Telling.SATISFACTION and each.received_at >= closed_at
        for each in _said_by_her(case)
    )


def _is_anonymous(registration: Registration) -> bool:
    told = registration.news.data
    return isinstance(told, Received) and told.anonymous
