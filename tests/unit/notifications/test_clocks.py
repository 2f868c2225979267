"""Who hears that a term is near, or has passed?"""

from datetime import UTC, date, datetime

import pytest

from services.notifications.reaching import COORDINATOR
from services.notifications.to_residents import HowWasIt
from services.notifications.to_staff import DutyEscalation, DutyReminder, Escalation, Reminder
from shared.case import Handler
from shared.events import DutyMissed, DutyNear, TermMissed, TermNear
from shared.glossary import ClockKind, Flag, HandlerKind, Outcome, Phase
from shared.regime import HANDLER, MANAGER, RESIDENT
from tests.builders import MONDAY, a_case
from tests.unit.notifications.telling import PROVIDER, WIJKTEAM, a_duty_step, a_step, told


def test_a_term_that_ends_soon_reminds_whom_its_ladder_names() -> None:
    at = datetime(2026, 6, 8, 9, 30, tzinfo=UTC)
    step = a_step(TermNear, HANDLER, a_case(handler=WIJKTEAM), item="V-12", due_at=at)
    (reminder,) = told(step)
    assert reminder.to == WIJKTEAM
    assert reminder.content == Reminder(
        phase=Phase.INFORMAL,
        clock=ClockKind.CONTACT,
        item="V-12",
        due_on=date(2026, 6, 8),
        due_at=at,
        article="Memo Klachtenmanagement par. 1",
    )


def test_a_provider_that_is_reminded_cannot_open_the_case() -> None:
    (reminder,) = told(a_step(TermNear, HANDLER, a_case(handler=PROVIDER)))
    assert isinstance(reminder.content, Reminder)
    assert reminder.content.outside


@pytest.mark.parametrize(
    ("handler", "manager"), [(WIJKTEAM, "leidinggevende_wijkteam"), (PROVIDER, COORDINATOR.key)]
)
def test_a_manager_is_who_stands_above_the_handler(handler: Handler, manager: str) -> None:
    (escalation,) = told(a_step(TermMissed, MANAGER, a_case(handler=handler)))
    assert escalation.to == Handler(kind=HandlerKind.UNIT, key=manager)


def test_a_term_that_has_passed_goes_to_the_unit_its_ladder_names() -> None:
    (escalation,) = told(a_step(TermMissed, "college", a_case()))
    assert escalation.to == Handler(kind=HandlerKind.UNIT, key="college")
    assert isinstance(escalation.content, Escalation)


@pytest.mark.parametrize(("step", "again"), [(1, False), (2, True), (3, True)])
@pytest.mark.parametrize("event", [TermNear, TermMissed])
def test_a_resident_is_asked_how_it_went_and_after_that_once_more(
    event: type[TermNear | TermMissed], step: int, again: bool
) -> None:
    case = a_case(phase=Phase.CLOSED, closed_at=MONDAY, outcome=Outcome.SATISFIED)
    (question,) = told(a_step(event, RESIDENT, case, ClockKind.SATISFACTION, step))
    assert (question.to, question.content) == (None, HowWasIt(again=again))


@pytest.mark.parametrize("flag", [Flag.ANONYMOUS, Flag.NO_AUTOREPLY, Flag.ABUSE])
def test_who_no_machine_may_write_to_is_not_asked_how_it_went(flag: Flag) -> None:
    assert not told(a_step(TermNear, RESIDENT, a_case(flags=(flag,)), ClockKind.SATISFACTION))


def test_a_duty_of_a_provider_reminds_the_provider_and_names_it() -> None:
    (reminder,) = told(a_duty_step(DutyNear, HANDLER, "vechtstroom"))
    assert reminder.to == PROVIDER
    assert reminder.number == "aanbiedersrapportage-2026-06-30-vechtstroom"
    assert reminder.content == DutyReminder(
        clock=ClockKind.PROVIDER_TOTALS,
        due_on=date(2026, 6, 8),
        article="Memo Klachtenmanagement par. 1",
        provider="Thuiszorg De Vechtstroom",
    )


def test_a_duty_of_the_municipality_itself_is_the_coordinators() -> None:
    (reminder,) = told(a_duty_step(DutyNear, HANDLER))
    assert reminder.to == COORDINATOR
    assert isinstance(reminder.content, DutyReminder)
    assert reminder.content.provider is None


def test_a_duty_that_was_not_done_goes_to_the_unit_its_ladder_names() -> None:
    (escalation,) = told(a_duty_step(DutyMissed, "college", "vechtstroom"))
    assert escalation.to == Handler(kind=HandlerKind.UNIT, key="college")
    assert isinstance(escalation.content, DutyEscalation)
