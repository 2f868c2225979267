"""How does a server start on a free port, when is it ready, and how does it surely stop?"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import boto3
from botocore.config import Config

from infra.local import BUILD
from infra.local.build import Target
from infra.local.transform import REGION

PATIENCE = 90.0  # seconds until we call a start failed; usually it takes two


class NotStartedError(Exception):
    """A server did not come up. The message holds the end of its log."""


@dataclass(frozen=True)
class Engine:
    """An AWS on this machine. With `client` you speak to it as to the real one."""

    name: str
    endpoint: str
    api_path: str  # where an API answers: {api} and {stage} are filled in
    target: Target  # what its functions run on
    log: Path
    pid: int

    def client(self, service: str) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload] # any of them
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 2}, max_pool_connections=50),
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    name: str, command: Sequence[str], settings: Mapping[str, str], health: str
) -> Iterator[tuple[int, Path]]:
    """Run a server until the block ends, however it ends. Yields its process id and its log file.

    It gets *settings* as its environment and nothing of ours: what stands there would leak into
    the functions. Its temporary files go to a folder that is removed with it.
    """
    log = BUILD / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f"{name}-") as scratch, log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=scratch,
            env={
                "PATH": os.environ.get("PATH", os.defpath),
                "LANG": "C.UTF-8",
                "HOME": scratch,
                "TMPDIR": scratch,
                **settings,
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that its functions' processes end with it
        )
        try:
            with _termination_unwinds():
                _wait_until_ready(name, process, health, log)
                yield process.pid, log
        finally:
            _stop(process)


def until(
    happened: Callable[[], Any], what: str, seconds: float = PATIENCE, every: float = 0.05
) -> Any:
    """Wait for *happened* to give something true, and return that."""
    deadline = time.monotonic() + seconds
    while not (result := happened()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {seconds:.0f} seconds in vain for {what}.")
        time.sleep(every)
    return result


def _wait_until_ready(name: str, process: subprocess.Popen[bytes], health: str, log: Path) -> None:
    def ready() -> bool:
        if process.poll() is not None:
            raise NotStartedError(
                f"{name} stopped while it started. The end of its log:\n{_tail(log)}"
            )
        try:
            with urlopen(health, timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    try:
        until(ready, f"{name} to answer at {health}")
    except TimeoutError as late:
        raise NotStartedError(f"{late} The end of its log:\n{_tail(log)}") from None


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    for sign, patience in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 10.0)):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


@contextmanager
def _termination_unwinds() -> Iterator[None]:
    """Let SIGTERM end us the way Ctrl-C does: through every `finally`."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
