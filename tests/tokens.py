"""Tokens of a municipality's identity provider, good ones and bad ones."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

KEY, FOREIGN_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
ISSUER, AUDIENCE = "https://login.gemeente.example", "klachtenloket"
PUBLIC = {**ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1"}
SETTING = json.dumps(
    [
        {
            "issuer": ISSUER,
            "audience": AUDIENCE,
            "gemeenten": ["1904", "1696", "0363"],
            "jwks": {"keys": [PUBLIC]},
        }
    ]
)


def claims(role: str = "klachtencoordinator", **other: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    usual = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "s-1",
        "iat": now,
        "exp": now
        + timedelta(hours=1),  # made when tests are collected, used when it is their turn
        "gemeentecode": "1904",
        "roles": [role],
        "eenheden": ["klachtenloket", "wijkteam", "leidinggevende_wijkteam"],
    }
    return usual | other


def bearer(role: str = "klachtencoordinator", key: Any = KEY, **other: Any) -> str:
    token = jwt.encode(claims(role, **other), key, algorithm="ES256", headers={"kid": "k1"})
    return f"Bearer {token}"


def of_provider(key: str = "rietland", **other: Any) -> str:
    """A token of somebody who works for a provider under contract."""
    return bearer("aanbieder", aanbieder=key, eenheden=[], **other)


def unsigned() -> str:
    parts = [{"alg": "none", "kid": "k1"}, claims(iat=1, exp=99_999_999_999)]
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return "Bearer " + ".".join(part.rstrip("=") for part in encoded) + "."


BAD_TOKENS = {
    "none": None,
    "no bearer": "Basic abc",
    "alg none": unsigned(),
    "a foreign key": bearer(key=FOREIGN_KEY),
    "a foreign issuer": bearer(iss="https://elders.example"),
    "another audience": bearer(aud="iets_anders"),
    "expired": bearer(exp=datetime.now(UTC) - timedelta(minutes=5)),
    "a municipality that is not the issuer's": bearer(gemeentecode="0457"),
    "a provider that does not say which": bearer("aanbieder"),
    "staff of a provider": bearer("behandelaar", aanbieder="rietland"),
    "of a provider and of the municipality": bearer(
        roles=["aanbieder", "behandelaar"], aanbieder="rietland"
    ),
}
