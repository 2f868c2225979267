"""Whatever the case and whatever the day: what may never happen to a last day of handling."""

from datetime import date, datetime, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.case import Case, Handler, Handover
from shared.dutch_time import dutch_moment
from shared.glossary import (
    Channel,
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Milestone,
    Nature,
    Phase,
)
from shared.law.calendar import DAY, Calendar, dutch_calendar
from shared.law.handling import handling, ombudsman
from shared.municipality import municipalities
from tests.builders import DESK, a_case, an_adjournment

CALENDAR = dutch_calendar()
TOWN = municipalities()["1904"]
UNIT = Handler(kind=HandlerKind.UNIT, key="wijkteam")
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
WKKGZ = Handler(kind=HandlerKind.PROVIDER, key="wijkzorg")

DAYS = st.dates(date(2014, 1, 1), date(2090, 12, 31))
TIMES = st.times(max_value=time(23, 59, 59))


def noon(day: date) -> datetime:
    return dutch_moment(day, time(12))


def offered(handler: Handler, day: date) -> Handover:
    return Handover(to=handler, offered_at=noon(day))


@st.composite
def a_decided_case(draw: st.DrawFn) -> Case:
    """Any case, as far as it matters to its last day; a day that was agreed on is not counted."""
    weeks = draw(st.none() | st.integers(1, 4))
    handler, day = draw(st.sampled_from([DESK, UNIT, PROVIDER, WKKGZ])), draw(DAYS)
    return a_case(
        received_at=dutch_moment(draw(DAYS), draw(TIMES)),
        statutory=draw(st.booleans()),
        written=draw(st.booleans()),
        formal_since=draw(st.none() | DAYS.map(noon)),
        handler=handler,
        handover=draw(st.sampled_from([None, offered(handler, day)])),
        term_changes=(an_adjournment(weeks=weeks),) if weeks else (),
        milestones=draw(st.sampled_from([{}, {Milestone.EXTENDED_BY_PROVIDER: noon(day)}])),
    )


@given(a_decided_case(), st.booleans())
def test_a_term_of_the_law_never_ends_on_a_free_day_nor_before_its_nominal_end(
    case: Case, advisory: bool
) -> None:
    regime = TOWN.regime(case.regime).model_copy(update={"advisory_body": advisory})

    term = handling(case, TOWN.model_copy(update={"regimes": (regime,)}), CALENDAR)

    assert term.starts_on < term.nominal_end <= term.due_on
    if "geen wet" not in term.article:
        assert CALENDAR.why_free(term.due_on) is None


@given(a_decided_case())
def test_a_decision_for_more_time_never_takes_time_away(case: Case) -> None:
    without = case.model_copy(update={"term_changes": (), "milestones": {}})

    term = handling(case, TOWN, CALENDAR)
    assert term.due_on >= handling(without, TOWN, CALENDAR).due_on


@given(a_decided_case(), st.integers(0, 30))
def test_one_more_equated_day_never_makes_a_last_day_earlier(case: Case, later: int) -> None:
    term, year = handling(case, TOWN, CALENDAR), ombudsman(case, TOWN, CALENDAR)
    equated = CALENDAR.equated | {term.nominal_end + later * DAY}
    more = Calendar(equated, CALENDAR.known_years, CALENDAR.unknown_after)

    assert handling(case, TOWN, more).due_on >= term.due_on
    if year and (later_year := ombudsman(case, TOWN, more)):
        assert later_year.due_on >= year.due_on


@given(a_decided_case(), DAYS, TIMES)
def test_the_hour_of_receipt_never_moves_a_last_day(case: Case, day: date, hour: time) -> None:
    """Not on the days that clocks change, and not on leap days."""
    ends = {
        handling(case.model_copy(update={"received_at": moment}), TOWN, CALENDAR).due_on
        for moment in (dutch_moment(day, time.min), dutch_moment(day, hour), noon(day))
    }

    assert len(ends) == 1


WHATEVER_ELSE = st.fixed_dictionaries(
    {
        "channel": st.sampled_from(Channel),
        "kind": st.sampled_from(Kind),
        "nature": st.none() | st.sampled_from(Nature),
        "phase": st.sampled_from(Phase),
        "flags": st.lists(st.sampled_from(Flag), max_size=4).map(tuple),
        "ground": st.none() | st.sampled_from(Ground),
        "first_contact_at": st.none() | DAYS.map(noon),
        "milestones": st.dictionaries(st.sampled_from(Milestone), DAYS.map(noon), max_size=6),
        "handover": st.none() | DAYS.map(lambda day: offered(PROVIDER, day)),
        "assignee": st.sampled_from([None, "m-17"]),
        "closed_at": st.none() | DAYS.map(noon),
        "sequence": st.integers(1, 99),
    }
)


@given(a_decided_case(), WHATEVER_ELSE)
def test_no_pause_no_mediation_and_no_waiting_moves_the_last_day_of_the_law(
    case: Case, facts: dict[str, Any]
) -> None:
    """Only receipt, the day it stood on paper and decisions do (Awb 9:11)."""
    statutory = case.model_copy(update={"statutory": True})

    changed = statutory.model_copy(update=facts)
    assert handling(changed, TOWN, CALENDAR) == handling(statutory, TOWN, CALENDAR)
