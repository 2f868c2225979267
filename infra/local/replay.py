"""How is a table of deadlines or reporting made again, from all that was told?

    make replay endpoint=http://127.0.0.1:4566      an engine on this machine
    make replay apply=yes                           AWS, with your own credentials
    make replay dienst=reporting gemeente=1904 vanaf=2026-06-01 tot=2026-07-01

Without `apply=yes` it only counts what it would do. A period chooses the cases of which something
was told in it: of those it takes everything, or their reminders would not count as sent.

What was told stands where nobody forgets it: what happened to a case in routing's timeline, what
became of a message and which reminder was sent in the table of notifications. It is given to the
services in this process and not by their queues, because it must come in order, and because nobody
is to hear of it again. It may be stopped and run again, also while complaints come in.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, get_args

from pydantic import Field, TypeAdapter

from infra.local.aws import client_for, tables_of
from infra.local.transform import REGION
from services.deadlines.handler import AboutAMessage
from services.deadlines.planning import Planning
from services.deadlines.replay import History, Replay, Silent
from services.deadlines.service import Deadlines
from services.deadlines.telling import StepNews
from services.notifications.store import DUTIES, KEPT
from services.reporting import handler as reporting
from services.reporting.service import Reporting
from services.reporting.store import DynamoFacts
from services.routing.store import DynamoCaseStore
from shared.dutch_time import dutch_date, dutch_moment
from shared.events import AboutACase, CaseEvent
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.table import Table

SERVICES = ("deadlines", "reporting")
TIMELINE = "tijdlijn#"
AT_ONCE = 8  # cases; each in its own order

Say = Callable[[str], object]
Hear = Callable[[History], None]

_told: TypeAdapter[History] = TypeAdapter(
    Annotated[AboutACase | AboutAMessage | StepNews, Field(discriminator="type")]
)


@dataclass(frozen=True)
class Tables:
    """Where what was told is kept."""

    routing: Table
    notifications: Table

    def cases(self, municipality: str) -> Iterator[str]:
        """The numbers of all cases, open ones first."""
        store = DynamoCaseStore(self.routing)
        for is_open in (True, False):
            for _, file in store.listed(municipality, is_open, None):
                yield file.case.number

    def history(self, municipality: str, about: str) -> list[History]:
        """All that was told about a case, in the order in which it happened."""
        pk = f"{municipality}#{about}"
        lines = [each["nieuws"] for each in self.routing.query(pk, TIMELINE)]
        kept = [each["verteld"] for each in self.notifications.query(pk, KEPT)]
        return in_order([_told.validate_json(text) for text in (*lines, *kept)])


def in_order(events: Collection[History]) -> list[History]:
    """As deadlines heard it: a reminder says which sequence of the case it was about, and what
    became of a message comes after all that had happened by then.
    """
    happened = [each for each in events if isinstance(each, CaseEvent)]

    def place(event: History) -> tuple[str, bool, datetime, str]:
        before = (each.sequence or "" for each in happened if each.time <= event.time)
        since = event.sequence or max(before, default="")
        return since, not isinstance(event, CaseEvent), event.time, event.id

    return sorted(events, key=place)


@dataclass(frozen=True)
class Period:
    """From the first day to the second, that not included; None: without end."""

    first: datetime | None = None
    last: datetime | None = None

    def chooses(self, events: Iterable[History]) -> bool:
        return any(
            (self.first is None or self.first <= each.time)
            and (self.last is None or each.time < self.last)
            for each in events
        )


ALL_TIMES = Period()


def replay(
    tables: Mapping[str, Table],
    services: Collection[str] = SERVICES,
    chosen: str | None = None,
    period: Period = ALL_TIMES,
    apply: bool = False,
    say: Say = print,
) -> Counter[str]:
    """Replay into *services*, of the municipality that is *chosen* or of all; without *apply* only
    count. Returns how often each type of event was there.
    """
    told = Tables(tables["routing"], tables["notifications"])
    hear = [_hearing[service](tables[service]) for service in services if apply]
    codes = [chosen] if chosen else list(municipalities())
    counted = Counter[str]()
    for code in codes:
        cases = 0
        for events in _replayed(told, code, period, hear):
            counted.update(each.type for each in events)
            cases += bool(events)
            if events and cases % 500 == 0:
                say(f"  {code}: {cases} cases so far")
        duties = told.history(code, DUTIES)
        _give(duties, hear)
        counted.update(each.type for each in duties)
        say(f"  {code}: {cases} cases, {len(duties)} reminders of duties")
    if apply and "deadlines" in services:
        here = {code: municipalities()[code] for code in codes}
        planning = Planning(Silent(tables["deadlines"]), here, dutch_calendar())
        planning.plan(dutch_date(datetime.now(UTC)))  # the duties that nobody was reminded of yet
    done = f"replayed into {' and '.join(services)}" if apply else "found; add apply=yes to replay"
    say(f"{counted.total()} events {done}.")
    return counted


def _replayed(
    told: Tables, code: str, period: Period, hear: Collection[Hear]
) -> Iterator[list[History]]:
    """Of each case what was told of it, once that was heard; nothing of another period."""

    def one(number: str) -> list[History]:
        events = told.history(code, number)
        if not period.chooses(events):
            return []
        _give(events, hear)
        return events

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(one, told.cases(code))


def _give(events: Iterable[History], hear: Collection[Hear]) -> None:
    for event in events:
        for each in hear:
            each(event)


def _deadlines(table: Table) -> Hear:
    return Replay(Deadlines(Silent(table), municipalities(), dutch_calendar())).hear


def _reporting(table: Table) -> Hear:
    service = Reporting(DynamoFacts(table))
    kinds = get_args(reporting.Incoming)

    def hear(event: History) -> None:
        if isinstance(event, kinds):
            reporting.take(event, service)

    return hear


_hearing: dict[str, Callable[[Table], Hear]] = {"deadlines": _deadlines, "reporting": _reporting}


def midnight(text: str) -> datetime:
    """The beginning of a day such as 2026-06-01, in Amsterdam."""
    try:
        return dutch_moment(date.fromisoformat(text), time.min)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: say 2026-06-01.") from None


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a table again from all that was told.")
    parser.add_argument("--stack", default="klachtenloket")
    parser.add_argument("--region", default=REGION)
    parser.add_argument("--endpoint", help="an engine on this machine; without it, AWS")
    parser.add_argument("--service", choices=SERVICES, help="only this one")
    parser.add_argument("--municipality", choices=sorted(municipalities()), help="only this one")
    parser.add_argument("--from", dest="first", type=midnight, help="a day: 2026-06-01")
    parser.add_argument("--until", dest="last", type=midnight, help="a day, itself not included")
    parser.add_argument("--apply", action="store_true", help="do it; without it, only count")
    asked = parser.parse_args()
    try:
        client = client_for(asked.endpoint, asked.region)
        replay(
            tables_of(client, asked.stack, ("routing", "notifications", *SERVICES)),
            [asked.service] if asked.service else SERVICES,
            asked.municipality,
            Period(asked.first, asked.last),
            asked.apply,
        )
    except Exception as error:
        sys.exit(f"Stopped: {error}\nMend that and run this again: it is safe.")


if __name__ == "__main__":
    main()
