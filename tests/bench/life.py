"""How many calls of AWS does a complaint's whole life take, and what do a thousand cost?

Counted in process on moto, from the form to how satisfied she was. What carries the calls (queues,
bus, streams) is not there in process, and follows from what was carried.
"""

import csv
import io
import json
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

import boto3
from moto import mock_aws

from services.deadlines.handler import deadlines
from services.intake.handler import intake
from services.intake.submission import Door, More
from services.routing.handler import routing
from services.routing.steps.ending import Settlement
from services.routing.steps.talking import Conversation
from services.routing.transition import Action, Command
from shared.glossary import Channel, Outcome, Side, Telling
from shared.observability import logger
from shared.table import SHARES
from tests.bench.figures import Figure
from tests.flow import Flow

PRICES = Path(__file__).with_name("prices.csv")
TUESDAY = datetime(2026, 6, 2, 10, tzinfo=UTC)
LATER = [datetime(2026, *day, 10, tzinfo=UTC) for day in ((6, 11), (6, 22), (7, 6))]
CLOSED = datetime(2026, 7, 7, 10, tzinfo=UTC)
ASKED = datetime(2026, 7, 22, 10, tzinfo=UTC)
SWEEPS = len(LATER) + 1
RATED = datetime(2026, 7, 23, 10, tzinfo=UTC)
SATISFIED = Settlement(outcome=Outcome.SATISFIED, expressed="mondeling")
RESIDENT = {"naam": "A. Voorbeeld", "email": "a@mail.example", "elektronischBereikbaar": True}
TEAM = "De mevrouw van het wijkteam keek tijdens ons gesprek de hele tijd op haar telefoon."
MEMORY = 0.5  # GB, as infra/*.yaml asks
SECONDS = 0.1  # an estimate of what an invocation is billed for, warm
TYPED = len('{"S": ""}')  # around a value, which is not stored
REPORT = 500  # bytes that Lambda itself logs of an invocation: START, END, REPORT; an estimate
Usage = Counter[tuple[str, str]]
"""How much of which service, in which unit."""


class Meter:
    """Sees each call of AWS, and what DynamoDB would charge for it."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.used: Usage = Counter()

    def before(self, model: Any, params: Any, **_: object) -> None:
        self.calls[model.name] += 1
        if model.service_model.service_name == "dynamodb" and model.name != "Scan":
            self.used["DynamoDB", "write unit"] += _written(model.name, json.loads(params["body"]))
        elif model.name == "SendRawEmail":
            self.used["SES", "mail"] += 1
        elif model.name in ("PutObject", "GetObject"):
            self.used["S3", "write" if model.name == "PutObject" else "read"] += 1

    def after(self, parsed: Any, model: Any, **_: object) -> None:
        if model.name in ("GetItem", "Query"):
            found = parsed.get("Items") or [parsed.get("Item", {})]
            size = sum(map(_size, found))
            self.used["DynamoDB", "read unit"] += max(1, ceil(size / 4096))


def figures() -> Iterator[Figure]:
    meter, used = _live()
    yield Figure(
        "AWS calls in a complaint's whole life",
        sum(meter.calls.values()),
        "calls",
        note=", ".join(f"{name} {count}" for name, count in meter.calls.most_common())
        + f"; {SWEEPS * SHARES} queries are of {SWEEPS} sweeps, however many cases there are",
    )
    dollars: Counter[str] = Counter()
    told: dict[str, list[str]] = {}
    for (service, unit), price in _prices().items():
        amount = used[service, unit]
        dollars[service] += 1000 * amount * price  # type: ignore[assignment]
        told.setdefault(service, []).append(f"{amount:.4g} {unit}")
    for service, cost in dollars.most_common():
        note = f"of one complaint: {', '.join(told[service])}"
        yield Figure(f"price per 1,000 complaints: {service}", cost, "USD", note=note)
    yield Figure(
        "price per 1,000 complaints",
        sum(dollars.values()),
        "USD",
        note=f"prices.csv; Lambda at {SECONDS} s an invocation is an estimate; without storage, "
        "schedules and the free tier",
    )


def _live() -> tuple[Meter, Usage]:
    meter = Meter()
    with ExitStack() as stack:
        stack.enter_context(mock_aws())
        log = stack.enter_context(_logged())
        boto3.setup_default_session()
        session = boto3.DEFAULT_SESSION
        assert session is not None
        session.events.register("before-call", meter.before)
        session.events.register("after-call", meter.after)
        flow, carried = Flow(), Counter[str]()
        deliver = flow.deliver

        def count(parcel: tuple[str, str]) -> None:
            carried["parcels"] += 1
            deliver(parcel)

        flow.deliver = count  # type: ignore[method-assign]
        meter.calls.clear()
        meter.used.clear()
        _one_life(flow)
        carried["news"] = len(flow._told)
        del meter.calls["Scan"]  # ours, to look for news that a stream would have brought
    requests = 4  # the form, two steps of staff, her answer
    invocations = requests + carried["parcels"] + carried["news"]
    meter.used += Counter(
        {
            ("API Gateway", "request"): requests,
            ("SQS", "request"): 3 * carried["parcels"],  # sent, received, deleted
            ("EventBridge", "event"): carried["news"],
            ("Lambda", "request"): invocations,
        }
    )
    used: Usage = meter.used
    used["Lambda", "GB-second"] = invocations * MEMORY * SECONDS  # type: ignore[assignment]
    used["CloudWatch Logs", "GB"] = (len(log.getvalue()) + REPORT * invocations) / 1e9  # type: ignore[assignment]
    return meter, used


def _one_life(flow: Flow) -> None:
    """A resident complains, is called, waits through reminders, is content, and says how much."""
    number = flow.complain(TEAM, "een-formulier", indiener=RESIDENT)
    flow.settle(_first)
    contact = Command(Action.RECORD_CONTACT, "staff", TUESDAY, Conversation(moment=TUESDAY))
    routing().act("1904", number, contact)
    flow.settle(_first)
    for moment in LATER:
        _sweep(flow, moment)
    routing().act("1904", number, Command(Action.SETTLE, "staff", CLOSED, SATISFIED))
    flow.settle(_first)
    _sweep(flow, ASKED)
    intake().add(
        More(
            municipality="1904",
            number=number,
            telling=Telling.SATISFACTION,
            side=Side.COMPLAINANT,
            door=Door.TRACKING,
            key="een-cijfer",
            content="4",
            channel=Channel.WEB_FORM,
            received_at=RATED,
            registered_at=RATED,
            score=4,
        )
    )
    flow.settle(_first)


def _first(waiting: object) -> int:
    return 0


def _sweep(flow: Flow, moment: datetime) -> None:
    """What is due of this case. The duties of municipalities are theirs, however many complain."""
    deadlines().sweep(moment)
    flow.settle(_first)


@contextmanager
def _logged() -> Iterator[io.StringIO]:
    """What the functions log meanwhile, as they do on AWS."""
    handler, level, log = logger.registered_handler, logger.log_level, io.StringIO()
    assert isinstance(handler, logging.StreamHandler)
    usual = handler.setStream(log)
    logger.setLevel("INFO")
    try:
        with redirect_stdout(log):  # where figures go
            yield log
    finally:
        logger.setLevel(level)
        handler.setStream(usual)


def _prices() -> dict[tuple[str, str], float]:
    with PRICES.open(encoding="utf-8", newline="") as opened:
        return {(row["service"], row["unit"]): float(row["usd"]) for row in csv.DictReader(opened)}


def _written(operation: str, asked: Any) -> int:
    """Write units: one for each KB of an item, again for the index, and twice in a transaction."""
    if operation == "TransactWriteItems":
        writes = [write for each in asked["TransactItems"] for write in each.values()]
        return sum(2 * _kilobytes(write) + _indexed(write) for write in writes)
    if operation in ("PutItem", "UpdateItem", "DeleteItem"):
        return _kilobytes(asked) + _indexed(asked)
    return 0


def _kilobytes(write: Any) -> int:
    return max(1, ceil(_size(write.get("Item", {})) / 1024))


def _indexed(write: Any) -> int:
    return _kilobytes(write) if "todo" in write.get("Item", {}) else 0


def _size(item: Any) -> int:
    """About as DynamoDB counts: the names and the values."""
    return sum(
        len(name) + len(json.dumps(value)) - len('{"S": ""}') for name, value in item.items()
    )
