"""Every figure of the budgets, one after the other, with its progress.

python -m tests.bench [--part imports] [--keep]
"""

import argparse
import os
import time

from tests.aws import NO_ACCOUNT
from tests.bench import history, imports, life, pipeline, report, sweep
from tests.bench.figures import Figure, say, show

PARTS = {
    "imports": imports,
    "life": life,
    "report": report,
    "sweep": sweep,
    "pipeline": pipeline,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast is it, beside what it may cost?")
    parser.add_argument("--part", choices=PARTS, help="only this one")
    parser.add_argument("--keep", action="store_true", help=f"add the run to {history.FILE.name}")
    asked = parser.parse_args()
    os.environ.update(NO_ACCOUNT, POWERTOOLS_LOG_LEVEL="ERROR")
    found: list[Figure] = []
    for name in [asked.part] if asked.part else PARTS:
        part = PARTS[name]
        question = (part.__doc__ or "").splitlines()[0]
        say(question)
        start = time.monotonic()
        found += part.figures()
        say(f"    {time.monotonic() - start:.0f} s")
    show(found, history.last_kept())
    if asked.keep:
        history.keep(found)
        say(f"\nKept in {history.FILE.name}: commit it with what it measured.")


if __name__ == "__main__":
    main()
