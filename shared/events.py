"""Everything our services tell each other, in the order a complaint lives through it.

    door       intake         ComplaintReceived
               routing        CaseOpened, CaseRouted
               deadlines      TermsSet
               intake         MoreReceived, WithdrawalReceived, DissatisfactionReceived,
                              SatisfactionReceived, ProviderMessageReceived, BounceReceived
               routing        AdditionRecorded
               routing        HandoverAccepted, HandoverReturned, CaseClassified,
                              ContactRecorded, FileRecorded, RepairAsked, RespondentRecorded,
                              ContributionAsked, MediationStarted, MediationEnded,
                              CollegeAlerted, FormalHandlingStarted, CaseAdjourned, DelayAgreed,
                              MilestoneRecorded, ImprovementRecorded, HearingPlanned,
                              HearingHeld, HearingWaived, DecisionAsked, ProposalRejected,
                              DecisionTaken
               deadlines      TermNear, TermMissed
               routing        CaseClosed, CaseReopened, SecondLineReferred
               notifications  MessageSent, LetterReady, MessageNotDelivered
    no case    deadlines      DutyNear, DutyMissed
               intake         MessageSuspected

An event is a fact in the past tense, in the envelope of CloudEvents 1.0 under the NL GOV profile
1.1. It names the case and carries no personal data. What routing tells about a case carries the
case as it then is (`shared/case.py`).

Adding an optional field is safe. Any other change is a new class with a new version in its type;
tell both until nobody listens to the old one.
"""

from datetime import UTC, date, datetime
from typing import Any, Literal, Self, TypeAlias
from uuid import UUID, uuid5

from pydantic import ConfigDict, Field

from shared.case import Added, Case, Similar, SplitFrom
from shared.glossary import Channel, ClockKind, Suspicion
from shared.wire import Moment, Wire

PREFIX = "nl.overheid.klachten"
MAX_BYTES = 64 * 1024  # NL GOV profile: an event is at most 64 KB
NAMESPACE = UUID("5c6a1b0e-94c5-4a35-8f38-0f5a6a3d1d7e")


def event_id(*parts: object) -> str:
    """The same parts give the same id, so that telling twice is recognised."""
    return str(uuid5(NAMESPACE, "/".join(map(str, parts))))


def source_of(municipality: str, service: str) -> str:
    """Who tells: a system of this municipality, as a URN of the NL GOV profile."""
    return f"urn:nld:gemeentecode:{municipality}:systeem:klachtenloket-{service}"


class Event(Wire):
    """The envelope: CloudEvents NL attributes, lower case as the specification wants them."""

    model_config = ConfigDict(alias_generator=None)

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=1, max_length=100)
    source: str = Field(
        pattern=r"^urn:nld:(oin:\d{20}|kvknr:\d{8}|gemeentecode:\d{4}):systeem:[a-z-]+$"
    )
    type: str = Field(pattern=r"^nl(\.[a-z0-9]+(-[a-z0-9]+)*){2,}\.v[1-9]\d*$", max_length=128)
    subject: str = Field(
        min_length=1, max_length=128, description="The case number, a duty, or what there is to do."
    )
    time: Moment = Field(default_factory=lambda: datetime.now(UTC))
    datacontenttype: Literal["application/json"] = "application/json"
    gemeentecode: str = Field(pattern=r"^\d{4}$")
    kanaal: Channel | None = None
    sequence: str | None = Field(default=None, pattern=r"^\d{10}$")
    traceparent: str | None = None
    dataref: str | None = None
    data: Any


class Received(Wire):
    """What may be said of a complaint without saying what it says."""

    received_at: Moment = Field(alias="ontvangenOp")
    written: bool = Field(alias="schriftelijk")
    anonymous: bool = Field(alias="anoniem")
    language: str = Field(alias="taal", pattern=r"^[a-z]{2,3}$")
    attachments: int = Field(alias="bijlagen", ge=0)
    readable: bool = Field(
        alias="leesbaar", description="False: nobody could make sense of it, a person must look."
    )
    providers: tuple[str, ...] = Field(
        default=(), alias="aanbieders", description="Providers that the form named, by key."
    )
    solved: bool = Field(
        default=False,
        alias="directOpgelost",
        exclude_if=lambda it: not it,
        description="By who spoke with her, on the spot.",
    )
    urgent: bool = Field(
        default=False,
        alias="dringend",
        exclude_if=lambda it: not it,
        description="Who wrote it down fears for somebody.",
    )
    similar: tuple[Similar, ...] = Field(
        default=(), alias="lijktOp", max_length=5, exclude_if=lambda it: not it
    )
    split_from: SplitFrom | None = Field(default=None, alias="afgesplitstVan")


class ComplaintReceived(Event):
    """Intake has stored a message safely. Its text is where `dataref` points."""

    type: Literal["nl.overheid.klachten.klacht-ontvangen.v1"] = (
        "nl.overheid.klachten.klacht-ontvangen.v1"
    )
    data: Received


class FromOutside(Event):
    """Somebody told us more of a case that we have. What, is where `dataref` points."""

    data: Added


class MoreReceived(FromOutside):
    """A resident, or somebody else, added something."""

    type: Literal["nl.overheid.klachten.aanvulling-ontvangen.v1"] = (
        "nl.overheid.klachten.aanvulling-ontvangen.v1"
    )


class WithdrawalReceived(FromOutside):
    """The resident does not want it to go on (Sterker 5.6)."""

    type: Literal["nl.overheid.klachten.intrekking-ontvangen.v1"] = (
        "nl.overheid.klachten.intrekking-ontvangen.v1"
    )


class DissatisfactionReceived(FromOutside):
    """The resident is not satisfied with how it goes, or went."""

    type: Literal["nl.overheid.klachten.onvrede-over-afhandeling-ontvangen.v1"] = (
        "nl.overheid.klachten.onvrede-over-afhandeling-ontvangen.v1"
    )


class SatisfactionReceived(FromOutside):
    """The resident said how satisfied she is (Regeling art. 6 lid 3)."""

    type: Literal["nl.overheid.klachten.tevredenheid-ontvangen.v1"] = (
        "nl.overheid.klachten.tevredenheid-ontvangen.v1"
    )


class ProviderMessageReceived(FromOutside):
    """One of the five messages that a provider owes (Uitgangspunten par. 11 I)."""

    type: Literal["nl.overheid.klachten.aanbiedersbericht-ontvangen.v1"] = (
        "nl.overheid.klachten.aanbiedersbericht-ontvangen.v1"
    )


class Bounce(Wire):
    """A mail of ours came back, says a report that anybody can make up."""

    message_id: str = Field(alias="bericht", pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    permanent: bool = Field(
        alias="blijvend", description="Nobody will try again; else it may still arrive."
    )


class BounceReceived(Event):
    """A message of ours did not reach who it was for, or does not yet (Awb 2:11)."""

    type: Literal["nl.overheid.klachten.terugmelding-ontvangen.v1"] = (
        "nl.overheid.klachten.terugmelding-ontvangen.v1"
    )
    data: Bounce


class Suspicious(Wire):
    reason: Suspicion = Field(alias="reden")


class MessageSuspected(Event):
    """A message waits for a person to say whether it is a case. The subject is the day's list."""

    type: Literal["nl.overheid.klachten.bericht-verdacht.v1"] = (
        "nl.overheid.klachten.bericht-verdacht.v1"
    )
    data: Suspicious


class CaseNews(Wire):
    """The case as it is after what happened."""

    case: Case = Field(alias="zaak")


class CaseEvent(Event):
    """Something that routing tells about a case."""

    data: CaseNews

    @classmethod
    def about(cls, case: Case, at: datetime) -> Self:
        """The news that brought *case* to its present sequence."""
        kind = type_of(cls)
        return cls(
            id=event_id(case.municipality, case.number, case.sequence, kind),
            type=kind,
            source=source_of(case.municipality, "routing"),
            subject=case.number,
            time=at,
            gemeentecode=case.municipality,
            kanaal=case.channel,
            sequence=f"{case.sequence:010}",
            data=CaseNews(case=case),
        )


class CaseOpened(CaseEvent):
    """A case exists, with its first handler and the reasons of its route."""

    type: Literal["nl.overheid.klachten.zaak-geopend.v1"] = "nl.overheid.klachten.zaak-geopend.v1"


class CaseRouted(CaseEvent):
    """Another handler got the case, or another person within it."""

    type: Literal["nl.overheid.klachten.zaak-gerouteerd.v1"] = (
        "nl.overheid.klachten.zaak-gerouteerd.v1"
    )


class Clock(Wire):
    """A term that runs for a case, and why it ends when it ends."""

    kind: ClockKind = Field(alias="soort")
    item: str | None = Field(
        default=None,
        alias="onderdeel",
        max_length=80,
        description="Which one, where a case has several of a kind: a message, a reference.",
    )
    starts_on: date = Field(
        alias="begint", description="The day after which it runs, Amsterdam date."
    )
    nominal_end: date = Field(alias="nominaalEinde")
    due_on: date = Field(alias="uiterlijk", description="The last day, Amsterdam date.")
    due_at: Moment | None = Field(
        default=None, alias="uiterlijkOm", description="The end of a term in hours, to the minute."
    )
    article: str = Field(alias="artikel")
    explanation: str = Field(alias="uitleg", max_length=1000)
    doubt: str | None = Field(
        default=None,
        alias="voorbehoud",
        max_length=300,
        description="Why the last day may still move, where it may: a decree that is not known.",
    )
    met: bool = Field(default=False, alias="voldaan")


class Terms(Wire):
    case_sequence: int = Field(alias="zaakVolgnummer", ge=1)
    clocks: tuple[Clock, ...] = Field(alias="termijnen")


class TermsSet(Event):
    """Deadlines knows the case as of `case_sequence`; these are its clocks."""

    type: Literal["nl.overheid.klachten.termijnen-vastgesteld.v1"] = (
        "nl.overheid.klachten.termijnen-vastgesteld.v1"
    )
    data: Terms


class AdditionRecorded(CaseEvent):
    """The case knows that somebody told more: the last of `case.additions`."""

    type: Literal["nl.overheid.klachten.toevoeging-vastgelegd.v1"] = (
        "nl.overheid.klachten.toevoeging-vastgelegd.v1"
    )


class HandoverAccepted(CaseEvent):
    """The provider has the case and handles it."""

    type: Literal["nl.overheid.klachten.overdracht-aanvaard.v1"] = (
        "nl.overheid.klachten.overdracht-aanvaard.v1"
    )


class HandoverReturned(CaseEvent):
    """The provider says that the case is not its own. The desk has it again."""

    type: Literal["nl.overheid.klachten.overdracht-teruggegeven.v1"] = (
        "nl.overheid.klachten.overdracht-teruggegeven.v1"
    )


class ContactRecorded(CaseEvent):
    """Somebody has spoken with the resident."""

    type: Literal["nl.overheid.klachten.contact-vastgelegd.v1"] = (
        "nl.overheid.klachten.contact-vastgelegd.v1"
    )


class CaseClassified(CaseEvent):
    """A person said what it is, and perhaps who has it now follows from that."""

    type: Literal["nl.overheid.klachten.zaak-ingedeeld.v1"] = (
        "nl.overheid.klachten.zaak-ingedeeld.v1"
    )


class FileRecorded(CaseEvent):
    """Something was added to the file: a party, an aspect, a document, a wish."""

    type: Literal["nl.overheid.klachten.zaakgegevens-vastgelegd.v1"] = (
        "nl.overheid.klachten.zaakgegevens-vastgelegd.v1"
    )


class RepairAsked(CaseEvent):
    """The complainant was asked to complete her complaint (Awb 9:4)."""

    type: Literal["nl.overheid.klachten.aanvulling-gevraagd.v1"] = (
        "nl.overheid.klachten.aanvulling-gevraagd.v1"
    )


class RespondentRecorded(CaseEvent):
    """It is known whom the complaint is about: she has the rights of a party."""

    type: Literal["nl.overheid.klachten.betrokkene-vastgelegd.v1"] = (
        "nl.overheid.klachten.betrokkene-vastgelegd.v1"
    )


class ContributionAsked(CaseEvent):
    """A provider or unit was asked to say something, by a day."""

    type: Literal["nl.overheid.klachten.inbreng-gevraagd.v1"] = (
        "nl.overheid.klachten.inbreng-gevraagd.v1"
    )


class MediationStarted(CaseEvent):
    """All parties agreed to mediate."""

    type: Literal["nl.overheid.klachten.bemiddeling-gestart.v1"] = (
        "nl.overheid.klachten.bemiddeling-gestart.v1"
    )


class MediationEnded(CaseEvent):
    """Mediation is over, with agreements or without."""

    type: Literal["nl.overheid.klachten.bemiddeling-beeindigd.v1"] = (
        "nl.overheid.klachten.bemiddeling-beeindigd.v1"
    )


class HearingPlanned(CaseEvent):
    """Parties are invited to be heard (Awb 9:10)."""

    type: Literal["nl.overheid.klachten.hoorzitting-gepland.v1"] = (
        "nl.overheid.klachten.hoorzitting-gepland.v1"
    )


class HearingHeld(CaseEvent):
    """Parties were heard, and there is a record of it."""

    type: Literal["nl.overheid.klachten.hoorzitting-gehouden.v1"] = (
        "nl.overheid.klachten.hoorzitting-gehouden.v1"
    )


class HearingWaived(CaseEvent):
    """The complainant is not heard, on a ground that is recorded (Awb 9:10 lid 2)."""

    type: Literal["nl.overheid.klachten.hoorzitting-afgezien.v1"] = (
        "nl.overheid.klachten.hoorzitting-afgezien.v1"
    )


class DecisionAsked(CaseEvent):
    """Somebody proposed a decision, which another person must look at."""

    type: Literal["nl.overheid.klachten.beslissing-gevraagd.v1"] = (
        "nl.overheid.klachten.beslissing-gevraagd.v1"
    )


class ProposalRejected(CaseEvent):
    """A second person did not agree. Whoever has the case thinks again; the clock runs on."""

    type: Literal["nl.overheid.klachten.voorstel-afgewezen.v1"] = (
        "nl.overheid.klachten.voorstel-afgewezen.v1"
    )


class DecisionTaken(CaseEvent):
    """A second person agreed: this is the decision. The complainant must still hear it."""

    type: Literal["nl.overheid.klachten.oordeel-vastgesteld.v1"] = (
        "nl.overheid.klachten.oordeel-vastgesteld.v1"
    )


class CollegeAlerted(CaseEvent):
    """The college must know of this at once (Uitgangspunten par. 11 VI)."""

    type: Literal["nl.overheid.klachten.college-geattendeerd.v1"] = (
        "nl.overheid.klachten.college-geattendeerd.v1"
    )


class FormalHandlingStarted(CaseEvent):
    """The resident asked for formal handling."""

    type: Literal["nl.overheid.klachten.formele-behandeling-gestart.v1"] = (
        "nl.overheid.klachten.formele-behandeling-gestart.v1"
    )


class CaseAdjourned(CaseEvent):
    """Handling takes longer, once, by at most four weeks (Awb 9:11 lid 2)."""

    type: Literal["nl.overheid.klachten.zaak-verdaagd.v1"] = "nl.overheid.klachten.zaak-verdaagd.v1"


class DelayAgreed(CaseEvent):
    """The resident agreed in writing that it takes longer (Awb 9:11 lid 3)."""

    type: Literal["nl.overheid.klachten.uitstel-overeengekomen.v1"] = (
        "nl.overheid.klachten.uitstel-overeengekomen.v1"
    )


class MilestoneRecorded(CaseEvent):
    """Something that a clock begins with or waits for (`case.milestones`)."""

    type: Literal["nl.overheid.klachten.mijlpaal-vastgelegd.v1"] = (
        "nl.overheid.klachten.mijlpaal-vastgelegd.v1"
    )


class ImprovementRecorded(CaseEvent):
    """The case taught something to do better, or that was done (`case.improvements`)."""

    type: Literal["nl.overheid.klachten.verbeterpunt-vastgelegd.v1"] = (
        "nl.overheid.klachten.verbeterpunt-vastgelegd.v1"
    )


class Step(Wire):
    """One rung of a ladder: which clock, which rung, and who must be told."""

    case: Case = Field(alias="zaak", description="As deadlines last knew it.")
    clock: Clock = Field(alias="termijn")
    step: int = Field(alias="stap", ge=1)
    audience: str = Field(
        alias="aan",
        pattern=r"^[a-z0-9_]{2,60}$",
        description="A role (see `Rung` in shared/regime.py), or the key of a unit.",
    )


class TermNear(Event):
    """A term ends soon, and what it asks has not been done."""

    type: Literal["nl.overheid.klachten.termijn-nadert.v1"] = (
        "nl.overheid.klachten.termijn-nadert.v1"
    )
    data: Step


class TermMissed(Event):
    """A term has passed without what it asks."""

    type: Literal["nl.overheid.klachten.termijn-verstreken.v1"] = (
        "nl.overheid.klachten.termijn-verstreken.v1"
    )
    data: Step


class DutyStep(Wire):
    """One rung of the ladder of a duty that belongs to no case."""

    clock: Clock = Field(alias="termijn")
    step: int = Field(alias="stap", ge=1)
    audience: str = Field(alias="aan", pattern=r"^[a-z0-9_]{2,60}$")
    provider: str | None = Field(
        default=None, alias="aanbieder", description="Who owes it, where that is a provider."
    )


class DutyNear(Event):
    """A duty of the municipality as such is due soon. The subject is the duty, not a case."""

    type: Literal["nl.overheid.klachten.verplichting-nadert.v1"] = (
        "nl.overheid.klachten.verplichting-nadert.v1"
    )
    data: DutyStep


class DutyMissed(Event):
    """A duty of the municipality as such was not done in time."""

    type: Literal["nl.overheid.klachten.verplichting-verstreken.v1"] = (
        "nl.overheid.klachten.verplichting-verstreken.v1"
    )
    data: DutyStep


class CaseClosed(CaseEvent):
    """The case has an outcome. All clocks stop."""

    type: Literal["nl.overheid.klachten.zaak-afgehandeld.v1"] = (
        "nl.overheid.klachten.zaak-afgehandeld.v1"
    )


class CaseReopened(CaseEvent):
    """A closed case is open again, with all that is known of it."""

    type: Literal["nl.overheid.klachten.zaak-heropend.v1"] = "nl.overheid.klachten.zaak-heropend.v1"


class SecondLineReferred(CaseEvent):
    """The resident was shown the way to the ombudsman, or he asks about the case."""

    type: Literal["nl.overheid.klachten.tweede-lijn-verwezen.v1"] = (
        "nl.overheid.klachten.tweede-lijn-verwezen.v1"
    )


class Message(Wire):
    """A message of ours, without its addressee or its text."""

    message_id: str = Field(alias="bericht")
    template: str = Field(alias="sjabloon")
    audience: str = Field(alias="aan")
    cause: str | None = Field(
        default=None, alias="oorzaak", description="The id of the event because of which it was."
    )


class MessageSent(Event):
    """The mail service has taken over a message."""

    type: Literal["nl.overheid.klachten.bericht-verzonden.v1"] = (
        "nl.overheid.klachten.bericht-verzonden.v1"
    )
    data: Message


class LetterReady(Event):
    """A letter waits to be printed, for somebody who did not ask for mail (Awb 2:7)."""

    type: Literal["nl.overheid.klachten.brief-klaargezet.v1"] = (
        "nl.overheid.klachten.brief-klaargezet.v1"
    )
    data: Message


class MessageNotDelivered(Event):
    """Nobody can be sure that a message arrived: a person must call or write (Awb 2:11)."""

    type: Literal["nl.overheid.klachten.bericht-niet-bezorgd.v1"] = (
        "nl.overheid.klachten.bericht-niet-bezorgd.v1"
    )
    data: Message


ToldLater: TypeAlias = (
    MoreReceived
    | WithdrawalReceived
    | DissatisfactionReceived
    | SatisfactionReceived
    | ProviderMessageReceived
)
"""Everything that intake tells about a case after its first message."""

AboutACase: TypeAlias = (
    CaseOpened
    | CaseRouted
    | AdditionRecorded
    | HandoverAccepted
    | HandoverReturned
    | CaseClassified
    | ContactRecorded
    | FileRecorded
    | RepairAsked
    | RespondentRecorded
    | ContributionAsked
    | MediationStarted
    | MediationEnded
    | CollegeAlerted
    | FormalHandlingStarted
    | CaseAdjourned
    | DelayAgreed
    | MilestoneRecorded
    | ImprovementRecorded
    | HearingPlanned
    | HearingHeld
    | HearingWaived
    | DecisionAsked
    | ProposalRejected
    | DecisionTaken
    | CaseClosed
    | CaseReopened
    | SecondLineReferred
)
"""Everything that routing tells about a case: for who follows all of it."""


def type_of(event: type[Event]) -> str:
    """The name under which *event* travels, such as ``nl.overheid.klachten.zaak-geopend.v1``."""
    return str(event.model_fields["type"].default)
