"""How is it told that a term was set, comes near or has passed? Without personal data."""

from datetime import datetime
from typing import TypeAlias

from services.deadlines import ladder
from services.deadlines.domain import Duty, Running
from shared.case import Case
from shared.events import (
    Clock,
    DutyMissed,
    DutyNear,
    DutyStep,
    Step,
    TermMissed,
    TermNear,
    Terms,
    TermsSet,
    event_id,
    source_of,
)
from shared.regime import Regime

StepNews: TypeAlias = TermNear | TermMissed | DutyNear | DutyMissed


def terms_set(
    case: Case, clocks: tuple[Clock, ...], at: datetime, again: str | None = None
) -> TermsSet:
    """These are the clocks of *case*; *again* says which new count of the same case this is."""
    counted = ("termijnen", again) if again else ("termijnen",)
    return TermsSet(
        id=event_id(case.municipality, case.number, case.sequence, *counted),
        source=source_of(case.municipality, "deadlines"),
        subject=case.number,
        time=at,
        gemeentecode=case.municipality,
        kanaal=case.channel,
        sequence=f"{case.sequence:010}",
        data=Terms(case_sequence=case.sequence, clocks=clocks),
    )


def step_news(running: Running, step: int, regime: Regime, now: datetime) -> StepNews:
    """A clock takes a *step* of its ladder at *now*. Telling it twice gives the same id."""
    clock = running.clock
    over, audience = ladder.is_over(clock, now), ladder.audience_of(step, clock, regime)
    match running.of:
        case Case() as case:
            kind = TermMissed if over else TermNear
            return kind(
                id=event_id(case.municipality, case.number, running.slot, step),
                source=source_of(case.municipality, "deadlines"),
                subject=case.number,
                time=now,
                gemeentecode=case.municipality,
                kanaal=case.channel,
                sequence=f"{case.sequence:010}",
                data=Step(case=case, clock=clock, step=step, audience=audience),
            )
        case Duty() as duty:
            told = DutyMissed if over else DutyNear
            return told(
                id=event_id(duty.municipality, duty.key, step),
                source=source_of(duty.municipality, "deadlines"),
                subject=duty.key,
                time=now,
                gemeentecode=duty.municipality,
                data=DutyStep(clock=clock, step=step, audience=audience, provider=duty.provider),
            )
