"""What both memories promise: the one in tests and the one in DynamoDB."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.routing.service import CaseStore, Entry
from services.routing.store import DynamoCaseStore
from services.routing.transition import File
from shared.case import Case, Reason
from shared.events import CaseOpened
from shared.glossary import Outcome, Phase
from shared.proceedings import Aftermath
from shared.table import ConflictError
from tests.aws import a_table, news_in
from tests.builders import MONDAY, a_case, an_addition
from tests.fakes.routing import InMemoryCaseStore

FAR = datetime(2099, 1, 1, tzinfo=UTC)
LATER = MONDAY + timedelta(minutes=10)


@pytest.fixture(params=["in memory", "DynamoDB"])
def store(request: pytest.FixtureRequest) -> Iterator[CaseStore]:
    if request.param == "in memory":
        yield InMemoryCaseStore()
    else:
        request.getfixturevalue("aws")
        yield DynamoCaseStore(a_table("routing"))


def written(store: CaseStore, involved: frozenset[str] = frozenset(), **facts: Any) -> File:
    file = File(a_case(**facts), involved)
    store.write(file, CaseOpened.about(file.case, MONDAY), line_of(file.case), LATER)
    return file


def line_of(case: Case) -> Entry:
    reason = Reason(rule="wijkteam", article="Regeling art. 2 lid 7", sentence="Zomaar.")
    return Entry(
        sequence=case.sequence,
        at=MONDAY,
        what="zaak-geopend",
        by="systeem",
        phase=case.phase,
        handler=case.handler,
        reasons=(reason,),
    )


def test_what_was_taken_in_is_known_after_the_case_no_longer_names_it(store: CaseStore) -> None:
    first, second = (an_addition(id=f"A-{letter * 5}-AAAAA") for letter in "BC")
    for sequence, added in enumerate((first, second), start=1):
        case = a_case(sequence=sequence, additions=(added,))
        line = line_of(case).model_copy(update={"said": {"kenmerk": added.id}})
        store.write(File(case), CaseOpened.about(case, MONDAY), line, LATER)

    number = case.number
    assert all(store.took_in("1904", number, each.id) for each in (first, second))
    assert not store.took_in("1904", number, "A-DDDDD-AAAAA")
    assert not store.took_in("1696", number, first.id)


def due(store: CaseStore) -> list[Case]:
    return list(store.unacknowledged(FAR))


def test_an_unknown_case_is_not_there(store: CaseStore) -> None:
    assert store.read("1904", "KL-2026-AAAAA-AAAAA") is None
    assert store.timeline("1904", "KL-2026-AAAAA-AAAAA") == []


def test_a_case_is_read_as_it_was_written(store: CaseStore) -> None:
    file = written(store, involved=frozenset({"m-1"}), assignee="m-1")

    assert store.read("1904", file.case.number) == file


def test_a_case_of_another_municipality_is_another_case(store: CaseStore) -> None:
    file = written(store)

    assert store.read("1696", file.case.number) is None
    assert store.timeline("1696", file.case.number) == []


def test_the_timeline_grows_in_order(store: CaseStore) -> None:
    files = [written(store, sequence=sequence) for sequence in range(1, 12)]

    timeline = store.timeline("1904", files[0].case.number)

    assert timeline == [line_of(file.case) for file in files]


@pytest.mark.parametrize("sequence", [1, 3])
def test_a_case_is_written_only_over_the_version_before(store: CaseStore, sequence: int) -> None:
    file = written(store)

    with pytest.raises(ConflictError):
        written(store, sequence=sequence, assignee="m-2")

    assert store.read("1904", file.case.number) == file
    assert len(store.timeline("1904", file.case.number)) == 1


def test_a_case_is_due_until_its_newest_version_is_acknowledged(store: CaseStore) -> None:
    written(store)
    newest = written(store, sequence=2).case

    assert due(store) == [newest]
    store.acknowledge("1904", newest.number, 1)
    assert due(store) == [newest]
    store.acknowledge("1904", newest.number, 2)
    assert due(store) == []
    store.acknowledge("1904", newest.number, 2)
    assert due(store) == []


def test_nothing_is_due_before_its_moment(store: CaseStore) -> None:
    written(store)

    assert list(store.unacknowledged(LATER - timedelta(milliseconds=1))) == []
    assert len(list(store.unacknowledged(LATER))) == 1


def test_acknowledging_an_unknown_case_changes_nothing(store: CaseStore) -> None:
    store.acknowledge("1904", "KL-2026-BBBBB-BBBBB", 1)

    assert due(store) == []


def test_acknowledging_keeps_the_case_as_it_is(store: CaseStore) -> None:
    file = written(store, involved=frozenset({"m-1"}))

    store.acknowledge("1904", file.case.number, 1)

    assert store.read("1904", file.case.number) == file
    assert written(store, sequence=2).case.sequence == 2


def test_a_case_told_again_is_due_again_later(store: CaseStore) -> None:
    case = written(store).case

    store.tell_again(case, LATER, FAR)

    assert list(store.unacknowledged(LATER)) == []
    assert due(store) == [case]


def test_a_case_that_moved_on_is_not_told_again(store: CaseStore) -> None:
    old = written(store).case
    written(store, sequence=2)

    with pytest.raises(ConflictError):
        store.tell_again(old, LATER, FAR)


def test_a_case_that_was_acknowledged_meanwhile_is_not_told_again(store: CaseStore) -> None:
    case = written(store).case
    store.acknowledge("1904", case.number, 1)

    with pytest.raises(ConflictError):
        store.tell_again(case, LATER, FAR)


def test_news_is_stored_with_the_case_and_each_telling_is_a_new_item(aws: None) -> None:
    table = a_table("routing")
    store = DynamoCaseStore(table)
    case = written(store).case
    with pytest.raises(ConflictError):
        written(store)

    store.tell_again(case, LATER, FAR)

    told = news_in(table)
    assert len(told) == 2
    assert len(set(told)) == 1


def test_the_whole_life_of_a_case_is_told_again(aws: None) -> None:
    table = a_table("routing")
    store = DynamoCaseStore(table)
    written(store)
    newest = written(store, sequence=2).case

    store.tell_again(newest, LATER, FAR)

    told = news_in(table)
    assert len(told) == 4
    assert len(set(told)) == 2


def listed(store: CaseStore, is_open: bool, after: str | None = None) -> list[str]:
    return [file.case.number for _, file in store.listed("1904", is_open, after)]


def test_what_is_open_is_listed_oldest_first(store: CaseStore) -> None:
    later = written(store, number="KL-2026-BBBBB-BBBBB", received_at=LATER)
    first = written(store, frozenset({"m-1"}))
    written(store, number="KL-2026-CCCCC-CCCCC", municipality="1696")

    assert [file for _, file in store.listed("1904", True, None)] == [first, later]
    assert listed(store, is_open=False) == []


def test_the_list_goes_on_after_a_place(store: CaseStore) -> None:
    for letter in "ABC":
        written(store, number=f"KL-2026-{letter * 5}-{letter * 5}")

    [(place, _), *others] = store.listed("1904", True, None)

    assert [file for _, file in store.listed("1904", True, place)] == [file for _, file in others]


def test_a_case_stands_in_one_list_whatever_happens_to_it(store: CaseStore) -> None:
    case = written(store).case
    closed: dict[str, Any] = {
        "phase": Phase.CLOSED,
        "closed_at": LATER,
        "outcome": Outcome.SATISFIED,
    }

    written(store, sequence=2, **closed)
    assert (listed(store, is_open=True), listed(store, is_open=False)) == ([], [case.number])

    written(store, sequence=3, aftermath=Aftermath(reopened_at=(LATER,)))
    assert (listed(store, is_open=True), listed(store, is_open=False)) == ([case.number], [])

    written(store, sequence=4, aftermath=Aftermath(reopened_at=(LATER,)), **closed)
    assert (listed(store, is_open=True), listed(store, is_open=False)) == ([], [case.number])


def test_acknowledging_leaves_the_list_as_it_is(store: CaseStore) -> None:
    case = written(store).case

    store.acknowledge("1904", case.number, 1)

    assert listed(store, is_open=True) == [case.number]


def test_two_cases_change_together_or_not_at_all(store: CaseStore) -> None:
    one, other = written(store), written(store, number="KL-2026-BBBBB-BBBBB")

    def change(*files: File) -> None:
        first, second = [
            (file, CaseOpened.about(file.case, MONDAY), line_of(file.case)) for file in files
        ]
        store.write(*first, LATER, second)

    with pytest.raises(ConflictError):
        change(one.but(sequence=2), other.but(sequence=3))
    assert [store.read("1904", each.case.number) for each in (one, other)] == [one, other]

    change(one.but(sequence=2), other.but(sequence=2))
    for file in (one, other):
        now = store.read("1904", file.case.number)
        assert now is not None
        assert now.case.sequence == 2
        assert len(store.timeline("1904", file.case.number)) == 2
