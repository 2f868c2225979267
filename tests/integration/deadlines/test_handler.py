"""From a message on the queue, or a rule of the clock, to what is told: on moto."""

import json
from datetime import UTC, datetime

import pytest

from services.deadlines import handler
from shared.events import CaseClosed, CaseEvent, CaseOpened, Event, Message, MessageSent
from shared.table import Table
from tests.aws import Context, news_in, sqs_batch
from tests.builders import MONDAY, a_case, news_of


def envelope(event: Event) -> str:
    """An event as EventBridge puts it on a queue."""
    return json.dumps({"detail-type": event.type, "detail": json.loads(event.model_dump_json())})


def told(table: Table, number: str = a_case().number) -> list[str]:
    """What was told about a case."""
    events = map(json.loads, news_in(table))
    return sorted(each["type"].split(".")[3] for each in events if each["subject"] == number)


def hears(*events: Event) -> None:
    answer = handler.on_events(sqs_batch(*map(envelope, events)), Context())
    assert answer == {"batchItemFailures": []}


def metrics(capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    """The figures that were reported, by name."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    return {
        metric["Name"]: line[metric["Name"]][0]
        for line in lines
        for directive in line["_aws"]["CloudWatchMetrics"]
        for metric in directive["Metrics"]
    }


def test_a_case_gets_its_clocks_once_however_often_it_is_told(table: Table) -> None:
    opened = news_of(CaseOpened, a_case())

    hears(opened, opened)
    hears(opened)

    assert set(told(table)) == {"termijnen-vastgesteld"}
    assert len({json.loads(event)["id"] for event in news_in(table)}) == 1


def test_one_bad_message_does_not_stop_the_others(table: Table) -> None:
    good = envelope(news_of(CaseOpened, a_case()))

    answer = handler.on_events(sqs_batch("not json", '{"detail": {}}', good), Context())

    failed = [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
    assert failed == ["message-0", "message-1"]
    assert told(table) == ["termijnen-vastgesteld"]


def test_the_sweep_acts_by_the_time_in_its_event(table: Table) -> None:
    hears(news_of(CaseOpened, a_case(written=False)))

    handler.on_schedule({"time": "2026-06-05T06:29:59Z"}, Context())
    assert told(table) == ["termijnen-vastgesteld"]

    handler.on_schedule({"time": "2026-06-05T06:30:00Z"}, Context())  # half past eight: it opens
    handler.on_schedule({"time": "2026-06-05T06:30:00Z"}, Context())
    assert told(table) == ["termijn-nadert", "termijnen-vastgesteld"]


def test_a_receipt_that_was_sent_keeps_the_desk_from_being_asked_for_one(table: Table) -> None:
    hears(news_of(CaseOpened, a_case(first_contact_at=MONDAY)))
    hears(
        MessageSent(
            id="a-receipt",
            source="urn:nld:gemeentecode:1904:systeem:klachtenloket-notifications",
            subject=a_case().number,
            time=MONDAY,
            gemeentecode="1904",
            data=Message(message_id="m", template="ontvangst", audience="inwoner"),
        )
    )

    handler.on_schedule({"time": "2026-06-02T10:00:00Z"}, Context())

    assert told(table) == ["termijnen-vastgesteld"]


def test_a_closed_case_is_never_told_of_again(table: Table) -> None:
    opened = news_of(CaseOpened, a_case(sequence=1))
    closed = news_of(CaseClosed, a_case(sequence=2, closed_at=MONDAY))

    hears(closed, opened)
    handler.on_schedule({"time": "2030-01-01T10:00:00Z"}, Context())

    assert told(table) == ["termijnen-vastgesteld"]


@pytest.mark.parametrize("event", CaseEvent.__subclasses__())
def test_whatever_is_told_about_a_case_sets_its_clocks(
    table: Table, event: type[CaseEvent]
) -> None:
    hears(news_of(event, a_case()))

    assert told(table) == ["termijnen-vastgesteld"]


def test_a_schedule_without_a_time_zone_is_refused(table: Table) -> None:
    with pytest.raises(ValueError, match="timezone"):
        handler.on_schedule({"time": "2026-06-05T06:30:00"}, Context())


def test_a_sweep_also_watches_what_belongs_to_no_case(table: Table) -> None:
    handler.on_schedule({"time": "2026-06-01T10:00:00Z"}, Context())
    handler.on_schedule({"time": "2026-06-01T10:05:00Z"}, Context())
    totals = "aanbiedersrapportage-2026-06-30-vechtstroom"
    assert told(table, totals) == []

    handler.on_schedule({"time": "2026-06-16T10:00:00Z"}, Context())  # ten working days before

    near = [each for each in map(json.loads, news_in(table)) if each["subject"] == totals]
    assert told(table, totals) == 2 * ["verplichting-nadert"]
    assert {each["gemeentecode"] for each in near} == {"1904", "1696"}  # Weesp is no more
    assert {each["data"]["aan"] for each in near} == {"behandelaar"}
    assert {each["data"]["aanbieder"] for each in near} == {"vechtstroom"}


def test_a_clock_that_cannot_be_read_holds_up_no_other_and_does_not_pass_unseen(
    table: Table,
) -> None:
    for n in range(20):  # in every share of the work
        hears(news_of(CaseOpened, a_case(number=f"KL-2026-AAAAA-{n:05}", written=False)))
    broken = next(iter(table.query("1904#KL-2026-AAAAA-00007", "klok#contact")))
    table.transact(table.put(broken | {"clock": "not json"}))

    with pytest.raises(ExceptionGroup, match="1 clocks could not act"):
        handler.on_schedule({"time": "2026-06-05T06:30:00Z"}, Context())

    reminded = {n for n in range(20) if "termijn-nadert" in told(table, f"KL-2026-AAAAA-{n:05}")}
    assert reminded == set(range(20)) - {7}


def test_the_lag_of_the_sweep_is_measured(table: Table, capsys: pytest.CaptureFixture[str]) -> None:
    hears(news_of(CaseOpened, a_case(written=False)))
    handler.on_schedule({"time": "2026-06-05T06:29:00Z"}, Context())
    assert metrics(capsys)["SweepLag"] == 0

    handler.on_schedule({"time": "2026-06-05T07:30:00Z"}, Context())
    assert metrics(capsys)["SweepLag"] == 3600


def test_a_term_beyond_the_known_calendar_is_measured(
    table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    hears(news_of(CaseOpened, a_case()))
    assert "CalendarUnknown" not in metrics(capsys)

    beyond = a_case(sequence=2, received_at=datetime(2029, 1, 8, tzinfo=UTC))
    hears(news_of(CaseOpened, beyond))
    assert metrics(capsys)["CalendarUnknown"] >= 1
