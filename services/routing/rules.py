"""Who handles a message first, and why? The decision table, for lawyers to read.

A regime's YAML (`routes:`) lists which of these rules hold, in which order they are asked, and what
it says differently. The first that fits decides. A rule that wants a person first does not end the
search: the case goes to the klachtenloket at once, and what the rules after it would choose is the
proposal. Neither does a rule whose ground only splits something off (`gevolg: splitsen`).

`python -m services.routing.explain` checks the lists and prints docs/beslistabel.md.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from services.routing.doors import DOORS
from services.routing.not_here import LEFT_TO_OTHERS
from services.routing.officials import CONDUCT_AND_SERVICES
from services.routing.ours import A_PERSON_FIRST, NOT_FOR_US_TO_HANDLE
from services.routing.rule import Rule
from services.routing.talked_over import FIRST_TALK_THEN_COMPLAIN
from services.routing.whose import ABOUT_SEVERAL_OR_OTHERS, ABOUT_THE_MUNICIPALITY
from shared.provisions import Row
from shared.regime import Regime

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        *A_PERSON_FIRST,
        *NOT_FOR_US_TO_HANDLE,
        *DOORS,
        *LEFT_TO_OTHERS,
        *FIRST_TALK_THEN_COMPLAIN,
        *ABOUT_SEVERAL_OR_OTHERS,
        *CONDUCT_AND_SERVICES,
        *ABOUT_THE_MUNICIPALITY,
    )
}


def rules_of(regime: Regime) -> tuple[Rule, ...]:
    """The rules of *regime* as it has them, in the order they are asked."""
    return tuple(as_said_in(row) for row in regime.routes)


@cache
def as_said_in(row: Row) -> Rule:
    """The rule of *row*, with what it says differently there."""
    different = row.model_dump(exclude={"rule"}, exclude_none=True)
    return replace(RULES[row.rule], **different)
