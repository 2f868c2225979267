"""Does the sweep read what is due, and only that? On MiniStack's DynamoDB, from this process."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from infra.local import ministack
from services.deadlines.clocks import Known, clocks
from services.deadlines.domain import Running
from services.deadlines.ladder import set_going
from services.deadlines.service import Deadlines
from services.deadlines.store import DynamoDeadlineStore, _item
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.table import dynamodb
from tests.aws import a_table
from tests.bench.figures import Figure, say
from tests.builders import MONDAY, a_case

OPEN = (1_000, 10_000, 100_000)
DUE = 100
MANY = 10_000  # clocks that are due at once
CALENDAR = dutch_calendar()
TOWN = municipalities()["1904"]
REGIME = TOWN.regime("stichtse_vecht_2014")
LATER = MONDAY + timedelta(days=60)
HALFWAY = MONDAY + timedelta(
    days=30
)  # Wednesday 1 July: the first reminders of Monday's cases, and no other
END = MONDAY + timedelta(days=200)


def figures() -> Iterator[Figure]:
    with ministack.start() as engine:
        os.environ["AWS_ENDPOINT_URL"] = engine.endpoint
        client, reads = dynamodb(), Counter[str]()  # as a function makes it
        client.meta.events.register(
            "after-call.dynamodb.Query",
            lambda parsed, **_: reads.update(items=len(parsed.get("Items", ()))),
        )
        read = list[int]()
        for count in OPEN:
            deadlines = _of(client, f"deadlines-{count}", count)
            reads.clear()
            deadlines.sweep(HALFWAY)
            read.append(reads["items"])
            yield Figure(
                f"items read by a sweep, {count:,} open, {DUE} due", read[-1], "items", DUE
            )
        growth = f"items read, {OPEN[-1] // OPEN[0]} times as many open"
        yield Figure(growth, read[-1] / read[0], "times", 1)
        deadlines = _of(client, "deadlines-due", MANY, due=MANY)
        start = time.monotonic()
        acted = deadlines.sweep(HALFWAY)
        yield Figure(f"a sweep with {acted:,} clocks due", time.monotonic() - start, "s", 5)


def _of(client: Any, table: str, count: int, due: int = DUE) -> Deadlines:
    """The service over a table with *count* open cases, of which *due* have a clock that is due."""
    made = a_table(table, client)
    say(f"    setting the clocks of {count:,} cases ...")
    items = _items(count, due)
    while batch := list(islice(items, 25)):
        client.batch_write_item(RequestItems={table: batch})
    return Deadlines(DynamoDeadlineStore(made), municipalities(), CALENDAR)


def _items(count: int, due: int) -> Iterator[dict[str, Any]]:
    """The clock of each case that still has something to do: its handling."""
    from boto3.dynamodb.types import TypeSerializer

    write = TypeSerializer().serialize
    for n in range(count):
        received = MONDAY if n < due else LATER
        case = a_case(number=f"KL-BENCH-{n:06}", received_at=received, first_contact_at=received)
        known = Known(case, acknowledged=True, municipality=TOWN, calendar=CALENDAR)
        for clock in clocks(known):
            running = set_going(Running(case, clock, 1), None, REGIME, received, CALENDAR)
            if running.next_at:
                item = {name: write(value) for name, value in _item(running).items()}
                yield {"PutRequest": {"Item": item}}
