"""What ops sees when the calendar changed: the command itself, on moto, in a small stack."""

import json
import sys
from datetime import date, datetime

import boto3
import pytest

from infra.local import recount as command
from services.deadlines.service import Deadlines
from services.deadlines.store import DynamoDeadlineStore
from shared.dutch_time import AMSTERDAM
from shared.events import CaseOpened
from shared.law.calendar import Calendar, dutch_calendar
from shared.municipality import municipalities
from shared.table import Table
from tests.builders import a_case, news_of

A_DECREE_DAY = date(2026, 5, 15)
NUMBER = a_case().number
STACK = {
    "Resources": {
        "DeadlinesTable": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [
                    {"AttributeName": name, "AttributeType": "S"}
                    for name in ("pk", "sk", "todo", "todo_at")
                ],
                "KeySchema": [
                    {"AttributeName": "pk", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
                "GlobalSecondaryIndexes": [
                    {
                        "IndexName": "todo",
                        "KeySchema": [
                            {"AttributeName": "todo", "KeyType": "HASH"},
                            {"AttributeName": "todo_at", "KeyType": "RANGE"},
                        ],
                        "Projection": {"ProjectionType": "ALL"},
                    }
                ],
            },
        }
    }
}


@pytest.fixture
def store(aws: None) -> DynamoDeadlineStore:
    """A case whose terms were counted before the decree of 2026 was known."""
    cloudformation = boto3.client("cloudformation")
    cloudformation.create_stack(StackName="klachtenloket", TemplateBody=json.dumps(STACK))
    [table] = cloudformation.describe_stack_resources(StackName="klachtenloket")["StackResources"]
    kept = DynamoDeadlineStore(Table(boto3.client("dynamodb"), table["PhysicalResourceId"]))
    known = dutch_calendar()
    before = Calendar(known.equated - {A_DECREE_DAY}, known.known_years, known.unknown_after)
    received = datetime(2026, 4, 2, 10, tzinfo=AMSTERDAM)
    service = Deadlines(kept, municipalities(), before)
    service.follow(news_of(CaseOpened, a_case(received_at=received), at=received))
    return kept


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["recount", *arguments])
    command.main()


def last_day(store: DynamoDeadlineStore) -> date:
    _, running = store.read("1904", NUMBER)
    return next(each.clock.due_on for each in running if each.clock.kind == "afhandeling")


def test_what_moves_is_printed_and_nothing_is_kept(
    store: DynamoDeadlineStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch)

    *lines, sentence = capsys.readouterr().out.splitlines()
    assert lines == [
        f"{NUMBER}  afhandeling: vrijdag 15 mei 2026 -> maandag 18 mei 2026",
        f"{NUMBER}  ombudsman: zaterdag 15 mei 2027 -> dinsdag 18 mei 2027",
    ]
    assert sentence == (
        "2 last days move, 0 other clocks change; nothing is kept: add apply=yes to keep it."
    )
    assert last_day(store) == A_DECREE_DAY


def test_what_moves_is_kept_when_asked_and_then_nothing_moves_any_more(
    store: DynamoDeadlineStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--apply")
    assert capsys.readouterr().out.endswith("2 last days move, 0 other clocks change; kept.\n")

    run(monkeypatch)
    assert capsys.readouterr().out.startswith("0 last days move")
    assert last_day(store) == date(2026, 5, 18)


def test_a_stack_that_is_not_there_is_answered_with_what_to_do(
    store: DynamoDeadlineStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match=r"Stopped: .*elders.*\nMend that and run this again"):
        run(monkeypatch, "--stack", "elders")
