"""What is a step of a case, and in which words is it written? transitions.py has them all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.case import Case, Handler, Improvement
from shared.dutch_time import dutch_date
from shared.events import CaseEvent
from shared.glossary import DelayReason, HandlerKind, Milestone, Outcome, Phase
from shared.law.calendar import Calendar
from shared.law.handling import handling
from shared.municipality import Municipality

OPEN = (Phase.TRIAGE, Phase.INFORMAL, Phase.FORMAL)
BEFORE_FORMAL = (Phase.TRIAGE, Phase.INFORMAL)
ALWAYS = (*OPEN, Phase.CLOSED)


class Action(StrEnum):
    """What staff may do. The value is the last part of the URL."""

    ASSIGN = "toewijzen"
    ACCEPT_HANDOVER = "overdracht-aanvaarden"
    RETURN_HANDOVER = "overdracht-teruggeven"
    RECORD_CONTACT = "contact-vastleggen"
    RECORD_MILESTONE = "mijlpaal-vastleggen"
    REQUEST_FORMAL = "formeel-behandelen"
    ADJOURN = "verdagen"
    AGREE_DELAY = "uitstel-afspreken"
    SETTLE = "afhandelen"
    WITHDRAW = "intrekken"
    RECORD_IMPROVEMENT = "verbeterpunt-vastleggen"


@dataclass(frozen=True)
class Command:
    """What a member of staff asks for. Each action has fields of its own."""

    action: Action
    by: str  # an opaque subject, never a name
    at: datetime
    handler: Handler | None = None
    assignee: str | None = None
    involved: bool = False  # the assignee took part in the conduct (Awb 9:7)
    moment: datetime | None = None  # of the conversation, the request or the milestone
    milestone: Milestone | None = None
    weeks: int | None = None  # of an adjournment
    until: date | None = None  # the day agreed on
    document: str | None = None  # where the written consent is kept
    delay_reason: DelayReason | None = None
    outcome: Outcome | None = None
    improvement: Improvement | None = None


@dataclass(frozen=True)
class File:
    """A case, and the staff who are known to have taken part in the conduct."""

    case: Case
    involved: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Situation:
    """What is asked, and all that the answer depends on."""

    file: File
    command: Command
    municipality: Municipality
    calendar: Calendar

    @property
    def case(self) -> Case:
        return self.file.case

    @property
    def moment(self) -> datetime:
        """When it happened; where the command does not say, when it was asked."""
        return self.command.moment or self.command.at

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

    @property
    def asked_on(self) -> date:
        return dutch_date(self.command.at)


@dataclass(frozen=True)
class Guard:
    """A condition, and what we say where it does not hold."""

    holds: Callable[[Situation], bool]
    refusal: str


@dataclass(frozen=True)
class Transition:
    phases: tuple[Phase, ...]
    action: Action
    to: Phase | None  # None: the phase stays
    news: type[CaseEvent]
    article: str
    sentence: str  # what the timeline says
    guards: tuple[Guard, ...] = ()
