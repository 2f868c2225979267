"""What limits promise. The fake and DynamoDB are held to the same promises."""

from datetime import timedelta

import pytest

from services.intake.limits import Limit, Limits
from services.intake.tracking import Limits as AnyLimits
from tests.aws import a_table
from tests.builders import MONDAY
from tests.fakes.tracking import InMemoryLimits

THREE = Limit("deur", 3, timedelta(minutes=15))


@pytest.fixture(params=["in memory", "DynamoDB"])
def limits(request: pytest.FixtureRequest, aws: None) -> AnyLimits:
    return InMemoryLimits() if request.param == "in memory" else Limits(a_table("intake"))


def test_so_often_and_no_more_until_the_next_window(limits: AnyLimits) -> None:
    knocks = [limits.passes(THREE, "1904", "zij", MONDAY) for _ in range(5)]

    assert knocks == [True, True, True, False, False]
    assert limits.passes(THREE, "1904", "zij", MONDAY + THREE.window)


def test_nobody_waits_for_what_another_did(limits: AnyLimits) -> None:
    for _ in range(5):
        limits.passes(THREE, "1904", "hij", MONDAY)

    assert limits.passes(THREE, "1904", "zij", MONDAY)
    assert limits.passes(THREE, "1696", "hij", MONDAY)
    assert limits.passes(Limit("andere deur", 3, THREE.window), "1904", "hij", MONDAY)


def test_looking_does_not_count(limits: AnyLimits) -> None:
    looks = []
    for _ in range(4):
        looks.append(limits.is_full(THREE, "1904", "zij", MONDAY))
        limits.passes(THREE, "1904", "zij", MONDAY)

    assert looks == [False, False, False, True]
    assert not limits.is_full(THREE, "1904", "zij", MONDAY + THREE.window)
