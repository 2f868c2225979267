"""How is a measured figure shown?"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`budget` in the same unit; None where there is none, and the figure is only told."""

    what: str
    measured: float
    unit: str
    budget: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Of the budget; under 1 is within it."""
        if self.budget is None:
            return None
        return self.budget / self.measured if self.at_least else self.measured / self.budget


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def show(figures: Sequence[Figure], before: Mapping[str, float]) -> None:
    """Each beside its budget, and beside what was measured *before*."""
    from tests.bench.history import compared

    say(f"\n{'what':<58}{'measured':>14}{'budget':>14}{'ratio':>7}  of the last kept")
    say("-" * 111)
    for each in figures:
        budget = ratio = ""
        if each.budget is not None and each.ratio is not None:
            budget = f"{'>=' if each.at_least else '<='} {each.budget:g} {each.unit}"
            ratio = f"{each.ratio:.2f}"
        measured, then = f"{each.measured:.4g} {each.unit}", compared(each, before.get(each.what))
        say(f"{each.what:<58}{measured:>14}{budget:>14}{ratio:>7}  {then}".rstrip())
        if each.note:
            say(f"    {each.note}")
