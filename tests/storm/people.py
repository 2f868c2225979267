"""Who complains, and who acts on a case? They try again until they are answered, as people do.

Everything personal holds a word that stands nowhere else.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from http.client import HTTPException
from random import Random
from typing import Any
from uuid import UUID

from infra.local.deploy import Deployment
from infra.local.engine import until
from shared.glossary import Role
from tests.town.town import Answer, Town, now

CANARY = "Kanariepiet"
MUNICIPALITIES = ("1904", "1904", "1696", "0362", "0268")
DOORS = ("form",) * 8 + ("mail", "offer")
TEXTS = (
    "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon.",
    "De taxi kwam vanmorgen weer niet. Ik heb een uur in de kou gewacht.",
    "Mijn hulp in de huishouding komt al drie weken niet en niemand belt mij terug.",
    "Ik wacht al vier maanden op een besluit over mijn bijzondere bijstand.",
    "Door al dit gedoe met mijn uitkering zie ik het niet meer zitten. Ik wil niet meer leven.",
)
ACTS = ("contact-vastleggen", "formeel-behandelen", "intrekken", "afhandelen")
PATIENCE = 180.0  # seconds that people go on trying


@dataclass(frozen=True)
class Complaint:
    n: int
    municipality: str
    door: str
    person: Mapping[str, Any]
    text: str
    key: str  # by which it is known when it is sent again
    act: str | None  # what staff do with it

    @property
    def form(self) -> dict[str, Any]:
        told = {"onderwerp": f"{CANARY} {self.n}", "tekst": self.text, "indiener": self.person}
        return told | {"anoniem": not self.person}

    @property
    def mail(self) -> bytes:
        mail = EmailMessage()
        mail["From"] = f"{CANARY} {self.n} <{CANARY}-post-{self.n}@mail.example>"
        mail["To"] = f"klachten@gemeente-{self.municipality}.example"
        mail["Subject"] = f"{CANARY} {self.n}"
        mail["Message-ID"] = f"<{self.key}@mail.example>"
        mail["Date"] = "Mon, 30 Nov 2026 09:00:00 +0100"
        mail.set_content(self.text)
        return mail.as_bytes()

    @property
    def offer(self) -> str:
        event = {
            "specversion": "1.0",
            "id": self.key,
            "source": f"urn:nld:gemeentecode:{self.municipality}:systeem:voorbeeld",
            "type": "nl.overheid.klachten.klacht-aangeboden.v1",
            "time": "2026-11-30T09:00:00Z",
            "datacontenttype": "application/json",
            "gemeentecode": self.municipality,
            "kanaal": "whatsapp",
            "data": self.form,
        }
        return json.dumps(event)


def complaints(count: int, dice: Random) -> list[Complaint]:
    """The same for the same dice."""
    return [
        Complaint(
            n=n,
            municipality=dice.choice(MUNICIPALITIES),
            door=dice.choice(DOORS),
            person=_person(n, dice),
            text=f"{dice.choice(TEXTS)} {CANARY} {n}",
            key=str(UUID(int=dice.getrandbits(128))),
            act=dice.choice(ACTS) if dice.random() < 0.3 else None,
        )
        for n in range(count)
    ]


def _person(n: int, dice: Random) -> dict[str, Any]:
    """Reachable by mail, by letter, by phone, or not at all."""
    name = {"naam": f"{CANARY} {n}", "telefoon": f"0346-{CANARY}", "hoedanigheid": CANARY}
    mail = {"email": f"{CANARY}-{n}@mail.example", "elektronischBereikbaar": True}
    letter = {"adres": f"{CANARY}straat {n}, 3600 AA Maarssen"}
    return dice.choice([name | mail, name | mail, name | mail | letter, name | letter, name, {}])


class People:
    """Everybody outside."""

    def __init__(self, deployment: Deployment) -> None:
        self._towns = {code: Town(deployment, code) for code in set(MUNICIPALITIES)}
        self.accepted = dict[str, Complaint]()  # by the number on a receipt
        self.done = dict[str, str]()  # by number: the action that staff saw succeed
        self.refused = dict[str, str]()  # by number: the action that the table did not allow
        self.unanswered = 0  # how often nobody, or only an error, answered

    def complain(self, complaint: Complaint) -> None:
        """Until it is safe; mails and programs send it twice, for they are not sure."""
        town = self._towns[complaint.municipality]
        match complaint.door:
            case "form":
                answer = self._insist(
                    lambda: town.post_form(complaint.form, complaint.key), "a receipt"
                )
                assert answer.status == 201, (answer.status, answer.text)
                self.accepted[str(answer.json["zaaknummer"])] = complaint
            case "mail":
                for time in ("eerst", "nogmaals"):
                    town.mail(complaint.mail, f"{complaint.key}-{time}")
            case _:
                for _ in range(2):
                    town.offer(complaint.offer)

    def handle(self, number: str) -> None:
        """Staff do what they mean to do with a case, as soon as there is one."""
        complaint = self.accepted[number]
        town = self._towns[complaint.municipality]
        facts: dict[str, Any] = {}
        match complaint.act:
            case None:
                return
            case "contact-vastleggen":
                facts = {"gesprokenOp": now().isoformat()}
            case "formeel-behandelen":
                facts = {"verzochtOp": now().isoformat()}
            case "afhandelen":
                facts = {"uitkomst": "naar_tevredenheid_afgedaan", "tevredenheidGeuit": "mondeling"}
        about, _, verb = complaint.act.rpartition("-")
        path = f"/v1/zaken/{number}/{about}/_{verb}" if about else f"/v1/zaken/{number}/_{verb}"
        who = town.as_(Role.COORDINATOR)  # she sees every case
        answer = self._insist(
            lambda: town.ask("POST", path, facts, who), f"{complaint.act} of {number}", unknown=404
        )
        kept = self.done if answer.status == 200 else self.refused
        kept[number] = complaint.act

    def _insist(self, ask: Any, what: str, unknown: int = 0) -> Answer:
        """Ask until the answer is no fault of ours, and the thing is there."""

        def answered() -> Answer | None:
            try:
                answer: Answer = ask()
            except (OSError, HTTPException):
                self.unanswered += 1
                return None
            if answer.status == unknown:
                return None
            if answer.status < 500:
                return answer
            self.unanswered += 1
            return None

        found: Answer = until(answered, what, PATIENCE, every=0.3)
        return found

    def stranger_sees(self, number: str) -> bool:
        """Does a coordinator of another municipality find this case?"""
        town = self._towns[self.accepted[number].municipality]
        other = next(code for code in sorted(self._towns) if code != town.municipality)
        headers = town.as_(Role.COORDINATOR, other)
        return town.ask("GET", f"/v1/zaken/{number}", headers=headers).status != 404
