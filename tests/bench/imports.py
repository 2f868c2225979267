"""What does it cost to start a function, beside one that does nothing with the same tools?

As in a zip, with byte code beside the source (infra/local/build.py). The second figure holds the
first event too: what is only put off from the one to the other saves nobody anything.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

from infra.local import BUILD, ROOT
from tests.aws import NO_ACCOUNT
from tests.bench.figures import Figure, say

RUNS = 5
BUDGET = 1.3
QUEUE = "import tests.bench.bare"
HTTP = (
    "import boto3, pydantic, yaml; from aws_lambda_powertools import Logger;"
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver as App; Logger();"
    "App(enable_validation=True)"
)
STREAM = "import boto3; from aws_lambda_powertools import Logger; Logger()"
FUNCTIONS = {
    "services.intake.api": HTTP,
    "services.intake.pages.app": HTTP,
    "services.intake.handler": QUEUE,
    "services.routing.api": HTTP,
    "services.routing.handler": QUEUE,
    "services.deadlines.api": HTTP,
    "services.deadlines.handler": QUEUE,
    "services.notifications.handler": QUEUE,
    "services.reporting.api": HTTP,
    "services.reporting.handler": QUEUE,
    "shared.relay": STREAM,
}
FIRST = {
    "services.intake.handler": "zaak-geopend",
    "services.routing.handler": "klacht-ontvangen",
    "services.deadlines.handler": "zaak-geopend",
    "services.notifications.handler": "zaak-geopend",
    "services.reporting.handler": "zaak-geopend",
}
WHY_MORE = dict.fromkeys(
    ("services.routing.api", "services.deadlines.api", "services.reporting.api"),
    "checks tokens: PyJWT with cryptography is a tenth of the whole, and each request asks",
)
ENVIRONMENT = NO_ACCOUNT | {
    "TABLE": "table",
    "DOSSIERS_TABLE": "dossiers",
    "FILES_BUCKET": "files",
    "MAIL_BUCKET": "mail",
    "POWERTOOLS_LOG_LEVEL": "ERROR",
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(BUILD / "bench"),
}


def figures() -> Iterator[Figure]:
    for module, bare in FUNCTIONS.items():
        yield _beside(f"import of {module}", ["-c", f"import {module}"], ["-c", bare], module)
    for module, event in FIRST.items():
        ours, theirs = _first(module, event), _first("tests.bench.bare", event)
        yield _beside(f"with a first event: {module}", ours, theirs)


def _first(module: str, event: str) -> list[str]:
    told = ROOT / f"tests/contract/examples/{event}.v1.json"
    return ["-m", "tests.bench.first_event", module, str(told)]


def _beside(what: str, ours: list[str], theirs: list[str], module: str = "") -> Figure:
    took = [(_cpu(ours), _cpu(theirs)) for _ in range(RUNS + 1)]  # in turn: the machine is shared
    our, their = map(min, zip(*took[1:], strict=True))  # the first run also writes byte code
    note = f"{our:.2f} s of CPU, bare {their:.2f} s"
    ratio = our / their
    if ratio > BUDGET and module in WHY_MORE:
        note += f"; {WHY_MORE[module]}"
    say(f"    {ratio:.2f}  {what}")
    return Figure(what, ratio, "x", BUDGET if module else None, note=note)


def _cpu(arguments: list[str]) -> float:
    """Seconds of processor that a new interpreter spends on this."""
    before = os.times()
    subprocess.run(
        [sys.executable, *arguments],
        check=True,
        cwd=ROOT,
        env=os.environ | ENVIRONMENT,
        stdout=subprocess.DEVNULL,
    )
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
