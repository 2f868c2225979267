"""We know who asks, or we say that we do not."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from shared.glossary import Role
from shared.http import ForbiddenError, UnauthenticatedError
from shared.identity import Issuers, Staff

KEY, FOREIGN_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
PUBLIC = {**ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1"}
ISSUERS = Issuers(
    [
        {
            "issuer": "https://login.stichtsevecht.example",
            "audience": "klachtenloket",
            "gemeenten": ["1904"],
            "jwks": {"keys": [PUBLIC]},
        }
    ]
)


def claims(**other: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    usual = {
        "iss": "https://login.stichtsevecht.example",
        "aud": "klachtenloket",
        "sub": "7d7d3c0e",
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "gemeentecode": "1904",
        "roles": ["behandelaar"],
    }
    return {name: value for name, value in (usual | other).items() if value is not None}


def bearer(key: Any = KEY, **other: Any) -> str:
    return "Bearer " + jwt.encode(claims(**other), key, algorithm="ES256", headers={"kid": "k1"})


def unsigned() -> str:
    parts = [{"alg": "none", "kid": "k1"}, claims(iat=1, exp=99999999999)]
    texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return "Bearer " + ".".join(text.rstrip("=") for text in texts) + "."


def test_a_good_token_says_who_it_is() -> None:
    staff = ISSUERS.who(bearer())

    assert (staff.subject, staff.municipality) == ("7d7d3c0e", "1904")
    assert staff.roles == {Role.HANDLER}


def test_roles_that_we_do_not_know_give_nothing() -> None:
    assert ISSUERS.who(bearer(roles=["directeur", "behandelaar"])).roles == {Role.HANDLER}


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer x.y.z",
        "Basic dXNlcjpwYXNz",
        unsigned(),
        bearer(FOREIGN_KEY),
        bearer(iss="https://login.elders.example"),
        bearer(aud="iets-anders"),
        bearer(exp=datetime(2026, 1, 1, tzinfo=UTC)),
        bearer(gemeentecode="1696"),
        bearer(gemeentecode=None),
        bearer(sub=None),
        bearer(sub="j.devries@mail.example"),
        bearer(roles=None),
    ],
    ids=[
        "nothing",
        "empty",
        "no token",
        "no JWT",
        "another scheme",
        "alg none",
        "a foreign key",
        "a foreign issuer",
        "meant for others",
        "expired",
        "a municipality that the issuer does not speak for",
        "no municipality",
        "nobody",
        "somebody by her address",
        "no roles",
    ],
)
def test_any_doubt_about_a_token_is_a_401(authorization: str | None) -> None:
    with pytest.raises(UnauthenticatedError, match="Log in"):
        ISSUERS.who(authorization)


LOGIN = {
    "issuer": "https://login.stichtsevecht.example",
    "audience": "klachtenloket",
    "gemeenten": ["1904"],
    "jwks": {"keys": [PUBLIC]},
    "authorization_endpoint": "https://login.stichtsevecht.example/authorize",
    "client_id": "medewerkers",
}


def id_token(**other: Any) -> str:
    return bearer(**({"aud": "medewerkers", "nonce": "n-1"} | other)).removeprefix("Bearer ")


def test_who_logs_in_answers_our_own_question() -> None:
    assert ISSUERS.who_logs_in(LOGIN, id_token(), "n-1").subject == "7d7d3c0e"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "n-2"},
        {"nonce": None},
        {"nonce": ["n-1"]},
        {"aud": "klachtenloket"},
        {"azp": "iets-anders"},
        {"gemeentecode": "1696"},
    ],
    ids=str,
)
def test_any_other_answer_is_a_401(claims: dict[str, Any]) -> None:
    with pytest.raises(UnauthenticatedError):
        ISSUERS.who_logs_in(LOGIN, id_token(**claims), "n-1")


def test_a_token_of_a_login_is_no_bearer_token() -> None:
    with pytest.raises(UnauthenticatedError):
        ISSUERS.who(f"Bearer {id_token()}")


def test_where_staff_logs_in_is_known_by_municipality() -> None:
    known = Issuers([LOGIN])

    assert known.login_of("1904") == LOGIN
    assert known.login_of("1696") is None
    assert ISSUERS.login_of("1904") is None


def test_a_secret_made_of_the_public_key_is_no_signature() -> None:
    secret = str(PUBLIC["x"])
    forged = jwt.encode(claims(), secret, algorithm="HS256", headers={"kid": "k1"})

    with pytest.raises(UnauthenticatedError):
        ISSUERS.who(f"Bearer {forged}")


def test_who_has_another_role_is_told_which_would_do() -> None:
    staff = Staff("7d7d3c0e", "1904", frozenset({Role.REPORTER}))

    with pytest.raises(ForbiddenError, match="behandelaar, klachtencoordinator"):
        staff.must_be_one_of(Role.COORDINATOR, Role.HANDLER)
