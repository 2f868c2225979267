"""What is known of a case? This travels with all its news, and holds no personal data.

Consumers need no history and no order: they take a case if its `sequence` is higher than the one
they have.
"""

from datetime import date

from pydantic import Field

from shared.glossary import (
    SAFETY_FLAGS,
    Attention,
    Channel,
    Confidence,
    DelayReason,
    Domain,
    Flag,
    Ground,
    Kind,
    Milestone,
    Nature,
    Outcome,
    Phase,
    Registration,
    Side,
    Telling,
    TermBasis,
)
from shared.proceedings import Aftermath, Matter, Proceedings
from shared.proceedings import Handler as Handler
from shared.proceedings import Reference as Reference
from shared.wire import Moment, Wire

NOBODY_TO_WRITE_TO = frozenset({Channel.PROVIDER, Channel.SURVEY, Channel.SOCIAL_MEDIA})
BY_A_PERSON_ONLY = SAFETY_FLAGS | {Flag.NOW, Flag.NO_AUTOREPLY, Flag.UNREADABLE}


class Reason(Wire):
    """Why something is as it is: the rule, the article it follows, and a sentence in Dutch."""

    rule: str = Field(alias="regel")
    article: str = Field(alias="artikel")
    sentence: str = Field(alias="uitleg", max_length=500)


class Handover(Wire):
    """A case was offered to a provider. It accepts, or hands it back: silence is neither."""

    to: Handler = Field(alias="aan")
    offered_at: Moment = Field(alias="aangebodenOp")
    accepted_at: Moment | None = Field(default=None, alias="aanvaardOp")
    returned_at: Moment | None = Field(default=None, alias="teruggegevenOp")


class Arrival(Wire):
    """How it came here. `Case.received_at` is the moment that starts the clocks (Awb 2:20)."""

    registered_at: Moment = Field(alias="geregistreerdOp")
    sent_on: date | None = Field(
        default=None, alias="verzondenOp", description="What the letter says, Amsterdam date."
    )
    forwarded_by: str | None = Field(
        default=None, alias="doorgezondenDoor", pattern=r"^[a-z0-9_]{2,60}$"
    )
    first_received_on: date | None = Field(
        default=None,
        alias="eerstOntvangenOp",
        description="By whoever sent it on: that day counts for an objection (Awb 6:15 lid 3).",
    )


class TermChange(Wire):
    """A decision that moved the last day of handling (Awb 9:11 lid 2 and 3)."""

    basis: TermBasis = Field(alias="grondslag")
    sequence: int = Field(alias="volgnummer", description="Of the case when it was decided.")
    decided_at: Moment = Field(alias="beslotenOp")
    by: str = Field(alias="door", description="An opaque staff id, never a name.")
    reason: DelayReason = Field(alias="reden")
    weeks: int | None = Field(default=None, alias="weken", description="Of an adjournment.")
    until: date | None = Field(default=None, alias="tot", description="The day agreed on.")
    document: Reference | None = Field(
        default=None, alias="document", description="Where the written consent is kept."
    )


class Added(Wire):
    """That somebody told us more, never what: that stands in the dossier, under the same id."""

    id: str = Field(alias="kenmerk", pattern=r"^[0-9A-Z-]{4,20}$")
    telling: Telling = Field(alias="soort")
    side: Side = Field(alias="van")
    channel: Channel = Field(alias="kanaal")
    received_at: Moment = Field(alias="ontvangenOp")
    attachments: int = Field(default=0, alias="bijlagen", ge=0)
    automatic: bool = Field(
        default=False,
        alias="automatisch",
        exclude_if=lambda it: not it,
        description="A machine wrote it: nobody need answer.",
    )
    by_another: bool = Field(
        default=False,
        alias="doorEenAnder",
        exclude_if=lambda it: not it,
        description="The sender is not who complained; look before you act on it.",
    )
    provider: str | None = Field(default=None, alias="aanbieder", pattern=r"^[a-z0-9_]{2,60}$")
    milestone: Milestone | None = Field(default=None, alias="mijlpaal")
    score: int | None = Field(default=None, alias="cijfer", ge=1, le=5)
    answered_at: Moment | None = Field(
        default=None, alias="beantwoordOp", description="Only what waits for an answer has one."
    )

    @property
    def waits(self) -> bool:
        """Does she who is not satisfied still wait for somebody to talk with?"""
        return self.telling is Telling.DISSATISFACTION and self.answered_at is None


class Similar(Wire):
    """Another message that may tell the same story. A person decides whether it does."""

    number: str = Field(alias="zaaknummer", pattern=r"^[A-Z]{2}-[A-Z0-9-]{4,40}$")
    explanation: str = Field(alias="uitleg", max_length=300)


class SplitFrom(Wire):
    """One message told two things: of which case this one was a part, and under which reference."""

    number: str = Field(alias="zaaknummer", pattern=r"^[A-Z]{2}-[A-Z0-9-]{4,40}$")
    reference: Reference = Field(alias="kenmerk")


class Improvement(Wire):
    """Something to do better, with the unit that does it and a day. What, is in its own file."""

    reference: Reference = Field(alias="kenmerk")
    unit: str = Field(alias="eenheid", pattern=r"^[a-z0-9_]{2,60}$")
    set_at: Moment = Field(alias="vastgesteldOp")
    due_on: date = Field(alias="uiterlijk")
    done_at: Moment | None = Field(default=None, alias="gedaanOp")


class Case(Wire, defer_build=False):  # every service reads it
    number: str = Field(alias="zaaknummer")
    municipality: str = Field(alias="gemeentecode", pattern=r"^\d{4}$")
    owner: str = Field(
        alias="verantwoordelijkeGemeente",
        pattern=r"^\d{4}$",
        description="The municipality whose case it is now: after a merger, the successor.",
    )
    regime: str = Field(alias="regeling", description="The regulation in force at receipt.")
    channel: Channel = Field(alias="kanaal")
    received_at: Moment = Field(
        alias="ontvangenOp", description="When it reached the municipality (Awb 2:20)."
    )
    arrival: Arrival | None = Field(default=None, alias="binnenkomst")
    written: bool = Field(alias="schriftelijk")
    statutory: bool = Field(
        alias="awbKlacht",
        description="A written complaint about conduct toward the complainant for which the body "
        "answers: Awb 9:4 to 9:12 apply.",
    )
    kind: Kind = Field(alias="soort")
    nature: Nature | None = Field(default=None, alias="klachtsoort")
    domain: Domain | None = Field(default=None, alias="domein")
    phase: Phase = Field(alias="fase")
    handler: Handler = Field(alias="behandelaar")
    co_handler: Handler | None = Field(default=None, alias="medebehandelaar")
    proposed: Handler | None = Field(
        default=None,
        alias="voorgesteldeBehandelaar",
        description="Whom the rules would choose, where a person has to look first.",
    )
    providers: tuple[str, ...] = Field(default=(), alias="aanbieders")
    flags: tuple[Flag, ...] = Field(default=(), alias="signaleringen")
    attention: tuple[Attention, ...] = Field(
        default=(),
        alias="aandachtspunten",
        exclude_if=lambda it: not it,
        description="What whoever handles it must think of; the API says why and what to do.",
    )
    confidence: Confidence | None = Field(
        default=None, alias="zekerheid", description="Of the route, as long as no person chose."
    )
    ground: Ground | None = Field(
        default=None, alias="mogelijkeGrond", description="A proposal: a person decides."
    )
    reasons: tuple[Reason, ...] = Field(default=(), alias="redenen")
    assignee: str | None = Field(
        default=None, alias="toegewezenAan", description="An opaque staff id, never a name."
    )
    handover: Handover | None = Field(default=None, alias="overdracht")
    first_contact_at: Moment | None = Field(default=None, alias="eersteContactOp")
    formal_since: Moment | None = Field(default=None, alias="formeelSinds")
    term_changes: tuple[TermChange, ...] = Field(default=(), alias="termijnwijzigingen")
    milestones: dict[Milestone, Moment] = Field(default_factory=dict, alias="mijlpalen")
    registration: Registration = Field(
        default=Registration.FULL,
        alias="registratie",
        exclude_if=lambda it: it is Registration.FULL,
        description="What was solved on the spot does not count everywhere (Sterker par. 6 A2).",
    )
    improvements: tuple[Improvement, ...] = Field(default=(), alias="verbeterpunten")
    additions: tuple[Added, ...] = Field(
        default=(),
        alias="toevoegingen",
        exclude_if=lambda it: not it,
        description="The newest; the timeline has them all.",
    )
    similar: tuple[Similar, ...] = Field(default=(), alias="lijktOp", exclude_if=lambda it: not it)
    matter: Matter = Field(default=Matter(), alias="kwestie", exclude_if=lambda it: it == Matter())
    proceedings: Proceedings = Field(
        default=Proceedings(), alias="behandeling", exclude_if=lambda it: it == Proceedings()
    )
    aftermath: Aftermath = Field(
        default=Aftermath(), alias="vervolg", exclude_if=lambda it: it == Aftermath()
    )
    closed_at: Moment | None = Field(default=None, alias="afgeslotenOp")
    outcome: Outcome | None = Field(default=None, alias="uitkomst")
    sequence: int = Field(alias="volgnummer", ge=1)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def expects_an_answer(self) -> bool:
        """Is there a resident who waits to hear from us?"""
        told_already = Flag.SOLVED_ON_THE_SPOT in self.flags and not self.written
        return not (
            told_already or Flag.ANONYMOUS in self.flags or self.channel in NOBODY_TO_WRITE_TO
        )  # whoever is anonymous hears nothing back (Regeling Amstelveen)

    @property
    def by_a_person_only(self) -> bool:
        """A machine's reply may do harm here, or go round in circles."""
        return not BY_A_PERSON_ONLY.isdisjoint(self.flags)
