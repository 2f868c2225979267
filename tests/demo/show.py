"""How does the demo look? Plain text that fits a terminal of a hundred characters."""

import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from shared.case import Handler
from shared.dutch_time import AMSTERDAM, in_words
from shared.events import PREFIX
from shared.municipality import municipalities

WIDTH = 100

SAID_BY_THE_STEP = ("herinnering", "termijn_verstreken")

WORDS = {
    "klacht-ontvangen": "ontvangen",
    "zaak-geopend": "zaak geopend",
    "zaak-gerouteerd": "andere behandelaar",
    "termijnen-vastgesteld": "termijnen",
    "contact-vastgelegd": "contact gehad",
    "formele-behandeling-gestart": "formele behandeling",
    "termijn-nadert": "herinnering",
    "termijn-verstreken": "TE LAAT",
    "zaak-afgehandeld": "afgehandeld",
    "bericht-verzonden": "mail",
    "brief-klaargezet": "brief klaar",
    "bericht-niet-bezorgd": "mens belt",
}


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def title(text: str) -> None:
    say(f"\n{text}\n{'=' * len(text)}")


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    sys.stdout.write(f"{what} ".ljust(72, "."))
    sys.stdout.flush()
    start = time.monotonic()
    yield
    say(f" {time.monotonic() - start:5.1f} s")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[n]) for row in [list(head), *texts]) for n in range(len(head))]
    for row in [list(head), ["-" * width for width in widths], *texts]:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def party(municipality: str, handler: dict[str, Any]) -> str:
    """Who that is, in words."""
    town = municipalities()[municipality]
    return town.party(Handler.model_validate(handler)).name


def timeline(number: str, events: Iterable[dict[str, Any]], heading: str) -> None:
    """One case from door to end, with the reason of its route and of its dates."""
    say(f"\n{number}  {heading}")
    for event in events:
        if event["data"].get("sjabloon") in SAID_BY_THE_STEP:
            continue
        moment = datetime.fromisoformat(event["time"]).astimezone(AMSTERDAM)
        word = WORDS[event["type"].removeprefix(f"{PREFIX}.").removesuffix(".v1")]
        for n, line in enumerate(_told(event)):
            start = f"  {moment:%d-%m %H:%M}  {word:<19}" if n == 0 else " " * 34
            say(
                textwrap.fill(
                    line, WIDTH, initial_indent=f"{start} ", subsequent_indent=" " * 35
                ).rstrip()
            )


def _told(event: dict[str, Any]) -> list[str]:
    """What an event tells, in sentences."""
    data, municipality = event["data"], event["gemeentecode"]
    match event["type"].removeprefix(f"{PREFIX}.").removesuffix(".v1"):
        case "zaak-geopend":
            case = data["zaak"]
            flags = ", ".join(case["signaleringen"])
            return [
                f"{case['soort']}, {case['fase']}, bij {party(municipality, case['behandelaar'])}",
                *(f"{reason['uitleg']} ({reason['artikel']})" for reason in case["redenen"]),
                *([f"let op: {flags}"] if flags else []),
            ]
        case "zaak-gerouteerd":
            return [f"naar {party(municipality, data['zaak']['behandelaar'])}"]
        case "zaak-afgehandeld":
            return [data["zaak"]["uitkomst"].replace("_", " ")]
        case "termijnen-vastgesteld":
            running = [clock for clock in data["termijnen"] if not clock.get("voldaan")]
            return [f"{clock['soort']}: {clock['uitleg']}" for clock in running] or [
                "er loopt niets meer"
            ]
        case "termijn-nadert" | "termijn-verstreken":
            clock = data["termijn"]
            last_day = in_words(date.fromisoformat(clock["uiterlijk"]))
            return [f"{clock['soort']}, uiterlijk {last_day}, aan {data['aan']}"]
        case "bericht-verzonden" | "brief-klaargezet" | "bericht-niet-bezorgd":
            return [f"{data['sjabloon'].replace('_', ' ')} aan {data['aan']}"]
        case "klacht-ontvangen":
            return [
                f"via {event['kanaal']}, {'schriftelijk' if data['schriftelijk'] else 'mondeling'}"
            ]
        case "contact-vastgelegd":
            return ["iemand sprak met de inwoner"]
        case "formele-behandeling-gestart":
            return ["de inwoner vroeg erom"]
        case other:
            return [other]
