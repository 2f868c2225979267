"""Who has which packages? Every tool that would disturb another has an environment of its own.

An environment is made on first use, from a locked requirements file, and again when that changes.

    python -m infra.local.environments dev      fills the one that runs this
"""

import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from infra.local import BUILD, ROOT


def environment(name: str, python: str = sys.executable) -> Path:
    """The folder of the environment with the packages of requirements/<name>.txt."""
    locked = ROOT / "requirements" / f"{name}.txt"
    version = fingerprint(locked.read_bytes(), python.encode())
    folder = BUILD / "environments" / f"{name}-{version}"
    if not (folder / "complete").exists():
        print(f"Making the environment of {name} (once) ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        uv("venv", "--python", python, str(folder))
        fill(folder, name)
        (folder / "complete").touch()
    return folder


def fill(folder: Path, name: str) -> None:
    """Install what requirements/<name>.txt locks, and nothing that does not match its hash."""
    locked = ROOT / "requirements" / f"{name}.txt"
    uv("pip", "install", "--python", str(folder), "--require-hashes", "-r", str(locked))


def uv(*arguments: str, folder: Path = ROOT) -> None:
    """Run the installer that the development environment brings."""
    program = Path(sys.executable).with_name("uv")
    command = [str(program) if program.exists() else "uv", *arguments, "--quiet", "--no-config"]
    try:
        done = subprocess.run(
            command, cwd=folder, env=os.environ | _index(), capture_output=True, text=True
        )
    except FileNotFoundError:
        raise RuntimeError("uv is not here. Run `make .venv` first: it installs uv.") from None
    if done.returncode:
        raise RuntimeError(f"`uv {' '.join(arguments)}` failed:\n{done.stderr.strip()}")


def fingerprint(*contents: bytes) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:12]


@cache
def _index() -> dict[str, str]:
    """The package index that pip is set to, if any: uv does not read pip's settings by itself."""
    if "UV_DEFAULT_INDEX" in os.environ:
        return {}
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
    )
    index = os.environ.get("PIP_INDEX_URL") or asked.stdout.strip()
    return {"UV_DEFAULT_INDEX": index} if index else {}


if __name__ == "__main__":
    fill(Path(sys.prefix), sys.argv[1])
