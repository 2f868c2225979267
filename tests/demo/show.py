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

SAID_BY_THE_STEP = ("herinnering", "termijn_verstreken", "tevredenheid")

WORDS = {  # where the name of an event is too long or too stiff
    "beslissing-gevraagd": "voorstel",
    "zaakgegevens-vastgelegd": "in het dossier",
    "klacht-ontvangen": "ontvangen",
    "zaak-geopend": "zaak geopend",
    "zaak-gerouteerd": "andere behandelaar",
    "termijnen-vastgesteld": "termijnen",
    "overdracht-aanvaard": "aanvaard",
    "overdracht-teruggegeven": "teruggegeven",
    "contact-vastgelegd": "contact gehad",
    "formele-behandeling-gestart": "formele behandeling",
    "zaak-verdaagd": "verdaagd",
    "uitstel-overeengekomen": "uitstel afgesproken",
    "mijlpaal-vastgelegd": "mijlpaal",
    "verbeterpunt-vastgelegd": "verbeterpunt",
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


def name_of(clock: dict[str, Any]) -> str:
    """A clock in words, with which one where there are several."""
    item = clock.get("onderdeel")
    return (
        f"{clock['soort']} ({item})".replace("_", " ") if item else clock["soort"].replace("_", " ")
    )


def party(municipality: str, handler: dict[str, Any]) -> str:
    """Who that is, in words."""
    town = municipalities()[municipality]
    return town.party(Handler.model_validate(handler)).name


def timeline(number: str, events: Iterable[dict[str, Any]], heading: str) -> None:
    """One case from door to end, with the reason of its route and of its dates."""
    say(f"\n{number}  {heading}")
    clocks: dict[str, str] = {}
    for event in events:
        if event["data"].get("sjabloon") in SAID_BY_THE_STEP:
            continue
        moment = datetime.fromisoformat(event["time"]).astimezone(AMSTERDAM)
        kind = event["type"].removeprefix(f"{PREFIX}.").removesuffix(".v1")
        word = WORDS.get(kind, kind.replace("-", " "))
        told = _changes(event["data"], clocks) if word == "termijnen" else _told(event)
        for n, line in enumerate(told):
            start = f"  {moment:%d-%m %H:%M}  {word:<19}" if n == 0 else " " * 34
            say(
                textwrap.fill(
                    line, WIDTH, initial_indent=f"{start} ", subsequent_indent=" " * 35
                ).rstrip()
            )


def _changes(data: dict[str, Any], clocks: dict[str, str]) -> Iterator[str]:
    """What is new about the *clocks* of a case, which then are as *data* says."""
    running = {name_of(clock): clock for clock in data["termijnen"] if not clock.get("voldaan")}
    for name, clock in running.items():
        if clocks.get(name) != clock["uiterlijk"]:
            clocks[name] = clock["uiterlijk"]
            yield f"{name}: {_why(clock)}"
    if stopped := clocks.keys() - running.keys():
        yield f"loopt niet meer: {', '.join(sorted(stopped))}"
        for name in stopped:
            del clocks[name]


def _why(clock: dict[str, Any]) -> str:
    """The explanation of a date; of the five messages of a provider only the date."""
    if clock["soort"] == "aanbiederbericht":
        return f"uiterlijk {in_words(date.fromisoformat(clock['uiterlijk']))} ({clock['artikel']})"
    return str(clock["uitleg"])


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
        case "termijn-nadert" | "termijn-verstreken":
            clock = data["termijn"]
            last_day = in_words(date.fromisoformat(clock["uiterlijk"]))
            return [f"{name_of(clock)}, uiterlijk {last_day}, aan {data['aan']}"]
        case "bericht-verzonden" | "brief-klaargezet" | "bericht-niet-bezorgd":
            return [f"{data['sjabloon'].replace('_', ' ')} aan {data['aan']}"]
        case "klacht-ontvangen":
            return [
                f"via {event['kanaal']}, {'schriftelijk' if data['schriftelijk'] else 'mondeling'}"
            ]
        case "contact-vastgelegd":
            return ["iemand sprak met de inwoner"]
        case "overdracht-aanvaard" | "overdracht-teruggegeven":
            return [f"door {party(municipality, data['zaak']['overdracht']['aan'])}"]
        case "zaak-verdaagd" | "uitstel-overeengekomen":
            change = data["zaak"]["termijnwijzigingen"][-1]
            return [f"reden: {change['reden'].replace('_', ' ')}"]
        case "mijlpaal-vastgelegd":
            return [", ".join(name.replace("_", " ") for name in data["zaak"]["mijlpalen"])]
        case "formele-behandeling-gestart":
            return ["de inwoner vroeg erom"]
        case _:
            return [""]
