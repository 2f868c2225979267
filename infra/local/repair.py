"""Is there anything that got stuck? What a service missed is told to it again.

    make repair endpoint=http://127.0.0.1:4566      an engine on this machine
    make repair                                     AWS, with your own credentials
    make repair dry=yes                             only look

The rounds of the services do this for what is due, every few minutes. This looks at everything:
whether all that intake accepted has a case, and whether deadlines, reporting and the page on which
a resident follows her case know each case as it is. News is put on the queue of the one service
that lacks it, so nobody else hears of it again and nobody is mailed. What is then still wrong, a
person must look at: those are printed last, and the exit status is 1.
"""

import argparse
import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import get_args

from infra.local.aws import Client, client_for, of_part, parts, tables_of
from infra.local.engine import until
from infra.local.transform import REGION
from services.intake.domain import code_in
from services.reporting import handler as reporting
from services.reporting.domain import fact_of
from services.routing.store import DynamoCaseStore
from shared.case import Case
from shared.events import type_of
from shared.municipality import municipalities
from shared.table import Item, Table

SERVICES = ("intake", "routing", "deadlines", "reporting")
COUNTED = {type_of(kind) for kind in get_args(reporting.Incoming)}
LATE = timedelta(hours=1)  # so long after its moment a clock must have acted
PATIENCE = 120.0  # seconds that a service gets to take in what it missed

Say = Callable[[str], object]
Send = Callable[[str, str], object]


@dataclass(frozen=True)
class Broken:
    """Something that the promises do not allow, and the news that may mend it."""

    service: str  # which lacks something
    municipality: str
    number: str
    what: str
    news: str | None = None
    receipt: Item | None = None  # of intake, where that is what shows it

    def __str__(self) -> str:
        return f"{self.service}: {self.number} ({self.municipality}) {self.what}"


@dataclass(frozen=True)
class Inspection:
    """All that the services know, side by side."""

    tables: Mapping[str, Table]
    now: datetime

    def receipts(self) -> Iterator[Item]:
        """What intake accepted, of all municipalities."""
        return (each for each in self.tables["intake"].everything() if each["sk"] == "ontvangst")

    def cases(self, municipality: str) -> Iterator[Case]:
        """Open ones first."""
        store = DynamoCaseStore(self.tables["routing"])
        for is_open in (True, False):
            for _, file in store.listed(municipality, is_open, None):
                yield file.case

    def of_receipt(self, receipt: Item) -> Iterator[Broken]:
        """Accepted, so it has a case, or it is part of one."""
        here, code = receipt["pk"].split("#")
        number = receipt["zaaknummer"]
        later = None if code == code_in(number) else f"toevoeging#A-{code}"
        if not self.tables["routing"].get(f"{here}#{number}", later or "zaak"):
            what = "lacks something that was told later" if later else "has no case"
            yield Broken("routing", here, number, what, receipt["bericht"], receipt)

    def of_case(self, case: Case) -> Iterator[Broken]:
        yield from self._owner(case)
        yield from self._clocks(case)
        yield from self._fact(case)
        yield from self._page(case)

    def _owner(self, case: Case) -> Iterator[Broken]:
        here = municipalities()[case.municipality]
        if case.is_open and case.handler.key not in {*here.providers, *here.units, *here.outside}:
            what = f"has a handler that nobody knows: {case.handler.key}"
            yield self._broken("routing", case, what)

    def _clocks(self, case: Case) -> Iterator[Broken]:
        items = {each["sk"]: each for each in self.tables["deadlines"].query(_pk(case))}
        known = json.loads(items["zaak"]["file"]).get("zaak") if "zaak" in items else None
        if known is None or known["volgnummer"] < case.sequence:
            yield self._broken("deadlines", case, "has no clocks as it is", self._news(case)[-1])
            return
        moments = [each["todo_at"] for each in items.values() if "todo_at" in each]
        if case.is_open and not moments:
            yield self._broken("deadlines", case, "is open and has no next moment")
        elif moments and datetime.fromisoformat(min(moments)) < self.now - LATE:
            yield self._broken("deadlines", case, f"has a clock that had to act at {min(moments)}")

    def _fact(self, case: Case) -> Iterator[Broken]:
        quarter = fact_of(case).quarter
        known = self.tables["reporting"].get(
            f"{case.municipality}#{quarter}", f"feit#{case.number}"
        )
        sequence = int(known["volgnummer"]) if known else 0
        if sequence < case.sequence:  # reporting does not listen to everything
            heard = [each for each in self._news(case) if json.loads(each)["type"] in COUNTED]
            if heard and int(json.loads(heard[-1])["sequence"]) > sequence:
                yield self._broken("reporting", case, "is not counted as it is", heard[-1])

    def _page(self, case: Case) -> Iterator[Broken]:
        pk = f"{case.municipality}#{code_in(case.number)}"
        known = self.tables["intake"].get(pk, "stand")
        if known is None or known["volgnummer"] < case.sequence:
            yield self._broken("intake", case, "is shown as it was", self._news(case)[-1])

    def _news(self, case: Case) -> list[str]:
        lines = self.tables["routing"].query(_pk(case), "tijdlijn#")
        return [each["nieuws"] for each in lines]

    @staticmethod
    def _broken(service: str, case: Case, what: str, news: str | None = None) -> Broken:
        return Broken(service, case.municipality, case.number, what, news)


def look(tables: Mapping[str, Table], now: datetime, say: Say) -> list[Broken]:
    """Compare everything, and say how much that was."""
    inspection, found = Inspection(tables, now), list[Broken]()
    count = 0
    for count, receipt in enumerate(inspection.receipts(), start=1):
        found += inspection.of_receipt(receipt)
        if count % 1000 == 0:
            say(f"  {count} receipts so far")
    say(f"routing: compared with {count} receipts of intake.")
    count = 0
    for code in municipalities():
        for case in inspection.cases(code):
            count += 1
            found += inspection.of_case(case)
            if count % 500 == 0:
                say(f"  {count} cases so far")
    say(f"deadlines, reporting, intake: compared with {count} cases of routing.")
    return found


def repair(
    tables: Mapping[str, Table],
    send: Send,
    now: datetime,
    dry: bool = False,
    say: Say = print,
    patience: float = PATIENCE,
) -> list[Broken]:
    """Tell a service again what it lacks, wait until it has that, and give what is still wrong."""
    found = look(tables, now, say)
    told = [each for each in found if each.news and not dry]
    for broken in told:
        say(f"Told again to {broken}")
        send(broken.service, broken.news or "")
    if told:
        say(f"Waiting at most {patience:.0f} seconds until that is taken in ...")
    with suppress(TimeoutError):
        until(lambda: not _still(tables, now, told), "what was told again", patience, every=0.5)
    left = [each for each in found if each not in told] + _still(tables, now, told)
    for broken in left:
        say(f"Look at {broken}")
    say(f"{len(found)} found, {len(told)} told again, {len(left)} left.")
    return left


def _still(tables: Mapping[str, Table], now: datetime, told: Collection[Broken]) -> list[Broken]:
    """What is wrong now with whatever something was told of."""
    inspection, store = Inspection(tables, now), DynamoCaseStore(tables["routing"])
    left = [still for each in told if each.receipt for still in inspection.of_receipt(each.receipt)]
    for municipality, number in sorted({(each.municipality, each.number) for each in told}):
        if file := store.read(municipality, number):
            left += inspection.of_case(file.case)
    return left


def _pk(case: Case) -> str:
    return f"{case.municipality}#{case.number}"


def sender_to(client: Client, stack: str) -> Send:
    """To the queue on which a service hears the bus."""
    inboxes = dict[str, str]()
    for part in parts(client("cloudformation"), stack):
        there = {name: physical for _, name, physical in of_part(client("cloudformation"), part)}
        for service in SERVICES:
            if f"{service.title()}OnEvents" in there:
                inboxes[service] = there["Inbox"]

    def send(service: str, news: str) -> None:
        client("sqs").send_message(QueueUrl=inboxes[service], MessageBody=news)

    return send


def main() -> None:
    parser = argparse.ArgumentParser(description="Find what got stuck, and tell it again.")
    parser.add_argument("--stack", default="klachtenloket")
    parser.add_argument("--region", default=REGION)
    parser.add_argument("--endpoint", help="an engine on this machine; without it, AWS")
    parser.add_argument("--dry", action="store_true", help="only look")
    asked = parser.parse_args()
    try:
        client = client_for(asked.endpoint, asked.region)
        tables = tables_of(client, asked.stack, SERVICES)
        left = repair(tables, sender_to(client, asked.stack), datetime.now(UTC), asked.dry)
    except Exception as error:
        sys.exit(f"Stopped: {error}\nMend that and run this again: it is safe.")
    sys.exit(1 if left else 0)


if __name__ == "__main__":
    main()
