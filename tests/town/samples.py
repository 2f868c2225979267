"""Thirty realistic complaints over twelve channels, as their doors would bring them.

All people, providers and addresses are fictional; `expected` is what a careful reader expects.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

from shared.glossary import Channel

FILE = Path(__file__).parent.parent / "samples" / "complaints.json"
CODES = {"stichtse_vecht": "1904", "wijdemeren": "1696", "weesp": "0457"}
ELSEWHERE = "1904"  # who lives elsewhere fills in the form of a neighbour


@dataclass(frozen=True)
class Sample:
    """One complaint as a resident made it."""

    id: str
    municipality: str
    channel: Channel
    subject: str
    body: str
    language: str
    complainant: dict[str, Any]
    expected: dict[str, Any]

    @property
    def person(self) -> dict[str, Any]:
        """Who says it, in the words of our doors."""
        said = self.complainant
        known = {
            "naam": said["name"],
            "email": said["email"] or None,
            "telefoon": said["phone"],
            "adres": said["address"],
            "hoedanigheid": said["role"],
            "namens": said["represents"],
            "schriftelijkeMachtiging": said["written_authorisation"],
            "voorkeurContact": said["preferred_contact"],
            "elektronischBereikbaar": bool(said["reachable_electronically"]),
        }
        return {name: value for name, value in known.items() if value is not None}

    def form(self) -> dict[str, Any]:
        """As the web form posts it."""
        return {
            "onderwerp": self.subject,
            "tekst": self.body,
            "taal": self.language,
            "anoniem": self.complainant["anonymous"],
            "indiener": self.person,
        }

    def mail(self) -> bytes:
        """As it arrives at the mail server."""
        mail = EmailMessage()
        mail["From"] = f"{self.complainant['name']} <{self.complainant['email']}>"
        mail["To"] = f"klachten@{self.municipality}.example"
        mail["Subject"] = self.subject
        mail["Message-ID"] = f"<{self.id.lower()}@mail.example>"
        mail["Date"] = "Mon, 23 Nov 2026 09:00:00 +0100"
        mail.set_content(self.body)
        return mail.as_bytes()

    def offer(self, municipality: str, at: datetime) -> dict[str, Any]:
        """As an integration of *municipality* posts it to the channel inbox."""
        return {
            "specversion": "1.0",
            "id": f"voorbeeld-{self.id}",
            "source": f"urn:nld:gemeentecode:{municipality}:systeem:voorbeeld",
            "type": "nl.overheid.klachten.klacht-aangeboden.v1",
            "time": at.isoformat(),
            "datacontenttype": "application/json",
            "gemeentecode": municipality,
            "kanaal": self.channel.value,
            "data": self.form(),
        }


@cache
def samples() -> tuple[Sample, ...]:
    """All of them, in the order they came."""
    return tuple(
        Sample(
            id=each["id"],
            municipality=CODES.get(each["municipality"], ELSEWHERE),
            channel=Channel(each["channel"]),
            subject=each["subject"],
            body=each["body"],
            language=each["language"],
            complainant=each["complainant"],
            expected=each["expected"],
        )
        for each in json.loads(FILE.read_text(encoding="utf-8"))["complaints"]
    )
