"""The page on which staff writes down what somebody tells: nothing she typed is ever lost."""

import html
import re
from base64 import b64encode
from datetime import UTC, datetime
from uuid import uuid4

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.pages import staff
from shared.dutch_time import dutch_date
from shared.glossary import Channel
from tests.fakes.files import A_PDF
from tests.fakes.provider import Provider
from tests.integration.intake.conftest import Door, logged
from tests.integration.intake.staff_browser import Answer, Browser

PAGE = "/loket/stichtse-vecht/medewerker"
CALL = {
    "kanaal": "telefoon",
    "tekst": "De hulp komt al drie weken niet.",
    "voorgelezen": "ja",
    "naam": "J. de Wit",
    "telefoon": "06 12345678",
    "ontvangenOp": "2026-06-01",
}
BOUNDARY = "grens"


@pytest.fixture(autouse=True)
def _logged_in(provider: Provider, browser: Browser) -> None:
    browser.log_in(provider)


def send(browser: Browser, said: dict[str, str] = CALL, **other: str) -> Answer:
    form = {"formulier": browser.form_token(PAGE), "sleutel": str(uuid4())}
    return browser.post(PAGE, form | said | other)


def send_file(browser: Browser, fields: dict[str, str], name: str, data: bytes) -> Answer:
    def part(about: str, content: bytes) -> bytes:
        head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n\r\n"
        return head.encode() + content + b"\r\n"

    parts = [part(f'name="{field}"', value.encode()) for field, value in fields.items()]
    file = part(f'name="bijlagen"; filename="{name}"', data)
    body = b"".join([*parts, file, f"--{BOUNDARY}--\r\n".encode()])
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return browser.send(PAGE, b64encode(body).decode(), kind, base64=True)


def shown(answer: Answer, name: str) -> str:
    """What the field *name* of the page holds."""
    value = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', answer.body)
    text = re.search(rf'name="{name}"[^>]*>\n([^<]*)</textarea>', answer.body)
    found = value or text
    assert found, name
    return html.unescape(found[1])


def test_a_call_is_kept_and_the_page_says_what_to_read_back(browser: Browser, door: Door) -> None:
    answer = send(browser)

    dossier = door.only_dossier()
    assert answer.status == 200
    for part in (dossier.number, str(dossier.tracking_code), CALL["tekst"], "Lees dit voor"):
        assert part in answer.body
    assert (dossier.channel, dossier.entered_by) == (Channel.PHONE, "m-1")
    assert dossier.person.phone == CALL["telefoon"]


def test_the_page_begins_with_how_it_came_in_and_today(browser: Browser) -> None:
    page = browser.get(f"{PAGE}?kanaal=brief")

    assert '<option value="brief" selected>' in page.body
    assert shown(page, "ontvangenOp") == "2026-06-01"
    nobody_chose = browser.get(f"{PAGE}?kanaal=<script>").body
    assert '<option value="" selected>' in nobody_chose
    assert "<script" not in nobody_chose


def test_what_is_folded_away_is_open_where_it_matters(browser: Browser) -> None:
    call, letter = (browser.get(f"{PAGE}?kanaal={way}").body for way in ("telefoon", "brief"))
    mistake = send(browser, voorgelezen="", namens="haar moeder").body

    assert [page.count("<details") for page in (call, letter, mistake)] == [3, 3, 3]
    assert [page.count(" open>") for page in (call, letter, mistake)] == [0, 1, 1]


def test_the_next_one_comes_in_the_same_way(browser: Browser) -> None:
    assert '/medewerker?kanaal=telefoon"' in send(browser).body


def test_a_letter_counts_from_the_day_on_the_page(browser: Browser, door: Door) -> None:
    send(browser, kanaal="brief", voorgelezen="", ontvangenOp="2026-05-28", ondertekend="nee")

    dossier = door.only_dossier()
    assert dutch_date(dossier.received_at).isoformat() == "2026-05-28"
    assert "niet ondertekend" in str(dossier.note)


def test_sent_today_is_received_now(browser: Browser, door: Door) -> None:
    browser.now = datetime(2026, 6, 1, 7, 15, tzinfo=UTC)
    send(browser)

    assert door.only_dossier().received_at == browser.now


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kanaal", ""),
        ("tekst", ""),
        ("voorgelezen", ""),
        ("email", "geen adres"),
        ("ontvangenOp", "2026-06-02"),
        ("ontvangenOp", "gisteren"),
        ("verzondenOp", "2026-02-30"),
        ("taal", "Turks"),
        ("naam", "x" * 201),
    ],
)
def test_a_mistake_loses_nothing_and_is_said_at_its_field(
    browser: Browser, door: Door, field: str, value: str
) -> None:
    everything = CALL | {"wens": "een andere hulp", "over": "Rietland", "taal": "nl"}
    answer = send(browser, everything | {field: value})

    assert answer.status == 400
    assert f'href="#{field}"' in answer.body
    assert f'id="{field}-fout"' in answer.body
    assert "<title>Fout: " in answer.body
    for name in ("tekst", "wens", "over", "naam", "telefoon"):
        if name != field:
            assert shown(answer, name) == everything[name]
    assert door.news() == []


def test_mistakes_are_told_in_the_order_of_the_page(browser: Browser) -> None:
    wrong = {"taal": "Turks", "email": "geen adres", "voorgelezen": "", "ontvangenOp": "gisteren"}
    answer = send(browser, CALL | wrong)

    told = re.findall(r'<a class="nl-link" href="#(\w+)">', answer.body)
    assert told[:4] == ["voorgelezen", "email", "taal", "ontvangenOp"]


def test_a_session_that_ends_while_she_types_costs_her_nothing(
    provider: Provider, browser: Browser, door: Door
) -> None:
    form = CALL | {"formulier": browser.form_token(PAGE), "sleutel": "een-sleutel"}
    browser.later(hours=2)

    late = browser.post(PAGE, form)
    assert late.status == 401
    assert (shown(late, "tekst"), shown(late, "sleutel")) == (CALL["tekst"], "een-sleutel")
    assert door.news() == []

    browser.log_in(provider)
    again = browser.post(PAGE, form)
    assert again.status == 400
    assert "Verstuur dit formulier nog een keer" in again.body
    anew = browser.post(PAGE, form | {"formulier": shown(again, "formulier")})
    assert anew.status == 200
    assert len(door.news()) == 1


def test_a_form_of_another_site_records_nothing(browser: Browser, door: Door) -> None:
    for token in ("", "raden", "é"):
        assert browser.post(PAGE, CALL | {"formulier": token}).status == 400
    assert door.news() == []


def test_who_is_not_logged_in_records_nothing(browser: Browser, door: Door) -> None:
    form = CALL | {"formulier": browser.form_token(PAGE)}

    assert Browser().post(PAGE, form).status == 401
    assert door.news() == []


def test_a_double_click_and_a_refresh_are_one_case(browser: Browser, door: Door) -> None:
    form = CALL | {"formulier": browser.form_token(PAGE), "sleutel": "een-sleutel"}
    first, again = browser.post(PAGE, form), browser.post(PAGE, form)

    assert again.body == first.body
    assert len(door.news()) == 1


def test_another_story_after_the_back_button_is_asked_about_and_then_kept(
    browser: Browser, door: Door
) -> None:
    form = CALL | {"formulier": browser.form_token(PAGE), "sleutel": "een-sleutel"}
    browser.post(PAGE, form)
    other = form | {"tekst": "Een heel ander verhaal."}

    asked = browser.post(PAGE, other)
    assert asked.status == 400
    assert shown(asked, "tekst") == other["tekst"]
    assert browser.post(PAGE, other | {"sleutel": shown(asked, "sleutel")}).status == 200
    assert len(door.news()) == 2


def test_a_file_survives_a_mistake(browser: Browser, door: Door) -> None:
    fields = CALL | {"formulier": browser.form_token(PAGE), "sleutel": "s", "voorgelezen": ""}
    mistake = send_file(browser, fields, "..\\map/brief.pdf", A_PDF)
    assert mistake.status == 400

    kept = shown(mistake, "bewaard")
    assert browser.post(PAGE, fields | {"voorgelezen": "ja", "bewaard": kept}).status == 200
    [attachment] = door.only_dossier().attachments
    assert attachment.name == "brief.pdf"
    stored = boto3.client("s3").get_object(Bucket="bestanden", Key=attachment.key)
    assert stored["Body"].read() == A_PDF


def test_a_file_that_is_not_there_any_more_is_asked_for_again(browser: Browser, door: Door) -> None:
    gone = send(browser, bewaard=f"{'0' * 32}:10:brief.pdf")

    assert gone.status == 400
    assert "Kies ze opnieuw" in gone.body
    assert door.news() == []


def test_a_program_is_not_taken_for_a_letter(browser: Browser, door: Door) -> None:
    fields = CALL | {"formulier": browser.form_token(PAGE)}
    answer = send_file(browser, fields, "brief.pdf", b"MZ\x90\x00")

    assert answer.status == 400
    assert 'href="#bijlagen"' in answer.body
    assert door.news() == []


def test_what_fails_behind_us_leaves_the_form_as_it_was(
    browser: Browser, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = CALL | {"formulier": browser.form_token(PAGE), "sleutel": "een-sleutel"}
    door.dossiers._client.delete_table(TableName=door.dossiers.name)

    answer = browser.post(PAGE, form)

    assert answer.status == 503
    assert shown(answer, "tekst") == CALL["tekst"]
    assert shown(answer, "formulier") == form["formulier"]


@pytest.mark.parametrize("field", [*staff.TEXTS, *staff.DAYS, *staff.PERSON_TEXTS, "sleutel"])
def test_nothing_that_is_typed_becomes_a_part_of_the_page(browser: Browser, field: str) -> None:
    nasty = '"><script>alert(1)</script>{{ 7*7 }}</textarea>'
    answer = send(browser, CALL | {"voorgelezen": "", field: nasty})

    assert "<script" not in answer.body
    assert answer.body.count("</textarea>") == answer.body.count("<textarea")


def test_what_was_said_is_no_part_of_the_page_that_reads_it_back(browser: Browser) -> None:
    assert "<script" not in send(browser, tekst="<script>alert(1)</script>").body


def test_a_council_member_gets_no_code_on_the_page(browser: Browser, door: Door) -> None:
    answer = send(browser, kanaal="raadslid", namens="een inwoner")

    assert "Uw volgcode" not in answer.body
    assert "krijgt geen gegevens uit de zaak" in answer.body
    assert door.only_dossier().tracking_code is None


def test_nothing_that_was_said_is_in_the_log(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    send(browser)
    send(browser, voorgelezen="")

    said = logged(caplog)
    assert [word for word in ("de Wit", "12345678", "drie weken") if word in said] == []


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from([*CALL, "bewaard", "taal", "gevaar", "x"]), st.text()))
def test_no_form_is_too_wild(browser: Browser, said: dict[str, str]) -> None:
    said = {name: value.encode("utf-8", "replace").decode() for name, value in said.items()}

    assert send(browser, said).status in (200, 400)
