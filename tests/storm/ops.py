"""What do time and operators do when the storm is over? Queues deliver again, dead letters are
brought back, sweeps go round. Nothing else is needed, or the storm says so.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from random import Random

from infra.local import SERVICES
from infra.local.deploy import Deployment
from infra.local.engine import until
from infra.local.redrive import redrive
from shared.dutch_time import dutch_date
from shared.wire import utc_text
from tests.storm import kept
from tests.storm.echo import Echo
from tests.town.town import Town, now

POISON = "not json"  # nobody understands it
REPAIRERS = ("intake", "routing", "notifications")
INBOXES = ("Inbox", "MailInbox", "ChannelInbox")
ROUND = timedelta(minutes=16)  # longer than any claim or repeat waits


def poison(deployment: Deployment) -> None:
    for service in SERVICES:
        Town(deployment).poison(service, POISON)


def hurry(deployment: Deployment, seconds: int) -> None:
    """What fails comes back after *seconds*."""
    for service, queue in inboxes(deployment):
        deployment.hurry(service, queue, seconds)


def sweep_far_ahead(deployment: Deployment, dice: Random) -> None:
    """A morning some days from now; whoever dies of it, is called again."""
    day = dutch_date(now()) + timedelta(days=dice.randint(1, 9))
    with suppress(RuntimeError):
        Town(deployment).sweep_on(day)


def let_everything_come_right(deployment: Deployment, echo: Echo) -> int:
    """Until nobody has anything left to do. How often were dead letters brought back?"""
    later, redriven, why = now() + timedelta(days=10), 0, "it has just begun"

    def quiet() -> bool:
        nonlocal later, redriven, why
        if waiting := {
            f"{s} {q}": n for s, q in inboxes(deployment) if (n := at(deployment, s, q))
        }:
            why = f"on the queues: {waiting}"
            return False
        if any(set(bodies) - {POISON} for bodies in kept.dead_letters(deployment).values()):
            why = "dead letters were brought back"
            redriven += 1
            redrive(deployment.engine.client, deployment.stack, lambda _: None)
            return False
        if untold := _untold(deployment, echo):
            why = f"{untold} events are not on the bus yet"
            return False
        later += ROUND
        for service in REPAIRERS:
            try:
                deployment.sweep(service, utc_text(later))
            except RuntimeError as failure:
                why = f"the round of {service} failed: {failure}"
                return False
        todo = {service: list(_todo(deployment, service)) for service in REPAIRERS}
        why = f"still to do: { {service: left[:3] for service, left in todo.items() if left} }"
        return not any(todo.values())

    try:
        until(quiet, "everything to come right", 300, every=0.5)
    except TimeoutError:
        raise AssertionError(f"STUCK after five minutes of calm: {why}") from None
    return redriven


def inboxes(deployment: Deployment) -> Iterator[tuple[str, str]]:
    for service, parts in deployment.parts.items():
        yield from ((service, queue) for queue in INBOXES if queue in parts)


def at(deployment: Deployment, service: str, queue: str) -> int:
    return Town(deployment).waiting(service, queue)


def _untold(deployment: Deployment, echo: Echo) -> int:
    told = {
        event["id"] for service in SERVICES for event in kept.news(kept.table(deployment, service))
    }
    return len(told - echo.heard)


def _todo(deployment: Deployment, service: str) -> Iterator[str]:
    """What must still happen by itself."""
    for item in kept.table(deployment, service):
        if "todo" in item:
            yield f"{item['pk']} {item['sk']}"
