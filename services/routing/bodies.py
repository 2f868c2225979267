"""What does staff send along with an action? Dutch on the wire."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.case import Handler, Reference
from shared.glossary import DelayReason, Milestone, Outcome
from shared.privacy import personal_data_in
from shared.wire import Moment, Wire


def _about_nobody(text: str) -> str:
    """What travels with the case holds no personal data, so this is refused where it is sent."""
    if found := personal_data_in(text):
        raise PydanticCustomError(
            "personal_data",
            "Dit lijkt op een {kinds}. Gebruik een nummer dat naar niemand verwijst.",
            {"kinds": " of ".join(sorted(found))},
        )
    return text


AboutNobody = AfterValidator(_about_nobody)


class Assignment(Wire):
    handler: Handler = Field(alias="behandelaar")
    assignee: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$"), AboutNobody] | None
    ) = Field(
        default=None,
        alias="medewerker",
        description="An opaque staff id, never a name or an address.",
    )
    involved: bool = Field(
        default=False, alias="betrokken", description="Took part in the conduct (Awb 9:7)."
    )


class Conversation(Wire):
    spoke_at: Moment = Field(alias="gesprokenOp")


class Happening(Wire):
    milestone: Milestone = Field(alias="mijlpaal")
    at: Moment = Field(alias="op")


class FormalRequest(Wire):
    requested_at: Moment = Field(alias="verzochtOp")


class Adjournment(Wire):
    weeks: Literal[1, 2, 3, 4] = Field(alias="weken", description="Awb 9:11 lid 2: at most four.")
    reason: DelayReason = Field(alias="reden")


class Agreement(Wire):
    until: date = Field(alias="tot")
    document: Annotated[Reference, AboutNobody] = Field(
        alias="document", description="Where the complainant's written consent is kept."
    )
    reason: DelayReason = Field(alias="reden")


class Settlement(Wire):
    outcome: Outcome = Field(alias="uitkomst")


class ToImprove(Wire):
    reference: Annotated[Reference, AboutNobody] = Field(alias="kenmerk")
    unit: str = Field(alias="eenheid")
    due_on: date = Field(alias="uiterlijk")
    done_at: Moment | None = Field(default=None, alias="gedaanOp")
