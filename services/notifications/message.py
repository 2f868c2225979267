"""What is a message, and which are there?

The type of what it holds says what it must hold: the parts that the law requires (which ombudsman,
until when) cannot be left out. No message holds personal data: the name and the address are looked
up when it is sent. What it says in words is in templates/.
"""

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from services.notifications.to_residents import (
    Adjourned,
    Agreed,
    Ended,
    HandledByProvider,
    HowWasIt,
    Invited,
    Judged,
    Mediating,
    NotHandled,
    OnToSecondLine,
    Receipt,
    Thanks,
    ToComplete,
)
from services.notifications.to_staff import (
    AboutSomebody,
    AdjournedToo,
    AgreedToo,
    AskedByOmbudsman,
    CopyToSend,
    Decided,
    DutyEscalation,
    DutyReminder,
    EndedToo,
    Escalation,
    ForCollege,
    InvitedToo,
    Notice,
    OfCase,
    Reminder,
    ToContribute,
    ToDecide,
    ToJudge,
    ToldMore,
    Urgent,
)
from shared.case import Handler
from shared.wire import Moment, Wire


class Why(StrEnum):
    """Why a person must call or write."""

    BY_A_PERSON_ONLY = "alleen_door_een_mens"
    NO_ADDRESS = "geen_adres"
    REFUSED = "geweigerd"
    UNCERTAIN = "onzeker"
    CAME_BACK = "teruggekomen"
    NO_RESPONDENT = "geen_betrokkene"


ForResident: TypeAlias = (
    Receipt
    | Thanks
    | Judged
    | NotHandled
    | HandledByProvider
    | Ended
    | Adjourned
    | Agreed
    | HowWasIt
    | ToComplete
    | Invited
    | Mediating
    | OnToSecondLine
)
ByMachine: TypeAlias = (
    Notice
    | ToldMore
    | Urgent
    | Reminder
    | Escalation
    | ForCollege
    | ToDecide
    | Decided
    | AskedByOmbudsman
    | ToContribute
    | AboutSomebody
    | CopyToSend
    | InvitedToo
    | EndedToo
    | AdjournedToo
    | AgreedToo
    | DutyReminder
    | DutyEscalation
    | ToJudge
)


class ByHand(OfCase):
    """Somebody at the desk must call or write (Awb 2:11)."""

    template: Literal["zelf_doen"] = "zelf_doen"
    audience: str
    why: Why
    instead: Annotated[ForResident | ByMachine, Field(discriminator="template")] | None = Field(
        default=None, description="What a machine would have sent."
    )


ForStaff: TypeAlias = ByMachine | ByHand
Content: TypeAlias = Annotated[ForResident | ForStaff, Field(discriminator="template")]


class Message(Wire):
    """One message to one reader, because of one event."""

    id: str
    cause: str = Field(default="", description="The id of that event.")
    municipality: str
    number: str = Field(description="Of the case, or the key of a duty.")
    caused_at: Moment
    audience: str = Field(description="A role or the key of a party, never a name.")
    to: Handler | None = Field(description="None: the resident.")
    content: Content
    once: bool = Field(
        default=False, description="It is told once in a case, whichever event asks for it first."
    )
