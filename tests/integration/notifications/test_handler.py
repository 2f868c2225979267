"""From a message on the queue to a mail in the outbox of SES."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string
from email.policy import default
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from services.notifications import handler
from shared.case import Handler
from shared.dossier import Dossier, Person, key_of
from shared.events import CaseAdjourned, CaseOpened, RespondentRecorded
from shared.glossary import Channel, HandlerKind
from shared.proceedings import Matter, Respondent
from shared.table import Table
from tests.aws import Context, a_table, news_in, sqs_batch
from tests.builders import MONDAY, a_case, an_adjournment

RESIDENT = "j.dewit@mail.example"
OPENED = CaseOpened.about(a_case(), MONDAY).model_dump_json()
DOSSIER = Dossier(
    number="KL-2026-AAAAA-AAAAA",
    municipality="1904",
    channel=Channel.WEB_FORM,
    received_at=MONDAY,
    registered_at=MONDAY,
    text="De hulp komt niet.",
    person=Person(name="J. de Wit-Kuijper", email=RESIDENT, reachable_electronically=True),
)


@pytest.fixture
def table(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    monkeypatch.setenv("TABLE", "notifications")
    monkeypatch.setenv("DOSSIERS_TABLE", "dossiers")
    pk, sk = key_of("1904", DOSSIER.number)
    dossiers = a_table("dossiers")
    dossiers.transact(dossiers.put({"pk": pk, "sk": sk, "dossier": DOSSIER.model_dump_json()}))
    yield a_table("notifications")
    handler.notifications.cache_clear()


def verify_the_sender() -> None:
    boto3.client("ses").verify_email_identity(EmailAddress="klachten@stichtsevecht.example")


def outbox() -> list[Any]:
    return list(ses_backends["123456789012"]["eu-central-1"].sent_messages)


def deliver(event: str = OPENED) -> Any:
    return handler.on_events(sqs_batch(event), Context())


def sweep(after: timedelta) -> None:
    handler.on_schedule({"time": (MONDAY + after).isoformat()}, Context())


def test_a_case_that_opens_is_mailed_once_however_often_we_hear_of_it(table: Table) -> None:
    verify_the_sender()
    for _ in range(2):
        assert deliver() == {"batchItemFailures": []}

    assert [set(each.destinations) for each in outbox()] == [
        {"klachtenloket@stichtsevecht.example"},
        {RESIDENT},
    ]
    mail = message_from_string(outbox()[1].raw_data, policy=default)
    assert mail["To"] == RESIDENT
    assert mail["Auto-Submitted"] == "auto-replied"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert [json.loads(event)["data"]["aan"] for event in news_in(table)] == [
        "behandelaar",
        "inwoner",
    ]


def test_an_adjournment_is_mailed_to_who_complains_and_to_whom_it_is_about(table: Table) -> None:
    verify_the_sender()
    wijkteam = Handler(kind=HandlerKind.UNIT, key="wijkteam")
    case = a_case(handler=wijkteam, sequence=2, term_changes=(an_adjournment(),))
    event = CaseAdjourned.about(case, MONDAY)

    assert deliver(event.model_dump_json()) == {"batchItemFailures": []}

    assert [set(each.destinations) for each in outbox()] == [
        {RESIDENT},
        {"wijkteam@stichtsevecht.example"},
    ]
    for each in outbox():
        mail = message_from_string(each.raw_data, policy=default).get_body(("plain",))
        assert mail
        assert "maandag 10 augustus 2026" in mail.get_content()
    assert {json.loads(news)["data"]["oorzaak"] for news in news_in(table)} == {event.id}


def test_of_whom_it_is_about_is_told_once_in_a_case_however_often_we_hear_of_it(
    table: Table,
) -> None:
    verify_the_sender()
    wijkteam = Handler(kind=HandlerKind.UNIT, key="wijkteam")
    people = tuple(
        Respondent(reference=reference, job_title="consulent", party=wijkteam)
        for reference in ("B-1", "B-2")
    )
    for sequence, known in ((2, people[:1]), (3, people), (3, people)):
        case = a_case(sequence=sequence, matter=Matter(respondents=known))
        event = RespondentRecorded.about(case, MONDAY)
        assert deliver(event.model_dump_json()) == {"batchItemFailures": []}

    told = [(*set(each.destinations), _subject(each)) for each in outbox()]
    notice = ("wijkteam@stichtsevecht.example", "Er is een klacht over iemand bij u")
    copy = ("klachtenloket@stichtsevecht.example", "Stuur een afschrift van de klacht")
    assert told == [notice, copy, notice, copy]


def _subject(sent: Any) -> str:
    subject = str(message_from_string(sent.raw_data, policy=default)["Subject"])
    return subject.partition(" (")[0]


def test_a_refusal_goes_back_to_the_queue_and_names_nobody(
    table: Table, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG, "services"):
        assert deliver() == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}  # not verified
    assert outbox() == []
    assert RESIDENT not in caplog.text + capsys.readouterr().out

    verify_the_sender()
    assert deliver() == {"batchItemFailures": []}
    assert len(outbox()) == 2


def test_the_clock_sends_what_the_queue_could_not(table: Table) -> None:
    deliver()
    verify_the_sender()
    with_clock_of_today = timedelta(days=3650)  # refusals wait by the clock of the machine

    sweep(with_clock_of_today)

    assert len(outbox()) == 2


def test_only_a_letter_keeps_an_address(table: Table) -> None:
    verify_the_sender()
    deliver()
    stored = json.dumps(list(table.query(f"1904#{DOSSIER.number}")))
    assert "klaar" not in stored
    assert RESIDENT not in stored
    assert "Wit" not in stored
