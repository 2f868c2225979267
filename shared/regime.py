"""Which terms, working days and ladders does a regulation have, and which rules?

A regulation of complaint handling, as lawyers and functional administrators write it down in
`shared/gemeenten/`. What the law fixes is not here: that is in `shared/law`.
"""

from datetime import date, time
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from shared.glossary import (
    NOT_OBLIGED,
    PROVIDER_DUTIES,
    RIGHTS,
    ClockKind,
    Ground,
    Milestone,
    Registration,
)
from shared.provisions import (
    Adopted,
    AdvisoryBody,
    AskedRule,
    Exclusion,
    Exclusions,
    Office,
    Retention,
)
from shared.settings import Fault, Key, Period, Setting, refuse

HANDLER, MANAGER, RESIDENT = ROLES = ("behandelaar", "leidinggevende", "inwoner")
"""Whom a ladder may name beside units."""


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
    warm_handover_working_days: int = Field(
        alias="warme_overdracht_werkdagen",
        ge=1,
        le=30,
        description="Within which the resident confirms that the provider has her case.",
    )
    second_look_working_days: int = Field(
        alias="tweede_paar_ogen_werkdagen",
        ge=1,
        le=30,
        description="Within which a second person looks at a proposal.",
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
    adopted: Adopted | None = Field(default=None, alias="vastgesteld")
    legal_basis: tuple[str, ...] = Field(alias="grondslag", min_length=1)
    of_a_body: bool = Field(
        alias="bestuursorgaan", description="Whether title 9.1 of the Awb holds for who handles."
    )
    kinds: tuple[Literal["klacht", "melding", "signaal", "onvrede"], ...] = Field(
        alias="soorten", min_length=1
    )
    anonymous: Literal["signaal", "klacht_zonder_terugkoppeling"] = Field(alias="anoniem")
    register_informal: Registration = Field(alias="onvrede_registreren")
    exclusions: Exclusions = Field(alias="uitsluitingen")
    offices: dict[Key, Office] = Field(alias="rollen")
    advisory_body: AdvisoryBody | None = Field(default=None, alias="adviescommissie")
    retention: Retention = Field(alias="bewaren")
    terms: Terms = Field(alias="termijnen")
    working_days: WorkingDays = Field(alias="werkdagen")
    duties: Duties = Field(default_factory=Duties, alias="verplichtingen")
    ladders: dict[ClockKind, Ladder]
    routes: tuple[AskedRule, ...] = Field(
        min_length=1, description="Rules in services/routing, in the order they are asked."
    )

    def exclusion(self, ground: Ground) -> Exclusion | None:
        return next((each for each in self.exclusions if each.ground is ground), None)

    @model_validator(mode="after")
    def _names_what_the_law_excludes(self) -> Self:
        missing = NOT_OBLIGED - {each.ground for each in self.exclusions}
        if self.of_a_body and missing:
            said = f"deze gronden van Awb 9:8 ontbreken: {', '.join(sorted(missing))}"
            refuse([Fault(("uitsluitingen",), said)])
        return self

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
