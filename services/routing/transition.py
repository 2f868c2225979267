"""What is a step of a case, and in which words is it written? steps/ has them all."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from services.routing.route import Route
from shared.case import Case, Reason
from shared.dutch_time import dutch_date
from shared.events import CaseEvent
from shared.glossary import Attention, HandlerKind, Phase, Role
from shared.law.calendar import Calendar
from shared.law.handling import handling
from shared.municipality import Municipality
from shared.regime import Regime
from shared.wire import Wire

OPEN = (Phase.TRIAGE, Phase.INFORMAL, Phase.FORMAL)
BEFORE_FORMAL = (Phase.TRIAGE, Phase.INFORMAL)
ALWAYS = (*OPEN, Phase.CLOSED, Phase.SECOND_LINE)

ALL_STAFF = (Role.COORDINATOR, Role.HANDLER, Role.TEAM_LEAD, Role.CONTACT_CENTRE)
HANDLERS = (Role.COORDINATOR, Role.HANDLER, Role.TEAM_LEAD)
LEADS = (Role.COORDINATOR, Role.TEAM_LEAD)
AND_PROVIDERS = (*ALL_STAFF, Role.PROVIDER)


class Action(StrEnum):
    """What may be done with a case."""

    CLASSIFY = "indelen"
    ASSIGN = "toewijzen"
    ACCEPT_HANDOVER = "overdracht-aanvaarden"
    RETURN_HANDOVER = "overdracht-teruggeven"
    LINK = "koppelen"
    SPLIT = "splitsen"
    ALERT_COLLEGE = "college-attenderen"

    RECORD_CONTACT = "contact-vastleggen"
    RECORD_ARRIVAL = "binnenkomst-vastleggen"
    RECORD_WISHES = "wensen-vastleggen"
    ASK_REPAIR = "aanvulling-vragen"
    RECORD_REPAIR = "aanvulling-vastleggen"
    RECORD_MILESTONE = "mijlpaal-vastleggen"

    RECORD_ASPECT = "onderdeel-vastleggen"
    RECORD_RESPONDENT = "betrokkene-vastleggen"
    SEND_COPY = "afschrift-vastleggen"
    RECORD_PROCEDURE = "procedure-vastleggen"
    RECORD_DOCUMENT = "stuk-vastleggen"
    ASK_CONTRIBUTION = "inbreng-vragen"
    RECORD_CONTRIBUTION = "inbreng-vastleggen"

    PROPOSE_MEDIATION = "bemiddeling-voorstellen"
    CONSENT_TO_MEDIATION = "bemiddeling-instemmen"
    START_MEDIATION = "bemiddeling-starten"
    END_MEDIATION = "bemiddeling-beeindigen"

    REQUEST_FORMAL = "formeel-behandelen"
    PLAN_HEARING = "horen-plannen"
    RECORD_HEARING = "horen-vastleggen"
    WAIVE_HEARING = "van-horen-afzien"
    ASK_ADVICE = "advies-vragen"
    RECORD_ADVICE = "advies-vastleggen"
    ADJOURN = "verdagen"
    AGREE_DELAY = "uitstel-afspreken"

    PROPOSE_JUDGMENT = "oordeel-voorstellen"
    PROPOSE_REFUSAL = "niet-behandelen-voorstellen"
    REJECT_PROPOSAL = "voorstel-afwijzen"
    DECIDE = "besluit-vaststellen"
    SETTLE = "afhandelen"
    WITHDRAW = "intrekken"

    REOPEN = "heropenen"
    REFER = "tweede-lijn-verwijzen"
    RECORD_REQUEST = "ombudsmanverzoek-vastleggen"
    RECORD_RECOMMENDATION = "aanbeveling-vastleggen"
    RECORD_IMPROVEMENT = "verbeterpunt-vastleggen"
    HOLD_DESTRUCTION = "vernietiging-opschorten"

    @property
    def path(self) -> str:
        """As the API Design Rules want it, with the verb alone: `overdracht/_aanvaarden`."""
        about, _, verb = self.rpartition("-")
        return f"{about}/_{verb}" if about else f"_{verb}"


class Nothing(Wire):
    """The action says it all."""


class Happened(Wire):
    """Something that was done at a moment of its own: actions say how that moment is called."""

    moment: datetime


@dataclass(frozen=True)
class Command:
    """What somebody asks for."""

    action: Action
    by: str  # an opaque subject, never a name
    at: datetime
    said: Wire = field(default_factory=Nothing)
    known: int | None = None  # the sequence she saw, if she said so: nothing newer is overwritten
    role: Role = Role.COORDINATOR  # the first of hers that the action allows
    provider: str | None = None  # for whom she works, where that is not the municipality


@dataclass(frozen=True)
class File:
    """A case, and the staff who are known to have taken part in the conduct."""

    case: Case
    involved: frozenset[str] = frozenset()

    def but(self, **fields: Any) -> Self:
        """The same file with these *fields* of its case changed."""
        return replace(self, case=self.case.model_copy(update=fields))

    def matter(self, **fields: Any) -> Self:
        return self.but(matter=self.case.matter.model_copy(update=fields))

    def proceedings(self, **fields: Any) -> Self:
        return self.but(proceedings=self.case.proceedings.model_copy(update=fields))

    def aftermath(self, **fields: Any) -> Self:
        return self.but(aftermath=self.case.aftermath.model_copy(update=fields))


@dataclass(frozen=True)
class Rerouted:
    """What the rules make of a case, with what a person said of it."""

    route: Route
    attention: tuple[Attention, ...]


@dataclass(frozen=True)
class Situation:
    """What is asked, and all that the answer depends on."""

    file: File
    command: Command
    municipality: Municipality
    calendar: Calendar
    rerouted: Rerouted | None = None  # where it is classified anew
    other: Case | None = None  # the case that it is to go on in, where there is such a one

    @property
    def case(self) -> Case:
        return self.file.case

    @property
    def said(self) -> Any:
        """What came along with the command, as the row of its action wants it."""
        return self.command.said

    @property
    def at(self) -> datetime:
        return self.command.at

    @property
    def asked_on(self) -> date:
        return dutch_date(self.command.at)

    @property
    def moment(self) -> datetime:
        """When it happened; where the command does not say, when it was asked."""
        said = self.command.said
        return said.moment if isinstance(said, Happened) else self.command.at

    @property
    def regime(self) -> Regime:
        return self.municipality.regime(self.case.regime)

    @property
    def outside(self) -> bool:
        """Does a provider or an outside body handle it?"""
        return self.case.handler.kind in (HandlerKind.PROVIDER, HandlerKind.EXTERNAL)

    @property
    def provider_law(self) -> str | None:
        """The law that the provider works under who has the case; None where none has it."""
        handler = self.case.handler
        provider = self.municipality.providers.get(handler.key)
        at_one = handler.kind is HandlerKind.PROVIDER
        return provider.legal_regime if at_one and provider else None

    def last_day(self, case: Case | None = None) -> date:
        """Of handling, as it stands before this is done."""
        return handling(case or self.case, self.municipality, self.calendar).due_on


@dataclass(frozen=True)
class Guard:
    """A condition, and what we say where it does not hold."""

    holds: Callable[[Situation], bool]
    refusal: str


Change = Callable[[Situation, Reason], File | None]
"""The file as it then is; None where there is nothing to do it with, and a guard says so."""


def as_it_was(it: Situation, reason: Reason) -> File:
    return it.file


@dataclass(frozen=True)
class Transition:
    """A row of the table: in these phases, by these roles, this may be done."""

    phases: tuple[Phase, ...]
    action: Action
    to: Phase | None  # None: the phase stays
    news: type[CaseEvent]
    article: str
    sentence: str  # what the timeline says
    by: tuple[Role, ...] = HANDLERS
    said: type[Wire] = Nothing
    change: Change = as_it_was
    guards: tuple[Guard, ...] = ()
