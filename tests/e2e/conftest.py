"""The same journeys on two engines: MiniStack, and LocalStack as far as this machine can run it."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.local import Unavailable, localstack, ministack
from infra.local.deploy import Deployment, deploy
from infra.local.token import issuers
from tests.town.town import Town

SITE = "https://klachten.example"  # mails point there; nobody goes
ENGINES: dict[str, Any] = {"ministack": ministack.start, "localstack": localstack.start}


@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=getattr(pytest.mark, name)) for name in ENGINES],
)
def deployment(request: pytest.FixtureRequest) -> Iterator[Deployment]:
    """Our own templates and zips, deployed on one engine for all journeys."""
    try:
        with ENGINES[request.param]() as engine:
            made = deploy(engine, parameters={"Issuers": issuers(), "Site": SITE})
            _make_impatient(made)
            yield made
    except Unavailable as missing:
        pytest.skip(f"NOT TESTED ON {request.param.upper()}: {missing}")


@pytest.fixture
def town(deployment: Deployment) -> Town:
    """The people of Stichtse Vecht."""
    return Town(deployment, "1904")


def _make_impatient(deployment: Deployment) -> None:
    """A message that failed comes back after seconds, not minutes: tests wait for it."""
    for service, parts in deployment.parts.items():
        for queue in {"Inbox", "MailInbox", "ChannelInbox"} & parts.keys():
            deployment.hurry(service, queue, seconds=6)
