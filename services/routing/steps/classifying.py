"""What is it, whose is it then, and what does it belong to?"""

from typing import Annotated

from pydantic import Field, StringConstraints

from services.routing.route import Route, implied
from services.routing.steps.common import UNDECIDED, AboutNobody
from services.routing.steps.handing import handled_by, offered
from services.routing.transition import (
    ALL_STAFF,
    ALWAYS,
    BEFORE_FORMAL,
    HANDLERS,
    Action,
    File,
    Guard,
    Situation,
    Transition,
)
from shared.case import Reason
from shared.events import CaseClassified, CollegeAlerted, FileRecorded
from shared.glossary import SAFETY_FLAGS, Body, Domain, Flag, Kind, Link, Nature, Phase, Role
from shared.proceedings import Key, Linked, Reclassification
from shared.wire import Wire


class Classification(Wire):
    """What a person says of it. What she leaves out stays as the system proposed it."""

    kind: Kind = Field(alias="soort")
    nature: Nature | None = Field(default=None, alias="klachtsoort")
    domain: Domain | None = Field(default=None, alias="domein")
    providers: tuple[Key, ...] | None = Field(default=None, alias="aanbieders", max_length=20)
    flags: tuple[Flag, ...] | None = Field(default=None, alias="signaleringen", max_length=40)
    body: Body | None = Field(default=None, alias="bestuursorgaan")
    reroute: bool = Field(
        default=True,
        alias="opnieuwRouteren",
        description="Let the rules choose the handler again. False: the handler stays.",
    )


class Linking(Wire):
    to: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z0-9-]{4,40}$"), AboutNobody] = (
        Field(alias="zaaknummer")
    )
    how: Link = Field(alias="verband")


def _classified(it: Situation, reason: Reason) -> File:
    said, case = it.said, it.case
    facts = {
        "kind": said.kind,
        "nature": said.nature or (case.nature if said.kind is Kind.COMPLAINT else None),
        "domain": said.domain or case.domain,
        "providers": case.providers if said.providers is None else said.providers,
        "confidence": None,
        "flags": case.flags if said.flags is None else _flags(it),
    }
    file = it.file.but(**facts)
    if said.body:
        file = file.matter(body=said.body)
    if anew := it.rerouted:
        file = _rerouted(file.but(attention=anew.attention), anew.route, reason, it)
    if said.kind is case.kind:
        return file
    entry = Reclassification(at=it.at, by=it.command.by, was=case.kind, became=said.kind)
    earlier = case.proceedings.reclassifications
    return file.proceedings(reclassifications=(*earlier, entry))


def _flags(it: Situation) -> tuple[Flag, ...]:
    """With what follows from them. Who does not see the flags that are there, adds to them."""
    blind = it.command.role is Role.CONTACT_CENTRE
    seen = frozenset(it.said.flags) | frozenset(it.case.flags if blind else ())
    return tuple(sorted(seen | frozenset(implied(seen))))


def _rerouted(file: File, route: Route, reason: Reason, it: Situation) -> File:
    """The rules chose again, with what a person said in place of what the text seemed to say."""
    handler = route.proposed or route.handler
    facts = {
        "ground": route.ground,
        "registration": route.registration,
        "statutory": route.statutory or it.case.phase is Phase.FORMAL,
        "co_handler": None if route.co_handler == handler else route.co_handler,
        "nature": file.case.nature or route.nature,
    }
    changed = file.but(**facts)
    if handler == it.case.handler and it.case.phase is not Phase.TRIAGE:
        return changed
    last = route.reasons[-1]
    return changed.but(
        **handled_by(changed.case, handler, last) | offered(it.case, handler, it.at),
        assignee=None,
    )


def _linked(it: Situation, reason: Reason) -> File:
    others = [each for each in it.case.matter.links if each.to != it.said.to]
    return it.file.matter(links=(*others, Linked(to=it.said.to, how=it.said.how)))


def _college(it: Situation, reason: Reason) -> File:
    return it.file.but(flags=tuple(sorted({*it.case.flags, Flag.TELL_COLLEGE})))


def _dropped_safety(it: Situation) -> set[Flag]:
    if it.said.flags is None:
        return set()
    return (set(it.case.flags) - set(_flags(it))) & SAFETY_FLAGS


SAFETY_STAYS = Guard(
    lambda it: not _dropped_safety(it) or it.command.role is Role.COORDINATOR,
    "Een signaal over veiligheid haalt alleen de klachtencoördinator weg.",
)
STAYS_WITH_US = Guard(
    lambda it: not it.said.reroute,
    "In de formele behandeling blijft de behandelaar. Stuur opnieuwRouteren: false mee, of wijs "
    "haar toe.",
)
STAYS_A_COMPLAINT = Guard(
    lambda it: it.said.kind is Kind.COMPLAINT,
    "Wat formeel wordt behandeld, is een klacht. Rond dat eerst af, of laat de inwoner intrekken.",
)
NOT_ITSELF = Guard(
    lambda it: it.said.to != it.case.number, "Een zaak hoort niet bij zichzelf. Noem een andere."
)

CLASSIFYING = (
    Transition(
        BEFORE_FORMAL,
        Action.CLASSIFY,
        Phase.INFORMAL,
        CaseClassified,
        "Regeling art. 1 lid 2-3 en art. 7; Uitgangspunten par. 9",
        "Een medewerker zei wat het is; daaruit volgt wie het behandelt.",
        by=ALL_STAFF,
        said=Classification,
        change=_classified,
        guards=(SAFETY_STAYS,),
    ),
    Transition(
        (Phase.FORMAL,),
        Action.CLASSIFY,
        None,
        CaseClassified,
        "Regeling art. 1 lid 2-3; Awb 9:7",
        "Een medewerker zei wat het is; wie haar formeel behandelt, blijft.",
        by=HANDLERS,
        said=Classification,
        change=_classified,
        guards=(UNDECIDED, SAFETY_STAYS, STAYS_WITH_US, STAYS_A_COMPLAINT),
    ),
    Transition(
        ALWAYS,
        Action.LINK,
        None,
        FileRecorded,
        "Uitgangspunten par. 1D",
        "Deze zaak hoort bij een andere, zodat niemand haar verhaal twee keer hoeft te doen.",
        by=ALL_STAFF,
        said=Linking,
        change=_linked,
        guards=(NOT_ITSELF,),
    ),
    Transition(
        ALWAYS,
        Action.ALERT_COLLEGE,
        None,
        CollegeAlerted,
        "Uitgangspunten par. 11 VI",
        "Het college hoort dit onverwijld.",
        by=HANDLERS,
        change=_college,
    ),
)
