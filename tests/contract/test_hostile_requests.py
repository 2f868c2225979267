"""Whoever asks whatever over HTTP: the answer is one that our OpenAPI document promises.

Schemathesis reads the document and makes requests of it, good ones and bad ones: what stands at
the edge of each schema, and at random. The same seed makes the same requests; `make fuzz` makes
more, of a seed of its own.
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from schemathesis import Case, CheckContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.openapi import from_dict
from werkzeug.test import Client

from infra.local.openapi import apps, document
from services.intake.programs.keys import Keys, new_key
from services.reporting.api import reporting
from shared.glossary import Channel, Role
from shared.http import API_VERSION, HEADERS, PROBLEM_JSON
from shared.identity import issuers
from tests.builders import MONDAY, a_received_complaint
from tests.flow import Flow, tell
from tests.gateway import gateway
from tests.integration.routing.conftest import Town
from tests.tokens import FOREIGN_KEY, SETTING, bearer

Tables = dict[str, Any]

SEED = int(os.environ.get("FUZZ_SEED", "20260601"))
EXAMPLES = int(os.environ.get("FUZZ", "10"))
pytestmark = pytest.mark.parametrize("seed", [SEED])  # in the name of what fails: have it again
DOCUMENT = document(apps())
INTEGRATION, KEY = new_key("1904", "alles", Channel, MONDAY - timedelta(days=1))
INTEGRATION = INTEGRATION.model_copy(update={"per_minute": 1_000_000})
UNCHECKED = [
    "negative_data_rejection",  # pydantic takes "1" for true
    "positive_data_acceptance",  # no schema says which units and cases there are
]
KNOWN = {
    parameter["name"]: parameter["schema"]["examples"][0]
    for operations in DOCUMENT["paths"].values()
    for operation in operations.values()
    for parameter in operation.get("parameters", [])
    if parameter["in"] == "path" and "examples" in parameter["schema"]
}


def requests(examples: int, edges: bool) -> Any:
    """A source of requests to our API."""
    settings = {
        "seed": SEED,
        "generation": {"max-examples": examples},
        "phases": {"coverage": {"enabled": edges}},
        "checks": {name: {"enabled": False} for name in UNCHECKED},
    }
    source = from_dict(DOCUMENT, config=SchemathesisConfig.from_dict(settings))
    source.app, source.location = gateway, "/v1/openapi.json"
    return source


HERE = requests(EXAMPLES, edges=True)
ANYWHERE = requests(max(EXAMPLES // 3, 1), edges=False)


@pytest.fixture(scope="module")
def town() -> Iterator[Tables]:
    """What the examples in the document are about is there: a case, and a municipality's duties."""
    with mock_aws(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("ISSUERS", SETTING)
        for made_once in (issuers, reporting):
            made_once.cache_clear()
        flow = Flow()
        people = Town(flow.tables["routing"], flow.tables["dossiers"])
        people.has_a_dossier("De mevrouw van het wijkteam keek de hele tijd op haar telefoon.")
        tell(a_received_complaint(), flow.tables["intake"])
        flow.settle(lambda waiting: 0)
        flow.sweep("deadlines", "2026-06-05T10:00:00Z")
        Keys(flow.tables["intake"]).add(INTEGRATION)
        yield dynamodb_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].tables


@pytest.fixture(autouse=True)
def as_it_was(town: Tables) -> Iterator[None]:
    """No operation finds what another one left behind."""
    before = deepcopy(dict(town))
    yield
    town.clear()
    town.update(before)


def staff() -> dict[str, str]:
    """A token of somebody who may do all that the municipality may, and nobody's provider; and the
    key of a program that may use every channel.
    """
    token = bearer(roles=sorted(set(Role) - {Role.PROVIDER}))
    return {"Authorization": token, "X-API-Key": KEY}


STRANGERS: list[dict[str, str]] = [
    {},
    {"X-API-Key": new_key("1904", "vreemd", Channel, MONDAY)[1]},
    {"Authorization": "Bearer x.y.z"},
    {"Authorization": bearer(key=FOREIGN_KEY)},
]


def is_as_every_answer(_: CheckContext, answer: Response, __: Case[Any]) -> None:
    headers = {name: values[0] for name, values in answer.headers.items()}
    assert headers.keys() >= {name.lower() for name in HEADERS}
    assert headers["api-version"] == API_VERSION
    assert headers["content-type"] == PROBLEM_JSON or answer.status_code < 400


@pytest.mark.parametrize(
    "path", [path for path, each in DOCUMENT["paths"].items() if "get" in each]
)
def test_the_examples_in_the_document_are_answered(path: str, seed: int) -> None:
    answer = Client(gateway).get(f"/v1{path}".format_map(KNOWN), headers=staff())

    assert answer.status_code in (200, 302), answer.text


@HERE.parametrize()
def test_staff_may_ask_anything_of_what_is_there(case: Case[Any], seed: int) -> None:
    case.path_parameters = {name: KNOWN.get(name, it) for name, it in case.path_parameters.items()}
    case.call_and_validate(headers=staff(), additional_checks=[is_as_every_answer])


@ANYWHERE.parametrize()
def test_staff_may_ask_for_what_is_not_there(case: Case[Any], seed: int) -> None:
    case.call_and_validate(headers=staff(), additional_checks=[is_as_every_answer])


@ANYWHERE.parametrize()
def test_a_stranger_may_ask_anything(case: Case[Any], seed: int) -> None:
    for headers in STRANGERS:
        case.call_and_validate(headers=headers, additional_checks=[is_as_every_answer])
