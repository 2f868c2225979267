"""How the last day of handling is moved: once by us, and further only if the resident agrees."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.routing.transition import Action
from shared.case import Case, TermChange
from shared.dutch_time import dutch_moment
from shared.events import CaseAdjourned, DelayAgreed
from shared.glossary import DelayReason, Phase, TermBasis
from shared.law.calendar import dutch_calendar
from shared.law.handling import handling
from tests.builders import a_case
from tests.unit.routing.steps import AT_A_PROVIDER, HERE, LATER, after, allowed, refusal, take

LAST_DAY = date(2026, 7, 13)  # six weeks after Monday 1 June
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
TIMES = st.sampled_from([time(0, 0), time(12, 0), time(23, 59, 59)])


def last_day(case: Case) -> date:
    return handling(case, HERE, dutch_calendar()).due_on


def agreed(*days: date) -> tuple[TermChange, ...]:
    return tuple(
        TermChange(
            basis=TermBasis.CONSENT,
            sequence=2,
            decided_at=LATER,
            by="s-1",
            reason=DelayReason.ADVICE,
            until=day,
            document="D-1",
        )
        for day in days
    )


def test_adjourning_moves_the_last_day_and_says_who_did_it_and_why() -> None:
    step = after(a_case(), Action.ADJOURN, weeks=3)

    [change] = step.file.case.term_changes
    assert step.news is CaseAdjourned
    assert last_day(step.file.case) == LAST_DAY + timedelta(weeks=3)
    assert (change.basis, change.weeks, change.reason) == (
        TermBasis.ADJOURNMENT,
        3,
        DelayReason.HEARING,
    )
    assert (change.sequence, change.decided_at, change.by) == (2, LATER, "s-1")
    assert [reason.article for reason in step.reasons] == ["Awb 9:11 lid 2"]


@given(received=DAYS, later=st.integers(0, 80), at=TIMES, weeks=st.integers(1, 4))
def test_adjourning_is_allowed_exactly_until_the_last_day_is_over(
    received: date, later: int, at: time, weeks: int
) -> None:
    case = a_case(received_at=dutch_moment(received, time(9, 30)))
    today = received + timedelta(days=later)

    may = allowed(case, Action.ADJOURN, at=dutch_moment(today, at), weeks=weeks)

    assert may == (today <= last_day(case))


@pytest.mark.parametrize("phase", [Phase.TRIAGE, Phase.INFORMAL, Phase.FORMAL])
def test_the_phase_does_not_matter_for_adjourning(phase: Phase) -> None:
    assert after(a_case(phase=phase), Action.ADJOURN).file.case.phase is phase


def test_what_was_only_said_is_adjourned_from_the_day_it_stood_on_paper() -> None:
    case = a_case(written=False, phase=Phase.FORMAL, formal_since=datetime(2026, 7, 1, tzinfo=UTC))

    assert allowed(case, Action.ADJOURN, at=datetime(2026, 8, 12, 12, tzinfo=UTC))
    assert not allowed(case, Action.ADJOURN, at=datetime(2026, 8, 13, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"statutory": False}, "Laat de inwoner weten"),
        ({**AT_A_PROVIDER, "statutory": True}, "Wijs de zaak eerst"),
        ({"term_changes": agreed(date(2026, 9, 1))}, "eenmaal"),
    ],
)
def test_adjourning_is_refused_with_what_to_do(facts: dict[str, Any], says: str) -> None:
    assert says in refusal(a_case(**facts), Action.ADJOURN)


def test_after_the_last_day_only_the_resident_can_give_more_time() -> None:
    too_late = datetime(2026, 7, 13, 22, 0, tzinfo=UTC)  # the fourteenth in Amsterdam

    assert "lid 3" in refusal(a_case(), Action.ADJOURN, at=too_late)
    assert allowed(a_case(), Action.AGREE_DELAY, at=too_late)


def test_a_case_is_adjourned_once() -> None:
    once = after(a_case(), Action.ADJOURN, weeks=1).file.case

    assert "eenmaal" in refusal(once, Action.ADJOURN, weeks=2)


def test_that_it_was_adjourned_is_heard_again_after_the_last_day_too() -> None:
    once = after(a_case(), Action.ADJOURN).file.case

    assert take(once, Action.ADJOURN, at=LATER + timedelta(days=200)) is None


def test_what_the_resident_agrees_to_is_the_last_day() -> None:
    adjourned = after(a_case(), Action.ADJOURN).file.case

    step = after(adjourned, Action.AGREE_DELAY, until=date(2026, 9, 5), document="D-9")

    change = step.file.case.term_changes[-1]
    assert step.news is DelayAgreed
    assert last_day(step.file.case) == date(2026, 9, 5)  # a Saturday: it stays
    assert (change.basis, change.until, change.document, change.sequence) == (
        TermBasis.CONSENT,
        date(2026, 9, 5),
        "D-9",
        3,
    )


@example(until=LAST_DAY, asked=0)
@example(until=date(2027, 7, 13), asked=0)
@example(until=date(2027, 7, 14), asked=0)
@given(until=st.dates(date(2026, 1, 1), date(2030, 1, 1)), asked=st.integers(0, 600))
def test_a_day_is_agreed_on_after_the_last_day_and_at_most_a_year_later(
    until: date, asked: int
) -> None:
    today = date(2026, 6, 1) + timedelta(days=asked)
    latest = max(today, LAST_DAY)

    may = allowed(a_case(), Action.AGREE_DELAY, until=until, at=dutch_moment(today, time(12, 0)))

    assert may == (LAST_DAY < until <= latest.replace(year=latest.year + 1))


def test_a_resident_may_agree_more_than_once_each_time_to_a_later_day() -> None:
    case = a_case(term_changes=agreed(date(2026, 8, 1)))

    later = after(case, Action.AGREE_DELAY, until=date(2026, 8, 2)).file.case

    assert last_day(later) == date(2026, 8, 2)
    assert "Controleer de datum" in refusal(later, Action.AGREE_DELAY, until=date(2026, 7, 20))


def test_an_earlier_agreement_sent_again_does_not_undo_a_later_one() -> None:
    once = after(a_case(), Action.AGREE_DELAY, until=date(2026, 8, 1)).file.case
    twice = after(once, Action.AGREE_DELAY, until=date(2026, 8, 2)).file.case

    assert take(twice, Action.AGREE_DELAY, until=date(2026, 8, 1)) is None


@pytest.mark.parametrize(
    ("case", "asked", "says"),
    [
        (a_case(statutory=False), {}, "Laat de inwoner weten"),
        (a_case(), {"until": LAST_DAY}, "Controleer de datum"),
    ],
)
def test_delay_is_refused_with_what_to_do(case: Case, asked: dict[str, Any], says: str) -> None:
    assert says in refusal(case, Action.AGREE_DELAY, **asked)
