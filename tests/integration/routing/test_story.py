"""Who may read what was told, and how much of it?"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest

from services.routing import handler
from services.routing.api import on_request
from services.routing.handler import on_events
from services.routing.story import NO_BSN
from shared.dossier import Addition, Attachment, Dossier, Person, addition_key, key_of
from shared.glossary import Channel, Side, Telling
from shared.privacy import NOT_SHOWN
from tests.aws import Context, http_request
from tests.builders import MONDAY, a_received_complaint
from tests.integration.routing.conftest import FILE_ID, NUMBER, Town
from tests.integration.routing.test_handler import on_the_queue
from tests.tokens import bearer, of_provider

CASE = f"/v1/zaken/{NUMBER}"
OTHER = "KL-2026-BBBBB-BBBBB"
KEY = f"bijlagen/1904/{NUMBER}/{FILE_ID}"
BSN = "123456782"
AN_HOUR = 3_600_000
SECRETS = {"tracking_code": "GEHEI-MEVOL-GCODE", "reply_token": "geheimetokenabcd"}


@dataclass
class Desk:
    town: Town

    def has(self, number: str = NUMBER, text: str = "Rietland komt niet.", **facts: Any) -> None:
        """A case of which the story is kept."""
        dossier = Dossier(
            number=number,
            municipality="1904",
            channel=Channel.WEB_FORM,
            received_at=MONDAY,
            registered_at=MONDAY,
            text=text,
            person=Person(name="A. Voorbeeld", email="a@mail.example", phone="06-12345678"),
            **SECRETS,
            **facts,
        )
        pk, sk = key_of("1904", number)
        self._put({"pk": pk, "sk": sk, "dossier": dossier.model_dump_json()})
        on_events(on_the_queue(a_received_complaint(number=number)), Context())

    def hears(
        self, text: str, side: Side = Side.COMPLAINANT, id: str = "A-1", **facts: Any
    ) -> None:
        more = Addition(
            id=f"A-{side.name}",
            number=NUMBER,
            municipality="1904",
            telling=Telling.MORE,
            side=side,
            channel=Channel.EMAIL,
            received_at=MONDAY,
            registered_at=MONDAY,
            text=text,
            **facts,
        )
        pk, sk = addition_key("1904", NUMBER, more.registered_at, more.id)
        self._put({"pk": pk, "sk": sk, "aanvulling": more.model_dump_json()})

    def _put(self, item: dict[str, Any]) -> None:
        self.town.dossiers.transact(self.town.dossiers.put(item))


@pytest.fixture
def desk(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("FILES_BUCKET", "bestanden")
    boto3.client("s3").create_bucket(
        Bucket="bestanden", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    handler.files.cache_clear()
    yield Desk(town)
    handler.files.cache_clear()


def ask(
    path: str, token: str, body: Any = None, method: str = "GET"
) -> tuple[int, dict[str, Any], dict[str, list[str]]]:
    at_ms = int(MONDAY.timestamp() * 1000) + AN_HOUR
    text = None if body is None else json.dumps(body)
    answer = on_request(
        http_request(method, path, text, {"Authorization": token}, at_ms=at_ms), Context()
    )
    return answer["statusCode"], json.loads(answer["body"]), answer["multiValueHeaders"]


def read(token: str, number: str = NUMBER) -> tuple[int, dict[str, Any]]:
    status, shown, _ = ask(f"/v1/zaken/{number}/dossier", token)
    return status, shown


def test_who_sees_the_whole_case_reads_the_whole_story(desk: Desk) -> None:
    desk.has(note="Zij klonk verdrietig.", wish="Een vaste hulp.")
    desk.hears("Vandaag weer niet.", person=Person(name="B. Voorbeeld"))
    desk.hears("Wij belden.", side=Side.PROVIDER)

    status, shown = read(bearer("klachtencoordinator"))

    assert status == 200
    [message] = shown["berichten"]
    assert message["tekst"] == "Rietland komt niet."
    assert message["wens"] == "Een vaste hulp."
    assert message["indiener"]["telefoon"] == "06-12345678"
    assert message["aantekening"] == "Zij klonk verdrietig."
    assert [each["tekst"] for each in message["toevoegingen"]] == [
        "Vandaag weer niet.",
        "Wij belden.",
    ]
    assert message["toevoegingen"][0]["afzender"]["naam"] == "B. Voorbeeld"
    assert "opmerking" not in shown


def test_nobody_reads_what_opens_something(desk: Desk) -> None:
    desk.has(
        raw="post/1904/een",
        attachments=(Attachment(key=KEY, name="f.pdf", content_type="application/pdf", size=3),),
    )

    _, shown = read(bearer())

    assert shown["berichten"][0]["bijlagen"] == [
        {"kenmerk": FILE_ID, "naam": "f.pdf", "mediatype": "application/pdf", "grootte": 3}
    ]
    for secret in (*SECRETS.values(), "post/1904", "bijlagen/1904"):
        assert secret not in json.dumps(shown)


def test_nobody_reads_a_code_that_came_back_in_a_mail_of_ours(desk: Desk) -> None:
    desk.has(may_be_shared=True)
    code, token = SECRETS.values()
    desk.hears(f"Uw code is {code.lower()}. Antwoord aan klachten+abcdefghij.{token}@mail.example")
    given_to_the_provider()

    for reader in (bearer(), of_provider("rietland")):
        [message] = read(reader)[1]["berichten"]
        [more] = message["toevoegingen"]
        assert more["tekst"].startswith(f"Uw code is {NOT_SHOWN}. ")
        assert token not in more["tekst"]


def test_a_provider_reads_nothing_that_somebody_else_wrote(desk: Desk) -> None:
    desk.has(may_be_shared=True)
    desk.hears("Ik ben haar arts.", by_herself=False)
    given_to_the_provider()

    assert "arts" not in json.dumps(read(of_provider("rietland"))[1])
    assert "arts" in json.dumps(read(bearer())[1])


def given_to_the_provider() -> None:
    body = {"behandelaar": {"soort": "aanbieder", "sleutel": "rietland"}}
    assert ask(f"{CASE}/_toewijzen", bearer(), body, "POST")[0] == 200


def test_a_provider_reads_what_the_resident_said_that_it_may_read(desk: Desk) -> None:
    desk.has(may_be_shared=True, note="Zij klonk verdrietig.")
    desk.hears("Vandaag weer niet.")
    desk.hears("Let op haar hond.", side=Side.MUNICIPALITY)
    given_to_the_provider()

    status, shown = read(of_provider("rietland"))

    assert status == 200
    [message] = shown["berichten"]
    assert message["tekst"] == "Rietland komt niet."
    assert [each["tekst"] for each in message["toevoegingen"]] == ["Vandaag weer niet."]
    for secret in ("verdrietig", "hond", "Voorbeeld", "06-1234"):
        assert secret not in json.dumps(shown)


@pytest.mark.parametrize("agreed", [None, False])
def test_a_provider_hears_what_to_do_where_the_resident_did_not_agree(
    desk: Desk, agreed: bool | None
) -> None:
    desk.has(may_be_shared=agreed)
    given_to_the_provider()

    status, problem = read(of_provider("rietland"))

    assert status == 403
    assert "Laat het klachtenloket haar dat vragen." in problem["detail"]
    assert "Rietland" not in json.dumps(problem)


@pytest.mark.parametrize(
    ("token", "status"),
    [
        (bearer("kcc-medewerker", eenheden=[]), 403),
        (bearer("rapporteur"), 403),
        (of_provider("vechtstroom"), 404),
        (bearer("behandelaar", eenheden=["iets_anders"]), 404),
        (bearer(gemeentecode="1696"), 404),
        ("Bearer onzin", 401),
    ],
)
def test_others_do_not_read_it(desk: Desk, token: str, status: int) -> None:
    desk.has(may_be_shared=True)

    answer, shown = read(token)

    assert answer == status
    assert "komt niet" not in json.dumps(shown)


def test_a_bsn_is_not_shown_wherever_it_stands_and_that_is_said(desk: Desk) -> None:
    desk.has(
        text=f"Mijn nummer is {BSN}, of 1234.56.782. Bel 06-12345678.",
        subject=f"BSN {BSN}",
        note=f"Zij noemde 123 456 782, over {OTHER}.",
        attachments=(
            Attachment(key=KEY, name=f"{BSN}.pdf", content_type="application/pdf", size=3),
        ),
    )
    desk.hears(f"Nogmaals: {BSN}")

    _, shown = read(bearer())

    text = json.dumps(shown, ensure_ascii=False)
    assert not [each for each in (BSN, "1234.56.782", "123 456 782") if each in text]
    assert shown["opmerking"] == NO_BSN
    assert "Bel 06-12345678" in text
    assert OTHER in text


def test_each_reading_is_logged_with_who_and_why_and_not_with_what(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.has()
    with caplog.at_level(logging.INFO):
        caplog.clear()
        read(bearer(sub="s-7"))

    readings = [vars(each)["inzage"] for each in caplog.records if hasattr(each, "inzage")]
    assert {"lezer": "s-7", "doel": "verhaal lezen"}.items() <= readings[-1].items()
    logged = "\n".join(str(vars(each)) for each in caplog.records)
    assert not [each for each in ("Voorbeeld", "mail.example", "komt niet") if each in logged]


def test_a_case_without_a_story_says_so(desk: Desk) -> None:
    desk.has()
    pk, sk = key_of("1904", NUMBER)
    desk.town.dossiers.transact(desk.town.dossiers.delete(pk, sk))

    assert read(bearer())[0] == 404


def test_both_stories_are_read_where_one_case_goes_on_in_the_other(desk: Desk) -> None:
    desk.has()
    desk.has(OTHER, "Nogmaals: Rietland komt niet.", may_be_shared=True)
    other = f"/v1/zaken/{OTHER}"
    link = {"zaaknummer": NUMBER, "verband": "dezelfde_als"}
    assert ask(f"{other}/_koppelen", bearer(), link, "POST")[0] == 200
    assert [each["zaaknummer"] for each in read(bearer())[1]["berichten"]] == [NUMBER]

    assert ask(f"{other}/_afhandelen", bearer(), {"uitkomst": "samengevoegd"}, "POST")[0] == 200

    messages = read(bearer())[1]["berichten"]
    assert [each["zaaknummer"] for each in messages] == [NUMBER, OTHER]
    assert all(each["ontvangenOp"] for each in messages)
    reopened = {"reden": "niet_tevreden"}
    assert ask(f"{other}/_heropenen", bearer(), reopened, "POST")[0] == 200
    assert [each["zaaknummer"] for each in read(bearer())[1]["berichten"]] == [NUMBER]


# Attachments.


def has_a_file(desk: Desk, name: str = "foto.png", verdict: str | None = None) -> None:
    attachment = Attachment(key=KEY, name=name, content_type="image/png", size=3)
    desk.has(attachments=(attachment,), may_be_shared=True)
    tags = {"Tagging": f"GuardDutyMalwareScanStatus={verdict}"} if verdict else {}
    boto3.client("s3").put_object(Bucket="bestanden", Key=KEY, Body=b"png", **tags)  # type: ignore[arg-type]


def fetch(token: str, id: str = FILE_ID) -> tuple[int, dict[str, Any], dict[str, list[str]]]:
    return ask(f"{CASE}/dossier/bijlagen/{id}", token)


def test_an_attachment_is_a_link_of_one_minute_to_a_download(desk: Desk) -> None:
    has_a_file(desk)

    status, said, headers = fetch(bearer())

    assert status == 302
    [address] = headers["Location"]
    asked = parse_qs(urlsplit(address).query)
    assert urlsplit(address).hostname == "bestanden.s3.eu-central-1.amazonaws.com"
    assert urlsplit(address).path == f"/{KEY}"
    assert asked["X-Amz-Expires"] == ["60"]
    assert asked["response-content-disposition"] == ["attachment; filename*=UTF-8''foto.png"]
    assert headers["Cache-Control"] == ["no-store"]
    assert said["gecontroleerd"] is False
    assert "Niemand controleerde" in said["opmerking"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('a".png\r\nX-Evil: 1', 'a".pngX-Evil: 1'),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.exe", "x.exe"),
        ("foto\u202egnp.exe", "fotognp.exe"),
        ("bsn 123456782.png", "bsn \u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022.png"),
        ("", "bijlage"),
        ("...", "bijlage"),
    ],
)
def test_a_name_can_do_nothing_but_be_a_name(desk: Desk, name: str, shown: str) -> None:
    has_a_file(desk, name=name)

    [address] = fetch(bearer())[2]["Location"]

    [disposition] = parse_qs(urlsplit(address).query)["response-content-disposition"]
    kind, _, quoted = disposition.partition("''")
    assert kind == "attachment; filename*=UTF-8"
    assert unquote(quoted) == shown
    assert not set(quoted) & set("\"'\r\n;/\\")


@pytest.mark.parametrize(
    ("verdict", "status", "says"),
    [
        ("NO_THREATS_FOUND", 302, ""),
        ("THREATS_FOUND", 403, "schadelijks"),
        ("UNSUPPORTED", 409, "niet te controleren"),
        ("FAILED", 409, "niet te controleren"),
        (None, 409, "nog niet gecontroleerd"),
    ],
)
def test_where_files_are_scanned_only_a_clean_one_is_handed_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, verdict: str | None, status: int, says: str
) -> None:
    monkeypatch.setenv("MALWARE_SCAN", "tags")
    has_a_file(desk, verdict=verdict)

    answer, said, headers = fetch(bearer())

    assert answer == status
    assert ("Location" in headers) == (status == 302)
    assert says in said.get("detail", "")
    assert said.get("gecontroleerd", False) == (status == 302)


def test_only_who_sees_the_whole_case_gets_an_attachment(desk: Desk) -> None:
    has_a_file(desk)
    given_to_the_provider()

    assert fetch(of_provider("rietland"))[0] == 403
    assert fetch(bearer("kcc-medewerker", eenheden=[]))[0] == 403
    assert fetch(bearer(gemeentecode="1696"))[0] == 404


@pytest.mark.parametrize(
    ("id", "status"), [("f" * 32, 404), ("..%2f..%2fpost", 400), ("1", 400), (f"{FILE_ID}0", 400)]
)
def test_what_is_no_attachment_of_the_case_is_not_there(desk: Desk, id: str, status: int) -> None:
    has_a_file(desk)

    answer, _, headers = fetch(bearer(), id)

    assert answer == status
    assert "Location" not in headers
