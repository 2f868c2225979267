"""Which municipality is this, and which rules held there on a day?

One YAML file per municipality in `shared/gemeenten/`, in Dutch, because lawyers and functional
administrators read and review it. What is not certain in law is a setting there:
`python -m shared.municipality` checks them all.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from shared.case import Handler
from shared.dutch_time import in_words
from shared.glossary import Domain, HandlerKind
from shared.regime import ROLES, Regime
from shared.settings import ConfigurationError, Key, Period, Setting, read_as

FILES = Path(__file__).parent / "gemeenten"
SAFETY_NET = "0000"
"""The code of the deployment itself: what belongs to no municipality we know goes to its people."""

Code = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
Mailbox = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]


class Party(Setting):
    """Somebody who can be written to: a unit, a provider or an outside body."""

    name: str = Field(alias="naam", min_length=2)
    mailbox: Mailbox | None = Field(default=None, alias="postbus")
    manager: Key | None = Field(
        default=None,
        alias="leidinggevende",
        description="The unit above it, told when a term has passed. Default: the coordinator.",
    )


class Provider(Party):
    also_called: tuple[str, ...] = Field(default=(), alias="ook_bekend_als")
    services: tuple[str, ...] = Field(
        default=(),
        alias="diensten",
        description="What residents call it, where this provider alone has the contract.",
    )
    domain: Domain = Field(alias="domein")
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


class SecondLine(Period):
    name: str = Field(alias="naam")
    source: str = Field(alias="bron", description="Where this fact was read, and how sure it is.")


class Municipality(Setting):
    code: Code = Field(alias="gemeentecode")
    name: str = Field(alias="naam")
    exists_until: date | None = Field(default=None, alias="bestaat_tot")
    successor: Code | None = Field(default=None, alias="opvolger")
    successor_name: str | None = Field(default=None, alias="opvolger_naam")
    sender: Mailbox = Field(alias="afzender")
    phone: str = Field(alias="telefoon")
    public_reports: bool = Field(alias="rapportage_openbaar")
    places: tuple[str, ...] = Field(default=(), alias="kernen")
    units: dict[Key, Party] = Field(alias="eenheden")
    outside: dict[Key, Party] = Field(default_factory=dict, alias="externen")
    providers: dict[Key, Provider] = Field(default_factory=dict, alias="aanbieders")
    second_lines: tuple[SecondLine, ...] = Field(default=(), alias="tweede_lijn")
    regimes: tuple[Regime, ...] = Field(alias="regelingen", min_length=1)

    @field_validator("units")
    @classmethod
    def _has_a_desk(cls, units: dict[str, Party]) -> dict[str, Party]:
        for key in ("klachtenloket", "klachtencoordinator"):
            if key not in units or units[key].mailbox is None:
                raise ValueError(f"er is geen eenheid {key} met een postbus")
        return units

    @field_validator("second_lines", "regimes")
    @classmethod
    def _one_at_a_time(cls, periods: tuple[Any, ...]) -> tuple[Any, ...]:
        in_order = sorted(periods, key=lambda period: period.valid_from)
        for one, next_one in pairwise(in_order):
            if one.valid_to is None or one.valid_to > next_one.valid_from:
                raise ValueError(f"op {in_words(next_one.valid_from)} gelden er twee tegelijk")
        return tuple(in_order)

    @model_validator(mode="after")
    def _ladders_reach_somebody(self) -> Self:
        known = {*ROLES, *self.units}
        for party in (*self.units.values(), *self.providers.values()):
            if party.manager and party.manager not in self.units:
                raise ValueError(f"leidinggevende {party.manager}: die eenheid bestaat niet")
        for regime in self.regimes:
            for ladder in regime.ladders.values():
                for rung in ladder.rungs:
                    if rung.audience not in known:
                        raise ValueError(f"trede aan {rung.audience}: die eenheid bestaat niet")
        if (self.exists_until is None) != (self.successor is None):
            raise ValueError("bestaat_tot en opvolger horen bij elkaar")
        return self

    def regime_on(self, day: date) -> Regime:
        """The regulation in force; outside all periods, the one nearest in time."""
        for regime in self.regimes:
            if regime.holds_on(day):
                return regime
        return self.regimes[0] if day < self.regimes[0].valid_from else self.regimes[-1]

    def regime(self, code: str) -> Regime:
        """The regulation of this *code*: a case keeps the one of its receipt."""
        return next(regime for regime in self.regimes if regime.code == code)

    def second_line_on(self, day: date) -> SecondLine | None:
        return next((body for body in self.second_lines if body.holds_on(day)), None)

    def owner_on(self, day: date) -> str:
        """The code of the municipality that answers for cases here (Wet arhi 44 after a merger)."""
        ended = self.exists_until is not None and day >= self.exists_until
        return self.successor if ended and self.successor else self.code

    def manager_of(self, handler: Handler) -> Handler:
        """The unit above *handler*; the coordinator where none is named."""
        everybody: Mapping[str, Party] = (
            self.providers if handler.kind is HandlerKind.PROVIDER else self.units
        )
        found = everybody.get(handler.key)
        key = found.manager if found and found.manager else "klachtencoordinator"
        return Handler(kind=HandlerKind.UNIT, key=key)

    def party(self, handler: Handler) -> Party:
        """Name and mailbox of *handler*; the desk's own mailbox where it has none of its own."""
        everybody: dict[HandlerKind, Mapping[str, Party]] = {
            HandlerKind.PROVIDER: self.providers,
            HandlerKind.UNIT: self.units,
            HandlerKind.COMPLAINTS_DESK: self.units,
            HandlerKind.EXTERNAL: self.outside,
        }
        desk = self.units["klachtenloket"]
        found = everybody[handler.kind].get(handler.key, desk)
        return found if found.mailbox else Party(name=found.name, mailbox=desk.mailbox)


class Municipalities(Mapping[str, Municipality]):
    """All municipalities of this deployment, by code."""

    def __init__(self, known: Iterable[Municipality]) -> None:
        self._known = {each.code: each for each in known}

    def __getitem__(self, code: str) -> Municipality:
        return self._known[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @property
    def safety_net(self) -> Municipality:
        return self._known[SAFETY_NET]


@cache
def municipalities() -> Municipalities:
    """What `shared/gemeenten/` says, read once. Raises `ConfigurationError`."""
    return Municipalities(read(path) for path in sorted(FILES.glob("*.yaml")))


def read(path: Path) -> Municipality:
    """One municipality from its file. Raises `ConfigurationError`."""
    return read_as(Municipality, path)


if __name__ == "__main__":
    try:
        print(f"{len(municipalities())} gemeenten in orde.")  # noqa: T201
    except ConfigurationError as error:
        sys.exit(str(error))
