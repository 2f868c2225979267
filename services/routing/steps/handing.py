"""Who has the case: assigned, offered to a provider, accepted, or handed back?"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from services.routing.route import THE_DESK
from services.routing.steps.common import AT_HER_PROVIDER, TEAM_ITSELF, AboutNobody
from services.routing.steps.milestones import OF_A_PROVIDER
from services.routing.transition import (
    AND_PROVIDERS,
    BEFORE_FORMAL,
    LEADS,
    Action,
    File,
    Guard,
    Situation,
    Transition,
)
from shared.case import Case, Handover, Reason
from shared.events import CaseRouted, HandoverAccepted, HandoverReturned
from shared.glossary import HandbackReason, HandlerKind, Nature, Phase, Role
from shared.proceedings import Assignment, Handback, Handler
from shared.wire import Wire

COORDINATOR = Handler(kind=HandlerKind.UNIT, key="klachtencoordinator")
SUCCESSION = "rechtsopvolging"
TO_AND_FRO = 2  # hand-backs after which the coordinator cuts the knot


class Assigning(Wire):
    handler: Handler = Field(alias="behandelaar")
    assignee: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$"), AboutNobody] | None
    ) = Field(
        default=None,
        alias="medewerker",
        description="An opaque staff id, never a name or an address.",
    )
    involved: bool = Field(
        default=False, alias="betrokken", description="Took part in the conduct (Awb 9:7)."
    )
    independent: bool = Field(
        default=False,
        alias="onafhankelijk",
        description="She declared that she took no part in the conduct (Awb 9:7).",
    )


class Returning(Wire):
    reason: HandbackReason = Field(default=HandbackReason.NOT_OURS, alias="reden")


def is_independent(case: Case) -> bool:
    """Did whoever has it now declare that she took no part in the conduct?"""
    given = case.proceedings.assignments
    return bool(given) and given[-1].independent and given[-1].assignee == case.assignee


def handled_by(case: Case, handler: Handler, reason: Reason) -> dict[str, Any]:
    """Somebody else has the case. *reason* takes the place of those of the earlier choice."""
    kept = tuple(each for each in case.reasons if each.rule == SUCCESSION)
    return {
        "handler": handler,
        "co_handler": None if case.co_handler == handler else case.co_handler,
        "proposed": None,
        "confidence": None,
        "reasons": (reason, *kept),
    }


def offered(case: Case, handler: Handler, at: datetime) -> dict[str, Any]:
    """A provider who gets the case is asked anew. An offer that is left unanswered, falls away."""
    before = case.handover
    if offer := first_offer(handler, at):
        if before and before.to == case.handler == handler:
            return {}
        others = {each: on for each, on in case.milestones.items() if each not in OF_A_PROVIDER}
        return {"handover": offer, "milestones": others}
    is_answered = before and (before.accepted_at or before.returned_at)
    return {} if is_answered else {"handover": None}


def first_offer(handler: Handler, at: datetime) -> Handover | None:
    is_provider = handler.kind is HandlerKind.PROVIDER
    return Handover(to=handler, offered_at=at) if is_provider else None


def _assigned(it: Situation, reason: Reason) -> File:
    said, case = it.said, it.case
    involved = {said.assignee} if said.involved and said.assignee else set()
    file = File(case, it.file.involved | involved)
    same = (case.handler, case.assignee) == (said.handler, said.assignee)
    if same and case.proposed is None and is_independent(case) >= said.independent:
        return file
    assignment = Assignment(
        at=it.at,
        by=it.command.by,
        handler=said.handler,
        assignee=said.assignee,
        independent=said.independent,
    )
    return file.but(
        **handled_by(case, said.handler, reason),
        **offered(case, said.handler, it.at),
        assignee=said.assignee,
    ).proceedings(assignments=(*case.proceedings.assignments, assignment))


def _answer(case: Case, **when: datetime) -> Handover | None:
    return case.handover and case.handover.model_copy(update=when)


def _accepted(it: Situation, reason: Reason) -> File | None:
    offer = it.case.handover
    if offer is None:
        return None
    if offer.accepted_at:
        return it.file
    return it.file.but(handover=_answer(it.case, accepted_at=it.at))


def _returned(it: Situation, reason: Reason) -> File | None:
    case, offer = it.case, it.case.handover
    if offer is None:
        return None
    if offer.returned_at:
        return it.file
    handbacks = (
        *case.proceedings.handbacks,
        Handback(by=case.handler, at=it.at, reason=it.said.reason),
    )
    taker = COORDINATOR if len(handbacks) >= TO_AND_FRO else THE_DESK
    return it.file.but(
        **handled_by(case, taker, reason),
        handover=_answer(case, returned_at=it.at),
        assignee=None,
    ).proceedings(handbacks=handbacks)


def _is_offered(it: Situation) -> bool:
    offer = it.case.handover
    if offer is None or offer.accepted_at or offer.returned_at:
        return False
    return offer.to == it.case.handler


OFFERED = Guard(
    _is_offered,
    "De zaak ligt niet ter aanvaarding bij een aanbieder. Wijs haar eerst aan een aanbieder toe.",
)
NOT_INVOLVED = Guard(
    lambda it: (
        not (
            it.said.involved
            or it.said.assignee in it.file.involved
            or it.said.handler.key == TEAM_ITSELF
        )
    ),
    "Wie bij de gedraging betrokken was, mag de klacht niet formeel behandelen (Awb 9:7).",
)
DECLARED = Guard(
    lambda it: it.said.independent or it.said.assignee is None,
    "Laat de behandelaar eerst verklaren dat zij niet bij de gedraging betrokken was, en stuur dat "
    "mee als onafhankelijk (Awb 9:7).",
)
BY_US = Guard(
    lambda it: it.said.handler.kind in (HandlerKind.UNIT, HandlerKind.COMPLAINTS_DESK),
    "Een klacht in formele behandeling blijft bij de gemeente zelf.",
)
NOT_TO_AND_FRO = Guard(
    lambda it: (
        it.said.handler.kind is not HandlerKind.PROVIDER
        or len(it.case.proceedings.handbacks) < TO_AND_FRO
        or it.command.role is Role.COORDINATOR
    ),
    "Deze zaak kwam al twee keer terug. De klachtencoördinator beslist nu wie haar behandelt.",
)


def _takes_over(it: Situation) -> bool:
    """Of a provider's own people, to a unit of ours. The desk and the coordinator may hold it."""
    unit = it.said.handler
    ours = unit.kind is HandlerKind.UNIT and unit != COORDINATOR
    return ours and bool(it.case.providers) and it.case.nature is Nature.TREATMENT


NOT_TAKEN_OVER = Guard(
    lambda it: not _takes_over(it),
    "Een klacht over iemand van een aanbieder neemt de gemeente niet over (Uitgangspunten par. "
    "2A). Bied haar de aanbieder aan, of deel haar eerst anders in.",
)

HANDING = (
    Transition(
        BEFORE_FORMAL,
        Action.ASSIGN,
        Phase.INFORMAL,
        CaseRouted,
        "Regeling art. 2 lid 5 en art. 7",
        "Een medewerker wees de zaak toe.",
        by=LEADS,
        said=Assigning,
        change=_assigned,
        guards=(NOT_TO_AND_FRO, NOT_TAKEN_OVER),
    ),
    Transition(
        (Phase.FORMAL,),
        Action.ASSIGN,
        Phase.FORMAL,
        CaseRouted,
        "Awb 9:7",
        "Een medewerker wees de zaak toe aan iemand die niet bij de gedraging betrokken was.",
        by=LEADS,
        said=Assigning,
        change=_assigned,
        guards=(BY_US, NOT_INVOLVED, DECLARED, NOT_TAKEN_OVER),
    ),
    Transition(
        BEFORE_FORMAL,
        Action.ACCEPT_HANDOVER,
        None,
        HandoverAccepted,
        "Regeling art. 2 lid 4 en art. 4 lid 1; Uitgangspunten par. 11 I",
        "De aanbieder aanvaardde de zaak en behandelt haar.",
        by=AND_PROVIDERS,
        change=_accepted,
        guards=(AT_HER_PROVIDER, OFFERED),
    ),
    Transition(
        BEFORE_FORMAL,
        Action.RETURN_HANDOVER,
        Phase.TRIAGE,
        HandoverReturned,
        "Regeling art. 7; Uitgangspunten par. 9",
        "De aanbieder gaf de zaak terug; het klachtenloket zoekt wie haar behandelt. Na een tweede "
        "keer beslist de klachtencoördinator.",
        by=AND_PROVIDERS,
        said=Returning,
        change=_returned,
        guards=(AT_HER_PROVIDER, OFFERED),
    ),
)
