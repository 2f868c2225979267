from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.intake.domain import code_in
from services.intake.service import Intake, NumberTakenError, SameKeyError
from services.intake.submission import Door, File, Submission
from shared.dossier import Person
from shared.events import CaseOpened, ComplaintReceived
from shared.glossary import Channel
from tests.builders import MONDAY, a_case
from tests.fakes.files import A_PDF
from tests.fakes.intake import (
    InMemoryFiles,
    InMemoryStore,
    StoreThatFailsOnce,
    StoreWhereAnotherIsFirst,
)


def a_submission(**facts: Any) -> Submission:
    usual: dict[str, Any] = {
        "municipality": "1904",
        "door": Door.FORM,
        "key": "d3b07384",
        "content": "hash",
        "channel": Channel.WEB_FORM,
        "written": True,
        "received_at": MONDAY,
        "registered_at": MONDAY,
        "text": "De hulp komt al weken niet.",
        "person": Person(name="J. de Wit", email="j.dewit@mail.example"),
    }
    return Submission(**(usual | facts))


def an_intake(store: InMemoryStore | None = None) -> tuple[Intake, InMemoryStore, InMemoryFiles]:
    store, files = store or InMemoryStore(), InMemoryFiles()
    return Intake(store, files), store, files


def opened(number: str) -> CaseOpened:
    return CaseOpened.about(a_case(number=number), MONDAY)


def test_what_was_accepted_is_kept_and_told() -> None:
    intake, store, _ = an_intake()

    receipt = intake.accept(a_submission())

    assert store.dossiers[receipt.number].text == "De hulp komt al weken niet."
    [text] = store.news
    news = ComplaintReceived.model_validate_json(text)
    assert (news.subject, news.gemeentecode, news.kanaal) == (
        receipt.number,
        "1904",
        "webformulier",
    )
    assert news.dataref == f"urn:klachtenloket:dossier:1904:{receipt.number}"
    assert news.data.received_at == receipt.received_at == MONDAY


def test_the_news_says_nothing_of_what_was_said_or_by_whom() -> None:
    intake, store, _ = an_intake()

    intake.accept(
        a_submission(subject="Poetsen", files=(File("wit.pdf", "application/pdf", A_PDF),))
    )

    assert not [word for word in ("Wit", "wit", "hulp", "Poetsen", "@") if word in store.news[0]]


def test_the_same_request_again_gets_the_same_receipt_and_is_not_news() -> None:
    intake, store, _ = an_intake()
    first = intake.accept(a_submission())

    again = intake.accept(a_submission(received_at=MONDAY + timedelta(hours=1)))

    assert first.is_new
    assert again == replace(first, is_new=False)
    assert len(store.news) == len(store.dossiers) == 1


def test_a_request_that_is_repeated_in_the_new_year_keeps_its_number() -> None:
    intake, store, _ = an_intake()
    eve = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    first = intake.accept(a_submission(received_at=eve))

    again = intake.accept(a_submission(received_at=eve + timedelta(seconds=2)))

    assert again.number == first.number
    assert len(store.dossiers) == 1


@pytest.mark.parametrize(
    "other", [{"municipality": "1696"}, {"door": Door.OFFERED}, {"key": "another-key"}]
)
def test_another_municipality_door_or_key_is_another_request(other: dict[str, Any]) -> None:
    intake, store, _ = an_intake()
    intake.accept(a_submission())

    assert intake.accept(a_submission(**other)).is_new
    assert len(store.dossiers) == 2


def test_a_key_that_was_used_to_say_something_else_is_refused() -> None:
    intake, store, _ = an_intake()
    intake.accept(a_submission())

    with pytest.raises(SameKeyError):
        intake.accept(a_submission(content="another hash"))
    assert len(store.dossiers) == 1


def test_another_request_never_gets_a_number_that_is_taken() -> None:
    intake, store, _ = an_intake()
    receipt = intake.accept(a_submission())
    key = "1904", code_in(receipt.number)
    store.kept[key] = replace(store.kept[key], request="f" * 64)

    with pytest.raises(NumberTakenError):
        intake.accept(a_submission())


def test_whoever_comes_in_second_at_the_same_moment_gets_the_first_receipt() -> None:
    intake, store, _ = an_intake(StoreWhereAnotherIsFirst())

    assert not intake.accept(a_submission()).is_new
    assert len(store.news) == 1


def test_a_crash_after_the_files_loses_and_doubles_nothing() -> None:
    intake, store, files = an_intake(StoreThatFailsOnce())
    submission = a_submission(files=(File("brief.pdf", "application/pdf", A_PDF),))

    with pytest.raises(ConnectionError):
        intake.accept(submission)
    assert store.news == []

    receipt = intake.accept(submission)
    [attachment] = store.dossiers[receipt.number].attachments
    assert files.objects == {attachment.key: A_PDF}
    assert len(store.news) == 1


def test_the_name_of_a_file_is_not_where_it_lies() -> None:
    intake, store, files = an_intake()

    receipt = intake.accept(a_submission(files=(File("J. de Wit.pdf", "application/pdf", A_PDF),)))

    [key] = files.objects
    assert key.startswith(f"bijlagen/1904/{receipt.number}/")
    assert "Wit" not in key
    assert store.dossiers[receipt.number].attachments[0].name == "J. de Wit.pdf"


def test_what_nobody_understands_is_kept_for_a_person() -> None:
    intake, store, files = an_intake()

    receipt = intake.accept_unreadable("{", "Bekijk dit.", "0000", Channel.WEB_FORM, MONDAY)

    dossier = store.dossiers[receipt.number]
    assert dossier.raw in files.objects
    assert dossier.note == "Bekijk dit."
    assert not ComplaintReceived.model_validate_json(store.news[0]).data.readable


def test_what_nobody_takes_up_is_told_again_until_somebody_does() -> None:
    intake, store, _ = an_intake()
    receipt = intake.accept(a_submission())

    assert intake.repair(MONDAY + timedelta(minutes=9)) == 0
    assert intake.repair(MONDAY + timedelta(minutes=10)) == 1
    assert intake.repair(MONDAY + timedelta(minutes=20)) == 0
    assert intake.repair(MONDAY + timedelta(minutes=30)) == 1
    intake.acknowledge(opened(receipt.number))
    assert intake.repair(MONDAY + timedelta(days=30)) == 0
    assert len(store.news) == 3
    assert len(set(store.news)) == 1


def test_a_case_that_we_know_nothing_of_is_no_concern_of_ours() -> None:
    intake, store, _ = an_intake()

    intake.acknowledge(opened("KL-2026-ZZZZZ-ZZZZZ"))

    assert store.kept == {}
