"""What may a rule ask of a message? Conditions with a text: lawyers read it, and so does the check.

What a condition says of itself (`one_of`, `none_of`, `possible`) is enough to see, without any
message, that one rule takes all that another waits for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.routing.triage import MUNICIPAL, Facts
from shared.glossary import SAFETY_FLAGS, Channel, Domain, Flag, Nature
from shared.regime import Regime


@dataclass(frozen=True)
class Condition:
    text: str
    holds: Callable[[Facts, Regime], bool] = field(compare=False, repr=False)
    topics: tuple[str, ...] = ()  # of the lexicon: those that are found are the evidence
    one_of: frozenset[str] = frozenset()  # it holds where one of these does; empty: only its text
    none_of: frozenset[str] = frozenset()  # topics of which none may be found
    possible: Callable[[Regime], bool] = field(
        default=lambda regime: True, compare=False, repr=False
    )

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(
            f"{self.text} of {other.text}",
            lambda facts, regime: self.holds(facts, regime) or other.holds(facts, regime),
            self.topics + other.topics,
            self._alternatives | other._alternatives,
            possible=lambda regime: self.possible(regime) or other.possible(regime),
        )

    def implies(self, other: "Condition") -> bool:
        """Is it plain that *other* holds wherever this does?"""
        excludes_more = bool(other.none_of) and other.none_of <= self.none_of
        return excludes_more or self._alternatives <= other._alternatives

    @property
    def _alternatives(self) -> frozenset[str]:
        return self.one_of or frozenset({self.text})


def fact(text: str, holds: Callable[[Facts], bool]) -> Condition:
    """Something about the message alone."""
    return Condition(text, lambda facts, _: holds(facts))


def setting(text: str, holds: Callable[[Regime], bool]) -> Condition:
    """Something about the regulation alone: where it does not hold, the rule has no use."""
    return Condition(text, lambda _, regime: holds(regime), possible=holds)


def says(*topics: str) -> Condition:
    """At least one of these topics of the lexicon is found."""
    return Condition(
        f"woorden: {', '.join(topics)}",
        lambda facts, _: facts.says(*topics),
        topics,
        frozenset(f"woord {topic}" for topic in topics),
    )


def not_says(*topics: str) -> Condition:
    """None of these topics of the lexicon is found."""
    return Condition(
        f"geen woorden: {', '.join(topics)}",
        lambda facts, _: not facts.says(*topics),
        none_of=frozenset(topics),
    )


def domain_is(*domains: Domain) -> Condition:
    return Condition(
        f"domein: {', '.join(domains)}",
        lambda facts, _: facts.domain in domains,
        one_of=frozenset(f"domein {domain}" for domain in domains),
    )


def came_by(channel: Channel) -> Condition:
    return fact(f"via: {channel}", lambda facts: facts.channel is channel)


CANNOT_BE_READ = fact(
    "niet leesbaar, leeg, of niet in het Nederlands of Engels",
    lambda facts: not (facts.readable and facts.understood),
)
UNSAFE = fact(
    "mogelijk onveilig (bij een ongeval: met een beroepskracht of aanbieder)",
    lambda facts: not SAFETY_FLAGS.isdisjoint(facts.flags),
)
VIOLENCE_IN_CARE = fact(
    "door een beroepskracht of aanbieder, of een calamiteit",
    lambda facts: bool(facts.flags & {Flag.VIOLENCE, Flag.CALAMITY, Flag.SEXUAL_HARASSMENT}),
)
SPOKEN = fact("mondeling", lambda facts: not facts.written)
ANONYMOUS = fact("anoniem", lambda facts: facts.anonymous)
ANONYMOUS_IS_A_SIGNAL = setting(
    "de regeling neemt anonieme klachten niet in behandeling",
    lambda regime: regime.anonymous == "signaal",
)
TREATMENT = fact("bejegening", lambda facts: facts.nature is Nature.TREATMENT)
NOT_TREATMENT = fact("geen bejegening", lambda facts: facts.nature is not Nature.TREATMENT)

A_PROVIDER_NAMED = fact("een aanbieder genoemd", lambda facts: bool(facts.providers))
NO_PROVIDER_NAMED = fact("geen aanbieder genoemd", lambda facts: not facts.providers)
SEVERAL_PROVIDERS = fact(
    "twee of meer aanbieders genoemd", lambda facts: Flag.SEVERAL_PROVIDERS in facts.flags
)
UNDER_THE_WKKGZ = fact("zorg onder de Wkkgz", lambda facts: facts.outside_the_domain)


def _about_an_unknown_provider(facts: Facts) -> bool:
    about_one = facts.names_unknown_provider or facts.says("aanbieder")
    return about_one and not facts.providers and not facts.says(*MUNICIPAL)


AN_UNKNOWN_PROVIDER = fact(
    "een aanbieder zonder naam of buiten het register, en niet de gemeente",
    _about_an_unknown_provider,
)
NO_UNKNOWN_PROVIDER = fact(
    "niet over een onbekende aanbieder", lambda facts: not _about_an_unknown_provider(facts)
)


def _against_a_decision(facts: Facts) -> bool:
    """Against a provider only where a decision is named. A decision that is late is none."""
    decision = facts.says("besluit") or (facts.says("gevolg_van_besluit") and not facts.providers)
    objects = facts.says("bezwaar") or (decision and facts.says("oneens"))
    return objects and not facts.says("niet_tijdig")


AGAINST_A_DECISION = Condition(
    "tegen een besluit dat er is",
    lambda facts, _: _against_a_decision(facts),
    ("bezwaar", "besluit", "gevolg_van_besluit", "oneens"),
)


def _lapsed(facts: Facts, regime: Regime) -> bool:
    """The day that a text names is that of the conduct; when she knew of it, a person asks."""
    right = regime.terms.right_to_complain
    harassment = Flag.SEXUAL_HARASSMENT in facts.flags and right.months_after_harassment
    return facts.months_ago is not None and facts.months_ago >= (harassment or right.months)


THE_RIGHT_LAPSED = Condition(
    "langer geleden dan de regeling toelaat",
    _lapsed,
    possible=lambda regime: regime.terms.right_to_complain.hard,
)
