"""Complaints with what a careful reader expects of them, and how far our rules agree.

The environment variable SAMPLE_COMPLAINTS names another file of the same form.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.routing.route import Route, route
from services.routing.triage import Facts, triage
from shared.case import Handler
from shared.dossier import Dossier, Person
from shared.dutch_time import dutch_date
from shared.events import Received
from shared.glossary import SAFETY_FLAGS, Channel, Flag
from shared.municipality import SAFETY_NET, municipalities

OURS = Path(__file__).parents[2] / "samples" / "complaints.json"
CODES = {"stichtse_vecht": "1904", "wijdemeren": "1696", "weesp": "0457"}
SPOKEN = {Channel.PHONE, Channel.NEIGHBOURHOOD_TEAM}
KNOWN_FLAGS = frozenset(Flag)
OUR_NAMES = {"wijkteam_medewerker": "wijkteam", "gemeente_utrecht": "andere_gemeente"}


@dataclass(frozen=True)
class Answer:
    """What the rules say, or a reader, in the fields that we compare."""

    handler: str | None
    co_handler: str | None
    kind: str
    nature: str | None
    domain: str
    providers: tuple[str, ...]
    ground: str | None
    awb_written_complaint: bool
    safety: frozenset[str]
    flags: frozenset[str]


def read(path: Path) -> list[dict[str, Any]]:
    samples: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["complaints"]
    return samples


def chosen() -> Path:
    return Path(os.environ.get("SAMPLE_COMPLAINTS") or OURS)


def routed(sample: Mapping[str, Any]) -> tuple[Facts, Route]:
    """What our rules make of *sample*."""
    here = municipalities()[CODES.get(sample["municipality"], SAFETY_NET)]
    at = datetime.fromisoformat(sample["received_at"])
    said = sample["complainant"]
    channel = Channel(sample["channel"])
    dossier = Dossier(
        number=sample["id"],
        municipality=here.code,
        channel=channel,
        received_at=at,
        registered_at=at,
        language=sample["language"],
        subject=sample["subject"] or "",
        text=sample["body"] or "",
        anonymous=said["anonymous"],
        person=Person(
            name=said["name"],
            email=said["email"],
            phone=said["phone"],
            address=said["address"],
            role=said["role"],
            represents=said["represents"],
            authorised_in_writing=said["written_authorisation"],
        ),
    )
    received = Received(
        received_at=at,
        written=channel not in SPOKEN,
        anonymous=said["anonymous"],
        language=sample["language"],
        attachments=0,
        readable=True,
    )
    facts = triage(dossier, received, here)
    return facts, route(facts, here.regime_on(dutch_date(at)), here)


def given(sample: Mapping[str, Any]) -> Answer:
    """What our rules say. Where a person looks first, the handler is the one they propose."""
    facts, choice = routed(sample)
    return Answer(
        handler=(choice.proposed or choice.handler).key,
        co_handler=_key(choice.co_handler),
        kind=choice.kind,
        nature=choice.nature,
        domain=facts.domain,
        providers=facts.providers,
        ground=choice.ground,
        awb_written_complaint=choice.statutory,
        safety=choice.flags & SAFETY_FLAGS,
        flags=choice.flags,
    )


def wanted(sample: Mapping[str, Any]) -> Answer:
    """What a careful reader says, in our words."""
    expected = sample["expected"]
    ground = expected["excluded_ground"] or ""
    flags = frozenset(expected["flags"]) & KNOWN_FLAGS
    return Answer(
        handler=_name(expected["first_line_handler"], expected["providers"]),
        co_handler=_name(expected["co_handler"], expected["providers"]),
        kind=expected["kind"],
        nature=expected["klachtsoort"],
        domain=expected["domain"],
        providers=tuple(expected["providers"]),
        # "(facultatief)": a proposal, as all of ours are. "(niet toepassen)": no ground at all.
        ground=None if "niet toepassen" in ground else ground.split(" ")[0] or None,
        awb_written_complaint=expected["awb_written_complaint"],
        safety=flags & SAFETY_FLAGS,
        flags=flags,
    )


def _key(handler: Handler | None) -> str | None:
    return handler.key if handler else None


def _name(handler: str | None, providers: list[str]) -> str | None:
    """A handler of the samples, by the key that we give it."""
    if handler == "aanbieder":
        return providers[0] if providers else None
    name = (handler or "").removeprefix("gemeente_").removeprefix("extern_")
    return OUR_NAMES.get(name, name) or None
