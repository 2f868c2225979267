"""What a resident says of herself, by whichever door: does it get out of the dossier?

A word that stands nowhere else is put in every field of every door, and looked for on the bus, in
the logs and in the tables of all who need not know.
"""

import json
import logging
from collections.abc import Iterator
from email.message import EmailMessage
from hashlib import sha256
from typing import Any

import boto3
import pytest
from moto import mock_aws

from services.intake import handler as intake
from services.intake.domain import code_in
from shared.dossier import Dossier, key_of
from tests.aws import Context, news_in, sqs_batch
from tests.builders import MONDAY
from tests.fakes.mails import a_bounce, one_of_ours
from tests.flow import Flow, _items
from tests.integration.intake.conftest import a_notice

CANARY = "Kanariepiet"
HER = {
    "naam": f"{CANARY} Voorbeeld",
    "email": f"{CANARY}@mail.example",
    "adres": f"{CANARY}straat 1",
    "hoedanigheid": CANARY,
    "namens": CANARY,
    "bijgestaanDoor": CANARY,
    "voorkeurContact": CANARY,
    "elektronischBereikbaar": True,
}
FILE = {"naam": f"{CANARY}.txt", "mediatype": "text/plain", "inhoud": "S2FuYXJpZXBpZXQ="}
TOLD: dict[str, Any] = {
    "onderwerp": CANARY,
    "over": CANARY,
    "wanneer": CANARY,
    "wens": CANARY,
    "indiener": HER,
    "bijlagen": [FILE],
}


@pytest.fixture
def flow() -> Iterator[Flow]:
    with mock_aws():
        made = Flow()
        boto3.client("s3").create_bucket(
            Bucket="mail", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        yield made


def mail(key: str, raw: bytes) -> None:
    boto3.client("s3").put_object(Bucket="mail", Key=f"post/1904/{key}", Body=raw)
    called(intake.on_mail, a_notice(f"post/1904/{key}", MONDAY))


def a_mail(to: str, text: str = CANARY) -> bytes:
    message = EmailMessage()
    message["From"] = f"{CANARY} Voorbeeld <{CANARY}@mail.example>"
    message["To"] = to
    message["Subject"] = CANARY
    message["Message-ID"] = f"<{sha256((to + text).encode()).hexdigest()}@mail.example>"
    message.set_content(text)
    message.add_attachment(CANARY, filename=f"{CANARY}.txt")
    return message.as_bytes()


def offer(kind: str, **data: Any) -> None:
    event = {
        "specversion": "1.0",
        "id": f"{CANARY}-{kind}",
        "source": f"urn:{CANARY}",
        "type": f"nl.overheid.klachten.{kind}.v1",
        "time": "2026-06-01T09:30:00Z",
        "gemeentecode": "1904",
        "kanaal": "whatsapp",
        "data": {"tekst": CANARY, **TOLD, **data},
    }
    called(intake.on_offered, json.dumps(event))


def called(function: Any, body: str) -> None:
    batch = sqs_batch(body)
    batch["Records"][0]["attributes"]["SentTimestamp"] = str(int(MONDAY.timestamp() * 1000))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TABLE", "intake")
        assert function(batch, Context()) == {"batchItemFailures": []}


def dossier(flow: Flow, number: str) -> Dossier:
    item = flow.tables["dossiers"].get(*key_of("1904", number))
    assert item is not None
    return Dossier.model_validate_json(item["dossier"])


def everything(flow: Flow) -> None:
    """She tells it by the form, by mail and by an integration, first and later."""
    number = flow.complain(CANARY, "a-key-of-the-form", **TOLD)
    flow.settle(lambda waiting: 0)
    code = code_in(number).replace("-", "").lower()
    reply_to = f"klachten+{code}.{dossier(flow, number).reply_token}@stichtsevecht.example"
    mail("nieuw", a_mail("klachten@stichtsevecht.example"))
    mail("antwoord", a_mail(reply_to))
    mail("van-een-ander", a_mail("klachten@stichtsevecht.example", f"Over {number}: {CANARY}"))
    mail("terug", a_bounce(one_of_ours(reply_to, number) + CANARY.encode()))
    mail("reclame", b"X-SES-Spam-Verdict: FAIL\n" + a_mail("iedereen@mail.example"))
    offer("klacht-aangeboden")
    offer("bericht-aangeboden", zaaknummer=number, volgcode=dossier(flow, number).tracking_code)
    offer("bericht-aangeboden-onbekend")
    flow.settle(lambda waiting: 0)
    for service in ("intake", "routing", "notifications"):
        flow.sweep(service, "2026-06-03T09:30:00Z")
    flow.settle(lambda waiting: 0)


def test_what_she_says_of_herself_stays_in_her_dossier(
    flow: Flow, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        everything(flow)

    told = [text for name in flow.tables for text in news_in(flow.tables[name])]
    tables = [
        json.dumps(item, default=str)
        for name, table in flow.tables.items()
        if name != "dossiers"
        for item in _items(table)
    ]
    ours = [str(vars(each)) for each in caplog.records]
    for place, texts in (("bus", told), ("table", tables), ("log", ours)):
        found = [text for text in texts if CANARY.lower() in text.lower()]
        assert not found, (place, len(found))
    kept = [json.dumps(item, default=str) for item in _items(flow.tables["dossiers"])]
    assert len([text for text in kept if CANARY in text]) >= 7
