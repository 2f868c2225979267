import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.intake.domain import code_in, hash_of, new_code
from services.intake.service import Intake, NumberTakenError, Registration, SameKeyError
from services.intake.submission import Door, File, More, Submission
from shared.case import Added
from shared.dossier import Person
from shared.events import AdditionRecorded, CaseOpened, ComplaintReceived
from shared.glossary import Channel, Side, Telling
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
    return Intake(store, store, files), store, files


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
    intake.follow(opened(receipt.number))
    assert intake.repair(MONDAY + timedelta(days=30)) == 0
    assert len(store.news) == 3
    assert len(set(store.news)) == 1


def test_what_is_told_in_vain_for_long_is_reported_and_still_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    intake, store, _ = an_intake()
    intake.accept(a_submission())

    for hours, told in enumerate((1, 2, 3), start=1):
        assert intake.repair(MONDAY + timedelta(hours=hours)) == 1, told
        assert "Stuck" not in capsys.readouterr().out

    assert intake.repair(MONDAY + timedelta(hours=9)) == 1
    assert '"Stuck":[1.0]' in capsys.readouterr().out
    assert len(store.news) == 5


def test_a_receipt_that_cannot_be_told_again_does_not_hold_up_the_others() -> None:
    class Broken(InMemoryStore):
        def tell_again(self, registration: Registration, at: datetime) -> bool:
            if registration.number == first.number:
                raise ValueError
            return super().tell_again(registration, at)

    intake, store, _ = an_intake(Broken())
    first, _ = intake.accept(a_submission()), intake.accept(a_submission(key="een-ander"))

    with pytest.raises(ExceptionGroup):
        intake.repair(MONDAY + timedelta(minutes=10))

    assert len(store.news) == 3


def test_a_case_that_we_never_received_changes_nothing_that_we_received() -> None:
    intake, store, _ = an_intake()

    intake.follow(opened("KL-2026-ZZZZZ-ZZZZZ"))

    assert store.kept == {}


def more(number: str, **facts: Any) -> More:
    usual: dict[str, Any] = {
        "municipality": "1904",
        "number": number,
        "telling": Telling.MORE,
        "side": Side.COMPLAINANT,
        "door": Door.TRACKING,
        "key": "een",
        "content": "hash",
        "channel": Channel.WEB_FORM,
        "received_at": MONDAY,
        "registered_at": MONDAY,
        "text": "Er is nog iets gebeurd.",
    }
    return More(**(usual | facts))


def test_more_of_a_case_is_kept_with_it_and_told_without_what_it_says() -> None:
    intake, store, _ = an_intake()
    number = intake.accept(a_submission()).number

    receipt = intake.add(more(number))

    assert receipt.number == number
    assert store.additions[0].text == "Er is nog iets gebeurd."
    assert "aanvulling-ontvangen" in store.news[1]
    assert "nog iets" not in store.news[1]


def test_the_same_addition_twice_is_one_and_the_same_words_again_are_two() -> None:
    intake, store, _ = an_intake()
    number = intake.accept(a_submission()).number

    first, again = intake.add(more(number)), intake.add(more(number))
    intake.add(more(number, key="twee"))

    assert (first.is_new, again.is_new) == (True, False)
    assert len(store.additions) == 2


def test_an_addition_is_told_again_until_routing_has_it() -> None:
    intake, store, _ = an_intake()
    receipt = intake.accept(a_submission())
    intake.follow(opened(receipt.number))
    intake.add(more(receipt.number))
    added = Added.model_validate(json.loads(store.news[1])["data"])

    assert intake.repair(MONDAY + timedelta(minutes=10)) == 1
    case = a_case(number=receipt.number, additions=(added,), sequence=2)
    intake.follow(AdditionRecorded.about(case, MONDAY))
    assert intake.repair(MONDAY + timedelta(days=30)) == 0


def test_a_receipt_that_is_asked_for_again_has_the_same_code() -> None:
    intake, store, _ = an_intake()

    first, again = intake.accept(a_submission()), intake.accept(a_submission())

    assert first.code == again.code is not None
    [registration] = store.kept.values()
    assert registration.code_hash == hash_of("1904", first.number, first.code or "")
    assert first.code
    assert first.code not in "".join(store.news)


def test_a_code_is_known_however_it_is_typed() -> None:
    code = new_code()
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert hash_of("1904", "KL-2026-A", typed) == hash_of("1904", "KL-2026-A", code)
    assert hash_of("1696", "KL-2026-A", code) != hash_of("1904", "KL-2026-A", code)
