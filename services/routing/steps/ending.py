"""How does a case end? Why it ends is something else than what was judged.

Where it goes on in another case, nothing may be lost of it: the first day of receipt counts, what
was promised stays promised, and the other case knows all that this one knew.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from services.routing.steps.classifying import without_proposal
from services.routing.steps.common import as_it_travels, kept
from services.routing.transition import (
    ALL_STAFF,
    OPEN,
    Action,
    File,
    Guard,
    Situation,
    Transition,
)
from shared.case import Added, Case, Reason
from shared.events import CaseClosed
from shared.glossary import Flag, HandlerKind, Kind, Milestone, Outcome, Phase
from shared.law.handling import unreachable
from shared.proceedings import Ending, Handler, Joined
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


def _into(fits: Callable[[Case, Case], bool], refusal: str) -> Guard:
    """Where a case goes on in another, it must fit: this one, and that other one."""
    return Guard(
        lambda it: (
            it.said.outcome is not Outcome.JOINED or it.other is None or fits(it.case, it.other)
        ),
        refusal,
    )


JOINING = (
    _into(
        lambda this, other: other.received_at <= this.received_at,
        "Deze klacht kwam eerder binnen dan de andere. Voeg die in deze samen: zo telt de eerste "
        "dag van ontvangst (Awb 9:11).",
    ),
    _into(
        lambda this, other: this.kind is not Kind.COMPLAINT or other.kind is Kind.COMPLAINT,
        "Dit is een klacht, en de andere zaak niet. Deel die eerst in als klacht.",
    ),
    _into(
        lambda this, other: not this.statutory or other.statutory or _is_ours(other),
        "Deze klacht behandelt de gemeente zelf (Awb 9:4), en de andere zaak niet. Wijs die eerst "
        "toe aan de gemeente.",
    ),
    _into(
        lambda this, other: this.phase is not Phase.FORMAL or other.phase is Phase.FORMAL,
        "Deze klacht wordt formeel behandeld. Begin daar eerst mee in de andere zaak.",
    ),
    _into(
        lambda this, other: not this.expects_an_answer or other.expects_an_answer,
        "Op de andere zaak volgt geen antwoord. Koppel haar alleen, en handel deze zelf af.",
    ),
)


def _is_ours(case: Case) -> bool:
    return case.handler.kind not in (HandlerKind.PROVIDER, HandlerKind.EXTERNAL)


OF_THE_MESSAGE = frozenset(
    {
        Flag.ORAL,
        Flag.ANONYMOUS,
        Flag.SOLVED_ON_THE_SPOT,
        Flag.FROM_PROVIDER,
        Flag.REFERRED_BACK,
        Flag.UNREADABLE,
        Flag.FOREIGN_LANGUAGE,
        Flag.VERY_LONG,
    }
)
"""What is true of how it was told, not of what happened."""


def taking_in(file: File, ended: File, unanswered: Iterable[Added]) -> File:
    """*file*, in which *ended* goes on: with its danger, its points, who was involved, and what was
    left *unanswered*.
    """
    case, other = file.case, ended.case
    told = Joined(number=other.number, received_at=other.received_at)
    known = (each for each in case.matter.joined if each.number != other.number)
    written = case.written or other.written
    flags = {*case.flags, *other.flags} - (OF_THE_MESSAGE - set(case.flags))
    changed = without_proposal(
        file.but(
            written=written,
            statutory=case.statutory or other.statutory,
            flags=tuple(sorted(flags - {Flag.ORAL} if written else flags)),
            providers=tuple(dict.fromkeys((*case.providers, *other.providers))),
            attention=tuple(dict.fromkeys((*case.attention, *other.attention))),
            additions=as_it_travels((*unanswered, *case.additions)),
        ).matter(joined=(*known, told, *other.matter.joined)),
        other.number,
    )
    return replace(changed, involved=file.involved | ended.involved)


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
        guards=(*FITS.values(), *JOINING),
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
