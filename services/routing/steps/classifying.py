"""What is it, whose is it then, and what does it belong to?"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.routing.route import Route, implied
from services.routing.steps.common import UNDECIDED, AboutNobody, Number, find
from services.routing.steps.handing import handled_by, offered
from services.routing.transition import (
    ALL_STAFF,
    ALWAYS,
    BEFORE_FORMAL,
    HANDLERS,
    OPEN,
    Action,
    File,
    Guard,
    Situation,
    Transition,
)
from shared.case import Reason
from shared.events import CaseClassified, CollegeAlerted, FileRecorded
from shared.glossary import (
    SAFETY_FLAGS,
    Attention,
    Body,
    Domain,
    Flag,
    Kind,
    Link,
    Nature,
    Outcome,
    Phase,
    Role,
)
from shared.proceedings import Key, Linked, Reclassification, Split
from shared.wire import Wire

MOST_SPLITS = 10


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
    how: Link | Literal["niet_dezelfde"] = Field(
        alias="verband",
        description="niet_dezelfde: iemand keek, en dit is een ander verhaal.",
    )


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


class Splitting(Wire):
    reference: Number = Field(
        alias="kenmerk", description="Van het onderwerp dat een eigen zaak krijgt."
    )


def _split(it: Situation, reason: Reason) -> File:
    known = it.case.matter.splits
    if find(known, it.said.reference):
        return it.file
    return it.file.matter(splits=(*known, Split(reference=it.said.reference)))


def _linked(it: Situation, reason: Reason) -> File:
    """Whatever she says of the other case, nobody need ask her again whether it is the same."""
    said, case = it.said, it.case
    links = [each for each in case.matter.links if each.to != said.to]
    if isinstance(said.how, Link):
        links.append(Linked(to=said.to, how=said.how))
    return without_proposal(it.file.matter(links=tuple(links)), said.to)


def without_proposal(file: File, number: str) -> File:
    """*file*, no longer said to be like the case *number*."""
    similar = tuple(each for each in file.case.similar if each.number != number)
    points = (each for each in file.case.attention if similar or each is not Attention.SIMILAR)
    return file.but(similar=similar, attention=tuple(points))


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
NOT_IN_PIECES = Guard(
    lambda it: len(it.case.matter.splits) < MOST_SPLITS,
    f"Er zijn al {MOST_SPLITS} onderwerpen afgesplitst. Bespreek met de inwoner wat voorop staat.",
)
STAYS_JOINED = Guard(
    lambda it: (
        it.case.outcome is not Outcome.JOINED
        or it.said.how is Link.SAME_AS
        or Linked(to=it.said.to, how=Link.SAME_AS) not in it.case.matter.links
    ),
    "Deze zaak gaat in die andere verder. Heropen haar eerst.",
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
        "Een medewerker zei of deze zaak bij een andere hoort, zodat niemand haar verhaal twee "
        "keer hoeft te doen.",
        by=ALL_STAFF,
        said=Linking,
        change=_linked,
        guards=(NOT_ITSELF, STAYS_JOINED),
    ),
    Transition(
        OPEN,
        Action.SPLIT,
        None,
        FileRecorded,
        "Uitgangspunten par. 1D",
        "Een ander onderwerp krijgt een eigen zaak, met hetzelfde verhaal en dezelfde dag van "
        "ontvangst. Deel die daarna in.",
        by=HANDLERS,
        said=Splitting,
        change=_split,
        guards=(NOT_IN_PIECES,),
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
