"""Who carries out help for a municipality, under which law, and what was agreed on complaints?

One register per municipality: `shared/gemeenten/aanbieders/<gemeentecode>.yaml`, written by hand
or by `make providers`, which also keeps the list of changes beside it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from shared.glossary import Domain
from shared.party import Party
from shared.settings import (
    ConfigurationError,
    Fault,
    Key,
    Setting,
    at_their_lines,
    read_as,
    refuse,
)

SHORTEST = 3  # letters; a shorter name stands in every text by chance; eigen keuze


class Agreement(StrEnum):
    """What is agreed on with a provider (Regeling art. 2 lid 3 and art. 6 lid 4, Memo par. 1)."""

    TERMS = "termijnen"
    INFORMATION = "informatie_uitwisseling"
    TREATMENT = "bejegeningsklachten"
    MATTER = "zaaksklachten"


def _findable(text: str) -> str:
    """Triage looks for it in what residents write, where `*` and `...` stand for other words."""
    if "*" in text or "..." in text:
        raise ValueError("gebruik geen * en geen drie punten")
    if len(plain(text)) < SHORTEST:
        raise ValueError(f"gebruik ten minste {SHORTEST} letters of cijfers")
    return text


def _findable_in_part(text: str) -> str:
    """`taxi*` is also found in taxirit: the star stands at an end of a word."""
    _findable(re.sub(r"\*?(\w+)\*?", r"\1", text))
    return text


Text = Annotated[str, StringConstraints(max_length=200)]
Name = Annotated[Text, AfterValidator(_findable)]
Service = Annotated[Text, AfterValidator(_findable_in_part)]


class Provider(Party):
    name: Name = Field(alias="naam")
    also_called: tuple[Name, ...] = Field(default=(), alias="ook_bekend_als")
    services: tuple[Service, ...] = Field(
        default=(),
        alias="diensten",
        description="What residents call it, where this provider alone has the contract.",
    )
    domains: tuple[Domain, ...] = Field(
        alias="domeinen", min_length=1, description="Its main one first."
    )
    legal_regime: Literal["wmo_3_2_contract", "jeugdwet_4_2_1", "wkkgz", "contract"] = Field(
        alias="wettelijk_regime"
    )
    term_weeks: int | None = Field(
        default=None,
        alias="eigen_termijn_weken",
        ge=1,
        le=26,
        description="Of its own regulation. Default: `aanbieder_weken`. Not for Wkkgz, a law.",
    )
    regulation_approved_on: date | None = Field(
        default=None,
        alias="klachtenregeling_goedgekeurd_op",
        description="On file and found good, with the Awb as yardstick (Memo par. 2).",
    )
    contract_from: date | None = Field(default=None, alias="contract_van")
    contract_until: date | None = Field(
        default=None, alias="contract_tot_en_met", description="The last day, itself included."
    )
    agreements: tuple[Agreement, ...] = Field(default=(), alias="afspraken")

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.contract_until and (self.contract_from or date.max) > self.contract_until:
            why = "contract_van ontbreekt of ligt later: een contract begint voor het eindigt"
            refuse([Fault(("contract_tot_en_met",), why)])
        return self

    @property
    def domain(self) -> Domain:
        return self.domains[0]

    def lacks(self, today: date) -> Iterator[str]:
        """What the register still needs, in Dutch."""
        if self.mailbox is None:
            yield "een postbus voor klachten"
        if self.contract_from is None or (self.contract_until and self.contract_until < today):
            return
        if self.regulation_approved_on is None:
            yield (
                "een goedgekeurde klachtenregeling; zonder mag er geen contract zijn "
                "(Uitgangspunten par. 1C)"
            )
        if open_points := [each for each in Agreement if each not in self.agreements]:
            yield (
                f"afspraken over {', '.join(open_points)} "
                "(Regeling art. 2 lid 3 en art. 6 lid 4, Memo par. 1)"
            )


class Register(Setting):
    providers: dict[Key, Provider] = Field(alias="aanbieders")

    @field_validator("providers")
    @classmethod
    def _one_for_each_name(cls, providers: dict[str, Provider]) -> dict[str, Provider]:
        refuse(
            Fault((max(keys),), f"zo heet {min(keys)} ook: een naam wijst één aanbieder aan")
            for keys in owners(providers).values()
            if len(keys) > 1
        )
        return providers


def plain(name: str) -> str:
    """The letters and digits of *name*, without capitals and accents."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def owners(providers: Mapping[str, Provider]) -> Mapping[str, set[str]]:
    """By every name that a text may call a provider, the keys of those called so."""
    found = defaultdict[str, set[str]](set)
    for key, provider in providers.items():
        for name in (key, provider.name, *provider.also_called):
            found[plain(name)].add(key)
    return found


def read_register(path: Path, units: Collection[str]) -> dict[str, Provider]:
    """The providers in *path*, none where it does not exist. Raises `ConfigurationError`."""
    if not path.exists():
        return {}
    providers = read_as(Register, path).providers
    unknown = [
        Fault(("aanbieders", key, "leidinggevende"), f"{key}: {provider.manager} is geen eenheid")
        for key, provider in providers.items()
        if provider.manager and provider.manager not in units
    ]
    if unknown:
        raise ConfigurationError(at_their_lines(path, unknown))
    return providers
