"""What may happen to a case, when, and by which article? The state machine, for lawyers to read.

What is not in the table TRANSITIONS is refused, with a reason in Dutch. Plain values and functions:
callers bring the time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.routing.route import THE_DESK, Route
from services.routing.triage import Facts
from shared.case import Case, Handler, Reason
from shared.dutch_time import dutch_date, in_words
from shared.events import (
    CaseClosed,
    CaseEvent,
    CaseRouted,
    ComplaintReceived,
    ContactRecorded,
    FormalHandlingStarted,
)
from shared.glossary import HandlerKind, Kind, Outcome, Phase
from shared.municipality import Municipality, Regime

TEAM_ITSELF = "wijkteam"  # mends matters itself at first, but does not judge them
SUCCESSION = "rechtsopvolging"


class Action(StrEnum):
    """What staff may do. The value is the last part of the URL."""

    ASSIGN = "toewijzen"
    RECORD_CONTACT = "contact-vastleggen"
    REQUEST_FORMAL = "formeel-behandelen"
    SETTLE = "afhandelen"
    WITHDRAW = "intrekken"


class NotAllowedError(Exception):
    """The table does not allow this now. Its text says why, in Dutch."""


@dataclass(frozen=True)
class Command:
    """What a member of staff asks for. Each action has fields of its own."""

    action: Action
    by: str  # an opaque subject, never a name
    at: datetime
    handler: Handler | None = None
    assignee: str | None = None
    involved: bool = False  # the assignee took part in the conduct (Awb 9:7)
    moment: datetime | None = None  # of the conversation, or of the request
    outcome: Outcome | None = None


@dataclass(frozen=True)
class File:
    """A case, and the staff who are known to have taken part in the conduct."""

    case: Case
    involved: frozenset[str] = frozenset()

    @property
    def outside(self) -> bool:
        """Does a provider or an outside body handle it?"""
        return self.case.handler.kind in (HandlerKind.PROVIDER, HandlerKind.EXTERNAL)


@dataclass(frozen=True)
class Guard:
    """A condition, and what we say where it does not hold."""

    holds: Callable[[File, Command], bool]
    refusal: str


@dataclass(frozen=True)
class Transition:
    phases: tuple[Phase, ...]
    action: Action
    to: Phase | None  # None: the phase stays
    news: type[CaseEvent]
    article: str
    sentence: str  # what the timeline says
    guards: tuple[Guard, ...] = ()


OPEN = (Phase.TRIAGE, Phase.INFORMAL, Phase.FORMAL)
BEFORE_FORMAL = (Phase.TRIAGE, Phase.INFORMAL)

ALWAYS = Guard(lambda file, command: True, "")

OUTCOMES: Mapping[Outcome, Guard] = {
    Outcome.SATISFIED: ALWAYS,
    Outcome.WITHDRAWN: Guard(
        lambda file, command: False, "Gebruik voor een intrekking de actie intrekken."
    ),
    Outcome.JUDGED: Guard(
        lambda file, command: file.case.phase is Phase.FORMAL and not file.outside,
        "Een oordeel volgt alleen op formele behandeling door de gemeente zelf (Awb 9:12; Regeling "
        "art. 5 lid 3).",
    ),
    Outcome.NOT_HANDLED: Guard(
        lambda file, command: not file.outside,
        "Alleen wat de gemeente zelf behandelt, kan zij buiten behandeling laten (Awb 9:8).",
    ),
    Outcome.FORWARDED: Guard(
        lambda file, command: file.case.phase is not Phase.FORMAL,
        "Wat in formele behandeling is, kan niet meer worden doorgezonden (Awb 2:3).",
    ),
    Outcome.HANDLED_BY_PROVIDER: Guard(
        lambda file, command: file.outside,
        "Deze zaak is niet bij een aanbieder in behandeling (Regeling art. 2 lid 4).",
    ),
    Outcome.REGISTERED: Guard(
        lambda file, command: file.case.kind is not Kind.COMPLAINT,
        "Een klacht vraagt een antwoord; alleen registreren is niet genoeg (Awb 9:2).",
    ),
}
"""When does an outcome fit?"""

NOT_INVOLVED = Guard(
    lambda file, command: (
        not (
            command.involved
            or command.assignee in file.involved
            or (command.handler and command.handler.key == TEAM_ITSELF)
        )
    ),
    "Wie bij de gedraging betrokken was, mag de klacht niet formeel behandelen (Awb 9:7).",
)
BY_US = Guard(
    lambda file, command: (
        command.handler is None
        or command.handler.kind in (HandlerKind.UNIT, HandlerKind.COMPLAINTS_DESK)
    ),
    "Een klacht in formele behandeling blijft bij de gemeente zelf.",
)
A_COMPLAINT = Guard(
    lambda file, command: file.case.kind in (Kind.COMPLAINT, Kind.UNKNOWN),
    "Dit is geen klacht; alleen een klacht kan formeel worden behandeld.",
)
OURS = Guard(
    lambda file, command: not file.outside,
    "Over de inhoud van een klacht over een aanbieder oordeelt de gemeente niet (Regeling art. 5 "
    "lid 3). Over hoe de aanbieder een klacht behandelde, kan de inwoner wel bij haar klagen.",
)

TRANSITIONS = (
    Transition(
        BEFORE_FORMAL,
        Action.ASSIGN,
        Phase.INFORMAL,
        CaseRouted,
        "Regeling art. 2 lid 5 en art. 7",
        "Een medewerker wees de zaak toe.",
    ),
    Transition(
        (Phase.FORMAL,),
        Action.ASSIGN,
        Phase.FORMAL,
        CaseRouted,
        "Awb 9:7",
        "Een medewerker wees de zaak toe aan iemand die niet bij de gedraging betrokken was.",
        guards=(BY_US, NOT_INVOLVED),
    ),
    Transition(
        OPEN,
        Action.RECORD_CONTACT,
        None,
        ContactRecorded,
        "Memo Klachtenmanagement par. 1; Regeling art. 3 lid 3",
        "Er is met de inwoner gesproken.",
    ),
    Transition(
        BEFORE_FORMAL,
        Action.REQUEST_FORMAL,
        Phase.FORMAL,
        FormalHandlingStarted,
        "Awb 9:4 en 9:7; Uitgangspunten par. 11 IV",
        "De inwoner vroeg om formele behandeling.",
        guards=(A_COMPLAINT, OURS),
    ),
    Transition(
        OPEN,
        Action.SETTLE,
        Phase.CLOSED,
        CaseClosed,
        "Awb 9:5, 9:8 en 9:12; Uitgangspunten par. 9",
        "De zaak is afgehandeld.",
    ),
    Transition(
        OPEN,
        Action.WITHDRAW,
        Phase.CLOSED,
        CaseClosed,
        "Awb 9:5",
        "De inwoner trok de klacht in; dat mag altijd.",
    ),
)


@dataclass(frozen=True)
class Step:
    """What a command did: the file afterwards, the news of it, and why it was allowed."""

    file: File
    news: type[CaseEvent]
    reasons: tuple[Reason, ...]


def open_case(
    cause: ComplaintReceived,
    facts: Facts,
    route: Route,
    regime: Regime,
    municipality: Municipality,
) -> Case:
    """The case of a message that came in, at its first sequence."""
    owner = municipality.owner_on(dutch_date(cause.time))
    return Case(
        number=cause.subject,
        municipality=cause.gemeentecode,
        owner=owner,
        regime=regime.code,
        channel=facts.channel,
        received_at=cause.data.received_at,
        written=cause.data.written,
        statutory=route.statutory,
        kind=route.kind,
        nature=route.nature,
        domain=facts.domain,
        phase=route.phase,
        handler=route.handler,
        co_handler=route.co_handler,
        proposed=route.proposed,
        providers=facts.providers,
        flags=tuple(sorted(route.flags)),
        ground=route.ground,
        reasons=route.reasons + _succession(owner, municipality),
        formal_since=cause.data.received_at if route.phase is Phase.FORMAL else None,
        sequence=1,
    )


def _succession(owner: str, municipality: Municipality) -> tuple[Reason, ...]:
    if owner == municipality.code or municipality.exists_until is None:
        return ()
    sentence = (
        f"{municipality.name} bestaat sinds {in_words(municipality.exists_until)} niet meer; "
        f"{municipality.successor_name} is verantwoordelijk. De dag van ontvangst blijft."
    )
    return (Reason(rule=SUCCESSION, article="Wet arhi 44", sentence=sentence),)


def decide(file: File, command: Command) -> Step | None:
    """The next step of *file*, or nothing where it is already as *command* wants it.

    Raises `NotAllowedError`.
    """
    if _already(file.case, command):
        return None
    row = _row(file.case.phase, command.action)
    for guard in (*row.guards, *([OUTCOMES[command.outcome]] if command.outcome else [])):
        if not guard.holds(file, command):
            raise NotAllowedError(guard.refusal)
    reason = Reason(rule=command.action, article=row.article, sentence=row.sentence)
    changes = {"phase": row.to or file.case.phase, "sequence": file.case.sequence + 1}
    case = file.case.model_copy(update=changes | _changes(file, command, reason))
    involved = {command.assignee} if command.involved and command.assignee else set()
    return Step(File(case, file.involved | involved), row.news, (reason,))


def _already(case: Case, command: Command) -> bool:
    match command.action:
        case Action.ASSIGN:
            wanted = (command.handler, command.assignee, False)
            return (case.handler, case.assignee, case.phase is Phase.TRIAGE) == wanted
        case Action.RECORD_CONTACT:  # only the first conversation counts for the norm
            first = case.first_contact_at
            return first is not None and command.moment is not None and first <= command.moment
        case Action.REQUEST_FORMAL:
            return case.phase is Phase.FORMAL and case.formal_since == command.moment
        case Action.SETTLE:
            return case.outcome is not None and case.outcome is command.outcome
        case Action.WITHDRAW:
            return case.outcome is Outcome.WITHDRAWN


def _row(phase: Phase, action: Action) -> Transition:
    for row in TRANSITIONS:
        if row.action is action and phase in row.phases:
            return row
    if phase is Phase.CLOSED:
        raise NotAllowedError("Deze zaak is afgesloten; er kan niets meer aan veranderen.")
    raise NotAllowedError(f"{action.capitalize()} kan niet in de fase {phase}.")


def _changes(file: File, command: Command, reason: Reason) -> dict[str, Any]:
    """The fields of the case that *command* changes, beside its phase and its sequence."""
    case = file.case
    match command.action:
        case Action.ASSIGN:
            kept = tuple(each for each in case.reasons if each.rule == SUCCESSION)
            return {
                "handler": command.handler,
                "co_handler": None if case.co_handler == command.handler else case.co_handler,
                "assignee": command.assignee,
                "proposed": None,
                "reasons": (reason, *kept),
            }
        case Action.RECORD_CONTACT:
            return {"first_contact_at": command.moment}
        case Action.REQUEST_FORMAL:
            team = case.handler.key == TEAM_ITSELF
            return {
                "formal_since": command.moment,
                "statutory": True,
                "kind": Kind.COMPLAINT,
                "handler": THE_DESK if team else case.handler,
                "assignee": None if case.assignee in file.involved else case.assignee,
                "proposed": None,
            }
        case Action.SETTLE:
            return {"outcome": command.outcome, "closed_at": command.at}
        case Action.WITHDRAW:
            return {"outcome": Outcome.WITHDRAWN, "closed_at": command.at}
