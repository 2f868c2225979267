"""Which Pythons are here?"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def interpreter(version: str) -> str | None:
    """A Python of this *version* (such as 3.13): this one, one on the path, or one of pyenv's."""
    return next((python for python in _candidates(version) if _is(python, version)), None)


def _candidates(version: str) -> Iterator[str]:
    yield sys.executable
    if found := shutil.which(f"python{version}"):
        yield found
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in sorted(pyenv.glob(f"versions/{version}*"), reverse=True):
        yield str(folder / "bin/python")


def _is(python: str, version: str) -> bool:
    """Ask it: a name on the path may be a shim with nothing behind it."""
    code = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        asked = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=20)
    except OSError:
        return False
    return asked.stdout.strip() == version
