"""Whoever comes with a token that is not quite hers gets in nowhere, whichever door she tries.

The doors are those of docs/toegang.md, which has them all.
"""

import base64
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.glossary import Role
from tests.access import table
from tests.access.callers import OUR_UNITS, token_of
from tests.access.requests import ACTIONS, asked
from tests.access.table import Row
from tests.access.world import KEY, NEIGHBOUR, NOW, Answer, World
from tests.aws import http_request
from tests.gateway import call
from tests.integration.routing.conftest import NUMBER
from tests.tokens import FOREIGN_KEY, ISSUER, bearer, claims, unsigned
from tests.tokens import KEY as SIGNING_KEY

API = table.of_the_api()
FOR_STAFF = [row for row in API if row.cells["koppeling"] == "401"]
NO_SUCH_CASE, NO_SUCH_TOWN = "KL-2026-ZZZZZ-ZZZZZ", "9999"
SOON, LONG_AGO = timedelta(minutes=5), timedelta(hours=1)
NEEDED = ("exp", "iat", "iss", "aud", "sub", "gemeentecode", "roles")


def today() -> datetime:
    return datetime.now(UTC)


def without(claim: str) -> str:
    kept = {name: value for name, value in claims().items() if name != claim}
    return f"Bearer {jwt.encode(kept, SIGNING_KEY, algorithm='ES256', headers={'kid': 'k1'})}"


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def signed_with_what_everybody_knows() -> str:
    """HS256, with our public key for a secret: a library that trusts `alg` would take it."""
    known = SIGNING_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    said = claims(iat=1, exp=99_999_999_999)
    text = f"{part({'alg': 'HS256', 'kid': 'k1'})}.{part(said)}"
    made = base64.urlsafe_b64encode(hmac.new(known, text.encode(), sha256).digest()).decode()
    return f"Bearer {text}.{made.rstrip('=')}"


def with_another_payload() -> str:
    """A reporter makes herself coordinator, under the signature that she has."""
    head, _, signature = bearer(Role.REPORTER).split(".")
    return f"{head}.{part(claims(iat=1, exp=99_999_999_999))}.{signature}"


ATTACKS: dict[str, Callable[[], str]] = {
    "expired": lambda: bearer(exp=today() - SOON),
    "not yet valid": lambda: bearer(nbf=today() + LONG_AGO),
    "of tomorrow": lambda: bearer(iat=today() + LONG_AGO, exp=today() + 2 * LONG_AGO),
    "for another audience": lambda: bearer(aud="iets_anders"),
    "of an issuer that nobody knows": lambda: bearer(iss="https://elders.example"),
    "of the issuer of another municipality": lambda: bearer(key=FOREIGN_KEY, iss=NEIGHBOUR),
    "in the name of our issuer, by another": lambda: bearer(key=FOREIGN_KEY, iss=ISSUER),
    "for a municipality that is not the issuer's": lambda: bearer(gemeentecode="0457"),
    "unsigned": unsigned,
    "signed with what everybody knows": signed_with_what_everybody_knows,
    "with another payload": with_another_payload,
    "without its signature": lambda: bearer().rpartition(".")[0] + ".",
    "garbage": lambda: "Bearer a.b.c",
    "nothing": lambda: "Bearer ",
    "of another scheme": lambda: bearer().replace("Bearer", "Basic"),
    "twice": lambda: f"{bearer()}, {bearer()}",
    "the key of a program": lambda: f"Bearer {KEY}",
    **{f"without {claim}": partial(without, claim) for claim in NEEDED},
}
POWERLESS: dict[str, Any] = {
    "no role": [],
    "a role that we do not know": ["directeur"],
    "a role in other letters": ["KLACHTENCOORDINATOR"],
    "roles in one text": "klachtencoordinator",
}


@pytest.mark.parametrize("row", FOR_STAFF, ids=table.name_of)
def test_a_token_that_is_not_quite_hers_opens_nothing(world: World, row: Row) -> None:
    world.has(**asked(row, world).case)
    nobody = send(world, row, "Bearer x")

    for attack, token in ATTACKS.items():
        answer = send(world, row, token())

        assert (answer.status, answer.headers) == (401, nobody.headers), attack
        assert answer.headers["WWW-Authenticate"][0].startswith("Bearer")
        assert NUMBER not in answer.body
        assert set(json.loads(answer.body)) == {"type", "status", "title", "detail"}


@pytest.mark.parametrize("row", FOR_STAFF, ids=table.name_of)
def test_who_has_no_role_that_we_know_may_do_nothing(world: World, row: Row) -> None:
    world.has(**asked(row, world).case)

    for powerless, roles in POWERLESS.items():
        answer = send(world, row, bearer(roles=roles))

        assert answer.status == (404 if row.variant == "niet openbaar" else 403), powerless


@pytest.mark.parametrize("order", [1, -1], ids=["good-last", "good-first"])
@pytest.mark.parametrize("row", FOR_STAFF, ids=table.name_of)
def test_who_sends_two_tokens_speaks_for_nobody(world: World, row: Row, order: int) -> None:
    it = asked(row, world)
    event = http_request(it.method, it.path, it.body, it.headers, at_ms=int(NOW.timestamp() * 1000))
    tokens = [bearer(Role.REPORTER), bearer(Role.COORDINATOR)][::order]
    event["headers"]["Authorization"] = tokens[-1]
    event["multiValueHeaders"]["Authorization"] = tokens

    assert call(event)["statusCode"] == 401


HIDDEN = [
    (row, caller)
    for row, caller in table.cells(API)
    if row.cells[caller] == "404" and ("<zaaknummer>" in row.route or caller == "andere gemeente")
]


@pytest.mark.parametrize(("row", "caller"), HIDDEN, ids=table.name_of)
def test_what_is_hidden_is_exactly_like_what_is_not_there(
    world: World, row: Row, caller: str
) -> None:
    world.has(**asked(row, world).case)

    hidden = send(world, row, token_of(caller))
    nowhere = send(world, row, token_of(caller), there=False)

    assert hidden.status == 404
    assert hidden == nowhere


@pytest.mark.parametrize(
    "row", [row for row in API if "<zaaknummer>" in row.route], ids=table.name_of
)
def test_what_is_refused_to_a_role_does_not_tell_whether_there_is_a_case(
    world: World, row: Row
) -> None:
    refused = [caller for caller, cell in row.cells.items() if cell == "403"]
    refused = [caller for caller in refused if caller in (Role.REPORTER, Role.ADMIN)]
    world.has(**asked(row, world).case)

    assert refused
    for caller in refused:
        there = send(world, row, token_of(caller))
        assert there == send(world, row, token_of(caller), there=False)


def test_what_one_role_of_hers_sees_another_does_not_do(world: World) -> None:
    """The contact centre sees how a case of another unit stands; a handler there may not act."""
    [row] = [row for row in API if row.variant == "formeel"]
    both = bearer(roles=[Role.CONTACT_CENTRE, Role.HANDLER], eenheden=["bezwaar"])
    world.has(**asked(row, world).case)

    assert send(world, row, both).status == 403
    handler = bearer(roles=[Role.CONTACT_CENTRE, Role.HANDLER], eenheden=OUR_UNITS)
    assert send(world, row, handler).status == 200


def test_no_route_for_staff_is_left_out() -> None:
    assert {row.route for row in FOR_STAFF} >= {*ACTIONS, "GET /v1/zaken"}
    assert len(FOR_STAFF) > 55


def send(world: World, row: Row, token: str, there: bool = True) -> Answer:
    """The request of this row, about a case and a municipality that are *there* or not."""
    it = asked(row, world)
    path, headers = it.path, it.headers | {"authorization": token}
    if not there:
        path = path.replace(NUMBER, NO_SUCH_CASE).replace(
            "gemeenten/1904", f"gemeenten/{NO_SUCH_TOWN}"
        )
    return world.ask(it.method, path, headers, it.body)
