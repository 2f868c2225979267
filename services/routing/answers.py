"""What do our answers look like, for who reads the OpenAPI document?"""

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field, create_model

from services.routing.attention import POINTS
from services.routing.service import Entry
from shared.access import STATUS_ONLY
from shared.case import Case
from shared.glossary import Attention
from shared.wire import Wire

if TYPE_CHECKING:
    SeenCase = Case
else:
    SeenCase = create_model(
        "SeenCase",
        __base__=Case,
        __doc__="A case as far as whoever asks may see it.",
        __cls_kwargs__={"defer_build": True},
        **{
            name: (field.annotation, Field(default=None, alias=field.alias))
            for name, field in Case.model_fields.items()
            if field.is_required() and name not in STATUS_ONLY
        },
    )


class Listed(SeenCase, defer_build=True):
    last_day: date = Field(alias="uiterlijk", description="Of handling, Amsterdam date.")


class WorkList(Wire, defer_build=True):
    cases: tuple[Listed, ...] = Field(alias="zaken")
    after: str | None = Field(default=None, alias="na", description="Where the next page begins.")


class ToThinkOf(Wire):
    what: Attention = Field(alias="punt")
    article: str = Field(alias="artikel")
    sentence: str = Field(alias="uitleg")


class CaseAndTimeline(Wire, defer_build=True):
    case: SeenCase = Field(alias="zaak")
    timeline: tuple[Entry, ...] = Field(default=(), alias="tijdlijn")
    points: tuple[ToThinkOf, ...] = Field(default=(), alias="aandachtspunten")


class Passed(Wire):
    """The way to an attachment, and whether anybody looked for harm in it."""

    checked: bool = Field(alias="gecontroleerd")
    remark: str | None = Field(default=None, alias="opmerking")


def points_of(case: Case) -> list[ToThinkOf]:
    """What whoever handles *case* must think of, why, and what to do."""
    return [
        ToThinkOf(what=point.what, article=point.article, sentence=point.sentence)
        for point in POINTS
        if point.what in case.attention
    ]
