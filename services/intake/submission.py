"""What did somebody send, once a door has understood it?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.intake.domain import fingerprint
from shared.dossier import Person
from shared.glossary import Channel


class Door(StrEnum):
    FORM = "formulier"
    MAIL = "post"
    OFFERED = "aangeboden"


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
    person: Person = NOBODY
    anonymous: bool = False
    language: str = "nl"
    providers: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    raw: str | None = None
    note: str | None = None
    readable: bool = True

    @property
    def request(self) -> str:
        return fingerprint(self.municipality, self.door, self.key)


def is_nobody(person: Person) -> bool:
    """Is there no name and no way to be reached?"""
    return not (person.name or person.email or person.phone or person.address)
