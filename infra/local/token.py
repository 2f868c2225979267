"""Who vouches for a member of staff on a laptop? A development issuer with a key of its own.

    python -m infra.local.token --gemeente 1904 --rol klachtencoordinator

On AWS a municipality's own identity provider does this (`Issuers` in infra/template.yaml).
The key is made on first use and stays in build/, which is never committed: whoever could read it
could be anybody on this machine, and nowhere else.
"""

import argparse
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from infra.local import BUILD

ISSUER = "https://ontwikkeling.klachtenloket.example"
AUDIENCE = "klachtenloket"
KEY_ID = "ontwikkeling"
KEY = BUILD / "development-issuer.pem"
MUNICIPALITIES = ("0268", "0362", "0363", "0402", "0457", "1696", "1904")


def token(
    municipality: str,
    roles: Iterable[str],
    subject: str = "",
    valid: timedelta = timedelta(hours=8),
    now: datetime | None = None,
    units: Iterable[str] = (),
    provider: str | None = None,
) -> str:
    """A bearer token for somebody with *roles* at *municipality*, in these *units* of it, or at a
    *provider* under contract. *subject* is opaque, no name.
    """
    issued = now or datetime.now(UTC)
    roles = sorted(roles)
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": subject or str(uuid5(NAMESPACE_URL, f"{ISSUER}/{municipality}/{','.join(roles)}")),
        "iat": issued,
        "exp": issued + valid,
        "roles": roles,
        "gemeentecode": municipality,
        "eenheden": sorted(units),
        **({"aanbieder": provider} if provider else {}),
    }
    return jwt.encode(claims, _key(), algorithm="RS256", headers={"kid": KEY_ID})


def issuers(municipalities: Iterable[str] = MUNICIPALITIES) -> str:
    """The parameter `Issuers` for a stack that trusts these tokens."""
    public: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(_key().public_key()))
    trusted = {
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "gemeenten": list(municipalities),
        "jwks": {"keys": [{**public, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]},
    }
    return json.dumps([trusted])


@cache
def _key() -> RSAPrivateKey:
    if not KEY.exists():
        made = generate_private_key(public_exponent=65537, key_size=2048)
        KEY.parent.mkdir(parents=True, exist_ok=True)
        unfinished = KEY.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            file.write(
                made.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
        unfinished.replace(KEY)
    key = serialization.load_pem_private_key(KEY.read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError(
            f"{KEY} holds another kind of key. Remove it; the next call makes a new one."
        )
    return key


def main() -> None:
    parser = argparse.ArgumentParser(description="Print a bearer token for local use.")
    parser.add_argument("--gemeente", required=True, help="four digits, such as 1904")
    parser.add_argument("--rol", required=True, action="append", help="may be given twice")
    parser.add_argument("--eenheid", action="append", default=[], help="a key; may be given twice")
    parser.add_argument("--aanbieder", help="a key; for the role aanbieder only")
    parser.add_argument("--uren", type=float, default=8, help="how long it is valid")
    asked = parser.parse_args()
    valid = timedelta(hours=asked.uren)
    given = {"units": asked.eenheid, "provider": asked.aanbieder}
    print(token(asked.gemeente, asked.rol, valid=valid, **given))


if __name__ == "__main__":
    main()
