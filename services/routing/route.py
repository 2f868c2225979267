"""Whose is it first? The decision table, asked in the order of the regime.

`route` is pure: the same facts, regime and municipality always give the same answer, so it also
says what would have happened to a case of long ago.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from services.routing.rule import (
    DESK,
    DOUBT,
    MANAGER,
    OFFICE,
    PROVIDER,
    WORK_AND_INCOME,
    Rule,
)
from services.routing.rules import rules_of
from services.routing.triage import Facts
from shared.case import Handler, Reason
from shared.glossary import (
    SAFETY_FLAGS,
    Against,
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Nature,
    Phase,
    Registration,
)
from shared.municipality import Municipality
from shared.provisions import Effect
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
    against: Against
    registration: Registration
    flags: frozenset[Flag]
    reasons: tuple[Reason, ...]


def route(facts: Facts, regime: Regime, municipality: Municipality) -> Route:
    """Who handles a message with these *facts*, and why."""
    asked = _ask(facts, regime)
    first_look = [rule for rule in asked if rule.person_first]
    decisive = asked[-1] if decides(asked[-1], regime) else first_look[0]
    handler = party(decisive.handler, facts, regime, municipality) or THE_DESK
    co_handler = _co_handler(asked, facts, regime, municipality)
    complaint = decisive.kind is Kind.COMPLAINT
    holder = THE_DESK if first_look else handler
    return Route(
        handler=holder,
        co_handler=None if co_handler == holder else co_handler,
        proposed=None if handler == holder else handler,
        phase=Phase.TRIAGE if first_look else _phase(decisive, facts),
        kind=decisive.kind,
        nature=facts.nature if complaint else None,
        ground=_ground(decisive, asked, facts, regime),
        statutory=_statutory(decisive, facts, regime),
        against=decisive.against,
        registration=_registration(decisive, regime),
        flags=_flags(facts, asked, handler, complaint),
        reasons=tuple(_reason(rule, facts) for rule in asked),
    )


def _ask(facts: Facts, regime: Regime) -> list[Rule]:
    """The rules that fit, up to the one that decides; `twijfel` only where no other does."""
    asked: list[Rule] = []
    for rule in rules_of(regime):
        if rule.fits(facts, regime) and not (
            rule.name == DOUBT and any(each.person_first for each in asked)
        ):
            asked.append(rule)
            if decides(rule, regime):
                break
    return asked


def decides(rule: Rule, regime: Regime) -> bool:
    """Does the search end here? Not where a person looks first, or where it only splits off."""
    return not (rule.person_first or splits(rule, regime))


def splits(rule: Rule, regime: Regime) -> bool:
    """Is what this rule is about only a part, beside which the rest is looked at as well?"""
    exclusion = regime.exclusion(rule.ground) if rule.ground else None
    return exclusion is not None and exclusion.effect is Effect.SPLIT


def party(whom: str, facts: Facts, regime: Regime, municipality: Municipality) -> Handler | None:
    """The handler that a rule means by *whom*, if there is such a one."""
    meant = named(whom, facts, regime)
    if meant and meant.kind in (HandlerKind.UNIT, HandlerKind.EXTERNAL):
        return meant if municipality.has(f"{meant.kind}:{meant.key}") else None
    return meant


def named(whom: str, facts: Facts, regime: Regime) -> Handler | None:
    """Whom a rule means by *whom*, whether or not there is such a one."""
    kind, _, key = whom.partition(":")
    if kind == OFFICE:
        return named(regime.offices[key].party, facts, regime) if key in regime.offices else None
    if whom == DESK:
        return THE_DESK
    if whom == PROVIDER and facts.providers:
        return Handler(kind=HandlerKind.PROVIDER, key=facts.providers[0])
    if whom == MANAGER:
        team = "werk_en_inkomen" if facts.domain in WORK_AND_INCOME else "wijkteam"
        return Handler(kind=HandlerKind.UNIT, key=f"leidinggevende_{team}")
    return Handler(kind=HandlerKind(kind), key=key) if key else None


def _co_handler(
    asked: list[Rule], facts: Facts, regime: Regime, municipality: Municipality
) -> Handler | None:
    """The first co-handler that a rule asks for: in danger, that is who must come now."""
    wanted = (party(rule.co_handler, facts, regime, municipality) for rule in asked)
    return next((each for each in wanted if each), None)


def _statutory(rule: Rule, facts: Facts, regime: Regime) -> bool:
    """Do Awb 9:5 to 9:12 hold? Only for a body's own conduct, in writing and signed (Awb 9:4)."""
    return regime.of_a_body and rule.municipal and facts.written and facts.identified


def _registration(rule: Rule, regime: Regime) -> Registration:
    """Only what was solved in the conversation may go unregistered, where the regime says so."""
    solved = rule.kind is Kind.DISCONTENT and Flag.SOLVED_ON_THE_SPOT in rule.flags
    return regime.register_informal if solved else Registration.FULL


def _phase(rule: Rule, facts: Facts) -> Phase:
    """Informal, unless the regulation wants the formal procedure and it is there in writing."""
    return rule.phase if facts.written and facts.identified else Phase.INFORMAL


def _ground(decisive: Rule, asked: list[Rule], facts: Facts, regime: Regime) -> Ground | None:
    """A possible ground not to handle it. After sexual conduct or in danger, never its age."""
    ground = next((rule.ground for rule in asked if splits(rule, regime)), decisive.ground)
    if ground is Ground.ANONYMOUS and not facts.anonymous:
        return None
    old = facts.old and not facts.unsafe and regime.exclusion(Ground.OLDER_THAN_A_YEAR)
    if ground is None and decisive.kind is Kind.COMPLAINT and old:
        return Ground.OLDER_THAN_A_YEAR
    return ground


def _flags(facts: Facts, asked: list[Rule], handler: Handler, complaint: bool) -> frozenset[Flag]:
    """What was seen, and what follows from that for who reads the case."""

    def follow() -> Iterator[Flag]:
        for rule in asked:
            yield from rule.flags
        yield from implied(facts.flags)
        if not facts.readable:
            yield Flag.UNREADABLE
        outside = handler.kind in (HandlerKind.PROVIDER, HandlerKind.EXTERNAL)
        if complaint and outside and Flag.FROM_PROVIDER not in facts.flags:
            yield Flag.WARM_HANDOVER

    return facts.flags | frozenset(follow())


def implied(flags: frozenset[Flag]) -> Iterator[Flag]:
    """What follows from a flag, whether a text or a person raised it."""
    if not SAFETY_FLAGS.isdisjoint(flags):
        yield from (Flag.NOW, Flag.NO_AUTOREPLY, Flag.SAME_DAY)
    if not SERIOUS.isdisjoint(flags) or flags & {Flag.PRESS, Flag.DATA_BREACH}:
        yield Flag.TELL_COLLEGE
    if Flag.SEXUAL_HARASSMENT in flags:
        yield Flag.RESTRICTED


def _reason(rule: Rule, facts: Facts) -> Reason:
    """The rule's sentence, with the words of our lexicon by which it was recognised."""
    words = [facts.topics[topic] for topic in rule.topics if topic in facts.topics]
    seen = f" Herkend aan: {', '.join(words)}." if words else ""
    return Reason(rule=rule.name, article=rule.article, sentence=rule.sentence + seen)
