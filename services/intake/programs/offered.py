"""Door 3: what does an integration offer, and what becomes of it?

CloudEvents that hold personal data. They come over the channel inbox, an encrypted queue, or over
HTTP (door.py), and never go on the bus.
"""

import hmac
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError, field_validator
from pydantic_core import from_json

from services.intake.domain import IN_WRITING, code_in, fingerprint, hash_of
from services.intake.form import MISTYPED_BEFORE, Line, ProviderKey, Told
from services.intake.programs import from_provider
from services.intake.programs.from_provider import NotTheirsError, ProviderMessage
from services.intake.service import Intake, Receipt, SameKeyError
from services.intake.submission import Door, More, Submission
from shared.glossary import Channel, Side, Telling
from shared.municipality import SAFETY_NET, municipalities
from shared.wire import WHEN_USED, Moment, Wire

CLOCKS_DIFFER = timedelta(hours=1)  # at most

IN_THE_FUTURE = (
    "De opgegeven ontvangstdatum lag in de toekomst; wij hielden die van binnenkomst aan."
)
NOT_SIGNED = "Het stuk is niet ondertekend (Awb 9:4)."
CODE_DOES_NOT_FIT = (
    "Dit bericht noemt een zaaknummer, maar de code past daar niet bij. Kijk of het bij die zaak "
    "hoort: {}."
)

WHY_A_PERSON_LOOKS: dict[type[Exception], str] = {
    ValidationError: "Een koppeling stuurde een bericht dat niet te lezen is. Bekijk het "
    "origineel.",
    SameKeyError: "Een koppeling stuurde een ander bericht onder een oud kenmerk. Bekijk het "
    "origineel.",
    NotTheirsError: "Een koppeling stuurde een bericht over een zaak die niet bij deze aanbieder "
    "is. Bekijk het origineel.",
}
"""What stops a message from being taken as it is, and the note for the person who then reads it."""

FROM_A_PROVIDER: Final = "nl.overheid.klachten.aanbiedersbericht-aangeboden.v1"

Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Offer(Told):
    received_at: Moment | None = Field(
        default=None,
        alias="ontvangenOp",
        ge=MISTYPED_BEFORE,
        description="When it reached the municipality.",
    )
    written: bool | None = Field(default=None, alias="schriftelijk")
    signed: bool | None = Field(default=None, alias="ondertekend")


class OfferOfMore(Offer):
    number: Line = Field(alias="zaaknummer", min_length=1)
    code: Line = Field(default="", alias="volgcode", repr=False)
    reply_code: Line = Field(
        default="",
        alias="antwoordcode",
        repr=False,
        description="From the address that she may answer to. Either code will do.",
    )


class Offering(Wire):
    """The envelope: what names a message, and whose it is."""

    specversion: Literal["1.0"] = "1.0"
    id: Name
    source: Name
    time: Moment = Field(ge=MISTYPED_BEFORE)
    municipality: str = Field(alias="gemeentecode")
    channel: Channel = Field(alias="kanaal")

    @field_validator("municipality")
    @classmethod
    def _is_one_of_ours(cls, code: str) -> str:
        if code not in municipalities():
            raise ValueError("unknown municipality")
        return code

    @property
    def key(self) -> str:
        return fingerprint(self.source, self.id)


class Story(Offering):
    data: Offer

    @property
    def content(self) -> str:
        return fingerprint(self.data.model_dump_json(exclude_defaults=True))

    def received_at(self, arrived_at: datetime) -> datetime:
        return min(self.data.received_at or self.time, arrived_at)

    def as_submission(self, arrived_at: datetime, *notes: str) -> Submission:
        """As it reached us at *arrived_at*, with *notes* for a person."""
        stated = self.data.received_at or self.time
        notes += (IN_THE_FUTURE,) if stated - arrived_at > CLOCKS_DIFFER else ()
        notes += (NOT_SIGNED,) if self.data.signed is False else ()
        written = self.data.written
        return Submission(
            municipality=self.municipality,
            door=Door.OFFERED,
            key=self.key,
            content=self.content,
            channel=self.channel,
            written=self.channel in IN_WRITING if written is None else written,
            received_at=self.received_at(arrived_at),
            registered_at=arrived_at,
            subject=self.data.subject,
            text=self.data.text,
            about=self.data.about,
            happened=self.data.happened,
            wish=self.data.wish,
            may_be_shared=self.data.may_be_shared,
            person=self.data.person,
            anonymous=self.data.anonymous,
            language=self.data.language,
            providers=self.data.providers,
            files=self.data.files,
            note=" ".join(notes) or None,
        )


class ComplaintOffered(Story):
    """Somebody told something to an integration."""

    type: Literal["nl.overheid.klachten.klacht-aangeboden.v1"]

    def give_to(self, intake: Intake, arrived_at: datetime) -> Receipt:
        """Raises `SameKeyError`."""
        return intake.accept(self.as_submission(arrived_at))


class MoreOffered(Story):
    """Somebody told an integration more of a case that we have."""

    type: Literal["nl.overheid.klachten.bericht-aangeboden.v1"]
    data: OfferOfMore

    def give_to(self, intake: Intake, arrived_at: datetime) -> Receipt:
        """A number alone opens nothing: without a code that fits it is a message of its own, for a
        person to look at. Raises `SameKeyError`.
        """
        if self._has_the_code(intake):
            return intake.add(self._as_more(arrived_at))
        note = CODE_DOES_NOT_FIT.format(self.data.number)
        return intake.accept(self.as_submission(arrived_at, note))

    def _has_the_code(self, intake: Intake) -> bool:
        number = self.data.number
        known = intake.store.find(self.municipality, code_in(number))
        if known is None or known.number != number:
            return False
        pairs = (self.data.code, known.code_hash), (self.data.reply_code, known.reply_hash)
        return any(
            kept and hmac.compare_digest(hash_of(self.municipality, number, given), kept)
            for given, kept in pairs
        )

    def _as_more(self, arrived_at: datetime) -> More:
        return More(
            municipality=self.municipality,
            number=self.data.number,
            telling=Telling.MORE,
            side=Side.COMPLAINANT,
            door=Door.OFFERED,
            key=self.key,
            content=self.content,
            channel=self.channel,
            received_at=self.received_at(arrived_at),
            registered_at=arrived_at,
            subject=self.data.subject,
            text=self.data.text,
            person=self.data.person,
            files=self.data.files,
        )


class ProviderMessageOffered(Offering):
    """A provider reports what it owes us of a case that it handles."""

    type: Literal["nl.overheid.klachten.aanbiedersbericht-aangeboden.v1"] = FROM_A_PROVIDER
    provider: ProviderKey = Field(alias="aanbieder")
    data: ProviderMessage

    def give_to(self, intake: Intake, arrived_at: datetime) -> Receipt:
        """Raises `NotTheirsError` and `SameKeyError`."""
        return from_provider.tell(
            intake,
            self.municipality,
            self.provider,
            self.data,
            self.key,
            arrived_at,
            Door.OFFERED,
        )


Offered: TypeAlias = ComplaintOffered | MoreOffered | ProviderMessageOffered
offered: TypeAdapter[Offered] = TypeAdapter(
    Annotated[Offered, Field(discriminator="type")], config=WHEN_USED
)
"""Reads what is offered. Raises `ValidationError` for what nobody understands."""


def whose(body: str) -> tuple[str, Channel]:
    """Which municipality and which channel, as far as *body* can be made out."""
    try:
        said = from_json(body, allow_partial=True)
    except ValueError:
        said = None
    fields: dict[str, Any] = said if isinstance(said, dict) else {}
    municipality, channel = fields.get("gemeentecode"), fields.get("kanaal")
    return (
        municipality if municipality in list(municipalities()) else SAFETY_NET,
        Channel(channel) if channel in list(Channel) else Channel.WEB_FORM,
    )
