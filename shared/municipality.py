"""Which municipality is this, and which rules held there on a day?

One YAML file per municipality in `shared/gemeenten/`, in Dutch, because lawyers and functional
administrators read and review it. What is not certain in law is a setting there. A wrong file is
refused with its name, the line and the reason: `python -m shared.municipality` checks them all.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from shared.case import Handler
from shared.dutch_time import in_words
from shared.glossary import (
    PROVIDER_DUTIES,
    RIGHTS,
    ClockKind,
    Domain,
    HandlerKind,
    Milestone,
)

FILES = Path(__file__).parent / "gemeenten"
HANDLER, MANAGER, RESIDENT = ROLES = ("behandelaar", "leidinggevende", "inwoner")
"""Whom a ladder may name beside units."""

SAFETY_NET = "0000"
"""The code of the deployment itself: what belongs to no municipality we know goes to its people."""

Code = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{2,60}$")]
Mailbox = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]


class ConfigurationError(Exception):
    """A configuration file that we will not work with: file, line, reason."""


class Setting(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)


S = TypeVar("S", bound=Setting)


class Period(Setting):
    """In force from the first day up to, but not on, the second."""

    valid_from: date = Field(alias="geldig_van")
    valid_to: date | None = Field(default=None, alias="geldig_tot")

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError("geldig_tot moet na geldig_van liggen")
        return self

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


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


class RightToComplain(Setting):
    """For how long may somebody complain about what happened?"""

    months: int = Field(alias="maanden", ge=1, le=60)
    months_after_harassment: int | None = Field(
        default=None, alias="maanden_bij_seksuele_intimidatie", ge=1, le=120
    )
    counted_from: Literal["gedraging", "kennisname"] = Field(alias="vanaf")
    hard: bool = Field(
        alias="hard",
        description="False: the body may refuse what is older, a person decides (Awb 9:8 lid 1 b).",
    )
    article: str = Field(alias="artikel")


class Unreachable(Setting):
    """After how long may the case of somebody who cannot be reached be ended? Not in the Awb."""

    months: int = Field(alias="maanden", ge=1, le=12)
    article: str = Field(alias="artikel")


class Terms(Setting):
    contact_working_days: int = Field(alias="contact_werkdagen", ge=1, le=30)
    own_weeks: int = Field(
        alias="streeftermijn_weken",
        ge=1,
        le=26,
        description="For cases to which Awb 9:11 does not apply and that we handle ourselves.",
    )
    provider_weeks: int = Field(
        alias="aanbieder_weken",
        ge=1,
        le=26,
        description="After which we ask a provider how it ended: a contract, not a law.",
    )
    own_terms_roll_over: bool = Field(
        default=False,
        alias="eigen_termijnen_schuiven_op",
        description="Whether the Termijnenwet also holds for the terms that are no law.",
    )
    handover_working_days: int = Field(
        alias="overdracht_werkdagen",
        ge=1,
        le=30,
        description="Within which a provider accepts a case or hands it back.",
    )
    provider_messages: dict[Milestone, int] = Field(
        alias="aanbiederberichten_werkdagen",
        description="Within how many working days after the handover a provider must report what.",
    )
    right_to_complain: RightToComplain = Field(alias="klachtrecht")
    unreachable: Unreachable | None = Field(default=None, alias="onbereikbaar")
    satisfaction_working_days: int | None = Field(
        default=None,
        alias="tevredenheid_werkdagen",
        ge=1,
        le=60,
        description="Within which we ask how it went, after the end. Default: we do not ask.",
    )

    @field_validator("provider_messages")
    @classmethod
    def _are_the_five(cls, days: dict[Milestone, int]) -> dict[Milestone, int]:
        if set(days) != set(PROVIDER_DUTIES):
            raise ValueError(f"noem precies deze berichten: {', '.join(PROVIDER_DUTIES)}")
        if not all(1 <= each <= 130 for each in days.values()):
            raise ValueError("een bericht heeft 1 tot en met 130 werkdagen")
        return days


class Duties(Setting):
    """What a municipality must do whatever complaints come in. No key: it is not done here."""

    first_provider_totals: date | None = Field(
        default=None,
        alias="eerste_aanbiedersrapportage",
        description="Before 1 July and 1 December of each year, after this first one.",
    )
    progress_report_working_days: int | None = Field(
        default=None,
        alias="voortgangsrapportage_werkdagen",
        ge=1,
        le=60,
        description="After the end of a quarter (memo par. 3 gives no term).",
    )
    publication_before: str | None = Field(
        default=None,
        alias="jaarpublicatie_voor",
        pattern=r"^(0[1-9]|1[0-2])-01$",
        description="Month and day; Awb 9:12a says yearly and gives no day.",
    )
    client_experience: bool = Field(
        default=False, alias="clientervaringsonderzoek", description="Wmo 2015 2.5.1"
    )


class WorkingDays(Setting):
    equated_days_are_free: bool = Field(default=False, alias="gelijkgestelde_dagen_vrij")
    extra_closed_days: tuple[date, ...] = Field(default=(), alias="extra_gesloten_dagen")
    opens_at: time = Field(alias="van")
    closes_at: time = Field(alias="tot")

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens_at.tzinfo or self.closes_at.tzinfo:
            raise ValueError("schrijf een tijd als 08:30, zonder tijdzone")
        if self.opens_at >= self.closes_at:
            raise ValueError("van ligt voor tot: 08:30 en 17:00")
        return self


class Rung(Setting):
    """When, counted in working days from the last day of a term, is who told?

    *audience* is a unit, or a role: `behandelaar` (whoever has the case, or owes the duty),
    `leidinggevende` (the unit above the handler), `inwoner` (only when we ask her how it went).
    """

    working_days: int = Field(
        alias="werkdagen", ge=-30, le=60, description="Negative: before the last day, a reminder."
    )
    audience: Key = Field(alias="aan")


class Ladder(Setting):
    rungs: tuple[Rung, ...] = Field(alias="treden", min_length=1)
    repeat_working_days: int | None = Field(
        default=None,
        alias="herhaal_werkdagen",
        ge=1,
        description="After the last rung it is told again, so often, until it is done.",
    )

    @field_validator("rungs")
    @classmethod
    def _climbs(cls, rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
        days = [rung.working_days for rung in rungs]
        if days != sorted(set(days)):
            raise ValueError("treden staan op volgorde van werkdagen, elk op een andere dag")
        return rungs

    @model_validator(mode="after")
    def _goes_on_until_it_is_done(self) -> Self:
        if self.for_a_resident:
            if self.repeat_working_days:
                raise ValueError("een inwoner krijgt geen herinnering zonder einde: haal weg")
        elif self.rungs[-1].working_days < 1:
            raise ValueError("de laatste trede ligt na de uiterste dag, anders hoort niemand het")
        elif self.repeat_working_days is None:
            raise ValueError("herhaal_werkdagen ontbreekt: anders houdt het vragen op")
        return self

    @property
    def for_a_resident(self) -> bool:
        return any(rung.audience == RESIDENT for rung in self.rungs)


class Regime(Period):
    """A regulation of complaint handling, as it held in a period."""

    code: Key
    title: str = Field(alias="titel")
    legal_basis: tuple[str, ...] = Field(alias="grondslag", min_length=1)
    anonymous: Literal["signaal", "klacht_zonder_terugkoppeling"] = Field(alias="anoniem")
    advisory_body: bool = Field(
        alias="adviescommissie", description="Awb afd. 9.1.3: ten weeks in place of six."
    )
    terms: Terms = Field(alias="termijnen")
    working_days: WorkingDays = Field(alias="werkdagen")
    duties: Duties = Field(default_factory=Duties, alias="verplichtingen")
    ladders: dict[ClockKind, Ladder]
    routes: tuple[Key, ...] = Field(
        min_length=1, description="Names of rules in services/routing, in the order they are asked."
    )

    @field_validator("ladders")
    @classmethod
    def _every_clock_has_a_ladder(cls, ladders: dict[ClockKind, Ladder]) -> dict[ClockKind, Ladder]:
        if missing := set(ClockKind) - RIGHTS - set(ladders):
            raise ValueError(f"er is geen ladder voor {', '.join(sorted(missing))}")
        if useless := RIGHTS & set(ladders):
            raise ValueError(f"niemand hoeft iets te doen voor {', '.join(sorted(useless))}")
        for kind, ladder in ladders.items():
            if ladder.for_a_resident != (kind is ClockKind.SATISFACTION):
                raise ValueError(f"alleen tevredenheid gaat naar de inwoner, en {kind} niet")
        return ladders


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


def read_as(form: type[S], path: Path) -> S:
    """A YAML file of this *form*. Raises `ConfigurationError` with file, line and reason."""
    text = path.read_text(encoding="utf-8")
    try:
        return form.model_validate(yaml.load(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError(f"{path.name}, regel {line}: {error.problem}") from error
    except ValidationError as error:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        faults = [
            f"{path.name}, regel {_line(root, each['loc'])}: "
            f"{'.'.join(map(str, each['loc'])) or 'bestand'}: {each['msg']}"
            for each in error.errors()
        ]
        raise ConfigurationError("\n".join(faults)) from error


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Leaves dates and times as they are written: 30 February is refused with its line, and 17:00
    is no number in base sixty.
    """


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
_Loader.add_constructor(
    "tag:yaml.org,2002:int",
    lambda loader, node: node.value if ":" in node.value else loader.construct_yaml_int(node),
)


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """The line on which *location* stands, or the nearest thing around it that does."""
    line = 1
    for step in location:
        match node:
            case yaml.MappingNode():
                found = next((pair for pair in node.value if pair[0].value == str(step)), None)
                if found is None:
                    return line
                line, node = found[0].start_mark.line + 1, found[1]
            case yaml.SequenceNode() if isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            case _:
                return line
    return line


if __name__ == "__main__":
    try:
        print(f"{len(municipalities())} gemeenten in orde.")  # noqa: T201
    except ConfigurationError as error:
        sys.exit(str(error))
