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
from shared.glossary import ClockKind, DelayReason, Outcome, Phase
from shared.wire import Moment, Wire


class Referral(Wire):
    """Awb 9:12 lid 2 asks for both: to which ombudsman, and within which term (Awb 9:24)."""

    body: str = Field(min_length=2)
    until: date = Field(description="The last day, Amsterdam date.")
    missed_on: date | None = Field(
        default=None, description="Our own last day, where we missed it: the year counts from it."
    )


class Delay(Wire):
    until: date = Field(description="The new last day, Amsterdam date.")


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


class Adjourned(Delay):
    """Awb 9:11 lid 2."""

    template: Literal["verdaging"] = "verdaging"
    reason: DelayReason


class Agreed(Delay):
    """Awb 9:11 lid 3: the day that she agreed on."""

    template: Literal["uitstel"] = "uitstel"
    reason: DelayReason


class HowWasIt(Wire):
    """Regeling art. 6 lid 3."""

    template: Literal["tevredenheid"] = "tevredenheid"
    again: bool


# What those who handle the case are told, and those whom it is about.


class OfCase(Wire):
    outside: bool = Field(
        default=False, description="The reader is not ours: she cannot open the case herself."
    )


class Notice(OfCase):
    template: Literal["nieuwe_zaak"] = "nieuwe_zaak"
    phase: Phase
    resident_told: bool


class Urgent(OfCase):
    template: Literal["spoed"] = "spoed"


class OfClock(OfCase):
    phase: Phase
    clock: ClockKind
    item: str | None = Field(default=None, description="Which one, where there are several.")
    due_on: date
    due_at: Moment | None = Field(default=None, description="Of a term in hours.")
    article: str = ""


class Reminder(OfClock):
    template: Literal["herinnering"] = "herinnering"


class Escalation(OfClock):
    template: Literal["termijn_verstreken"] = "termijn_verstreken"


class AdjournedToo(Delay, OfCase):
    """Awb 9:11 lid 2, to whom the complaint is about."""

    template: Literal["verdaging_betrokkene"] = "verdaging_betrokkene"


class AgreedToo(Delay, OfCase):
    """Awb 9:11 lid 3, to whom the complaint is about."""

    template: Literal["uitstel_betrokkene"] = "uitstel_betrokkene"


class OfDuty(Wire):
    """What a municipality must do whatever complaints come in. There is no case."""

    clock: ClockKind
    due_on: date
    article: str
    provider: str | None = Field(description="The name of the provider that owes it.")


class DutyReminder(OfDuty):
    template: Literal["verplichting_nadert"] = "verplichting_nadert"


class DutyEscalation(OfDuty):
    template: Literal["verplichting_verstreken"] = "verplichting_verstreken"


class Why(StrEnum):
    """Why a person must call or write."""

    BY_A_PERSON_ONLY = "alleen_door_een_mens"
    NO_ADDRESS = "geen_adres"
    REFUSED = "geweigerd"
    UNCERTAIN = "onzeker"
    NO_RESPONDENT = "geen_betrokkene"


class ByHand(OfCase):
    """Somebody at the desk must call or write (Awb 2:11)."""

    template: Literal["zelf_doen"] = "zelf_doen"
    audience: str
    why: Why
    until: date | None = Field(default=None, description="The new last day, if that was the news.")
    duty: bool = Field(default=False, description="The message was about no case.")


ForResident: TypeAlias = (
    Receipt | Judged | NotHandled | HandledByProvider | Ended | Adjourned | Agreed | HowWasIt
)
ForStaff: TypeAlias = (
    Notice
    | Urgent
    | Reminder
    | Escalation
    | AdjournedToo
    | AgreedToo
    | DutyReminder
    | DutyEscalation
    | ByHand
)
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
