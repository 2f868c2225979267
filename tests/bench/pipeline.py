"""How fast does a complaint travel on MiniStack, and what does it cost in processor time?"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from infra.local import ministack
from infra.local.deploy import deploy
from infra.local.engine import until
from infra.local.token import issuers
from tests.bench.figures import Figure
from tests.town.town import Town

CLIENTS = 8
WARM = 24
COMPLAINTS = 200
TICKS = os.sysconf("SC_CLK_TCK")
TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."


def figures() -> Iterator[Figure]:
    with ministack.start() as engine:
        town = Town(deploy(engine, parameters={"Issuers": issuers()}))
        _complain(town, WARM)
        _await_mails(town, WARM)
        cpu, start = _cpu(engine.pid), time.monotonic()
        took = _complain(town, COMPLAINTS)
        _await_mails(town, WARM + COMPLAINTS)
        seconds = time.monotonic() - start
        spent = _cpu(engine.pid) - cpu
    yield Figure(f"accept, {CLIENTS} clients, p95", 1000 * took[int(0.95 * len(took))], "ms", 100)
    yield Figure(
        "accepted, routed, clocked, mailed: MiniStack",
        COMPLAINTS / seconds,
        "/s",
        25,
        at_least=True,
    )
    yield Figure("CPU per complaint, all functions, warm", 1000 * spent / COMPLAINTS, "ms", 20)


def _complain(town: Town, count: int) -> list[float]:
    """Seconds until each receipt, sorted. Half the residents may be mailed."""

    def one(n: int) -> float:
        person = {"naam": "A. Voorbeeld", "email": f"{uuid4().hex}@mail.example"}
        start = time.monotonic()
        town.complain(TEAM, indiener=person | {"elektronischBereikbaar": True})
        return time.monotonic() - start

    with ThreadPoolExecutor(CLIENTS) as residents:
        return sorted(residents.map(one, range(count)))


def _await_mails(town: Town, complaints: int) -> None:
    """Each complaint asks for three: a receipt, and notices to a manager and to the desk."""
    until(lambda: len(town.mailbox()) >= 3 * complaints, "all mails", 300, every=0.2)


def _cpu(engine: int) -> float:
    """Seconds of processor that the functions' processes have used so far."""
    total = 0
    for listed in Path(f"/proc/{engine}/task").glob("*/children"):
        for child in listed.read_text().split():
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS
