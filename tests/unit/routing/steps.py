"""Taking a step with a case. A test names only what it is about; these fill in the rest."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.routing.domain import NotAllowedError, Step, decide
from services.routing.transition import Action, Command, File, Situation
from services.routing.transitions import rows
from shared.case import Case, Handler, Handover
from shared.glossary import (
    DelayReason,
    DocumentKind,
    Ground,
    HandlerKind,
    Judgment,
    Kind,
    Link,
    Milestone,
    Nature,
    Outcome,
    Phase,
    Procedure,
    Reopening,
    Side,
    Subject,
    Waiver,
    Wish,
)
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.proceedings import (
    COMPLAINANT,
    Advice,
    Aftermath,
    Aspect,
    Contribution,
    Decision,
    Document,
    Hearing,
    Matter,
    Mediation,
    Proceedings,
    Proposal,
    Repair,
    Respondent,
    Retention,
)
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

DOCUMENTS = tuple(
    Document(reference=reference, kind=kind, by=Side.MUNICIPALITY, added_at=MONDAY)
    for reference, kind in {
        "D-1": DocumentKind.EVIDENCE,
        "D-VERSLAG": DocumentKind.MINUTES,
        "D-ADVIES": DocumentKind.ADVICE,
        "D-BEVINDINGEN": DocumentKind.FINDINGS,
        "D-CONCLUSIES": DocumentKind.CONCLUSIONS,
        "D-WAAROM": DocumentKind.REASONING,
        "D-AFSPRAKEN": DocumentKind.AGREEMENTS,
    }.items()
)
RESPONDENT = Respondent(reference="B-1", job_title="consulent", party=TEAM, copy_sent_at=MONDAY)
ASPECT = Aspect(
    reference="O-1",
    subject=Subject.TREATMENT,
    nature=Nature.TREATMENT,
    about=TEAM,
    respondent="B-1",
    judgment=Judgment.FOUNDED,
)
PLANNED = Hearing(
    reference="H-1",
    planned_for=LATER - timedelta(hours=1),
    planned_at=MONDAY,
    invited=(COMPLAINANT, "B-1"),
)
HELD = PLANNED.model_copy(update={"held_at": LATER - timedelta(hours=1), "minutes": "D-VERSLAG"})
ABOUT_SOMEBODY = Matter(respondents=(RESPONDENT,), aspects=(ASPECT,))
JUDGMENT = Proposal(
    outcome=Outcome.JUDGED,
    by="s-2",
    at=MONDAY,
    findings="D-BEVINDINGEN",
    conclusions="D-CONCLUSIES",
)
REFUSAL = Proposal(
    outcome=Outcome.NOT_HANDLED,
    by="s-2",
    at=MONDAY,
    ground=Ground.OLDER_THAN_A_YEAR,
    reasoning="D-WAAROM",
)


def decided(proposal: Proposal) -> Decision:
    return Decision(proposal=proposal, by="s-1", at=LATER)


def in_file(**facts: Any) -> Proceedings:
    return Proceedings(documents=DOCUMENTS, **facts)


FORMAL: dict[str, Any] = {
    "phase": Phase.FORMAL,
    "formal_since": MONDAY,
    "handler": MANAGER,
    "matter": ABOUT_SOMEBODY,
}
HEARD: dict[str, Any] = FORMAL | {"proceedings": in_file(hearings=(HELD,))}
"""Formal, and ready for a judgment."""

CLOSED: dict[str, Any] = {
    "phase": Phase.CLOSED,
    "closed_at": MONDAY,
    "outcome": Outcome.SATISFIED,
}
MEDIATED = {"consents": {COMPLAINANT: MONDAY, "B-1": MONDAY}}


def _mediation(**facts: Any) -> dict[str, Any]:
    mediation = Mediation(proposed_at=MONDAY, **facts)
    return {"matter": ABOUT_SOMEBODY, "proceedings": in_file(mediation=mediation)}


AT_ITS_START: dict[Action, dict[str, Any]] = {
    Action.ACCEPT_HANDOVER: AT_A_PROVIDER,
    Action.RETURN_HANDOVER: AT_A_PROVIDER,
    Action.CLASSIFY: {"kind": Kind.UNKNOWN},
    Action.RECORD_REPAIR: {
        "proceedings": in_file(repair=Repair(asked_at=MONDAY, due_on=date(2026, 6, 17)))
    },
    Action.SEND_COPY: {
        "matter": Matter(respondents=(RESPONDENT.model_copy(update={"copy_sent_at": None}),))
    },
    Action.RECORD_CONTRIBUTION: {
        "proceedings": in_file(
            contributions=(
                Contribution(
                    reference="I-1", to=MANAGER, asked_at=MONDAY, due_on=date(2026, 6, 17)
                ),
            )
        )
    },
    Action.PROPOSE_MEDIATION: {"matter": ABOUT_SOMEBODY},
    Action.CONSENT_TO_MEDIATION: _mediation(),
    Action.START_MEDIATION: _mediation(**MEDIATED),
    Action.END_MEDIATION: _mediation(**MEDIATED, started_at=MONDAY),
    Action.PLAN_HEARING: FORMAL,
    Action.RECORD_HEARING: FORMAL | {"proceedings": in_file(hearings=(PLANNED,))},
    Action.WAIVE_HEARING: FORMAL | {"proceedings": in_file()},
    Action.ASK_ADVICE: FORMAL,
    Action.RECORD_ADVICE: FORMAL
    | {"proceedings": in_file(advice=Advice(adviser="bezwaar", asked_at=MONDAY))},
    Action.PROPOSE_JUDGMENT: HEARD,
    Action.PROPOSE_REFUSAL: {"proceedings": in_file()},
    Action.REJECT_PROPOSAL: {"proceedings": in_file(proposal=REFUSAL)},
    Action.DECIDE: HEARD | {"proceedings": in_file(hearings=(HELD,), proposal=JUDGMENT)},
    Action.REOPEN: CLOSED,
    Action.REFER: CLOSED,
    Action.RECORD_REQUEST: CLOSED,
    Action.HOLD_DESTRUCTION: CLOSED
    | {
        "aftermath": Aftermath(
            retention=Retention(years=5, source="een lijst", until=date(2031, 6, 1))
        )
    },
}
"""What is true of a case with which an action can be done, where an open complaint at the desk
will not do.
"""

OF_THE_COMMAND = ("by", "at", "known", "role", "provider")

USUAL: dict[Action, dict[str, Any]] = {
    Action.CLASSIFY: {"kind": Kind.COMPLAINT},
    Action.ASSIGN: {"handler": MANAGER, "assignee": "m-1", "independent": True},
    Action.LINK: {"to": "KL-2026-BBBBB-BBBBB", "how": Link.REPEATS},
    Action.SPLIT: {"reference": "S-1"},
    Action.RECORD_CONTACT: {"moment": LATER},
    Action.RECORD_ARRIVAL: {"sent_on": date(2026, 5, 29), "forwarded_by": "gemeente_utrecht"},
    Action.RECORD_WISHES: {"wishes": (Wish.APOLOGY,)},
    Action.ASK_REPAIR: {"due_on": date(2026, 6, 17)},
    Action.RECORD_REPAIR: {"moment": LATER},
    Action.RECORD_MILESTONE: {"milestone": Milestone.UNREACHABLE, "moment": LATER},
    Action.RECORD_ASPECT: {
        "reference": "O-1",
        "subject": Subject.TREATMENT,
        "nature": Nature.TREATMENT,
        "about": TEAM,
    },
    Action.RECORD_RESPONDENT: {
        "reference": "B-1",
        "job_title": "consulent",
        "party": TEAM,
        "staff": "m-9",
    },
    Action.SEND_COPY: {"reference": "B-1", "moment": LATER},
    Action.RECORD_PROCEDURE: {
        "reference": "P-1",
        "kind": Procedure.OBJECTION,
        "started_on": date(2026, 5, 1),
    },
    Action.RECORD_DOCUMENT: {
        "reference": "D-1",
        "kind": DocumentKind.EVIDENCE,
        "by": Side.COMPLAINANT,
    },
    Action.ASK_CONTRIBUTION: {"reference": "I-1", "to": MANAGER, "due_on": date(2026, 6, 17)},
    Action.RECORD_CONTRIBUTION: {"reference": "I-1", "moment": LATER},
    Action.CONSENT_TO_MEDIATION: {"party": COMPLAINANT},
    Action.END_MEDIATION: {"agreed": False},
    Action.REQUEST_FORMAL: {"moment": LATER},
    Action.PLAN_HEARING: {
        "reference": "H-1",
        "planned_for": LATER + timedelta(days=7),
        "invited": (COMPLAINANT, "B-1"),
    },
    Action.RECORD_HEARING: {"reference": "H-1", "moment": LATER, "minutes": "D-VERSLAG"},
    Action.WAIVE_HEARING: {"ground": Waiver.NOT_WANTED, "document": "D-1"},
    Action.ASK_ADVICE: {"adviser": "bezwaar"},
    Action.RECORD_ADVICE: {"moment": LATER, "document": "D-ADVIES"},
    Action.ADJOURN: {"weeks": 4, "delay_reason": DelayReason.HEARING},
    Action.AGREE_DELAY: {
        "until": date(2026, 9, 1),
        "document": "D-1",
        "delay_reason": DelayReason.ADVICE,
    },
    Action.PROPOSE_JUDGMENT: {"findings": "D-BEVINDINGEN", "conclusions": "D-CONCLUSIES"},
    Action.PROPOSE_REFUSAL: {"ground": Ground.OLDER_THAN_A_YEAR, "reasoning": "D-WAAROM"},
    Action.SETTLE: {"outcome": Outcome.SATISFIED, "expressed": "mondeling"},
    Action.REOPEN: {"reason": Reopening.NOT_SATISFIED},
    Action.RECORD_REQUEST: {"reference": "NO-1", "moment": LATER, "due_on": date(2026, 7, 1)},
    Action.RECORD_RECOMMENDATION: {
        "reference": "A-1",
        "by": "nationale_ombudsman",
        "unit": "wijkteam",
        "moment": LATER,
        "due_on": date(2026, 9, 1),
    },
    Action.RECORD_IMPROVEMENT: {
        "reference": "V-1",
        "unit": "wijkteam",
        "due_on": date(2026, 9, 1),
    },
    Action.HOLD_DESTRUCTION: {"hold": True},
}


def command(action: Action, **facts: Any) -> Command:
    """What somebody asks for; *facts* are of the command, or of what comes along with it."""
    about: dict[str, Any] = {"by": "s-1", "at": LATER} | {
        name: facts.pop(name) for name in OF_THE_COMMAND if name in facts
    }
    said = USUAL.get(action, {}) | facts
    return Command(action, said=rows(action)[0].said(**said), **about)


def situation(file: File, action: Action, other: Case | None = None, **facts: Any) -> Situation:
    return Situation(file, command(action, **facts), HERE, dutch_calendar(), other=other)


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
