"""What was told in a case, as far as whoever reads it may know? One story, told once.

Nobody reads a burgerservicenummer here, or a code that opens something: a mail that came back
brings both along.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from shared.access import View
from shared.dossier import Addition, Attachment, Dossier, Person
from shared.glossary import Channel, Milestone, Side, Telling
from shared.privacy import NOT_SHOWN, without_bsn
from shared.wire import Moment, Wire

NO_BSN = "Er stond een burgerservicenummer in de tekst; dat tonen wij niet."
AS_IT_IS = frozenset({"telefoon", "zaaknummer", "kenmerk"})  # never looks like anything else


@dataclass(frozen=True)
class Told:
    """A first message, and what was told later of its case, the oldest first."""

    first: Dossier
    later: tuple[Addition, ...] = ()

    @property
    def attachments(self) -> Iterator[Attachment]:
        yield from self.first.attachments
        for each in self.later:
            yield from each.attachments


class SeenFile(Wire):
    id: str = Field(alias="kenmerk", description="For the address to fetch it from.")
    name: str = Field(alias="naam")
    content_type: str = Field(alias="mediatype")
    size: int = Field(alias="grootte", description="In bytes.")


class SeenAddition(Wire):
    id: str = Field(alias="kenmerk")
    telling: Telling = Field(alias="soort")
    side: Side = Field(alias="van")
    channel: Channel = Field(alias="kanaal")
    received_at: Moment = Field(alias="ontvangenOp")
    subject: str = Field(alias="onderwerp")
    text: str = Field(alias="tekst")
    person: Person | None = Field(default=None, alias="afzender")
    provider: str | None = Field(default=None, alias="aanbieder")
    milestone: Milestone | None = Field(default=None, alias="mijlpaal")
    score: int | None = Field(default=None, alias="cijfer")
    files: tuple[SeenFile, ...] = Field(default=(), alias="bijlagen")
    note: str | None = Field(default=None, alias="aantekening")


class SeenMessage(Wire):
    number: str = Field(alias="zaaknummer", description="Where it goes on in this case, its own.")
    channel: Channel = Field(alias="kanaal")
    received_at: Moment = Field(alias="ontvangenOp")
    language: str = Field(alias="taal")
    subject: str = Field(alias="onderwerp")
    text: str = Field(alias="tekst")
    about: str = Field(alias="over")
    happened: str = Field(alias="wanneer")
    wish: str = Field(alias="wens")
    may_be_shared: bool | None = Field(default=None, alias="magNaarAanbieder")
    anonymous: bool | None = Field(default=None, alias="anoniem")
    person: Person | None = Field(default=None, alias="indiener")
    files: tuple[SeenFile, ...] = Field(default=(), alias="bijlagen")
    note: str | None = Field(default=None, alias="aantekening")
    additions: tuple[SeenAddition, ...] = Field(default=(), alias="toevoegingen")


class Story(Wire, defer_build=True):
    messages: tuple[SeenMessage, ...] = Field(alias="berichten")
    remark: str | None = Field(default=None, alias="opmerking")


def seen(told: Iterable[Told], view: View) -> dict[str, Any]:
    """The story as JSON, as far as *view* goes. A provider reads what the resident said that it may
    read, and not what others said; where that is nothing, there is no message.
    """
    told = list(told)
    if view is View.ALL:
        messages = tuple(map(_all_of, told))
    else:
        messages = tuple(_for_a_provider(each) for each in told if each.first.may_be_shared)
    shown = Story(messages=messages).model_dump(mode="json", exclude_none=True)
    masked: dict[str, Any]
    secrets = _secrets(told)
    masked, found = _masked(shown, lambda text: without_bsn(secrets.sub(NOT_SHOWN, text)))
    return masked | ({"opmerking": NO_BSN} if found else {})


def id_of(attachment: Attachment) -> str:
    """The last part of its key: a fingerprint of what is in it."""
    return attachment.key.rpartition("/")[2]


def _for_a_provider(told: Told) -> SeenMessage:
    first = told.first
    return SeenMessage(
        **_said_in(first),
        number=first.number,
        language=first.language,
        about=first.about,
        happened=first.happened,
        wish=first.wish,
        additions=tuple(
            SeenAddition(**_said_in(each), id=each.id, telling=each.telling, side=each.side)
            for each in told.later
            if each.side is Side.COMPLAINANT and each.by_herself
        ),
    )


def _all_of(told: Told) -> SeenMessage:
    first = told.first
    return _for_a_provider(told).model_copy(
        update={
            "may_be_shared": first.may_be_shared,
            "anonymous": first.anonymous,
            "person": first.person,
            "files": _files(first),
            "note": first.note,
            "additions": tuple(map(_addition, told.later)),
        }
    )


def _addition(each: Addition) -> SeenAddition:
    return SeenAddition(
        **_said_in(each),
        id=each.id,
        telling=each.telling,
        side=each.side,
        person=each.person,
        provider=each.provider,
        milestone=each.milestone,
        score=each.score,
        files=_files(each),
        note=each.note,
    )


def _said_in(each: Dossier | Addition) -> dict[str, Any]:
    return {
        "channel": each.channel,
        "received_at": each.received_at,
        "subject": each.subject,
        "text": each.text,
    }


def _files(of: Dossier | Addition) -> tuple[SeenFile, ...]:
    return tuple(
        SeenFile(id=id_of(each), name=each.name, content_type=each.content_type, size=each.size)
        for each in of.attachments
    )


def _secrets(told: Iterable[Told]) -> re.Pattern[str]:
    """What opens her page, or answers in her name."""
    codes = [code for each in told for code in (each.first.tracking_code, each.first.reply_token)]
    known = "|".join(re.escape(code) for code in codes if code)
    return re.compile(known or r"(?!)", re.IGNORECASE)


def _masked(value: Any, mask: Callable[[str], tuple[str, int]]) -> tuple[Any, int]:
    """*value* with every text in it masked, and how often that was needed."""
    match value:
        case str():
            return mask(value)
        case dict():
            parts = {
                name: (each, 0) if name in AS_IT_IS else _masked(each, mask)
                for name, each in value.items()
            }
            masked = {name: each for name, (each, _) in parts.items()}
            return masked, sum(count for _, count in parts.values())
        case list():
            pairs = [_masked(each, mask) for each in value]
            return [each for each, _ in pairs], sum(count for _, count in pairs)
        case _:
            return value, 0
