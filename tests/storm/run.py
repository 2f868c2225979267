"""One storm: people complain and act while everything fails; then it clears, and is counted."""

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from infra.local import BUILD, localstack, ministack
from infra.local.deploy import Deployment, deploy
from infra.local.engine import until
from infra.local.token import issuers
from tests.storm import kept, ops
from tests.storm.echo import Echo
from tests.storm.invariants import Aftermath, broken
from tests.storm.people import Complaint, People, complaints
from tests.storm.weather import Storm
from tests.town.mailbox import mails

ENGINES: dict[str, Any] = {"ministack": ministack.start, "localstack": localstack.start}
CLIENTS = 6
SITE = "https://klachten.example"  # mails point there; nobody goes
Say = Callable[[str], None]


@contextmanager
def deployed(engine: str) -> Iterator[Deployment]:
    """A fresh engine for each storm: whatever stands in it afterwards, the storm put there."""
    with ENGINES[engine](log=f"storm-{engine}") as running:
        yield deploy(running, parameters={"Issuers": issuers(), "Site": SITE})


def storm(engine: str, seed: str, count: int, say: Say = lambda _: None) -> str:
    """A line that sums it up. Raises `AssertionError` that says which promises broke."""
    began = time.monotonic()
    with deployed(engine) as deployment:
        weather = Storm(deployment, _empty(BUILD / "storms" / f"{engine}-{seed}"), seed)
        people, echo = People(deployment), Echo(deployment)
        ops.hurry(deployment, seconds=4)
        sent = complaints(count, Random(f"{seed} people"))
        say(f"{engine}: deployed after {time.monotonic() - began:.0f} s; the storm begins")
        with echo.listening(Random(f"{seed} echo")):
            with weather.blowing(Random(f"{seed} wind")):
                ops.poison(deployment)
                _everybody(people, sent, deployment, Random(f"{seed} time"), say)
            say(f"{len(people.accepted)} receipts after {time.monotonic() - began:.0f} s; calm")
            echo.hush()
            ops.hurry(deployment, seconds=2)
            redriven = ops.let_everything_come_right(deployment, echo)
        say(f"everything came right after {time.monotonic() - began:.0f} s; counting")
        left = aftermath(deployment, people, echo, weather, sent)
        wrong = broken(left)
        wrong += [
            f"SEEN by a stranger: {number}"
            for number in list(people.accepted)[:5]
            if people.stranger_sees(number)
        ]
    faults = ", ".join(f"{kind} {times}" for kind, times in sorted(weather_faults(left).items()))
    summary = (
        f"seed={seed} {engine}: {len(people.accepted)} forms, {left.posted} mails and offers; "
        f"{left.figures}; staff did {len(people.done)}, refused {len(people.refused)}; "
        f"{deaths(left)} deaths, {echo.repeats} repeats, {people.unanswered} unanswered, "
        f"{redriven} redrives; {time.monotonic() - began:.0f} s\n  faults: {faults}"
    )
    if wrong:
        listed = "\n".join(f"  - {sentence}" for sentence in wrong[:40])
        more = f"\n  ... and {len(wrong) - 40} more" if len(wrong) > 40 else ""
        raise AssertionError(f"{summary}\n{len(wrong)} promises broke:\n{listed}{more}")
    return f"{summary}\n  0 lost, 0 double, 0 stuck, 0 leaked"


def _empty(folder: Path) -> Path:
    """A folder for the weather, which stays for who wants to look back."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _everybody(
    people: People, sent: list[Complaint], deployment: Deployment, dice: Random, say: Say
) -> None:
    """Residents, programs, staff and time, all at once."""
    with ThreadPoolExecutor(CLIENTS) as residents, ThreadPoolExecutor(2) as others:
        doing = [residents.submit(people.complain, each) for each in sent]
        acting = set[str]()
        handling = []
        travelled = time.monotonic()
        while not all(each.done() for each in doing):
            for number in list(people.accepted.keys() - acting):
                acting.add(number)
                handling.append(others.submit(people.handle, number))
            if time.monotonic() - travelled > 5:
                ops.sweep_far_ahead(deployment, dice)
                travelled = time.monotonic()
                say(
                    f"{len(people.accepted)} receipts, staff acted on {len(people.done)}, "
                    f"{people.unanswered} times no answer"
                )
            time.sleep(0.05)
        for number in people.accepted.keys() - acting:
            handling.append(others.submit(people.handle, number))
        for each in (*doing, *handling):
            each.result()


def aftermath(
    deployment: Deployment, people: People, echo: Echo, weather: Storm, sent: list[Complaint]
) -> Aftermath:
    until(lambda: all(_at_rest(deployment)), "every queue to be empty", 60)
    return Aftermath(
        tables={name: kept.table(deployment, name) for name in kept.TABLES},
        accepted=people.accepted,
        posted=sum(each.door != "form" for each in sent),
        done=people.done,
        notes=weather.notes,
        mails=len(mails(deployment.engine)),
        dead=kept.dead_letters(deployment),
        heard=echo.bodies,
        logs=list(kept.logs(deployment)),
    )


def _at_rest(deployment: Deployment) -> Iterator[bool]:
    for service, queue in ops.inboxes(deployment):
        yield not ops.at(deployment, service, queue)


def weather_faults(left: Aftermath) -> dict[str, int]:
    found: dict[str, int] = {}
    for note in left.notes:
        if note["kind"] != "mailed":
            kind = f"{note['service']} {note['kind']}"
            found[kind] = found.get(kind, 0) + 1
    return found


def deaths(left: Aftermath) -> int:
    return sum(note["kind"].startswith("dies") for note in left.notes)
