"""What a store of intake promises. The fake and DynamoDB are held to the same promises."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from services.intake.domain import code_of, fingerprint, number_of
from services.intake.service import Registration, Store
from services.intake.store import DynamoStore
from shared.dossier import Dossier
from shared.glossary import Channel
from shared.table import ConflictError
from tests.aws import a_table, news_in
from tests.builders import MONDAY, a_received_complaint
from tests.fakes.intake import InMemoryStore

SOON = MONDAY + timedelta(minutes=10)
LATER = MONDAY + timedelta(minutes=30)
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
    store.acknowledge("1904", code_of(other[0].request))

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
    store.acknowledge("1904", code_of(registration.request))

    assert not store.tell_again(registration, LATER)
    assert list(store.unanswered(LATER)) == []
    assert told() == 1


def test_acknowledging_twice_or_what_is_not_there_is_harmless(kept: Kept) -> None:
    store, _ = kept
    registration, dossier = a_registration()
    store.add(registration, dossier)

    for _ in range(2):
        store.acknowledge("1904", code_of(registration.request))
    store.acknowledge("1904", "00000-00000")

    assert store.find("1904", "00000-00000") is None
    assert list(store.unanswered(LATER)) == []
