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

from services.routing.attention import attention
from services.routing.route import Route, route
from services.routing.rule import DESK
from services.routing.rules import RULES
from services.routing.triage import Facts, triage
from shared.case import Handler
from shared.dossier import Dossier, Person
from shared.dutch_time import dutch_date
from shared.events import Received
from shared.glossary import SAFETY_FLAGS, Attention, Channel, Flag, Ground, Registration
from shared.municipality import SAFETY_NET, municipalities

OURS = Path(__file__).parents[2] / "samples" / "complaints.json"
MORE = OURS.with_name("more_complaints.json")
CODES = {"stichtse_vecht": "1904", "wijdemeren": "1696", "weesp": "0457"}
SPOKEN = {Channel.PHONE, Channel.NEIGHBOURHOOD_TEAM}
KNOWN_FLAGS: frozenset[str] = frozenset({*Flag, *Attention})
OUR_NAMES = {"wijkteam_medewerker": "wijkteam", "gemeente_utrecht": "andere_gemeente"}

REGIMES = {"sterker": "0268", "amstelveen": "0362"}
GROUNDS = {
    "anoniem": Ground.ANONYMOUS,
    "verlopen": Ground.LAPSED,
    "vervallen": Ground.LAPSED,
    "bezwaar": Ground.OBJECTION_POSSIBLE,
    "beschikking": Ground.OBJECTION_POSSIBLE,
    "straf": Ground.WANTS_PROSECUTION,
    "geld": Ground.CLAIMS_MONEY,
    "schade": Ground.CLAIMS_MONEY,
    "moederorganisatie": Ground.OTHER_EMPLOYER,
    "verwijsindex": Ground.OTHER_REGULATION,
    "procedure": Ground.OTHER_REGULATION,
}


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


def routed(sample: Mapping[str, Any], code: str | None = None) -> tuple[Facts, Route]:
    """What our rules make of *sample*, where it came in or in the municipality of *code*."""
    here = municipalities()[code or CODES.get(sample["municipality"], SAFETY_NET)]
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
            preferred_contact=said["preferred_contact"],
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
        co_handler=_with(choice),
        kind=choice.kind,
        nature=choice.nature,
        domain=facts.domain,
        providers=facts.providers,
        ground=choice.ground,
        awb_written_complaint=choice.statutory,
        safety=choice.flags & SAFETY_FLAGS,
        flags=frozenset({*choice.flags, *attention(facts, choice)}),
    )


def _with(choice: Route) -> str | None:
    """Who handles it together with the one proposed. The desk that looks first may stay beside."""
    co_handler = _key(choice.co_handler)
    if choice.proposed is None:
        return co_handler
    if co_handler is None and RULES[choice.reasons[-1].rule].co_handler == DESK:
        return DESK
    return None if co_handler == choice.proposed.key else co_handler


def wanted(sample: Mapping[str, Any]) -> Answer:
    """What a careful reader says, in our words."""
    expected = sample["expected"]
    ground = expected["excluded_ground"] or ""
    flags = flags_of(sample) & KNOWN_FLAGS
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


def given_under(regime: str, sample: Mapping[str, Any]) -> dict[str, object]:
    """What our rules say under another *regime*, by the names that the samples have for it."""
    _, choice = routed(sample, REGIMES[regime])
    return {
        "kind": choice.kind,
        "klachtsoort": choice.nature,
        "first_line_handler": (choice.proposed or choice.handler).key,
        "excluded_ground": choice.ground,
        "register": choice.registration is not Registration.NONE,
        "beklaagde": choice.against,
    }


def wanted_under(regime: str, sample: Mapping[str, Any]) -> dict[str, object]:
    """What a careful reader says of it, in our words: only what is different there."""
    said = dict(sample["expected_by_regime"][regime])
    said.pop("why", None)
    if "excluded_ground" in said:
        said["excluded_ground"] = _ground(said["excluded_ground"])
    if "first_line_handler" in said:
        said["first_line_handler"] = _name(said["first_line_handler"], [])
    return said


def _ground(name: str | None) -> str | None:
    """A ground of the samples, which has another name where the regime is another."""
    if name is None or name in set(Ground):
        return name
    return next((ground for stem, ground in GROUNDS.items() if stem in name), name)


def flags_of(sample: Mapping[str, Any]) -> frozenset[str]:
    """What a careful reader flags; the number or date that may follow is for a person."""
    return frozenset(flag.partition(":")[0] for flag in sample["expected"]["flags"])


def _key(handler: Handler | None) -> str | None:
    return handler.key if handler else None


def _name(handler: str | None, providers: list[str]) -> str | None:
    """A handler of the samples, by the key that we give it."""
    if handler == "aanbieder":
        return providers[0] if providers else None
    name = (handler or "").removeprefix("gemeente_").removeprefix("extern_")
    return OUR_NAMES.get(name, name) or None
