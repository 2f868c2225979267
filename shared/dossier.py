"""Who complains, and what was written? The only place with personal data.

Intake writes it. Others read it through `shared/dossier_reader.py`.
"""

from pydantic import Field

from shared.glossary import Channel
from shared.wire import Moment, Wire


class Person(Wire):
    """Who says it. Everything is optional: nobody is turned away for leaving something out."""

    name: str | None = Field(default=None, alias="naam", max_length=200)
    email: str | None = Field(default=None, alias="email", max_length=254)
    phone: str | None = Field(default=None, alias="telefoon", max_length=40)
    address: str | None = Field(default=None, alias="adres", max_length=400)
    role: str | None = Field(default=None, alias="hoedanigheid", max_length=100)
    represents: str | None = Field(default=None, alias="namens", max_length=200)
    authorised_in_writing: bool | None = Field(default=None, alias="schriftelijkeMachtiging")
    preferred_contact: str | None = Field(default=None, alias="voorkeurContact", max_length=200)
    reachable_electronically: bool = Field(
        default=False,
        alias="elektronischBereikbaar",
        description="She said so herself (Awb 2:7). If not, she gets a letter.",
    )


class Attachment(Wire):
    key: str = Field(alias="sleutel", description="Where it lies in the bucket of files.")
    name: str = Field(alias="naam")
    content_type: str = Field(alias="mediatype")
    size: int = Field(alias="grootte", description="In bytes.")


class Dossier(Wire):
    number: str = Field(alias="zaaknummer")
    municipality: str = Field(alias="gemeentecode")
    channel: Channel = Field(alias="kanaal")
    received_at: Moment = Field(alias="ontvangenOp")
    registered_at: Moment = Field(alias="geregistreerdOp")
    language: str = Field(default="nl", alias="taal")
    subject: str = Field(default="", alias="onderwerp")
    text: str = Field(default="", alias="tekst")
    person: Person = Field(default_factory=Person, alias="indiener")
    anonymous: bool = Field(default=False, alias="anoniem")
    attachments: tuple[Attachment, ...] = Field(default=(), alias="bijlagen")
    raw: str | None = Field(
        default=None, alias="origineel", description="Where the message lies as it came in."
    )
    note: str | None = Field(
        default=None, alias="aantekening", description="What a person must know, in Dutch."
    )

    @property
    def mail_to(self) -> str | None:
        """Where a mail may go: only to who said that she can be reached so (Awb 2:7)."""
        return self.person.email if self.person.reachable_electronically else None


def key_of(municipality: str, number: str) -> tuple[str, str]:
    return f"{municipality}#{number}", "dossier"


def reference_to(municipality: str, number: str) -> str:
    """The `dataref` of an event: where who may can find what is not in the event."""
    return f"urn:klachtenloket:dossier:{municipality}:{number}"
