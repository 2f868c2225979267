"""Stands in for a municipality's identity provider: an OpenID Connect token endpoint with a key of
its own, on this machine. It holds who asks for a token to PKCE (RFC 7636).
"""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

ISSUER, CLIENT = "https://inloggen.gemeente.example", "klachtenloket-medewerkers"
KEY, FOREIGN_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
PUBLIC = {**ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1"}


@dataclass
class Provider:
    address: str
    asked: dict[str, dict[str, str]] = field(default_factory=dict)  # by code, what began it
    tokens: dict[str, str] = field(default_factory=dict)
    answer: bytes | None = None  # to any question, in place of a token
    redirect: str | None = None
    requests: list[dict[str, str]] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)  # every path that anybody asked for

    @property
    def setting(self) -> dict[str, Any]:
        return {
            "issuer": ISSUER,
            "audience": "klachtenloket",
            "gemeenten": ["1904", "0363"],
            "jwks": {"keys": [PUBLIC]},
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "client_id": CLIENT,
        }

    def log_in(self, address: str, key: Any = KEY, algorithm: str = "ES256", **claims: Any) -> str:
        """As if somebody logged in at *address*: the code with which her browser comes back."""
        asked = _fields(urlsplit(address).query)
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked
        now = datetime.now(UTC)
        usual = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "m-1",
            "iat": now,
            "exp": now + timedelta(minutes=5),
            "nonce": asked["nonce"],
            "gemeentecode": "1904",
            "roles": ["kcc-medewerker"],
        }
        self.tokens[code] = jwt.encode(
            usual | claims, key if algorithm != "none" else "", algorithm, headers={"kid": "k1"}
        )
        return code

    def token(self, sent: dict[str, str]) -> tuple[int, bytes]:
        self.requests.append(sent)
        if self.answer is not None:
            return 200, self.answer
        began = self.asked.pop(sent["code"], None)
        if began is None or not _proves(sent["code_verifier"], began["code_challenge"]):
            return 400, b'{"error": "invalid_grant"}'
        if sent["redirect_uri"] != began["redirect_uri"] or sent["client_id"] != CLIENT:
            return 400, b'{"error": "invalid_request"}'
        return 200, json.dumps({"id_token": self.tokens[sent["code"]]}).encode()


def _fields(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _proves(verifier: str, challenge: str) -> bool:
    digest = sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge


@contextmanager
def a_provider() -> Iterator[Provider]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            provider.visits.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, answer = provider.token(_fields(body))
            self.send_response(302 if provider.redirect else status)
            if provider.redirect:
                self.send_header("Location", provider.redirect)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def do_GET(self) -> None:
            """Whoever comes here is taken to be one of the staff, and goes back at once."""
            asked = {
                name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()
            }
            code = provider.log_in(self.path)
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing: a test says what it wants to know."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
