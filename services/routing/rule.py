"""What is a rule of the decision table, and in which words is it written?"""

from dataclasses import dataclass

from services.routing.condition import Condition
from services.routing.triage import Facts
from shared.glossary import Against, Domain, Flag, Ground, Kind, Phase
from shared.regime import Regime

DESK = "klachtenloket"
PROVIDER = "aanbieder"  # the provider that is named first
MANAGER = "leidinggevende"  # of the team in charge of the domain
OFFICE = "rol"  # with a colon and a role of the regime
NOBODY = "niemand"
DOUBT = "twijfel"  # the last rule of every regime

WORK_AND_INCOME = (Domain.INCOME, Domain.DEBT_HELP)


@dataclass(frozen=True)
class Rule:
    name: str
    article: str
    sentence: str  # goes with the case: why this handler
    kind: Kind
    handler: str  # one of the above, gemeente:<eenheid>, extern:<instantie> or rol:<rol>
    co_handler: str = NOBODY
    when: tuple[Condition, ...] = ()  # all must hold
    municipal: bool = False  # about conduct for which the municipality answers: Awb 9:4 to 9:12
    ground: Ground | None = None
    flags: tuple[Flag, ...] = ()
    phase: Phase = Phase.INFORMAL
    person_first: bool = False
    against: Against = Against.PERSON

    def fits(self, facts: Facts, regime: Regime) -> bool:
        return all(condition.holds(facts, regime) for condition in self.when)

    @property
    def topics(self) -> tuple[str, ...]:
        """Of the lexicon: what a message that fits may be recognised by."""
        return tuple(dict.fromkeys(topic for each in self.when for topic in each.topics))
