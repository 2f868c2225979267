"""A provider without a program reports on a case: with a link, made by staff, in a simple form."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from services.intake import api
from services.intake.handler import react
from services.intake.pages import app as pages
from services.intake.pages.provider import PER_LINK
from shared.case import Handler
from shared.events import CaseRouted, ProviderMessageReceived
from shared.glossary import HandlerKind, Milestone
from shared.identity import issuers
from tests.aws import Context, http_request, news_in
from tests.builders import DESK, MONDAY, a_case
from tests.integration.intake.conftest import Door, logged
from tests.integration.intake.test_channel_inbox import an_offer
from tests.tokens import SETTING, bearer

RIETLAND = Handler(kind=HandlerKind.PROVIDER, key="rietland")
NUMBER = a_case().number
FORM = "application/x-www-form-urlencoded"
EVIL = "\"'><script>alert(1)</script>{{ 7 * 7 }}\r\nSet-Cookie: a=b"


@dataclass
class Page:
    status: int
    html: str
    headers: dict[str, str]


@dataclass
class Provider:
    door: Door

    def is_handed_over(self, to: Handler = RIETLAND, sequence: int = 1) -> None:
        react(CaseRouted.about(a_case(handler=to, sequence=sequence), MONDAY))

    def ask_for_a_link(self, number: str = NUMBER, **claims: Any) -> tuple[int, Any]:
        body = json.dumps({"zaaknummer": number})
        path = f"/v1/gemeenten/{claims.pop('town', '1904')}/aanbiederlinks"
        headers = {"authorization": bearer(**claims)}
        answer = api.on_request(http_request("POST", path, body, headers), Context())
        return answer["statusCode"], json.loads(answer["body"])

    def token(self) -> str:
        status, made = self.ask_for_a_link()
        assert status == 200, made
        return str(made["link"]).rpartition("/")[2]

    def open(self, token: str, at: datetime = MONDAY, town: str = "stichtse-vecht") -> Page:
        event = http_request("GET", f"/loket/{town}/aanbieder/{token}", at_ms=_ms(at))
        return _page(pages.on_request(event, Context()))

    def send(self, token: str, fields: dict[str, str] | None = None, at: datetime = MONDAY) -> Page:
        usual = {
            "link": token,
            "sleutel": "0b5e6c1e-0000-4000-8000-000000000001",
            "bericht": "afdoening_gemeld",
            "op": "2026-05-29",
            "toelichting": "Wij hebben excuses gemaakt.",
            "maatregelen": "Een andere chauffeur.",
        }
        body = urlencode(usual | (fields or {}))
        event = http_request(
            "POST", "/loket/stichtse-vecht/aanbieder", body, {"content-type": FORM}, at_ms=_ms(at)
        )
        return _page(pages.on_request(event, Context()))

    def told(self) -> list[ProviderMessageReceived]:
        return [
            ProviderMessageReceived.model_validate_json(text)
            for text in news_in(self.door.table)
            if "aanbiedersbericht-ontvangen" in text
        ]

    def kept(self) -> list[str]:
        found = self.door.dossiers.query(f"1904#{NUMBER}", "aanvulling#")
        return [json.loads(item["aanvulling"])["tekst"] for item in found]


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _page(answer: dict[str, Any]) -> Page:
    headers = {name: values[0] for name, values in answer["multiValueHeaders"].items()}
    return Page(answer["statusCode"], answer["body"], headers)


@pytest.fixture
def provider(door: Door, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("ISSUERS", SETTING)
    issuers.cache_clear()
    made = Provider(door)
    made.is_handed_over()
    yield made
    issuers.cache_clear()


# The link.


def test_staff_gets_a_link_for_the_provider_that_has_the_case(provider: Provider) -> None:
    status, made = provider.ask_for_a_link()

    assert status == 200
    assert made["aanbieder"] == "rietland"
    assert made["geldigTot"] == "2026-07-01T09:30:00.000Z"
    assert provider.open(made["link"].rpartition("/")[2]).status == 200


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"role": "kcc-medewerker"}, 403),
        ({"role": "rapporteur"}, 403),
        ({"role": "behandelaar", "eenheden": ["team_inkomen"]}, 404),
        ({"gemeentecode": "1696"}, 404),
        ({"town": "1696"}, 404),
        ({"number": "KL-2026-ZZZZZ-ZZZZZ"}, 404),
    ],
)
def test_nobody_else_gets_one(provider: Provider, claims: dict[str, Any], status: int) -> None:
    assert provider.ask_for_a_link(**claims)[0] == status


def test_there_is_no_link_for_a_case_that_is_at_no_provider(provider: Provider) -> None:
    provider.is_handed_over(DESK, sequence=2)

    assert provider.ask_for_a_link()[0] == 409


@pytest.mark.parametrize("token", ["", "x", f"{NUMBER}.rietland.9999999999.{'A' * 43}"])
def test_a_link_that_is_not_ours_opens_nothing(provider: Provider, token: str) -> None:
    opened, sent = provider.open(token or "leeg"), provider.send(token)

    assert opened.status == sent.status == 404
    assert provider.told() == []


def test_every_link_that_does_not_work_gets_the_same_page(provider: Provider) -> None:
    token = provider.token()
    over = provider.open(token, at=MONDAY + timedelta(days=31)).html
    made_up = provider.open(token[:-1] + ("A" if token[-1] != "A" else "B")).html
    provider.is_handed_over(Handler(kind=HandlerKind.PROVIDER, key="samenwerk"), sequence=2)
    elsewhere = provider.open(token).html

    assert over == made_up == elsewhere
    assert "rietland" not in over.lower()


def test_a_link_of_one_municipality_opens_nothing_at_another(provider: Provider) -> None:
    assert provider.open(provider.token(), town="wijdemeren").status == 404


def test_a_report_after_the_case_left_is_not_taken(provider: Provider) -> None:
    token = provider.token()
    provider.is_handed_over(DESK, sequence=2)

    assert provider.send(token).status == 404
    assert provider.told() == []


def test_the_link_is_told_to_nobody(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    token = provider.token()
    page = provider.open(token)
    provider.send(token)

    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert token not in logged(caplog)


# The form.


def test_a_provider_reports_and_hears_that_it_is_kept(provider: Provider) -> None:
    page = provider.send(provider.token())

    [news] = provider.told()
    assert page.status == 200
    assert "Wij hebben uw bericht" in page.html
    assert (news.subject, news.data.provider) == (NUMBER, "rietland")
    assert news.data.milestone is Milestone.SETTLED_BY_PROVIDER
    assert provider.kept() == [
        "De aanbieder heeft de klacht afgedaan.\n\n"
        "Datum: vrijdag 29 mei 2026.\n\n"
        "Wij hebben excuses gemaakt.\n\n"
        "Maatregelen: Een andere chauffeur."
    ]


def test_the_page_shows_nothing_of_what_the_resident_wrote(provider: Provider) -> None:
    provider.door.offer(an_offer())
    number = provider.door.only_news().subject
    react(CaseRouted.about(a_case(number=number, handler=RIETLAND), MONDAY))
    _, made = provider.ask_for_a_link(number)

    page = provider.open(made["link"].rpartition("/")[2])

    assert number in page.html
    assert not {word for word in ("taxi", "de Wit", "06-00000001") if word in page.html}


def test_a_double_click_is_one_report(provider: Provider) -> None:
    token = provider.token()

    assert {provider.send(token).status for _ in range(2)} == {200}
    assert len(provider.told()) == 1


def test_another_report_in_the_same_form_is_not_lost(provider: Provider) -> None:
    token = provider.token()
    provider.send(token)
    other = {"toelichting": "Toch nog iets."}
    again = provider.send(token, other)

    [key] = re.findall(r'name="sleutel" value="([^"]+)"', again.html)
    assert again.status == 409
    assert "Toch nog iets." in again.html
    assert provider.send(token, other | {"sleutel": key}).status == 200
    assert len(provider.told()) == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"bericht": ""}, "Kies wat u wilt melden."),
        ({"bericht": "inwoner_bevestigde_overdracht"}, "Kies wat u wilt melden."),
        ({"op": "gisteren"}, "Schrijf een dag die bestaat"),
        ({"op": "0001-01-01"}, "Schrijf een dag die bestaat"),
        ({"toelichting": "x" * 20_001}, "hoogstens 20000 tekens"),
        ({"bewaard": f"{'a' * 32}:3:brief.pdf"}, "Kies ze opnieuw"),
    ],
)
def test_a_mistake_loses_nothing(provider: Provider, fields: dict[str, str], sentence: str) -> None:
    page = provider.send(provider.token(), fields)

    assert page.status == 400
    assert sentence in page.html
    assert "Een andere chauffeur." in page.html
    assert provider.told() == []


def test_nothing_that_is_typed_becomes_a_part_of_the_page(provider: Provider) -> None:
    evil = dict.fromkeys(("bericht", "op", "toelichting", "maatregelen", "sleutel"), EVIL)
    page = provider.send(provider.token(), evil)

    assert "<script" not in page.html
    assert "49" not in re.findall(r"{{[^}]*}}|49", page.html)
    assert "Set-Cookie" not in page.headers


def test_who_keeps_sending_must_wait_and_loses_nothing(provider: Provider) -> None:
    token = provider.token()
    for n in range(PER_LINK.at_most):
        provider.send(token, {"sleutel": f"sleutel-{n}"})
    page = provider.send(token, {"sleutel": "sleutel-nu"})

    assert page.status == 429
    assert "Een andere chauffeur." in page.html
    assert provider.send(token, at=MONDAY + timedelta(minutes=15)).status == 200


def test_a_file_stays_with_a_form_that_is_not_right_yet(provider: Provider) -> None:
    token = provider.token()
    first = _page(pages.on_request(_with_file(token, bericht=""), Context()))

    [kept] = re.findall(r'name="bewaard" value="([^"]+)"', first.html)
    assert first.status == 400
    assert provider.send(token, {"bewaard": kept}).status == 200
    assert provider.told()[0].data.attachments == 1


def _with_file(token: str, **fields: str) -> dict[str, Any]:
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"link": token, **fields}.items()
    ]
    parts.append(
        '--x\r\nContent-Disposition: form-data; name="bijlagen"; filename="brief.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n%PDF-1.7 brief\r\n--x--\r\n"
    )
    headers = {"content-type": "multipart/form-data; boundary=x"}
    return http_request("POST", "/loket/stichtse-vecht/aanbieder", "".join(parts), headers)
