"""Who tells the same by two doors is recognised, and nobody's complaint waits for that."""

import json
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from services.intake.service import Intake, NoDossierError
from services.intake.submission import Door, File
from shared.case import SplitFrom
from shared.dossier import Dossier, Person
from shared.events import ComplaintReceived, FileRecorded
from shared.glossary import Channel
from shared.proceedings import Matter, Split
from tests.builders import MONDAY, a_case
from tests.fakes.files import A_PDF
from tests.fakes.intake import InMemoryFiles, InMemoryStore, StoreThatFailsOnce
from tests.unit.intake.test_service import a_submission, an_intake

TEXT = "De taxi kwam weer niet, ik stond een uur in de kou en miste mijn afspraak."
TUESDAY = MONDAY + timedelta(days=1)
BY_MAIL: dict[str, Any] = {
    "door": Door.MAIL,
    "channel": Channel.EMAIL,
    "key": "post/1904/een",
    "text": f"Goedemiddag.\n{TEXT}\nGroet, Jan",
    "person": Person(name="Jan de Wit", email="J.deWit@mail.example"),
    "received_at": TUESDAY,
    "registered_at": TUESDAY,
}


def proposed(store: InMemoryStore) -> list[list[str]]:
    """For each message that came in, which other messages it was said to be like."""
    told = [json.loads(news)["data"].get("lijktOp", []) for news in store.news]
    return [[each["zaaknummer"] for each in similar] for similar in told]


def test_a_mail_that_tells_what_the_form_told_is_said_to_be_like_it() -> None:
    intake, store, _ = an_intake()
    form = intake.accept(a_submission(text=TEXT))

    intake.accept(a_submission(**BY_MAIL))

    assert proposed(store) == [[], [form.number]]
    assert "Zelfde e-mailadres, 1 dag ertussen" in store.news[1]
    assert len(store.dossiers) == 2


def test_who_sends_the_same_again_without_its_key_is_recognised_too() -> None:
    intake, store, _ = an_intake()
    first = intake.accept(a_submission(text=TEXT))

    again = intake.accept(a_submission(text=TEXT, key="another"))

    assert again.is_new
    assert proposed(store) == [[], [first.number]]


@pytest.mark.parametrize(
    "other",
    [
        {"municipality": "1696"},
        {"anonymous": True},
        {"text": "Mijn uitkering is gestopt en niemand zegt waarom."},
        {"person": Person(name="J. de Wit", email="iemand.anders@mail.example")},
        {"received_at": MONDAY + timedelta(days=15)},
    ],
)
def test_what_is_of_another_place_person_time_or_story_is_not(other: dict[str, Any]) -> None:
    intake, store, _ = an_intake()
    intake.accept(a_submission(text=TEXT))

    intake.accept(a_submission(**(BY_MAIL | other)))

    assert proposed(store) == [[], []]


def test_a_letter_that_was_dated_before_the_form_is_like_it_all_the_same() -> None:
    intake, store, _ = an_intake()
    form = intake.accept(a_submission(text=TEXT))

    intake.accept(a_submission(**(BY_MAIL | {"received_at": MONDAY - timedelta(days=3)})))

    assert proposed(store)[1] == [form.number]


def test_who_said_nothing_of_herself_leaves_no_trace_in_the_index() -> None:
    intake, store, _ = an_intake()
    intake.accept(a_submission(text=TEXT, anonymous=True))

    intake.accept(a_submission(**BY_MAIL))

    assert proposed(store) == [[], []]


@dataclass
class StoreWithABrokenIndex(InMemoryStore):
    def of_the_same_person(self, dossier: Dossier) -> list[str]:
        raise ConnectionError(f"no index for {dossier.person.email}")


@dataclass
class StoreThatForgetsADossier(InMemoryStore):
    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None:
        return None


def test_a_complaint_is_kept_though_the_index_fails(caplog: pytest.LogCaptureFixture) -> None:
    intake, store, _ = an_intake(StoreWithABrokenIndex())

    with caplog.at_level(logging.INFO):
        receipt = intake.accept(a_submission(text=TEXT))

    assert receipt.is_new
    assert proposed(store) == [[]]
    assert "mail.example" not in "\n".join(str(vars(record)) for record in caplog.records)


def test_what_the_index_knows_and_the_dossiers_do_not_is_skipped() -> None:
    intake, store, _ = an_intake(StoreThatForgetsADossier())
    intake.accept(a_submission(text=TEXT))

    assert intake.accept(a_submission(**BY_MAIL)).is_new
    assert proposed(store) == [[], []]


def test_what_was_killed_before_it_was_kept_is_not_like_itself() -> None:
    store = StoreThatFailsOnce()
    intake = Intake(store, store, InMemoryFiles())
    with pytest.raises(ConnectionError):
        intake.accept(a_submission(text=TEXT))

    intake.accept(a_submission(text=TEXT))

    assert proposed(store) == [[]]


# Two stories in one message.


def after_a_split(number: str, **splits: str | None) -> FileRecorded:
    """The news that a person split subjects off the case *number*."""
    matter = Matter(splits=tuple(Split(reference=ref, number=to) for ref, to in splits.items()))
    return FileRecorded.about(a_case(number=number, matter=matter, sequence=2), TUESDAY)


def test_a_subject_that_is_split_off_gets_the_same_story_without_asking_her() -> None:
    intake, store, files = an_intake()
    first = intake.accept(
        a_submission(text=TEXT, files=(File("f.pdf", "application/pdf", A_PDF),), note="Let op.")
    )
    kept = dict(files.objects)

    intake.follow(after_a_split(first.number, S1=None))

    [original, part] = store.dossiers.values()
    assert part.number != original.number
    assert (part.text, part.person, part.attachments, part.received_at) == (
        original.text,
        original.person,
        original.attachments,
        original.received_at,
    )
    assert part.registered_at == TUESDAY
    assert part.note == f"Afgesplitst van {first.number}. Let op."
    assert part.tracking_code != original.tracking_code
    assert files.objects == kept
    told = ComplaintReceived.model_validate_json(store.news[-1]).data
    assert told.split_from == SplitFrom(number=first.number, reference="S1")
    assert told.similar == ()  # it is, and that is known


def test_hearing_of_a_split_again_changes_nothing() -> None:
    intake, store, _ = an_intake()
    first = intake.accept(a_submission(text=TEXT))

    for _ in range(3):
        intake.follow(after_a_split(first.number, S1=None))

    assert len(store.dossiers) == len(store.news) == 2


def test_each_subject_gets_a_case_of_its_own_and_one_that_has_it_is_left_alone() -> None:
    intake, store, _ = an_intake()
    first = intake.accept(a_submission(text=TEXT))

    intake.follow(after_a_split(first.number, S1="KL-2026-BBBBB-BBBBB", S2=None, S3=None))

    assert len(store.dossiers) == 3


def test_what_cannot_be_split_now_is_tried_again() -> None:
    intake, store, _ = an_intake()

    with pytest.raises(NoDossierError):
        intake.follow(after_a_split("KL-2026-BBBBB-BBBBB", S1=None))

    assert store.cases == {}  # the news was not taken, so the queue brings it again
