"""A browser of somebody at the municipality: it keeps cookies, and comes back from the provider."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from services.intake.pages.app import on_request
from tests.aws import Context, http_request
from tests.builders import MONDAY
from tests.fakes.provider import Provider

SITE = "https://klachten.example"
FORM = "application/x-www-form-urlencoded"


class Answer:
    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.status: int = answer["statusCode"]
        self.body: str = answer["body"]
        self.headers: dict[str, list[str]] = {
            name.lower(): values for name, values in answer["multiValueHeaders"].items()
        }

    @property
    def location(self) -> str:
        return self.headers["location"][0]


class Browser:
    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.now: datetime = MONDAY

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def get(self, address: str) -> Answer:
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return self._ask("GET", parts.path, None, query)

    def post(
        self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Answer:
        return self._ask("POST", path, urlencode(fields), None, FORM, headers=headers)

    def send(self, path: str, body: str, content_type: str, base64: bool = False) -> Answer:
        return self._ask("POST", path, body, None, content_type, base64)

    def back(self, address: str, code: str) -> Answer:
        """From the provider's *address*, with *code*."""
        state = parse_qs(urlsplit(address).query)["state"][0]
        return self.get(f"/loket/inloggen/terug?{urlencode({'code': code, 'state': state})}")

    def log_in(self, provider: Provider, town: str = "stichtse-vecht", **claims: Any) -> Answer:
        address = self.get(f"/loket/{town}/inloggen").location
        return self.back(address, provider.log_in(address, **claims))

    def form_token(self, page: str) -> str:
        """What stands in the form of this *page*, for this session alone."""
        return self.get(page).body.split('name="formulier" value="')[1].split('"')[0]

    def _ask(
        self,
        method: str,
        path: str,
        body: str | None,
        query: dict[str, str] | None = None,
        content_type: str = "text/plain",
        base64: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"content-type": content_type, **(headers or {})}
        sent |= {"cookie": cookies} if cookies else {}
        at_ms = int(self.now.timestamp() * 1000)
        request = http_request(method, path, body, sent, query, at_ms)
        answer = Answer(on_request(request | {"isBase64Encoded": base64}, Context()))
        for cookie in answer.headers.get("set-cookie", []):
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0]
            self.cookies[name] = value
            if "Max-Age=0" in cookie:
                del self.cookies[name]
        return answer
