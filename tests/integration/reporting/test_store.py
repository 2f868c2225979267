"""The promises of the facts, kept by the table and by the memory that stands in for it."""

from dataclasses import astuple, replace

import pytest

from services.reporting.domain import Quarter, fact_of
from services.reporting.service import Facts
from services.reporting.store import DynamoFacts
from shared.glossary import (
    Channel,
    ClockKind,
    Domain,
    Judgment,
    Kind,
    Nature,
    Outcome,
    Phase,
    Subject,
    Telling,
)
from shared.proceedings import Aftermath, Aspect, Matter, Proceedings, Reclassification
from shared.table import ConflictError, Item, Table
from tests.aws import a_table
from tests.builders import DESK, MONDAY, a_case, an_addition
from tests.fakes.reporting import InMemoryFacts

SPRING = Quarter(2026, 2)
FACT = fact_of(
    a_case(
        channel=Channel.PHONE,
        nature=Nature.TREATMENT,
        domain=Domain.YOUTH,
        providers=("wilgenboom", "gi_horizon"),
        first_contact_at=MONDAY,
        formal_since=MONDAY,
        closed_at=MONDAY,
        outcome=Outcome.JUDGED,
        phase=Phase.CLOSED,
        matter=Matter(
            aspects=(
                Aspect(
                    reference="O-1",
                    subject=Subject.TREATMENT,
                    nature=Nature.TREATMENT,
                    about=DESK,
                    judgment=Judgment.FOUNDED,
                ),
            )
        ),
        proceedings=Proceedings(
            reclassifications=(
                Reclassification(at=MONDAY, by="7d7d3c0e", was=Kind.REPORT, became=Kind.COMPLAINT),
            )
        ),
        additions=(an_addition(Telling.SATISFACTION, score=4),),
        aftermath=Aftermath(reopened_at=(MONDAY,), referred_at=MONDAY),
        sequence=3,
    )
)


@pytest.fixture(params=["memory", "table"])
def facts(request: pytest.FixtureRequest) -> Facts:
    if request.param == "memory":
        return InMemoryFacts()
    request.getfixturevalue("aws")
    return DynamoFacts(a_table("reporting"))


def test_a_fact_comes_back_as_it_went_in(facts: Facts) -> None:
    facts.record(FACT)

    assert list(facts.of("1904", SPRING)) == [FACT]
    assert None not in astuple(FACT)  # so that every field makes the journey


def test_the_newest_wins_whatever_comes_last(facts: Facts) -> None:
    facts.record(FACT)
    facts.record(replace(FACT, sequence=2, channel=Channel.LETTER))
    facts.record(replace(FACT, sequence=3, channel=Channel.DESK))

    assert list(facts.of("1904", SPRING)) == [FACT]

    newer = replace(FACT, sequence=10, channel=Channel.DESK)
    facts.record(newer)

    assert list(facts.of("1904", SPRING)) == [newer]


@pytest.mark.parametrize("mark_first", [True, False])
def test_a_mark_joins_its_case_before_and_after(facts: Facts, mark_first: bool) -> None:
    if not mark_first:
        facts.record(FACT)
    for clock in (ClockKind.HANDLING, ClockKind.CONTACT, ClockKind.CONTACT):
        facts.mark_missed("1904", SPRING, FACT.number, clock)
    facts.record(replace(FACT, sequence=9))

    (found,) = facts.of("1904", SPRING)
    assert found.missed == {ClockKind.CONTACT, ClockKind.HANDLING}


def test_a_mark_without_its_case_is_no_fact(facts: Facts) -> None:
    facts.mark_missed("1904", SPRING, FACT.number, ClockKind.CONTACT)

    assert list(facts.of("1904", SPRING)) == []


def test_quarters_and_municipalities_are_kept_apart(facts: Facts) -> None:
    elsewhere = replace(FACT, municipality="1696")
    facts.record(FACT)
    facts.record(elsewhere)
    facts.mark_missed("1904", SPRING, FACT.number, ClockKind.CONTACT)

    assert list(facts.of("1696", SPRING)) == [elsewhere]
    assert list(facts.of("1904", SPRING.previous)) == []
    assert [len(fact.missed) for fact in facts.of("1904", SPRING)] == [1]


class Contested(Table):
    """A table on which somebody else always writes at the same moment."""

    def transact(self, *writes: Item) -> None:
        raise ConflictError


def test_a_newer_fact_is_not_lost_where_two_write_at_once(aws: None) -> None:
    table = a_table("reporting")
    DynamoFacts(table).record(FACT)
    contested = DynamoFacts(Contested(table._client, table.name))

    contested.record(FACT)  # what it wanted to say is known already
    with pytest.raises(ConflictError):
        contested.record(replace(FACT, sequence=4))
