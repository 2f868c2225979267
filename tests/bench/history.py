"""What did it cost before? history.csv holds the runs that were kept, the last at the bottom."""

import csv
import os
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from infra.local import ROOT
from tests.bench.figures import Figure

FILE = Path(__file__).with_name("history.csv")
COLUMNS = ("date", "commit", "machine", "figure", "measured", "unit", "budget")
WORSE = 1.25
"""How many times as much is called a regression: machines are shared."""


def machine() -> str:
    """Which kind of machine this is: figures of other kinds are not compared."""
    return f"{os.cpu_count()} vCPU"


def last_kept(file: Path = FILE) -> dict[str, float]:
    """By figure, what was measured last on this kind of machine."""
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["machine"] == machine()]
    return {row["figure"]: float(row["measured"]) for row in rows}


def keep(figures: Sequence[Figure], file: Path = FILE) -> None:
    """Add a run, which is committed with the change that it measured."""
    about = [datetime.now(UTC).date().isoformat(), _commit(), machine()]
    is_new = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        if is_new:
            writer.writerow(COLUMNS)
        for each in figures:
            budget = "" if each.budget is None else f"{each.budget:g}"
            writer.writerow([*about, each.what, f"{each.measured:.4g}", each.unit, budget])


def compared(figure: Figure, before: float | None) -> str:
    """How many times as much as *before* it costs now, marked where that is a regression."""
    if not before or not figure.measured:
        return ""
    times = before / figure.measured if figure.at_least else figure.measured / before
    return f"{times:.2f}{' WORSE' if times > WORSE else ''}"


def _commit() -> str:
    """The commit that is measured, or the one that a change is measured on top of."""
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()
