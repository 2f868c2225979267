"""Which steps may a case take, under which conditions and by which article? For lawyers to read.

What is not in the table TRANSITIONS, or does not pass its guards, is refused with their words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.case import Case, Handler
from shared.dutch_time import dutch_date
from shared.events import CaseClosed, CaseEvent, CaseRouted, ContactRecorded, FormalHandlingStarted
from shared.glossary import HandlerKind, Kind, Outcome, Phase

TEAM_ITSELF = "wijkteam"  # mends matters itself at first, but does not judge them


class Action(StrEnum):
    """What staff may do. The value is the last part of the URL."""

    ASSIGN = "toewijzen"
    RECORD_CONTACT = "contact-vastleggen"
    REQUEST_FORMAL = "formeel-behandelen"
    SETTLE = "afhandelen"
    WITHDRAW = "intrekken"


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
AFTER_RECEIPT = Guard(
    lambda file, command: (
        command.moment is None or dutch_date(command.moment) >= dutch_date(file.case.received_at)
    ),
    "Dit kan niet gebeurd zijn voor de dag waarop de klacht binnenkwam.",
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
        guards=(AFTER_RECEIPT,),
    ),
    Transition(
        BEFORE_FORMAL,
        Action.REQUEST_FORMAL,
        Phase.FORMAL,
        FormalHandlingStarted,
        "Awb 9:4 en 9:7; Uitgangspunten par. 11 IV",
        "De inwoner vroeg om formele behandeling.",
        guards=(AFTER_RECEIPT, A_COMPLAINT, OURS),
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
