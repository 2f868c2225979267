"""`make key`: what the administrator sees, on moto, in a small stack, and what the key opens."""

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from infra.local import key as command
from services.intake.programs.keys import Keys
from shared.http import UnauthenticatedError
from shared.table import Table
from tests.integration.deadlines.test_recount import STACK

Run = Callable[..., str]


@pytest.fixture
def keys(aws: None) -> Keys:
    template = {"Resources": {"IntakeTable": STACK["Resources"]["DeadlinesTable"]}}
    cloudformation = boto3.client("cloudformation")
    cloudformation.create_stack(StackName="klachtenloket", TemplateBody=json.dumps(template))
    [table] = cloudformation.describe_stack_resources(StackName="klachtenloket")["StackResources"]
    return Keys(Table(boto3.client("dynamodb"), table["PhysicalResourceId"]))


@pytest.fixture
def run(keys: Keys, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["key", *arguments])
        command.main()
        return capsys.readouterr().out

    return run


NEW = ("--gemeente", "1904", "--naam", "chatbot", "--kanalen", "whatsapp,social_media")


def shown(out: str, what: str) -> str:
    found = re.search(rf"^{what}:\s+(\S+)", out, re.MULTILINE)
    assert found
    return found[1]


def test_without_apply_nothing_is_kept(run: Run) -> None:
    out = run(*NEW)

    assert "Kanalen: social_media, whatsapp." in out
    assert "Er is niets bewaard" in out
    assert "kl_1904" not in out


def test_a_key_opens_the_door_until_it_is_ended(keys: Keys, run: Run) -> None:
    out = run(*NEW, "--aanbieder", "rietland", "--apply")
    headers = {"x-api-key": shown(out, "Sleutel")}
    now = datetime.now(UTC) + timedelta(seconds=1)

    assert keys.who(headers, b"", now).provider == "rietland"

    end = ("--gemeente", "1904", "--intrekken", shown(out, "Kenmerk"))
    assert "Er is niets bewaard" in run(*end)
    assert keys.who(headers, b"", now)
    assert "opent niets meer" in run(*end, "--apply")
    with pytest.raises(UnauthenticatedError):
        keys.who(headers, b"", now)


def test_neither_key_nor_a_hash_that_is_the_key_is_in_the_table(keys: Keys, run: Run) -> None:
    key = shown(run(*NEW, "--apply"), "Sleutel")

    kept = json.dumps(keys._table._client.scan(TableName=keys._table.name)["Items"])
    assert key not in kept
    assert key.rpartition("_")[2] not in kept


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--gemeente", "0000"), "gemeente="),
        (("--gemeente", "9999"), "gemeente="),
        (("--kanalen", ""), "kanalen="),
        (("--kanalen", "duif"), "duif"),
        (("--naam", "Jan de Wit"), "naam="),
        (("--aanbieder", "niemand"), "register"),
        (("--intrekken", "aaaaaaaa"), "kenmerk"),
    ],
)
def test_what_cannot_be_is_answered_with_what_to_do(
    run: Run, arguments: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(SystemExit, match=f"{sentence}(.|\n)*niets veranderd"):
        run(*NEW, *arguments, "--apply")


def test_a_stack_that_is_not_there_is_answered_with_what_to_do(run: Run) -> None:
    with pytest.raises(SystemExit, match=r"Gestopt: .*elders"):
        run(*NEW, "--stack", "elders", "--apply")
