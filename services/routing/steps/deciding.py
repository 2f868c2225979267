"""Formal handling, and what is decided: one proposes, another decides."""

from pydantic import Field

from services.routing.route import THE_DESK
from services.routing.steps.common import (
    A_COMPLAINT,
    AFTER_RECEIPT,
    NOT_INVOLVED_HERSELF,
    TEAM_ITSELF,
    WE_HANDLE_IT,
    Number,
    is_of_kind,
    seen_by_both,
)
from services.routing.steps.handing import is_independent
from services.routing.steps.hearing import heard
from services.routing.transition import (
    BEFORE_FORMAL,
    LEADS,
    OPEN,
    Action,
    File,
    Guard,
    Happened,
    Situation,
    Transition,
)
from shared.case import Reason
from shared.events import DecisionAsked, DecisionTaken, FormalHandlingStarted, ProposalRejected
from shared.glossary import (
    NOT_OBLIGED,
    DocumentKind,
    Flag,
    Ground,
    Kind,
    Outcome,
    Phase,
    Toward,
)
from shared.proceedings import Decision, Proposal
from shared.provisions import Effect
from shared.wire import Moment, Wire

ALREADY_DECIDABLE = {Ground.APPEAL_POSSIBLE, Ground.OBJECTION_POSSIBLE}


class FormalRequest(Happened):
    moment: Moment = Field(alias="verzochtOp")


class JudgmentProposal(Wire):
    findings: Number = Field(alias="bevindingen")
    conclusions: Number = Field(alias="conclusies")
    evidence: tuple[Number, ...] = Field(default=(), alias="stukken", max_length=50)
    deviation: Number | None = Field(
        default=None, alias="afwijking", description="Why the advice is not followed (Awb 9:16)."
    )


class RefusalProposal(Wire):
    ground: Ground = Field(alias="grond")
    reasoning: Number = Field(alias="motivering")


def _formal(it: Situation, reason: Reason) -> File:
    case = it.case
    toward_others = [each.toward is Toward.OTHER for each in case.matter.aspects]
    handler = THE_DESK if case.handler.key == TEAM_ITSELF else case.handler
    return it.file.but(
        formal_since=it.moment,
        statutory=it.regime.of_a_body and not (toward_others and all(toward_others)),
        kind=Kind.COMPLAINT,
        handler=handler,
        co_handler=None if case.co_handler == handler else case.co_handler,
        assignee=case.assignee if _may_go_on(it) else None,
        proposed=None,
    ).proceedings(proposal=None, decision=None)


def _may_go_on(it: Situation) -> bool:
    """Who mended matters before handles it formally only if she declared to be independent."""
    return is_independent(it.case) and it.case.assignee not in it.file.involved


def _propose(it: Situation, proposal: Proposal) -> File:
    known = it.case.proceedings.proposal
    same = known and known.model_copy(update={"at": proposal.at, "by": proposal.by}) == proposal
    return it.file if same else it.file.proceedings(proposal=proposal)


def _judgment(it: Situation, reason: Reason) -> File:
    said = it.said
    return _propose(
        it,
        Proposal(
            outcome=Outcome.JUDGED,
            by=it.command.by,
            at=it.at,
            findings=said.findings,
            conclusions=said.conclusions,
            evidence=said.evidence,
            deviation=said.deviation,
        ),
    )


def _refusal(it: Situation, reason: Reason) -> File:
    return _propose(
        it,
        Proposal(
            outcome=Outcome.NOT_HANDLED,
            by=it.command.by,
            at=it.at,
            ground=it.said.ground,
            reasoning=it.said.reasoning,
        ),
    )


def _rejected(it: Situation, reason: Reason) -> File | None:
    """A proposal, or a decision that the resident did not hear yet."""
    known = it.case.proceedings
    if known.proposal is None and known.decision is None:
        return it.file if known.rejections else None
    return it.file.proceedings(proposal=None, decision=None, rejections=known.rejections + 1)


def _decided(it: Situation, reason: Reason) -> File | None:
    proposal = it.case.proceedings.proposal
    if proposal is None:
        return it.file if it.case.proceedings.decision else None
    decision = Decision(proposal=proposal, by=it.command.by, at=it.at)
    return it.file.proceedings(proposal=None, decision=decision)


def _follows_advice_or_says_why(it: Situation) -> bool:
    return it.said.deviation is None or is_of_kind(it, it.said.deviation, DocumentKind.REASONING)


OURS = Guard(
    lambda it: not it.outside,
    "Over de inhoud van een klacht over een aanbieder oordeelt de gemeente niet (Regeling art. 5 "
    "lid 3). Over hoe de aanbieder een klacht behandelde, kan de inwoner wel bij haar klagen.",
)
EVERY_ASPECT_JUDGED = Guard(
    lambda it: it.case.matter.judgment is not None,
    "Leg eerst elk onderdeel van de klacht vast, met een oordeel (Awb 9:12).",
)
COPIES_SENT = Guard(
    lambda it: all(each.copy_sent_at for each in it.case.matter.respondents),
    "Stuur elke betrokkene eerst een afschrift van de klacht, en leg dat vast (Awb 9:9).",
)
HEARD = Guard(
    heard,
    "Nog niet elke partij kon haar verhaal doen. Hoor haar, of leg vast waarom de klager niet "
    "wordt gehoord (Awb 9:10).",
)
ADVICE_IS_THERE = Guard(
    lambda it: (advice := it.case.proceedings.advice) is None or advice.given_at is not None,
    "Het gevraagde advies is er nog niet. Wacht het af (Awb 9:15).",
)
DEVIATION_EXPLAINED = Guard(
    _follows_advice_or_says_why,
    "Wie van het advies afwijkt, zegt waarom. Leg de motivering vast als stuk (Awb 9:16).",
)
FINDINGS_AND_CONCLUSIONS = Guard(
    lambda it: (
        is_of_kind(it, it.said.findings, DocumentKind.FINDINGS)
        and is_of_kind(it, it.said.conclusions, DocumentKind.CONCLUSIONS)
    ),
    "Leg de bevindingen en de conclusies eerst vast, elk als stuk van die soort (Awb 9:12).",
)
SEEN_BY_BOTH = Guard(
    lambda it: seen_by_both(it, it.said.findings, it.said.conclusions, *it.said.evidence),
    "Een stuk dat een van de partijen niet mag zien, telt niet mee in het oordeel. Laat het weg, "
    "of laat beide partijen het zien (Sterker par. 7).",
)


def _may_be_refused_on(it: Situation) -> bool:
    if Flag.LATE_DECISION in it.case.flags and it.said.ground in ALREADY_DECIDABLE:
        return False
    if it.regime.of_a_body:
        return it.said.ground in NOT_OBLIGED
    exclusion = it.regime.exclusion(it.said.ground)
    return exclusion is not None and exclusion.effect is Effect.EXCLUDE


A_GROUND_OF_THE_LAW = Guard(
    _may_be_refused_on,
    "Dit is geen grond om een klacht niet te behandelen (Awb 9:8). Dat een besluit te laat is, is "
    "dat nooit (lid 1 onder d).",
)
REASONED = Guard(
    lambda it: is_of_kind(it, it.said.reasoning, DocumentKind.REASONING),
    "Leg eerst vast waarom de klacht niet wordt behandeld, als stuk van de soort motivering.",
)
NOT_DECIDED = Guard(
    lambda it: it.case.proceedings.decision is None,
    "Er is al een besluit. Handel de zaak af, of laat het besluit eerst afwijzen.",
)
TO_REJECT = Guard(
    lambda it: bool(it.case.proceedings.proposal or it.case.proceedings.decision),
    "Er ligt geen voorstel of besluit om af te wijzen.",
)
PROPOSED = Guard(
    lambda it: it.case.proceedings.proposal is not None,
    "Er ligt geen voorstel. Stel eerst een oordeel voor, of voor om niet te behandelen.",
)
A_SECOND_PERSON = Guard(
    lambda it: (proposal := it.case.proceedings.proposal) is None or proposal.by != it.command.by,
    "Wie iets voorstelt, stelt het niet zelf vast. Vraag een collega (vierogenprincipe, "
    "Uitgangspunten par. 1D).",
)

PROPOSED_BY_AN_OUTSIDER = Guard(
    lambda it: (
        (proposal := it.case.proceedings.proposal) is None or proposal.by not in it.file.involved
    ),
    "Wie dit voorstelde, blijkt bij de gedraging betrokken. Wijs het voorstel af (Awb 9:7).",
)

DECIDING = (
    Transition(
        BEFORE_FORMAL,
        Action.REQUEST_FORMAL,
        Phase.FORMAL,
        FormalHandlingStarted,
        "Awb 9:4 en 9:7; Uitgangspunten par. 11 IV",
        "De inwoner vroeg om formele behandeling.",
        said=FormalRequest,
        change=_formal,
        guards=(AFTER_RECEIPT, A_COMPLAINT, OURS),
    ),
    Transition(
        (Phase.FORMAL,),
        Action.PROPOSE_JUDGMENT,
        None,
        DecisionAsked,
        "Awb 9:12; Uitgangspunten par. 1D",
        "Een oordeel is voorgesteld; een tweede mens kijkt ernaar.",
        said=JudgmentProposal,
        change=_judgment,
        guards=(
            NOT_INVOLVED_HERSELF,
            NOT_DECIDED,
            OURS,
            COPIES_SENT,
            HEARD,
            ADVICE_IS_THERE,
            DEVIATION_EXPLAINED,
            EVERY_ASPECT_JUDGED,
            FINDINGS_AND_CONCLUSIONS,
            SEEN_BY_BOTH,
        ),
    ),
    Transition(
        OPEN,
        Action.PROPOSE_REFUSAL,
        None,
        DecisionAsked,
        "Awb 9:8",
        "Voorgesteld is om deze klacht niet te behandelen; een tweede mens beslist.",
        said=RefusalProposal,
        change=_refusal,
        guards=(NOT_INVOLVED_HERSELF, NOT_DECIDED, WE_HANDLE_IT, A_GROUND_OF_THE_LAW, REASONED),
    ),
    Transition(
        OPEN,
        Action.REJECT_PROPOSAL,
        None,
        ProposalRejected,
        "Uitgangspunten par. 1D",
        "Een tweede mens was het niet eens met het voorstel. De termijn loopt door.",
        by=LEADS,
        change=_rejected,
        guards=(TO_REJECT, A_SECOND_PERSON),
    ),
    Transition(
        OPEN,
        Action.DECIDE,
        None,
        DecisionTaken,
        "Awb 9:8 en 9:12; Uitgangspunten par. 1D",
        "Een tweede mens stelde het besluit vast. De inwoner moet het nog horen.",
        by=LEADS,
        change=_decided,
        guards=(
            PROPOSED,
            A_SECOND_PERSON,
            NOT_INVOLVED_HERSELF,
            PROPOSED_BY_AN_OUTSIDER,
        ),
    ),
)
