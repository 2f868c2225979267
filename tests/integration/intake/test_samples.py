"""The thirty sample complaints, each by the door it came in by."""

import json
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from shared.glossary import Channel
from tests.integration.intake.conftest import Door
from tests.integration.intake.test_form import ask

SAMPLES: list[dict[str, Any]] = json.loads(
    Path(__file__, "../../../samples/complaints.json").resolve().read_text(encoding="utf-8")
)["complaints"]
CODES = {"stichtse_vecht": "1904", "wijdemeren": "1696", "weesp": "0457"}


def submitter(person: dict[str, Any]) -> dict[str, Any]:
    return {
        "naam": person["name"],
        "email": person["email"],
        "telefoon": person["phone"],
        "adres": person["address"],
        "hoedanigheid": person["role"],
        "namens": person["represents"],
        "schriftelijkeMachtiging": person["written_authorisation"],
        "voorkeurContact": person["preferred_contact"],
        "elektronischBereikbaar": bool(person["reachable_electronically"]),
    }


def bring(door: Door, sample: dict[str, Any]) -> None:
    """Hand in *sample* as its resident did."""
    person, code = sample["complainant"], CODES.get(sample["municipality"], "1904")
    at = datetime.fromisoformat(sample["received_at"])
    told = {
        "onderwerp": sample["subject"],
        "tekst": sample["body"],
        "indiener": submitter(person),
        "anoniem": person["anonymous"],
        "taal": sample["language"],
    }
    match sample["channel"]:
        case "webformulier":
            status, _, _ = ask(
                told, f"/v1/gemeenten/{code}/klachten", {"Idempotency-Key": "form-" + sample["id"]}
            )
            assert status == 201
        case "email":
            message = EmailMessage()
            message["From"] = f"{person['name']} <{person['email']}>"
            message["Subject"] = sample["subject"]
            message.set_content(sample["body"])
            assert door.mail(message.as_bytes(), f"post/{code}/{sample['id']}", at) == []
        case channel:
            offer = {
                "id": sample["id"],
                "source": f"urn:nld:gemeentecode:{code}:systeem:proef",
                "type": "nl.overheid.klachten.klacht-aangeboden.v1",
                "time": sample["received_at"],
                "gemeentecode": code,
                "kanaal": channel,
                "data": told | {"ontvangenOp": sample["received_at"]},
            }
            assert door.offer(json.dumps(offer), at=at) == []


def test_each_sample_is_kept_once_and_whole(door: Door) -> None:
    known: set[str] = set()
    for sample in SAMPLES:
        bring(door, sample)
        bring(door, sample)

        [news] = [each for each in door.news() if each.subject not in known]
        known.add(news.subject)
        dossier, person = door.dossier(news), sample["complainant"]
        assert news.data.readable
        assert (news.kanaal, news.data.language) == (sample["channel"], sample["language"])
        assert dossier.text == sample["body"].strip()
        assert dossier.person.name == person["name"]
        assert dossier.person.email == (person["email"] or None)
        assert (dossier.mail_to is not None) == bool(person["reachable_electronically"])
        if sample["channel"] != Channel.WEB_FORM:
            assert news.data.received_at == datetime.fromisoformat(sample["received_at"])
    assert len(known) == 30
