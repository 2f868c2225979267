"""What does it cost to start a function, beside one that does nothing with the same tools?"""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator

from tests.bench.figures import Figure

RUNS = 3
QUEUE = (
    "import boto3, pydantic, yaml; from aws_lambda_powertools import Logger;"
    "from aws_lambda_powertools.utilities.batch import BatchProcessor; Logger()"
)
HTTP = (
    "import boto3, pydantic, yaml; from aws_lambda_powertools import Logger;"
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver as App; Logger();"
    "App(enable_validation=True)"
)
STREAM = "import boto3; from aws_lambda_powertools import Logger; Logger()"
FUNCTIONS = {
    "services.intake.api": HTTP,
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


def figures() -> Iterator[Figure]:
    for module, bare in FUNCTIONS.items():
        ours, theirs = [], []
        for _ in range(RUNS):  # in turn, so that both meet the same busy machine
            ours.append(_cpu(f"import {module}"))
            theirs.append(_cpu(bare))
        ratio = statistics.median(ours) / statistics.median(theirs)
        note = f"{statistics.median(ours):.2f} s of CPU, bare {statistics.median(theirs):.2f} s"
        yield Figure(f"import of {module}, beside a bare one", ratio, "x", 1.3, note=note)


def _cpu(code: str) -> float:
    """Seconds of processor that a new interpreter spends on *code*."""
    before = os.times()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
