"""Who asks? One for each column of docs/toegang.md."""

from typing import Any

from shared.glossary import Role
from tests.tokens import bearer, of_provider

OTHER_TOWN = "1696"
OUR_UNITS = ["klachtenloket", "wijkteam", "leidinggevende_wijkteam"]
ME = "s-1"


def token_of(caller: str, **claims: Any) -> str:
    """Her token; *claims* in it are otherwise."""
    match caller:
        case "andere eenheid":
            return bearer(Role.HANDLER, **{"eenheden": ["bezwaar"], **claims})
        case "andere gemeente":
            return bearer(Role.COORDINATOR, **{"gemeentecode": OTHER_TOWN, **claims})
        case "andere aanbieder":
            return of_provider("vechtstroom", **claims)
        case Role.PROVIDER:
            return of_provider("rietland", **claims)
        case _:
            return bearer(Role(caller), **{"eenheden": OUR_UNITS, **claims})


def headers_of(caller: str, key: str) -> dict[str, str]:
    """What she sends; *key* is that of a program."""
    match caller:
        case "niemand":
            return {}
        case "koppeling":
            return {"authorization": f"Bearer {key}"}
        case _:
            return {"authorization": token_of(caller)}
