"""The door for programs: one address, a key for each integration, whatever it sends."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake import api
from services.intake.handler import react
from services.intake.programs import keys
from services.intake.programs.keys import Integration, Keys, new_key, signature
from shared.case import Handler
from shared.events import CaseRouted, ProviderMessageReceived
from shared.glossary import Channel, HandlerKind, Milestone
from tests.aws import Context, http_request, news_in
from tests.builders import MONDAY, a_case
from tests.integration.intake.conftest import Door, logged

CLOUD_EVENT = {"content-type": "application/cloudevents+json"}
KEPT_IN = ("specversion", "id", "source", "type")
NOW = MONDAY
RIETLAND = Handler(kind=HandlerKind.PROVIDER, key="rietland")
KIND = "https://catalogi.example/zaaktypen/6f1b8a90-3f4c-4e5d-8a6b-7c8d9e0f1a2b"


@dataclass
class Programs:
    door: Door
    integration: Integration
    key: str

    def another(self, **facts: Any) -> "Programs":
        """Another integration, with a key of its own."""
        made, key = new_key(
            facts.pop("municipality", "1904"),
            facts.pop("name", "chatbot"),
            facts.pop("channels", [Channel.WHATSAPP, Channel.WEB_FORM]),
            MONDAY - timedelta(days=1),
            **facts,
        )
        Keys(self.door.table).add(made)
        return Programs(self.door, made, key)

    def send(
        self,
        body: Any,
        headers: dict[str, str] | None = None,
        channel: str = "whatsapp",
        at: datetime = NOW,
        **other: Any,
    ) -> "Heard":
        with_key = {"authorization": f"Bearer {self.key}"} | (headers or {})
        return self.send_as_it_is(body, with_key, channel, at, **other)

    def send_as_it_is(
        self,
        body: Any,
        headers: dict[str, str],
        channel: str = "whatsapp",
        at: datetime = NOW,
        **other: Any,
    ) -> "Heard":
        text = body if isinstance(body, str | None) else json.dumps(body)
        path = f"/v1/kanalen/{channel}/berichten"
        event = http_request("POST", path, text, headers, at_ms=int(at.timestamp() * 1000))
        return Heard(api.on_request(event | other, Context()))

    def kept(self, number: str) -> Any:
        item = self.door.dossiers.get(f"1904#{number}", "dossier")
        return json.loads(item["dossier"]) if item else None

    def cases(self) -> list[str]:
        return [news.subject for news in self.door.news()]


class Heard:
    def __init__(self, answer: dict[str, Any]) -> None:
        self.status = answer["statusCode"]
        self.headers = {name: values[0] for name, values in answer["multiValueHeaders"].items()}
        self.body: Any = json.loads(answer["body"]) if answer["body"] else None

    @property
    def number(self) -> str:
        return str(self.body["zaaknummer"])


@pytest.fixture
def programs(door: Door) -> Programs:
    made, key = new_key(
        "1904", "chatbot", [Channel.WHATSAPP, Channel.WEB_FORM], MONDAY - timedelta(days=1)
    )
    Keys(door.table).add(made)
    return Programs(door, made, key)


def an_event(data: dict[str, Any] | None = None, **attributes: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": "wa-1",
        "source": "urn:nld:gemeentecode:1904:systeem:chatbot",
        "type": "nl.overheid.klachten.klacht-aangeboden.v1",
        "data": {"tekst": "De taxi kwam niet 🚕 en niemand belt.", **(data or {})},
        **attributes,
    }


# Who knocks?


def test_a_program_with_a_key_gets_a_receipt(programs: Programs) -> None:
    heard = programs.send(an_event(), CLOUD_EVENT)

    assert heard.status == 202
    assert heard.headers["Location"] == f"/v1/zaken/{heard.number}"
    assert heard.body["volgcode"]
    assert programs.kept(heard.number)["tekst"] == "De taxi kwam niet 🚕 en niemand belt."
    assert programs.door.only_news().kanaal is Channel.WHATSAPP


@pytest.mark.parametrize("name", ["authorization", "x-api-key"])
def test_a_key_may_come_in_the_header_that_a_program_can_send(
    programs: Programs, name: str
) -> None:
    value = programs.key if name == "x-api-key" else f"ApiKey {programs.key}"

    assert programs.send_as_it_is(an_event(), {name: value}).status == 202


def test_a_stranger_always_hears_the_same(programs: Programs) -> None:
    ended = programs.another(name="oud")
    Keys(programs.door.table).end(ended.integration, NOW - timedelta(seconds=1))
    nobody = new_key("1904", "niemand", [Channel.WHATSAPP], NOW)[1]
    wrong = programs.key[:-1] + ("A" if programs.key[-1] != "A" else "B")
    of_another_town = programs.key.replace("kl_1904_", "kl_1696_")

    heard = [
        programs.send_as_it_is(an_event(), headers)
        for headers in (
            {},
            {"authorization": "Bearer x.y.z"},
            {"authorization": f"Basic {programs.key}"},
            *({"x-api-key": key} for key in (ended.key, nobody, wrong, of_another_town, "é" * 60)),
        )
    ]

    assert {each.status for each in heard} == {401}
    assert len({json.dumps(each.body) for each in heard}) == 1
    assert all("WWW-Authenticate" in each.headers for each in heard)
    assert programs.cases() == []


def test_two_keys_hold_while_one_is_replaced(programs: Programs) -> None:
    new = programs.another()

    assert {each.send(an_event()).status for each in (programs, new)} == {202}
    assert len(programs.cases()) == 1


def test_a_key_is_not_yet_valid_before_it_begins(programs: Programs) -> None:
    assert programs.send(an_event(), at=MONDAY - timedelta(days=2)).status == 401


def test_a_key_is_of_one_municipality(programs: Programs) -> None:
    heard = programs.send(an_event(gemeentecode="1696"))

    assert heard.status == 403
    assert programs.cases() == []


def test_a_key_is_for_some_channels(programs: Programs) -> None:
    assert programs.send(an_event(), channel="telefoon").status == 403
    assert programs.send(an_event(kanaal="webformulier")).status == 400
    assert programs.send(an_event(), channel="duif").status == 404
    assert programs.cases() == []


def signed(programs: Programs, body: bytes, at: datetime = NOW) -> dict[str, str]:
    return {
        "klachtenloket-koppeling": programs.integration.key_name,
        "klachtenloket-handtekening": signature(programs.integration.secret, at, body),
    }


def test_a_program_may_sign_in_place_of_sending_its_key(programs: Programs) -> None:
    body = json.dumps(an_event(), ensure_ascii=False)
    headers = signed(programs, body.encode())

    assert programs.send_as_it_is(body, headers).status == 202
    assert programs.send_as_it_is(body, headers).status == 202  # somebody repeats it
    assert len(programs.cases()) == 1


def test_a_signature_is_over_the_bytes_that_were_sent(programs: Programs) -> None:
    body = json.dumps(an_event(), ensure_ascii=False).encode()
    sent = base64.b64encode(body).decode()

    heard = programs.send_as_it_is(sent, signed(programs, body), isBase64Encoded=True)

    assert heard.status == 202


@pytest.mark.parametrize(
    "change",
    [
        lambda headers: headers | {"klachtenloket-koppeling": "kl_1904_aaaaaaaa"},
        lambda headers: headers | {"klachtenloket-koppeling": ""},
        lambda headers: headers | {"klachtenloket-handtekening": "v1=abc"},
        lambda headers: {
            name: value[:-1] + ("0" if value[-1] != "0" else "1") for name, value in headers.items()
        },
    ],
)
def test_a_signature_that_is_not_right_opens_nothing(programs: Programs, change: Any) -> None:
    body = json.dumps(an_event())

    assert programs.send_as_it_is(body, change(signed(programs, body.encode()))).status == 401


def test_a_signature_does_not_hold_for_another_body(programs: Programs) -> None:
    headers = signed(programs, json.dumps(an_event()).encode())

    assert programs.send_as_it_is(an_event({"tekst": "Iets anders."}), headers).status == 401


def test_nobody_makes_another_event_of_a_signed_body(programs: Programs) -> None:
    """A signature says nothing of the headers in which a binary event has its id."""
    body = json.dumps(an_event())
    headers = signed(programs, body.encode())
    programs.send_as_it_is(body, headers | CLOUD_EVENT)

    event = an_event(id="wa-2")
    heard = programs.send_as_it_is(body, headers | {f"ce-{name}": event[name] for name in KEPT_IN})

    assert heard.status == 400
    assert "stuur uw sleutel mee" in heard.body["detail"]
    assert len(programs.cases()) == 1


@pytest.mark.parametrize(
    ("age", "status"), [(299, 202), (301, 401), (-299, 202), (-301, 401), (10**9, 401)]
)
def test_a_signature_is_at_most_five_minutes_old(programs: Programs, age: int, status: int) -> None:
    body = json.dumps(an_event())
    headers = signed(programs, body.encode(), NOW - timedelta(seconds=age))

    assert programs.send_as_it_is(body, headers).status == status


def test_who_sends_too_often_hears_when_to_send_it_again(programs: Programs) -> None:
    slow = programs.another(name="traag")
    slower = replace(slow, integration=slow.integration.model_copy(update={"per_minute": 2}))
    Keys(programs.door.table)._put(slower.integration, "attribute_exists(pk)")
    at = NOW.replace(second=20)
    heard = [slow.send(an_event(id=str(n)), at=at) for n in range(3)]

    assert [each.status for each in heard] == [202, 202, 429]
    assert heard[2].headers["Retry-After"] == "40"
    assert "nog eens" in heard[2].body["detail"]
    assert slow.send(an_event(id="2"), at=at + timedelta(seconds=40)).status == 202
    assert len(programs.cases()) == 3


def test_nobody_can_use_up_the_turns_of_somebody_else(programs: Programs) -> None:
    for _ in range(keys.PER_MINUTE + 1):
        programs.send_as_it_is(an_event(), {"x-api-key": f"{programs.key[:-1]}-"})

    assert programs.send(an_event()).status == 202


# CloudEvents.


def test_the_same_event_twice_is_one_case_with_one_receipt(programs: Programs) -> None:
    first, again = programs.send(an_event()), programs.send(an_event())

    assert first.body == again.body
    assert len(programs.cases()) == 1


def test_structured_and_binary_are_the_same_event(programs: Programs) -> None:
    event = an_event(time="2026-06-01T11:00:00+02:00")
    attributes = {f"ce-{name}": value for name, value in event.items() if name != "data"}

    structured = programs.send(event, CLOUD_EVENT)
    binary = programs.send(event["data"], attributes)

    assert structured.body == binary.body
    assert len(programs.cases()) == 1


def test_the_queue_and_the_door_know_the_same_event(programs: Programs) -> None:
    event = an_event(time="2026-06-01T11:00:00+02:00", gemeentecode="1904", kanaal="whatsapp")
    programs.door.offer(json.dumps(event))

    assert programs.send(event).status == 202
    assert len(programs.cases()) == 1


def test_another_story_under_an_old_id_is_for_a_person(programs: Programs) -> None:
    programs.send(an_event())
    heard = programs.send(an_event({"tekst": "Een heel ander verhaal."}))

    assert heard.status == 202
    assert "medewerker" in heard.body["toelichting"]
    assert "oud kenmerk" in programs.kept(heard.number)["aantekening"]
    assert len(programs.cases()) == 2


def test_a_batch_is_not_taken(programs: Programs) -> None:
    batch = {"content-type": "application/cloudevents-batch+json"}

    assert programs.send([an_event()], batch).status == 415


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("dit is geen json", {}),
        ("[1, 2, 3]", {}),
        ("{}", {}),
        ('"\\ud800"', {}),
        ("[" * 100_000, {}),
        ('{"a":' * 5_000, CLOUD_EVENT),
        (json.dumps(an_event({"tekst": ""})), CLOUD_EVENT),
        (json.dumps(an_event(type="nl.overheid.zaken.zaak-geopend.v1")), CLOUD_EVENT),
        (json.dumps({"tekst": "x"}), {"ce-type": "iets%20anders", "ce-id": "1"}),
        (json.dumps({"values": "geen"}), {}),
        (json.dumps(an_event({"bijlagen": [{"naam": "a.exe", "inhoud": "TVo="}]})), CLOUD_EVENT),
    ],
)
def test_what_nobody_understands_is_kept_for_a_person(
    programs: Programs, body: str, headers: dict[str, str]
) -> None:
    heard = programs.send(body, headers)

    dossier = programs.kept(heard.number)
    raw = boto3.client("s3").get_object(Bucket="bestanden", Key=dossier["origineel"])
    assert heard.status == 202
    assert "medewerker" in heard.body["toelichting"]
    assert raw["Body"].read().decode().endswith(body)
    assert not programs.door.only_news().data.readable


def test_bytes_that_are_no_utf_8_are_kept_readable(programs: Programs) -> None:
    sent = base64.b64encode(b'{"tekst": "caf\xe9"}').decode()
    heard = programs.send(sent, isBase64Encoded=True)

    raw = boto3.client("s3").get_object(
        Bucket="bestanden", Key=programs.kept(heard.number)["origineel"]
    )
    assert heard.status == 202
    assert raw["Body"].read() == rb'{"tekst": "caf\xe9"}'


@pytest.mark.parametrize("body", ["caf\xe9 {", "a", "\x00"])
def test_what_is_called_base64_and_is_not_gets_an_answer(programs: Programs, body: str) -> None:
    assert programs.send(body, isBase64Encoded=True).status in (202, 400)


@pytest.mark.parametrize("body", [None, "", "  \n"])
def test_an_empty_body_is_refused(programs: Programs, body: str | None) -> None:
    assert programs.send(body).status == 400
    assert programs.cases() == []


def test_ten_megabytes_are_too_much(programs: Programs) -> None:
    assert programs.send("x" * 10_000_000).status == 413


def test_a_file_has_no_folder_and_is_asked_of_nobody(programs: Programs) -> None:
    pdf = base64.b64encode(b"%PDF-1.7 brief").decode()
    name = "http://169.254.169.254/../../latest/meta-data\r\nX: y"
    heard = programs.send(an_event({"bijlagen": [{"naam": name, "inhoud": pdf}]}))

    [attachment] = programs.kept(heard.number)["bijlagen"]
    assert attachment["naam"] == "meta-data X: y"
    assert attachment["sleutel"].startswith(f"bijlagen/1904/{heard.number}/")


def test_the_log_says_nothing_of_what_was_told(
    programs: Programs, caplog: pytest.LogCaptureFixture
) -> None:
    programs.send(an_event({"indiener": {"naam": "J. de Wit"}}))
    programs.send_as_it_is("onleesbaar van J. de Wit", {"x-api-key": programs.key})

    assert "de Wit" not in logged(caplog)
    assert programs.key not in logged(caplog)
    assert programs.integration.secret not in logged(caplog)


# More of a case that we have.


def more(number: str, **codes: str) -> dict[str, Any]:
    return an_event(
        {"zaaknummer": number, "tekst": "Zij belden nog steeds niet.", **codes},
        id="wa-2",
        type="nl.overheid.klachten.bericht-aangeboden.v1",
    )


def additions(programs: Programs, number: str) -> list[dict[str, Any]]:
    found = programs.door.dossiers.query(f"1904#{number}", "aanvulling#")
    return [json.loads(item["aanvulling"]) for item in found]


@pytest.mark.parametrize("code", ["volgcode", "antwoordcode"])
def test_more_of_a_case_comes_with_a_code_that_fits(programs: Programs, code: str) -> None:
    number = programs.send(an_event()).number
    heard = programs.send(more(number, **{code: programs.kept(number)[code]}))

    assert (heard.status, heard.number) == (202, number)
    assert [each["tekst"] for each in additions(programs, number)] == [
        "Zij belden nog steeds niet."
    ]


def test_a_guessed_code_opens_nothing_and_loses_nothing(programs: Programs) -> None:
    number = programs.send(an_event()).number
    other = programs.send(an_event(id="wa-9")).body["volgcode"]

    heard = programs.send(more(number, volgcode=other))

    assert heard.number != number
    assert additions(programs, number) == []
    assert number in programs.kept(heard.number)["aantekening"]


def test_a_number_without_a_code_opens_nothing(programs: Programs) -> None:
    number = programs.send(an_event()).number

    assert programs.send(more(number)).number != number
    assert additions(programs, number) == []


# What a provider owes.


def report(number: str = "KL-2026-AAAAA-AAAAA", **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": "r-1",
        "source": "urn:nld:kvknr:12345678:systeem:klachten",
        "type": "nl.overheid.klachten.aanbiedersbericht-aangeboden.v1",
        "data": {
            "zaaknummer": number,
            "bericht": "afdoening_gemeld",
            "op": "2026-05-29T10:00:00+02:00",
            "toelichting": "Wij hebben excuses gemaakt.",
            "maatregelen": "Er rijdt een andere chauffeur.",
            **data,
        },
    }


@pytest.fixture
def rietland(programs: Programs) -> Programs:
    """A provider that handles a case."""
    react(CaseRouted.about(a_case(handler=RIETLAND), MONDAY))
    return programs.another(name="rietland", channels=[Channel.PROVIDER], provider="rietland")


def told(programs: Programs) -> list[ProviderMessageReceived]:
    return [
        ProviderMessageReceived.model_validate_json(text)
        for text in news_in(programs.door.table)
        if "aanbiedersbericht-ontvangen" in text
    ]


@pytest.mark.parametrize(
    "duty",
    [
        "informatie_gegeven",
        "registratie_gemeld",
        "behandeling_gemeld",
        "afdoening_gemeld",
        "terugkoppeling_gemeld",
    ],
)
def test_a_provider_reports_what_it_owes(rietland: Programs, duty: str) -> None:
    heard = rietland.send(report(bericht=duty), channel="aanbieder")

    [news] = told(rietland)
    assert (heard.status, heard.number) == (202, "KL-2026-AAAAA-AAAAA")
    assert (news.data.provider, news.data.milestone) == ("rietland", Milestone(duty))
    [addition] = additions(rietland, heard.number)
    assert "vrijdag 29 mei 2026" in addition["tekst"]
    assert "Er rijdt een andere chauffeur." in addition["tekst"]


def test_a_report_sent_twice_is_there_once(rietland: Programs) -> None:
    for _ in range(2):
        rietland.send(report(), channel="aanbieder")

    assert len(told(rietland)) == 1


def test_a_case_of_another_provider_looks_like_one_that_is_not_there(rietland: Programs) -> None:
    other = rietland.another(name="ander", channels=[Channel.PROVIDER], provider="samenwerk")

    elsewhere = other.send(report(), channel="aanbieder")
    nowhere = other.send(report("KL-2026-ZZZZZ-ZZZZZ"), channel="aanbieder")

    assert elsewhere.status == nowhere.status == 404
    assert elsewhere.body == nowhere.body
    assert told(rietland) == []


def test_nobody_reports_in_the_name_of_another_provider(
    rietland: Programs, programs: Programs
) -> None:
    assert rietland.send(report() | {"aanbieder": "samenwerk"}, channel="aanbieder").status == 403
    assert programs.send(report() | {"aanbieder": "rietland"}).status == 403
    assert programs.send(report()).status == 403
    assert told(rietland) == []


def test_a_report_over_the_queue_for_a_case_elsewhere_is_for_a_person(rietland: Programs) -> None:
    event = report() | {
        "aanbieder": "samenwerk",
        "gemeentecode": "1904",
        "kanaal": "aanbieder",
        "time": "2026-06-01T11:00:00+02:00",
    }
    rietland.door.offer(json.dumps(event))
    hers = event | {"aanbieder": "rietland", "id": "r-2"}
    rietland.door.offer(json.dumps(hers), at=MONDAY + timedelta(minutes=1))

    [unreadable, report_] = news_in(rietland.door.table)
    assert "klacht-ontvangen" in unreadable
    assert "aanbiedersbericht-ontvangen" in report_


# Open Formulieren.


def a_form(**values: Any) -> dict[str, Any]:
    return {
        "values": {"klacht": "Het huisbezoek ging niet door.", **values},
        "values_schema": {"properties": {"straat_taxi": {"title": "Waar stond de taxi?"}}},
        "metadata": {"public_reference": "OF-7Q2MK", "form_name": "Klacht over zorg"},
        "metadata_schema": {},
    }


def test_a_form_of_open_formulieren_is_a_complaint(programs: Programs) -> None:
    pdf = base64.b64encode(b"%PDF-1.7 brief").decode()
    form = a_form(
        naam="J. de Wit", straat_taxi="Markt", brief={"file_name": "brief.pdf", "content": pdf}
    )
    heard = programs.send(form, channel="webformulier")

    dossier = programs.kept(heard.number)
    assert heard.status == 201
    assert dossier["tekst"] == "Het huisbezoek ging niet door.\n\nWaar stond de taxi?: Markt"
    assert (dossier["onderwerp"], dossier["indiener"]["naam"]) == ("Klacht over zorg", "J. de Wit")
    assert [each["naam"] for each in dossier["bijlagen"]] == ["brief.pdf"]


def test_a_form_that_is_sent_again_is_one_case(programs: Programs) -> None:
    first, again = (programs.send(a_form(), channel="webformulier") for _ in range(2))

    assert (first.status, first.body) == (again.status, again.body)
    assert len(programs.cases()) == 1


def test_a_file_that_we_do_not_take_stays_in_the_original(programs: Programs) -> None:
    form = a_form(blad={"file_name": "blad.xls", "content": "0M8R4A=="})
    dossier = programs.kept(programs.send(form, channel="webformulier").number)

    raw = boto3.client("s3").get_object(Bucket="bestanden", Key=dossier["origineel"])
    assert "blad.xls" in dossier["aantekening"]
    assert json.loads(raw["Body"].read()) == form


# Notifications of ZGW.


def a_notification(**other: Any) -> dict[str, Any]:
    address = "http://169.254.169.254/latest/meta-data"
    return {
        "kanaal": "zaken",
        "hoofdObject": address,
        "resource": "zaak",
        "resourceUrl": address,
        "actie": "create",
        "aanmaakdatum": "2026-06-01T09:00:00Z",
        "kenmerken": {"bronorganisatie": "000000000", "zaaktype": KIND},
        **other,
    }


@pytest.fixture
def case_system(programs: Programs) -> Programs:
    return programs.another(name="zaaksysteem", case_types=[KIND.rpartition("/")[2]])


def test_a_new_case_elsewhere_is_for_a_person_and_nobody_is_asked_anything(
    case_system: Programs,
) -> None:
    statuses = {case_system.send(a_notification(), channel="webformulier").status for _ in "ab"}

    assert statuses == {204}
    assert case_system.door.only_dossier().text == (
        "In het zaaksysteem is een zaak aangemaakt: http://169.254.169.254/latest/meta-data"
    )


@pytest.mark.parametrize(
    "other",
    [
        {"kanaal": "test", "resource": "test", "actie": "test", "kenmerken": {}},
        {"actie": "update"},
        {"resource": "status"},
        {"kenmerken": {"zaaktype": "https://catalogi.example/zaaktypen/iets-anders"}},
        {"kenmerken": {"zaaktype": ""}},
    ],
)
def test_any_other_notification_has_no_consequence(
    case_system: Programs, other: dict[str, Any]
) -> None:
    heard = case_system.send(a_notification(**other), channel="webformulier")

    assert (heard.status, heard.body) == (204, None)
    assert case_system.cases() == []


def test_an_integration_without_case_types_makes_no_case_of_a_notification(
    programs: Programs,
) -> None:
    assert programs.send(a_notification(), channel="webformulier").status == 204
    assert programs.cases() == []


def test_a_notification_that_is_none_is_refused(case_system: Programs) -> None:
    heard = case_system.send(a_notification(actie=None), channel="webformulier")

    assert heard.status == 400
    assert "aanmaakdatum" in heard.body["detail"]


# The handshake of webhooks.


def ask(origin: str | None) -> dict[str, Any]:
    headers = {"webhook-request-origin": origin} if origin else {}
    event = http_request("OPTIONS", "/v1/kanalen/whatsapp/berichten", None, headers)
    return api.on_request(event, Context())


def test_a_sender_may_ask_whether_it_may_send(door: Door) -> None:
    answer = ask("berichten.leverancier.example")

    assert answer["statusCode"] == 204
    assert answer["multiValueHeaders"]["WebHook-Allowed-Origin"] == [
        "berichten.leverancier.example"
    ]
    assert answer["multiValueHeaders"]["WebHook-Allowed-Rate"] == ["60"]


def test_no_header_can_be_smuggled_in(door: Door) -> None:
    assert ask("a.example\r\nSet-Cookie: x=y")["statusCode"] == 400


# Whatever comes.

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)
events = st.builds(
    lambda data, attributes: an_event(id="f") | attributes | {"data": data},
    values,
    st.dictionaries(st.sampled_from(["id", "source", "type", "time", "data", "aanbieder"]), values),
)
forms = st.builds(
    lambda said, rest: {"values": said, **rest}, values, st.dictionaries(st.text(), values)
)
bodies = st.one_of(
    st.binary(min_size=1, max_size=200),
    st.builds(lambda said: json.dumps(said).encode(), values | events | forms),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(bodies, st.sampled_from([{}, CLOUD_EVENT, {"ce-type": "x"}]))
def test_nothing_breaks_the_door_and_what_it_accepts_is_there(
    programs: Programs, body: bytes, headers: dict[str, str]
) -> None:
    sent = base64.b64encode(body).decode()
    at = datetime.now(UTC)
    heard = programs.another(name="wild").send(sent, headers, at=at, isBase64Encoded=True)

    assert heard.status in (201, 202, 204, 400, 403, 404)
    if heard.status in (201, 202):
        dossier = programs.kept(heard.number)
        assert dossier["tekst"] or dossier["origineel"]
