"""Time passes on a real engine: the right people get the right mails on the right days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from infra.local.engine import until
from services.deadlines.rules import due
from shared.dutch_time import dutch_date
from shared.glossary import Role
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from tests.town.town import PATIENCE, Town, now

TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."
TAXI = "De taxi van Plassentaxi kwam vanmorgen weer niet. Ik heb een uur in de kou gewacht."
HERE = municipalities()["1904"]
CALENDAR = dutch_calendar()
MANAGER = "leiding-wijkteam@stichtsevecht.example"  # has the case: a complaint about her team
COORDINATOR = "klachtencoordinator@stichtsevecht.example"
COLLEGE = "college@stichtsevecht.example"
PROVIDER = "klachten@plassentaxi.example"


def someone() -> dict[str, object]:
    email = f"inwoner-{uuid4().hex[:12]}@mail.example"
    return {"naam": "A. Voorbeeld", "elektronischBereikbaar": True, "email": email}


@dataclass(frozen=True)
class Expected:
    """A mail about a clock: in working days from its last day, to whom, and its subject."""

    clock: str
    working_days: int
    to: str
    subject: str

    def day(self, last_days: dict[str, date]) -> date:
        office = HERE.regimes[-1].working_days
        return CALENDAR.working_day(last_days[self.clock], self.working_days, office)


LADDER = [
    Expected("contact", -1, MANAGER, "Herinnering: contact met de inwoner"),
    Expected("contact", 1, MANAGER, "Te laat: contact met de inwoner"),
    *(  # and again every five working days, for nobody called
        Expected("contact", days, COORDINATOR, "Te laat: contact met de inwoner")
        for days in range(2, 40, 5)
    ),
    Expected("afhandeling", -10, MANAGER, "Herinnering: afhandeling van de zaak"),
    Expected("afhandeling", -3, MANAGER, "Herinnering: afhandeling van de zaak"),
    Expected(
        "afhandeling", 1, COORDINATOR, "Te laat: afhandeling van de zaak"
    ),  # manager of the manager
    Expected("afhandeling", 3, COORDINATOR, "Te laat: afhandeling van de zaak"),
    Expected("afhandeling", 6, COLLEGE, "Te laat: afhandeling van de zaak"),
]


def last_days(number: str, town: Town, *kinds: str) -> dict[str, date]:
    """The last day of each clock, once deadlines knows the case."""
    terms = until(lambda: town.terms(number), "its clocks", PATIENCE)["termijnen"]
    found = {each["soort"]: date.fromisoformat(each["uiterlijk"]) for each in terms}
    return {kind: found[kind] for kind in kinds}


def test_a_case_that_nobody_touches_climbs_its_whole_ladder_on_the_right_days(town: Town) -> None:
    number = town.complain(TEAM, indiener=someone())
    town.waits_for_mail(number, MANAGER)
    days = last_days(number, town, "contact", "afhandeling")
    received = dutch_date(now())
    noon = datetime.combine(received, time(12), UTC)
    assert days["afhandeling"] == due("awb_9_11_1_six_weeks", noon, {}, CALENDAR).due_on
    assert days["contact"] == due("contact_norm_5_working_days", noon, {}, CALENDAR).due_on
    plan = sorted((each.day(days), each.to, each.subject) for each in LADDER)
    end = LADDER[-1].day(days)
    plan = [(day, to, subject) for day, to, subject in plan if received < day <= end]
    town.waits_for_its_receipt_to_count(number)

    expected = list[tuple[str, str]]()
    for today in sorted({day for day, _, _ in plan}):
        town.sweep_on(today - timedelta(days=1))  # not a day early
        town.sweep_on(today)
        town.sweep_on(today)  # and once
        expected += [(to, subject) for day, to, subject in plan if day == today]
        assert mails_about_clocks(town, number, len(expected)) == sorted(expected), today


def test_nobody_is_told_anything_at_night(town: Town) -> None:
    number = town.complain(TEAM, indiener=someone())
    days = last_days(number, town, "contact")
    late = CALENDAR.working_day(days["contact"], 3, HERE.regimes[-1].working_days)
    town.waits_for_its_receipt_to_count(number)

    town.sweep(datetime.combine(late, time(2), UTC))
    assert mails_about_clocks(town, number, 0) == []

    town.sweep_on(late)
    assert {to for to, _ in mails_about_clocks(town, number, 2)} == {MANAGER, COORDINATOR}


def test_an_adjournment_is_told_to_both_parties_and_that_can_be_proved(town: Town) -> None:
    resident = someone()
    number = town.complain(TEAM, indiener=resident)
    before = last_days(number, town, "afhandeling", "ombudsman")
    town.waits_for(number, "a case")

    town.act(number, "verdagen", weken=4, reden="meer_onderzoek")

    told = town.waits_for_mail(number, str(resident["email"]), "meer tijd")
    town.waits_for_mail(number, MANAGER, "verdaagd")
    after = until(
        lambda: (days := last_days(number, town, "afhandeling", "ombudsman")) != before and days,
        "another last day",
        PATIENCE,
    )
    assert str(after["afhandeling"].day) in told.text
    assert after["ombudsman"] == after["afhandeling"].replace(year=after["afhandeling"].year + 1)
    line = until(lambda: proved(town, number), "proof of two letters", PATIENCE)
    assert (line["grondslag"], line["reden"]) == ("Awb 9:11 lid 2", "meer_onderzoek")
    again = town.ask(
        "POST", f"/v1/zaken/{number}/_verdagen", {"weken": 1, "reden": "drukte"},
        town.as_(Role.HANDLER),
    )  # fmt: skip
    assert again.status == 409


def proved(town: Town, number: str) -> Any:
    """The line of the adjournment in the ledger, once both letters were sent."""
    for line in town.terms(number)["verloop"]:
        sent = {
            proof["aan"] for proof in line.get("berichten", []) if proof["stand"] == "verzonden"
        }
        if len(sent) >= 2:
            return line
    return None


def test_a_provider_that_hands_a_case_back_is_watched_no_longer(town: Town) -> None:
    number = town.complain(TAXI, indiener=someone())
    town.waits_for(number, "a case")
    assert last_days(number, town, "overdracht", "aanbiederbericht")

    town.act(number, "overdracht-teruggeven")

    town.waits_for_mail(number, "klachtenloket@stichtsevecht.example", "bij u")
    kinds = until(
        lambda: (found := open_clocks(town, number)) and "aanbiederbericht" not in found and found,
        "the provider's clocks to stop",
        PATIENCE,
    )
    assert {"contact", "afhandeling"} <= kinds


def open_clocks(town: Town, number: str) -> set[str]:
    terms = town.terms(number)["termijnen"]
    return {each["soort"] for each in terms if not each["voldaan"]}


def test_a_duty_of_no_case_is_asked_for_until_it_is_done(town: Town) -> None:
    town.sweep_on(dutch_date(now()))
    first = next(duty for duty in town.duties() if duty["soort"] == "jaarpublicatie")
    path = f"/v1/gemeenten/1904/verplichtingen/{first['sleutel']}/_afmelden"

    done = town.ask("POST", path, {"gedaanOp": now().isoformat()}, town.as_(Role.REPORTER))
    stranger = town.ask(
        "POST", path, {"gedaanOp": now().isoformat()}, town.as_(Role.REPORTER, "1696")
    )

    assert (done.status, done.json["voldaan"]) == (200, True)
    assert stranger.status == 404


def mails_about_clocks(town: Town, number: str, count: int) -> list[tuple[str, str]]:
    """To whom, and the subject without the number, of reminders and escalations: once there are
    *count* of them, and nothing more is on its way.
    """

    def quiet() -> bool:
        return not any(town.waiting(service, "Inbox") for service in ("notifications", "routing"))

    until(lambda: len(_about_clocks(town, number)) >= count, f"{count} mails", PATIENCE)
    until(quiet, "empty queues", PATIENCE)
    return sorted(_about_clocks(town, number))


def _about_clocks(town: Town, number: str) -> list[tuple[str, str]]:
    return [
        (mail.to, mail.subject.rpartition(" (")[0])
        for mail in town.mailbox(number)
        if mail.subject.startswith(("Herinnering", "Te laat"))
    ]
