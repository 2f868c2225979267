"""Ops repairs a real engine: what was lost comes back, and no mail goes again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from infra.local.aws import tables_of
from infra.local.engine import until
from infra.local.redrive import Choice, redrive
from infra.local.repair import repair, sender_to
from infra.local.replay import replay
from shared.dutch_time import dutch_date
from tests.town.town import PATIENCE, Town, now

TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."
SERVICES = ("intake", "routing", "deadlines", "notifications", "reporting")
LOST = ("deadlines", "reporting")


def a_case_with_reminders(town: Town) -> str:
    email = f"inwoner-{uuid4().hex[:12]}@mail.example"
    number = town.complain(
        TEAM, indiener={"naam": "A. Voorbeeld", "elektronischBereikbaar": True, "email": email}
    )
    town.waits_for_its_receipt_to_count(number)
    town.sweep_on(dutch_date(now() + timedelta(days=21)))
    town.waits_for_mail(number, "@stichtsevecht.example", "Te laat")
    until(lambda: not any(town.waiting(each, "Inbox") for each in SERVICES), "rest", PATIENCE)
    return number


def test_what_was_lost_comes_back_and_nobody_is_mailed_again(town: Town) -> None:
    number = a_case_with_reminders(town)
    tables = tables_of(town.deployment.engine.client, town.deployment.stack, SERVICES)
    before, terms, mails = kept(tables, number), town.terms(number), len(town.mailbox(number))
    for service in LOST:
        for key, _ in of_case(tables[service], number):
            tables[service].transact(tables[service].delete(*key))
    assert kept(tables, number) == {}

    replay(tables, chosen="1904", apply=True, say=lambda _: None)

    assert kept(tables, number) == before
    assert town.terms(number) == terms
    town.sweep_on(dutch_date(now() + timedelta(days=21)))
    until(lambda: not any(town.waiting(each, "Inbox") for each in SERVICES), "rest", PATIENCE)
    assert len(town.mailbox(number)) == mails


def test_what_one_service_missed_is_told_to_it_alone(town: Town) -> None:
    number = a_case_with_reminders(town)
    client, stack = town.deployment.engine.client, town.deployment.stack
    tables = tables_of(client, stack, SERVICES)
    [lost] = [key for key, _ in of_case(tables["reporting"], number) if "feit#" in key[1]]
    tables["reporting"].transact(tables["reporting"].delete(*lost))
    said = list[str]()

    left = repair(tables, sender_to(client, stack), now(), say=said.append)

    assert any(line.startswith(f"Told again to reporting: {number}") for line in said)
    assert number not in {each.number for each in left}
    assert tables["reporting"].get(*lost)


def test_ops_sees_what_waits_in_vain_and_leaves_it_there(town: Town) -> None:
    town.poison("reporting")
    until(lambda: town.waiting("reporting", "InboxUnhandled"), "poison to be put aside", 120)
    waiting, said = town.waiting("reporting", "InboxUnhandled"), list[str]()
    choice, client = Choice(service="reporting"), town.deployment.engine.client

    assert redrive(client, town.deployment.stack, said.append, choice, dry=True) == waiting
    assert redrive(client, town.deployment.stack, said.append, choice, dry=True) == waiting
    assert "not json" not in " ".join(said)
    assert town.waiting("reporting", "InboxUnhandled") == waiting


def kept(tables: dict[str, Any], number: str) -> dict[tuple[str, str], Any]:
    return {
        key: {name: text for name, text in item.items() if name != "file"}
        for service in LOST
        for key, item in of_case(tables[service], number)
    }


def of_case(table: Any, number: str) -> Iterator[tuple[tuple[str, str], Any]]:
    for item in table.everything():
        if number in item["pk"] + item["sk"] and not item["pk"].startswith("news#"):
            yield (item["pk"], item["sk"]), item
