"""A decree, or another regulation, moves what was counted: shown first, kept only when asked."""

from datetime import date, datetime, timedelta
from typing import Any

from services.deadlines.domain import Entry
from services.deadlines.recount import REASON, Shift, recount
from services.deadlines.service import Deadlines
from shared.events import CaseOpened, Event, TermsSet
from shared.glossary import ClockKind, Flag, Ground, Milestone, Outcome
from shared.law.calendar import Calendar, dutch_calendar
from shared.municipality import Municipalities, Municipality, municipalities
from tests.builders import MONDAY, a_case, news_of
from tests.fakes.deadlines import InMemoryDeadlineStore

CALENDAR = dutch_calendar()
DUE = date(2026, 7, 13)  # six weeks after Monday 1 June
MORE = Calendar(CALENDAR.equated | {DUE}, CALENDAR.known_years, CALENDAR.unknown_after)
LATER = MONDAY + timedelta(days=10)
NUMBER = a_case().number


class Desk:
    """A memory with cases in it, counted with the calendar as it was."""

    def __init__(self, *cases: dict[str, Any]) -> None:
        self.store = InMemoryDeadlineStore()
        for facts in cases:
            self._service(CALENDAR).follow(news_of(CaseOpened, a_case(**facts)))

    def recount(
        self, calendar: Calendar = MORE, apply: bool = False, here: Municipality | None = None
    ) -> list[Shift]:
        known = Municipalities([here]) if here else municipalities()
        return list(recount(Deadlines(self.store, known, calendar), LATER, apply))

    def due_on(self, kind: ClockKind) -> list[date]:
        _, running = self.store.read("1904", NUMBER)
        return [each.clock.due_on for each in running if each.clock.kind is kind]

    def ledger(self) -> tuple[Entry, ...]:
        return self.store.read("1904", NUMBER)[0].ledger

    def everything(self) -> tuple[Any, list[Event]]:
        return self.store.read("1904", NUMBER), list(self.store.news)

    def _service(self, calendar: Calendar) -> Deadlines:
        return Deadlines(self.store, municipalities(), calendar)


def moved(shifts: list[Shift]) -> list[tuple[str, str, date | None, date | None]]:
    return [
        (
            shift.number,
            (shift.after or shift.before).clock.kind,  # type: ignore[union-attr]
            shift.before.clock.due_on if shift.before else None,
            shift.after.clock.due_on if shift.after else None,
        )
        for shift in shifts
    ]


THE_YEAR = date(2027, 7, 13)
ONE_DAY_ON = [
    (NUMBER, ClockKind.HANDLING, DUE, date(2026, 7, 14)),
    (NUMBER, ClockKind.OMBUDSMAN, THE_YEAR, date(2027, 7, 14)),
]


def test_what_another_calendar_moves_is_shown_and_nothing_is_written() -> None:
    elsewhere = {"number": "KL-2026-BBBBB-BBBBB", "received_at": LATER}
    desk = Desk({}, elsewhere)
    before = desk.everything()

    shifts = desk.recount()

    assert moved(shifts) == ONE_DAY_ON  # and nothing of the case that the decree does not touch
    assert all(shift.moves_the_last_day for shift in shifts)
    assert desk.everything() == before


def test_what_is_kept_is_told_and_stands_in_the_ledger_with_its_reason() -> None:
    desk = Desk({})
    [first] = desk.store.news

    assert moved(desk.recount(apply=True)) == ONE_DAY_ON

    assert desk.due_on(ClockKind.HANDLING) == [date(2026, 7, 14)]
    _, news = desk.store.news
    assert isinstance(news, TermsSet)
    assert news.id != first.id
    assert [clock.due_on for clock in news.data.clocks if clock.kind is ClockKind.HANDLING] == [
        date(2026, 7, 14)
    ]
    added = [
        (entry.clock, entry.days, entry.at) for entry in desk.ledger() if entry.reason == REASON
    ]
    assert added == [(ClockKind.HANDLING, 1, LATER), (ClockKind.OMBUDSMAN, 1, LATER)]


def test_a_second_count_finds_nothing_left_to_move() -> None:
    desk = Desk({})
    desk.recount(apply=True)
    after_one = desk.everything()

    assert desk.recount(apply=True) == []
    assert desk.everything() == after_one


def test_the_same_calendar_moves_nothing() -> None:
    assert Desk({}, {"flags": (Flag.DATA_BREACH,)}).recount(CALENDAR, apply=True) == []


def test_a_case_that_was_closed_is_left_alone() -> None:
    desk = Desk({"closed_at": LATER, "outcome": Outcome.WITHDRAWN})

    assert desk.recount(apply=True) == []
    assert desk.due_on(ClockKind.HANDLING) == [DUE]


def test_where_something_goes_on_after_closing_the_terms_that_ended_are_left_alone() -> None:
    desk = Desk({"closed_at": LATER, "outcome": Outcome.JUDGED})  # she is still asked how it went
    before = desk.everything()

    assert desk.recount(apply=True) == []
    assert desk.everything() == before


def test_a_clock_that_was_met_keeps_the_day_that_it_had() -> None:
    four_weeks = date(2026, 6, 29)
    decree = Calendar(
        CALENDAR.equated | {four_weeks, DUE}, CALENDAR.known_years, CALENDAR.unknown_after
    )
    admitted = {"ground": Ground.OBJECTION_POSSIBLE, "milestones": {Milestone.ADMITTED: LATER}}
    desk = Desk(admitted)

    assert moved(desk.recount(decree, apply=True)) == ONE_DAY_ON
    assert desk.due_on(ClockKind.NOT_HANDLING) == [four_weeks]


def regulated(**terms: Any) -> Municipality:
    """Stichtse Vecht after a change of its regulation."""
    here = municipalities()["1904"]
    regime = here.regime("stichtse_vecht_2014")
    changed = regime.model_copy(update={"terms": regime.terms.model_copy(update=terms)})
    return here.model_copy(update={"regimes": (changed,)})


def test_a_regulation_that_changes_moves_its_terms_too() -> None:
    shifts = Desk({}).recount(CALENDAR, here=regulated(contact_working_days=6))

    assert moved(shifts) == [(NUMBER, ClockKind.CONTACT, date(2026, 6, 8), date(2026, 6, 9))]


def test_a_right_that_was_used_in_time_moves_with_its_regulation() -> None:
    right = municipalities()["1904"].regimes[0].terms.right_to_complain
    longer = regulated(right_to_complain=right.model_copy(update={"months": 24}))

    shifts = Desk({"milestones": {Milestone.CONDUCT: MONDAY}}).recount(CALENDAR, here=longer)

    years = date(2027, 6, 1), date(2028, 6, 1)
    assert moved(shifts) == [(NUMBER, ClockKind.RIGHT_TO_COMPLAIN, *years)]


def test_another_ladder_moves_the_next_step_and_no_last_day() -> None:
    here = municipalities()["1904"]
    regime = here.regime("stichtse_vecht_2014")
    ladders = regime.ladders | {ClockKind.HANDLING: regime.ladders[ClockKind.CONTACT]}
    changed = here.model_copy(update={"regimes": (regime.model_copy(update={"ladders": ladders}),)})
    desk = Desk({})

    [shift] = desk.recount(CALENDAR, apply=True, here=changed)

    assert not shift.moves_the_last_day
    assert shift.after is not None
    assert shift.after.next_at == datetime.fromisoformat("2026-07-10T08:30+02:00")
    assert not [entry for entry in desk.ledger() if entry.reason == REASON]
