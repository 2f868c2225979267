"""A resident tells what happened, page by page, as API Gateway calls us."""

import html
import re
import zipfile
from base64 import b64encode
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.pages.app import on_request
from services.intake.pages.draft import FIELDS
from services.intake.pages.form import BY_A_MACHINE
from shared.glossary import Channel
from tests.aws import Context, a_table, http_request
from tests.builders import MONDAY
from tests.fakes.files import A_PDF, a_docx
from tests.integration.intake.conftest import Door, logged

HERE = "/loket/stichtse-vecht/klacht"
STORY = "De taxi kwam drie keer niet.\nIk stond een uur in de regen."
XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{'zq'*3}}"
RECEIVED = "Wij hebben uw verhaal ontvangen"

Fields = list[tuple[str, str]]


@dataclass
class Browser:
    """A browser without JavaScript, as far as a form needs one."""

    path: str = HERE
    status: int = 0
    body: str = ""
    headers: dict[str, list[str]] = field(default_factory=dict)

    def open(self, query: dict[str, str] | None = None) -> "Browser":
        return self._show(http_request("GET", self.path, query=query))

    def send(self, button: str = "verder", /, **typed: str | list[str]) -> "Browser":
        """What stands in the page, with what is *typed* over it, and a button pressed."""
        return self.post(urlencode(self.filled_in(typed, button)))

    def send_files(self, *files: tuple[str, str, bytes], button: str = "verder") -> "Browser":
        """With files, each with its name and the type that its sender claims."""
        return self.post_parts(self.filled_in({}, button), files)

    def post(
        self, body: str, kind: str = "application/x-www-form-urlencoded", base64: bool = False
    ) -> "Browser":
        request = http_request("POST", self.path, body, {"content-type": kind})
        return self._show(request | {"isBase64Encoded": base64})

    def post_parts(self, fields: Fields, files: Any = (), end: str = "--\r\n") -> "Browser":
        data = b"".join(
            f'--grens\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields
        ) + b"".join(
            f'--grens\r\nContent-Disposition: form-data; name="bestanden"; filename="{name}"\r\n'
            f"Content-Type: {kind}\r\n\r\n".encode()
            + data
            + b"\r\n"
            for name, kind, data in files
        )
        whole = b64encode(data + b"--grens" + end.encode()).decode()
        return self.post(whole, "multipart/form-data; boundary=grens", base64=True)

    def has(self, name: str) -> list[str]:
        """The values under this name, in fields that are shown or not."""
        return [value for known, value in self.stands_in_the_page() if known == name]

    @property
    def heading(self) -> str:
        return html.unescape((re.search("<h1[^>]*>(.*?)</h1>", self.body) or ["", ""])[1])

    @property
    def text(self) -> str:
        return html.unescape(self.body)

    @property
    def secrets(self) -> list[str]:
        """The number and the code of a receipt."""
        return re.findall(r"<dd>([0-9A-Z]+(?:-[0-9A-Z]{4,5})+)</dd>", self.body)

    def _show(self, request: dict[str, Any]) -> "Browser":
        answer = on_request(request, Context())
        self.status, self.body = answer["statusCode"], answer["body"]
        self.headers = answer["multiValueHeaders"]
        return self

    def filled_in(self, typed: dict[str, str | list[str]], button: str) -> Fields:
        stands = [(name, value) for name, value in self.stands_in_the_page() if name not in typed]
        added = [
            (name, value)
            for name, values in typed.items()
            for value in ([values] if isinstance(values, str) else values)
        ]
        return [*stands, *added, ("naar", button)]

    def stands_in_the_page(self) -> Fields:
        inputs = re.findall(r"<input ([^>]*)>", self.body)
        found = [
            (_attribute(each, "name"), _attribute(each, "value"))
            for each in inputs
            if not re.search(r'type="(radio|checkbox|file)"', each) or "checked" in each
        ]
        areas = re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', self.body, re.S)
        chosen = re.findall(
            r'<select [^>]*name="(\w+)"[^>]*>.*?<option value="([^"]*)" selected', self.body, re.S
        )
        return found + [(name, html.unescape(value)) for name, value in areas + chosen]


def _attribute(tag: str, name: str) -> str:
    return html.unescape((re.search(rf'\b{name}="([^"]*)"', tag) or ["", ""])[1])


def at_the_end(**typed: str | list[str]) -> Browser:
    """Somebody who filled in all pages, and looks it over."""
    browser = Browser().open()
    browser.send(tekst=STORY, wanneer="maandag")
    browser.send(over="aanbieder", aanbieder="plassentaxi", wens=["uitleg", "excuses"])
    who: dict[str, str | list[str]] = {"wie": "ja", "naam": "N. Tester", "telefoon": "0600000000"}
    browser.send(**(who | typed))
    assert browser.heading == "Klopt alles?"
    return browser


# What is told is kept, once.


def test_a_story_gets_a_receipt_and_is_kept(door: Door) -> None:
    browser = at_the_end(email="n@post.example", mailen="ja", delen="ja", helper="Mijn buurvrouw")
    browser.send("versturen")

    assert (browser.status, browser.heading) == (201, RECEIVED)
    news, dossier = door.only_news(), door.only_dossier()
    assert browser.secrets == [dossier.number, dossier.tracking_code]
    assert (news.kanaal, news.data.written) == (Channel.WEB_FORM, True)
    assert news.data.providers == ("plassentaxi",)
    assert dossier.text == STORY
    assert (dossier.about, dossier.happened) == ("Plassentaxi BV", "maandag")
    assert dossier.wish == "Ik wil uitleg\nIk wil dat iemand sorry zegt"
    assert dossier.may_be_shared is True
    assert dossier.mail_to == "n@post.example"
    assert dossier.person.supported_by == "Mijn buurvrouw"
    assert dossier.received_at == MONDAY


def test_a_receipt_says_until_when_somebody_calls_and_gives_back_what_was_sent(door: Door) -> None:
    browser = at_the_end().send("versturen")

    assert "uiterlijk op maandag 8 juni 2026" in browser.text
    assert "maandag 1 juni 2026 om 11:30 uur" in browser.text
    for said in (STORY, "Plassentaxi BV", "N. Tester", "0600000000", "Nationale ombudsman", "112"):
        assert said in browser.text


def test_a_double_click_and_a_refresh_are_one_complaint(door: Door) -> None:
    browser = at_the_end()
    page = browser.body
    receipts = []
    for _ in range(3):
        browser.body = page
        receipts.append(browser.send("versturen").secrets)

    assert len(door.news()) == 1
    assert receipts == [receipts[0]] * 3


def test_another_story_in_a_form_that_was_sent_is_asked_about(door: Door) -> None:
    browser = at_the_end()
    page = browser.body
    browser.send("versturen")
    browser.body = page
    browser.send("versturen", tekst="Iets heel anders dan de vorige keer.")

    assert browser.status == 409
    assert "al een keer verstuurd" in browser.text
    browser.send("versturen")
    assert browser.heading == RECEIVED
    assert len(door.news()) == 2


def test_who_stays_anonymous_is_not_kept(door: Door) -> None:
    at_the_end(wie="nee").send("versturen")

    dossier = door.only_dossier()
    assert dossier.anonymous
    assert not any(dossier.person.model_dump(exclude_defaults=True))
    assert door.only_news().data.anonymous


def test_whoever_speaks_for_another_says_for_whom(door: Door) -> None:
    at_the_end(voor="ander", namens="Mijn vader", machtiging="ja").send("versturen")

    person = door.only_dossier().person
    assert (person.represents, person.authorised_in_writing) == ("Mijn vader", True)


def test_a_mail_address_alone_is_no_leave_to_mail(door: Door) -> None:
    at_the_end(email="n@post.example").send("versturen")
    assert door.only_dossier().mail_to is None


def test_what_a_program_fills_in_is_kept_with_a_warning(door: Door) -> None:
    at_the_end(website="https://koop.example").send("versturen")

    dossier = door.only_dossier()
    assert (dossier.text, dossier.note) == (STORY, BY_A_MACHINE)


def test_the_english_form_is_answered_in_english(door: Door) -> None:
    browser = Browser().open({"taal": "en"})
    browser.send(tekst="The taxi did not come. Nobody called me.")
    browser.send()
    browser.send(wie="nee")
    browser.send("versturen")

    assert browser.heading == "We have received your story"
    assert "Monday 1 June 2026" in browser.text
    assert door.only_dossier().language == "en"


def test_a_town_that_ended_answers_in_the_name_of_its_successor(door: Door) -> None:
    browser = Browser("/loket/weesp/klacht").open()
    assert "Gemeente Amsterdam" in browser.text
    browser.send(tekst=STORY)
    browser.send()
    browser.send(wie="nee")
    browser.send("versturen")
    assert door.only_news().gemeentecode == "0457"


# Nothing that was filled in is lost.


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"tekst": "kort"}, "Schrijf minstens 10 tekens"),
        ({"tekst": "a" * 20_001}, "Schrijf hoogstens 20000 tekens"),
        ({"tekst": STORY, "wanneer": "b" * 301}, "Schrijf hoogstens 300 tekens"),
    ],
)
def test_a_fault_keeps_what_was_typed(door: Door, typed: dict[str, Any], sentence: str) -> None:
    browser = Browser().open().send(**typed)

    assert browser.status == 400
    assert "<title>Fout: " in browser.body
    assert sentence in browser.text
    for name, value in typed.items():
        assert browser.has(name) == [value]
    assert door.news() == []


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, "wie"),
        ({"wie": "ja", "naam": "N. Tester"}, "telefoon"),
        ({"wie": "ja", "email": "geen adres"}, "email"),
        ({"wie": "ja", "telefoon": "06", "mailen": "ja"}, "email"),
        ({"wie": "ja", "telefoon": "0" * 41}, "telefoon"),
    ],
)
def test_a_fault_is_told_at_its_field(door: Door, typed: dict[str, Any], wrong: str) -> None:
    browser = Browser().open().send(tekst=STORY).send()
    browser.send(**typed)

    assert browser.status == 400
    assert f'<a class="nl-link" href="#{wrong}">' in browser.body
    assert f'id="{wrong}-fout"' in browser.body
    assert browser.has("tekst") == [STORY]


def test_back_and_forth_loses_no_field(door: Door) -> None:
    browser = at_the_end(adres="Straat 1\n1234 AB Dorp", delen="nee")
    before = {name: browser.has(name) for name in FIELDS}
    for step in ("wat", "wie", "over", "wat"):
        browser.send(step)
    for _ in range(3):
        browser.send()

    assert browser.heading == "Klopt alles?"
    assert {name: browser.has(name) for name in FIELDS} == before


def test_another_language_halfway_loses_nothing(door: Door) -> None:
    browser = Browser().open().send(tekst=STORY)
    fields = [("wissel", "en"), ("over", "gemeente"), *browser.stands_in_the_page()]
    browser.post(urlencode(fields))

    assert '<html lang="en"' in browser.body
    assert browser.has("tekst") == [STORY]
    assert browser.has("over") == ["gemeente"]
    assert browser.send().heading == "Who are you?"


def test_what_we_cannot_keep_now_stays_in_the_page_to_be_sent_again(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    browser = at_the_end()
    dynamodb = boto3.client("dynamodb")
    dynamodb.delete_table(TableName="dossiers")
    browser.send("versturen")

    assert browser.status == 503
    assert "Probeer het opnieuw" in browser.text
    assert browser.has("tekst") == [STORY]
    assert STORY not in logged(caplog)
    a_table("dossiers")
    assert browser.send("versturen").heading == RECEIVED
    assert len(door.news()) == 1


def test_a_form_from_long_ago_can_still_be_sent(door: Door) -> None:
    """The draft lives in the page: no session can end, and no server needs to remember it."""
    browser = at_the_end()
    yesterdays_page = browser.body
    another = Browser(body=yesterdays_page)
    assert another.send("versturen").heading == RECEIVED


# Files.


def test_a_file_is_kept_at_once_and_goes_with_the_story(door: Door) -> None:
    browser = Browser().open().send(tekst=STORY)
    browser.send_files(("brief.pdf", "application/pdf", A_PDF))
    assert [re.sub("[0-9a-f]{32}", "*", key) for key in drafts()] == ["concept/1904/*"]
    browser.send(wie="nee")
    assert "brief.pdf" in browser.text
    browser.send("versturen")

    [attachment] = door.only_dossier().attachments
    assert (attachment.name, attachment.content_type) == ("brief.pdf", "application/pdf")
    assert attachment.key.startswith("bijlagen/1904/")


def test_what_we_do_not_take_does_not_take_the_others_along(door: Door) -> None:
    browser = Browser().open().send(tekst=STORY)
    browser.send_files(("a.exe", "image/png", b"MZ"), ("brief.pdf", "application/pdf", A_PDF))

    assert browser.status == 400
    assert "Het bestand a.exe kunnen wij niet aannemen" in browser.text
    assert len(browser.has("bestand")) == 1
    assert browser.has("tekst") == [STORY]


def test_a_file_can_be_taken_away(door: Door) -> None:
    browser = Browser().open().send(tekst=STORY)
    browser.send_files(("brief.pdf", "application/pdf", A_PDF), button="over")
    [reference] = browser.has("bestand")
    browser.post(urlencode([*browser.stands_in_the_page(), ("weg", reference[:32])]))

    assert browser.has("bestand") == []


def test_too_much_together_is_refused_and_the_rest_stays(door: Door) -> None:
    browser = Browser().open().send(tekst=STORY)
    large = A_PDF + b"0" * 2_500_000
    browser.send_files(("een.pdf", "", large), button="over")
    browser.send_files(("twee.pdf", "", large))

    assert "Het bestand twee.pdf is te groot" in browser.text
    assert len(browser.has("bestand")) == 1


def test_no_more_than_ten_files(door: Door) -> None:
    browser = Browser().open().send(tekst=STORY)
    browser.send_files(*((f"{n}.pdf", "application/pdf", A_PDF) for n in range(11)))

    assert "Het bestand 10.pdf past er niet meer bij" in browser.text
    assert len(browser.has("bestand")) == 10


def test_a_page_that_was_changed_lets_no_more_through_than_ten_files(door: Door) -> None:
    references = []
    for n in range(12):
        browser = Browser().open().send(tekst=STORY)
        browser.send_files((f"{n}.pdf", "application/pdf", A_PDF))
        references += browser.has("bestand")
    browser.send(bestand=references).send(wie="nee")
    browser.send("versturen")

    assert len(door.only_dossier().attachments) == 10


def test_a_page_that_was_changed_lets_no_more_through_than_four_megabytes(door: Door) -> None:
    large = A_PDF + b"0" * 2_500_000
    references = []
    for name in ("een", "twee"):
        browser = Browser().open().send(tekst=STORY)
        browser.send_files((f"{name}.pdf", "application/pdf", large))
        references += [re.sub(r":\d+:", ":1:", each) for each in browser.has("bestand")]
    browser.send(bestand=references).send(wie="nee")
    browser.send("versturen")

    assert "Het bestand twee.pdf is te groot" in browser.text
    assert len(browser.has("bestand")) == 1
    assert door.news() == []


def test_a_file_that_is_gone_is_asked_for_again(door: Door) -> None:
    browser = Browser().open().send(tekst=STORY)
    browser.send_files(("brief.pdf", "application/pdf", A_PDF)).send(wie="nee")
    empty_the_drafts()
    browser.send("versturen")

    assert browser.status == 400
    assert "Het bestand brief.pdf hebben wij niet meer" in browser.text
    assert door.news() == []
    for button in ("verder", "verder", "versturen"):
        browser.send(button)
    assert browser.heading == RECEIVED


@pytest.mark.parametrize(
    "reference",
    [
        "../../bijlagen/1904/geheim:14:x",
        "bijlagen/1904/geheim:14:x",
        "http://169.254.169.254/latest:1:x",
        f"{'a' * 32}:1:x",
        f"{'A' * 32}:1:x",
        "",
        "::",
    ],
)
def test_a_reference_opens_nothing_but_a_file_of_this_form(door: Door, reference: str) -> None:
    boto3.client("s3").put_object(Bucket="bestanden", Key="bijlagen/1904/geheim", Body=A_PDF)
    at_the_end(bestand=reference).send("versturen")

    assert all(not dossier.attachments for dossier in dossiers(door))


def test_a_file_of_another_town_cannot_be_referred_to(door: Door) -> None:
    browser = Browser("/loket/wijdemeren/klacht").open().send(tekst=STORY)
    browser.send_files(("brief.pdf", "application/pdf", A_PDF))
    [theirs] = browser.has("bestand")
    at_the_end(bestand=theirs).send("versturen")

    assert dossiers(door) == []


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "C:\\Users\\x\\brief.pdf", "https://kwaad.example/a.pdf", "a\tb\x00.pdf",
     "<b>.pdf", "=1+1.pdf", "n" * 300, "brief\u202efdp.exe", "", "😀.pdf"],
)  # fmt: skip
def test_the_name_of_a_file_is_only_shown(door: Door, name: str) -> None:
    browser = Browser().open().send(tekst=STORY)
    browser.send_files((name, "application/pdf", A_PDF)).send(wie="nee")
    browser.send("versturen")

    [attachment] = door.only_dossier().attachments
    assert re.fullmatch(r"bijlagen/1904/KL-[0-9A-Z-]+/[0-9a-f]{32}", attachment.key)
    assert "/" not in attachment.name
    assert "\\" not in attachment.name
    assert "<b>" not in browser.body


def test_a_zip_bomb_is_never_unpacked(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(*_: Any, **__: Any) -> None:
        raise AssertionError("unpacked")

    whole = BytesIO(a_docx())
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("word/media/groot", b"\0" * 50_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)
    browser = Browser().open().send(tekst=STORY)
    browser.send_files(("bom.docx", "", whole.getvalue())).send(wie="nee")

    assert browser.send("versturen").heading == RECEIVED


# Hostile input.


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in ("wie", "tekst")])
def test_whatever_is_typed_is_shown_as_text(door: Door, name: str) -> None:
    browser = Browser().open().send(tekst=STORY, **{name: XSS})
    for _ in range(4):
        assert "<script>" not in browser.body
        assert "<img" not in browser.body
        assert "zqzqzq" not in browser.body
        browser.send(**{name: XSS, "wie": "nee"})
    browser.send("versturen")
    assert "<script>" not in browser.body


def test_the_story_itself_is_shown_as_text(door: Door) -> None:
    browser = at_the_end(tekst=XSS).send("versturen")

    assert browser.heading == RECEIVED
    assert "<script>" not in browser.body
    assert "onerror" in browser.text
    assert door.only_dossier().text == XSS


def test_no_field_reaches_a_header(door: Door) -> None:
    browser = at_the_end(naam="x\r\nSet-Cookie: a=b\r\n\r\n<html>").send("versturen")

    assert "Set-Cookie" not in browser.headers
    assert all("\n" not in each for values in browser.headers.values() for each in values)


def test_every_answer_keeps_strangers_out(door: Door) -> None:
    for browser in (Browser().open(), at_the_end(), Browser("/loket/nergens").open()):
        [policy] = browser.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert browser.headers["Cache-Control"] == ["no-store"]
        assert browser.headers["Referrer-Policy"] == ["no-referrer"]
        assert "<script" not in browser.body


def test_emoji_and_other_scripts_are_kept(door: Door) -> None:
    text = "Het was heel erg 😀 مرحبا 你好 e\u0301e\u0301n keer"
    at_the_end(tekst=text).send("versturen")
    assert door.only_dossier().text == "Het was heel erg 😀 مرحبا 你好 één keer"


def test_a_thousand_fields_are_refused_with_a_page(door: Door) -> None:
    fields = [(f"veld{n}", "x") for n in range(1000)]
    for browser in (Browser().post(urlencode(fields)), Browser().post_parts(fields)):
        assert (browser.status, browser.heading) == (413, "Dit is te groot")


def test_a_form_that_was_cut_off_says_so_and_keeps_what_came(door: Door) -> None:
    browser = Browser().open().send(tekst=STORY)
    browser.post_parts(browser.filled_in({}, "verder"), end="")

    assert browser.status == 400
    assert "niet helemaal aan" in browser.text
    assert browser.has("tekst") == [STORY]


@pytest.mark.parametrize(
    ("body", "kind", "base64"),
    [
        ("x", "multipart/form-data", False),
        ("x", "multipart/form-data; boundary=", True),
        ("!!!", "multipart/form-data; boundary=grens", True),
        ("--grens\r\n\r\n", "multipart/form-data; boundary=grens", False),
        ("{}", "application/json", False),
        ("tekst=%ff%fe", "application/x-www-form-urlencoded", False),
        ("\ud800", "application/x-www-form-urlencoded", False),
        ("a=b;c", "application/x-www-form-urlencoded; charset=utf-7", False),
        ("", "", False),
    ],
)
def test_bad_bytes_get_a_page(door: Door, body: str, kind: str, base64: bool) -> None:
    browser = Browser().post(body, kind, base64)

    assert browser.status == 400
    assert browser.heading == "Wat is er gebeurd?"


def test_a_part_in_another_character_set_is_read_all_the_same(door: Door) -> None:
    part = 'Content-Disposition: form-data; name="tekst"\r\nContent-Type: text/plain; charset=nep'
    whole = f"--grens\r\n{part}\r\n\r\nEén keer kwam er niemand.\r\n--grens--\r\n".encode("cp1252")
    browser = Browser().post(
        b64encode(whole).decode(), "multipart/form-data; boundary=grens", base64=True
    )

    assert browser.has("tekst") == ["Eén keer kwam er niemand."]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.dictionaries(
        st.sampled_from([*FIELDS, "sleutel", "stap", "naar", "bestand", "weg", "wissel", "taal"]),
        st.text(max_size=60) | st.sampled_from(["versturen", "controle", "ja", "nee", "en"]),
    )
)
def test_whatever_is_sent_gets_a_page(door: Door, fields: dict[str, str]) -> None:
    browser = Browser().post(urlencode(fields, errors="surrogatepass"))
    assert browser.status in (200, 201, 400)


# The addresses.


@pytest.mark.parametrize("path", ["/loket/1904/klacht", HERE, f"{HERE}/"])
def test_a_town_is_known_by_its_name_and_by_its_code(door: Door, path: str) -> None:
    assert Browser(path).open().heading == "Wat is er gebeurd?"


@pytest.mark.parametrize("town", ["nergens", "0000", "beheer-van-het-klachtenloket", "..", "%00"])
def test_an_unknown_town_gets_a_page_that_says_so(door: Door, town: str) -> None:
    browser = Browser(f"/loket/{town}/klacht").open()
    assert (browser.status, browser.heading) == (404, "Deze pagina is er niet")


def test_what_an_address_cannot_do_is_said(door: Door) -> None:
    answer = on_request(http_request("DELETE", HERE), Context())
    assert answer["statusCode"] == 405
    assert answer["multiValueHeaders"]["Allow"] == ["GET, POST"]


def test_a_made_up_key_is_replaced(door: Door) -> None:
    first, second = (Browser().open().has("sleutel") for _ in range(2))
    assert first != second
    assert Browser().post(urlencode({"sleutel": "x" * 36})).has("sleutel") != ["x" * 36]
    known = str(uuid4())
    assert Browser().post(urlencode({"sleutel": known})).has("sleutel") == [known]


def drafts() -> list[str]:
    """Where the files are of forms that are not sent."""
    found = boto3.client("s3").list_objects_v2(Bucket="bestanden", Prefix="concept/")
    return [each["Key"] for each in found["Contents"]]


def empty_the_drafts() -> None:
    for key in drafts():
        boto3.client("s3").delete_object(Bucket="bestanden", Key=key)


def dossiers(door: Door) -> list[Any]:
    return [door.dossier(news) for news in door.news()]
