"""Whatever people try, in whatever order and role: a case keeps its promises.

What may not happen is written down here once more, in other words than the table's.
"""

from datetime import timedelta
from typing import Any

from hypothesis import Phase as Stage
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.deadlines.clocks import Known, clocks
from services.routing.domain import NotAllowedError
from services.routing.transition import Action, File
from services.routing.transitions import rows
from shared.case import Case
from shared.glossary import (
    RIGHTS,
    DocumentKind,
    Flag,
    HandlerKind,
    Judgment,
    Kind,
    Link,
    Milestone,
    Outcome,
    Phase,
    Reopening,
    Role,
    Side,
)
from shared.law.calendar import dutch_calendar
from shared.proceedings import COMPLAINANT
from tests.builders import DESK, MONDAY, a_received_complaint
from tests.unit.routing.steps import (
    HERE,
    MANAGER,
    OTHER_PROVIDER,
    PROVIDER,
    TEAM,
    USUAL,
    command,
)
from tests.unit.routing.test_service import NUMBER, a_dossier, routing_with

EARLY, LATE = (Phase.TRIAGE, Phase.INFORMAL), (Phase.CLOSED, Phase.SECOND_LINE)
WAYS = {
    *((one, one) for one in Phase),
    *((one, other) for one in EARLY for other in (*EARLY, Phase.FORMAL, Phase.CLOSED)),
    (Phase.FORMAL, Phase.CLOSED),
    LATE,
}
BACK = {  # only by opening it again
    (one, other) for one in LATE for other in (Phase.INFORMAL, Phase.FORMAL)
}

STAFF = st.sampled_from(["s-1", "s-2", "s-3", "m-1", "m-9"])
HANDLERS = st.sampled_from([DESK, PROVIDER, OTHER_PROVIDER, MANAGER, TEAM])
VARIED: dict[Action, st.SearchStrategy[dict[str, Any]]] = {
    Action.CLASSIFY: st.fixed_dictionaries(
        {"kind": st.sampled_from(Kind), "reroute": st.booleans()},
        optional={
            "providers": st.sampled_from([(), ("rietland",)]),
            "flags": st.sampled_from([(), (Flag.SUICIDE,), (Flag.PRESS,)]),
        },
    ),
    Action.ASSIGN: st.fixed_dictionaries(
        {
            "handler": HANDLERS,
            "assignee": st.none() | STAFF,
            "involved": st.booleans(),
            "independent": st.booleans(),
        }
    ),
    Action.LINK: st.fixed_dictionaries({"how": st.sampled_from(Link)}),
    Action.RECORD_MILESTONE: st.fixed_dictionaries({"milestone": st.sampled_from(Milestone)}),
    Action.RECORD_ASPECT: st.fixed_dictionaries(
        {
            "reference": st.sampled_from(["O-1", "O-2"]),
            "about": HANDLERS,
            "judgment": st.none() | st.sampled_from(Judgment),
        }
    ),
    Action.RECORD_RESPONDENT: st.fixed_dictionaries(
        {"reference": st.sampled_from(["B-1", "B-2"]), "staff": st.none() | STAFF}
    ),
    Action.RECORD_DOCUMENT: st.fixed_dictionaries(
        {
            "reference": st.sampled_from(["D-1", "D-BEVINDINGEN", "D-WAAROM"]),
            "kind": st.sampled_from(DocumentKind),
            "closed_to": st.sampled_from([(), (Side.RESPONDENT,)]),
        }
    ),
    Action.CONSENT_TO_MEDIATION: st.fixed_dictionaries(
        {"party": st.sampled_from([COMPLAINANT, "B-1", "B-2"])}
    ),
    Action.PLAN_HEARING: st.fixed_dictionaries(
        {"invited": st.sampled_from([(COMPLAINANT,), ("B-1",), (COMPLAINANT, "B-1", "B-2")])}
    ),
    Action.SETTLE: st.fixed_dictionaries(
        {"outcome": st.sampled_from(Outcome), "forwarded_to": st.none() | HANDLERS}
    ),
    Action.REOPEN: st.fixed_dictionaries({"reason": st.sampled_from(Reopening)}),
}
TRIES = st.one_of(
    [
        st.tuples(st.just(action), VARIED.get(action, st.just({})))
        for action in Action  # each as likely as another
    ]
)

TOWARD_A_JUDGMENT: list[tuple[Action, dict[str, Any]]] = [
    (Action.ASSIGN, {"handler": MANAGER, "assignee": None}),
    (Action.REQUEST_FORMAL, {}),
    (Action.RECORD_RESPONDENT, {}),
    (Action.SEND_COPY, {}),
    (Action.RECORD_ASPECT, {"judgment": Judgment.FOUNDED}),
    (Action.RECORD_DOCUMENT, {"reference": "D-VERSLAG", "kind": DocumentKind.MINUTES}),
    (Action.RECORD_DOCUMENT, {"reference": "D-BEVINDINGEN", "kind": DocumentKind.FINDINGS}),
    (Action.RECORD_DOCUMENT, {"reference": "D-CONCLUSIES", "kind": DocumentKind.CONCLUSIONS}),
    (Action.PLAN_HEARING, {}),
    (Action.RECORD_HEARING, {}),
    (Action.PROPOSE_JUDGMENT, {}),
    (Action.DECIDE, {"by": "s-3"}),
    (Action.SETTLE, {"outcome": Outcome.JUDGED}),
]


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.routing = routing_with(a_dossier("Het wijkteam komt de afspraken niet na."))
        self.routing.open(a_received_complaint())
        self.at = MONDAY + timedelta(days=1)

    @property
    def file(self) -> File:
        return self.routing.read("1904", NUMBER)

    def attempt(self, action: Action, by: str, role: Role, facts: dict[str, Any]) -> None:
        before, self.at = self.file, self.at + timedelta(hours=3)
        moments = {"moment": self.at} if "moment" in USUAL.get(action, {}) else {}
        if action is Action.PLAN_HEARING:
            moments["planned_for"] = self.at + timedelta(hours=1)
        asked = command(action, by=by, at=self.at, role=role, **(moments | facts))
        if role not in rows(action, asked.said)[0].by:
            return  # the door refuses her: tests/integration/routing/test_api.py
        try:
            self.routing.act("1904", NUMBER, asked)
        except NotAllowedError:
            assert self.file == before
            return
        _was_allowed(action, by, before, self.file)

    @rule(tried=TRIES, by=STAFF, role=st.sampled_from(Role))
    def tries(self, tried: tuple[Action, dict[str, Any]], by: str, role: Role) -> None:
        self.attempt(tried[0], by, role, tried[1])

    @rule(steps=st.integers(1, len(TOWARD_A_JUDGMENT)))
    def works_toward_a_judgment(self, steps: int) -> None:
        for action, facts in TOWARD_A_JUDGMENT[:steps]:
            asked = dict(facts)
            self.attempt(action, asked.pop("by", "s-2"), Role.COORDINATOR, asked)

    @invariant()
    def a_closed_case_has_an_outcome_and_an_open_one_has_none(self) -> None:
        case = self.file.case
        assert case.is_open == (case.outcome is None) == (case.phase not in LATE)

    @invariant()
    def an_open_case_has_an_owner_and_a_next_moment(self) -> None:
        case = self.file.case
        if case.is_open:
            assert case.handler.key
            assert case.owner == "1904"
            known = Known(case, True, HERE, dutch_calendar())
            assert any(not clock.met for clock in clocks(known) if clock.kind not in RIGHTS)

    @invariant()
    def nobody_who_was_involved_has_it_formally(self) -> None:
        file = self.file
        if file.case.phase is Phase.FORMAL:
            assert file.case.handler.kind in (HandlerKind.UNIT, HandlerKind.COMPLAINTS_DESK)
            assert file.case.handler != TEAM
            assert file.case.assignee not in file.involved

    @invariant()
    def a_provider_that_has_it_was_asked(self) -> None:
        case = self.file.case
        if case.handler.kind is HandlerKind.PROVIDER and case.is_open:
            assert case.handover is not None
            assert (case.handover.to, case.handover.returned_at) == (case.handler, None)
        assert case.handler != case.co_handler

    @invariant()
    def mediation_is_by_consent_of_all_who_were_parties(self) -> None:
        mediation = self.file.case.proceedings.mediation
        if mediation and mediation.started_at:
            assert COMPLAINANT in mediation.consents
            assert len(mediation.consents) > 1


def _was_allowed(action: Action, by: str, before: File, after: File) -> None:
    was, now = before.case, after.case
    way = (was.phase, now.phase)
    assert way in WAYS or (way in BACK and action is Action.REOPEN)
    assert now.sequence - was.sequence == (before != after)
    assert (now.received_at, now.regime, now.number) == (was.received_at, was.regime, was.number)
    if now.closed_at and not was.closed_at:
        _ended_well(now)
    if action is Action.DECIDE and before != after:
        decision = now.proceedings.decision
        assert decision is not None
        assert by == decision.by != decision.proposal.by
        assert not {by, decision.proposal.by} & before.involved


def _ended_well(case: Case) -> None:
    decision = case.proceedings.decision
    if case.outcome in (Outcome.JUDGED, Outcome.NOT_HANDLED):
        assert decision is not None
        assert decision.proposal.outcome is case.outcome
        assert case.handler.kind not in (HandlerKind.PROVIDER, HandlerKind.EXTERNAL)
    if case.outcome is Outcome.JUDGED:
        assert case.formal_since
        assert case.proceedings.not_heard or any(
            each.held_at and COMPLAINANT in each.invited for each in case.proceedings.hearings
        )
    if case.outcome is Outcome.REGISTERED:
        assert case.kind is not Kind.COMPLAINT


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    phases=[Stage.explicit, Stage.reuse, Stage.generate],  # to shrink so long a life takes minutes
)
