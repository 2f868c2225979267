"""Storm after storm: `make storm times=20 seed=7 engine=localstack`.

The third of `make storm seed=7 times=20` alone is `make storm seed=7-3`.
"""

import argparse
import sys
import time

from infra.local import Unavailable
from tests.storm.run import ENGINES, storm


def main() -> None:
    parser = argparse.ArgumentParser(description="Two hundred complaints while everything fails.")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--seed", default=str(int(time.time())))
    parser.add_argument("--engine", choices=sorted(ENGINES), default="ministack")
    parser.add_argument("--complaints", type=int, default=200)
    asked = parser.parse_args()
    broke = 0
    for n in range(1, asked.times + 1):
        seed = asked.seed if asked.times == 1 else f"{asked.seed}-{n}"
        print(f"Storm {n} of {asked.times}, seed={seed}", flush=True)
        try:
            print(storm(asked.engine, seed, asked.complaints, _say), flush=True)
        except Unavailable as missing:
            sys.exit(str(missing))
        except (AssertionError, TimeoutError) as failure:
            broke += 1
            print(failure, flush=True)
            print(
                f"See build/logs/storm-{asked.engine}.log and build/storms.",
                flush=True,
            )
    print(f"{asked.times - broke} of {asked.times} storms kept every promise.")
    sys.exit(broke > 0)


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
