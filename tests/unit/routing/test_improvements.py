"""What a case taught: who does better, and by which day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.routing.transition import Action
from shared.case import Improvement
from shared.dutch_time import dutch_moment
from shared.events import ImprovementRecorded
from shared.glossary import Outcome, Phase
from tests.builders import MONDAY, a_case
from tests.unit.routing.steps import LATER, after, allowed, refusal, take

CLOSED = {"phase": Phase.CLOSED, "closed_at": MONDAY, "outcome": Outcome.JUDGED}


def to_improve(reference: str = "V-1", **facts: Any) -> Improvement:
    usual = {"unit": "wijkteam", "set_at": LATER, "due_on": date(2026, 9, 1)}
    return Improvement(reference=reference, **(usual | facts))


@pytest.mark.parametrize("facts", [{}, CLOSED])
def test_a_case_teaches_something_while_it_is_open_and_afterwards(facts: dict[str, Any]) -> None:
    case = a_case(**facts)

    step = after(case, Action.RECORD_IMPROVEMENT, due_on=date(2026, 9, 1))

    assert step.news is ImprovementRecorded
    assert step.file.case == case.model_copy(
        update={"improvements": (to_improve(),), "sequence": 2}
    )


def test_that_it_was_done_takes_the_place_of_what_was_planned() -> None:
    case = a_case(**CLOSED, improvements=(to_improve(), to_improve("V-2")))
    a_year_later = datetime(2027, 6, 1, tzinfo=UTC)
    done = {"done_at": a_year_later, "due_on": date(2026, 10, 1)}

    after_it = after(case, Action.RECORD_IMPROVEMENT, at=a_year_later, **done).file.case

    first = to_improve(done_at=a_year_later, due_on=date(2026, 10, 1))  # set when it was set
    assert after_it.improvements == (first, to_improve("V-2"))


def test_asking_again_on_another_day_changes_nothing() -> None:
    case = a_case(improvements=(to_improve(),))

    assert take(case, Action.RECORD_IMPROVEMENT, at=LATER + timedelta(days=9)) is None


@example(days=-1)
@example(days=0)
@example(days=5 * 365 + 1)
@example(days=5 * 365 + 2)
@given(days=st.integers(-400, 4000))
def test_it_has_a_day_from_when_it_was_set_until_five_years_later(days: int) -> None:
    set_on, due_on = date(2026, 6, 3), date(2026, 6, 3) + timedelta(days=days)
    at = dutch_moment(set_on, time(23, 59))

    may = allowed(a_case(), Action.RECORD_IMPROVEMENT, at=at, due_on=due_on)

    assert may == (set_on <= due_on <= date(2031, 6, 3))


def test_only_a_unit_that_exists_can_do_better() -> None:
    assert "Kies uit" in refusal(a_case(), Action.RECORD_IMPROVEMENT, unit="bestaat_niet")


def test_a_file_has_its_limits_so_that_its_news_can_still_travel() -> None:
    full = a_case(improvements=tuple(to_improve(f"V-{number:04}") for number in range(400)))

    assert "Voeg samen" in refusal(full, Action.RECORD_IMPROVEMENT, reference="V-x")
