"""How does a case end? Why it ends is something else than what was judged."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from services.routing.steps.common import kept
from services.routing.transition import (
    ALL_STAFF,
    OPEN,
    Action,
    File,
    Guard,
    Situation,
    Transition,
)
from shared.case import Reason
from shared.events import CaseClosed
from shared.glossary import HandlerKind, Kind, Milestone, Outcome, Phase
from shared.law.handling import unreachable
from shared.proceedings import Ending, Handler
from shared.wire import Wire


class Settlement(Wire):
    outcome: Outcome = Field(alias="uitkomst")
    expressed: Literal["mondeling", "schriftelijk"] | None = Field(
        default=None,
        alias="tevredenheidGeuit",
        description="How she said that she is satisfied (Awb 9:5).",
    )
    forwarded_to: Handler | None = Field(default=None, alias="doorgezondenNaar")


def _settled(it: Situation, reason: Reason) -> File:
    said = it.said
    ending = Ending(expressed=said.expressed, forwarded_to=said.forwarded_to)
    return _closed(it, said.outcome, None if ending == Ending() else ending)


def _withdrawn(it: Situation, reason: Reason) -> File:
    return _closed(it, Outcome.WITHDRAWN, None)


def _closed(it: Situation, outcome: Outcome, ending: Ending | None) -> File:
    case = it.case
    if (case.outcome, case.aftermath.ending) == (outcome, ending):
        return it.file
    closed = it.file.but(outcome=outcome, closed_at=it.at)
    return closed.aftermath(ending=ending, retention=kept(it, outcome))


def _decided_on(outcome: Outcome) -> Guard:
    return Guard(
        lambda it: (
            (decision := it.case.proceedings.decision) is not None
            and decision.proposal.outcome is outcome
            and not it.outside
            and {it.command.by, decision.by, decision.proposal.by}.isdisjoint(it.file.involved)
        ),
        "Dit kan pas na een besluit dat een tweede mens vaststelde. Stel het voor, en laat het "
        "vaststellen (Awb 9:8 en 9:12; Uitgangspunten par. 1D).",
    )


def _out_of_reach(it: Situation) -> bool:
    since = it.case.milestones.get(Milestone.UNREACHABLE)
    again = it.case.milestones.get(Milestone.REACHED_AGAIN)
    term = unreachable(it.case, it.municipality, it.calendar)
    return bool(since and not (again and again >= since) and term and term.due_on < it.asked_on)


def _told_by_the_provider(it: Situation) -> bool:
    at_one = it.case.handler.kind is HandlerKind.PROVIDER and it.provider_law != "wkkgz"
    return it.outside and (not at_one or Milestone.SETTLED_BY_PROVIDER in it.case.milestones)


OUTCOMES: Mapping[Outcome, Guard] = {
    Outcome.SATISFIED: Guard(
        lambda it: it.said.expressed is not None,
        "Zeg hoe de inwoner liet weten dat zij tevreden is: tevredenheidGeuit (Awb 9:5).",
    ),
    Outcome.WITHDRAWN: Guard(lambda it: False, "Gebruik voor een intrekking de actie intrekken."),
    Outcome.JUDGED: _decided_on(Outcome.JUDGED),
    Outcome.NOT_HANDLED: _decided_on(Outcome.NOT_HANDLED),
    Outcome.FORWARDED: Guard(
        lambda it: (
            it.case.phase is not Phase.FORMAL
            and (to := it.said.forwarded_to) is not None
            and to.kind is not HandlerKind.COMPLAINTS_DESK
        ),
        "Zeg naar wie het is doorgezonden: doorgezondenNaar. Wat in formele behandeling is, kan "
        "niet meer worden doorgezonden (Awb 2:3).",
    ),
    Outcome.HANDLED_BY_PROVIDER: Guard(
        _told_by_the_provider,
        "Leg eerst vast dat de aanbieder de afdoening meldde. Is de zaak niet bij een aanbieder, "
        "handel haar dan zelf af (Regeling art. 2 lid 4; Uitgangspunten par. 11 I).",
    ),
    Outcome.REGISTERED: Guard(
        lambda it: (
            it.case.kind not in (Kind.COMPLAINT, Kind.UNKNOWN) and it.case.phase is not Phase.FORMAL
        ),
        "Een klacht vraagt een antwoord; alleen registreren is niet genoeg (Awb 9:2).",
    ),
    Outcome.OUT_OF_REACH: Guard(
        _out_of_reach,
        "Dit kan alleen waar de regeling het kent, en als de inwoner zo lang onbereikbaar is als "
        "zij zegt (Sterker 5.8). Leg vast sinds wanneer, en blijf het proberen.",
    ),
    Outcome.JOINED: Guard(
        lambda it: it.other is not None and it.other.is_open,
        "Zeg eerst met koppelen (dezelfde_als) in welke open zaak deze verdergaat.",
    ),
}
"""When does an outcome fit?"""

FITS = {
    outcome: Guard(
        lambda it, outcome=outcome, guard=guard: (  # type: ignore[misc]
            it.said.outcome is not outcome or guard.holds(it)
        ),
        guard.refusal,
    )
    for outcome, guard in OUTCOMES.items()
}

ENDING = (
    Transition(
        OPEN,
        Action.SETTLE,
        Phase.CLOSED,
        CaseClosed,
        "Awb 9:5, 9:8 en 9:12; Uitgangspunten par. 9",
        "De zaak is afgehandeld.",
        said=Settlement,
        change=_settled,
        guards=tuple(FITS.values()),
    ),
    Transition(
        OPEN,
        Action.WITHDRAW,
        Phase.CLOSED,
        CaseClosed,
        "Awb 9:5; Sterker 5.6",
        "De inwoner trok de klacht in; dat mag altijd, en wordt op schrift bevestigd.",
        by=ALL_STAFF,
        change=_withdrawn,
    ),
)
