"""Does the API keep to the Dutch API Design Rules? Spectral reads its document, with their rules.

Spectral is a program for Node.js. It comes below build/ on first use, locked with hashes like all
the rest (requirements/spectral); nothing of it runs while it is installed. For a newer one, change
package.json there and run `npm install --package-lock-only` beside it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from infra.local import BUILD, ROOT, Unavailable
from infra.local.environments import fingerprint
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
    lock = LOCKED / "package-lock.json"
    folder = BUILD / "environments" / f"spectral-{fingerprint(lock.read_bytes())}"
    if not (folder / "complete").exists():
        print("Making the environment of Spectral (once) ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(LOCKED, folder)
        _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
        (folder / "complete").touch()
    return folder / "node_modules/.bin/spectral"


def _npm(*arguments: str, folder: Path) -> None:
    try:
        done = subprocess.run(["npm", *arguments], cwd=folder, capture_output=True, text=True)
    except FileNotFoundError:
        raise Unavailable("npm is not here. Install Node.js 18 or newer, with npm.") from None
    if done.returncode:
        raise Unavailable(f"`npm {' '.join(arguments)}` failed:\n{done.stderr.strip()}")


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
