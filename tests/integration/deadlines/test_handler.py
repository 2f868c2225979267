import json
from collections.abc import Iterator

import pytest

from services.deadlines import handler
from shared.events import CaseClosed, CaseEvent, CaseOpened
from shared.table import Table
from tests.aws import Context, a_table, news_in, sqs_batch
from tests.builders import MONDAY, a_case, news_of


@pytest.fixture
def table(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    monkeypatch.setenv("TABLE", "deadlines")
    handler.deadlines.cache_clear()
    yield a_table("deadlines")
    handler.deadlines.cache_clear()


def envelope(event: CaseEvent) -> str:
    """An event as EventBridge puts it on a queue."""
    return json.dumps({"detail-type": event.type, "detail": json.loads(event.model_dump_json())})


def told(table: Table) -> list[str]:
    return sorted(json.loads(event)["type"].split(".")[3] for event in news_in(table))


def test_a_case_gets_its_clocks_once_however_often_it_is_told(table: Table) -> None:
    opened = envelope(news_of(CaseOpened, a_case()))

    answer = handler.on_events(sqs_batch(opened, opened), Context())
    handler.on_events(sqs_batch(opened), Context())

    assert answer == {"batchItemFailures": []}
    assert set(told(table)) == {"termijnen-vastgesteld"}
    assert len({json.loads(event)["id"] for event in news_in(table)}) == 1


def test_one_bad_message_does_not_stop_the_others(table: Table) -> None:
    good = envelope(news_of(CaseOpened, a_case()))

    answer = handler.on_events(sqs_batch("not json", '{"detail": {}}', good), Context())

    failed = [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
    assert failed == ["message-0", "message-1"]
    assert told(table) == ["termijnen-vastgesteld"]


def test_the_sweep_acts_by_the_time_in_its_event(table: Table) -> None:
    handler.on_events(sqs_batch(envelope(news_of(CaseOpened, a_case()))), Context())

    handler.on_schedule({"time": "2026-06-05T06:29:59Z"}, Context())
    assert told(table) == ["termijnen-vastgesteld"]

    handler.on_schedule({"time": "2026-06-05T06:30:00Z"}, Context())  # half past eight: it opens
    handler.on_schedule({"time": "2026-06-05T06:30:00Z"}, Context())
    assert told(table) == ["termijn-nadert", "termijnen-vastgesteld"]


def test_a_closed_case_is_never_told_of_again(table: Table) -> None:
    opened = news_of(CaseOpened, a_case(sequence=1))
    closed = news_of(CaseClosed, a_case(sequence=2, closed_at=MONDAY))

    handler.on_events(sqs_batch(envelope(closed), envelope(opened)), Context())
    handler.on_schedule({"time": "2030-01-01T00:00:00Z"}, Context())

    assert told(table) == ["termijnen-vastgesteld"]


def test_a_schedule_without_a_time_zone_is_refused(table: Table) -> None:
    with pytest.raises(ValueError, match="timezone"):
        handler.on_schedule({"time": "2026-06-05T06:30:00"}, Context())
