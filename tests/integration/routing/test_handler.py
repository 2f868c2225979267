"""AWS calls routing, and it keeps its promises through the real table."""

import json
import logging

import pytest

from services.routing.handler import on_events, on_schedule
from services.routing.service import ACKNOWLEDGED_WITHIN
from services.routing.store import DynamoCaseStore
from shared.events import (
    CaseOpened,
    Event,
    Terms,
    TermsSet,
    event_id,
    source_of,
    type_of,
)
from shared.wire import utc_text
from tests.aws import Context, news_in, sqs_batch
from tests.builders import MONDAY, a_received_complaint
from tests.integration.routing.conftest import NUMBER, Town

SWEEP = {"time": utc_text(MONDAY + ACKNOWLEDGED_WITHIN)}


def on_the_queue(*events: Event) -> dict[str, object]:
    bodies = (
        json.dumps({"detail-type": event.type, "detail": json.loads(event.model_dump_json())})
        for event in events
    )
    return sqs_batch(*bodies)


def acknowledgement(sequence: int = 1) -> TermsSet:
    return TermsSet(
        id=event_id("1904", NUMBER, "terms", sequence),
        source=source_of("1904", "deadlines"),
        subject=NUMBER,
        gemeentecode="1904",
        data=Terms(case_sequence=sequence, clocks=()),
    )


def test_a_complaint_that_came_in_becomes_a_case_and_news(town: Town) -> None:
    town.has_a_dossier("De Vechtstroom komt niet.")

    answer = on_events(on_the_queue(a_received_complaint()), Context())

    [news] = news_in(town.cases)
    event = CaseOpened.model_validate_json(news)
    assert answer == {"batchItemFailures": []}
    assert event.data.case.handler.key == "vechtstroom"


def test_the_same_complaint_twice_is_one_case(town: Town) -> None:
    town.has_a_dossier("De Vechtstroom komt niet.")

    on_events(on_the_queue(a_received_complaint(), a_received_complaint()), Context())
    on_events(on_the_queue(a_received_complaint()), Context())

    assert len(news_in(town.cases)) == 1


def test_a_complaint_without_its_dossier_goes_back_alone(town: Town) -> None:
    town.has_a_dossier("De Vechtstroom komt niet.")
    ahead = a_received_complaint(number="KL-2026-BBBBB-BBBBB")

    answer = on_events(on_the_queue(ahead, a_received_complaint()), Context())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert len(news_in(town.cases)) == 1


def test_the_clock_tells_again_what_nobody_acknowledged(town: Town) -> None:
    town.has_a_dossier("De Vechtstroom komt niet.")
    on_events(on_the_queue(a_received_complaint()), Context())

    on_schedule(SWEEP, Context())

    told = [json.loads(news) for news in news_in(town.cases)]
    assert [event["type"] for event in told] == [type_of(CaseOpened)] * 2
    assert told[0] == told[1]


def test_the_clock_leaves_alone_what_deadlines_has(town: Town) -> None:
    town.has_a_dossier("De Vechtstroom komt niet.")
    on_events(on_the_queue(a_received_complaint()), Context())

    on_events(on_the_queue(acknowledgement()), Context())
    on_schedule(SWEEP, Context())

    assert len(news_in(town.cases)) == 1


def test_nothing_of_the_text_or_the_person_leaves_the_dossier(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town.has_a_dossier("Ik, Klaas Geheim (klaas@mail.example), trek mijn klacht over Piet in.")
    with caplog.at_level(logging.INFO):
        on_events(on_the_queue(a_received_complaint()), Context())

    timeline = DynamoCaseStore(town.cases).timeline("1904", NUMBER)
    logged = [vars(record) for record in caplog.records]
    seen = " ".join([*news_in(town.cases), *map(str, timeline), *map(str, logged)])
    assert timeline
    assert logged
    assert not [word for word in ("Klaas", "klaas@", "Piet", "Dorpsweg") if word in seen]
