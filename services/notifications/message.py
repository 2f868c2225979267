"""What is a message, and what must it say?

The type of a message says what it must hold: the parts that the law requires (which ombudsman,
until when) cannot be left out. No message holds personal data: the name and the address are looked
up when it is sent. What it says in words is in templates/.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from shared.case import Handler
from shared.glossary import ClockKind, Outcome, Phase
from shared.wire import Moment, Wire


class Referral(Wire):
    """Awb 9:12 lid 2 asks for both: to which ombudsman, and within which term (Awb 9:24)."""

    body: str = Field(min_length=2)
    until: date = Field(description="The last day, Amsterdam date.")


# What a resident may be told. No provider, no domain, no health: plain mail is no safe place for
# them (Awb 2:9).


class Receipt(Wire):
    """Awb 9:6 and 2:17."""

    template: Literal["ontvangst"] = "ontvangst"
    received_on: date
    complaint: bool = Field(description="Or something else, such as a compliment or a signal.")
    contact_working_days: int | None = Field(description="None: there is nothing left to discuss.")


class Judged(Wire):
    """Awb 9:12. The judgment itself is in the letter of the handler."""

    template: Literal["oordeel"] = "oordeel"
    referral: Referral


class NotHandled(Wire):
    """Awb 9:8 lid 3."""

    template: Literal["niet_in_behandeling"] = "niet_in_behandeling"
    referral: Referral


class HandledByProvider(Wire):
    """The second line looks at what the municipality did, never at the provider itself."""

    template: Literal["door_aanbieder"] = "door_aanbieder"
    second_line: str = Field(min_length=2)


class Ended(Wire):
    """Every other end, such as satisfied (Awb 9:5) or withdrawn, confirmed in writing."""

    template: Literal["afgesloten"] = "afgesloten"
    outcome: Outcome


# What those who handle the case are told.


class Notice(Wire):
    template: Literal["nieuwe_zaak"] = "nieuwe_zaak"
    phase: Phase
    outside: bool = Field(description="Not ours: she cannot open the case herself.")
    resident_told: bool


class Urgent(Wire):
    template: Literal["spoed"] = "spoed"


class Reminder(Wire):
    template: Literal["herinnering"] = "herinnering"
    phase: Phase
    clock: ClockKind
    due_on: date


class Escalation(Wire):
    template: Literal["termijn_verstreken"] = "termijn_verstreken"
    phase: Phase
    clock: ClockKind
    due_on: date


class Why(StrEnum):
    """Why a person must call or write."""

    BY_A_PERSON_ONLY = "alleen_door_een_mens"
    NO_ADDRESS = "geen_adres"
    REFUSED = "geweigerd"
    UNCERTAIN = "onzeker"


class ByHand(Wire):
    """Somebody at the desk must call or write (Awb 2:11)."""

    template: Literal["zelf_doen"] = "zelf_doen"
    audience: str
    why: Why


ForResident: TypeAlias = Receipt | Judged | NotHandled | HandledByProvider | Ended
ForStaff: TypeAlias = Notice | Urgent | Reminder | Escalation | ByHand
Content: TypeAlias = Annotated[ForResident | ForStaff, Field(discriminator="template")]


class Message(Wire):
    """One message to one reader, because of one event."""

    id: str
    municipality: str
    number: str
    caused_at: Moment
    audience: str = Field(description="A role or the key of a party, never a name.")
    to: Handler | None = Field(description="None: the resident.")
    content: Content
