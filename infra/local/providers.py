"""What does a list change in a municipality's register of providers, and what is missing there?

    make providers gemeente=1904                                 what is missing?
    make providers gemeente=1904 bestand=lijst.csv               what would change?
    make providers gemeente=1904 bestand=lijst.csv apply=yes door=medewerker-17

Good lines are taken, the others are named with their reasons, and no provider is ever removed. It
may be stopped and run again. A change is written down before it is made, so the list of changes
may hold one twice, and never one too few.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from infra.local.provider_list import LARGEST, ListError, lines_of
from infra.local.provider_plan import Change, Plan, plan
from shared.dutch_time import dutch_date
from shared.municipality import FILES, Municipality, read
from shared.privacy import personal_data_in
from shared.provider import Provider
from shared.settings import ConfigurationError
from shared.wire import utc_text

OPAQUE = re.compile(r"(?=.*\d)[\w.-]{2,64}", re.ASCII)  # with a digit: `jansen` is a name
HEADER = "# De aanbieders van {}. Wat onder deze regel staat, schrijft `make providers` opnieuw.\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Import a list into the register of providers.")
    parser.add_argument("--gemeente", default="", help="its code, such as 1904")
    parser.add_argument("--bestand", type=Path, help="a CSV file; without it, what is missing")
    parser.add_argument("--door", default="", help="who keeps it: a code, never a name")
    parser.add_argument("--apply", action="store_true", help="also keep what changes")
    asked = parser.parse_args()
    kept_by = asked.door if asked.apply else None
    try:
        refused = run(asked.gemeente, asked.bestand, kept_by, datetime.now(UTC))
    except (ConfigurationError, ListError) as wrong:
        sys.exit(f"{wrong}\nHet register is niet veranderd.")
    except OSError as error:
        sys.exit(f"Gestopt: {error}\nVerhelp dat en doe het opnieuw: dat kan geen kwaad.")
    sys.exit(1 if refused else 0)


def run(
    code: str, file: Path | None, kept_by: str | None, now: datetime, folder: Path = FILES
) -> int:
    """Print what *file* changes and what is missing then. How many lines are refused?

    It is kept in the name of *kept_by*; where that is None, nothing is.
    """
    if kept_by is not None and (not OPAQUE.fullmatch(kept_by) or personal_data_in(kept_by)):
        raise ListError("Zeg met door= wie dit doet: een code met een cijfer, zoals medewerker-17.")
    town = _town(code, folder)
    register, refused = town.providers, 0
    if file:
        found = plan(lines_of(_start_of(file)), register, town.units)
        register = register | {change.key: change.becomes for change in found.changes}
        refused = len(found.refused)
        print(*_report(found), sep="\n")
        if kept_by is None:
            print("Er is niets bewaard: voeg apply=yes en door= toe om dit te bewaren.")
        elif found.changes:
            path = folder / "aanbieders" / f"{code}.yaml"
            history = keep(path, town.name, register, _entries(found.changes, kept_by, now))
            print(f"Bewaard in {path.name} en {history.name}: leg beide vast en rol ze uit.")
    for key, provider in register.items():
        for what in provider.lacks(dutch_date(now)):
            print(f"ontbreekt  {key}: {what}")
    return refused


def _town(code: str, folder: Path) -> Municipality:
    for path in folder.glob("*.yaml"):
        if path.name[:4] == code:
            return read(path)
    known = ", ".join(sorted(path.stem for path in folder.glob("*.yaml")))
    raise ListError(f"Zeg met gemeente= om welke gemeente het gaat: de code voorin {known}.")


def _start_of(file: Path) -> bytes:
    """As much as we will read of it, and one byte to know that there is more."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise ListError(f"{file} is niet te lezen ({error.strerror}): klopt bestand=?") from error


def _report(found: Plan) -> Iterator[str]:
    for change in found.changes:
        yield f"gewijzigd  {_line(change)}" if change.was else f"nieuw      {_line(change)}"
    for number, reasons in found.refused.items():
        for reason in reasons:
            yield f"geweigerd  regel {number}: {reason}"
    for key in found.absent:
        yield (
            f"ongenoemd  {key}: staat niet in de lijst en blijft zoals het is; eindigt het "
            "contract, vul dan contract_tot_en_met in"
        )
    new = sum(change.was is None for change in found.changes)
    yield (
        f"{new} nieuw, {len(found.changes) - new} gewijzigd, {found.same} gelijk, "
        f"{len(found.refused)} geweigerd, {len(found.absent)} ongenoemd."
    )


def _line(change: Change) -> str:
    before, after = change.fields()
    parts = [
        f"{name}: {_shown(before.get(name))} -> {_shown(after.get(name))}"
        for name in {**before, **after}
    ]
    return f"{change.key}: {'; '.join(parts)}"


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "leeg")


def _entries(changes: tuple[Change, ...], by: str, now: datetime) -> Iterator[str]:
    """Who, when, what, what it was and what it became: one line for each provider."""
    for change in changes:
        before, after = change.fields()
        entry = {"op": utc_text(now), "door": by, "sleutel": change.key}
        yield json.dumps({**entry, "was": before, "wordt": after}, ensure_ascii=False) + "\n"


def keep(path: Path, name: str, register: Mapping[str, Provider], entries: Iterator[str]) -> Path:
    """Write down *entries* in the list of changes, then put *register* in its place at once."""
    path.parent.mkdir(exist_ok=True)
    above = _above(path) if path.exists() else HEADER.format(name)
    unfinished = path.with_suffix(".nieuw")
    unfinished.write_text(above + as_yaml(register), encoding="utf-8")
    history = path.with_suffix(".wijzigingen.jsonl")
    with history.open("a", encoding="utf-8") as opened:
        opened.writelines(entries)
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(path)
    return history


def _above(path: Path) -> str:
    """What people wrote above the providers."""
    return re.split(r"^aanbieders:", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.M)[0]


def as_yaml(register: Mapping[str, Provider]) -> str:
    providers = {
        key: provider.model_dump(by_alias=True, exclude_defaults=True)
        for key, provider in register.items()
    }
    return yaml.dump(
        {"aanbieders": providers},
        Dumper=_Dumper,
        default_flow_style=None,  # a list stays on its line
        sort_keys=False,
        allow_unicode=True,
        width=1000,
    )


class _Dumper(yaml.SafeDumper):
    """Knows our words."""


_Dumper.add_multi_representer(StrEnum, lambda dumper, word: dumper.represent_str(str(word)))


if __name__ == "__main__":
    main()
