"""Every way in, from outside, on a real engine: a resident tells it once, in the way she likes."""

import json
import re
from base64 import b64encode
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest

from infra.local.engine import until
from services.intake.programs.keys import Keys, new_key, signature
from shared.glossary import Channel, ClockKind, Role
from shared.table import Table
from tests.town.town import PATIENCE, Town, now
from tests.town.visitor import Page, Visitor

DESK = "klachtenloket@stichtsevecht.example"
TAXI = "De taxi van Plassentaxi kwam vanmorgen weer niet. Ik heb een uur in de kou gewacht."
A_PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def visitor(town: Town) -> Visitor:
    return Visitor(town.deployment.api)


def fills_in(visitor: Visitor, text: str, email: str) -> Page:
    """Somebody goes through the form, and stands before her last click."""
    page = visitor.opens("/loket/stichtse-vecht/klacht")
    page = visitor.sends(page, "tekst", tekst=text, naar="verder")
    page = visitor.sends(page, "over", files=[("bestanden", ("brief.pdf", A_PDF))], naar="verder")
    return visitor.sends(
        page, "naam", wie="ja", naam="A. Voorbeeld", email=email, mailen="ja", naar="verder"
    )


def number_and_code(page: Page) -> tuple[str, str]:
    number = re.search(r"KL-\d{4}(?:-[0-9A-Z]{5}){2}", page.text)
    code = re.search(r"(?<![-A-Z0-9])[0-9A-Z]{5}(?:-[0-9A-Z]{5}){2}(?![-A-Z0-9])", page.text)
    assert number, page.text
    assert code, page.text
    return number[0], code[0]


def signs_in(visitor: Visitor, number: str, code: str) -> Page:
    page = visitor.opens("/loket/stichtse-vecht/volgen")
    if "volgcode" not in page.html:  # she is in already
        return page
    return visitor.sends(page, "volgcode", zaaknummer=number, volgcode=code)


def an_address() -> str:
    return f"inwoner-{uuid4().hex[:12]}@mail.example"


def test_who_fills_in_the_form_can_follow_her_case_and_add_to_it(
    town: Town, visitor: Visitor
) -> None:
    email = an_address()
    before = fills_in(visitor, TAXI, email)
    receipt = visitor.sends(before, "stap", naar="versturen")
    number, code = number_and_code(receipt)

    again = visitor.sends(before, "stap", naar="versturen")  # a double click
    assert number_and_code(again) == (number, code)

    town.waits_for(number, "a case")
    mail = town.waits_for_mail(number, email, "ontvangen")
    assert code in mail.text
    page = until(
        lambda: "Plassentaxi" in (seen := signs_in(visitor, number, code)).text and seen,
        "the page to know who handles it",
        PATIENCE,
    )
    more = visitor.opens("/loket/stichtse-vecht/volgen/aanvullen")
    done = visitor.sends(more, "tekst", tekst="Vandaag kwam de taxi weer niet.")
    assert done.status == 200, done.text
    town.waits_for_mail(number, "klachten@plassentaxi.example", "kwam iets bij")
    case = town.waits_for(number, "the addition", lambda it: it["zaak"].get("toevoegingen"))
    [added] = case["zaak"]["toevoegingen"]
    assert (added["soort"], added["van"]) == ("aanvulling", "klager")
    assert page.status == 200


def test_who_withdraws_on_her_page_gets_it_in_writing(town: Town, visitor: Visitor) -> None:
    email = an_address()
    receipt = visitor.sends(fills_in(visitor, TAXI, email), "stap", naar="versturen")
    number, code = number_and_code(receipt)
    town.waits_for(number, "a case")
    signs_in(visitor, number, code)

    stop = visitor.opens("/loket/stichtse-vecht/volgen/stoppen")
    visitor.sends(stop, "volgcode", volgcode=code)

    case = town.waits_for(number, "the end", lambda it: it["zaak"].get("uitkomst"))
    assert case["zaak"]["uitkomst"] == "ingetrokken"
    town.waits_for_mail(number, email, "ingetrokken")


def test_who_is_not_satisfied_is_called_and_the_manager_knows(town: Town, visitor: Visitor) -> None:
    email = an_address()
    receipt = visitor.sends(fills_in(visitor, TAXI, email), "stap", naar="versturen")
    number, code = number_and_code(receipt)
    town.waits_for(number, "a case")
    signs_in(visitor, number, code)

    visitor.sends(visitor.opens("/loket/stichtse-vecht/volgen/niet-tevreden"), "sleutel")

    town.waits_for_mail(number, "klachtencoordinator@stichtsevecht.example", "niet tevreden")
    town.waits_for_clock(number, ClockKind.DISSATISFACTION)


def test_an_answer_by_mail_comes_to_the_case_and_that_of_a_stranger_does_not(town: Town) -> None:
    email = an_address()
    person = {"naam": "A. Voorbeeld", "email": email, "elektronischBereikbaar": True}
    number = town.complain(TAXI, indiener=person)
    town.waits_for(number, "a case")

    town.mail(a_mail(email, f"Re: zaak {number}", "Er is nog iets gebeurd, gisteren om vijf uur."))
    town.mail(a_mail(an_address(), f"Re: zaak {number}", "Ik wil dit ook even gezegd hebben."))

    case = town.waits_for(number, "the answer", lambda it: it["zaak"].get("toevoegingen"))
    until(lambda: town.waiting("intake", "MailInbox") == 0, "the mail inbox to be empty", PATIENCE)
    case = town.case(number)
    assert [each["kanaal"] for each in case["zaak"]["toevoegingen"]] == ["email"]


def test_a_program_with_a_key_offers_a_complaint_once(town: Town) -> None:
    key, secret_signed = a_key(town, Channel.WHATSAPP)
    offer = an_offer("whatsapp", f"De taxi van Plassentaxi liet mij staan. {uuid4().hex[:8]}")
    path = "/v1/kanalen/whatsapp/berichten"
    cloudevent = {"Content-Type": "application/cloudevents+json"}

    first = town.ask("POST", path, offer, {"Authorization": f"Bearer {key}"} | cloudevent)
    body = json.dumps(offer).encode()
    again = town.ask("POST", path, body, secret_signed(body) | cloudevent)
    stranger = town.ask("POST", path, offer, {"Authorization": f"Bearer {key}x"} | cloudevent)

    assert (first.status, again.status, stranger.status) == (202, 202, 401), first.text
    assert first.json["zaaknummer"] == again.json["zaaknummer"]
    case = town.waits_for(first.json["zaaknummer"], "a case")["zaak"]
    assert case["kanaal"] == "whatsapp"


def test_the_same_story_by_two_channels_is_proposed_as_one(town: Town) -> None:
    email = an_address()
    story = (
        "De taxi van Plassentaxi kwam dinsdag en donderdag niet. Ik stond een uur in de regen voor "
        "de deur van de fysiotherapeut en miste daardoor mijn afspraak."
    )
    person = {"naam": "A. Voorbeeld", "email": email}
    first = town.complain(story, indiener=person)
    second = town.complain(f"Beste mensen, {story} Ik hoor graag van u.", indiener=person)

    case = town.waits_for(second, "a case")["zaak"]

    assert [each["zaaknummer"] for each in case["lijktOp"]] == [first]
    assert "mailadres" in case["lijktOp"][0]["uitleg"]


def test_what_staff_write_down_gets_a_case_and_a_code_to_read_out(town: Town) -> None:
    entry = {
        "kanaal": "telefoon",
        "tekst": TAXI,
        "voorgelezen": True,
        "indiener": {"naam": "A. Voorbeeld", "telefoon": "06 00 00 00 00"},
    }
    contact_centre = town.as_(Role.CONTACT_CENTRE) | {"Idempotency-Key": str(uuid4())}
    path = "/v1/gemeenten/1904/klachten/_vastleggen"

    first = town.ask("POST", path, entry, contact_centre)
    again = town.ask("POST", path, entry, contact_centre)

    assert first.status == 201, first.text
    assert again.json["zaaknummer"] == first.json["zaaknummer"]
    assert first.json["volgcode"]
    assert TAXI in first.json["terugleestekst"]
    case = town.waits_for(first.json["zaaknummer"], "a case")["zaak"]
    assert (case["kanaal"], case["schriftelijk"]) == ("telefoon", False)


def test_a_letter_counts_from_the_day_it_came_in(town: Town) -> None:
    entry = {
        "kanaal": "brief",
        "ontvangenOp": "2026-11-20",
        "tekst": TAXI,
        "ondertekend": True,
        "indiener": {"naam": "A. Voorbeeld", "adres": "Dorpsstraat 1, Breukelen"},
        "bijlagen": [{"naam": "scan.pdf", "inhoud": b64encode(A_PDF).decode()}],
    }
    desk = town.as_(Role.COORDINATOR) | {"Idempotency-Key": str(uuid4())}

    answer = town.ask("POST", "/v1/gemeenten/1904/klachten/_vastleggen", entry, desk)

    assert answer.status == 201, answer.text
    number = answer.json["zaaknummer"]
    case = town.waits_for(number, "a case")["zaak"]
    assert case["ontvangenOp"].startswith("2026-11-20")
    story = town.ask("GET", f"/v1/zaken/{number}/dossier", headers=town.as_(Role.COORDINATOR))
    assert story.status == 200, story.text
    assert TAXI in story.text
    assert "scan.pdf" in story.text


def test_a_provider_reports_by_program_and_its_duty_is_met(town: Town) -> None:
    number = town.complain(TAXI, indiener={"naam": "A. Voorbeeld", "telefoon": "06 00 00 00 00"})
    town.waits_for(number, "a case")
    key, _ = a_key(town, Channel.PROVIDER, "plassentaxi")
    report = an_offer("aanbieder", "") | {
        "type": "nl.overheid.klachten.aanbiedersbericht-aangeboden.v1",
        "data": {
            "zaaknummer": number,
            "bericht": "registratie_gemeld",
            "toelichting": "Wij hebben de klacht geregistreerd.",
        },
    }
    headers = {"X-API-Key": key, "Content-Type": "application/cloudevents+json"}

    def reported() -> bool:  # as soon as the door knows who has the case
        return town.ask("POST", "/v1/kanalen/aanbieder/berichten", report, headers).status == 202

    until(reported, "the report to be taken", PATIENCE)
    case = town.waits_for(number, "the duty", lambda it: it["zaak"].get("mijlpalen"))
    assert "registratie_gemeld" in case["zaak"]["mijlpalen"]


def test_what_may_be_spam_waits_for_a_person_and_is_not_lost(town: Town) -> None:
    mail = b"X-SES-Spam-Verdict: FAIL\r\n" + a_mail(an_address(), "Gratis", f"Win {uuid4()}")
    path = "/v1/gemeenten/1904/verdachte-berichten"
    coordinator = town.as_(Role.COORDINATOR)
    before = len(town.ask("GET", path, headers=coordinator).json["berichten"])

    town.mail(mail)
    town.mail(mail)

    until(
        lambda: len(town.ask("GET", path, headers=coordinator).json["berichten"]) == before + 1,
        "the message to stand in the list",
        PATIENCE,
    )
    last = town.ask("GET", path, headers=coordinator).json["berichten"][-1]
    admitted = town.ask("POST", f"{path}/{last['kenmerk']}/_toelaten", {}, coordinator)
    assert admitted.status == 200, admitted.text
    town.waits_for(admitted.json["zaaknummer"], "a case")


def a_mail(sender: str, subject: str, text: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, "klachten@stichtsevecht.example"
    mail["Subject"], mail["Message-ID"] = subject, f"<{uuid4()}@mail.example>"
    mail.set_content(text)
    return mail.as_bytes()


def an_offer(channel: str, text: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "urn:nld:kvknr:12345678:systeem:chatbot",
        "type": "nl.overheid.klachten.klacht-aangeboden.v1",
        "time": now().isoformat(),
        "gemeentecode": "1904",
        "kanaal": channel,
        "data": {"tekst": text, "indiener": {"telefoon": "06 00 00 00 00"}},
    }


def a_key(town: Town, channel: Channel, provider: str | None = None) -> tuple[str, Any]:
    """The key of a new integration, and how it signs instead."""
    table = town.deployment.named("intake", "IntakeTable")
    integration, key = new_key("1904", "chatbot", [channel], now(), provider)
    Keys(Table(town.deployment.engine.client("dynamodb"), table)).add(integration)

    def signed(body: bytes) -> dict[str, str]:
        return {
            "Klachtenloket-Koppeling": integration.key_name,
            "Klachtenloket-Handtekening": signature(integration.secret, now(), body),
        }

    return key, signed
