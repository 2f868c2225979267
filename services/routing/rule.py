"""What is a rule of the decision table, and in which words is it written?"""

from collections.abc import Callable
from dataclasses import dataclass

from services.routing.triage import Facts
from shared.glossary import Channel, Domain, Flag, Ground, Kind, Phase
from shared.regime import Regime

DESK = "klachtenloket"
PROVIDER = "aanbieder"  # the provider that is named first
MANAGER = "leidinggevende"  # of the team in charge of the domain
DOUBT = "twijfel"  # the last rule of every regime

WORK_AND_INCOME = (Domain.INCOME, Domain.DEBT_HELP)


@dataclass(frozen=True)
class Rule:
    name: str
    article: str
    sentence: str  # goes with the case: why this handler
    kind: Kind
    handler: (
        str  # klachtenloket, aanbieder, leidinggevende, gemeente:<eenheid> or extern:<instantie>
    )
    co_handler: str = ""
    topics: tuple[str, ...] = ()  # of the lexicon; at least one must be found
    when: Callable[[Facts, Regime], bool] = lambda facts, regime: True
    condition: str = ""  # what `when` asks, in Dutch
    municipal: bool = False  # about conduct for which the municipality answers: Awb 9:4 to 9:12
    ground: Ground | None = None
    flags: tuple[Flag, ...] = ()
    phase: Phase = Phase.INFORMAL
    person_first: bool = False

    def fits(self, facts: Facts, regime: Regime) -> bool:
        return (not self.topics or facts.says(*self.topics)) and self.when(facts, regime)


def has(*flags: Flag) -> Callable[[Facts, Regime], bool]:
    return lambda facts, _: not facts.flags.isdisjoint(flags)


def came_by(channel: Channel) -> Callable[[Facts, Regime], bool]:
    return lambda facts, _: facts.channel is channel
