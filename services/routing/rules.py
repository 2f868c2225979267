"""Who handles a message first, and why? The decision table, for lawyers to read.

A regime's YAML (`routes:`) lists which of these rules hold, and in which order they are asked. The
first that fits decides. A rule that wants a person first does not end the search: the case goes to
the klachtenloket at once, and what the rules after it would choose is the proposal.

`python -m services.routing.rules` checks the lists and prints docs/beslistabel.md.
"""

import sys
from collections.abc import Iterable, Mapping

from services.routing.ours import A_PERSON_FIRST, NOT_FOR_US_TO_HANDLE
from services.routing.rule import DOUBT, Rule
from services.routing.whose import ABOUT_SEVERAL_OR_OTHERS, ABOUT_THE_MUNICIPALITY
from shared.municipality import FILES, Municipality, municipalities
from shared.settings import ConfigurationError

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        *A_PERSON_FIRST,
        *NOT_FOR_US_TO_HANDLE,
        *ABOUT_SEVERAL_OR_OTHERS,
        *ABOUT_THE_MUNICIPALITY,
    )
}


def check(known: Iterable[Municipality]) -> None:
    """Raises `ConfigurationError`, with file and rule, for a list that cannot be followed."""
    faults = []
    for municipality in known:
        file = next((path.name for path in FILES.glob(f"{municipality.code}-*")), municipality.code)
        for regime in municipality.regimes:
            where = f"{file}, regeling {regime.code}"
            unknown = [name for name in regime.routes if name not in RULES]
            faults += [f"{where}: de regel {name!r} bestaat niet" for name in unknown]
            if regime.routes[-1] != DOUBT:
                faults.append(f"{where}: de laatste regel moet {DOUBT!r} zijn")
    if faults:
        raise ConfigurationError("\n".join(faults))


if __name__ == "__main__":
    from services.routing.explain import as_markdown

    try:
        check(municipalities().values())
    except ConfigurationError as error:
        sys.exit(str(error))
    print(as_markdown(), end="")  # noqa: T201
