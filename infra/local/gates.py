"""Is it good enough to share? Every gate in turn, quickest first; the first that fails ends it.

make test     all of them
make quick    those that need no engine
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.local import ROOT
from infra.local.environments import environment
from infra.local.transform import REGION

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Gate:
    name: str
    command: Sequence[str | Path]
    otherwise: str  # what to do when it fails
    quick: bool = True
    folder: Path = ROOT


def gates(quick: bool) -> list[Gate]:
    test: list[str | Path] = [BIN / "python", "-m", "pytest", "-q"]
    found = [
        Gate("format", [BIN / "ruff", "format", "--check", "."], "Run `make format`."),
        Gate("lint", [BIN / "ruff", "check", "."], "Mend what it names; `make format` does some."),
        Gate("types", [BIN / "mypy"], "Mend what it names."),
        Gate("imports", [BIN / "lint-imports"], "Move the import to where it may stand."),
        Gate("templates", [BIN / "cfn-lint", *_templates()], "Mend infra/*.yaml."),
        Gate(
            "API design rules",
            [BIN / "python", "-m", "infra.local.spectral"],
            "Mend what it names in services/*/api.py, then run `make openapi`.",
        ),
        Gate(
            "unit, integration and contract tests",
            [
                *test,
                "-n",
                "2",
                "-m",
                "not ministack and not localstack and not browser and not corpus",
            ],
            "Run a failing test alone: .venv/bin/pytest -k its_name",
        ),
        Gate(
            "a public corpus of mails",
            [*test, "-n", "2", "-m", "corpus"],
            "It names the mail: give that alone to services.intake.mail.parse.",
        ),
    ]
    if quick:
        return found
    sam = environment("sam") / "bin/sam"
    output = ROOT / "build/sam"
    return [
        *found,
        Gate("style", [BIN / "python", "-m", "infra.local.style"], "It says what it lacks."),
        Gate(
            "pages in a browser",
            [*test, "-n", "2", "-m", "browser"],
            "See build/screenshots, and run a failing test alone: .venv/bin/pytest -k its_name",
        ),
        Gate(
            "sam validate", [sam, "validate", "--lint"], "Mend infra/*.yaml.", False, ROOT / "infra"
        ),
        Gate(
            "sam build",
            [sam, "build", "--build-dir", output],
            "Try the recipe alone: .venv/bin/python -m infra.local.build --help",
            folder=ROOT / "infra",
        ),
        Gate(
            "journeys on MiniStack",
            [*test, "-m", "ministack"],
            "See build/logs/ministack.log for what its functions said.",
        ),
        Gate(
            "journeys on LocalStack",
            [*test, "-m", "localstack"],
            "See build/logs/localstack.log for what its functions said.",
        ),
    ]


def _templates() -> list[Path]:
    return sorted((ROOT / "infra").glob("*.yaml"))


def passes(gate: Gate) -> str:
    """Run a gate and return the last line it said. Ends the program where it fails."""
    print(f"\n=== {gate.name}", flush=True)
    settings = os.environ | {"SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": REGION}
    last = ""
    with subprocess.Popen(
        gate.command,
        cwd=gate.folder,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    if process.returncode:
        sys.exit(f"\nStopped at {gate.name}. {gate.otherwise}")
    return last


def main() -> None:
    parser = argparse.ArgumentParser(description="Every gate in turn.")
    parser.add_argument("--quick", action="store_true", help="only those that need no engine")
    report = []
    began = time.monotonic()
    for gate in gates(parser.parse_args().quick):
        start = time.monotonic()
        said = passes(gate)
        report.append(
            (gate.name, time.monotonic() - start, said if "pytest" in str(gate.command) else "")
        )
    print(f"\nAll gates passed in {time.monotonic() - began:.0f} s:")
    for name, seconds, said in report:
        print(f"  {name:38} {seconds:5.0f} s  {said}".rstrip())


if __name__ == "__main__":
    main()
