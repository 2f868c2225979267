"""How fast does a complaint travel on MiniStack, and what does it cost in processor time?"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from infra.local import ministack
from infra.local.deploy import deploy
from infra.local.engine import Engine, until
from infra.local.token import issuers
from tests.bench.figures import Figure
from tests.town.town import Town

CLIENTS = 8
COMPLAINTS = 200
WARM = COMPLAINTS  # as many before, so that every process is there: one that starts costs a second
TICKS = os.sysconf("SC_CLK_TCK")
TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."


def figures() -> Iterator[Figure]:
    with ministack.start() as engine:
        town = Town(deploy(engine, parameters={"Issuers": issuers()}))
        _complain(town, WARM)
        _await_mails(engine, WARM)
        functions, itself = _functions(engine.pid), _cpu(engine.pid)
        start = time.monotonic()
        took = _complain(town, COMPLAINTS)
        _await_mails(engine, WARM + COMPLAINTS)
        seconds = time.monotonic() - start
        now = _functions(engine.pid)
        spent = sum(now.values()) - sum(functions.values())
        itself = _cpu(engine.pid) - itself
        started = len(now.keys() - functions.keys())
    yield Figure(f"accept, {CLIENTS} clients, p95", 1000 * took[int(0.95 * len(took))], "ms", 100)
    yield Figure(
        "accepted, routed, clocked, mailed: MiniStack",
        COMPLAINTS / seconds,
        "/s",
        25,
        at_least=True,
    )
    yield Figure(
        "CPU per complaint, all functions, warm",
        1000 * spent / COMPLAINTS,
        "ms",
        20,
        note=f"{started} of {len(now)} processes were not there before" if started else "",
    )
    yield Figure(
        "CPU per complaint, MiniStack itself",
        1000 * itself / COMPLAINTS,
        "ms",
        note="one Python process: this alone bounds how many complaints it does in a second",
    )


def _complain(town: Town, count: int) -> list[float]:
    """Seconds until each receipt, sorted. Half the residents may be mailed."""

    def one(n: int) -> float:
        person = {"naam": "A. Voorbeeld", "email": f"{uuid4().hex}@mail.example"}
        start = time.monotonic()
        town.complain(TEAM, indiener=person | {"elektronischBereikbaar": True})
        return time.monotonic() - start

    with ThreadPoolExecutor(CLIENTS) as residents:
        return sorted(residents.map(one, range(count)))


def _await_mails(engine: Engine, complaints: int) -> None:
    """Each complaint asks for three: a receipt, and notices to a manager and to the desk. They are
    counted, not read: to read hundreds several times a second would cost more than to send them.
    """
    ses = engine.client("ses")
    wanted = 3 * complaints
    until(lambda: ses.get_send_quota()["SentLast24Hours"] >= wanted, "all mails", 300, every=0.2)


def _functions(engine: int) -> dict[str, float]:
    """Of each process that runs a function, the seconds of processor that it has used so far."""
    listed = Path(f"/proc/{engine}/task").glob("*/children")
    return {child: _cpu(child) for each in listed for child in each.read_text().split()}


def _cpu(process: int | str) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
