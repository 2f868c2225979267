"""Does the sweep read what is due, and only that? On MiniStack's DynamoDB, from this process."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from infra.local import ministack
from services.deadlines import domain
from services.deadlines.service import Deadlines
from services.deadlines.store import DynamoDeadlineStore, _item
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from tests.aws import a_table
from tests.bench.figures import Figure, say
from tests.builders import MONDAY, a_case

OPEN = 10_000
DUE = 100
CALENDAR = dutch_calendar()


def figures() -> Iterator[Figure]:
    with ministack.start() as engine:
        client, reads = engine.client("dynamodb"), Counter[str]()
        client.meta.events.register(
            "after-call.dynamodb.Query",
            lambda parsed, **_: reads.update(items=len(parsed.get("Items", ()))),
        )
        table = a_table("deadlines", client)
        deadlines = Deadlines(DynamoDeadlineStore(table), municipalities(), CALENDAR)
        say(f"    setting the clocks of {OPEN:,} cases ...")
        _fill(client)
        deadlines.sweep(MONDAY + timedelta(days=40))
        few = reads["items"]
        yield Figure(f"items read by a sweep, {OPEN:,} open, {DUE} due", few, "items", 2 * DUE)
        start = time.monotonic()
        acted = deadlines.sweep(MONDAY + timedelta(days=200))
        yield Figure(f"a sweep with {acted:,} clocks due", time.monotonic() - start, "s", 5)


def _fill(client: Any) -> None:
    """A hundred cases of Monday; the others came so late that none of their clocks is due."""
    items = _items()
    while batch := list(islice(items, 25)):
        client.batch_write_item(RequestItems={"deadlines": batch})


def _items() -> Iterator[dict[str, Any]]:
    from boto3.dynamodb.types import TypeSerializer

    write = TypeSerializer().serialize
    regime = municipalities()["1904"].regime("stichtse_vecht_2014")
    for n in range(OPEN):
        received = MONDAY + timedelta(days=0 if n < DUE else 60)
        case = a_case(number=f"KL-BENCH-{n:06}", received_at=received, first_contact_at=received)
        for clock in domain.clocks(case, regime, CALENDAR):
            running = domain.set_running(case, clock, None, regime, CALENDAR)
            item = {name: write(value) for name, value in _item(running).items()}
            yield {"PutRequest": {"Item": item}}
