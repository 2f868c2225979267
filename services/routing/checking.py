"""Can the rules of every regulation be followed? What is wrong is told with file, line and reason.

A list is wrong where a rule does not exist, can never be reached, names somebody who is not there,
or gives an outcome that the regulation does not know.
"""

from collections.abc import Iterator
from pathlib import Path

from services.routing.route import decides, named, party
from services.routing.rule import DESK, DOUBT, NOBODY, PROVIDER, Rule
from services.routing.rules import RULES, as_said_in
from services.routing.triage import Facts
from shared.glossary import Channel, Domain, Kind
from shared.municipality import FILES, Municipality, read
from shared.regime import Regime
from shared.settings import ConfigurationError, Fault, at_their_lines

NO_CASE_OF_ITS_OWN = (Kind.WITHDRAWAL, Kind.NOT_A_COMPLAINT, Kind.UNKNOWN)  # found everywhere
ANY_TEAM = [Facts(Channel.EMAIL, domain=domain) for domain in (Domain.GENERAL, Domain.INCOME)]


def check(folder: Path = FILES) -> None:
    """Raises `ConfigurationError` for the lists in *folder* that cannot be followed."""
    told = [
        at_their_lines(path, faults)
        for path in sorted(folder.glob("*.yaml"))
        if (faults := list(_faults(read(path))))
    ]
    if told:
        raise ConfigurationError("\n".join(told))


def _faults(municipality: Municipality) -> Iterator[Fault]:
    for place, regime in enumerate(municipality.regimes):
        for row, why in faults_in(regime, municipality):
            yield Fault(("regelingen", place, "routes", row), why)


def faults_in(regime: Regime, municipality: Municipality) -> Iterator[tuple[int, str]]:
    """What is wrong with the rows of *regime*: the place of each, from 0, and why."""
    above: list[Rule] = []
    for place, row in enumerate(regime.routes):
        if row.rule not in RULES:
            yield place, f"de regel {row.rule} bestaat niet: verbeter de naam of haal hem weg"
            continue
        rule = as_said_in(row)
        for why in (
            *_out_of_reach(rule, above, regime),
            *_outcomes_unknown(rule, regime),
            *_nobody_there(rule, regime, municipality),
        ):
            yield place, f"de regel {rule.name} {why}"
        above.append(rule)
    if regime.routes[-1].rule != DOUBT:
        yield len(regime.routes) - 1, f"de laatste regel moet {DOUBT} zijn: zet die hieronder"


def _out_of_reach(rule: Rule, above: list[Rule], regime: Regime) -> Iterator[str]:
    """Is there no message for which this rule is asked and fits? As far as its words tell."""
    for condition in rule.when:
        if not condition.possible(regime):
            yield f"past hier nooit ({condition.text}): haal hem weg"
    for other in above:
        if rule.name == other.name:
            yield "staat er twee keer: haal er een weg"
        elif other.name == DOUBT:
            yield f"staat na {DOUBT}: zet hem daarvoor"
        elif decides(other, regime) and _takes_all_of(other, rule):
            yield f"komt nooit aan de beurt, want {other.name} past dan ook: zet hem daarvoor"


def _takes_all_of(one: Rule, other: Rule) -> bool:
    """Does *one* fit, whatever *other* fits?"""
    return all(any(has.implies(asked) for has in other.when) for asked in one.when)


def _outcomes_unknown(rule: Rule, regime: Regime) -> Iterator[str]:
    if rule.kind not in (*regime.kinds, *NO_CASE_OF_ITS_OWN):
        yield f"maakt er een {rule.kind} van, en die staat niet bij soorten: zet haar erbij"
    if rule.ground and regime.exclusion(rule.ground) is None:
        yield f"geeft de grond {rule.ground}, en die staat niet bij uitsluitingen: zet haar erbij"


def _nobody_there(rule: Rule, regime: Regime, municipality: Municipality) -> Iterator[str]:
    """Who wants the desk in the place of somebody that a municipality lacks, must say so."""
    missing = {
        f"{meant.kind}:{meant.key}" if (meant := named(whom, facts, regime)) else whom
        for whom in {rule.handler, rule.co_handler} - {PROVIDER, NOBODY}
        for facts in ANY_TEAM
        if party(whom, facts, regime, municipality) is None
    }
    for whom in sorted(missing):
        yield (
            f"gaat naar {whom}, en die is er hier niet: zet hem bij eenheden, externen of rollen, "
            f"of schrijf in deze regel aan: {DESK} of samen_met: {NOBODY}"
        )
