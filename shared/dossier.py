"""Who complains, and what was written? The only place with personal data.

Intake writes it. Others read it through `shared/dossier_reader.py`.
"""

from datetime import datetime

from pydantic import Field

from shared.glossary import Channel, Milestone, Side, Telling
from shared.wire import Moment, Wire, utc_text


class Person(Wire):
    """Who says it. Everything is optional: nobody is turned away for leaving something out."""

    name: str | None = Field(default=None, alias="naam", max_length=200)
    email: str | None = Field(default=None, alias="email", max_length=254)
    phone: str | None = Field(default=None, alias="telefoon", max_length=40)
    address: str | None = Field(default=None, alias="adres", max_length=400)
    role: str | None = Field(default=None, alias="hoedanigheid", max_length=100)
    represents: str | None = Field(default=None, alias="namens", max_length=200)
    authorised_in_writing: bool | None = Field(default=None, alias="schriftelijkeMachtiging")
    supported_by: str | None = Field(
        default=None,
        alias="bijgestaanDoor",
        max_length=200,
        description="Who helps her, and speaks for her or not (Regeling art. 2 lid 8).",
    )
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
    about: str = Field(default="", alias="over", description="Whom or what, as she calls it.")
    happened: str = Field(default="", alias="wanneer", description="As she says it.")
    wish: str = Field(default="", alias="wens", description="What would help her.")
    may_be_shared: bool | None = Field(
        default=None,
        alias="magNaarAanbieder",
        description="May her provider read this? None: nobody asked her.",
    )
    person: Person = Field(default_factory=Person, alias="indiener")
    anonymous: bool = Field(default=False, alias="anoniem")
    attachments: tuple[Attachment, ...] = Field(default=(), alias="bijlagen")
    raw: str | None = Field(
        default=None, alias="origineel", description="Where the message lies as it came in."
    )
    note: str | None = Field(
        default=None, alias="aantekening", description="What a person must know, in Dutch."
    )
    entered_by: str | None = Field(
        default=None,
        alias="ingevoerdDoor",
        description="An opaque staff id, where somebody wrote it down for her.",
    )

    tracking_code: str | None = Field(
        default=None,
        alias="volgcode",
        repr=False,
        description="Opens the page that follows the case. Intake keeps a hash to compare with.",
    )
    reply_token: str | None = Field(
        default=None,
        alias="antwoordcode",
        repr=False,
        description="In the address that she may answer to.",
    )

    @property
    def story(self) -> str:
        """All that she said, in one text."""
        return "\n\n".join(filter(None, (self.subject, self.about, self.text, self.wish)))

    @property
    def mail_to(self) -> str | None:
        """Where a mail may go: only to who said that she can be reached so (Awb 2:7)."""
        return self.person.email if self.person.reachable_electronically else None


class Addition(Wire):
    """What was told later. It stands in the dossier beside what came first."""

    id: str = Field(alias="kenmerk")
    number: str = Field(alias="zaaknummer")
    municipality: str = Field(alias="gemeentecode")
    telling: Telling = Field(alias="soort")
    side: Side = Field(alias="van")
    channel: Channel = Field(alias="kanaal")
    received_at: Moment = Field(alias="ontvangenOp")
    registered_at: Moment = Field(alias="geregistreerdOp")
    subject: str = Field(default="", alias="onderwerp")
    text: str = Field(default="", alias="tekst")
    person: Person = Field(default_factory=Person, alias="afzender")
    provider: str | None = Field(default=None, alias="aanbieder")
    milestone: Milestone | None = Field(default=None, alias="mijlpaal")
    score: int | None = Field(default=None, alias="cijfer", ge=1, le=5)
    attachments: tuple[Attachment, ...] = Field(default=(), alias="bijlagen")
    raw: str | None = Field(default=None, alias="origineel")
    note: str | None = Field(default=None, alias="aantekening")
    by_herself: bool = Field(
        default=True,
        alias="vanHaarzelf",
        description="False: a machine wrote it, or somebody else than who complained.",
    )


def key_of(municipality: str, number: str) -> tuple[str, str]:
    return f"{municipality}#{number}", "dossier"


def addition_key(municipality: str, number: str, at: datetime, id: str) -> tuple[str, str]:
    return f"{municipality}#{number}", f"aanvulling#{utc_text(at)}#{id}"


def reference_to(municipality: str, number: str) -> str:
    """The `dataref` of an event: where who may can find what is not in the event."""
    return f"urn:klachtenloket:dossier:{municipality}:{number}"
