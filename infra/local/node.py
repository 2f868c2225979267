"""How does a package of Node.js get here? By npm, below build/, on first use.

Each has a folder in requirements/ that locks it, and all that it needs, by hash; no lock says where
packages came from. Nothing of a package runs while it is installed.
"""

import fcntl
import shutil
import subprocess
from pathlib import Path

from infra.local import BUILD, Unavailable
from infra.local.environments import fingerprint


def packages(name: str, locked: Path) -> Path:
    """A folder with the `node_modules` that the package-lock.json in *locked* names.

    Raises `Unavailable`.
    """
    lock = (locked / "package-lock.json").read_bytes()
    folder = BUILD / "environments" / f"{name}-{fingerprint(lock)}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            print(f"Making the environment of {name} (once) ...", flush=True)
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(locked, folder)
            _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
            (folder / "complete").touch()
    return folder


def _npm(*arguments: str, folder: Path) -> None:
    try:
        done = subprocess.run(["npm", *arguments], cwd=folder, capture_output=True, text=True)
    except FileNotFoundError:
        raise Unavailable("npm is not here. Install Node.js 18 or newer, with npm.") from None
    if done.returncode:
        raise Unavailable(f"`npm {' '.join(arguments)}` failed:\n{done.stderr.strip()}")
