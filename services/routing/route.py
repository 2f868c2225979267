"""Whose is it first? The decision table, asked in the order of the regime.

`route` is pure: the same facts, regime and municipality always give the same answer, so it also
says what would have happened to a case of long ago.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from services.routing.rule import DESK, DOUBT, MANAGER, PROVIDER, WORK_AND_INCOME, Rule
from services.routing.rules import RULES
from services.routing.triage import Facts
from shared.case import Handler, Reason
from shared.glossary import Flag, Ground, HandlerKind, Kind, Nature, Phase
from shared.municipality import Municipality
from shared.regime import Regime

THE_DESK = Handler(kind=HandlerKind.COMPLAINTS_DESK, key=DESK)
SERIOUS = frozenset(
    {Flag.SUICIDE, Flag.ABUSE, Flag.VIOLENCE, Flag.SEXUAL_HARASSMENT, Flag.CALAMITY}
)


@dataclass(frozen=True)
class Route:
    handler: Handler
    co_handler: Handler | None
    proposed: Handler | None  # whom the rules would choose, where a person looks first
    phase: Phase
    kind: Kind
    nature: Nature | None
    ground: Ground | None
    statutory: bool
    flags: frozenset[Flag]
    reasons: tuple[Reason, ...]


def route(facts: Facts, regime: Regime, municipality: Municipality) -> Route:
    """Who handles a message with these *facts*, and why."""
    first_look, chosen = _ask(facts, regime)
    decisive = chosen or first_look[0]
    asked = [*first_look, chosen] if chosen else first_look
    handler = _party(decisive.handler, facts, municipality) or THE_DESK
    co_handler = _co_handler(asked, facts, municipality)
    complaint = decisive.kind is Kind.COMPLAINT
    holder = THE_DESK if first_look else handler
    return Route(
        handler=holder,
        co_handler=None if co_handler == holder else co_handler,
        proposed=None if handler == holder else handler,
        phase=Phase.TRIAGE if first_look else _phase(decisive, facts),
        kind=decisive.kind,
        nature=facts.nature if complaint else None,
        ground=_ground(decisive, facts),
        statutory=decisive.municipal and facts.written and facts.identified,
        flags=_flags(facts, asked, handler, complaint),
        reasons=tuple(_reason(rule, facts) for rule in asked),
    )


def _ask(facts: Facts, regime: Regime) -> tuple[list[Rule], Rule | None]:
    """The rules that want a person first, and the one that chooses, if any does."""
    first_look: list[Rule] = []
    for rule in (RULES[name] for name in regime.routes):
        if rule.fits(facts, regime):
            if not rule.person_first:
                return first_look, rule
            if not (first_look and rule.name == DOUBT):
                first_look.append(rule)
    return first_look, None


def _party(whom: str, facts: Facts, municipality: Municipality) -> Handler | None:
    """The handler that a rule means by *whom*, if this municipality has such a one."""
    kind, _, key = whom.partition(":")
    if whom == MANAGER:
        team = "werk_en_inkomen" if facts.domain in WORK_AND_INCOME else "wijkteam"
        kind, key = HandlerKind.UNIT, f"leidinggevende_{team}"
    if whom == PROVIDER and facts.providers:
        return Handler(kind=HandlerKind.PROVIDER, key=facts.providers[0])
    if whom == DESK:
        return THE_DESK
    if key in (municipality.units if kind == HandlerKind.UNIT else municipality.outside):
        return Handler(kind=HandlerKind(kind), key=key)
    return None


def _co_handler(asked: list[Rule], facts: Facts, municipality: Municipality) -> Handler | None:
    """The first co-handler that a rule asks for: in danger, that is who must come now."""
    wanted = (_party(rule.co_handler, facts, municipality) for rule in asked if rule.co_handler)
    return next((party for party in wanted if party), None)


def _phase(rule: Rule, facts: Facts) -> Phase:
    """Informal, unless the regulation wants the formal procedure and it is there in writing."""
    return rule.phase if facts.written and facts.identified else Phase.INFORMAL


def _ground(decisive: Rule, facts: Facts) -> Ground | None:
    """A possible ground not to handle it. After sexual conduct or in danger, never its age."""
    if decisive.ground is Ground.ANONYMOUS and not facts.anonymous:
        return None
    if decisive.kind is Kind.COMPLAINT and facts.old and not facts.unsafe:
        return decisive.ground or Ground.OLDER_THAN_A_YEAR
    return decisive.ground


def _flags(facts: Facts, asked: list[Rule], handler: Handler, complaint: bool) -> frozenset[Flag]:
    """What was seen, and what follows from that for who reads the case."""

    def follow() -> Iterator[Flag]:
        for rule in asked:
            yield from rule.flags
        if facts.unsafe:
            yield from (Flag.NOW, Flag.NO_AUTOREPLY, Flag.SAME_DAY)
        if not SERIOUS.isdisjoint(facts.flags) or facts.flags & {Flag.PRESS, Flag.DATA_BREACH}:
            yield Flag.TELL_COLLEGE
        if Flag.SEXUAL_HARASSMENT in facts.flags:
            yield Flag.RESTRICTED
        if not facts.readable:
            yield Flag.UNREADABLE
        outside = handler.kind in (HandlerKind.PROVIDER, HandlerKind.EXTERNAL)
        if complaint and outside and Flag.FROM_PROVIDER not in facts.flags:
            yield Flag.WARM_HANDOVER

    return facts.flags | frozenset(follow())


def _reason(rule: Rule, facts: Facts) -> Reason:
    """The rule's sentence, with the words of our lexicon by which it was recognised."""
    words = [facts.topics[topic] for topic in rule.topics if topic in facts.topics]
    seen = f" Herkend aan: {', '.join(words)}." if words else ""
    return Reason(rule=rule.name, article=rule.article, sentence=rule.sentence + seen)
