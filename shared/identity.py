"""Who asks? A bearer token of a municipality's own identity provider, checked in the function.

Local engines do not enforce authorizers, so no gateway is trusted with this.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

import jwt
from jwt import PyJWKClient, PyJWKSet

from shared.glossary import Role
from shared.privacy import personal_data_in
from shared.refusals import UnauthenticatedError
from shared.staff import Staff as Staff

if TYPE_CHECKING:
    from aws_lambda_powertools.event_handler import APIGatewayRestResolver

ALGORITHMS = ["RS256", "ES256"]
LOG_IN = "Log in en stuur het token mee als Authorization: Bearer."


class Issuers:
    """The identity providers we trust, and for which municipalities.

    Each setting holds `issuer`, `audience`, `gemeenten`, and its keys: `jwks` (the keys
    themselves) or `jwks_uri` (where they are). Where staff logs in on our pages it also holds
    `authorization_endpoint`, `token_endpoint`, `client_id`, and perhaps `client_secret`.
    """

    def __init__(self, settings: list[dict[str, Any]]) -> None:
        self._known = {setting["issuer"]: setting for setting in settings}
        self._remote: dict[str, PyJWKClient] = {}

    def who(self, authorization: str | None) -> Staff:
        """The owner of a bearer token. Raises `UnauthenticatedError` for any doubt."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError(f"Dit vraagt een token. {LOG_IN}")
        with _no_doubt():
            claimed = jwt.decode(token.strip(), options={"verify_signature": False})
            setting = self._known[claimed["iss"]]
            return _staff(self._claims(setting, token.strip(), setting["audience"]), setting)

    def who_logs_in(self, setting: Mapping[str, Any], id_token: str, nonce: str) -> Staff:
        """Of whom this provider says, on our question *nonce*, that she logged in (OpenID Connect
        Core 3.1.3.7). Raises `UnauthenticatedError` for any doubt.
        """
        with _no_doubt():
            claims = self._claims(setting, id_token, setting["client_id"])
            if not compare_digest(claims["nonce"].encode(), nonce.encode()):
                raise ValueError("this is the answer to another question")
            if claims.get("azp", setting["client_id"]) != setting["client_id"]:
                raise ValueError("this token was given to another program")
            return _staff(claims, setting)

    def login_of(self, municipality: str) -> Mapping[str, Any] | None:
        """The setting of the provider where staff of *municipality* logs in, if it has one."""
        with_login = (each for each in self._known.values() if "authorization_endpoint" in each)
        return next((each for each in with_login if municipality in each["gemeenten"]), None)

    def _claims(self, setting: Mapping[str, Any], token: str, audience: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            self._key(setting, token),
            algorithms=ALGORITHMS,
            audience=audience,
            issuer=setting["issuer"],
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
        return claims

    def _key(self, setting: Mapping[str, Any], token: str) -> Any:
        if "jwks" in setting:
            keys = PyJWKSet.from_dict(setting["jwks"])
            return keys[jwt.get_unverified_header(token)["kid"]].key
        uri = setting["jwks_uri"]
        client = self._remote.setdefault(uri, PyJWKClient(uri, cache_keys=True, timeout=5))
        return client.get_signing_key_from_jwt(token).key


@contextmanager
def _no_doubt() -> Iterator[None]:
    try:
        yield
    except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnauthenticatedError(f"Dit token is niet geldig of verlopen. {LOG_IN}") from error


def _staff(claims: Mapping[str, Any], setting: Mapping[str, Any]) -> Staff:
    municipality = claims["gemeentecode"]
    if municipality not in setting["gemeenten"]:
        raise ValueError("this issuer does not speak for that municipality")
    if claims["sub"] in ("", "systeem"):  # so we call ourselves in the timeline
        raise ValueError("a subject says who it is")
    if personal_data_in(claims["sub"]):  # it travels with what she does
        raise ValueError("a subject must be opaque: no name, address or number of a person")
    roles = frozenset(Role(role) for role in claims["roles"] if role in set(Role))
    units = frozenset(map(str, claims.get("eenheden", ())))
    provider = claims.get("aanbieder")
    if (Role.PROVIDER in roles) != isinstance(provider, str):
        raise ValueError("who works for a provider says for which, and nobody else does")
    if provider and roles != {Role.PROVIDER}:
        raise ValueError("nobody works for a provider and for the municipality at once")
    return Staff(claims["sub"], municipality, roles, units, provider)


@cache
def issuers() -> Issuers:
    """The issuers of this deployment, from the environment."""
    return Issuers(json.loads(os.environ.get("ISSUERS") or "[]"))


def who_asks(app: "APIGatewayRestResolver", *allowed: Role) -> Staff:
    """Who sent the request that *app* handles, if she has one of the *allowed* roles.

    Raises `UnauthenticatedError` or `ForbiddenError`.
    """
    headers = {name.lower(): value for name, value in app.current_event.headers.items()}
    staff = issuers().who(headers.get("authorization"))
    staff.must_be_one_of(*allowed)
    return staff
