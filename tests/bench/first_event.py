"""What does a new interpreter do until a function has handled its first event?

`python -m tests.bench.first_event MODULE EVENT`. Started by imports.py, which measures it. AWS
answers at once, from here, with a dossier and nothing else.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

DOSSIER = {
    "zaaknummer": "KL-2026-AAAAA-AAAAA",
    "gemeentecode": "1904",
    "kanaal": "webformulier",
    "ontvangenOp": "2026-06-01T09:30:00.000Z",
    "geregistreerdOp": "2026-06-01T09:30:00.000Z",
    "tekst": "Niemand belt mij terug over mijn aanvraag.",
    "indiener": {"naam": "A. Voorbeeld", "email": "a@mail.example", "elektronischBereikbaar": True},
}
SENT = (
    b"<SendRawEmailResponse><SendRawEmailResult><MessageId>1</MessageId></SendRawEmailResult>"
    b"</SendRawEmailResponse>"
)


def answer(request: Any, **_: object) -> Any:
    target = request.headers.get("X-Amz-Target", b"").decode()
    body = SENT
    if target:
        known = target.endswith("GetItem") and b"dossiers" in request.body
        body = json.dumps(
            {"Items": []} | ({"Item": {"dossier": {"S": json.dumps(DOSSIER)}}} if known else {})
        ).encode()
    return AWSResponse(request.url, 200, HTTPHeaders(), _Raw(body))


class _Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> list[bytes]:
        return [self._body]


def main(module: str, event: str) -> None:
    function = importlib.import_module(module).on_events
    import boto3

    from tests.aws import Context, sqs_batch

    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register("before-send", answer)
    done = function(sqs_batch(Path(event).read_text()), Context())
    if done["batchItemFailures"]:
        sys.exit(f"{module} could not handle {event}: look at its log above.")


if __name__ == "__main__":
    main(*sys.argv[1:])
