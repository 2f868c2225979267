"""When a clock acts, and who is told: in working days, and only while the office is open."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines import ladder
from services.deadlines.clocks import Known, clocks
from services.deadlines.domain import Duty, Running
from services.deadlines.telling import step_news
from shared.dutch_time import AMSTERDAM, dutch_moment
from shared.events import Clock, DutyMissed, DutyNear, TermMissed, TermNear
from shared.glossary import RIGHTS, ClockKind, Flag, Milestone, Outcome
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.regime import Regime
from tests.builders import MONDAY, a_case

CALENDAR = dutch_calendar()
TOWN = municipalities()["1904"]
REGIME = TOWN.regime("stichtse_vecht_2014")
CLOSED = {"closed_at": MONDAY, "outcome": Outcome.JUDGED}
BREACH = {"flags": (Flag.DATA_BREACH,)}


def clock_of(kind: ClockKind, **facts: Any) -> Clock:
    found = clocks(Known(a_case(**facts), False, TOWN, CALENDAR))
    return next(clock for clock in found if clock.kind is kind)


def running(kind: ClockKind = ClockKind.HANDLING, **facts: Any) -> Running:
    """As it runs at first, before anybody was told."""
    fresh = Running(a_case(**facts), clock_of(kind, **facts))
    return ladder.set_going(fresh, None, REGIME, MONDAY, CALENDAR)


def at(day: int, month: int, hour: float = 8.5) -> datetime:
    """Amsterdam's clock, in 2026; the office opens at half past eight."""
    clock = time(int(hour), round(hour % 1 * 60))
    return dutch_moment(date(2026, month, day), clock)


@pytest.mark.parametrize(
    ("step", "moment", "audience"),
    [
        # six weeks from 1 June 2026 end on Monday 13 July
        (1, at(29, 6), "behandelaar"),  # ten working days before
        (2, at(8, 7), "behandelaar"),
        (3, at(14, 7), "leidinggevende"),
        (4, at(16, 7), "klachtencoordinator"),
        (5, at(21, 7), "college"),
        (6, at(4, 8), "college"),  # and every ten working days after that
        (7, at(18, 8), "college"),
    ],
)
def test_a_ladder_climbs_in_working_days_at_opening_time(
    step: int, moment: datetime, audience: str
) -> None:
    clock = clock_of(ClockKind.HANDLING)

    assert ladder.moment_of(step, clock, REGIME, CALENDAR) == moment
    assert ladder.audience_of(step, clock, REGIME) == audience


@given(
    st.dates(date(2015, 1, 1), date(2090, 1, 1)),
    st.integers(0, 30),
    st.sampled_from([ClockKind.ACKNOWLEDGMENT, ClockKind.CONTACT, ClockKind.HANDLING,
                     ClockKind.DATA_BREACH]),
)  # fmt: skip
def test_every_step_comes_after_the_one_before_in_opening_hours(
    received: date, told: int, kind: ClockKind
) -> None:
    clock = clock_of(kind, received_at=datetime.combine(received, MONDAY.timetz()), **BREACH)

    one, next_one = (ladder.next_moment(clock, REGIME, n, CALENDAR) for n in (told, told + 1))

    assert one
    assert next_one
    assert one < next_one
    assert ladder.opens_again(one, REGIME.working_days, CALENDAR) is None
    assert one.astimezone(AMSTERDAM).time() == REGIME.working_days.opens_at


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (at(30, 6, 8.25), at(30, 6)),
        (at(30, 6, 3), at(30, 6)),
        (at(30, 6, 17), at(1, 7)),
        (at(3, 7, 23), at(6, 7)),
        (at(4, 7, 12), at(6, 7)),
        (at(25, 12, 12), at(28, 12)),
        (at(2, 7, 12), at(3, 7)),
    ],
    ids=["a quarter of an hour early", "at night", "at closing time", "on Friday night",
         "on Saturday", "at Christmas", "on a day that the office closes by itself"],
)  # fmt: skip
def test_while_the_office_is_closed_nobody_is_told_and_it_waits_for_the_opening(
    now: datetime, opening: datetime
) -> None:
    office = REGIME.working_days.model_copy(update={"extra_closed_days": (date(2026, 7, 2),)})
    regime, before = REGIME.model_copy(update={"working_days": office}), running()

    waiting, steps = ladder.climb(before, regime, now, CALENDAR)

    assert (waiting, steps) == (replace(before, next_at=opening), ())
    assert ladder.climb(waiting, regime, opening, CALENDAR)[1]


@pytest.mark.parametrize("now", [at(30, 6), at(30, 6, 16.9)])
def test_an_open_office_is_told_at_once(now: datetime) -> None:
    after, steps = ladder.climb(running(), REGIME, now, CALENDAR)

    assert steps == (1,)
    assert (after.told, after.next_at) == (1, at(8, 7))


@pytest.mark.parametrize(
    ("now", "steps", "next_at"),
    [
        (at(29, 6), (1,), at(8, 7)),
        (at(8, 7), (2,), at(14, 7)),  # the handler twice: once is enough
        (at(14, 7), (2, 3), at(16, 7)),
        (at(20, 7), (2, 3, 4), at(21, 7)),
        (at(5, 8), (2, 3, 4, 6), at(18, 8)),  # the college twice as well
    ],
)
def test_where_nobody_looked_for_a_while_every_reader_hears_it_once_and_the_last_of_it(
    now: datetime, steps: tuple[int, ...], next_at: datetime
) -> None:
    after, told = ladder.climb(running(), REGIME, now, CALENDAR)

    assert told == steps
    assert (after.told, after.next_at) == (steps[-1], next_at)


@given(st.lists(st.integers(0, 100 * 24), max_size=30).map(sorted))
def test_however_often_somebody_looks_no_step_is_told_twice_and_the_end_is_the_same(
    hours: list[int],
) -> None:
    often, told = running(), list[int]()
    for hour in [*hours, 100 * 24 + 2]:  # in the end, at noon on Wednesday 9 September
        often, steps = ladder.climb(often, REGIME, MONDAY + timedelta(hours=hour), CALENDAR)
        told += steps
    once, steps = ladder.climb(running(), REGIME, MONDAY + timedelta(hours=100 * 24 + 2), CALENDAR)

    assert told == sorted(set(told))
    assert set(steps) <= set(told)  # who was told the last step once, is told it here too
    assert often == once


def test_a_resident_is_asked_how_it_went_and_once_more_and_then_left_alone() -> None:
    clock = clock_of(ClockKind.SATISFACTION, **CLOSED)

    moments = [ladder.next_moment(clock, REGIME, told, CALENDAR) for told in range(4)]

    assert moments == [at(2, 6), at(15, 6), None, None]  # on the day after it ended, and the tenth
    assert {ladder.audience_of(step, clock, REGIME) for step in (1, 2)} == {"inwoner"}
    with pytest.raises(LookupError):
        ladder.audience_of(3, clock, REGIME)


@pytest.mark.parametrize("kind", sorted(RIGHTS))
def test_a_right_of_the_resident_reminds_nobody(kind: ClockKind) -> None:
    right = running(kind, milestones={Milestone.CONDUCT: MONDAY - timedelta(days=500)})

    assert not right.clock.met
    assert right.next_at is None


def test_a_clock_that_was_met_does_not_act() -> None:
    assert running(ClockKind.HANDLING, **CLOSED).next_at is None


@pytest.mark.parametrize(
    ("day", "now", "told"),
    [
        (date(2026, 7, 13), at(9, 7), 2),  # it did not move
        (date(2026, 7, 14), at(9, 7), 2),  # a day on: both moments are behind us
        (date(2026, 7, 17), at(9, 7), 1),  # the second is still to come
        (date(2026, 8, 10), at(9, 7), 0),  # four weeks on: so is the first
        (date(2026, 7, 6), at(9, 7), 2),  # earlier: nothing is taken back
    ],
)
def test_what_was_told_stays_told_unless_its_moment_is_still_to_come(
    day: date, now: datetime, told: int
) -> None:
    before = replace(running(), told=2)
    moved = before.clock.model_copy(update={"due_on": day})

    after = ladder.set_going(Running(before.of, moved, 7), before, REGIME, now, CALENDAR)

    assert after.told == told
    assert after.next_at == ladder.moment_of(told + 1, moved, REGIME, CALENDAR)
    assert after.version == 7


def test_a_last_day_that_moved_and_came_back_is_not_told_of_again() -> None:
    away = replace(running(), told=0)
    away = replace(away, clock=away.clock.model_copy(update={"due_on": date(2026, 8, 10)}))

    back = Running(away.of, clock_of(ClockKind.HANDLING), told=2)  # told when it was that day first
    after = ladder.set_going(back, away, REGIME, at(9, 7), CALENDAR)

    assert (after.told, after.next_at) == (2, at(14, 7))


def test_a_case_that_is_closed_and_opened_again_does_not_remind_again() -> None:
    before = replace(running(), told=2)
    met = before.clock.model_copy(update={"met": True})

    closed = ladder.set_going(Running(before.of, met), before, REGIME, at(9, 7), CALENDAR)
    opened = ladder.set_going(Running(before.of, before.clock), closed, REGIME, at(9, 7), CALENDAR)

    assert (closed.told, closed.next_at) == (2, None)
    assert (opened.told, opened.next_at) == (2, at(14, 7))


@pytest.mark.parametrize(
    ("since", "next_at"), [(at(1, 7, 12), at(1, 7, 12)), (at(1, 6, 12), at(29, 6))]
)
def test_what_was_known_late_is_not_late_to_act(since: datetime, next_at: datetime) -> None:
    fresh = Running(a_case(), clock_of(ClockKind.HANDLING))

    after = ladder.set_going(fresh, None, REGIME, MONDAY, CALENDAR, since=since)

    assert (after.told, after.next_at) == (0, next_at)


@pytest.mark.parametrize(
    ("clock", "last", "too_late"),
    [
        (clock_of(ClockKind.HANDLING), at(13, 7, 23.98), at(14, 7, 0)),
        (clock_of(ClockKind.DATA_BREACH, **BREACH), at(4, 6, 11.5), at(4, 6, 11.52)),
    ],
    ids=["until the end of the last day", "to the minute, for hours"],
)
def test_a_term_has_passed_when_its_last_day_or_its_last_hour_has(
    clock: Clock, last: datetime, too_late: datetime
) -> None:
    assert not ladder.is_over(clock, last)
    assert ladder.is_over(clock, too_late)


@pytest.mark.parametrize(
    ("of", "near", "missed"),
    [(a_case(), TermNear, TermMissed), (Duty("1904", "jaarpublicatie"), DutyNear, DutyMissed)],
    ids=["a case", "a duty"],
)
def test_what_is_told_late_is_told_as_missed(of: Any, near: type, missed: type) -> None:
    late = Running(of, clock_of(ClockKind.HANDLING))

    in_time, too_late = (step_news(late, 2, REGIME, now) for now in (at(13, 7), at(14, 7)))

    assert (type(in_time), type(too_late)) == (near, missed)
    assert in_time.id == too_late.id  # whoever tells it twice tells one thing
    assert (in_time.data.step, in_time.data.audience) == (2, "behandelaar")


@pytest.mark.parametrize("here", municipalities().values(), ids=lambda each: str(each.name))
def test_every_ladder_of_every_regulation_can_be_climbed_to_its_end(here: Any) -> None:
    def climbed(regime: Regime, kind: ClockKind) -> list[datetime | None]:
        clock = clock_of(ClockKind.HANDLING).model_copy(update={"kind": kind})
        return [ladder.next_moment(clock, regime, told, CALENDAR) for told in range(12)]

    for regime in here.regimes:
        for kind in regime.ladders:
            assert (None in climbed(regime, kind)) is (kind is ClockKind.SATISFACTION)
