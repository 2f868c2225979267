"""How does a municipality's own identity provider tell who sits at this browser?

OpenID Connect, by the authorization code flow with PKCE (RFC 7636): the browser brings a code, and
we ask the provider itself what it means. What it says then is checked in shared/identity.py.
"""

import base64
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit

TIMEOUT = 5  # seconds
LONGEST_ANSWER = 100_000  # bytes
ON_THIS_MACHINE = {"localhost", "127.0.0.1"}


class NotToldError(Exception):
    """The provider did not say who it is."""


def login_address(
    setting: Mapping[str, Any], back_to: str, state: str, nonce: str, verifier: str
) -> str:
    """Where the browser goes to log in; it comes *back_to* us with a code and the *state*."""
    digest = sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": setting["client_id"],
        "redirect_uri": back_to,
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    endpoint = _safe(setting["authorization_endpoint"])
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"


def id_token(setting: Mapping[str, Any], back_to: str, code: str, verifier: str) -> str:
    """What the provider says for *code*, still to be checked. Raises `NotToldError`."""
    from http.client import HTTPException
    from urllib.request import Request

    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "client_id": setting["client_id"],
        "code_verifier": verifier,
    }
    if secret := setting.get("client_secret"):
        asked["client_secret"] = secret
    request = Request(
        _safe(setting["token_endpoint"]),
        urlencode(asked).encode(),
        {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"},
    )
    try:
        with _opener().open(request, timeout=TIMEOUT) as answer:
            token = json.loads(answer.read(LONGEST_ANSWER))["id_token"]
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise NotToldError(type(error).__name__) from error  # the text may hold what was sent
    return str(token)


def _opener() -> Any:
    """One that goes nowhere else: a provider that answers with another address is not ours."""
    from urllib.request import HTTPRedirectHandler, build_opener

    class Stays(HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    return build_opener(Stays)


def _safe(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ON_THIS_MACHINE:
        raise NotToldError("the address of the provider is not one of https")
    return address
