"""Who is told what? A test names only what it is about; these fill in the rest."""

from datetime import date
from typing import Any

from services.notifications.domain import Cause, messages
from services.notifications.message import ByHand, Message, Why
from services.notifications.reaching import DESK
from shared.case import Case, Handler, TermChange
from shared.events import (
    CaseAdjourned,
    CaseClosed,
    CaseEvent,
    CaseOpened,
    Clock,
    DelayAgreed,
    DutyMissed,
    DutyNear,
    DutyStep,
    Step,
    TermMissed,
    TermNear,
    event_id,
    source_of,
    type_of,
)
from shared.glossary import ClockKind, DelayReason, HandlerKind, Outcome, Phase, TermBasis
from shared.municipality import municipalities
from shared.proceedings import Matter, Respondent
from tests.builders import MONDAY, a_case

STICHTSE_VECHT = municipalities()["1904"]
WIJKTEAM = Handler(kind=HandlerKind.UNIT, key="wijkteam")
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
ANOTHER = Handler(kind=HandlerKind.PROVIDER, key="plassentaxi")
NO_MAILBOX = Handler(kind=HandlerKind.UNIT, key="wijkteam_oost")


def told(event: Cause) -> list[Message]:
    return messages(event, STICHTSE_VECHT)


def opened(**facts: Any) -> list[Message]:
    return told(CaseOpened.about(a_case(**facts), MONDAY))


def closed(outcome: Outcome, **facts: Any) -> list[Message]:
    case = a_case(phase=Phase.CLOSED, closed_at=MONDAY, outcome=outcome, **facts)
    return told(CaseClosed.about(case, MONDAY))


def resident(messages: list[Message]) -> list[Message]:
    return [message for message in messages if message.to is None]


def by_hand(event: Cause) -> list[tuple[str, Why]]:
    tasks = [each for each in told(event) if isinstance(each.content, ByHand)]
    assert all(each.to == DESK for each in tasks)
    assert len({each.id for each in tasks}) == len(tasks)
    return [(task.content.audience, task.content.why) for task in tasks]  # type: ignore[union-attr]


def a_delay(
    event: type[CaseAdjourned | DelayAgreed] = CaseAdjourned, **facts: Any
) -> CaseAdjourned | DelayAgreed:
    change = TermChange(
        basis=TermBasis.ADJOURNMENT if event is CaseAdjourned else TermBasis.CONSENT,
        sequence=2,
        decided_at=MONDAY,
        by="m-1",
        reason=DelayReason.ADVICE,
        weeks=4 if event is CaseAdjourned else None,
        until=None if event is CaseAdjourned else date(2026, 9, 5),
    )
    return event.about(a_case(sequence=2, term_changes=(change,), **facts), MONDAY)


def a_clock(kind: ClockKind, **facts: Any) -> Clock:
    usual = {
        "starts_on": date(2026, 6, 1),
        "nominal_end": date(2026, 6, 8),
        "due_on": date(2026, 6, 8),
        "article": "Memo Klachtenmanagement par. 1",
        "explanation": "Vijf werkdagen na ontvangst.",
    }
    return Clock.model_validate(usual | {"kind": kind} | facts)


def a_step(
    event: type[TermNear | TermMissed],
    audience: str,
    case: Case,
    kind: ClockKind = ClockKind.CONTACT,
    step: int = 1,
    **facts: Any,
) -> TermNear | TermMissed:
    clock = a_clock(kind, **facts)
    return event(
        id=event_id(case.number, audience, type_of(event)),
        type=type_of(event),
        source=source_of(case.municipality, "deadlines"),
        subject=case.number,
        time=MONDAY,
        gemeentecode=case.municipality,
        data=Step(case=case, clock=clock, step=step, audience=audience),
    )


def a_duty_step(
    event: type[DutyNear | DutyMissed], audience: str, provider: str | None = None
) -> DutyNear | DutyMissed:
    key = f"aanbiedersrapportage-2026-06-30-{provider}"
    return event(
        id=event_id(key, audience),
        type=type_of(event),
        source=source_of("1904", "deadlines"),
        subject=key,
        time=MONDAY,
        gemeentecode="1904",
        data=DutyStep(
            clock=a_clock(ClockKind.PROVIDER_TOTALS, item=provider),
            step=1,
            audience=audience,
            provider=provider,
        ),
    )


def a_respondent(reference: str = "B-1", party: Handler = WIJKTEAM, **facts: Any) -> Respondent:
    return Respondent(reference=reference, job_title="consulent_wmo", party=party, **facts)


def about(*respondents: Respondent) -> dict[str, Any]:
    """A case about somebody; about one consultant of the wijkteam, where nobody is named."""
    return {"matter": Matter(respondents=respondents or (a_respondent(),))}


def news(event: type[CaseEvent], **facts: Any) -> list[Message]:
    """Who is told what of *event*, in a case of which *facts* are true."""
    return told(event.about(a_case(**facts), MONDAY))  # type: ignore[arg-type]
