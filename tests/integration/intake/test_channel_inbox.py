"""Door 3: the encrypted queue to which integrations send what they were told."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from shared.glossary import Channel
from tests.builders import MONDAY
from tests.integration.intake.conftest import Door, logged


def an_offer(data: dict[str, Any] | None = None, **attributes: Any) -> str:
    """What an integration sends: a call that the contact centre wrote down."""
    usual: dict[str, Any] = {
        "specversion": "1.0",
        "id": "bel-1",
        "source": "urn:nld:gemeentecode:1904:systeem:kcc",
        "type": "nl.overheid.klachten.klacht-aangeboden.v1",
        "time": "2026-06-01T11:00:00+02:00",
        "gemeentecode": "1904",
        "kanaal": "telefoon",
        "data": {
            "tekst": "Mevrouw belt: de taxi kwam niet.",
            "indiener": {"naam": "J. de Wit", "telefoon": "06-00000001"},
        }
        | (data or {}),
    }
    return json.dumps(usual | attributes)


def test_what_is_offered_is_kept_and_told(door: Door) -> None:
    assert door.offer(an_offer({"aanbieders": ["plassentaxi"]})) == []

    news, dossier = door.only_news(), door.only_dossier()
    assert (news.gemeentecode, news.kanaal) == ("1904", Channel.PHONE)
    assert news.data.providers == ("plassentaxi",)
    assert dossier.person.phone == "06-00000001"
    assert dossier.text == "Mevrouw belt: de taxi kwam niet."


@pytest.mark.parametrize(
    ("channel", "written"), [("telefoon", False), ("brief", True), ("raadslid", False)]
)
def test_whether_it_is_in_writing_follows_from_the_channel(
    door: Door, channel: str, written: bool
) -> None:
    door.offer(an_offer(kanaal=channel))

    assert door.only_news().data.written is written


def test_the_integration_may_know_better(door: Door) -> None:
    door.offer(an_offer({"schriftelijk": True, "ondertekend": False, "anoniem": True}))

    assert door.only_news().data.written
    assert door.only_news().data.anonymous
    assert "niet ondertekend" in (door.only_dossier().note or "")


@pytest.mark.parametrize(
    ("stated", "received_at"),
    [
        ("2026-05-28T00:00:00+02:00", datetime(2026, 5, 27, 22, tzinfo=UTC)),  # as on the letter
        (None, datetime(2026, 6, 1, 9, tzinfo=UTC)),  # when the integration wrote it
        ("2026-06-09T00:00:00+02:00", MONDAY),  # never after it reached us
        ("9999-12-31T12:00:00Z", MONDAY),
    ],
)
def test_it_was_received_when_they_say_but_not_after_it_reached_us(
    door: Door, stated: str | None, received_at: datetime
) -> None:
    door.offer(an_offer({"ontvangenOp": stated}))

    dossier = door.only_dossier()
    assert (dossier.received_at, dossier.registered_at) == (received_at, MONDAY)
    assert ("toekomst" in (dossier.note or "")) == (received_at == MONDAY)


def test_the_same_message_twice_is_one_complaint(door: Door) -> None:
    door.offer(an_offer(), an_offer())
    door.offer(an_offer(), at=MONDAY + timedelta(days=3))

    assert door.only_dossier().received_at == datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_the_same_id_from_another_source_is_another_complaint(door: Door) -> None:
    door.offer(an_offer(), an_offer(source="urn:nld:gemeentecode:1904:systeem:balie"))

    assert len(door.news()) == 2


def test_something_else_under_an_old_id_is_kept_for_a_person(door: Door) -> None:
    assert door.offer(an_offer(), an_offer({"tekst": "Iets heel anders."})) == []

    readable, unreadable = sorted(door.news(), key=lambda news: not news.data.readable)
    assert unreadable.gemeentecode == "1904"
    assert "oud kenmerk" in (door.dossier(unreadable).note or "")
    assert door.dossier(readable).text == "Mevrouw belt: de taxi kwam niet."


@pytest.mark.parametrize(
    ("body", "municipality", "channel"),
    [
        ("", "0000", Channel.WEB_FORM),
        ("null", "0000", Channel.WEB_FORM),
        ("[" * 99_999, "0000", Channel.WEB_FORM),
        (an_offer()[:-30], "1904", Channel.PHONE),  # cut off
        (an_offer(gemeentecode="9999"), "0000", Channel.PHONE),
        (an_offer(gemeentecode=["1904"], kanaal={}), "0000", Channel.WEB_FORM),
        (an_offer(type="nl.overheid.klachten.klacht-aangeboden.v9"), "1904", Channel.PHONE),
        (an_offer(kanaal="postduif"), "1904", Channel.WEB_FORM),
        (an_offer(time="0001-01-01T00:00:00+09:00"), "1904", Channel.PHONE),
        (an_offer({"ontvangenOp": "0026-06-01T00:00:00Z"}), "1904", Channel.PHONE),
        (an_offer({"tekst": ""}), "1904", Channel.PHONE),
        (an_offer({"tekst": "x" * 100_001}), "1904", Channel.PHONE),
        (an_offer({"indiener": {"email": "geen adres"}}), "1904", Channel.PHONE),
        (an_offer({"bijlagen": [{"naam": "x", "inhoud": "TVo="}]}), "1904", Channel.PHONE),
    ],
)
def test_what_is_not_understood_is_kept_for_a_person(
    door: Door, body: str, municipality: str, channel: Channel
) -> None:
    assert door.offer(body, body) == []

    news, dossier = door.only_news(), door.only_dossier()
    assert (news.gemeentecode, news.kanaal) == (municipality, channel)
    assert not news.data.readable
    assert "niet te lezen" in (dossier.note or "")
    assert (dossier.raw or "").startswith(f"onleesbaar/{municipality}/")
    kept = boto3.client("s3").get_object(Bucket="bestanden", Key=dossier.raw or "")
    assert kept["Body"].read() == body.encode()


def test_one_message_that_fails_does_not_stop_the_others(
    door: Door,
) -> None:
    assert door.offer("{", an_offer(), "}") == []
    assert len(door.news()) == 3


def test_the_log_does_not_say_who_complained_or_what(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.offer(an_offer(), an_offer({"indiener": {"naam": "J. de Wit", "email": "geheim"}}))

    log = logged(caplog)
    assert len(caplog.records) == 2
    assert not [word for word in ("Wit", "taxi", "00000001", "geheim") if word in log]
