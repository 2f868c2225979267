"""What does a provider owe us of a case, and what does it become?

The five messages of Uitgangspunten par. 11 I, in one form for programs and for people. They are
kept as something told of the case; routing records that the duty was done.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field, field_validator

from services.intake.domain import fingerprint
from services.intake.form import MAX_FILES, MISTYPED_BEFORE, Text, Upload, not_too_much
from services.intake.service import Intake, Receipt
from services.intake.submission import Door, More
from shared.case import Case, Handler
from shared.dutch_time import dutch_date, in_words
from shared.glossary import Channel, HandlerKind, Milestone, Side, Telling
from shared.wire import Moment, Wire

DUTIES = {
    Milestone.INFORMED_BY_PROVIDER: "De aanbieder geeft informatie over de klacht.",  # R86
    Milestone.REGISTERED_BY_PROVIDER: "De aanbieder heeft de klacht geregistreerd.",  # R87
    Milestone.HANDLED_BY_PROVIDER: "De aanbieder meldt hoe de behandeling gaat.",  # R88
    Milestone.SETTLED_BY_PROVIDER: "De aanbieder heeft de klacht afgedaan.",  # R89
    Milestone.ANSWERED_BY_PROVIDER: "De aanbieder heeft de inwoner teruggekoppeld.",  # R90
}
"""What each message says by itself."""


class NotTheirsError(Exception):
    """There is no such case, or it is not at this provider."""


class ProviderMessage(Wire):
    number: str = Field(alias="zaaknummer", min_length=1, max_length=60)
    duty: Literal[
        Milestone.INFORMED_BY_PROVIDER,
        Milestone.REGISTERED_BY_PROVIDER,
        Milestone.HANDLED_BY_PROVIDER,
        Milestone.SETTLED_BY_PROVIDER,
        Milestone.ANSWERED_BY_PROVIDER,
    ] = Field(alias="bericht")
    happened_at: Moment | None = Field(
        default=None,
        alias="op",
        ge=MISTYPED_BEFORE,
        description="Wanneer de aanbieder dit deed.",
    )
    explanation: Text = Field(default="", alias="toelichting", max_length=20_000)
    measures: Text = Field(
        default="",
        alias="maatregelen",
        max_length=20_000,
        description="Genomen of nog te nemen, bij een afdoening.",
    )
    uploads: tuple[Upload, ...] = Field(default=(), alias="bijlagen", max_length=MAX_FILES)

    _not_too_much = field_validator("uploads")(not_too_much)

    @property
    def text(self) -> str:
        """All of it, for whoever reads the dossier."""
        parts = [DUTIES[self.duty]]
        if self.happened_at:
            parts.append(f"Datum: {in_words(dutch_date(self.happened_at))}.")
        if self.explanation:
            parts.append(self.explanation)
        if self.measures:
            parts.append(f"Maatregelen: {self.measures}")
        return "\n\n".join(parts)


def tell(
    intake: Intake,
    municipality: str,
    provider: str,
    message: ProviderMessage,
    key: str,
    at: datetime,
    door: Door,
) -> Receipt:
    """Keep *message*, which arrived *at* a moment. The same *key* is the same message.

    Raises `NotTheirsError`, whether the case is elsewhere or nowhere, so that nobody can find out
    which numbers exist; and `SameKeyError`.
    """
    known = intake.store.status(municipality, message.number)
    if known is None or not is_at(provider, known.case) or known.case.number != message.number:
        raise NotTheirsError
    return intake.add(
        More(
            municipality=municipality,
            number=message.number,
            telling=Telling.FROM_PROVIDER,
            side=Side.PROVIDER,
            door=door,
            key=key,
            content=fingerprint(message.model_dump_json(exclude_defaults=True)),
            channel=Channel.PROVIDER,
            received_at=at,
            registered_at=at,
            text=message.text,
            provider=provider,
            milestone=message.duty,
            files=tuple(upload.file for upload in message.uploads),
        )
    )


def is_at(provider: str, case: Case) -> bool:
    """Does this provider handle the case now, alone or with another?"""
    return Handler(kind=HandlerKind.PROVIDER, key=provider) in (case.handler, case.co_handler)
