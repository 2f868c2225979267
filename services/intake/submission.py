"""What did somebody send, once a door has understood it: a first message, or more of a case?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.intake.domain import fingerprint
from shared.case import SplitFrom
from shared.dossier import Attachment, Person
from shared.glossary import Channel, Milestone, Side, Telling


class Door(StrEnum):
    FORM = "formulier"
    MAIL = "post"
    OFFERED = "aangeboden"
    STAFF = "medewerker"
    TRACKING = "volgpagina"
    PROVIDER = "aanbieder"


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    data: bytes


NOBODY = Person()


@dataclass(frozen=True, kw_only=True)
class Submission:
    municipality: str
    door: Door
    key: str  # names the request: who sends the same again, sends the same key
    content: str  # a fingerprint of what was said: the same key may not say something else
    channel: Channel
    written: bool
    received_at: datetime  # when it reached the municipality (Awb 2:20)
    registered_at: datetime  # when it reached us
    text: str
    subject: str = ""
    about: str = ""
    happened: str = ""
    wish: str = ""
    may_be_shared: bool | None = None
    person: Person = NOBODY
    anonymous: bool = False
    language: str = "nl"
    solved: bool = False
    urgent: bool = False
    providers: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    kept: tuple[Attachment, ...] = ()  # files that we have already
    raw: str | None = None
    note: str | None = None
    readable: bool = True
    split_from: SplitFrom | None = None
    entered_by: str | None = None  # the member of staff who wrote it down, an opaque id

    @property
    def request(self) -> str:
        return fingerprint(self.municipality, self.door, self.key)

    @property
    def gets_no_file(self) -> bool:
        """A council member passes on what she heard; the case is not hers (memo par. 3)."""
        return self.channel is Channel.COUNCIL_MEMBER


@dataclass(frozen=True, kw_only=True)
class More:
    """What somebody tells of a case that we have. The fields are those of `Submission`."""

    municipality: str
    number: str
    telling: Telling
    side: Side
    door: Door
    key: str
    content: str
    channel: Channel
    received_at: datetime
    registered_at: datetime
    subject: str = ""
    text: str = ""
    person: Person = NOBODY
    provider: str | None = None
    milestone: Milestone | None = None
    score: int | None = None
    files: tuple[File, ...] = ()
    raw: str | None = None
    note: str | None = None
    automatic: bool = False  # a machine wrote it
    by_another: bool = False  # the sender is not who complained

    @property
    def request(self) -> str:
        return fingerprint(self.municipality, self.number, self.telling, self.door, self.key)


def is_nobody(person: Person) -> bool:
    """Is there no name and no way to be reached?"""
    return not (person.name or person.email or person.phone or person.address)
