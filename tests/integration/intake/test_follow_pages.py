"""A resident follows her case in a browser: what she sees, what she may do, and who may not."""

import html
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest

from services.intake.domain import new_code
from services.intake.handler import intake
from services.intake.pages import follow
from services.intake.pages.app import on_request
from services.intake.service import Receipt
from services.intake.submission import Door, Submission
from shared.case import Added, Case, Handler, Handover
from shared.dossier import Addition
from shared.events import Clock, Terms
from shared.glossary import (
    Channel,
    ClockKind,
    Flag,
    HandlerKind,
    Outcome,
    Phase,
    Side,
    Telling,
)
from shared.proceedings import Respondent
from tests.aws import Context, http_request
from tests.builders import MONDAY, a_case, an_adjournment
from tests.fakes.files import A_PDF
from tests.integration.intake.conftest import Door as IntakeDoor
from tests.integration.intake.conftest import logged

HERE = "/loket/stichtse-vecht/volgen"
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"


@dataclass
class Answer:
    status: int
    headers: dict[str, list[str]]
    body: str

    @property
    def text(self) -> str:
        """What a person reads of it."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.body)).split())

    def field(self, name: str) -> str:
        """What a hidden field of the page holds."""
        found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', self.body)
        assert found, name
        return html.unescape(found[1])


@dataclass
class Browser:
    """Keeps a cookie, and sends forms as a browser does."""

    now: datetime = MONDAY
    cookie: str | None = None
    address: str = "192.0.2.1"
    site: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    def get(self, path: str = HERE, query: dict[str, str] | None = None) -> Answer:
        return self._ask("GET", path, None, {}, query)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), kind | self.site)

    def send_files(self, path: str, fields: dict[str, str], *files: tuple[str, bytes]) -> Answer:
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'
            for name, value in fields.items()
        ] + [
            f'Content-Disposition: form-data; name="bestanden"; filename="{name}"\r\n'
            f"Content-Type: application/octet-stream\r\n\r\n{data.decode('latin-1')}"
            for name, data in files
        ]
        body = "".join(f"--grens\r\n{part}\r\n" for part in parts) + "--grens--\r\n"
        kind = {"content-type": "multipart/form-data; boundary=grens"}
        return self._ask("POST", path, body, kind | self.site)

    def sign_in(self, receipt: Receipt, path: str = HERE, **fields: str) -> Answer:
        assert receipt.code
        typed = {"zaaknummer": receipt.number, "volgcode": receipt.code} | fields
        return self.post(path, typed)

    def act(self, place: str, **fields: str) -> Answer:
        """Open the page of an act, fill it in, and send it."""
        page = self.get(f"{HERE}/{place}")
        kept = {name: page.field(name) for name in ("formulier", "sleutel", "taal")}
        return self.post(f"{HERE}/{place}", kept | fields)

    def _ask(
        self,
        method: str,
        path: str,
        body: str | None,
        headers: dict[str, str],
        query: dict[str, str] | None = None,
    ) -> Answer:
        cookies = {"Cookie": f"ander=1; {self.cookie}; nog=2"} if self.cookie else {}
        at_ms = int(self.now.timestamp() * 1000)
        event = http_request(method, path, body, headers | cookies, query, at_ms)
        event["requestContext"]["identity"]["sourceIp"] = self.address
        answer: Any = on_request(event, Context())
        for cookie in answer["multiValueHeaders"].get("Set-Cookie", []):
            self.cookie = None if "Max-Age=0" in cookie else cookie.partition(";")[0]
        return Answer(answer["statusCode"], answer["multiValueHeaders"], answer["body"] or "")


@pytest.fixture
def browser(door: IntakeDoor) -> Browser:
    return Browser()


@pytest.fixture
def receipt(browser: Browser) -> Receipt:
    return a_complaint()


def a_complaint(key: str = "een", municipality: str = "1904", **facts: Any) -> Receipt:
    usual: dict[str, Any] = {
        "door": Door.FORM,
        "content": "hash",
        "channel": Channel.WEB_FORM,
        "written": True,
        "received_at": MONDAY,
        "registered_at": MONDAY,
        "text": "De hulp van mevrouw Geheim komt niet.",
    }
    submission = Submission(municipality=municipality, key=key, **(usual | facts))
    return intake().accept(submission)


def becomes(receipt: Receipt, *clocks: Clock, **facts: Any) -> Case:
    """How the case stands, as the bus tells us."""
    case = a_case(number=receipt.number, **facts)
    intake().store.follow(case)
    terms = Terms(case_sequence=case.sequence, clocks=clocks)
    intake().store.follow_terms(case.municipality, case.number, terms)
    return case


def a_clock(kind: ClockKind, due_on: date, **facts: Any) -> Clock:
    usual: dict[str, Any] = {
        "starts_on": MONDAY.date(),
        "nominal_end": due_on,
        "article": "Awb 9:11 lid 1",
        "explanation": "De dag van ontvangst is maandag 1 juni 2026.",
    }
    return Clock(kind=kind, due_on=due_on, **(usual | facts))


def told(telling: Telling = Telling.MORE, at: datetime = MONDAY, **facts: Any) -> Added:
    usual: dict[str, Any] = {
        "id": "A-AAAAA-AAAAA",
        "side": Side.COMPLAINANT,
        "channel": Channel.WEB_FORM,
    }
    return Added(telling=telling, received_at=at, **(usual | facts))


def additions(receipt: Receipt) -> list[Addition]:
    items = intake().store._dossiers.query(f"1904#{receipt.number}", "aanvulling#")  # type: ignore[attr-defined]
    return [Addition.model_validate_json(item["aanvulling"]) for item in items]


def has_form(answer: Answer) -> bool:
    return 'name="volgcode"' in answer.body and 'name="zaaknummer"' in answer.body


# She signs in, and out.


def test_number_and_code_open_the_page_of_the_case(browser: Browser, receipt: Receipt) -> None:
    answer = browser.sign_in(receipt)

    assert (answer.status, answer.headers["Location"]) == (303, ["volgen"])
    assert receipt.number in browser.get().text


def test_the_cookie_is_for_this_site_and_for_no_script(browser: Browser, receipt: Receipt) -> None:
    [cookie] = browser.sign_in(receipt).headers["Set-Cookie"]

    assert re.fullmatch(r"__Host-volgen=[\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax", cookie)


def test_every_refusal_is_the_same_page(browser: Browser, receipt: Receipt) -> None:
    elsewhere = a_complaint("elders", municipality="1696")
    anonymous = a_complaint("anoniem", anonymous=True)
    assert receipt.code
    assert elsewhere.code
    wrong = [
        (receipt.number, new_code()),
        (anonymous.number, new_code()),
        ("KL-2026-ZZZZZ-ZZZZZ", receipt.code),
        (elsewhere.number, elsewhere.code),
        (receipt.number, elsewhere.code),
    ]
    answers = [
        browser.post(HERE, {"zaaknummer": number, "volgcode": code}) for number, code in wrong
    ]
    answers += [browser.sign_in(receipt, volgcode=new_code()) for _ in range(5)]
    answers.append(browser.sign_in(receipt))  # locked by now

    typed = re.compile(r'(name="zaaknummer"[^>]*value=")[^"]*')
    assert {(answer.status, typed.sub(r"\1", answer.body)) for answer in answers} == {
        (403, typed.sub(r"\1", answers[0].body))
    }
    assert browser.cookie is None


def test_a_code_guessed_twenty_times_opens_nothing(browser: Browser, receipt: Receipt) -> None:
    for guess in range(20):
        browser.address = f"198.51.100.{guess}"
        assert browser.sign_in(receipt, volgcode=new_code()).status == 403
    assert has_form(browser.get())


def test_a_lock_ends_after_a_quarter_and_never_holds_at_another_address(
    browser: Browser, receipt: Receipt
) -> None:
    for _ in range(5):
        browser.sign_in(receipt, volgcode=new_code())
    assert browser.sign_in(receipt).status == 403

    assert Browser(address="192.0.2.2").sign_in(receipt).status == 303
    browser.now += timedelta(minutes=15)
    assert browser.sign_in(receipt).status == 303


def test_an_empty_field_is_named_and_what_was_typed_stays(browser: Browser) -> None:
    answer = browser.post(HERE, {"zaaknummer": "KL-2026-1", "volgcode": " "})

    assert answer.status == 400
    assert "Vul uw volgcode in." in answer.text
    assert 'value="KL-2026-1"' in answer.body
    assert "<title>Fout: " in answer.body


def test_the_code_stands_in_no_page_and_no_log(
    browser: Browser, receipt: Receipt, caplog: pytest.LogCaptureFixture
) -> None:
    assert receipt.code
    answers = [
        browser.sign_in(receipt, zaaknummer="KL-2026-ZZZZZ-ZZZZZ"),
        browser.sign_in(receipt),
        browser.get(),
        browser.act("stoppen", volgcode=receipt.code),
    ]

    seen = "".join(answer.body + str(answer.headers) for answer in answers)
    assert receipt.code not in seen + logged(caplog)


def test_who_signed_out_is_out_in_every_browser_with_that_cookie(
    browser: Browser, receipt: Receipt
) -> None:
    browser.sign_in(receipt)
    thief = Browser(cookie=browser.cookie)
    page = browser.get()

    answer = browser.post(f"{HERE}/afmelden", {"formulier": page.field("formulier")})

    assert "U bent afgemeld." in answer.text
    assert browser.cookie is None
    assert receipt.number not in thief.get().body


def test_a_cookie_opens_nothing_half_an_hour_after_its_last_use(
    browser: Browser, receipt: Receipt
) -> None:
    browser.sign_in(receipt)
    browser.now += timedelta(minutes=29)
    assert receipt.number in browser.get().text

    browser.now += timedelta(minutes=30)
    answer = browser.get()
    assert receipt.number not in answer.body
    assert "U was een tijd weg." in answer.text


def test_a_cookie_of_one_municipality_opens_nothing_at_another(
    browser: Browser, receipt: Receipt
) -> None:
    browser.sign_in(receipt)

    assert has_form(browser.get("/loket/wijdemeren/volgen"))


@pytest.mark.parametrize("cookie", ["", "x", "__Host-volgen=", "__Host-volgen=../..;a", "\x00=é"])
def test_a_cookie_of_nobody_opens_nothing(browser: Browser, cookie: str) -> None:
    assert has_form(Browser(cookie=cookie or None).get())


def test_no_page_may_be_kept_or_framed(browser: Browser, receipt: Receipt) -> None:
    browser.sign_in(receipt)
    headers = browser.get().headers

    assert headers["Cache-Control"] == ["no-store"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"][0]
    assert headers["Referrer-Policy"] == ["no-referrer"]


# What she sees.


def test_before_anybody_has_looked_it_says_so(browser: Browser, receipt: Receipt) -> None:
    browser.sign_in(receipt)
    text = browser.get().text

    assert "Wij zijn uw bericht aan het verwerken." in text
    assert "maandag 1 juni 2026 Wij kregen uw bericht." in text


def test_she_sees_who_has_it_since_when_and_until_when_and_why(
    browser: Browser, receipt: Receipt
) -> None:
    becomes(
        receipt,
        a_clock(ClockKind.CONTACT, date(2026, 6, 8), met=True),
        a_clock(ClockKind.HANDLING, date(2026, 8, 10)),
        handler=PROVIDER,
        first_contact_at=MONDAY + timedelta(days=1),
        handover=Handover(to=PROVIDER, offered_at=MONDAY + timedelta(days=2)),
        term_changes=(an_adjournment(),),
    )
    browser.sign_in(receipt)
    text = browser.get().text

    assert "Wij vroegen Thuiszorg De Vechtstroom om u te helpen" in text
    assert "dinsdag 2 juni 2026 Wij spraken met u." in text
    assert "Uiterlijk op maandag 10 augustus 2026." in text
    assert "De dag van ontvangst is maandag 1 juni 2026." in text
    assert "Wij hebben meer tijd nodig. Wij willen eerst praten met iedereen" in text
    assert "Wij nemen contact met u op" not in text


def test_a_day_that_has_passed_is_admitted(browser: Browser, receipt: Receipt) -> None:
    becomes(receipt, a_clock(ClockKind.HANDLING, date(2026, 5, 1)))
    browser.sign_in(receipt)

    assert "Deze dag is voorbij. Dat spijt ons." in browser.get().text


def test_she_sees_that_she_told_more_but_not_what_others_told(
    browser: Browser, receipt: Receipt
) -> None:
    becomes(
        receipt,
        additions=(
            told(at=MONDAY + timedelta(days=1)),
            told(Telling.DISSATISFACTION, at=MONDAY + timedelta(days=2), by_another=True),
            told(Telling.FROM_PROVIDER, at=MONDAY + timedelta(days=3), side=Side.PROVIDER),
        ),
    )
    browser.sign_in(receipt)
    timeline = browser.get().text.partition("Wat is er gebeurd?")[2].partition("Wat kunt u doen?")

    assert "dinsdag 2 juni 2026 U vertelde ons meer." in timeline[0]
    assert "3 juni" not in timeline[0]
    assert "4 juni" not in timeline[0]


def test_nothing_of_staff_or_of_others_is_on_the_page(browser: Browser, receipt: Receipt) -> None:
    becomes(
        receipt,
        a_clock(ClockKind.NOT_HANDLING, date(2026, 6, 29), explanation="Wij twijfelen nog."),
        assignee="staff-7",
        term_changes=(an_adjournment(by="staff-8"),),
        flags=(Flag.MINOR, Flag.PRESS),
        matter={
            "betrokkenen": [
                Respondent(reference="R-9", job_title="wijkcoach", party=PROVIDER).model_dump()
            ]
        },
        ground="ouder_dan_een_jaar",
    )
    browser.sign_in(receipt)
    page = browser.get()

    assert page.status == 200
    secrets = ("staff", "R-9", "wijkcoach", "minderjarige", "pers<", "ouder_dan", "twijfelen")
    assert not [word for word in secrets if word in page.body]


@pytest.mark.parametrize("flag", [Flag.ABUSE, Flag.SUICIDE, Flag.RESTRICTED, Flag.NOW])
def test_where_somebody_may_be_in_danger_the_page_does_not_say_where_the_case_is(
    browser: Browser, receipt: Receipt, flag: Flag
) -> None:
    offer = Handover(to=PROVIDER, offered_at=MONDAY, accepted_at=MONDAY)
    clock = a_clock(ClockKind.HANDLING, date(2026, 7, 13), article="afspraak met de aanbieder")
    becomes(receipt, clock, handler=PROVIDER, handover=offer, flags=(flag,))
    browser.sign_in(receipt)
    page = browser.get()

    assert "Wij zijn bezig met uw zaak" in page.text
    assert "Vechtstroom" not in page.body
    assert "aanbieder" not in page.body
    assert flag.value not in page.body


def test_after_the_end_she_reads_the_outcome_and_where_to_go_until_when(
    browser: Browser, receipt: Receipt
) -> None:
    becomes(
        receipt,
        a_clock(ClockKind.OMBUDSMAN, date(2027, 6, 2)),
        phase=Phase.CLOSED,
        outcome=Outcome.JUDGED,
        closed_at=MONDAY + timedelta(days=1),
    )
    browser.sign_in(receipt)
    text = browser.get().text

    assert "Wij hebben een oordeel over uw klacht" in text
    assert "Dan mag u naar de Nationale ombudsman. Dat is gratis." in text
    assert "De laatste dag is woensdag 2 juni 2027." in text
    assert "Stop met mijn zaak" not in text


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_words(browser: Browser, receipt: Receipt, outcome: Outcome) -> None:
    becomes(receipt, phase=Phase.CLOSED, outcome=outcome, closed_at=MONDAY)
    browser.sign_in(receipt)

    assert browser.get().status == 200
    assert browser.get(query={"taal": "en"}).status == 200


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_phase_has_words(
    browser: Browser, receipt: Receipt, phase: Phase, language: str
) -> None:
    becomes(receipt, phase=phase)
    browser.sign_in(receipt)

    assert browser.get(query={"taal": language}).status == 200


def test_after_a_merger_the_successor_answers_for_it(browser: Browser) -> None:
    receipt = a_complaint(municipality="0457")
    regime = intake_regime("0457")
    becomes(receipt, municipality="0457", owner="0363", regime=regime)
    here = "/loket/weesp/volgen"
    browser.sign_in(receipt, here)

    assert "Gemeente Amsterdam" in browser.get(here).text


def test_two_cases_of_one_municipality_never_mix(browser: Browser, receipt: Receipt) -> None:
    other_receipt, other = a_complaint("twee"), Browser()
    becomes(receipt, first_contact_at=MONDAY + timedelta(days=1))
    becomes(other_receipt, phase=Phase.FORMAL, formal_since=MONDAY + timedelta(days=2))
    browser.sign_in(receipt)
    other.sign_in(other_receipt)
    mine, hers = browser.get(), other.get()

    assert other_receipt.number not in mine.body
    assert receipt.number not in hers.body
    assert "Wij onderzoeken uw klacht" not in mine.text
    assert "2 juni 2026" not in hers.text


def intake_regime(code: str) -> str:
    from shared.municipality import municipalities

    return municipalities()[code].regime_on(MONDAY.date()).code


# What she does.


def test_she_adds_words_and_files_and_gets_a_moment_in_return(
    browser: Browser, receipt: Receipt
) -> None:
    browser.sign_in(receipt)
    page = browser.get(f"{HERE}/aanvullen")
    fields = {name: page.field(name) for name in ("formulier", "sleutel")}

    answer = browser.send_files(
        f"{HERE}/aanvullen", fields | {"tekst": "Ook dinsdag niet."}, ("../brief.pdf", A_PDF)
    )

    [addition] = additions(receipt)
    assert (addition.telling, addition.text) == (Telling.MORE, "Ook dinsdag niet.")
    assert [each.name for each in addition.attachments] == ["brief.pdf"]
    assert "Wij kregen dit op maandag 1 juni 2026 om 11:30 uur." in answer.text
    assert "dinsdag" not in answer.text


def test_a_double_click_and_a_retry_add_it_once(browser: Browser, receipt: Receipt) -> None:
    browser.sign_in(receipt)
    page = browser.get(f"{HERE}/niet-tevreden")
    fields = {name: page.field(name) for name in ("formulier", "sleutel")} | {"tekst": "Nee."}
    answers = [browser.post(f"{HERE}/niet-tevreden", fields) for _ in range(3)]
    browser.now += timedelta(minutes=20)
    answers.append(browser.post(f"{HERE}/niet-tevreden", fields))

    assert len({(answer.status, answer.text) for answer in answers}) == 1
    assert len(additions(receipt)) == 1


def test_she_who_is_not_satisfied_hears_within_how_many_days(
    browser: Browser, receipt: Receipt
) -> None:
    browser.sign_in(receipt)
    answer = browser.act("niet-tevreden", tekst="")

    assert "binnen 5 werkdagen" in answer.text
    assert [each.telling for each in additions(receipt)] == [Telling.DISSATISFACTION]


def test_stopping_asks_the_code_once_more(browser: Browser, receipt: Receipt) -> None:
    browser.sign_in(receipt)
    assert browser.act("stoppen").status == 400
    assert browser.act("stoppen", volgcode=new_code()).status == 403
    assert additions(receipt) == []

    answer = browser.act("stoppen", volgcode=receipt.code or "")

    assert "Wij hebben ontvangen dat u wilt stoppen. U krijgt daarvan bericht." in answer.text
    assert [each.telling for each in additions(receipt)] == [Telling.WITHDRAWAL]


def test_who_may_be_in_danger_is_not_told_that_her_case_has_ended(
    browser: Browser, receipt: Receipt
) -> None:
    becomes(receipt, flags=(Flag.ABUSE,))
    browser.sign_in(receipt)
    done = browser.act("stoppen", volgcode=receipt.code or "")
    becomes(receipt, flags=(Flag.ABUSE,), additions=(told(Telling.WITHDRAWAL),), sequence=2)

    assert "gestopt" not in done.text + browser.get().text
    assert "U krijgt daarvan bericht." in browser.get().text


def test_whoever_was_opened_again_after_stopping_sees_how_it_goes(
    browser: Browser, receipt: Receipt
) -> None:
    becomes(
        receipt,
        additions=(told(Telling.WITHDRAWAL),),
        aftermath={"heropendOp": [MONDAY + timedelta(days=1)]},
    )
    browser.sign_in(receipt)

    assert "Wij zijn bezig met uw zaak" in browser.get().text


def test_she_says_once_how_satisfied_she_is_and_only_after_the_end(
    browser: Browser, receipt: Receipt
) -> None:
    becomes(receipt)
    browser.sign_in(receipt)
    assert 'name="cijfer"' not in browser.get(f"{HERE}/tevreden").body

    becomes(receipt, phase=Phase.CLOSED, outcome=Outcome.SATISFIED, closed_at=MONDAY, sequence=2)
    page = browser.get(f"{HERE}/tevreden")
    fields = {name: page.field(name) for name in ("formulier", "sleutel")}
    assert browser.post(f"{HERE}/tevreden", fields | {"cijfer": "9"}).status == 400
    done = [browser.post(f"{HERE}/tevreden", fields | {"cijfer": "4"}) for _ in range(2)]
    second = browser.post(f"{HERE}/tevreden", fields | {"cijfer": "1", "tekst": "Bij nader inzien"})

    assert [answer.status for answer in done] == [200, 200]
    assert [(each.telling, each.score) for each in additions(receipt)] == [
        (Telling.SATISFACTION, 4)
    ]
    assert second.status == 409
    assert "Bij nader inzien" in second.body


def test_more_of_a_closed_case_is_taken_in_too(browser: Browser, receipt: Receipt) -> None:
    becomes(receipt, phase=Phase.CLOSED, outcome=Outcome.WITHDRAWN, closed_at=MONDAY)
    browser.sign_in(receipt)
    answer = browser.act("aanvullen", tekst="Toch nog iets.")

    assert "Het klachtenloket leest wat u stuurde." in answer.text
    assert len(additions(receipt)) == 1


def test_an_anonymous_resident_is_promised_no_call_and_no_letter(browser: Browser) -> None:
    receipt = a_complaint(anonymous=True)
    browser.sign_in(receipt)
    unhappy = browser.act("niet-tevreden", tekst="")
    stopped = browser.act("stoppen", volgcode=receipt.code or "")

    assert "werkdagen" not in unhappy.text
    assert "krijgt daarvan bericht" not in stopped.text


# What goes wrong, and who tries.


@pytest.mark.parametrize(
    ("fields", "files", "sentence"),
    [
        ({"tekst": " "}, (), "Vertel wat u wilt zeggen."),
        ({"tekst": "a" * 20_001}, (), "Uw tekst is te lang."),
        ({"tekst": "Zie foto"}, (("foto.exe", b"MZ\x90"),), "kunnen wij niet aannemen"),
        ({"tekst": "Zie"}, (("a.pdf", A_PDF),) * 11, "te veel bestanden"),
    ],
)
def test_what_is_wrong_is_said_and_what_she_typed_stays(
    browser: Browser,
    receipt: Receipt,
    fields: dict[str, str],
    files: tuple[tuple[str, bytes], ...],
    sentence: str,
) -> None:
    browser.sign_in(receipt)
    page = browser.get(f"{HERE}/aanvullen")
    kept = {name: page.field(name) for name in ("formulier", "sleutel")}
    answer = browser.send_files(f"{HERE}/aanvullen", kept | fields, *files)

    assert (answer.status, additions(receipt)) == (400, [])
    assert sentence in answer.text
    assert fields["tekst"].strip() in answer.body
    assert answer.field("sleutel") == kept["sleutel"]


def test_who_was_away_too_long_signs_in_and_finds_her_text(
    browser: Browser, receipt: Receipt
) -> None:
    browser.sign_in(receipt)
    page = browser.get(f"{HERE}/aanvullen")
    browser.now += timedelta(hours=1)
    refused = browser.post(
        f"{HERE}/aanvullen", {"formulier": page.field("formulier"), "tekst": "Een lang verhaal."}
    )
    assert (refused.status, additions(receipt)) == (403, [])
    assert "Uw tekst is er nog." in refused.text

    kept = {name: refused.field(name) for name in ("daarna", "tekst")}
    answer = browser.sign_in(receipt, **kept)
    assert "Een lang verhaal.</textarea>" in answer.body
    assert browser.cookie


def test_when_our_storage_fails_her_text_is_in_the_page(
    browser: Browser, receipt: Receipt, caplog: pytest.LogCaptureFixture
) -> None:
    browser.sign_in(receipt)
    page = browser.get(f"{HERE}/aanvullen")
    fields = {name: page.field(name) for name in ("formulier", "sleutel")} | {"tekst": "Mijn tekst"}
    boto3.client("dynamodb").delete_table(TableName="dossiers")
    half = browser.post(f"{HERE}/aanvullen", fields)
    boto3.client("dynamodb").delete_table(TableName="intake")
    whole = browser.post(f"{HERE}/aanvullen", fields)

    outside = browser.sign_in(receipt, daarna="aanvullen", tekst="Mijn tekst")

    for answer in (half, whole, outside):
        assert answer.status == 503
        assert "Mijn tekst" in answer.body
    assert "Mijn tekst" not in logged(caplog)


@pytest.mark.parametrize(
    "site",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://x.example"},
        {"Origin": "https://kwaad.example"},
        {"Origin": "http://["},
    ],
)
def test_a_form_on_another_site_does_nothing(
    browser: Browser, receipt: Receipt, site: dict[str, str]
) -> None:
    stranger = Browser(site=site)
    assert stranger.sign_in(receipt).status == 403
    assert stranger.cookie is None

    browser.sign_in(receipt)
    browser.site = site
    answer = browser.act("aanvullen", tekst="Van een ander.")
    assert (answer.status, additions(receipt)) == (403, [])
    assert "Van een ander." not in answer.body
    assert receipt.number in browser.get().text


@pytest.mark.parametrize("site", [{}, {"Origin": "null"}, {"Origin": "https://loket.example"}])
def test_an_older_browser_can_send_our_own_forms(
    browser: Browser, receipt: Receipt, site: dict[str, str]
) -> None:
    browser.site = site | {"Host": "loket.example"}

    assert browser.sign_in(receipt).status == 303


def test_without_the_token_of_the_session_a_form_does_nothing_and_is_shown_again(
    browser: Browser, receipt: Receipt
) -> None:
    browser.sign_in(receipt)
    answer = browser.act("aanvullen", tekst="Mijn tekst", formulier="geraden")

    assert (answer.status, additions(receipt)) == (403, [])
    assert "Mijn tekst" in answer.body


def test_signing_out_from_an_old_page_ends_the_session_too(
    browser: Browser, receipt: Receipt
) -> None:
    browser.sign_in(receipt)
    thief = Browser(cookie=browser.cookie)
    browser.post(f"{HERE}/afmelden", {"formulier": "van gisteren"})

    assert has_form(thief.get())


def test_a_form_of_one_case_is_not_sent_to_another(browser: Browser, receipt: Receipt) -> None:
    other = a_complaint("twee")
    browser.sign_in(receipt)
    old = browser.get(f"{HERE}/niet-tevreden")
    browser.sign_in(other)
    fields = {name: old.field(name) for name in ("formulier", "sleutel")}

    assert browser.post(f"{HERE}/niet-tevreden", fields).status == 403
    assert additions(receipt) == additions(other) == []


def test_what_she_types_is_shown_as_text_and_never_run(browser: Browser, receipt: Receipt) -> None:
    pages = [browser.post(HERE, dict.fromkeys(("zaaknummer", "tekst", "daarna"), XSS))]
    browser.sign_in(receipt)
    token = browser.get().field("formulier")
    fields = dict.fromkeys(("tekst", "cijfer", "volgcode", "taal", "sleutel"), XSS)
    for place in follow.ACTS:
        pages += [
            browser.post(f"{HERE}/{place}", fields | {"formulier": each}) for each in (token, XSS)
        ]
    assert {each.text for each in additions(receipt)} == {XSS}
    pages.append(browser.get())
    pages += [browser.get(query={"taal": XSS}), browser.get(f"{HERE}/{XSS}")]

    for page in pages:
        assert "<script" not in page.body
        assert "<img" not in page.body
        assert "49" not in page.text


def test_no_field_gets_into_a_header(browser: Browser, receipt: Receipt) -> None:
    evil = "x\r\nSet-Cookie: kwaad=1"
    answers = [
        browser.sign_in(receipt, taal=evil, daarna=evil, tekst=evil),
        browser.sign_in(receipt, zaaknummer=evil, volgcode=evil),
        browser.get(query={"taal": evil}),
    ]

    assert "kwaad" not in str([answer.headers for answer in answers])


def test_what_there_is_not_is_not_found(browser: Browser) -> None:
    assert browser.get(f"{HERE}/weggooien").status == 404
    assert browser.get("/loket/nergens/volgen").status == 404
    assert browser.get("/loket/0000/volgen").status == 404


def test_in_english_it_stays_english(browser: Browser, receipt: Receipt) -> None:
    answer = browser.sign_in(receipt, taal="en")

    assert answer.headers["Location"] == ["volgen?taal=en"]
    page = browser.get(query={"taal": "en"})
    assert "We are processing your message." in page.text
    assert "Monday 1 June 2026" in page.text
    assert 'lang="en"' in page.body
