"""What we install is locked: exact versions with hashes, and no trace of where they came from."""

import re
from pathlib import Path

import pytest

from infra.local import ROOT, SERVICES

ASKED = sorted((ROOT / "requirements").glob("*.in"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ;.*?)? \\$", re.MULTILINE)


def pins(lock: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in PINNED.findall(lock.read_text()):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_everything_is_pinned_with_a_hash_and_nothing_says_where_it_came_from(lock: Path) -> None:
    lines = [line for line in lock.read_text().splitlines() if not line.startswith("#")]

    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        assert PINNED.match(line) or re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)
        if PINNED.match(line):
            assert following.startswith("    --hash=")
    assert "/" not in lock.read_text()  # no address, no path


@pytest.mark.parametrize("asked", ASKED, ids=lambda path: path.stem)
def test_what_is_asked_for_is_locked(asked: Path) -> None:
    lock = asked.with_suffix(".txt")
    if not lock.exists():  # only a part of others
        assert any(f"-r {asked.name}" in other.read_text() for other in ASKED)
        return

    for line in asked.read_text().splitlines():
        if name := re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line):
            assert name[0].lower().replace("_", "-") in pins(lock), "Run `make lock`."


@pytest.mark.parametrize("service", SERVICES)
def test_we_deploy_the_versions_that_we_test(service: str) -> None:
    tested = pins(ROOT / "requirements/dev.txt")

    for name, versions in pins(ROOT / "requirements" / f"{service}.txt").items():
        assert versions <= tested[name], f"{name}: run `make lock`."
