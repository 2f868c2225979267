"""Was a complaint in time? The system counts; a person decides. Nothing is refused by itself."""

from datetime import date, time
from typing import Any

import pytest

from services.deadlines.clocks import Known, clocks
from shared.dutch_time import dutch_moment
from shared.glossary import ClockKind, Flag, Milestone
from shared.law.calendar import dutch_calendar
from shared.municipality import Municipality, municipalities
from shared.regime import RightToComplain
from tests.builders import a_case

TOWN = municipalities()["1904"]
REGIME = TOWN.regime("stichtse_vecht_2014")
AWB = REGIME.terms.right_to_complain
STERKER = RightToComplain(
    months=6,
    months_after_harassment=24,
    counted_from="kennisname",
    hard=True,
    article="Sterker 5.7",
)
HARASSED = {"flags": (Flag.SEXUAL_HARASSMENT,)}


def under(right: RightToComplain) -> Municipality:
    terms = REGIME.terms.model_copy(update={"right_to_complain": right})
    return TOWN.model_copy(update={"regimes": (REGIME.model_copy(update={"terms": terms}),)})


@pytest.mark.parametrize(
    ("right", "began", "facts", "last_day", "verdict"),
    [
        (AWB, date(2025, 6, 1), {}, date(2026, 6, 1), "op tijd"),
        (AWB, date(2025, 5, 31), {}, date(2026, 5, 31), "een mens beslist"),  # a Sunday
        (AWB, date(2025, 5, 31), HARASSED, date(2026, 5, 31), "een mens beslist"),
        (STERKER, date(2025, 12, 1), {}, date(2026, 6, 1), "op tijd"),
        (STERKER, date(2025, 11, 30), {}, date(2026, 5, 30), "Een mens stelt vast"),
        (STERKER, date(2024, 6, 1), HARASSED, date(2026, 6, 1), "op tijd"),
        (STERKER, date(2024, 5, 31), HARASSED, date(2026, 5, 31), "Een mens stelt vast"),
    ],
)
def test_a_person_decides_what_becomes_of_a_late_complaint(
    right: RightToComplain, began: date, facts: dict[str, Any], last_day: date, verdict: str
) -> None:
    noon = dutch_moment(began, time(12))
    case = a_case(milestones={Milestone(right.counted_from): noon}, **facts)
    found = clocks(Known(case, False, under(right), dutch_calendar()))

    [clock] = [clock for clock in found if clock.kind is ClockKind.RIGHT_TO_COMPLAIN]

    assert (clock.due_on, clock.article) == (last_day, right.article)
    assert verdict in clock.explanation
    assert clock.met is (verdict == "op tijd")
    assert [each.met for each in found if each.kind is ClockKind.HANDLING] == [False]
