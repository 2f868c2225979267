"""What a municipality must do by a day, whatever complaints come in, and how that is watched."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.domain import Duty, Running
from services.deadlines.duties import duties
from services.deadlines.planning import Planning, UnknownDutyError
from shared.glossary import OF_NO_CASE, ClockKind
from shared.law.calendar import dutch_calendar
from shared.municipality import Municipality, SecondLine, municipalities
from shared.regime import Duties, Ladder, Rung
from tests.fakes.deadlines import InMemoryDeadlineStore

CALENDAR = dutch_calendar()
TOWN = municipalities()["1904"]
WEESP = municipalities()["0457"]  # part of Amsterdam since 24 March 2022
NEW_BODY = SecondLine(name="Eigen ombudsman", valid_from=date(2028, 1, 1), source="test")
AUTUMN = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 10, tzinfo=UTC)
LATE = (Rung(working_days=1, audience="college"),)


def with_second_line(body: SecondLine) -> Municipality:
    return TOWN.model_copy(update={"second_lines": (*TOWN.second_lines, body)})


def without_duties() -> Municipality:
    regimes = tuple(each.model_copy(update={"duties": Duties()}) for each in TOWN.regimes)
    return TOWN.model_copy(update={"regimes": regimes})


def those_of(kind: ClockKind, today: date, here: Municipality = TOWN) -> list[Running]:
    return [duty for duty in duties(here, today, CALENDAR) if duty.clock.kind is kind]


def key(duty: Running) -> str:
    assert isinstance(duty.of, Duty)
    return duty.of.key


@pytest.mark.parametrize(
    ("today", "last_day"),
    [
        (date(2014, 12, 16), date(2015, 7, 31)),  # for 2015 the first were due in July
        (date(2015, 7, 31), date(2015, 7, 31)),
        (date(2015, 8, 1), date(2015, 11, 30)),
        (date(2015, 12, 1), date(2016, 6, 30)),
        (date(2016, 6, 30), date(2016, 6, 30)),
        (date(2016, 7, 1), date(2016, 11, 30)),
    ],
)
def test_providers_send_their_totals_before_july_and_december(today: date, last_day: date) -> None:
    totals = those_of(ClockKind.PROVIDER_TOTALS, today)

    assert {duty.clock.due_on for duty in totals} == {last_day}
    assert {duty.clock.article for duty in totals} == {"contract art. 11.1"}


def test_every_provider_with_a_contract_owes_totals_of_its_own() -> None:
    totals = those_of(ClockKind.PROVIDER_TOTALS, AUTUMN)

    contracts = set(TOWN.providers) - {"wijkzorg"}  # care under the Wkkgz is not ours
    assert {duty.of.provider for duty in totals if isinstance(duty.of, Duty)} == contracts
    assert {duty.clock.item for duty in totals} == contracts
    assert f"aanbiedersrapportage-2026-11-30-{totals[0].clock.item}" == key(totals[0])


@pytest.mark.parametrize(
    ("kind", "today", "last_day", "article"),
    [
        # twenty working days after the quarter; what is still due of the last one goes first
        (ClockKind.PROGRESS_REPORT, date(2026, 7, 28), date(2026, 7, 28), "par. 3"),
        (ClockKind.PROGRESS_REPORT, date(2026, 7, 29), date(2026, 10, 28), "par. 3"),
        (ClockKind.PROGRESS_REPORT, date(2026, 12, 31), date(2027, 1, 29), "par. 3"),
        (ClockKind.PUBLICATION, date(2026, 6, 30), date(2026, 6, 30), "Awb 9:12a"),
        (ClockKind.PUBLICATION, date(2026, 7, 1), date(2027, 6, 30), "Awb 9:12a"),
        (ClockKind.CLIENT_EXPERIENCE, date(2026, 6, 30), date(2026, 6, 30), "Wmo 2015 2.5.1"),
        (ClockKind.CLIENT_EXPERIENCE, date(2026, 7, 1), date(2027, 6, 30), "Wmo 2015 2.5.1"),
    ],
)
def test_what_is_due_every_year_or_quarter_is_due_again_on_the_day_after(
    kind: ClockKind, today: date, last_day: date, article: str
) -> None:
    [duty] = those_of(kind, today)

    assert duty.clock.due_on == last_day
    assert article in duty.clock.article
    assert key(duty) == f"{kind}-{last_day}"


@pytest.mark.parametrize(
    "today", [AUTUMN, date(2027, 6, 30), date(2027, 12, 31)], ids=["before", "on the day", "after"]
)
def test_another_second_line_needs_a_decision_before_july_of_the_year_before(today: date) -> None:
    [duty] = those_of(ClockKind.SECOND_LINE, today, with_second_line(NEW_BODY))

    assert (duty.clock.due_on, duty.clock.article) == (date(2027, 6, 30), "Gemeentewet 81p")


@pytest.mark.parametrize(
    ("begins", "today"),
    [(date(2028, 1, 1), date(2028, 1, 1)), (date(2028, 3, 24), AUTUMN)],
    ids=["it began", "a merger, not a switch"],
)
def test_a_second_line_that_began_or_came_with_a_merger_asks_for_no_decision(
    begins: date, today: date
) -> None:
    body = NEW_BODY.model_copy(update={"valid_from": begins})

    assert those_of(ClockKind.SECOND_LINE, today, with_second_line(body)) == []


@pytest.mark.parametrize(
    ("today", "kinds"),
    [
        (date(2022, 3, 23), OF_NO_CASE - {ClockKind.SECOND_LINE, ClockKind.OLD_RULES}),
        (date(2022, 3, 24), {ClockKind.OLD_RULES}),
        (date(2024, 3, 23), {ClockKind.OLD_RULES}),
        (date(2024, 3, 24), set()),
    ],
)
def test_after_a_merger_only_the_old_rules_are_left_and_for_two_years(
    today: date, kinds: set[ClockKind]
) -> None:
    found = duties(WEESP, today, CALENDAR)

    assert {duty.clock.kind for duty in found} == kinds
    for duty in found:
        if duty.clock.kind is ClockKind.OLD_RULES:
            assert (duty.clock.due_on, duty.clock.article) == (date(2024, 3, 23), "Wet arhi 28")


def test_what_a_regulation_does_not_ask_for_is_no_duty() -> None:
    assert duties(without_duties(), AUTUMN, CALENDAR) == ()


@given(st.dates(date(2014, 12, 16), date(2090, 12, 31)))
def test_a_duty_that_comes_back_is_never_due_in_the_past_and_its_key_is_its_own(
    today: date,
) -> None:
    found = duties(TOWN, today, CALENDAR)

    assert all(duty.clock.due_on >= today for duty in found)
    assert len({key(duty) for duty in found}) == len(found)


class Desk:
    """A memory, and the planning that fills it for one municipality."""

    def __init__(self) -> None:
        self.store = InMemoryDeadlineStore()

    def plan(self, today: date, here: Municipality = TOWN) -> list[str]:
        self.planning(here).plan(today)
        return self.watched()

    def planning(self, here: Municipality = TOWN) -> Planning:
        return Planning(self.store, {here.code: here}, CALENDAR)

    def watched(self) -> list[str]:
        return [key(duty) for duty in self.planning().show(TOWN.code)]

    def duty(self, name: str) -> Running:
        return next(duty for duty in self.store.duties(TOWN.code) if key(duty) == name)


REPORT = "voortgangsrapportage-2026-10-28"
TOTALS = "aanbiedersrapportage-2026-11-30-vechtstroom"


def test_every_duty_is_watched_the_first_due_first_and_acts_at_its_first_step() -> None:
    desk = Desk()

    watched = desk.plan(AUTUMN)

    assert watched[0] == REPORT
    assert sorted(watched) == sorted(key(duty) for duty in duties(TOWN, AUTUMN, CALENDAR))
    # ten working days before 28 October at half past eight, in summer time
    assert desk.duty(REPORT).next_at == datetime(2026, 10, 14, 6, 30, tzinfo=UTC)


def test_a_duty_that_is_seen_late_acts_when_the_office_opens() -> None:
    desk = Desk()

    desk.plan(date(2026, 10, 20))

    assert desk.duty(REPORT).next_at == datetime(2026, 10, 20, 6, 30, tzinfo=UTC)


def test_planning_again_changes_nothing_that_is_watched() -> None:
    desk = Desk()
    desk.plan(AUTUMN)
    second = datetime(2026, 10, 29, 7, 30, tzinfo=UTC)  # the day after its last
    told = replace(desk.duty(REPORT), told=1, next_at=second)
    desk.store.drop(told)
    desk.store.begin(told)

    watched = desk.plan(date(2026, 9, 2))

    assert len(watched) == len(set(watched)) == len(duties(TOWN, AUTUMN, CALENDAR))
    assert desk.duty(REPORT) == told


def test_a_step_that_is_still_to_come_follows_another_ladder() -> None:
    desk = Desk()
    desk.plan(AUTUMN)
    [regime] = TOWN.regimes
    sooner = Ladder(
        rungs=(Rung(working_days=-20, audience="college"), *LATE), repeat_working_days=5
    )
    ladders = regime.ladders | {ClockKind.PROGRESS_REPORT: sooner}
    changed = TOWN.model_copy(update={"regimes": (regime.model_copy(update={"ladders": ladders}),)})

    desk.plan(AUTUMN, changed)

    assert desk.duty(REPORT).next_at == datetime(2026, 9, 30, 6, 30, tzinfo=UTC)


def test_what_was_taken_out_of_the_configuration_is_watched_no_longer() -> None:
    desk = Desk()
    assert TOTALS in desk.plan(AUTUMN)
    rest = {name: each for name, each in TOWN.providers.items() if name != "vechtstroom"}

    watched = desk.plan(AUTUMN, TOWN.model_copy(update={"providers": rest}))

    assert TOTALS not in watched
    assert len(watched) == len(duties(TOWN, AUTUMN, CALENDAR)) - 1


def test_what_was_not_done_in_time_is_watched_until_somebody_does_it() -> None:
    desk = Desk()
    desk.plan(AUTUMN)

    watched = desk.plan(date(2026, 12, 1))

    assert {REPORT, "voortgangsrapportage-2027-01-29"} <= set(watched)
    assert {TOTALS, "aanbiedersrapportage-2027-06-30-vechtstroom"} <= set(watched)
    assert desk.duty(REPORT).next_at


def test_who_did_it_and_when_is_kept_and_nobody_is_asked_again() -> None:
    desk = Desk()
    desk.plan(AUTUMN)

    done = desk.planning().settle("1904", REPORT, "m-17", NOW)

    assert done.of == Duty("1904", REPORT, None, NOW, "m-17")
    assert (done.clock.met, done.next_at) == (True, None)
    assert desk.duty(REPORT) == done
    desk.plan(AUTUMN)
    desk.plan(AUTUMN, without_duties())
    assert desk.duty(REPORT) == done  # what was done stays on the list


def test_saying_again_that_it_was_done_changes_nothing() -> None:
    desk = Desk()
    desk.plan(AUTUMN)
    done = desk.planning().settle("1904", REPORT, "m-17", NOW)

    again = desk.planning().settle("1904", REPORT, "m-18", datetime(2026, 9, 9, tzinfo=UTC))

    assert again == desk.duty(REPORT) == done


@pytest.mark.parametrize(
    ("municipality", "name"), [("1904", "jaarpublicatie-1999-06-30"), ("0363", REPORT)]
)
def test_a_duty_that_nobody_watches_cannot_be_settled(municipality: str, name: str) -> None:
    desk = Desk()
    desk.plan(AUTUMN)

    with pytest.raises(UnknownDutyError):
        desk.planning().settle(municipality, name, "m-17", NOW)


def test_two_that_plan_at_the_same_time_do_not_hinder_each_other() -> None:
    class PlannedByAnother(InMemoryDeadlineStore):
        """Somebody else begins to watch everything just before we do."""

        def begin(self, duty: Running) -> None:
            super().begin(duty)
            super().begin(duty)

    store = PlannedByAnother()

    Planning(store, {"1904": TOWN}, CALENDAR).plan(AUTUMN)

    assert len(store.duties("1904")) == len(duties(TOWN, AUTUMN, CALENDAR))
