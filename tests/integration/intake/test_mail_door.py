"""Door 2: a raw mail in a bucket, of which S3 puts a notice on a queue."""

import json
from datetime import timedelta

import pytest

from services.intake.handler import on_mail
from shared.glossary import Channel
from tests.aws import Context, sqs_batch
from tests.builders import MONDAY
from tests.integration.intake.conftest import Door, a_notice, failed, logged

MAIL = (
    b"Message-ID: <1@mail.example>\r\nFrom: J. de Wit <j.dewit@mail.example>\r\n"
    b"Subject: Hulp\r\n\r\nDe hulp komt al weken niet."
)


def test_a_mail_is_kept_and_told(door: Door) -> None:
    assert door.mail(MAIL) == []

    news, dossier = door.only_news(), door.only_dossier()
    assert (news.gemeentecode, news.kanaal) == ("1904", Channel.EMAIL)
    assert news.data.written
    assert news.data.readable
    assert (dossier.subject, dossier.text) == ("Hulp", "De hulp komt al weken niet.")
    assert dossier.mail_to == "j.dewit@mail.example"
    assert dossier.raw == "post/1904/een"
    assert dossier.received_at == MONDAY


def test_the_same_mail_twice_is_one_complaint(door: Door) -> None:
    door.mail(MAIL)
    door.mail(MAIL)
    door.mail(b"Received: from elsewhere\r\n" + MAIL, "post/1904/twee", MONDAY + timedelta(days=1))

    assert door.only_dossier().raw == "post/1904/een"


@pytest.mark.parametrize(
    ("key", "municipality"),
    [
        ("post/1696/a b+c/é.eml", "1696"),
        ("post/9999/x", "0000"),
        ("post/x", "0000"),
        ("post/1904", "1904"),
        ("elders/1904/x", "0000"),
    ],
)
def test_a_mail_for_nobody_we_know_goes_to_the_safety_net(
    door: Door, key: str, municipality: str
) -> None:
    assert door.mail(MAIL, key) == []

    assert door.only_news().gemeentecode == municipality
    assert door.only_dossier().raw == key


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 1_000, b"\r\n\r\n", b"Subject: =?x?b?!?=\r\n"])
def test_what_cannot_be_read_is_still_a_case_for_a_person(door: Door, raw: bytes) -> None:
    assert door.mail(raw) == []

    assert door.only_dossier().raw == "post/1904/een"
    if not door.only_news().data.readable:
        assert "origineel" in (door.only_dossier().note or "")


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "post"}),
        a_notice("post/1904/AMAZON_SES_SETUP_NOTIFICATION"),
        a_notice("post/1904/"),
    ],
)
def test_a_try_of_aws_is_not_a_complaint(door: Door, body: str) -> None:
    assert failed(on_mail(sqs_batch(body), Context())) == []
    assert door.news() == []


def test_a_notice_of_a_mail_that_is_not_there_goes_back_alone(door: Door) -> None:
    door.mail(MAIL)
    batch = sqs_batch(a_notice("post/1904/weg"), a_notice("post/1904/een"), "geen json")

    assert failed(on_mail(batch, Context())) == ["message-0", "message-2"]
    assert len(door.news()) == 1


def test_the_log_does_not_say_who_wrote_or_what(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.mail(MAIL)

    log = logged(caplog)
    assert "accepted" in log
    assert not [word for word in ("Wit", "wit", "mail.example", "Hulp", "weken") if word in log]
