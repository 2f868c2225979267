"""What may a form or an integration tell us? Dutch names, and everything optional but the text."""

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from services.intake.files import KINDS, name_of, type_of
from services.intake.submission import File, is_nobody
from services.intake.text import clean, fits, language_of, one_line
from shared.dossier import Person
from shared.privacy import EMAIL, personal_data_in
from shared.wire import Wire

MISTYPED_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
MAX_FILES = 10
MAX_FILE_BYTES = 4_000_000  # of all files of one request together


def _refuse(code: str, sentence: str) -> PydanticCustomError:
    """A fault with a sentence in Dutch. Braces would be taken for places to fill in."""
    return PydanticCustomError(code, sentence)


def _cleaned(how: Callable[[str], str]) -> BeforeValidator:
    return BeforeValidator(lambda value: how(value) if isinstance(value, str) else value)


def _that_fits(text: str) -> str:
    if not fits(text):
        raise _refuse("text_too_long", "Deze tekst is te lang voor het dossier.")
    return text


def _not_personal(key: str) -> str:
    if personal_data_in(key):
        raise _refuse("personal_data", "Noem een aanbieder met zijn sleutel, niet met gegevens.")
    return key


Word = Annotated[str, _cleaned(one_line)]
Line = Annotated[Word, Field(max_length=300)]
Text = Annotated[str, _cleaned(clean), AfterValidator(_that_fits)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
ProviderKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9_]{2,60}$"), AfterValidator(_not_personal)
]


class Submitter(Person):
    @field_validator("*", mode="before")
    @classmethod
    def _on_one_line(cls, value: Any) -> Any:
        return (one_line(value) or None) if isinstance(value, str) else value

    @field_validator("email")
    @classmethod
    def _is_an_address(cls, email: str | None) -> str | None:
        if email and not EMAIL.fullmatch(email):
            raise _refuse("email", "Dit is geen mailadres. Laat het leeg als u er geen hebt.")
        return email


class Upload(Wire):
    """A file inside a message, its content in base64."""

    model_config = ConfigDict(ser_json_bytes="base64")

    name: Word = Field(alias="naam")
    content_type: Word = Field(default="", alias="mediatype")
    content: Annotated[bytes, WithJsonSchema({"type": "string", "contentEncoding": "base64"})] = (
        Field(alias="inhoud", repr=False)
    )

    @field_validator("content", mode="before")
    @classmethod
    def _decoded(cls, value: Any) -> bytes:
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise _refuse("base64", "Dit is geen base64.") from None

    @model_validator(mode="after")
    def _of_a_kind_we_take(self) -> "Upload":
        if type_of(self.content, self.content_type) is None:
            raise _refuse("file_type", f"Dit bestand nemen wij niet aan. Stuur {KINDS}.")
        return self

    @property
    def file(self) -> File:
        kind = type_of(self.content, self.content_type)
        return File(name_of(self.name), kind or "application/octet-stream", self.content)


def not_too_much(uploads: tuple[Upload, ...]) -> tuple[Upload, ...]:
    if sum(len(upload.content) for upload in uploads) > MAX_FILE_BYTES:
        raise _refuse("files_too_large", "Deze bijlagen zijn samen groter dan 4 MB.")
    return uploads


class Told(Wire):
    """What somebody wants to say. What is not said stays open."""

    subject: Line = Field(default="", alias="onderwerp")
    text: Text = Field(alias="tekst", min_length=1)
    about: Line = Field(default="", alias="over", description="Over wie of wat het gaat.")
    happened: Line = Field(default="", alias="wanneer", description="Wanneer het gebeurde.")
    wish: Annotated[Text, Field(max_length=5_000)] = Field(
        default="", alias="wens", description="Wat de inwoner zou helpen."
    )
    may_be_shared: bool | None = Field(
        default=None,
        alias="magNaarAanbieder",
        description="Mag de aanbieder dit lezen? Weggelaten: niet gevraagd.",
    )
    person: Submitter = Field(default_factory=Submitter, alias="indiener")
    said_anonymous: bool = Field(default=False, alias="anoniem")
    said_language: Language | None = Field(default=None, alias="taal")
    providers: tuple[ProviderKey, ...] = Field(default=(), alias="aanbieders", max_length=20)
    uploads: tuple[Upload, ...] = Field(default=(), alias="bijlagen", max_length=MAX_FILES)

    _not_too_much = field_validator("uploads")(not_too_much)

    @property
    def anonymous(self) -> bool:
        return self.said_anonymous or is_nobody(self.person)

    @property
    def language(self) -> str:
        return self.said_language or language_of(self.text)

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(upload.file for upload in self.uploads)
