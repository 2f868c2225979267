"""Which municipality is this, and which rules held there on a day?

One YAML file per municipality in `shared/gemeenten/`, in Dutch, because lawyers and functional
administrators read and review it. What is not certain in law is a setting there:
`python -m shared.municipality` checks them all.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from shared.case import Handler
from shared.dutch_time import in_words
from shared.glossary import HandlerKind
from shared.house_style import HouseStyle
from shared.party import Mailbox, Party
from shared.provider import Provider, read_register
from shared.regime import ROLES, Regime
from shared.settings import ConfigurationError, Fault, Key, Period, Setting, read_as, refuse

FILES = Path(__file__).parent / "gemeenten"
SAFETY_NET = "0000"
"""The code of the deployment itself: what belongs to no municipality we know goes to its people."""

Code = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]


def _clash(one: Period, next_one: Period) -> str | None:
    """Why these two cannot follow each other in a list."""
    if next_one.valid_from < one.valid_from:
        return "dit begint eerder dan wat erboven staat: zet het oudste bovenaan"
    if one.valid_to is None or one.valid_to > next_one.valid_from:
        day = in_words(next_one.valid_from)
        return f"op {day} gelden er twee tegelijk: geef het vorige een geldig_tot"
    return None


class SecondLine(Period):
    """Where a resident may go when she is not content with how a complaint was handled."""

    name: str = Field(alias="naam")
    scope: str | None = Field(
        default=None, alias="waarover", description="What it looks at, and what it does not."
    )
    term: str | None = Field(default=None, alias="termijn", description="Until when she may go.")
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
    house_style: HouseStyle = Field(default_factory=HouseStyle, alias="huisstijl")
    places: tuple[str, ...] = Field(default=(), alias="kernen")
    units: dict[Key, Party] = Field(alias="eenheden")
    outside: dict[Key, Party] = Field(default_factory=dict, alias="externen")
    providers: dict[Key, Provider] = Field(
        default_factory=dict, description="In a file of their own: shared/provider.py."
    )
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
        refuse(
            Fault((place, "geldig_van"), why)
            for place, (one, next_one) in enumerate(pairwise(periods), start=1)
            if (why := _clash(one, next_one))
        )
        return periods

    @field_validator("regimes")
    @classmethod
    def _each_with_a_code_of_its_own(cls, regimes: tuple[Regime, ...]) -> tuple[Regime, ...]:
        codes = [regime.code for regime in regimes]
        refuse(
            Fault((place, "code"), f"de code {code} staat er twee keer: geef er een een andere")
            for place, code in enumerate(codes)
            if code in codes[:place]
        )
        return regimes

    @model_validator(mode="after")
    def _reaches_somebody(self) -> Self:
        refuse([*self._unknown_managers(), *self._unknown_offices(), *self._unknown_rungs()])
        if (self.exists_until is None) != (self.successor is None):
            raise ValueError("bestaat_tot en opvolger horen bij elkaar")
        return self

    def _unknown_managers(self) -> Iterator[Fault]:
        for key, unit in self.units.items():
            if unit.manager and unit.manager not in self.units:
                why = f"leidinggevende {unit.manager}: die eenheid bestaat niet"
                yield Fault(("eenheden", key, "leidinggevende"), why)

    def _unknown_offices(self) -> Iterator[Fault]:
        for place, regime in enumerate(self.regimes):
            for role, office in regime.offices.items():
                if not self.has(office.party):
                    why = f"rol {role} bij {office.party}: die eenheid of externe bestaat niet"
                    yield Fault(("regelingen", place, "rollen", role), why)

    def _unknown_rungs(self) -> Iterator[Fault]:
        for place, regime in enumerate(self.regimes):
            for kind, ladder in regime.ladders.items():
                for step, rung in enumerate(ladder.rungs):
                    if rung.audience not in {*ROLES, *self.units}:
                        why = f"trede aan {rung.audience}: die eenheid bestaat niet"
                        yield Fault(
                            ("regelingen", place, "ladders", kind, "treden", step, "aan"), why
                        )

    @property
    def slug(self) -> str:
        """Its name in the address of a page, such as ``stichtse-vecht``."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

    @property
    def mailboxes(self) -> frozenset[str]:
        """Where we write to who is no resident, in lower case."""
        parties = (*self.units.values(), *self.providers.values(), *self.outside.values())
        return frozenset(each.mailbox.lower() for each in parties if each.mailbox)

    def has(self, party: str) -> bool:
        """Is there such a `gemeente:<eenheid>` or `extern:<instantie>`?"""
        kind, _, key = party.partition(":")
        return key in (self.units if kind == HandlerKind.UNIT else self.outside)

    def regime_on(self, day: date) -> Regime:
        """The regulation in force; outside all periods, the one nearest in time."""
        for regime in self.regimes:
            if regime.holds_on(day):
                return regime
        return self.regimes[0] if day < self.regimes[0].valid_from else self.regimes[-1]

    def regime(self, code: str) -> Regime:
        """The regulation of this *code*: a case keeps the one of its receipt."""
        return next(regime for regime in self.regimes if regime.code == code)

    def letterhead(self, day: date, language: str = "nl") -> str:
        """In whose name we write on *day*: after a merger the successor's (Wet arhi 44)."""
        if self.code == SAFETY_NET or not self.regime_on(day).of_a_body:
            return self.name
        merged = self.owner_on(day) != self.code
        name = self.successor_name if merged else self.name
        return f"Municipality of {name}" if language == "en" else f"Gemeente {name}"

    def ombudsman_on(self, day: date) -> str:
        """Where she may go after us. WNo 1a: the national one, where there is none of its own."""
        found = self.second_line_on(day)
        return found.name if found else "Nationale ombudsman"

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

    def homes_of(self, code: str, today: date) -> list[str]:
        """The municipalities whose cases *code* answers for *today*: its own, and of those that
        went up in it (Wet arhi 44).
        """
        gone_up = [
            each.code
            for each in self.values()
            if each.code != code and each.owner_on(today) == code
        ]
        return [code, *gone_up]

    def of_page(self, slug: str) -> Municipality | None:
        """Whose page is it, by the name in its address or by its code? The safety net has none."""
        known = (each for each in self.values() if each.code != SAFETY_NET)
        return next((each for each in known if slug in (each.slug, each.code)), None)

    @property
    def safety_net(self) -> Municipality:
        return self._known[SAFETY_NET]


@cache
def municipalities() -> Municipalities:
    """What `shared/gemeenten/` says, read once. Raises `ConfigurationError`."""
    return Municipalities(read(path) for path in sorted(FILES.glob("*.yaml")))


def read(path: Path) -> Municipality:
    """One municipality, with the register of its providers. Raises `ConfigurationError`."""
    town = read_as(Municipality, path)
    providers = read_register(path.parent / "aanbieders" / f"{town.code}.yaml", town.units)
    return town.model_copy(update={"providers": providers})


if __name__ == "__main__":
    try:
        print(f"{len(municipalities())} gemeenten in orde.")  # noqa: T201
    except ConfigurationError as error:
        sys.exit(str(error))
