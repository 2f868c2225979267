"""Nothing is stuck: what nobody made a case of is told again."""

from datetime import timedelta

import pytest

from services.intake.handler import on_events, on_schedule
from shared.events import CaseOpened
from tests.aws import Context, sqs_batch
from tests.builders import MONDAY, a_case
from tests.integration.intake.conftest import Door
from tests.integration.intake.test_form import ask


def sweep(after: timedelta) -> None:
    on_schedule({"time": (MONDAY + after).isoformat().replace("+00:00", "Z")}, Context())


def test_news_that_nobody_took_up_is_told_again_as_the_same_news(door: Door) -> None:
    ask()

    sweep(timedelta(minutes=9))
    assert len(door.news()) == 1
    sweep(timedelta(minutes=11))
    sweep(timedelta(minutes=11))

    assert len(door.news()) == 2
    assert len({news.id for news in door.news()}) == 1


def test_what_became_a_case_is_left_alone(door: Door) -> None:
    _, _, receipt = ask()
    opened = CaseOpened.about(a_case(number=receipt["zaaknummer"]), MONDAY).model_dump_json()

    assert on_events(sqs_batch(opened, opened), Context()) == {"batchItemFailures": []}
    sweep(timedelta(days=400))

    assert len(door.news()) == 1


def test_each_sweep_says_how_many_it_told_again(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    ask()
    caplog.clear()

    sweep(timedelta(hours=1))
    sweep(timedelta(hours=1))

    assert [vars(record)["opnieuw_verteld"] for record in caplog.records] == [1, 0]
