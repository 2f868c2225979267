"""Who can be written to? A unit, a provider or an outside body, with its mailbox."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.settings import Key, Setting

Mailbox = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9._%+&'/=-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", max_length=254
    ),
]


class Party(Setting):
    name: str = Field(alias="naam", min_length=2)
    mailbox: Mailbox | None = Field(default=None, alias="postbus")
    manager: Key | None = Field(
        default=None,
        alias="leidinggevende",
        description="The unit above it, told when a term has passed. Default: the coordinator.",
    )
