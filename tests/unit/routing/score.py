"""How far do our rules agree with a careful reader? `make score file=...` tells it of any file.

What is told holds numbers and our own words, never a text.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from shared.glossary import SAFETY_FLAGS
from tests.unit.routing.samples import (
    KNOWN_FLAGS,
    MORE,
    OURS,
    Answer,
    flags_of,
    given,
    read,
    wanted,
)

FIELDS = [field.name for field in fields(Answer)]

Sample = Mapping[str, Any]


def disagreements(sample: Sample) -> dict[str, tuple[object, object]]:
    """By field, what was wanted and what was given. Flags: only those that we missed."""
    want, have = wanted(sample), given(sample)
    found = {name: (getattr(want, name), getattr(have, name)) for name in FIELDS}
    found["flags"] = (want.flags, want.flags & have.flags)
    return {name: (one, other) for name, (one, other) in found.items() if one != other}


def dangers_missed(sample: Sample) -> set[str]:
    return set(flags_of(sample) & SAFETY_FLAGS - given(sample).flags)


def told(title: str, samples: Sequence[Sample]) -> str:
    """The score of *samples*, by field, with the ids of those where we disagree."""
    wrong = {sample["id"]: disagreements(sample) for sample in samples}
    fully = sum(not found for found in wrong.values())
    missed = [sample["id"] for sample in samples if dangers_missed(sample)]
    nameless = {flag for sample in samples for flag in flags_of(sample)} - KNOWN_FLAGS
    lines = [f"{title}: {len(samples)} samples, {fully} fully right"]
    for name in FIELDS:
        ids = [number for number, found in wrong.items() if name in found]
        lines.append(f"  {name:22} {len(samples) - len(ids):3}  {' '.join(ids)}")
    lines.append(f"  danger missed          {len(missed):3}  {' '.join(missed)}")
    lines.append(f"  flags without a name   {len(nameless):3}  {' '.join(sorted(nameless))}")
    return "\n".join(lines)


def by_set(path: Path) -> dict[str, list[Sample]]:
    """The samples of a file; apart those that were kept aside while the rules were made."""
    sets: dict[str, list[Sample]] = {}
    for sample in read(path):
        part = f" ({sample['set']})" if "set" in sample else ""
        sets.setdefault(path.name + part, []).append(sample)
    return sets


if __name__ == "__main__":
    score = {
        title: samples
        for path in ([Path(name) for name in sys.argv[1:]] or [OURS, MORE])
        for title, samples in by_set(path).items()
    }
    for title, samples in score.items():
        print(told(title, samples))  # noqa: T201
    if any(dangers_missed(sample) for samples in score.values() for sample in samples):
        sys.exit("Een gevaar is gemist: vul de lijst veiligheid in lexicon.yaml aan.")
