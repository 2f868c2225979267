"""A small storm for every change; `make storm` brings larger ones."""

import sys

import pytest

from infra.local import Unavailable
from tests.storm.run import storm

COMPLAINTS = 60
SEED = "poort"


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("ministack", marks=pytest.mark.ministack),
        pytest.param("localstack", marks=pytest.mark.localstack),
    ],
)
def test_whatever_fails_nothing_is_lost_doubled_stuck_or_told_to_strangers(engine: str) -> None:
    try:
        sys.stdout.write(storm(engine, SEED, COMPLAINTS))
    except Unavailable as missing:
        pytest.skip(f"NO STORM ON {engine.upper()}: {missing}")
