"""How sure is a proposal? A rule anybody can check, and not a feeling.

What the proposal rests on, from strong to weak: a field of the form or the channel; a provider's
name, or words that the rule asks for; a word of a service or a domain; a word that can
mean much. It is one step weaker where another rule that fits would choose somebody else. Where a
person must find out who it is, or no rule fits, it is unsure whatever was seen: the klachtenloket.
"""

from collections.abc import Iterator

from services.routing.condition import ANONYMOUS, came_by
from services.routing.named import Evidence
from services.routing.route import decides
from services.routing.rule import DESK, PROVIDER, Rule
from services.routing.rules import rules_of
from services.routing.triage import Facts
from shared.glossary import Confidence, Flag
from shared.regime import Regime

SAYS_LITTLE = {"onvrede"}  # in nearly every complaint, whoever it is about


def confidence(facts: Facts, regime: Regime) -> Confidence:
    """How sure the rules of *regime* are about a message with these *facts*."""
    fitting = [rule for rule in rules_of(regime) if rule.fits(facts, regime)]
    deciding = [place for place, rule in enumerate(fitting) if decides(rule, regime)]
    if not deciding or not (facts.readable and facts.understood):
        return Confidence.UNSURE
    first, chosen = fitting[: deciding[0]], fitting[deciding[0]]
    if any(Flag.UNKNOWN_PROVIDER in rule.flags for rule in first):
        return Confidence.UNSURE
    rivals = any(fitting[place].handler not in (DESK, chosen.handler) for place in deciding)
    strength = max(_evidence(chosen, facts)) - rivals
    if strength >= Evidence.NAME:
        return Confidence.SURE
    return Confidence.LIKELY if strength == Evidence.WORD else Confidence.UNSURE


def _evidence(rule: Rule, facts: Facts) -> Iterator[Evidence]:
    """All that speaks for *rule*."""
    if came_by(facts.channel) in rule.when or ANONYMOUS in rule.when:
        yield Evidence.FORM
    if rule.handler == PROVIDER:
        yield facts.named_by
    said = set(rule.topics) & facts.topics.keys()
    if said:
        yield Evidence.NAME if said - SAYS_LITTLE else Evidence.WORD
    yield facts.domain_by
