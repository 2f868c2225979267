"""A queue gives each message once to the service, and keeps what failed."""

import json
from typing import Any

import pytest

from shared.bus import to_json
from shared.consumer import from_bus, unwrap
from shared.events import CaseOpened
from tests.aws import Context, sqs_batch
from tests.builders import MONDAY, a_case

OPENED = to_json(CaseOpened.about(a_case(), MONDAY))


class Ear:
    def __init__(self) -> None:
        self.heard: list[CaseOpened] = []

    def listen(self, event: CaseOpened) -> None:
        self.heard.append(event)


@pytest.mark.parametrize(
    "body",
    [OPENED, json.dumps({"detail-type": "x", "source": "y", "detail": json.loads(OPENED)})],
    ids=["a bare event", "in the envelope of the bus"],
)
def test_an_event_is_read_with_and_without_the_envelope_of_the_bus(body: str) -> None:
    assert unwrap(body) == json.loads(OPENED)


@pytest.mark.parametrize("poison", ["", "not json", "null", "[]", "{}", '{"type": "nl.x.y.v1"}'])
def test_one_bad_message_goes_back_alone(poison: str) -> None:
    ear = Ear()
    on_events = from_bus(CaseOpened, ear.listen)

    answer: Any = on_events(sqs_batch(OPENED, poison, OPENED), Context())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert len(ear.heard) == 2


def test_the_log_says_what_went_wrong_and_where_but_does_not_quote_the_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(event: CaseOpened) -> None:
        raise KeyError(event.subject)

    from_bus(CaseOpened, fail)(sqs_batch(OPENED), Context())

    logged = [vars(record) for record in caplog.records]
    record = logged[-1]
    assert (record["message"], record["error"]) == ("failed", "KeyError")
    assert "test_consumer.py" in record["where"]
    assert a_case().number not in str(logged)
