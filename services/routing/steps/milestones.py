"""What may be recorded that a clock begins with or waits for, and by which article?

For lawyers to read. Recording a milestone at another moment corrects it.
"""

from collections.abc import Mapping

from pydantic import Field

from services.routing.steps.common import AFTER_RECEIPT, AT_HER_PROVIDER
from services.routing.transition import (
    ALL_STAFF,
    ALWAYS,
    AND_PROVIDERS,
    OPEN,
    Action,
    File,
    Guard,
    Happened,
    Situation,
    Transition,
)
from shared.case import Reason
from shared.dutch_time import dutch_date
from shared.events import MilestoneRecorded
from shared.glossary import PROVIDER_DUTIES, Flag, HandlerKind, Milestone, Phase
from shared.wire import Moment


class Happening(Happened):
    milestone: Milestone = Field(alias="mijlpaal")
    moment: Moment = Field(alias="op")


OF_A_PROVIDER = frozenset(
    {
        *PROVIDER_DUTIES,
        Milestone.TAKEN_OVER,
        Milestone.EXTENDED_BY_PROVIDER,
        Milestone.COMMITTEE_OPINION,
        Milestone.PROVIDER_REACTION,
    }
)
"""What one provider did says nothing of the next one who is offered the case."""

BY_RECEIPT = Guard(
    lambda it: dutch_date(it.moment) <= dutch_date(it.case.received_at),
    "Een klacht gaat over wat er al gebeurd is: dit ligt op of voor de dag van ontvangst. "
    "Controleer de datum.",
)
ON_PAPER = Guard(
    lambda it: it.case.written,
    "Alleen van een schriftelijke klacht wordt de ontvangst bevestigd. Leg vast dat u de inwoner "
    "sprak.",
)
A_GROUND = Guard(
    lambda it: it.case.ground is not None,
    "Bij deze zaak is geen grond voorgesteld om haar niet te behandelen. Behandel haar gewoon.",
)
AT_A_PROVIDER = Guard(
    lambda it: it.case.handler.kind is HandlerKind.PROVIDER,
    "Deze zaak is niet bij een aanbieder. Wijs haar eerst aan de aanbieder toe.",
)
ACCEPTED = Guard(
    lambda it: bool(
        (offer := it.case.handover) and offer.accepted_at and offer.to == it.case.handler
    ),
    "Geen aanbieder heeft deze zaak aanvaard. Leg dat eerst vast met overdracht-aanvaarden, en "
    "vraag het daarna de inwoner.",
)
UNDER_THE_WKKGZ = Guard(
    lambda it: it.provider_law == "wkkgz",
    "Alleen een zorgaanbieder onder de Wkkgz kan zo verlengen. Spreek met deze aanbieder een dag "
    "af.",
)
UNDER_THE_JEUGDWET = Guard(
    lambda it: it.provider_law == "jeugdwet_4_2_1",
    "Alleen een jeugdhulpaanbieder heeft deze klachtencommissie. Leg vast hoe de aanbieder de "
    "klacht afdeed.",
)


OF_PROVIDERS = {AT_A_PROVIDER, UNDER_THE_WKKGZ, UNDER_THE_JEUGDWET}


def _in_six_weeks(it: Situation) -> bool:
    others = {
        milestone: moment
        for milestone, moment in it.case.milestones.items()
        if milestone is not Milestone.EXTENDED_BY_PROVIDER
    }
    not_extended = it.case.model_copy(update={"milestones": others})
    return dutch_date(it.moment) <= it.last_day(not_extended)


IN_SIX_WEEKS = Guard(
    _in_six_weeks,
    "Een zorgaanbieder verlengt voor de zes weken voorbij zijn (Wkkgz 17 lid 2). Vraag hem om een "
    "oordeel.",
)
A_BREACH = Guard(
    lambda it: Flag.DATA_BREACH in it.case.flags,
    "Bij deze zaak is geen datalek gesignaleerd. Meld een nieuw datalek bij de functionaris "
    "gegevensbescherming.",
)
ENDED = Guard(
    lambda it: it.case.phase is Phase.CLOSED,
    "Hoe tevreden de inwoner is, vragen wij als de zaak klaar is. Handel haar eerst af.",
)


def _comes_after(earlier: Milestone) -> Guard:
    return Guard(
        lambda it: earlier in it.case.milestones and it.case.milestones[earlier] <= it.moment,
        f"Dit volgt op de mijlpaal {earlier}. Leg die eerst vast, met het moment waarop.",
    )


def _recorded(it: Situation, reason: Reason) -> File:
    return it.file.but(milestones=it.case.milestones | {it.said.milestone: it.said.moment})


def _row(
    article: str, sentence: str, *guards: Guard, phases: tuple[Phase, ...] = OPEN
) -> Transition:
    return Transition(
        phases,
        Action.RECORD_MILESTONE,
        None,
        MilestoneRecorded,
        article,
        sentence,
        by=AND_PROVIDERS if OF_PROVIDERS & set(guards) else ALL_STAFF,
        said=Happening,
        change=_recorded,
        guards=(AT_HER_PROVIDER, *guards) if OF_PROVIDERS & set(guards) else guards,
    )


PAR_11 = "Uitgangspunten par. 11 I"
SAID = (AFTER_RECEIPT, AT_A_PROVIDER)

MILESTONES: Mapping[Milestone, Transition] = {
    Milestone.ACKNOWLEDGED: _row(
        "Awb 9:6", "De ontvangst is met de hand bevestigd.", AFTER_RECEIPT, ON_PAPER
    ),
    Milestone.CONDUCT: _row(
        "Awb 9:8 lid 1 b", "Vastgelegd is wanneer de gedraging was.", BY_RECEIPT
    ),
    Milestone.KNOWLEDGE: _row(
        "Sterker 5.7", "Vastgelegd is wanneer de inwoner van de gedraging wist.", BY_RECEIPT
    ),
    Milestone.ADMITTED: _row(
        "Awb 9:8",
        "Een medewerker besloot de klacht te behandelen, al is er misschien een grond om dat niet "
        "te doen.",
        AFTER_RECEIPT,
        A_GROUND,
    ),
    Milestone.REGISTERED_BY_PROVIDER: _row(PAR_11, "De aanbieder meldde de registratie.", *SAID),
    Milestone.INFORMED_BY_PROVIDER: _row(
        PAR_11, "De aanbieder gaf alle informatie over de klacht.", *SAID
    ),
    Milestone.HANDLED_BY_PROVIDER: _row(
        PAR_11, "De aanbieder meldde hoe hij de klacht behandelt.", *SAID
    ),
    Milestone.SETTLED_BY_PROVIDER: _row(
        PAR_11, "De aanbieder meldde de afdoening en zijn maatregelen.", *SAID
    ),
    Milestone.ANSWERED_BY_PROVIDER: _row(
        PAR_11, "De aanbieder meldde wat hij de inwoner antwoordde.", *SAID
    ),
    Milestone.TAKEN_OVER: _row(
        "Uitgangspunten par. 1D",
        "De inwoner bevestigde dat de aanbieder haar zaak heeft overgenomen.",
        AFTER_RECEIPT,
        ACCEPTED,
    ),
    Milestone.EXTENDED_BY_PROVIDER: _row(
        "Wkkgz 17 lid 2",
        "De zorgaanbieder deelde schriftelijk mee dat het hoogstens vier weken langer duurt.",
        AFTER_RECEIPT,
        UNDER_THE_WKKGZ,
        IN_SIX_WEEKS,
    ),
    Milestone.COMMITTEE_OPINION: _row(
        "Jeugdwet 4.2.1",
        "De klachtencommissie van de aanbieder gaf haar oordeel.",
        AFTER_RECEIPT,
        UNDER_THE_JEUGDWET,
    ),
    Milestone.PROVIDER_REACTION: _row(
        "Jeugdwet 4.2.1",
        "De aanbieder zei wat hij met het oordeel van de klachtencommissie doet.",
        AFTER_RECEIPT,
        UNDER_THE_JEUGDWET,
        _comes_after(Milestone.COMMITTEE_OPINION),
    ),
    Milestone.UNREACHABLE: _row(
        "Sterker 5.8", "De inwoner is sinds dit moment niet te bereiken.", AFTER_RECEIPT
    ),
    Milestone.REACHED_AGAIN: _row(
        "Sterker 5.8",
        "De inwoner is weer bereikt.",
        AFTER_RECEIPT,
        _comes_after(Milestone.UNREACHABLE),
    ),
    Milestone.PORTAL_MESSAGE: _row(
        "Awb 2:10",
        "Er staat een bericht voor de inwoner in het portaal.",
        AFTER_RECEIPT,
        phases=ALWAYS,
    ),
    Milestone.PORTAL_NOTICE: _row(
        "Awb 2:10",
        "De inwoner weet dat er een bericht in het portaal staat.",
        AFTER_RECEIPT,
        _comes_after(Milestone.PORTAL_MESSAGE),
        phases=ALWAYS,
    ),
    Milestone.BREACH_SETTLED: _row(
        "AVG 33",
        "Het datalek is gemeld, of vastgelegd is waarom dat niet hoeft.",
        AFTER_RECEIPT,
        A_BREACH,
        phases=ALWAYS,
    ),
    Milestone.SATISFACTION: _row(
        "Regeling art. 6 lid 3",
        "De inwoner zei hoe tevreden zij is.",
        AFTER_RECEIPT,
        ENDED,
        phases=ALWAYS,
    ),
}
