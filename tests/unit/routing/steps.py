"""Taking a step with a case. A test names only what it is about; these fill in the rest."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.routing.domain import NotAllowedError, Step, decide
from services.routing.transition import Action, Command, File, Situation
from shared.case import Case, Handler, Handover, Improvement
from shared.glossary import DelayReason, HandlerKind, Milestone, Outcome
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from tests.builders import MONDAY

HERE = municipalities()["1904"]
LATER = MONDAY + timedelta(days=2)
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="rietland")
OTHER_PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
CARE_PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="wijkzorg")
YOUTH_PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="wilgenboom")
MANAGER = Handler(kind=HandlerKind.UNIT, key="leidinggevende_wijkteam")
TEAM = Handler(kind=HandlerKind.UNIT, key="wijkteam")
OFFER = Handover(to=PROVIDER, offered_at=MONDAY)
AT_A_PROVIDER: dict[str, Any] = {"handler": PROVIDER, "handover": OFFER, "statutory": False}

USUAL: dict[Action, dict[str, Any]] = {
    Action.ASSIGN: {"handler": MANAGER, "assignee": "m-1"},
    Action.RECORD_CONTACT: {"moment": LATER},
    Action.RECORD_MILESTONE: {"milestone": Milestone.UNREACHABLE, "moment": LATER},
    Action.REQUEST_FORMAL: {"moment": LATER},
    Action.ADJOURN: {"weeks": 4, "delay_reason": DelayReason.HEARING},
    Action.AGREE_DELAY: {
        "until": date(2026, 9, 1),
        "document": "D-1",
        "delay_reason": DelayReason.ADVICE,
    },
    Action.SETTLE: {"outcome": Outcome.SATISFIED},
    Action.RECORD_IMPROVEMENT: {
        "improvement": Improvement(
            reference="V-1", unit="wijkteam", set_at=LATER, due_on=date(2026, 9, 1)
        )
    },
}


def situation(file: File, action: Action, **facts: Any) -> Situation:
    usual = {"by": "s-1", "at": LATER, **USUAL.get(action, {})}
    return Situation(file, Command(action, **(usual | facts)), HERE, dutch_calendar())


def take(case: Case, action: Action, *involved: str, **facts: Any) -> Step | None:
    return decide(situation(File(case, frozenset(involved)), action, **facts))


def after(case: Case, action: Action, *involved: str, **facts: Any) -> Step:
    step = take(case, action, *involved, **facts)
    assert step is not None
    return step


def refusal(case: Case, action: Action, *involved: str, **facts: Any) -> str:
    with pytest.raises(NotAllowedError) as refused:
        take(case, action, *involved, **facts)
    return str(refused.value)


def allowed(case: Case, action: Action, **facts: Any) -> bool:
    try:
        return take(case, action, **facts) is not None
    except NotAllowedError:
        return False
