"""What a store of intake promises. The fake and DynamoDB are held to the same promises."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.intake.domain import code_of, fingerprint, number_of
from services.intake.service import Registration, Status, Store
from services.intake.store import DynamoStore
from shared.dossier import Addition, Dossier, Person
from shared.events import Terms
from shared.glossary import Channel, Phase, Side, Telling
from shared.table import ConflictError, Item, Table
from tests.aws import a_table, news_in
from tests.builders import MONDAY, a_case, a_received_complaint
from tests.fakes.intake import InMemoryStore

SOON = MONDAY + timedelta(minutes=10)
LATER = MONDAY + timedelta(minutes=30)
HER = Person(name="A. Voorbeeld", email="a@mail.example", phone="06-12345678")
Kept = tuple[Store, Callable[[], int]]


@pytest.fixture(params=["in memory", "DynamoDB"])
def kept(request: pytest.FixtureRequest, aws: None) -> Kept:
    """A store, and a count of the news it has told."""
    if request.param == "in memory":
        memory = InMemoryStore()
        return memory, lambda: len(memory.news)
    table = a_table("intake")
    return DynamoStore(table, a_table("dossiers")), lambda: len(news_in(table))


def a_registration(key: str = "een") -> tuple[Registration, Dossier]:
    request = fingerprint(key)
    number = number_of(request, MONDAY)
    news = a_received_complaint(number=number)
    dossier = Dossier(
        number=number,
        municipality="1904",
        channel=Channel.WEB_FORM,
        received_at=MONDAY,
        registered_at=MONDAY,
    )
    return Registration(request, "inhoud", news, told=1, again_at=SOON), dossier


def test_it_finds_what_it_keeps_and_nothing_else(kept: Kept) -> None:
    store, _ = kept
    registration, dossier = a_registration()
    store.add(registration, dossier)

    assert store.find("1904", code_of(registration.request)) == registration
    assert store.find("1696", code_of(registration.request)) is None
    assert store.find("1904", "00000-00000") is None


def test_adding_again_changes_nothing_and_tells_nothing(kept: Kept) -> None:
    store, told = kept
    registration, dossier = a_registration()
    store.add(registration, dossier)

    with pytest.raises(ConflictError):
        store.add(replace(registration, content="anders"), dossier)

    assert store.find("1904", code_of(registration.request)) == registration
    assert told() == 1


def test_what_is_due_and_unanswered_is_told_again_once(kept: Kept) -> None:
    store, told = kept
    one, other = a_registration("een"), a_registration("ander")
    store.add(*one)
    store.add(*other)
    store.follow(a_case(), answered=[code_of(other[0].request)])

    assert list(store.unanswered(SOON - timedelta(seconds=1))) == []
    assert list(store.unanswered(SOON)) == [one[0]]
    assert store.tell_again(one[0], LATER)
    assert not store.tell_again(one[0], LATER)  # a second sweep, with what it read before
    assert list(store.unanswered(SOON)) == []
    assert list(store.unanswered(LATER)) == [replace(one[0], told=2, again_at=LATER)]
    assert told() == 3


def test_what_was_answered_just_now_is_not_told_again(kept: Kept) -> None:
    store, told = kept
    registration, dossier = a_registration()
    store.add(registration, dossier)
    store.follow(a_case(), answered=[code_of(registration.request)])

    assert not store.tell_again(registration, LATER)
    assert list(store.unanswered(LATER)) == []
    assert told() == 1


def test_an_answer_counts_though_it_is_old_and_what_it_answers_is_partly_not_there(
    kept: Kept,
) -> None:
    store, _ = kept
    registration, dossier = a_registration()
    store.add(registration, dossier)
    newer = a_case(sequence=2)
    store.follow(newer)

    for _ in range(2):
        store.follow(a_case(), answered=["00000-00000", code_of(registration.request)])

    assert store.find("1904", "00000-00000") is None
    assert list(store.unanswered(LATER)) == []
    assert store.find("1904", code_of(registration.request)) == replace(registration, again_at=None)
    assert store.status("1904", newer.number) == Status(newer, None)


def test_it_knows_how_a_case_stands_and_never_goes_back(kept: Kept) -> None:
    store, _ = kept
    newer, older = a_case(sequence=2, phase=Phase.FORMAL), a_case(sequence=1)
    store.follow(newer)
    store.follow(older)
    store.follow_terms("1904", newer.number, Terms(case_sequence=2, clocks=()))
    store.follow_terms("1904", newer.number, Terms(case_sequence=1, clocks=()))

    assert store.status("1904", newer.number) == Status(newer, Terms(case_sequence=2, clocks=()))
    assert store.status("1696", newer.number) is None
    assert store.status("1904", "KL-2026-ZZZZZ-ZZZZZ") is None


class Contested(Table):
    """A table on which somebody else always writes at the same moment."""

    def transact(self, *writes: Item) -> None:
        raise ConflictError


def test_what_became_of_a_case_is_not_lost_where_two_write_at_once(aws: None) -> None:
    table = a_table("intake")
    contested = DynamoStore(Contested(table._client, table.name), a_table("dossiers"))

    with pytest.raises(ConflictError):
        contested.follow(a_case())
    with pytest.raises(ConflictError):
        contested.follow_terms("1904", a_case().number, Terms(case_sequence=1, clocks=()))


def test_what_is_told_later_is_kept_beside_the_first(kept: Kept) -> None:
    store, told = kept
    registration, dossier = a_registration()
    store.add(registration, dossier)
    later, _ = a_registration("later")
    addition = Addition(
        id="A-7Q2MK-X0R4T",
        number=dossier.number,
        municipality="1904",
        telling=Telling.MORE,
        side=Side.COMPLAINANT,
        channel=Channel.WEB_FORM,
        received_at=MONDAY,
        registered_at=MONDAY,
        text="Nog iets.",
    )
    store.add(later, addition)

    assert store.find("1904", code_of(later.request)) == later
    assert told() == 2
    with pytest.raises(ConflictError):
        store.add(later, addition)


def test_it_finds_what_else_the_same_person_sent_newest_first_and_not_what_is_old(
    kept: Kept,
) -> None:
    store, _ = kept
    numbers = {}
    for key, person, days in (
        ("first", HER, 0),
        ("second", Person(phone="+31 6 12345678"), 1),
        ("old", HER, -20),
        ("of somebody else", Person(email="b@mail.example"), 1),
        ("of nobody", None, 1),
    ):
        registration, dossier = a_registration(key)
        facts = {"person": person or HER, "anonymous": person is None}
        at = MONDAY + timedelta(days=days)
        store.add(registration, dossier.model_copy(update=facts | {"received_at": at}))
        numbers[key] = dossier.number
    _, new = a_registration("new")
    new = new.model_copy(update={"person": HER, "received_at": MONDAY + timedelta(days=2)})

    assert list(store.of_the_same_person(new)) == [numbers["second"], numbers["first"]]
    assert list(store.of_the_same_person(new.model_copy(update={"anonymous": True}))) == []
    assert list(store.of_the_same_person(new.model_copy(update={"municipality": "1696"}))) == []


def test_what_was_not_kept_is_not_in_the_index(kept: Kept) -> None:
    store, _ = kept
    registration, dossier = a_registration()
    store.add(registration, dossier)
    hers = dossier.model_copy(update={"person": HER})

    with pytest.raises(ConflictError):
        store.add(replace(registration, content="anders"), hers)

    assert list(store.of_the_same_person(hers)) == []


def test_the_index_forgets_after_a_month_and_holds_nothing_that_names_her(aws: None) -> None:
    table = a_table("intake")
    store = DynamoStore(table, a_table("dossiers"))
    registration, dossier = a_registration()

    store.add(registration, dossier.model_copy(update={"person": HER}))

    items = table._client.scan(TableName=table.name)["Items"]
    index = [item for item in items if "#persoon#" in item["pk"]["S"]]
    assert len(index) == 2
    for item in index:
        until = datetime.fromtimestamp(int(item["expires_at"]["N"]), UTC)
        assert until == MONDAY + timedelta(days=30)
        assert set(item) == {"pk", "sk", "expires_at"}
        assert not [word for word in ("mail", "12345678") if word in str(item)]
