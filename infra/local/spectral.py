"""Does the API keep to the Dutch API Design Rules? Spectral reads its document, with their rules.

Spectral is a program for Node.js. It comes below build/ on first use, locked with hashes like all
the rest (requirements/spectral); nothing of it runs while it is installed. For a newer one, change
package.json there and run `npm install --package-lock-only` beside it.
"""

import subprocess
import sys
from pathlib import Path

from infra.local import ROOT, Unavailable
from infra.local.node import packages
from infra.local.openapi import PUBLISHED

LOCKED = ROOT / "requirements/spectral"
RULES = ROOT / "tests/contract/api-design-rules.yaml"


def findings(document: Path = PUBLISHED) -> str:
    """What the rules have against *document*, warnings too. Empty if nothing."""
    strictly = ["--quiet", "--fail-severity", "warn", "--ruleset", str(RULES)]
    command = [str(_program()), "lint", *strictly, str(document)]
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip() if done.returncode else ""


def _program() -> Path:
    return packages("spectral", LOCKED) / "node_modules/.bin/spectral"


def main() -> None:
    try:
        found = findings()
    except Unavailable as missing:
        sys.exit(str(missing))
    if found:
        sys.exit(found)
    print("The rules have nothing against it.")


if __name__ == "__main__":
    main()
