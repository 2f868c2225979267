"""What goes wrong inside a function? Python imports this by itself before any code of ours.

It stands between botocore and the network, and does to each call what the weather says
(tests/storm/weather.py): refuse it, break the line before or after, keep it waiting, die. It knows
nothing of our code and changes none of it. Each fault is noted before it happens.
"""

import json
import os
import re
import signal
import sys
import time
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

FOLDER = Path(os.environ["STORM"])
NAME = os.environ["STORM_FUNCTION"]
OF_SERVICE = re.compile(r"/([a-z0-9-]+)/aws4_request")
OF_MESSAGE = re.compile(rb"X-Klachtenloket-Bericht: ([0-9a-f-]{36})")
XML = b"<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code></Error></ErrorResponse>"
JSON = b'{"__type":"ThrottlingException","message":"Slow down"}'


def _append(file: str, line: str) -> int:
    """Add a line that no other process can break up. How long is the file then?"""
    descriptor = os.open(FOLDER / file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, line.encode() + b"\n")
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)


class Sky:
    """The weather as it now is, and the dice of this process."""

    def __init__(self) -> None:
        self._changed, self._weather = 0, dict[str, Any]()
        born = _append(f"born-{NAME}", "x")
        self.dice = Random(f"{os.environ['STORM_SEED']} {NAME} {born}")

    def over(self, service: str) -> dict[str, float]:
        changed = (FOLDER / "weather.json").stat().st_mtime_ns
        if changed != self._changed:
            self._weather = json.loads((FOLDER / "weather.json").read_text())
            self._changed = changed
        found: dict[str, float] = self._weather.get(service, {})
        return found

    def fault(self, service: str, kinds: tuple[str, ...]) -> str | None:
        """Which of *kinds* happens to this call, if any."""
        chances, drawn = self.over(service), self.dice.random()
        for kind in kinds:
            drawn -= chances.get(kind, 0)
            if drawn < 0:
                return kind
        return None


sky = Sky()


def note(kind: str, service: str, **more: str) -> None:
    _append("notes", json.dumps({"kind": kind, "service": service, "function": NAME, **more}))


def die(kind: str, service: str, **more: str) -> None:
    note(kind, service, **more)
    os.kill(os.getpid(), signal.SIGKILL)


ON_THE_LINE = ("dies_before", "refused", "unreachable", "slow", "answer_lost", "dies_after")


def stand_in_the_line(httpsession: ModuleType) -> None:
    """Every call of botocore passes here."""
    from botocore.awsrequest import AWSResponse
    from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

    send = httpsession.URLLib3Session.send

    def weathered(self: Any, request: Any) -> Any:
        signed = request.headers.get("Authorization", b"")
        found = OF_SERVICE.search(signed.decode() if isinstance(signed, bytes) else signed)
        service = found[1] if found else "other"
        about = _message(request.body) if service == "ses" else {}
        kind = sky.fault(service, ON_THE_LINE)
        if kind == "dies_before":
            die(kind, service, **about)
        if kind and kind != "dies_after":
            note(kind, service, **about)
        if kind == "refused":
            return _refusal(AWSResponse, request, service)
        if kind == "unreachable":
            raise EndpointConnectionError(endpoint_url="the storm")
        if kind == "slow":
            time.sleep(sky.dice.uniform(0.05, 0.6))
        answer = send(self, request)
        if service == "ses" and answer.status_code == 200:
            note("mailed", service, **about)
        if kind == "dies_after":
            die(kind, service, **about)
        if kind == "answer_lost":
            raise ReadTimeoutError(endpoint_url="the storm")
        return answer

    httpsession.URLLib3Session.send = weathered


def _message(body: Any) -> dict[str, str]:
    """The id of the message that a call to SES carries, as its header says."""
    from base64 import b64decode
    from urllib.parse import parse_qs

    text = body.decode() if isinstance(body, bytes) else str(body)
    raw = parse_qs(text).get("RawMessage.Data", [""])[0]
    found = OF_MESSAGE.search(b64decode(raw))
    return {"message": found[1].decode()} if found else {}


def _refusal(response: Any, request: Any, service: str) -> Any:
    """As the service refuses who asks too much."""
    in_xml = service in ("ses", "s3")
    status = 503 if service == "s3" else 400
    content_type = "text/xml" if in_xml else "application/x-amz-json-1.0"
    made = response(request.url, status, {"Content-Type": content_type}, None)
    made._content = XML if in_xml else JSON
    return made


def shuffle_the_bus(client: ModuleType) -> None:
    """What is put on the bus comes in another order, twice, or is refused in part."""
    call = client.BaseClient._make_api_call

    def weathered(self: Any, operation: str, given: Any) -> Any:
        if operation != "PutEvents":
            return call(self, operation, given)
        entries = list(given["Entries"])
        sky.dice.shuffle(entries)
        kind = sky.fault("bus", ("twice", "partly"))
        if kind == "twice":
            note(kind, "bus")
            call(self, operation, {"Entries": entries})
        if kind == "partly":
            note(kind, "bus")
            taken = entries[: sky.dice.randrange(len(entries))]
            if taken:
                call(self, operation, {"Entries": taken})
            refused = [{"ErrorCode": "ThrottlingException"} for _ in entries[len(taken) :]]
            told = [{"EventId": str(n)} for n, _ in enumerate(taken)]
            return {"FailedEntryCount": len(refused), "Entries": told + refused}
        return call(self, operation, {"Entries": entries})

    client.BaseClient._make_api_call = weathered


AFTER_IMPORT = {"botocore.httpsession": stand_in_the_line, "botocore.client": shuffle_the_bus}


class _Afterwards(Loader):
    """Imports a module as ever, and then changes it."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        AFTER_IMPORT[module.__name__](module)


class _Finder(MetaPathFinder):
    """botocore is found later, in the function's own zip: wait for it."""

    def __init__(self) -> None:
        self._asked = set[str]()

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name not in AFTER_IMPORT or name in self._asked:
            return None
        self._asked.add(name)
        found = find_spec(name)
        if found and found.loader:
            found.loader = _Afterwards(found.loader)
        return found


sys.meta_path.insert(0, _Finder())
