"""Intake on a small AWS in this process, called as AWS calls it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import boto3
import pytest

from services.intake import handler
from shared.dossier import Dossier, key_of
from shared.events import ComplaintReceived
from shared.identity import issuers
from shared.table import Table
from tests.aws import Context, a_table, news_in, sqs_batch
from tests.builders import MONDAY
from tests.fakes.provider import Provider, a_provider
from tests.integration.intake.staff_browser import SITE, Browser


@dataclass
class Door:
    """What a test can do to intake and see of it."""

    table: Table
    dossiers: Table

    def news(self) -> list[ComplaintReceived]:
        return [ComplaintReceived.model_validate_json(text) for text in news_in(self.table)]

    def only_news(self) -> ComplaintReceived:
        [news] = self.news()
        return news

    def dossier(self, news: ComplaintReceived) -> Dossier:
        item = self.dossiers.get(*key_of(news.gemeentecode, news.subject))
        assert item is not None
        return Dossier.model_validate_json(item["dossier"])

    def only_dossier(self) -> Dossier:
        return self.dossier(self.only_news())

    def offer(self, *bodies: str, at: datetime = MONDAY) -> list[str]:
        """Put messages in the channel inbox, and say which ones went back to the queue."""
        batch = sqs_batch(*bodies)
        for record in batch["Records"]:
            record["attributes"]["SentTimestamp"] = str(int(at.timestamp() * 1000))
        return failed(handler.on_offered(batch, Context()))

    def mail(self, raw: bytes, key: str = "post/1904/een", at: datetime = MONDAY) -> list[str]:
        """Deliver a mail, and say which messages went back to the queue."""
        boto3.client("s3").put_object(Bucket="post", Key=key, Body=raw)
        return failed(handler.on_mail(sqs_batch(a_notice(key, at)), Context()))


def a_notice(key: str, at: datetime = MONDAY) -> str:
    """What S3 puts on a queue when an object came, its key already encoded for a URL."""
    record: dict[str, Any] = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "eventTime": at.isoformat().replace("+00:00", "Z"),
        "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": "post"}, "object": {"key": quote_plus(key, safe="/")}},
    }
    return json.dumps({"Records": [record]})


def failed(answer: Any) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """All that the log says, in its fields too."""
    return "\n".join(str(vars(record)) for record in caplog.records)


@pytest.fixture
def door(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    for name, value in (
        ("TABLE", "intake"),
        ("DOSSIERS_TABLE", "dossiers"),
        ("FILES_BUCKET", "bestanden"),
        ("MAIL_BUCKET", "post"),
    ):
        monkeypatch.setenv(name, value)
    for bucket in ("bestanden", "post"):
        boto3.client("s3").create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
    handler.intake.cache_clear()
    handler.files_bucket.cache_clear()
    handler.mail_bucket.cache_clear()
    handler.mail_door.cache_clear()
    handler.table.cache_clear()
    yield Door(a_table("intake"), a_table("dossiers"))
    handler.intake.cache_clear()
    handler.files_bucket.cache_clear()
    handler.mail_bucket.cache_clear()
    handler.mail_door.cache_clear()
    handler.table.cache_clear()


@pytest.fixture
def provider(door: Door, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The identity provider of Stichtse Vecht and Amsterdam, where their staff logs in."""
    with a_provider() as provider:
        monkeypatch.setenv("ISSUERS", json.dumps([provider.setting]))
        monkeypatch.setenv("SITE", SITE)
        issuers.cache_clear()
        yield provider
    issuers.cache_clear()


@pytest.fixture
def browser() -> Browser:
    return Browser()
