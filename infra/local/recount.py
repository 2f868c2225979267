"""What moves when the calendar or a regulation changed? Nothing is written without `apply=yes`.

    make recount endpoint=http://127.0.0.1:4566      an engine on this machine
    make recount apply=yes                           AWS, with your own credentials

Run it from the version that holds the new calendar, when that is deployed. It may be stopped and
run again: each case is counted and kept by itself.
"""

import argparse
import sys
from datetime import UTC, datetime
from typing import Any

from infra.local.aws import Client, client_for, named
from infra.local.transform import REGION
from services.deadlines.recount import Shift, recount
from services.deadlines.service import Deadlines
from services.deadlines.store import DynamoDeadlineStore
from shared.dutch_time import AMSTERDAM, in_words
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.settings import ConfigurationError
from shared.table import Table


def main() -> None:
    parser = argparse.ArgumentParser(description="Count open clocks again; show what moves.")
    parser.add_argument("--stack", default="klachtenloket")
    parser.add_argument("--region", default=REGION)
    parser.add_argument("--endpoint", help="an engine on this machine; without it, AWS")
    parser.add_argument("--apply", action="store_true", help="also keep what moves")
    asked = parser.parse_args()
    try:
        run(client_for(asked.endpoint, asked.region), asked.stack, asked.apply)
    except ConfigurationError as wrong:
        sys.exit(f"{wrong}\nMend the file and run this again.")
    except Exception as error:
        sys.exit(f"Stopped: {error}\nMend that and run this again: it is safe.")


def run(client: Client, stack: str, apply: bool) -> list[Shift]:
    """Print what moves in *stack*, and keep it if *apply*."""
    table = Table(client("dynamodb"), named(client("cloudformation"), stack, "DeadlinesTable"))
    deadlines = Deadlines(DynamoDeadlineStore(table), municipalities(), dutch_calendar())
    shifts = list[Shift]()
    for shift in recount(deadlines, datetime.now(UTC), apply):
        shifts.append(shift)
        print(line(shift), flush=True)
    days = sum(shift.moves_the_last_day for shift in shifts)
    done = "kept" if apply else "nothing is kept: add apply=yes to keep it"
    print(f"{days} last days move, {len(shifts) - days} other clocks change; {done}.")
    return shifts


def line(shift: Shift) -> str:
    """One clock that moves, in a line without personal data."""
    running = shift.after or shift.before
    assert running
    clock = running.clock
    name = f"{clock.kind} {clock.item}" if clock.item else str(clock.kind)
    if shift.moves_the_last_day:
        was = in_words(shift.before.clock.due_on) if shift.before else "liep niet"
        becomes = in_words(shift.after.clock.due_on) if shift.after else "loopt niet meer"
        return f"{shift.number}  {name}: {was} -> {becomes}"
    was, becomes = _when(shift.before), _when(shift.after)
    if was == becomes:
        return f"{shift.number}  {name}: alleen de uitleg verandert"
    return f"{shift.number}  {name}: volgende stap {was} -> {becomes}"


def _when(running: Any) -> str:
    at = running.next_at
    return f"{at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" if at else "geen"


if __name__ == "__main__":
    main()
