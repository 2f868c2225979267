"""Every figure of the budgets, one after the other, with its progress."""

import os
import time

from tests.aws import NO_ACCOUNT
from tests.bench import imports, life, pipeline, report, sweep
from tests.bench.figures import Figure, say, show

PARTS = (imports, life, report, sweep, pipeline)


def main() -> None:
    os.environ.update(NO_ACCOUNT, POWERTOOLS_LOG_LEVEL="ERROR")
    found: list[Figure] = []
    for part in PARTS:
        question = (part.__doc__ or "").splitlines()[0]
        say(question)
        start = time.monotonic()
        found += part.figures()
        say(f"    {time.monotonic() - start:.0f} s")
    show(found)


if __name__ == "__main__":
    main()
