"""What is known of a case? This travels with all its news, and holds no personal data.

Consumers need no history and no order: they take a case if its `sequence` is higher than the one
they have.
"""

from pydantic import Field

from shared.glossary import (
    Channel,
    Domain,
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Nature,
    Outcome,
    Phase,
)
from shared.wire import Moment, Wire


class Handler(Wire):
    """Who must act. `key` names a unit or a provider in the municipality's configuration."""

    kind: HandlerKind = Field(alias="soort")
    key: str = Field(alias="sleutel", pattern=r"^[a-z0-9_]{2,60}$")


class Reason(Wire):
    """Why something is as it is: the rule, the article it follows, and a sentence in Dutch."""

    rule: str = Field(alias="regel")
    article: str = Field(alias="artikel")
    sentence: str = Field(alias="uitleg", max_length=500)


class Case(Wire):
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
    ground: Ground | None = Field(
        default=None, alias="mogelijkeGrond", description="A proposal: a person decides."
    )
    reasons: tuple[Reason, ...] = Field(default=(), alias="redenen")
    assignee: str | None = Field(
        default=None, alias="toegewezenAan", description="An opaque staff id, never a name."
    )
    first_contact_at: Moment | None = Field(default=None, alias="eersteContactOp")
    formal_since: Moment | None = Field(default=None, alias="formeelSinds")
    closed_at: Moment | None = Field(default=None, alias="afgeslotenOp")
    outcome: Outcome | None = Field(default=None, alias="uitkomst")
    sequence: int = Field(alias="volgnummer", ge=1)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
