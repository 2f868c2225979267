"""How do our values look outside? English fields in code, Dutch camelCase in JSON."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

from shared.dutch_time import AMSTERDAM


def utc_text(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, so that texts sort as their moments do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(AMSTERDAM).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("somewhere this is before the first or after the last year") from error


Moment = Annotated[
    AwareDatetime,
    AfterValidator(_in_utc),
    PlainSerializer(utc_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An instant. Any offset comes in, UTC goes out (API Design Rules, date-time/timezone)."""


WHEN_USED = ConfigDict(defer_build=True)
"""For a reader of several kinds that few functions use."""


class Wire(BaseModel):
    """A value that travels. Unknown fields are ignored, so that contracts can grow.

    Its reader is built when it is first used: no function uses all of them.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,
    )
