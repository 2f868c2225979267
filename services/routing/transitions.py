"""Which steps may a case take, under which conditions and by which article? For lawyers to read.

What is not in the table TRANSITIONS, or does not pass its guards, is refused with their words. The
action mijlpaal-vastleggen has a table of its own, in milestones.py.
"""

from collections.abc import Mapping

from services.routing.guards import (
    A_COMPLAINT,
    A_LATER_DAY,
    A_SENSIBLE_DAY,
    AFTER_RECEIPT,
    BY_US,
    IN_TIME,
    IN_WRITING,
    NOT_INVOLVED,
    NOT_TOO_MANY,
    NOT_TOO_OFTEN,
    OFFERED,
    ONCE,
    OURS,
    STATUTORY,
    WE_HANDLE_IT,
)
from services.routing.transition import (
    ALWAYS,
    BEFORE_FORMAL,
    OPEN,
    Action,
    Guard,
    Transition,
)
from shared.events import (
    CaseAdjourned,
    CaseClosed,
    CaseRouted,
    ContactRecorded,
    DelayAgreed,
    FormalHandlingStarted,
    HandoverAccepted,
    HandoverReturned,
    ImprovementRecorded,
)
from shared.glossary import Kind, Outcome, Phase

OUTCOMES: Mapping[Outcome, Guard] = {
    Outcome.SATISFIED: Guard(lambda it: True, ""),
    Outcome.WITHDRAWN: Guard(lambda it: False, "Gebruik voor een intrekking de actie intrekken."),
    Outcome.JUDGED: Guard(
        lambda it: it.case.phase is Phase.FORMAL and not it.outside,
        "Een oordeel volgt alleen op formele behandeling door de gemeente zelf (Awb 9:12; Regeling "
        "art. 5 lid 3).",
    ),
    Outcome.NOT_HANDLED: Guard(
        lambda it: not it.outside,
        "Alleen wat de gemeente zelf behandelt, kan zij buiten behandeling laten (Awb 9:8).",
    ),
    Outcome.FORWARDED: Guard(
        lambda it: it.case.phase is not Phase.FORMAL,
        "Wat in formele behandeling is, kan niet meer worden doorgezonden (Awb 2:3).",
    ),
    Outcome.HANDLED_BY_PROVIDER: Guard(
        lambda it: it.outside,
        "Deze zaak is niet bij een aanbieder in behandeling (Regeling art. 2 lid 4).",
    ),
    Outcome.REGISTERED: Guard(
        lambda it: it.case.kind is not Kind.COMPLAINT,
        "Een klacht vraagt een antwoord; alleen registreren is niet genoeg (Awb 9:2).",
    ),
}
"""When does an outcome fit?"""

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
        BEFORE_FORMAL,
        Action.ACCEPT_HANDOVER,
        None,
        HandoverAccepted,
        "Regeling art. 2 lid 4 en art. 4 lid 1; Uitgangspunten par. 11 I",
        "De aanbieder aanvaardde de zaak en behandelt haar.",
        guards=(OFFERED,),
    ),
    Transition(
        BEFORE_FORMAL,
        Action.RETURN_HANDOVER,
        Phase.TRIAGE,
        HandoverReturned,
        "Regeling art. 7; Uitgangspunten par. 9",
        "De aanbieder gaf de zaak terug; het klachtenloket zoekt wie haar behandelt.",
        guards=(OFFERED,),
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
        Action.ADJOURN,
        None,
        CaseAdjourned,
        "Awb 9:11 lid 2",
        "De behandeling is verdaagd; de klager en degene over wie zij klaagt, horen dat.",
        guards=(STATUTORY, WE_HANDLE_IT, ONCE, IN_TIME),
    ),
    Transition(
        OPEN,
        Action.AGREE_DELAY,
        None,
        DelayAgreed,
        "Awb 9:11 lid 3",
        "De klager stemde schriftelijk in met uitstel.",
        guards=(STATUTORY, IN_WRITING, A_LATER_DAY, NOT_TOO_OFTEN),
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
    Transition(
        ALWAYS,
        Action.RECORD_IMPROVEMENT,
        None,
        ImprovementRecorded,
        "Regeling art. 7 lid 3 onder d en e",
        "Vastgelegd is wat er beter moet, wie dat doet en tegen wanneer, of dat het is gedaan.",
        guards=(A_SENSIBLE_DAY, NOT_TOO_MANY),
    ),
)
