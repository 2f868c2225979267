"""A case counts in the quarter in which it came in, by the calendar on the wall in Amsterdam."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain import Quarter, fact_of
from shared.case import Case
from shared.glossary import Kind, Telling
from shared.proceedings import Aftermath, OmbudsmanRequest, Proceedings, Reclassification
from tests.builders import MONDAY, a_case, an_addition

SAMPLES = Path(__file__).parents[2] / "samples"
VECTORS = json.loads((SAMPLES / "deadline_vectors.json").read_text(encoding="utf-8"))
QUARTERS = [vector for vector in VECTORS if vector["rule"] == "quarter_end_of_case"]

quarters = st.builds(Quarter, st.integers(2014, 2098), st.integers(1, 4))


@pytest.mark.parametrize("vector", QUARTERS, ids=[vector["id"] for vector in QUARTERS])
def test_a_case_counts_in_the_quarter_of_its_receipt_in_amsterdam(vector: dict[str, Any]) -> None:
    fact = fact_of(a_case(received_at=datetime.fromisoformat(vector["received_at"])))

    assert str(fact.quarter) == vector["inputs"]["quarter"].replace("Q", "K")
    assert fact.quarter.last_day.isoformat() == vector["expected_due_date"]


@given(quarters)
def test_quarters_follow_each_other_without_a_gap(quarter: Quarter) -> None:
    assert quarter.next.first_day == quarter.last_day + timedelta(days=1)
    assert quarter.next.previous == quarter
    assert quarter < quarter.next


@given(st.dates(date(2014, 1, 1), date(2098, 12, 31)))
def test_every_day_is_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)

    assert quarter.first_day <= day <= quarter.last_day


@pytest.mark.parametrize(
    ("year", "number"),
    [("2026", "0"), ("2026", "5"), ("2026", "K2"), ("26", "2"), ("2013", "4"), ("²⁰²⁶", "1")],
)
def test_an_impossible_quarter_is_refused_with_a_sentence(year: str, number: str) -> None:
    with pytest.raises(ValueError, match=r"^Dit is geen (jaar|kwartaal): geef "):
        Quarter.named(year, number)


def classified(*kinds: Kind) -> Case:
    """A case that was taken for each of *kinds*, and in the end for the last."""
    said = (Reclassification(at=MONDAY, by="7d7d3c0e", was=a, became=b) for a, b in pairwise(kinds))
    return a_case(kind=kinds[-1], proceedings=Proceedings(reclassifications=tuple(said)))


@pytest.mark.parametrize(
    ("kinds", "was"),
    [
        ([Kind.COMPLAINT], None),
        ([Kind.COMPLAINT, Kind.REPORT, Kind.SIGNAL], Kind.COMPLAINT),
        ([Kind.COMPLAINT, Kind.REPORT, Kind.COMPLAINT], None),
        ([Kind.UNKNOWN, Kind.COMPLAINT], None),
        ([Kind.UNKNOWN, Kind.COMPLAINT, Kind.REPORT], Kind.COMPLAINT),
    ],
)
def test_a_fact_knows_what_its_case_was_first_taken_for(
    kinds: list[Kind], was: Kind | None
) -> None:
    assert fact_of(classified(*kinds)).was is was


def test_a_question_of_the_ombudsman_is_contact_with_the_second_line_as_well() -> None:
    day = date(2026, 7, 1)
    asked = OmbudsmanRequest(reference="O-1", received_at=MONDAY, due_on=day)

    assert fact_of(a_case(aftermath=Aftermath(requests=(asked,)))).second_line
    assert not fact_of(a_case()).second_line


def test_a_fact_holds_days_and_no_person() -> None:
    assigned = a_case(assignee="7d7d3c0e", closed_at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))

    fact = fact_of(assigned)

    assert fact.closed_on == date(2026, 7, 1)
    assert "7d7d3c0e" not in repr(fact)


def test_what_a_resident_said_last_of_how_satisfied_she_is_counts() -> None:
    said = tuple(an_addition(Telling.SATISFACTION, score=score) for score in (2, 4))

    assert fact_of(a_case(additions=said)).satisfaction == 4
    assert fact_of(a_case()).satisfaction is None
