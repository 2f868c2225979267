"""What is asked in each row of docs/toegang.md, and of which case? So that nothing but who asks can
be a reason to refuse.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from services.routing.transition import Action
from shared.glossary import Milestone, Nature, Side
from shared.proceedings import Contribution
from tests.access.table import Row
from tests.access.world import World
from tests.builders import MONDAY
from tests.integration.routing.conftest import FILE_ID, NUMBER
from tests.unit.routing.steps import (
    AT_A_PROVIDER,
    AT_ITS_START,
    FORMAL,
    LATER,
    PROVIDER,
    command,
    in_file,
)

CASE = "/v1/zaken/<zaaknummer>"
ACTIONS = {f"POST {CASE}/{action.path}": action for action in Action}
ASKED = Contribution(
    reference="I-1", to=PROVIDER, asked_at=MONDAY, due_on=LATER.date().replace(day=17)
)
OF_A_PROVIDER: dict[Action, dict[str, Any]] = {
    Action.RECORD_CONTACT: AT_A_PROVIDER,
    Action.RECORD_DOCUMENT: AT_A_PROVIDER,
    Action.RECORD_CONTRIBUTION: {"proceedings": in_file(contributions=(ASKED,))},
}
A_COMPLAINT = json.dumps({"tekst": "De hulp komt al weken niet."})
NOTED = json.dumps({"kanaal": "telefoon", "tekst": "De hulp komt niet.", "voorgelezen": True})
OFFERED = json.dumps(
    {
        "specversion": "1.0",
        "type": "nl.overheid.klachten.klacht-aangeboden.v1",
        "source": "urn:toets",
        "id": "een",
        "data": {"tekst": "De hulp komt al weken niet."},
    }
)


@dataclass(frozen=True)
class Asked:
    """A request, and what is true of the case when it is made."""

    method: str
    path: str
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    case: dict[str, Any] = field(default_factory=lambda: dict(AT_A_PROVIDER))


def asked(row: Row, world: World) -> Asked:
    if row.route in ACTIONS:
        return _an_action(ACTIONS[row.route], row.variant)
    method, _, path = row.route.partition(" ")
    body, headers = _bodies(world).get(row.route), {}
    if "klachten" in path:
        headers = {"idempotency-key": "0b5e6c1e-0000-4000-8000-000000000009"}
    return Asked(method, fill(path, _town(row), world), body, headers)


def _an_action(action: Action, variant: str) -> Asked:
    case = OF_A_PROVIDER.get(action, AT_ITS_START.get(action, {}))
    also: dict[str, Any] = {}
    if action is Action.RECORD_DOCUMENT:
        also = {"kenmerk": "D-9", "van": Side.PROVIDER}
    if variant == "formeel":
        case, also = FORMAL, {"klachtsoort": Nature.TREATMENT, "opnieuwRouteren": False}
    if variant == "van de aanbieder":
        case, also = AT_A_PROVIDER, {"mijlpaal": Milestone.REGISTERED_BY_PROVIDER}
    said = command(action).said.model_dump(mode="json", exclude_none=True)
    path = f"/v1/zaken/{NUMBER}/{action.path}"
    return Asked("POST", path, json.dumps(said | also), {"if-match": '"1"'}, dict(case))


def _town(row: Row) -> str:
    return "0000" if row.variant == "niet openbaar" else "1904"


def fill(path: str, town: str, world: World) -> str:
    """A route with what is there in the place of its parameters."""
    known = {
        "zaaknummer": NUMBER,
        "gemeentecode": town,
        "kenmerk": world.suspected if "verdachte" in path else FILE_ID,
        "kanaal": "whatsapp",
        "jaar": "2026",
        "kwartaal": "2",
        "sleutel": "jaarpublicatie-2026-06-30",
    }
    return re.sub(r"<(\w+)>", lambda found: known[found[1]], path)


def _bodies(world: World) -> dict[str, str]:
    town = "POST /v1/gemeenten/<gemeentecode>"
    return {
        f"POST {CASE}/route/_proberen": json.dumps({"soort": "klacht"}),
        f"{town}/klachten": A_COMPLAINT,
        f"{town}/klachten/_vastleggen": NOTED,
        f"{town}/aanbiederlinks": json.dumps({"zaaknummer": NUMBER}),
        f"{town}/verplichtingen/<sleutel>/_afmelden": json.dumps(
            {"gedaanOp": "2026-06-02T10:00:00Z"}
        ),
        "POST /v1/kanalen/<kanaal>/berichten": OFFERED,
    }
