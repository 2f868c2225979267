"""What a resident, a handler and a coordinator live through, from outside, on a real engine."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from infra.local.engine import until
from infra.local.redrive import redrive
from shared.dutch_time import dutch_date
from shared.glossary import ClockKind, Role
from shared.http import HEADERS
from tests.town.samples import samples
from tests.town.town import PATIENCE, Town, now

TAXI = "De taxi van Plassentaxi kwam vanmorgen weer niet. Ik heb een uur in de kou gewacht."
TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."
DANGER = "Door al dit gedoe met mijn uitkering zie ik het niet meer zitten. Ik wil niet meer leven."
DESK = "klachtenloket@stichtsevecht.example"
COORDINATOR = "klachtencoordinator@stichtsevecht.example"
BY_MAIL = {"naam": "A. Voorbeeld", "elektronischBereikbaar": True}


def someone() -> dict[str, object]:
    """A resident with an address of her own."""
    return {**BY_MAIL, "email": f"inwoner-{uuid4().hex[:12]}@mail.example"}


def test_who_complains_gets_a_receipt_and_a_handler(town: Town) -> None:
    resident = someone()

    number = town.complain(TAXI, indiener=resident)

    case = town.waits_for(number, "a case")["zaak"]
    assert case["behandelaar"] == {"soort": "aanbieder", "sleutel": "plassentaxi"}
    assert case["redenen"][0]["artikel"]
    receipt = town.waits_for_mail(number, str(resident["email"]), "ontvangen")
    assert number in receipt.text
    assert "binnen 5 werkdagen" in receipt.text
    assert "taxi" not in (receipt.text + receipt.html + receipt.subject).lower()
    town.waits_for_mail(number, "klachten@plassentaxi.example")


def test_a_mail_is_as_good_as_a_form(town: Town) -> None:
    sample = next(each for each in samples() if each.id == "C03")
    subject = f"Scootmobiel {uuid4().hex[:8]}"
    raw = sample.mail().replace(b"Scootmobiel al 9 weken kapot!!", subject.encode())
    before = len(town.mailbox())

    town.mail(raw)
    town.mail(raw)  # the mail server is not sure that it arrived

    until(lambda: len(town.mailbox()) > before, "mails about a mailed complaint", PATIENCE)
    receipts = [mail for mail in town.mailbox()[before:] if "gcelik@mail.example" in mail.to]
    until(lambda: town.waiting("intake", "MailInbox") == 0, "the mail inbox to be empty", PATIENCE)
    assert len({mail.subject for mail in receipts}) <= 1


def test_a_note_of_a_phone_call_is_a_complaint_too(town: Town) -> None:
    sample = next(each for each in samples() if each.id == "C02")
    offer = sample.offer("1904", now()) | {"id": str(uuid4())}
    offer["data"] |= {"tekst": "Meneer belt: zijn coach van Balans Budgetcoaching schold hem uit."}

    town.offer(offer)
    town.offer(offer)  # at least once means sometimes twice

    def told() -> set[str]:
        mails = (mail for mail in town.mailbox() if "balansbudget" in mail.to)
        return {mail.subject for mail in mails if "Er staat een zaak bij u" in mail.subject}

    [subject] = until(told, "a notice to the provider", PATIENCE)
    number = subject.rpartition("(")[2].rstrip(")")
    case = town.waits_for(number, "a case")["zaak"]
    assert case["kanaal"] == "telefoon"
    assert case["schriftelijk"] is False
    until(lambda: town.waiting("intake", "ChannelInbox") == 0, "an empty inbox", PATIENCE)
    assert told() == {subject}


def test_the_same_request_twice_is_one_complaint(town: Town) -> None:
    key = str(uuid4())

    first = town.complain(TAXI, key, indiener=someone() | {"email": "dubbel@mail.example"})
    second = town.complain(TAXI, key, indiener=someone() | {"email": "dubbel@mail.example"})

    assert first == second


def test_danger_reaches_a_person_and_no_machine_answers(town: Town) -> None:
    resident = someone()

    number = town.complain(DANGER, indiener=resident)

    urgent = town.waits_for_mail(number, DESK, "spoed")
    town.waits_for_mail(number, COORDINATOR, "spoed")
    case = town.waits_for(number, "a case")["zaak"]
    assert case["behandelaar"]["soort"] == "klachtenloket"
    assert case["fase"] == "triage"
    assert "suicidaliteit" in case["signaleringen"]
    assert "uitkering" not in urgent.text
    assert not [mail for mail in town.mailbox(number) if str(resident["email"]) in mail.to]


def test_a_complaint_that_nobody_answers_climbs_to_the_coordinator(town: Town) -> None:
    number = town.complain(TEAM, indiener=someone())
    town.waits_for_mail(number, "leiding-wijkteam@stichtsevecht.example")
    town.waits_for_its_receipt_to_count(number)

    for days in range(1, 25):
        town.sweep_on(dutch_date(now()) + timedelta(days=days))

    town.waits_for_mail(number, "leiding-wijkteam@stichtsevecht.example", "herinnering")
    late = town.waits_for_mail(number, COORDINATOR)
    assert "contact met de inwoner" in late.text


def test_a_complaint_answered_in_time_troubles_nobody_but_we_ask_how_it_went(town: Town) -> None:
    resident = someone()
    number = town.complain(TEAM, indiener=resident)
    town.waits_for(number, "a case")
    town.waits_for_mail(number, "leiding-wijkteam@stichtsevecht.example")

    town.act(number, "contact-vastleggen", gesprokenOp=now().isoformat())
    town.act(
        number,
        "afhandelen",
        uitkomst="naar_tevredenheid_afgedaan",
        tevredenheidGeuit="mondeling",
    )
    town.waits_for_mail(number, str(resident["email"]), "afgesloten")
    town.waits_for_clock(number, ClockKind.SATISFACTION)
    before = len(town.mailbox(number))
    town.sweep_on(dutch_date(now()) + timedelta(days=100))

    asked = town.waits_for_mail(number, str(resident["email"]), "hoe ging het")
    assert "taxi" not in asked.text
    until(lambda: town.waiting("notifications", "Inbox") == 0, "an empty inbox", PATIENCE)
    assert len(town.mailbox(number)) == before + 1  # nobody but her, and once


def test_who_withdraws_gets_that_in_writing(town: Town) -> None:
    resident = someone()
    number = town.complain(TEAM, indiener=resident)
    town.waits_for(number, "a case")

    case = town.act(number, "intrekken")

    assert case["uitkomst"] == "ingetrokken"
    town.waits_for_mail(number, str(resident["email"]), "ingetrokken")


def test_formal_handling_is_there_for_the_asking(town: Town) -> None:
    number = town.complain(TEAM, indiener=someone())
    town.waits_for(number, "a case")

    town.act(number, "formeel-behandelen", verzochtOp=now().isoformat())

    found = town.waits_for(number, "formal", lambda case: case["zaak"]["fase"] == "formeel")
    assert len(found["tijdlijn"]) == 2


def test_another_municipality_does_not_know_the_case(town: Town) -> None:
    number = town.complain(TAXI, indiener=someone())
    town.waits_for(number, "a case")
    path = f"/v1/zaken/{number}"

    stranger = town.ask("GET", path, headers=town.as_(Role.COORDINATOR, "1696"))
    nobody = town.ask("GET", path)
    reporter = town.ask("GET", path, headers=town.as_(Role.REPORTER))
    forged = town.ask("GET", path, headers={"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."})

    assert [each.status for each in (stranger, nobody, reporter, forged)] == [404, 401, 403, 401]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/gemeenten/1904/klachten", b"", 400),
        ("/v1/gemeenten/1904/klachten", b'{"tekst": ', 400),
        ("/v1/gemeenten/9999/klachten", json.dumps({"tekst": TAXI}).encode(), 404),
        ("/v1/gemeenten/1904/klachten", b'{"tekst": "' + b"x" * 6_000_000 + b'"}', 413),
        ("/v1/nergens", b"{}", 404),
    ],
    ids=["empty", "broken", "an unknown municipality", "six megabytes", "an unknown address"],
)
def test_bad_input_gets_a_clear_answer(town: Town, path: str, body: bytes, status: int) -> None:
    answer = town.ask("POST", path, body, {"Idempotency-Key": str(uuid4())})

    assert answer.status == status
    assert answer.json["detail"]
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert headers["content-type"].startswith("application/problem+json")
    assert {name.lower() for name in HEADERS} <= headers.keys()


@pytest.mark.parametrize(
    "message", ["", "{", '{"tekst": "wat is dit"}', "geen json 👍"], ids=range(4)
)
def test_what_no_machine_understands_goes_to_a_person(town: Town, message: str) -> None:
    before = len(_at_the_safety_net(town))

    town.offer(message + f" {uuid4()}")

    until(lambda: len(_at_the_safety_net(town)) > before, "a case for a person", PATIENCE)


def test_a_mail_that_cannot_be_read_goes_to_a_person(town: Town) -> None:
    before = len([mail for mail in town.mailbox() if mail.to.endswith(DESK)])
    raw = f"From: x@mail.example\nContent-Type: text/plain; charset=klingon\n\n{uuid4()}".encode()

    town.mail(raw + b"\xff\xfe\x00 help")

    until(
        lambda: len([mail for mail in town.mailbox() if mail.to.endswith(DESK)]) > before,
        "a notice at the desk",
        PATIENCE,
    )


def test_poison_waits_aside_and_comes_back_when_asked(town: Town) -> None:
    aside = town.waiting("deadlines", "InboxUnhandled")
    town.poison("deadlines", "poison")
    number = town.complain(TAXI, indiener=someone())

    town.waits_for_mail(number, "klachten@plassentaxi.example")
    until(
        lambda: town.waiting("deadlines", "InboxUnhandled") == aside + 1,
        "poison to be put aside",
        120,
    )

    assert redrive(town.deployment.engine.client, town.deployment.stack)


def test_the_quarter_is_counted(town: Town) -> None:
    number = town.complain(TAXI, indiener=someone())
    town.waits_for(number, "a case")
    today = datetime.now(UTC)
    quarter = (today.month + 2) // 3

    def counted() -> bool:
        answer = town.report(today.year, quarter)
        return answer.status == 200 and "openbaar" not in answer.json["versie"]

    until(counted, "a report", PATIENCE)
    page = town.report(today.year, quarter, "html", exact=False)
    assert page.status == 200
    assert "<table" in page.text
    assert town.report(today.year, quarter, "csv").text.startswith("\ufeff")


def _at_the_safety_net(town: Town) -> list[str]:
    return [mail.subject for mail in town.mailbox() if "klachtenloket.example" in mail.to]
