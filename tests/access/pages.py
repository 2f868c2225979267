"""What does somebody at a browser get, with all that a person like her may have?"""

import re
from urllib.parse import urlencode

from services.intake.pages import style
from tests.access.table import Row
from tests.access.world import ELSEWHERE, HOME, Answer, World

FORM = "application/x-www-form-urlencoded"
SIGN_IN = 'name="zaaknummer"'  # a page with this asks for it
FORM_TOKEN = re.compile(r'name="formulier" value="([^"]*)"')
NO_LINK = f"KL-2026-AAAAA-AAAAA.rietland.1893456000.{'A' * 43}"
HAS: dict[str, set[str]] = {
    "bezoeker": set(),
    "inwoner": {"inwoner"},
    "medewerker": {"medewerker"},
    "aanbieder": {"aanbieder"},
    "andere gemeente": {"inwoner", "medewerker", "aanbieder"},
}


def outcome_of(row: Row, caller: str, world: World) -> str:
    """As in docs/toegang.md."""
    method, _, route = row.route.partition(" ")
    visit = Visit(world, ELSEWHERE if caller == "andere gemeente" else HOME, HAS[caller])
    answer = visit.get(route) if method == "GET" else visit.post(route)
    if answer.status >= 400:
        return str(answer.status)
    asks = "/inloggen?" in "".join(answer.headers.get("Location", [])) or SIGN_IN in answer.body
    return "inloggen" if asks and "afmelden" not in route else "ja"


class Visit:
    def __init__(self, world: World, town: str, has: set[str]) -> None:
        self._world = world
        cookies = {
            "__Host-volgen": world.resident_session if "inwoner" in has else "",
            "__Host-medewerker": world.staff_session if "medewerker" in has else "",
        }
        self._headers = {"cookie": "; ".join(f"{name}={of}" for name, of in cookies.items() if of)}
        self._code = world.code if "inwoner" in has else "AAAAA-AAAAA"
        self._known = {
            "gemeente": town,
            "stap": "aanvullen",
            "token": world.link if "aanbieder" in has else NO_LINK,
            "sheet": f"{style.version()}.css",
        }

    def get(self, route: str) -> Answer:
        query = {"state": "1904.x", "code": "x"} if "terug" in route else None
        return self._world.ask("GET", self._path(route), self._headers, query=query)

    def post(self, route: str) -> Answer:
        headers = self._headers | {"content-type": FORM}
        return self._world.ask("POST", self._path(route), headers, urlencode(self._sent(route)))

    def _sent(self, route: str) -> dict[str, str]:
        usual = {"sleutel": "0b5e6c1e-0000-4000-8000-000000000001", "tekst": "De hulp komt niet."}
        if route.endswith("/volgen"):
            return {"zaaknummer": self._world.complaint, "volgcode": self._code}
        if route.endswith("/aanbieder"):
            return usual | {"link": self._known["token"], "bericht": "registratie_gemeld"}
        if "afmelden" in route or "uitloggen" in route or route.endswith("/klacht"):
            return usual
        found = FORM_TOKEN.search(self.get(route).body)
        return usual | {
            "formulier": found[1] if found else "",
            "kanaal": "telefoon",
            "voorgelezen": "ja",
        }

    def _path(self, route: str) -> str:
        return re.sub(r"<(\w+)>", lambda found: self._known[found[1]], route)
