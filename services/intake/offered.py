"""Door 3: what does an integration offer?

A CloudEvent that holds personal data. It comes over the channel inbox, an encrypted queue, and
never goes on the bus.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator
from pydantic_core import from_json

from services.intake.domain import IN_WRITING, fingerprint
from services.intake.form import Told
from services.intake.submission import Door, Submission
from shared.glossary import Channel
from shared.municipality import SAFETY_NET, municipalities
from shared.wire import Moment, Wire

CLOCKS_DIFFER = timedelta(hours=1)  # at most

IN_THE_FUTURE = (
    "De opgegeven ontvangstdatum lag in de toekomst; wij hielden die van binnenkomst aan."
)
NOT_SIGNED = "Het stuk is niet ondertekend (Awb 9:4)."

Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Offer(Told):
    received_at: Moment | None = Field(
        default=None,
        alias="ontvangenOp",
        ge=datetime(2000, 1, 1, tzinfo=UTC),  # or somebody mistyped
        description="When it reached the municipality.",
    )
    written: bool | None = Field(default=None, alias="schriftelijk")
    signed: bool | None = Field(default=None, alias="ondertekend")


class ComplaintOffered(Wire):
    specversion: Literal["1.0"] = "1.0"
    id: Name
    source: Name
    type: Literal["nl.overheid.klachten.klacht-aangeboden.v1"]
    time: Moment
    municipality: str = Field(alias="gemeentecode")
    channel: Channel = Field(alias="kanaal")
    data: Offer

    @field_validator("municipality")
    @classmethod
    def _is_one_of_ours(cls, code: str) -> str:
        if code not in municipalities():
            raise ValueError("unknown municipality")
        return code

    def as_submission(self, arrived_at: datetime) -> Submission:
        """As it reached our queue at *arrived_at*."""
        stated = self.data.received_at or self.time
        notes = [
            note
            for applies, note in (
                (stated - arrived_at > CLOCKS_DIFFER, IN_THE_FUTURE),
                (self.data.signed is False, NOT_SIGNED),
            )
            if applies
        ]
        written = self.data.written
        return Submission(
            municipality=self.municipality,
            door=Door.OFFERED,
            key=fingerprint(self.source, self.id),
            content=fingerprint(self.data.model_dump_json(exclude_defaults=True)),
            channel=self.channel,
            written=self.channel in IN_WRITING if written is None else written,
            received_at=min(stated, arrived_at),
            registered_at=arrived_at,
            subject=self.data.subject,
            text=self.data.text,
            person=self.data.person,
            anonymous=self.data.anonymous,
            language=self.data.language,
            providers=self.data.providers,
            files=self.data.files,
            note=" ".join(notes) or None,
        )


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
