"""What follows when a case has ended: opened again, to the second line, and what was learned?"""

from datetime import date
from typing import Annotated

from dateutil.relativedelta import relativedelta
from pydantic import Field

from services.routing.steps.common import (
    AFTER_RECEIPT,
    NOT_TOO_FAR,
    AboutNobody,
    Number,
    find,
    has_document,
    put,
)
from services.routing.steps.common import kept as kept_from_now
from services.routing.steps.milestones import OF_A_PROVIDER
from services.routing.transition import (
    ALL_STAFF,
    ALWAYS,
    LEADS,
    Action,
    File,
    Guard,
    Happened,
    Situation,
    Transition,
)
from shared.case import Improvement, Reason
from shared.dutch_time import dutch_date
from shared.events import (
    CaseReopened,
    FileRecorded,
    ImprovementRecorded,
    SecondLineReferred,
)
from shared.glossary import Flag, Milestone, Outcome, Phase, Reopening, Role
from shared.proceedings import Key, OmbudsmanRequest, Recommendation
from shared.wire import Moment, Wire

ENDED = (Phase.CLOSED, Phase.SECOND_LINE)


OF_ITS_END = OF_A_PROVIDER | {Milestone.UNREACHABLE, Milestone.REACHED_AGAIN}
"""What was true of how it ended, and may not end it again."""


class WhyAgain(Wire):
    reason: Reopening = Field(alias="reden")


class Asked(Happened):
    reference: Number = Field(alias="kenmerk")
    moment: Moment = Field(alias="ontvangenOp")
    due_on: date = Field(alias="uiterlijk", description="The day that the ombudsman set.")
    answered_at: Moment | None = Field(default=None, alias="beantwoordOp")


class Recommended(Happened):
    reference: Number = Field(alias="kenmerk")
    by: Annotated[Key, AboutNobody] = Field(alias="van")
    unit: Key = Field(alias="eenheid")
    moment: Moment = Field(alias="gegevenOp")
    due_on: date = Field(alias="uiterlijk")
    taken_over: bool | None = Field(default=None, alias="overgenomen")
    reason: Number | None = Field(default=None, alias="reden")
    done_at: Moment | None = Field(default=None, alias="gedaanOp")


class ToImprove(Wire):
    reference: Number = Field(alias="kenmerk")
    unit: Key = Field(alias="eenheid")
    due_on: date = Field(alias="uiterlijk")
    done_at: Moment | None = Field(default=None, alias="gedaanOp")


class Holding(Wire):
    hold: bool = Field(alias="opgeschort")


def _reopened(it: Situation, reason: Reason) -> File:
    case = it.case
    if case.is_open:
        return it.file
    back = {Flag.REFERRED_BACK} if it.said.reason is Reopening.REFERRED_BACK else set()
    times = (*case.aftermath.reopened_at, it.at)
    file = it.file.but(
        phase=Phase.FORMAL if case.formal_since else Phase.INFORMAL,
        closed_at=None,
        outcome=None,
        flags=tuple(sorted({*case.flags, *back})),
        milestones={each: at for each, at in case.milestones.items() if each not in OF_ITS_END},
    )
    return file.proceedings(decision=None, proposal=None).aftermath(
        reopened_at=times, referred_at=None, ending=None, retention=None
    )


def _referred(it: Situation, reason: Reason) -> File:
    if it.case.aftermath.referred_at:
        return it.file
    return it.file.aftermath(referred_at=it.at)


def _requested(it: Situation, reason: Reason) -> File:
    said = it.said
    request = OmbudsmanRequest(
        reference=said.reference,
        received_at=said.moment,
        due_on=said.due_on,
        answered_at=said.answered_at,
    )
    requests = put(it.case.aftermath.requests, request)
    outcome = it.case.outcome
    if outcome is None or requests == it.case.aftermath.requests:
        return it.file
    hold = (kept := it.case.aftermath.retention) is not None and kept.hold
    retention = kept_from_now(it, outcome).model_copy(update={"hold": hold})
    return it.file.aftermath(requests=requests, retention=retention)


def _recommended(it: Situation, reason: Reason) -> File:
    said = it.said
    recommendation = Recommendation(
        **said.model_dump(by_alias=False, exclude={"moment"}), given_at=said.moment
    )
    known = it.case.aftermath.recommendations
    return it.file.aftermath(recommendations=put(known, recommendation))


def _improvement(it: Situation) -> Improvement:
    said = it.said
    before = find(it.case.improvements, said.reference)
    return Improvement(
        reference=said.reference,
        unit=said.unit,
        set_at=before.set_at if before else it.at,
        due_on=said.due_on,
        done_at=said.done_at,
    )


def _improved(it: Situation, reason: Reason) -> File:
    return it.file.but(improvements=put(it.case.improvements, _improvement(it)))


def _held(it: Situation, reason: Reason) -> File | None:
    retention = it.case.aftermath.retention
    if retention is None:
        return None
    return it.file.aftermath(retention=retention.model_copy(update={"hold": it.said.hold}))


def _has_a_sensible_day(it: Situation) -> bool:
    new = _improvement(it)
    set_on = dutch_date(new.set_at)
    return bool(set_on <= new.due_on <= set_on + relativedelta(years=5))


NOT_AFTER_A_JUDGMENT = Guard(
    lambda it: (
        it.case.outcome is not Outcome.JUDGED or it.said.reason is not Reopening.NOT_SATISFIED
    ),
    "Na een oordeel gaat wie niet tevreden is naar de tweede lijn (Regeling art. 5 lid 5). Gebruik "
    "tweede-lijn-verwijzen.",
)
SAYS_WHY_NOT = Guard(
    lambda it: it.said.taken_over is not False or has_document(it, it.said.reason),
    "Wie een aanbeveling niet overneemt, zegt waarom. Leg de motivering vast als stuk (Awb 9:36 "
    "lid 4).",
)
A_SENSIBLE_DAY = Guard(
    _has_a_sensible_day,
    "Een verbeterpunt is klaar op of na de dag waarop het is vastgesteld, en binnen vijf jaar. "
    "Controleer de datum.",
)
HAS_ENDED = Guard(
    lambda it: it.case.aftermath.retention is not None,
    "Een bewaartermijn loopt pas als de zaak is afgesloten.",
)

FOLLOWING = (
    Transition(
        ENDED,
        Action.REOPEN,
        None,
        CaseReopened,
        "Awb 9:2; Regeling art. 3 lid 1",
        "De zaak is heropend. Wat bekend is, blijft; de dag van ontvangst ook.",
        by=LEADS,
        said=WhyAgain,
        change=_reopened,
        guards=(NOT_AFTER_A_JUDGMENT,),
    ),
    Transition(
        ENDED,
        Action.REFER,
        Phase.SECOND_LINE,
        SecondLineReferred,
        "Regeling art. 4 lid 5 en art. 5 lid 5; Awb 9:12 lid 2 en 9:20",
        "De inwoner is gewezen op de tweede lijn.",
        by=ALL_STAFF,
        change=_referred,
    ),
    Transition(
        ENDED,
        Action.RECORD_REQUEST,
        Phase.SECOND_LINE,
        SecondLineReferred,
        "Awb 9:30 tot en met 9:35",
        "De ombudsman vroeg iets over deze zaak, of kreeg antwoord.",
        said=Asked,
        change=_requested,
        guards=(AFTER_RECEIPT, NOT_TOO_FAR),
    ),
    Transition(
        ALWAYS,
        Action.RECORD_RECOMMENDATION,
        None,
        FileRecorded,
        "Awb 9:36 lid 4",
        "Een aanbeveling is vastgelegd, of wat ermee gebeurt.",
        said=Recommended,
        change=_recommended,
        guards=(AFTER_RECEIPT, NOT_TOO_FAR, SAYS_WHY_NOT),
    ),
    Transition(
        ALWAYS,
        Action.RECORD_IMPROVEMENT,
        None,
        ImprovementRecorded,
        "Regeling art. 7 lid 3 onder d en e",
        "Vastgelegd is wat er beter moet, wie dat doet en tegen wanneer, of dat het is gedaan.",
        said=ToImprove,
        change=_improved,
        guards=(A_SENSIBLE_DAY,),
    ),
    Transition(
        ENDED,
        Action.HOLD_DESTRUCTION,
        None,
        FileRecorded,
        "Archiefwet; selectielijst van de gemeente",
        "De vernietiging van het dossier is opgeschort, of mag weer doorgaan.",
        by=(*LEADS, Role.PRIVACY),
        said=Holding,
        change=_held,
        guards=(HAS_ENDED,),
    ),
)
