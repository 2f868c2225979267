"""What are those told who handle a case, and those whom it is about?"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from services.notifications.to_residents import Delay, Summons, UnderTheAwb
from shared.glossary import ClockKind, Phase, Telling
from shared.wire import Moment, Wire


class OfCase(Wire):
    outside: bool = Field(
        default=False, description="The reader is not ours: she cannot open the case herself."
    )


class Occasion(StrEnum):
    """Why the handler is told that the case is hers."""

    NEW = "nieuw"
    CLASSIFIED = "ingedeeld"
    REOPENED = "heropend"
    REJECTED = "afgewezen"  # what she proposed


class Notice(OfCase):
    template: Literal["nieuwe_zaak"] = "nieuwe_zaak"
    occasion: Occasion = Occasion.NEW
    phase: Phase
    resident_told: bool


class ToldMore(OfCase):
    """A resident or a provider told us more. What, is in the dossier."""

    template: Literal["toegevoegd"] = "toegevoegd"
    telling: Telling
    by_another: bool = False
    is_open: bool
    goes_on: bool = Field(default=False, description="In another case, which is open.")


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


class ForCollege(OfCase):
    """Uitgangspunten par. 11 VI: at once."""

    template: Literal["college"] = "college"


class ToDecide(OfCase):
    """Uitgangspunten par. 1D: somebody else than who proposed it."""

    template: Literal["voorstel"] = "voorstel"


class Decided(OfCase):
    template: Literal["besluit"] = "besluit"


class AskedByOmbudsman(OfCase):
    """Awb 9:30 to 9:35: within the term that he set."""

    template: Literal["ombudsmanverzoek"] = "ombudsmanverzoek"
    reference: str
    until: date


class ToContribute(OfCase):
    template: Literal["inbreng"] = "inbreng"
    reference: str
    until: date


class OfRespondent(UnderTheAwb, OfCase):
    """By job title and number: who she is, no mail says."""

    reference: str
    job_title: str


class AboutSomebody(OfRespondent):
    """To where she works, so that she knows her rights."""

    template: Literal["betrokkene"] = "betrokkene"


class CopyToSend(OfRespondent):
    """Awb 9:9. A person sends it: somebody must take out what is about others."""

    template: Literal["afschrift"] = "afschrift"
    careful: bool = Field(description="Somebody may be in danger.")


class InvitedToo(Summons, OfCase):
    template: Literal["uitnodiging_betrokkene"] = "uitnodiging_betrokkene"


class EndedToo(OfCase):
    """That it ended. What was judged is not for a mail."""

    template: Literal["afgesloten_betrokkene"] = "afgesloten_betrokkene"
    joined: bool = Field(description="It goes on in another case.")


class OfNoCase(Wire):
    """What belongs to no case: its title says all that its key says."""


class ToJudge(OfNoCase):
    """Mail waits for somebody to say whether it is a case."""

    template: Literal["te_beoordelen"] = "te_beoordelen"


class OfDuty(OfNoCase):
    """What a municipality must do whatever complaints come in. There is no case."""

    clock: ClockKind
    due_on: date
    article: str
    provider: str | None = Field(description="The name of the provider that owes it.")


class DutyReminder(OfDuty):
    template: Literal["verplichting_nadert"] = "verplichting_nadert"


class DutyEscalation(OfDuty):
    template: Literal["verplichting_verstreken"] = "verplichting_verstreken"
