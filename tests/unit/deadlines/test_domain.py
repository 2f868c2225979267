from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines import domain
from shared.case import Case, Handler
from shared.dutch_time import AMSTERDAM
from shared.events import Clock, TermMissed, TermNear
from shared.glossary import ClockKind, Flag, Ground, HandlerKind, Kind
from shared.law.calendar import dutch_calendar
from shared.municipality import Regime, municipalities
from tests.builders import DESK, MONDAY, a_case

CALENDAR = dutch_calendar()
REGIME = municipalities()["1904"].regime("stichtse_vecht_2014")
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
THURSDAY = datetime(2026, 4, 2, 10, tzinfo=AMSTERDAM)  # six weeks later it is Ascension Day


def clock_of(kind: ClockKind, regime: Regime = REGIME, **facts: Any) -> Clock:
    found = domain.clocks(a_case(**facts), regime, CALENDAR)
    return next(clock for clock in found if clock.kind is kind)


def handling(regime: Regime = REGIME, **facts: Any) -> Clock:
    return clock_of(ClockKind.HANDLING, regime, **facts)


def with_advisory_body() -> Regime:
    return REGIME.model_copy(update={"advisory_body": True})


def test_somebody_contacts_the_resident_within_five_working_days() -> None:
    clock = clock_of(ClockKind.CONTACT, received_at=THURSDAY)

    assert clock.due_on == date(2026, 4, 13)  # Good Friday and Easter Monday do not count
    assert clock.article == "Memo Klachtenmanagement par. 1"


def test_a_written_complaint_is_handled_within_the_six_weeks_of_the_law() -> None:
    clock = handling(received_at=THURSDAY)

    assert (clock.starts_on, clock.nominal_end) == (date(2026, 4, 2), date(2026, 5, 14))
    assert (clock.due_on, clock.article) == (date(2026, 5, 18), "Awb 9:11 lid 1")


def test_an_advisory_body_takes_ten_weeks() -> None:
    assert handling(with_advisory_body()).nominal_end == date(2026, 8, 10)


def test_an_oral_complaint_that_is_put_in_writing_gets_its_term_from_then() -> None:
    clock = handling(written=False, statutory=True, formal_since=THURSDAY)

    assert clock.due_on == date(2026, 5, 18)
    assert "op schrift stond is donderdag 2 april 2026" in clock.explanation


def test_formal_handling_does_not_restart_the_term_of_a_written_complaint() -> None:
    assert handling(formal_since=datetime(2026, 7, 1, tzinfo=UTC)) == handling()


@pytest.mark.parametrize(
    ("handler", "article"),
    [
        (DESK, "streeftermijn van de gemeente, geen wet"),
        (PROVIDER, "afspraak met de aanbieder, geen wet"),
    ],
)
def test_what_is_no_complaint_of_the_law_gets_a_date_that_does_not_roll(
    handler: Handler, article: str
) -> None:
    clock = handling(statutory=False, handler=handler, received_at=THURSDAY)

    assert (clock.due_on, clock.article) == (date(2026, 5, 14), article)
    assert "geen wettelijke termijn" in clock.explanation


def test_contact_meets_its_clock_and_closing_meets_them_all() -> None:
    contacted = domain.clocks(a_case(first_contact_at=MONDAY), REGIME, CALENDAR)
    closed = domain.clocks(a_case(closed_at=MONDAY), REGIME, CALENDAR)

    assert {clock.kind for clock in contacted if clock.met} == {ClockKind.CONTACT}
    assert {clock.kind for clock in closed if clock.met} == set(ClockKind)


@pytest.mark.parametrize(
    "facts",
    [
        {"flags": (Flag.ANONYMOUS,)},
        {"flags": (Flag.SOLVED_ON_THE_SPOT,)},
        {"kind": Kind.NOT_A_COMPLAINT, "ground": Ground.COMPLIMENT},
    ],
    ids=["nobody knows who she is", "it was settled on the spot", "it is praise"],
)
def test_where_nobody_waits_for_a_call_no_call_is_due(facts: dict[str, Any]) -> None:
    [clock] = domain.clocks(a_case(**facts), REGIME, CALENDAR)

    assert clock.kind is ClockKind.HANDLING


@pytest.mark.parametrize("municipality", municipalities().values(), ids=lambda each: each.name)
def test_every_clock_of_every_regime_can_be_explained_and_climbed(municipality: Any) -> None:
    for regime in municipality.regimes:
        for clock in domain.clocks(a_case(), regime, CALENDAR):
            assert clock.explanation.endswith(".")
            assert domain.next_moment(clock, regime, 0, CALENDAR)


@pytest.mark.parametrize(
    ("step", "moment", "audience"),
    [
        # six weeks from 1 June 2026 end on Monday 13 July
        (1, datetime(2026, 6, 29, 6, 30, tzinfo=UTC), "behandelaar"),  # ten working days before
        (2, datetime(2026, 7, 8, 6, 30, tzinfo=UTC), "behandelaar"),
        (3, datetime(2026, 7, 14, 6, 30, tzinfo=UTC), "klachtencoordinator"),
        (4, datetime(2026, 7, 20, 6, 30, tzinfo=UTC), "college"),
        (5, datetime(2026, 8, 3, 6, 30, tzinfo=UTC), "college"),  # and every ten after that
        (6, datetime(2026, 8, 17, 6, 30, tzinfo=UTC), "college"),
    ],
)
def test_a_ladder_climbs_in_working_days_at_opening_time(
    step: int, moment: datetime, audience: str
) -> None:
    assert domain.moment_of(step, handling(), REGIME, CALENDAR) == moment
    assert domain.rung(REGIME.ladders[ClockKind.HANDLING], step)[1] == audience


@given(st.dates(date(2015, 1, 1), date(2090, 1, 1)), st.integers(0, 30), st.sampled_from(ClockKind))
def test_every_step_comes_after_the_one_before_in_opening_hours(
    received: date, step: int, kind: ClockKind
) -> None:
    received_at = datetime.combine(received, MONDAY.timetz())
    clock = clock_of(kind, received_at=received_at)

    one = domain.next_moment(clock, REGIME, step, CALENDAR)
    next_one = domain.next_moment(clock, REGIME, step + 1, CALENDAR)

    assert one
    assert next_one
    assert one < next_one
    local = one.astimezone(AMSTERDAM)
    assert local.time() == REGIME.working_days.opens_at
    assert CALENDAR.why_closed(local.date(), REGIME.working_days) is None


def test_steps_until_the_last_day_are_reminders_and_steps_after_it_are_not() -> None:
    kinds = [
        domain.step_taken(domain.Running(a_case(), handling(), step, None), REGIME)[0]
        for step in range(1, 6)
    ]

    assert kinds == [TermNear, TermNear, TermMissed, TermMissed, TermMissed]


def running(case: Case, told: int = 0) -> domain.Running:
    clock = handling()
    return domain.Running(case, clock, told, domain.next_moment(clock, REGIME, told, CALENDAR))


def test_who_was_away_tells_only_the_highest_step_that_has_come() -> None:
    away = domain.climb(running(a_case()), REGIME, datetime(2026, 7, 21, tzinfo=UTC), CALENDAR)

    assert (away.told, away.next_at) == (4, datetime(2026, 8, 3, 6, 30, tzinfo=UTC))


def test_what_was_told_stays_told_unless_the_last_day_moved() -> None:
    before = running(a_case(), told=2)
    moved = before.clock.model_copy(update={"due_on": date(2026, 8, 10)})

    same = domain.set_running(a_case(), before.clock, before, REGIME, CALENDAR)
    afresh = domain.set_running(a_case(), moved, before, REGIME, CALENDAR)

    assert (same.told, afresh.told) == (2, 0)
