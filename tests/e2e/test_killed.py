"""Functions die at random while two hundred people complain: nothing is lost, nothing doubled."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from infra.local.engine import until
from infra.local.redrive import redrive
from tests.town.mailbox import Mail
from tests.town.town import Town, now

COMPLAINTS = 200
CLIENTS = 4
EVERY = (0.5, 2.5)  # seconds between two deaths: time enough to start again, and to be hit
SERVICES = ("intake", "routing", "deadlines", "notifications", "reporting")
ANSWERED = ("intake", "routing", "notifications", "reporting")
"""Deadlines may still chew on another journey's poison; that it has each case, routing knows."""

REPAIRERS = ("intake", "routing", "notifications")
TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."


@pytest.mark.ministack
@pytest.mark.parametrize("deployment", ["ministack"], indirect=True)
def test_functions_may_die_at_any_moment(town: Town) -> None:
    with killing(town.deployment.engine.pid) as deaths, ThreadPoolExecutor(CLIENTS) as residents:
        numbers = set(residents.map(lambda n: _complain(town, n), range(COMPLAINTS)))
        until(lambda: len(_kept(town, "routing", "zaak") & numbers) > COMPLAINTS // 2, "cases", 300)

    _let_everything_come_right(town)

    assert len(deaths) >= 5
    assert len(numbers) == COMPLAINTS
    assert _kept(town, "routing", "zaak") >= numbers
    assert _kept(town, "deadlines", "klok#contact") >= numbers
    assert _kept(town, "deadlines", "klok#afhandeling") >= numbers
    assert _kept(town, "reporting", "feit#") >= numbers
    mails = Counter((mail.to, mail.subject) for mail in town.mailbox() if _about(mail) in numbers)
    assert [mail for mail, count in mails.items() if count > 1] == []
    assert {_about(mail) for mail in town.mailbox()} >= numbers


def _about(mail: Mail) -> str:
    """The case number with which every subject ends."""
    return mail.subject.rpartition("(")[2].rstrip(")")


def _complain(town: Town, n: int) -> str:
    """A resident whose form tries again until it has a receipt."""
    form = {"tekst": TEAM, "indiener": {"naam": "A. Voorbeeld", "telefoon": "0346-000000"}}

    def accepted() -> str | None:
        answer = town.post_form(form, f"koppig-formulier-{n}")
        return str(answer.json["zaaknummer"]) if answer.status == 201 else None

    return str(until(accepted, "a receipt", 120, every=0.2))


def _let_everything_come_right(town: Town) -> None:
    """What ops and time do: queues deliver again, dead letters come back, repairs go round."""
    later = now()

    def quiet() -> bool:
        nonlocal later
        if any(town.waiting(service, "InboxUnhandled") for service in SERVICES):
            redrive(town.deployment.engine.client, town.deployment.stack, lambda _: None)
        if any(town.waiting(service, "Inbox") for service in ANSWERED):
            return False
        later += timedelta(minutes=16)
        for service in REPAIRERS:
            town.repair(service, later)
        return not any(_todo(town, service) for service in REPAIRERS)

    try:
        until(quiet, "everything to come right", 240, every=1.0)
    except TimeoutError:
        stuck = {service: _todo(town, service)[:3] for service in REPAIRERS}
        queues = {service: town.waiting(service, "Inbox") for service in SERVICES}
        pytest.fail(f"There is still something to do: {stuck}. On the queues: {queues}.")


def _kept(town: Town, service: str, sk: str) -> set[str]:
    """The case numbers about which a service keeps something of this kind."""
    found = set()
    for item in _items(town, service):
        if item["sk"]["S"].startswith(sk):
            key = item["sk"]["S"] if service == "reporting" else item["pk"]["S"]
            found.add(key.split("#")[1])
    return found


def _todo(town: Town, service: str) -> list[str]:
    """What must still happen by itself."""
    return [item["pk"]["S"] for item in _items(town, service) if "todo" in item]


def _items(town: Town, service: str) -> Iterator[dict[str, Any]]:
    pages = town.deployment.engine.client("dynamodb").get_paginator("scan")
    table = town.deployment.named(service, f"{service.title()}Table")
    for page in pages.paginate(TableName=table):
        yield from page["Items"]


@contextmanager
def killing(engine: int) -> Iterator[list[int]]:
    """Until the block ends, a function's process dies every so often, whatever it is doing."""
    chance, stop, deaths = Random(2026), threading.Event(), list[int]()

    def kill() -> None:
        while not stop.wait(chance.uniform(*EVERY)):
            if functions := _children(engine):
                victim = chance.choice(functions)
                os.kill(victim, signal.SIGKILL)
                deaths.append(victim)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield deaths
    finally:
        stop.set()
        killer.join()


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(child) for each in listed for child in each.read_text().split()]
