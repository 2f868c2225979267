"""Why is it that day? Prints a term with every step of the reasoning, in Dutch.

    python -m services.deadlines.explain --regel awb_9_11_1_six_weeks \
        --ontvangen 2026-04-02T10:00:00+02:00
"""

import argparse
import sys
from datetime import datetime

from services.deadlines.rules import RULES, Inputs, RefusedError, due
from shared.dutch_time import in_words
from shared.law.calendar import dutch_calendar

HOW = "\n".join(
    [
        "Geef een regel en het moment waarop de termijn begint, zoals:",
        "  make explain regel=awb_9_11_1_six_weeks ontvangen=2026-04-02T10:00:00+02:00",
        "  make explain regel=awb_9_11_2_adjourned ontvangen=2026-04-02T10:00:00+02:00 "
        'met="base_weeks=6 adjourn_weeks=4"',
        "De regels:",
        *(f"  {rule}" for rule in sorted(RULES)),
    ]
)


def explain(rule: str, received: str, inputs: Inputs) -> str:
    """The last day and the way to it, a sentence per line. Raises `RefusedError`."""
    try:
        moment = datetime.fromisoformat(received)
    except ValueError:
        raise RefusedError(f"{received} is geen bestaand moment.") from None
    term = due(rule, moment, inputs, dutch_calendar())
    return "\n".join([f"Uiterlijk {in_words(term.due_on)}.", *term.sentences])


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m services.deadlines.explain",
        description="Laat zien wanneer een termijn eindigt, en waarom.",
        epilog=f"Regels: {', '.join(sorted(RULES))}.",
    )
    parser.add_argument("--regel", help="zoals awb_9_11_1_six_weeks")
    parser.add_argument("--ontvangen", help="zoals 2026-04-02T10:00:00+02:00")
    parser.add_argument(
        "--met", nargs="*", default=[], metavar="NAAM=WAARDE", help="zoals base_weeks=10"
    )
    asked = parser.parse_args(arguments)
    if not (asked.regel and asked.ontvangen):
        sys.exit(HOW)
    try:
        print(explain(asked.regel, asked.ontvangen, _inputs(asked.met)))  # noqa: T201
    except RefusedError as refused:
        sys.exit(str(refused))


def _inputs(pairs: list[str]) -> Inputs:
    if wrong := [pair for pair in pairs if "=" not in pair]:
        raise RefusedError(f"Schrijf {wrong[0]} als naam=waarde.")
    return dict(pair.split("=", 1) for pair in pairs)


if __name__ == "__main__":
    main(sys.argv[1:])
