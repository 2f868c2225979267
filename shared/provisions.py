"""What does a regulation say beside its terms: who adopted it, who does what, what is left out?"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from shared.glossary import Ground, Outcome
from shared.settings import Fault, Key, Setting, refuse


class Adopted(Setting):
    """Who decided that this would be the regulation, and when (R157)?"""

    on: date = Field(alias="op")
    by: str = Field(alias="door")


class Effect(StrEnum):
    """What becomes of what a regulation excludes. A person decides, whatever it says."""

    EXCLUDE = "uitsluiten"  # it is not handled as a complaint
    SPLIT = "splitsen"  # that part is not handled; the rest is a complaint like any other
    REFER = "verwijzen"  # somebody else handles it


class Exclusion(Setting):
    """A ground on which something is not handled as a complaint here."""

    ground: Ground = Field(alias="grond")
    effect: Effect = Field(alias="gevolg")
    article: str = Field(alias="artikel", min_length=2)


def _each_once(exclusions: tuple[Exclusion, ...]) -> tuple[Exclusion, ...]:
    grounds = [each.ground for each in exclusions]
    refuse(
        Fault((place, "grond"), f"de grond {ground} staat er twee keer: haal er een weg")
        for place, ground in enumerate(grounds)
        if ground in grounds[:place]
    )
    return exclusions


Exclusions = Annotated[tuple[Exclusion, ...], AfterValidator(_each_once)]


class Office(Setting):
    """A role that the regulation names: which unit or outside body is that, and what for?"""

    party: str = Field(alias="bij", pattern=r"^(gemeente|extern):[a-z0-9_]{2,60}$")
    task: str = Field(alias="taak", min_length=5)


class AdvisoryBody(Setting):
    """Who hears and advises (Awb 9:14). With one, handling takes ten weeks (Awb 9:11 lid 1)."""

    name: str = Field(alias="naam", min_length=2)
    article: str = Field(alias="artikel", min_length=2)


class Kept(Setting):
    """For how long after its end a case is kept, and who says so."""

    years: int = Field(alias="jaren", ge=1, le=100)
    source: str = Field(alias="bron", min_length=5)


class Retention(Setting):
    """A case is kept from its end, the second line included; then a person decides."""

    otherwise: Kept = Field(alias="anders")
    by_outcome: dict[Outcome, Kept] = Field(default_factory=dict, alias="per_uitkomst")

    def of(self, outcome: Outcome) -> Kept:
        return self.by_outcome.get(outcome, self.otherwise)


WHO = (
    "klachtenloket, aanbieder, leidinggevende, gemeente:<eenheid>, extern:<instantie> of rol:<rol>"
)
PARTY = re.compile(r"klachtenloket|aanbieder|leidinggevende|(gemeente|extern|rol):[a-z0-9_]{2,60}")


class Row(Setting):
    """A rule of the decision table, with what this regulation says differently.

    `niemand` is only for who handles it together with the handler.
    """

    rule: Key = Field(alias="regel")
    handler: str | None = Field(default=None, alias="aan")
    co_handler: str | None = Field(default=None, alias="samen_met")
    article: str | None = Field(default=None, alias="artikel", min_length=2)
    sentence: str | None = Field(default=None, alias="uitleg", min_length=5, max_length=300)

    @field_validator("handler", "co_handler")
    @classmethod
    def _is_a_party(cls, whom: str | None, info: ValidationInfo) -> str | None:
        nobody = info.field_name == "co_handler" and whom == "niemand"
        if whom is None or nobody or PARTY.fullmatch(whom):
            return whom
        raise ValueError(f"{whom} zegt niet wie: schrijf {WHO}")


def _by_its_name(row: Any) -> Any:
    return {"regel": row} if isinstance(row, str) else row


AskedRule = Annotated[Row, BeforeValidator(_by_its_name)]
"""In YAML a rule's name will do, where nothing is different."""
