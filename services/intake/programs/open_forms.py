"""What does a form of Open Formulieren say? The generic JSON registration, as a complaint.

A field is known by the last part of its key (docs/koppelingen.md lists them). What we do not know,
or cannot use as it is, goes into the text under its own label, so that nothing is lost.
"""

import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from services.intake.domain import fingerprint
from services.intake.files import name_of
from services.intake.form import MAX_FILE_BYTES, MAX_FILES, Submitter, Upload
from services.intake.programs.offered import ComplaintOffered, Offer
from services.intake.text import fits, shorten
from shared.glossary import Channel
from shared.wire import Moment, Wire

Answer: TypeAlias = tuple[str, str, Any]  # the last part of a key, a label, and what was said

STORY = {
    "tekst": ("tekst", "omschrijving", "klacht", "uwklacht", "watisergebeurd", "toelichting"),
    "onderwerp": ("onderwerp",),
    "over": ("over", "overwie", "overwieofwat", "aanbieder", "organisatie"),
    "wanneer": ("wanneer", "wanneergebeurd", "datumgebeurtenis"),
    "wens": ("wens", "oplossing", "gewensteoplossing", "watwiltu"),
    "magNaarAanbieder": ("magnaaraanbieder",),
    "anoniem": ("anoniem",),
}
PERSON = {
    "naam": ("naam", "volledigenaam", "uwnaam"),
    "email": ("email", "emailadres", "mailadres"),
    "telefoon": ("telefoon", "telefoonnummer", "mobiel"),
    "adres": ("adres",),
    "namens": ("namens",),
    "hoedanigheid": ("hoedanigheid",),
    "bijgestaanDoor": ("bijgestaandoor",),
    "voorkeurContact": ("voorkeurcontact",),
    "elektronischBereikbaar": ("elektronischbereikbaar", "magmailen"),
}
NAME_PARTS = (("voornaam", "voornamen", "voorletters"), ("tussenvoegsel",), ("achternaam",))
ADDRESS_PARTS = (
    ("straat", "straatnaam", "streetname"),
    ("huisnummer", "housenumber"),
    ("huisletter", "houseletter"),
    ("huisnummertoevoeging", "toevoeging", "housenumberaddition"),
    ("postcode",),
    ("woonplaats", "city"),
)

LONGEST_LABEL = 200  # characters, with those above it: a list repeats it in every line

FILE_LEFT_OUT = (
    "Een bijlage van het formulier konden wij niet overnemen; zij staat in het origineel: {}."
)
TEXT_CUT = "De tekst van het formulier was te lang voor het dossier; het origineel heeft alles."

_moment: TypeAdapter[datetime] = TypeAdapter(Moment)


class Heard:
    """What the answers of a form come to."""

    def __init__(self, answers: Iterator[Answer]) -> None:
        self.story: dict[str, Any] = {}
        self.person: dict[str, Any] = {}
        self.uploads: list[Upload] = []
        self.left_out: list[str] = []
        self._lines: list[str] = []
        self._parts: dict[str, str] = {}
        for name, label, said in answers:
            self._hear(name, label, said)
        self._join("naam", "Naam", NAME_PARTS)
        self._join("adres", "Adres", ADDRESS_PARTS)

    @property
    def text(self) -> str:
        return "\n\n".join(filter(None, (self.story.get("tekst"), "\n".join(self._lines))))

    def _hear(self, name: str, label: str, said: Any) -> None:
        part = _PARTS.get(name)
        if isinstance(said, dict):
            self._hear_file(said)
        elif part and part not in self._parts and isinstance(said, str | int):
            self._parts[part] = str(said)
        elif not (
            _takes(self.story, Offer, _STORY.get(name), said, tekst="-")
            or _takes(self.person, Submitter, _PERSON.get(name), said)
        ):
            self._lines.append(f"{label}: {_in_words(said)}")

    def _hear_file(self, said: Mapping[str, str]) -> None:
        upload = _upload(said)
        taken = sum(len(each.content) for each in self.uploads)
        if (
            upload is None
            or len(self.uploads) == MAX_FILES
            or taken + len(upload.content) > MAX_FILE_BYTES
        ):
            self.left_out.append(name_of(said["file_name"]))
        else:
            self.uploads.append(upload)

    def _join(self, field: str, label: str, parts: tuple[tuple[str, ...], ...]) -> None:
        """Make one field of what the form asked in *parts*."""
        joined = " ".join(self._parts[names[0]] for names in parts if names[0] in self._parts)
        if joined and not _takes(self.person, Submitter, field, joined):
            self._lines.append(f"{label}: {joined}")


def _upload(said: Mapping[str, str]) -> Upload | None:
    name = said["file_name"]
    kind = mimetypes.guess_type(name)[0] or ""
    try:
        return Upload.model_validate({"naam": name, "mediatype": kind, "inhoud": said["content"]})
    except ValidationError:
        return None


def _takes(
    kept: dict[str, Any],
    model: type[Offer | Submitter],
    field: str | None,
    said: Any,
    **needed: str,
) -> bool:
    """Was this the first good answer for *field* of *model*? Then it is *kept*."""
    if field is None or field in kept:
        return False
    try:
        model.model_validate({**needed, field: said})
    except ValidationError:
        return False
    kept[field] = said
    return True


def _mapping(value: Any) -> Any:
    return value if isinstance(value, dict) else {}


Loosely: TypeAlias = Annotated[dict[str, Any], BeforeValidator(_mapping)]


class Form(Wire):
    """What Open Formulieren sends. Only `values` has to be there."""

    values: dict[str, Any]
    labels: Loosely = Field(default_factory=dict, alias="values_schema")
    metadata: Loosely = Field(default_factory=dict)


@dataclass(frozen=True)
class FromForm:
    """A complaint, and the *notes* that say why somebody must see the original too."""

    offered: ComplaintOffered
    notes: tuple[str, ...]


def read(
    form: Form, municipality: str, channel: Channel, sender: str, arrived_at: datetime
) -> FromForm:
    """What *form* says, by the integration *sender*: of the same sender, the same reference is the
    same complaint. Raises `ValidationError` where there is nothing in it.
    """
    heard = Heard(_answers(form.values, form.labels))
    reference = form.metadata.get("public_reference")
    notes = [FILE_LEFT_OUT.format(name) for name in heard.left_out]
    notes += [] if fits(heard.text) else [TEXT_CUT]
    title = form.metadata.get("form_name")
    story = {"onderwerp": title[:300] if isinstance(title, str) else "", **heard.story}
    offered = ComplaintOffered.model_validate(
        {
            "id": fingerprint(str(reference or form.values)),
            "source": f"open-formulieren:{sender}",
            "type": "nl.overheid.klachten.klacht-aangeboden.v1",
            "time": _sent_at(form.metadata.get("registration_timestamp"), arrived_at),
            "gemeentecode": municipality,
            "kanaal": channel,
            "data": {
                **story,
                "tekst": shorten(heard.text),
                "indiener": heard.person,
                "bijlagen": heard.uploads,
            },
        }
    )
    return FromForm(offered, tuple(notes))


def _answers(
    values: Mapping[str, Any], schema: Mapping[str, Any], above: str = ""
) -> Iterator[Answer]:
    """Every answer, however deep, with the label that the form gave it."""
    known = _mapping(schema.get("properties"))
    for key, said in values.items():
        told = _mapping(known.get(key))
        title = told.get("title")
        label = (title if isinstance(title, str) else "") or key
        yield from _within(key, f"{above}{label[:LONGEST_LABEL]}"[:LONGEST_LABEL], said, told)


def _within(key: str, label: str, said: Any, schema: Mapping[str, Any]) -> Iterator[Answer]:
    match said:
        case _ if said in (None, "", [], {}):
            return
        case {"file_name": str(), "content": str()}:
            yield key, label, said
        case dict() if all(isinstance(each, bool) for each in said.values()):  # boxes to tick
            yield from _within(key, label, [name for name, ticked in said.items() if ticked], {})
        case dict():
            yield from _answers(said, schema, f"{label} - ")
        case list() if any(isinstance(each, dict) for each in said):
            items = _mapping(schema.get("items"))
            for number, each in enumerate(said, start=1):
                yield from _within(key, f"{label} {number}", each, items)
        case _:
            yield re.sub(r"[\W_]", "", key.rpartition(".")[2].casefold()), label, said


def _in_words(said: Any) -> str:
    match said:
        case bool():
            return "ja" if said else "nee"
        case list():
            return ", ".join(map(_in_words, said))
        case _:
            return str(said)


def _sent_at(said: Any, arrived_at: datetime) -> datetime:
    try:
        return _moment.validate_python(said)
    except ValidationError:
        return arrived_at


def _by_key(known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {key: field for field, keys in known.items() for key in keys}


_STORY, _PERSON = _by_key(STORY), _by_key(PERSON)
_PARTS = {name: names[0] for names in (*NAME_PARTS, *ADDRESS_PARTS) for name in names}
