"""What staff records with a token, and what the other services make of it."""

import json
import os
from base64 import b64encode
from typing import Any

import pytest

from services.intake.api import on_request
from services.intake.handler import intake
from services.routing.store import DynamoCaseStore
from shared.case import Case
from shared.dossier import Dossier, key_of
from shared.dutch_time import dutch_date
from shared.glossary import Channel, Flag, Kind, Registration
from shared.identity import issuers
from tests.aws import Context, http_request
from tests.builders import MONDAY
from tests.fakes.files import A_PDF
from tests.flow import Flow
from tests.integration.intake.conftest import Door
from tests.tokens import BAD_TOKENS, SETTING, bearer, of_provider
from tests.unit.intake.entries import CALL, LETTER

KEY = "7d8f5e0a-2c1b-4d3e"
AT_MS = int(MONDAY.timestamp() * 1000)
MAY = ("kcc-medewerker", "klachtencoordinator", "behandelaar", "teamleider")
MAY_NOT = ("rapporteur", "privacyfunctionaris", "beheerder")


@pytest.fixture(autouse=True)
def _trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISSUERS", SETTING)
    issuers.cache_clear()


def record(
    said: Any = CALL,
    token: str | None = None,
    code: str = "1904",
    key: str = KEY,
) -> tuple[int, dict[str, Any]]:
    """The status and the body of the answer to who records *said* with a *token*."""
    body = said if isinstance(said, str) else json.dumps(said)
    headers = {"Idempotency-Key": key, "Authorization": token or bearer("kcc-medewerker")}
    path = f"/v1/gemeenten/{code}/klachten/_vastleggen"
    answer = on_request(http_request("POST", path, body, headers, at_ms=AT_MS), Context())
    return answer["statusCode"], json.loads(answer["body"])


def test_a_call_becomes_a_dossier_and_the_answer_says_what_to_read_back(door: Door) -> None:
    status, recorded = record()

    dossier = door.only_dossier()
    assert status == 201
    assert recorded["zaaknummer"] == dossier.number
    assert recorded["volgcode"] == dossier.tracking_code
    assert CALL["tekst"] in recorded["terugleestekst"]
    assert (dossier.channel, dossier.entered_by) == (Channel.PHONE, "s-1")


@pytest.mark.parametrize("role", MAY)
def test_who_speaks_with_residents_may_record(door: Door, role: str) -> None:
    assert record(token=bearer(role))[0] == 201


@pytest.mark.parametrize("role", MAY_NOT)
def test_who_does_not_may_not(door: Door, role: str) -> None:
    status, problem = record(token=bearer(role))

    assert status == 403
    assert "kcc-medewerker" in problem["detail"]
    assert door.news() == []


def test_a_provider_has_a_door_of_its_own(door: Door) -> None:
    assert record(token=of_provider())[0] == 403


@pytest.mark.parametrize("token", [each or "" for each in BAD_TOKENS.values()], ids=BAD_TOKENS)
def test_any_doubt_about_a_token_is_a_401(door: Door, token: str) -> None:
    assert record(token=token or "Bearer")[0] == 401
    assert door.news() == []


@pytest.mark.parametrize(
    ("hers", "code", "status"),
    [
        ("1904", "1696", 404),
        ("1696", "1904", 404),
        ("1904", "0457", 404),
        ("0363", "0457", 201),  # Weesp went up in Amsterdam
        ("1904", "9999", 404),
        ("1904", "0000", 404),
    ],
)
def test_she_records_for_her_own_municipality_and_what_went_up_in_it(
    door: Door, hers: str, code: str, status: int
) -> None:
    assert record(token=bearer("kcc-medewerker", gemeentecode=hers), code=code)[0] == status


def test_a_letter_counts_from_the_day_it_came_in(door: Door) -> None:
    assert record(LETTER)[0] == 201

    dossier, news = door.only_dossier(), door.only_news()
    assert dutch_date(news.data.received_at).isoformat() == LETTER["ontvangenOp"]
    assert (dossier.registered_at, news.data.written) == (MONDAY, True)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"ontvangenOp": None}, "/ontvangenOp"),
        ({"ontvangenOp": "1999-12-31"}, "/ontvangenOp"),
        ({"ontvangenOp": "28 mei"}, "/ontvangenOp"),
        ({"ontvangenOp": "9999-12-31T23:59:59Z"}, "/ontvangenOp"),
        ({"ontvangenOp": "0001-01-01T00:00:00+14:00"}, "/ontvangenOp"),
        ({"kanaal": "telefoon"}, "/voorgelezen"),
        ({"directOpgelost": True}, "/oplossing"),
        ({"tekst": ""}, "/tekst"),
        ({"indiener": {"email": "geen adres"}}, "/indiener/email"),
        ({"bijlagen": [{"naam": "scan.exe", "inhoud": b64encode(b"MZ").decode()}]}, "/bijlagen/0"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_is_kept(
    door: Door, wrong: dict[str, Any], pointer: str
) -> None:
    status, problem = record(LETTER | wrong)

    assert (status, [each["pointer"] for each in problem["errors"]]) == (400, [pointer])
    assert door.news() == []


def test_a_letter_that_is_still_to_come_is_refused_in_words(door: Door) -> None:
    status, problem = record(LETTER | {"ontvangenOp": "2026-06-02"})

    assert status == 400
    assert "Controleer de datum" in problem["detail"]
    assert door.news() == []


def test_a_scan_comes_along(door: Door) -> None:
    scan = {"naam": "brief.pdf", "inhoud": b64encode(A_PDF).decode()}

    assert record(LETTER | {"bijlagen": [scan]})[0] == 201
    assert [each.name for each in door.only_dossier().attachments] == ["brief.pdf"]


def test_the_same_again_is_one_case_and_one_code(door: Door) -> None:
    _, first = record()
    _, again = record()

    assert again == first
    assert len(door.news()) == 1


def test_another_call_with_the_same_key_is_a_conflict(door: Door) -> None:
    record()

    status, problem = record(CALL | {"tekst": "Een ander verhaal."})

    assert status == 409
    assert "nieuwe sleutel" in problem["detail"]


def test_a_council_member_gets_no_code_and_the_resident_is_named(door: Door) -> None:
    person = {"naam": "P. Raad", "email": "p.raad@raad.example", "namens": "J. de Wit"}
    _, recorded = record(CALL | {"kanaal": "raadslid", "indiener": person})

    dossier = door.only_dossier()
    registration = intake().store.find("1904", dossier.number[-11:])
    assert recorded["volgcode"] is None
    assert dossier.tracking_code is None
    assert registration is not None
    assert registration.code_hash is None
    assert (dossier.person.role, dossier.person.represents) == ("raadslid", "J. de Wit")
    assert "volgcode" not in recorded["terugleestekst"]


@pytest.mark.parametrize("said", ["", "{", "[]", "null", "[" * 99_999, '{"kanaal": 1}'])
def test_what_is_no_entry_is_refused(door: Door, said: str) -> None:
    assert record(said)[0] == 400
    assert door.news() == []


def test_nasty_text_is_cleaned_and_no_personal_data_goes_on_the_bus(door: Door) -> None:
    said = CALL | {
        "tekst": "<script>alert(1)</script>\x00 =1+1 😡",
        "onderwerp": "Hulp\r\nBcc: x@y.example",
        "directOpgelost": True,
        "oplossing": "Gebeld\nmet 06 12345678",
    }

    assert record(said)[0] == 201
    dossier = door.only_dossier()
    assert dossier.text == "<script>alert(1)</script> =1+1 😡"
    assert dossier.subject == "Hulp Bcc: x@y.example"
    assert dossier.note == "Direct opgelost: Gebeld met 06 12345678"
    assert "12345678" not in door.only_news().model_dump_json()


class Town:
    """All services, of which intake is told something by staff."""

    def __init__(self) -> None:
        self.flow = Flow()

    def hears(self, said: dict[str, Any], key: str = KEY) -> Case:
        """The case that routing makes of it."""
        os.environ["TABLE"] = "intake"
        status, recorded = record(said, key=key)
        assert status == 201, recorded
        self.flow.settle(lambda waiting: 0)
        return self.case(recorded["zaaknummer"])

    def case(self, number: str) -> Case:
        file = DynamoCaseStore(self.flow.tables["routing"]).read("1904", number)
        assert file is not None
        return file.case

    def dossier(self, number: str) -> Dossier:
        item = self.flow.tables["dossiers"].get(*key_of("1904", number))
        assert item is not None
        return Dossier.model_validate_json(item["dossier"])


@pytest.fixture
def town(aws: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("TABLE", "intake")
    return Town()


def test_what_was_solved_in_the_talk_is_registered_light_and_nobody_is_mailed(town: Town) -> None:
    person = {"naam": "J. de Wit", "email": "j.dewit@mail.example", "elektronischBereikbaar": True}
    solved = {"directOpgelost": True, "oplossing": "Excuses gemaakt.", "indiener": person}
    case = town.hears(CALL | {"tekst": "De brief was onduidelijk."} | solved)

    assert case.kind is Kind.DISCONTENT
    assert case.registration is Registration.LIGHT
    assert Flag.SOLVED_ON_THE_SPOT in case.flags
    assert [mail for mail in town.flow.mails() if "j.dewit" in mail] == []


def test_danger_that_staff_sees_goes_to_a_person_at_once(town: Town) -> None:
    text = "De hulp van Rietland komt niet."
    case = town.hears(CALL | {"tekst": text, "gevaar": True})

    assert {Flag.NOW, Flag.NO_AUTOREPLY} <= set(case.flags)
    assert case.handler.key == "klachtenloket"
    assert Flag.NOW not in town.hears(CALL | {"tekst": text}, key="een-andere-keer").flags


def test_a_council_member_is_thanked_and_opens_no_file(town: Town) -> None:
    person = {
        "naam": "P. Raad",
        "email": "p.raad@raad.example",
        "elektronischBereikbaar": True,
        "namens": "een inwoner",
    }
    case = town.hears(CALL | {"kanaal": "raadslid", "indiener": person})

    [mail] = [mail for mail in town.flow.mails() if "p.raad@raad.example" in mail]
    assert "Dank voor uw bericht" in mail
    assert town.dossier(case.number).tracking_code is None
