"""What may a resident be told, and what must that say?

No provider, no domain, no health: plain mail is no safe place for them (Awb 2:9).
"""

from datetime import date
from typing import Literal

from pydantic import Field

from shared.glossary import DelayReason, Outcome
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


class UnderTheAwb(Wire):
    """What the law asks or offers; where it does not, we ask or offer it all the same."""

    statutory: bool = Field(description="Awb 9:4 to 9:12 apply.")


class Summons(UnderTheAwb):
    """Awb 9:10. The handler says where it is: the case does not know."""

    at: tuple[Moment, ...] = Field(min_length=1)


class Receipt(Wire):
    """Awb 9:6 and 2:17."""

    template: Literal["ontvangst"] = "ontvangst"
    received_on: date
    complaint: bool = Field(description="Or something else, such as a compliment or a signal.")
    contact_working_days: int | None = Field(description="None: there is nothing left to discuss.")


class Thanks(Wire):
    """To a council member, who passes on what she heard and gets no file to read (memo par. 3)."""

    template: Literal["dank_raadslid"] = "dank_raadslid"
    received_on: date


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
    """Every other end, such as satisfied (Awb 9:5) or withdrawn, confirmed in writing.

    In which other case one goes on is not said: that may be somebody else's.
    """

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


class ToComplete(UnderTheAwb):
    """Awb 9:4: a question, and never a refusal."""

    template: Literal["aanvulling"] = "aanvulling"
    until: date


class Invited(Summons):
    template: Literal["uitnodiging"] = "uitnodiging"


class Mediating(Wire):
    """All agreed, nobody must, and no term stops (memo par. 1)."""

    template: Literal["bemiddeling"] = "bemiddeling"


class OnToSecondLine(Wire):
    template: Literal["tweede_lijn"] = "tweede_lijn"
    body: str = Field(min_length=2)
    referral: Referral | None = Field(description="None: no law says until when.")
    passed: bool = Field(default=False, description="The last day had gone by already.")
    process_only: bool = Field(
        default=False, description="It never looks at a provider (Uitgangspunten par. 5A)."
    )
