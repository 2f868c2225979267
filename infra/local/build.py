"""What is in a service's zip? Its own code, `shared`, and its packages; nothing else.

One recipe for everybody: `sam build` calls it through infra/Makefile, the local engines through
`zipped`. Wheels are asked for by platform and Python version, so that any machine builds the same.

    python -m infra.local.build --service intake --python 3.13 --out DIRECTORY
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from infra.local import BUILD, ROOT, SERVICES
from infra.local.environments import fingerprint, uv
from infra.local.interpreters import interpreter
from infra.local.style import stylesheet

CALLED = {"dynamodb", "events", "s3", "ses", "sqs"}  # the AWS services that our functions call
NOISE = ("**/__pycache__", "**/tests", "bin", "*.dist-info/RECORD", "*.dist-info/INSTALLER")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold


@dataclass(frozen=True)
class Target:
    """Where a zip will run. The default is AWS Lambda as infra/*.yaml asks for it."""

    python: str = "3.13"
    platform: str = "x86_64-manylinux_2_28"


def this_machine(python: str = f"{sys.version_info.major}.{sys.version_info.minor}") -> Target:
    """For engines that run functions as processes of this machine."""
    system = "apple-darwin" if sys.platform == "darwin" else "manylinux_2_28"
    machine = {"arm64": "aarch64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return Target(python, f"{machine}-{system}")


def zipped(service: str, target: Target) -> Path:
    """The service's zip. The same contents give the same bytes, and are zipped once."""
    files = dict(sorted(_contents(service, target)))
    content = fingerprint(
        *(name.encode() + b"\0" + file.read_bytes() for name, file in files.items())
    )
    archive = BUILD / "zips" / f"{service}-{content}.zip"
    if not archive.exists():
        archive.parent.mkdir(parents=True, exist_ok=True)
        unfinished = archive.with_suffix(f".{os.getpid()}")  # others may be at it too
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as opened:
            for name, file in files.items():
                entry = zipfile.ZipInfo(name, EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                opened.writestr(entry, file.read_bytes())
        unfinished.replace(archive)
    return archive


def laid_out(service: str, target: Target, folder: Path) -> None:
    """The same contents as files: `sam build` zips them itself."""
    for name, file in _contents(service, target):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / name)


def _contents(service: str, target: Target) -> Iterator[tuple[str, Path]]:
    """Every file of the zip: its name there, and where it is now."""
    for root in (_packages(service, target), _code(service, target)):
        for file in root.rglob("*"):
            if file.is_file():
                yield file.relative_to(root).as_posix(), file
    if service == "intake":
        yield "services/intake/pages/loket.css", stylesheet()


def _code(service: str, target: Target) -> Path:
    """Our own code with its byte code, made once for each state of it and target."""
    sources = [ROOT / "services/__init__.py"] + [
        file
        for part in (ROOT / "services" / service, ROOT / "shared")
        for file in sorted(part.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    ]
    named = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in sources}
    made_of = fingerprint(
        repr(target).encode(),
        *(part for name, text in named.items() for part in (name.encode(), text)),
        Path(__file__).read_bytes(),
    )
    folder = BUILD / "code" / f"{service}-{target.python}-{made_of}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(dir=folder.parent))
        for name, text in named.items():
            (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / name).write_bytes(text)
        _compile(unfinished, target)
        _settle(unfinished, folder)
    return folder


def _packages(service: str, target: Target) -> Path:
    """The service's packages, unpacked and pruned; made once for each lock and target."""
    locked = ROOT / "requirements" / f"{service}.txt"
    made_of = fingerprint(locked.read_bytes(), repr(target).encode(), Path(__file__).read_bytes())
    folder = BUILD / "packages" / f"{service}-{target.python}-{made_of}"
    if not folder.exists():
        what = f"the packages of {service} for Python {target.python}"
        print(f"Fetching {what} ...", file=sys.stderr)
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(dir=folder.parent))
        # fmt: off
        uv("pip", "install", "--target", str(unfinished), "--requirement", str(locked),
           "--require-hashes", "--only-binary", ":all:",
           "--python-version", target.python, "--python-platform", target.platform)
        # fmt: on
        _prune(unfinished)
        _compile(unfinished, target)
        _settle(unfinished, folder)
    return folder


def _settle(unfinished: Path, folder: Path) -> None:
    """Give what is ready its name, unless somebody else has just made the same."""
    try:
        unfinished.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        shutil.rmtree(unfinished)


def _prune(packages: Path) -> None:
    """botocore describes four hundred services; we call five. The rest is what installers leave."""
    noise = [found for pattern in NOISE for found in packages.glob(pattern)]
    unused = [
        described
        for described in (packages / "botocore/data").iterdir()
        if described.is_dir() and described.name not in CALLED
    ]
    for found in noise + unused:
        shutil.rmtree(found) if found.is_dir() else found.unlink()


def _compile(contents: Path, target: Target) -> None:
    """Byte code beside the source, which a function cannot keep itself: it starts a second sooner.

    Only the very Python that will run it can make it; where that one is not here, we do without.
    """
    if python := interpreter(target.python):
        mode = ["--invalidation-mode", "unchecked-hash"]  # the zip's dates mean nothing
        command = [str(python), "-m", "compileall", "-q", *mode, "-s", str(contents), str(contents)]
        subprocess.run(command, check=False, capture_output=True)  # some sources are templates


def main() -> None:
    parser = argparse.ArgumentParser(description="Lay out what goes in a service's zip.")
    parser.add_argument("--service", required=True, choices=SERVICES)
    parser.add_argument("--python", default=Target.python, help="such as 3.13")
    parser.add_argument("--platform", default=Target.platform, help="as uv names it")
    parser.add_argument("--out", required=True, type=Path, help="the folder to fill")
    asked = parser.parse_args()
    laid_out(asked.service, Target(asked.python, asked.platform), asked.out)


if __name__ == "__main__":
    main()
