"""Which clocks run for a case: when each begins and ends, what meets it, and what never does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines import ladder
from services.deadlines.clocks import Known, clocks
from shared.case import Handler, Handover, Improvement
from shared.dutch_time import AMSTERDAM
from shared.events import Clock
from shared.glossary import (
    AFTER_CLOSING,
    OF_NO_CASE,
    PROVIDER_DUTIES,
    RIGHTS,
    Channel,
    ClockKind,
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Milestone,
    Outcome,
    Telling,
)
from shared.law.calendar import dutch_calendar
from shared.municipality import Municipality, municipalities
from shared.proceedings import (
    Aftermath,
    Contribution,
    Decision,
    OmbudsmanRequest,
    Proceedings,
    Proposal,
    Recommendation,
    Repair,
)
from shared.regime import Unreachable
from tests.builders import DESK, MONDAY, a_case, an_addition

CALENDAR = dutch_calendar()
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
YOUTH_CARE = Handler(kind=HandlerKind.PROVIDER, key="wilgenboom")
WKKGZ = Handler(kind=HandlerKind.PROVIDER, key="wijkzorg")
EARLIER, LATER = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1)
GOOD_FRIDAY_WEEK = datetime(2026, 4, 2, 10, tzinfo=AMSTERDAM)
NEXT_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
SUNDAY = date(2026, 6, 14)
PROPOSAL = Proposal(outcome=Outcome.JUDGED, by="7d7d3c0e", at=GOOD_FRIDAY_WEEK)
DECISION = Decision(proposal=PROPOSAL, by="a91c2f00", at=MONDAY)


def town(**terms: Any) -> Municipality:
    """Stichtse Vecht, where a case of somebody who cannot be reached may be ended after a while."""
    here = municipalities()["1904"]
    regime = here.regime("stichtse_vecht_2014")
    terms = {"unreachable": Unreachable(months=2, article="Sterker 5.8")} | terms
    changed = regime.model_copy(update={"terms": regime.terms.model_copy(update=terms)})
    return here.model_copy(update={"regimes": (changed,)})


TOWN = town()


def those_of(
    clock_kind: ClockKind, where: Municipality = TOWN, acknowledged: bool = False, **facts: Any
) -> list[Clock]:
    known = Known(a_case(**facts), acknowledged, where, CALENDAR)
    return [clock for clock in clocks(known) if clock.kind is clock_kind]


def clock_of(clock_kind: ClockKind, where: Municipality = TOWN, **facts: Any) -> Clock:
    [clock] = those_of(clock_kind, where, **facts)
    return clock


def offered(to: Handler = PROVIDER, **facts: Any) -> dict[str, Any]:
    return {"handler": to, "handover": Handover(to=to, offered_at=MONDAY, **facts)}


def on(*milestones: Milestone, at: datetime = MONDAY) -> dict[str, Any]:
    return {"milestones": dict.fromkeys(milestones, at)}


def improvement(reference: str, **facts: Any) -> Improvement:
    usual = {"unit": "wijkteam", "set_at": MONDAY, "due_on": date(2026, 9, 6)}  # a Sunday
    return Improvement(reference=reference, **(usual | facts))


def proceedings(**facts: Any) -> dict[str, Any]:
    return {"proceedings": Proceedings(**facts)}


def asked(reference: str, **facts: Any) -> Contribution:
    usual = {"to": PROVIDER, "asked_at": MONDAY, "due_on": SUNDAY}
    return Contribution(reference=reference, **(usual | facts))


def requested(**facts: Any) -> dict[str, Any]:
    request = OmbudsmanRequest(reference="O-1", received_at=MONDAY, due_on=SUNDAY, **facts)
    return {"aftermath": Aftermath(requests=(request,))}


def recommended(**facts: Any) -> dict[str, Any]:
    usual = {"by": "ombudsman", "unit": "wijkteam", "given_at": MONDAY, "due_on": SUNDAY}
    recommendation = Recommendation(reference="A-1", **(usual | facts))
    return {"aftermath": Aftermath(recommendations=(recommendation,))}


CLOSED: dict[str, Any] = {"closed_at": MONDAY, "outcome": Outcome.JUDGED}
OPINION = on(Milestone.COMMITTEE_OPINION, at=datetime(2026, 4, 5, 12, tzinfo=AMSTERDAM))
CLOCK_CHANGES = on(Milestone.PORTAL_MESSAGE, at=datetime(2026, 10, 24, 12, tzinfo=AMSTERDAM))


def not_satisfied(answered_at: datetime | None = None) -> dict[str, Any]:
    added = an_addition(
        Telling.DISSATISFACTION, received_at=GOOD_FRIDAY_WEEK, answered_at=answered_at
    )
    return {"received_at": GOOD_FRIDAY_WEEK, "additions": (added,)}


RUNS: dict[ClockKind, dict[str, Any]] = {
    ClockKind.ACKNOWLEDGMENT: {},
    ClockKind.CONTACT: {"received_at": GOOD_FRIDAY_WEEK},
    ClockKind.DISSATISFACTION: not_satisfied(),
    ClockKind.HANDOVER: offered(),
    ClockKind.PROVIDER_REACTION: {"handler": YOUTH_CARE, **OPINION},
    ClockKind.NOT_HANDLING: {
        "received_at": datetime(2026, 4, 7, 12, tzinfo=AMSTERDAM),
        "ground": Ground.ALREADY_HANDLED,
    },
    ClockKind.HANDLING: {"received_at": GOOD_FRIDAY_WEEK},
    ClockKind.UNREACHABLE: on(Milestone.UNREACHABLE),
    ClockKind.PORTAL_NOTICE: CLOCK_CHANGES,
    ClockKind.DATA_BREACH: {"flags": (Flag.DATA_BREACH,)},
    ClockKind.WARM_HANDOVER: offered(accepted_at=GOOD_FRIDAY_WEEK),
    ClockKind.REPAIR: proceedings(repair=Repair(asked_at=MONDAY, due_on=SUNDAY)),
    ClockKind.CONTRIBUTION: proceedings(contributions=(asked("I-1"),)),
    ClockKind.SECOND_LOOK: proceedings(proposal=PROPOSAL),
    ClockKind.OMBUDSMAN_REQUEST: requested(),
    ClockKind.RECOMMENDATION: recommended(),
    ClockKind.IMPROVEMENT: {"improvements": (improvement("VB-1"),)},
    ClockKind.SATISFACTION: CLOSED,
    ClockKind.OMBUDSMAN: {},
    ClockKind.RIGHT_TO_COMPLAIN: on(Milestone.CONDUCT),
}
"""Facts under which a clock runs. The five messages of a provider have tests of their own."""


@pytest.mark.parametrize(
    ("kind", "starts_on", "nominal_end", "due_on", "article"),
    [
        (ClockKind.ACKNOWLEDGMENT, "2026-06-01", "2026-06-01", "2026-06-01", "Awb 9:6 en 2:17"),
        # five working days; Good Friday and Easter Monday do not count
        (ClockKind.CONTACT, "2026-04-02", "2026-04-13", "2026-04-13",
         "Memo Klachtenmanagement par. 1"),
        (ClockKind.DISSATISFACTION, "2026-04-02", "2026-04-13", "2026-04-13",
         "Memo Klachtenmanagement par. 1"),
        (ClockKind.HANDOVER, "2026-06-01", "2026-06-03", "2026-06-03",
         "afspraak met de aanbieder, geen wet"),
        # one month later it is Liberation Day, and so it is after the four weeks below
        (ClockKind.PROVIDER_REACTION, "2026-04-05", "2026-05-05", "2026-05-06",
         "Jeugdwet 4.2.1 lid 5"),
        (ClockKind.NOT_HANDLING, "2026-04-07", "2026-05-05", "2026-05-06", "Awb 9:8 lid 3"),
        (ClockKind.HANDLING, "2026-04-02", "2026-05-14", "2026-05-18", "Awb 9:11 lid 1"),
        (ClockKind.UNREACHABLE, "2026-06-01", "2026-08-01", "2026-08-01", "Sterker 5.8"),
        (ClockKind.PORTAL_NOTICE, "2026-10-24", "2026-10-26", "2026-10-26", "Awb 2:10"),
        (ClockKind.DATA_BREACH, "2026-06-01", "2026-06-04", "2026-06-04", "AVG 33 lid 1"),
        # five and three working days, around Easter like the contact above
        (ClockKind.WARM_HANDOVER, "2026-04-02", "2026-04-13", "2026-04-13",
         "Uitgangspunten par. 1D"),
        (ClockKind.SECOND_LOOK, "2026-04-02", "2026-04-09", "2026-04-09",
         "Uitgangspunten par. 1D"),
        # days that somebody set stay as they are, also on a Sunday
        (ClockKind.REPAIR, "2026-06-01", "2026-06-14", "2026-06-14", "Awb 9:4"),
        (ClockKind.CONTRIBUTION, "2026-06-01", "2026-06-14", "2026-06-14",
         "Regeling art. 3 lid 1"),
        (ClockKind.OMBUDSMAN_REQUEST, "2026-06-01", "2026-06-14", "2026-06-14", "Awb 9:31"),
        (ClockKind.RECOMMENDATION, "2026-06-01", "2026-06-14", "2026-06-14", "Awb 9:36 lid 4"),
        (ClockKind.IMPROVEMENT, "2026-06-01", "2026-09-06", "2026-09-06",
         "Regeling art. 7 lid 3 onder e"),
        (ClockKind.SATISFACTION, "2026-06-01", "2026-06-15", "2026-06-15",
         "Regeling art. 6 lid 3"),
        (ClockKind.OMBUDSMAN, "2026-07-13", "2027-07-13", "2027-07-13", "Awb 9:24 lid 1 b"),
        (ClockKind.RIGHT_TO_COMPLAIN, "2026-06-01", "2027-06-01", "2027-06-01",
         "Awb 9:8 lid 1 b"),
    ],
)  # fmt: skip
def test_a_clock_runs_from_and_until_the_days_of_its_article(
    kind: ClockKind, starts_on: str, nominal_end: str, due_on: str, article: str
) -> None:
    clock = clock_of(kind, **RUNS[kind])

    found = [str(day) for day in (clock.starts_on, clock.nominal_end, clock.due_on)]
    assert (*found, clock.article) == (starts_on, nominal_end, due_on, article)
    assert not clock.met or kind is ClockKind.RIGHT_TO_COMPLAIN


def test_who_is_not_satisfied_waits_until_somebody_talked_with_her_also_after_closing() -> None:
    facts = not_satisfied() | CLOSED
    answered = not_satisfied(answered_at=MONDAY) | CLOSED

    assert not clock_of(ClockKind.DISSATISFACTION, **facts).met
    assert clock_of(ClockKind.DISSATISFACTION, **answered).met


def test_every_kind_of_clock_is_tried_here() -> None:
    assert {*RUNS, ClockKind.PROVIDER_DUTY} == set(ClockKind) - OF_NO_CASE


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (ClockKind.ACKNOWLEDGMENT, {"written": False}),
        (ClockKind.ACKNOWLEDGMENT, {"kind": Kind.SIGNAL}),
        (ClockKind.ACKNOWLEDGMENT, {"flags": (Flag.ANONYMOUS,)}),
        (ClockKind.ACKNOWLEDGMENT, {"channel": Channel.SURVEY}),
        (ClockKind.CONTACT, {"flags": (Flag.ANONYMOUS,)}),
        (ClockKind.CONTACT, {"flags": (Flag.SOLVED_ON_THE_SPOT,)}),
        (ClockKind.CONTACT, {"ground": Ground.COMPLIMENT}),
        (ClockKind.DISSATISFACTION, {}),
        (ClockKind.HANDOVER, {"handler": PROVIDER}),
        (ClockKind.PROVIDER_DUTY, {"handler": PROVIDER}),
        (ClockKind.PROVIDER_DUTY, offered() | {"handler": DESK}),
        (ClockKind.PROVIDER_DUTY, offered(PROVIDER.model_copy(update={"kind": HandlerKind.UNIT}))),
        (ClockKind.PROVIDER_DUTY, offered(WKKGZ)),
        (ClockKind.PROVIDER_REACTION, {"handler": YOUTH_CARE}),
        (ClockKind.NOT_HANDLING, {"ground": Ground.ALREADY_HANDLED, "statutory": False}),
        (ClockKind.UNREACHABLE, {}),
        (ClockKind.PORTAL_NOTICE, {}),
        (ClockKind.DATA_BREACH, {"flags": (Flag.PRESS,)}),
        (ClockKind.WARM_HANDOVER, offered()),
        (ClockKind.WARM_HANDOVER, offered(accepted_at=LATER) | {"handler": DESK}),
        (ClockKind.WARM_HANDOVER, offered(accepted_at=LATER) | {"flags": (Flag.ANONYMOUS,)}),
        (ClockKind.REPAIR, CLOSED),
        (ClockKind.CONTRIBUTION, CLOSED),
        (ClockKind.SECOND_LOOK, CLOSED),
        (ClockKind.OMBUDSMAN_REQUEST, CLOSED),
        (ClockKind.RECOMMENDATION, CLOSED),
        (ClockKind.IMPROVEMENT, CLOSED),
        (ClockKind.SATISFACTION, {"outcome": Outcome.JUDGED}),
        (ClockKind.SATISFACTION, CLOSED | {"flags": (Flag.ANONYMOUS,)}),
        (ClockKind.SATISFACTION, CLOSED | {"flags": (Flag.SUICIDE,)}),
        (ClockKind.SATISFACTION, CLOSED | {"channel": Channel.PROVIDER}),
        (ClockKind.OMBUDSMAN, {"statutory": False}),
        (ClockKind.RIGHT_TO_COMPLAIN, {}),
        (ClockKind.RIGHT_TO_COMPLAIN, on(Milestone.KNOWLEDGE)),
    ],
)
def test_a_clock_does_not_run_for_what_its_article_is_not_about(
    kind: ClockKind, facts: dict[str, Any]
) -> None:
    assert those_of(kind, **facts) == []


@pytest.mark.parametrize("outcome", Outcome)
def test_who_got_an_answer_is_asked_how_it_went(outcome: Outcome) -> None:
    answered = {Outcome.SATISFIED, Outcome.JUDGED, Outcome.HANDLED_BY_PROVIDER}

    asked = those_of(ClockKind.SATISFACTION, closed_at=MONDAY, outcome=outcome)

    assert bool(asked) is (outcome in answered)


@pytest.mark.parametrize("ground", [None, *Ground])
def test_only_the_seven_grounds_of_the_law_need_a_letter_within_four_weeks(
    ground: Ground | None,
) -> None:
    lid_1 = {
        Ground.ALREADY_HANDLED,
        Ground.OLDER_THAN_A_YEAR,
        Ground.OBJECTION_POSSIBLE,
        Ground.APPEAL_POSSIBLE,
        Ground.OTHER_COURT,
        Ground.PROSECUTION,
    }

    needed = ground in {*lid_1, Ground.TOO_LIGHT}
    assert bool(those_of(ClockKind.NOT_HANDLING, ground=ground)) is needed


@pytest.mark.parametrize(
    ("kind", "terms"),
    [(ClockKind.UNREACHABLE, {"unreachable": None}),
     (ClockKind.SATISFACTION, {"satisfaction_working_days": None})],
)  # fmt: skip
def test_what_a_regulation_does_not_ask_for_does_not_run(
    kind: ClockKind, terms: dict[str, Any]
) -> None:
    assert those_of(kind, town(**terms), **RUNS[kind]) == []


@pytest.mark.parametrize(
    ("kind", "facts", "met"),
    [
        (ClockKind.ACKNOWLEDGMENT, {"acknowledged": True}, True),
        (ClockKind.ACKNOWLEDGMENT, on(Milestone.ACKNOWLEDGED), True),
        (ClockKind.CONTACT, {"first_contact_at": MONDAY}, True),
        (ClockKind.HANDOVER, offered(accepted_at=LATER), True),
        (ClockKind.HANDOVER, offered(returned_at=LATER), True),
        (ClockKind.PROVIDER_REACTION, on(Milestone.PROVIDER_REACTION), True),
        (ClockKind.NOT_HANDLING, on(Milestone.ADMITTED), True),
        (ClockKind.HANDLING, {"first_contact_at": MONDAY}, False),
        (ClockKind.UNREACHABLE, on(Milestone.REACHED_AGAIN, at=LATER), True),
        (ClockKind.UNREACHABLE, on(Milestone.REACHED_AGAIN, at=EARLIER), False),
        (ClockKind.PORTAL_NOTICE, on(Milestone.PORTAL_NOTICE, at=NEXT_YEAR), True),
        (ClockKind.PORTAL_NOTICE, on(Milestone.PORTAL_NOTICE, at=EARLIER), False),
        (ClockKind.DATA_BREACH, on(Milestone.BREACH_SETTLED), True),
        (ClockKind.WARM_HANDOVER, on(Milestone.TAKEN_OVER, at=NEXT_YEAR), True),
        (
            ClockKind.REPAIR,
            proceedings(repair=Repair(asked_at=MONDAY, due_on=SUNDAY, completed_at=LATER)),
            True,
        ),
        (ClockKind.SECOND_LOOK, proceedings(decision=DECISION), True),
        (ClockKind.SECOND_LOOK, proceedings(decision=DECISION, proposal=PROPOSAL), False),
        (ClockKind.OMBUDSMAN_REQUEST, requested(answered_at=LATER), True),
        (ClockKind.RECOMMENDATION, recommended(taken_over=True), False),
        (ClockKind.RECOMMENDATION, recommended(taken_over=True, done_at=LATER), True),
        (ClockKind.RECOMMENDATION, recommended(taken_over=False, reason="M-1"), True),
        (ClockKind.IMPROVEMENT, {"improvements": (improvement("VB-1", done_at=LATER),)}, True),
        (ClockKind.SATISFACTION, on(Milestone.SATISFACTION), True),
        (ClockKind.OMBUDSMAN, {"first_contact_at": MONDAY}, False),
    ],
)
def test_a_clock_is_met_by_what_it_waits_for(
    kind: ClockKind, facts: dict[str, Any], met: bool
) -> None:
    before = RUNS[kind]
    milestones = before.get("milestones", {}) | facts.get("milestones", {})

    assert clock_of(kind, **(before | facts | {"milestones": milestones})).met is met


@pytest.mark.parametrize("kind", sorted(set(RUNS) - RIGHTS))
def test_closing_stops_every_clock_but_those_that_go_on(kind: ClockKind) -> None:
    assert clock_of(kind, **(RUNS[kind] | CLOSED)).met is (kind not in AFTER_CLOSING)


def test_a_provider_owes_five_messages_and_sends_them_one_by_one() -> None:
    handed_over: dict[str, Any] = offered() | on(Milestone.INFORMED_BY_PROVIDER)

    duties = those_of(ClockKind.PROVIDER_DUTY, **handed_over)

    assert {duty.item for duty in duties} == set(PROVIDER_DUTIES)
    assert [str(duty.due_on) for duty in duties] == [
        "2026-06-08", "2026-06-15", "2026-06-22", "2026-07-13", "2026-07-13",
    ]  # fmt: skip
    assert [duty.item for duty in duties if duty.met] == [Milestone.INFORMED_BY_PROVIDER]
    assert {duty.article for duty in duties} == {"Uitgangspunten klachtenmanagement par. 11 I"}
    assert all(duty.met for duty in those_of(ClockKind.PROVIDER_DUTY, **(handed_over | CLOSED)))


def test_each_improvement_has_a_clock_of_its_own() -> None:
    several = improvement("VB-1", done_at=LATER), improvement("VB-2", due_on=date(2026, 8, 1))

    found = those_of(ClockKind.IMPROVEMENT, improvements=several, **CLOSED)

    assert [(clock.item, clock.met) for clock in found] == [("VB-2", False), ("VB-1", True)]


def test_each_contribution_that_was_asked_has_a_clock_until_it_came_or_is_not_needed() -> None:
    several = (
        asked("I-1"),
        asked("I-2", received_at=LATER),
        asked("I-3", cancelled_at=LATER, due_on=date(2026, 6, 8)),
    )

    found = those_of(ClockKind.CONTRIBUTION, **proceedings(contributions=several))

    assert [(clock.item, clock.met) for clock in found] == [
        ("I-3", True),
        ("I-1", False),
        ("I-2", True),
    ]


def test_nobody_looks_at_a_proposal_that_was_rejected() -> None:
    assert those_of(ClockKind.SECOND_LOOK, **proceedings(rejections=1)) == []


@pytest.mark.parametrize("kind", sorted({*RUNS} - RIGHTS - AFTER_CLOSING))
def test_a_case_that_is_opened_again_has_the_clock_that_it_had(kind: ClockKind) -> None:
    opened_again = {"aftermath": Aftermath(reopened_at=(LATER,))}

    assert clock_of(kind, **(RUNS[kind] | opened_again)) == clock_of(kind, **RUNS[kind])


def test_a_case_may_be_ended_on_a_saturday_unless_own_terms_roll_over() -> None:
    facts = RUNS[ClockKind.UNREACHABLE]

    rolls = clock_of(ClockKind.UNREACHABLE, town(own_terms_roll_over=True), **facts)

    assert (rolls.nominal_end, rolls.due_on) == (date(2026, 8, 1), date(2026, 8, 3))


@pytest.mark.parametrize(
    ("kind", "due_at"),
    [(ClockKind.PORTAL_NOTICE, "2026-10-26T11:00+01:00"),  # the clocks went back on the 25th
     (ClockKind.DATA_BREACH, "2026-06-04T11:30+02:00")],
)  # fmt: skip
def test_a_term_in_hours_ends_on_the_minute(kind: ClockKind, due_at: str) -> None:
    assert clock_of(kind, **RUNS[kind]).due_at == datetime.fromisoformat(due_at)


def test_the_first_clock_to_end_comes_first() -> None:
    found = clocks(Known(a_case(**offered()), False, TOWN, CALENDAR))

    assert [clock.due_on for clock in found] == sorted(clock.due_on for clock in found)
    assert found[0].kind is ClockKind.ACKNOWLEDGMENT


@given(st.dates(date(2015, 1, 1), date(2090, 1, 1)), st.sampled_from(sorted(municipalities())))
def test_every_clock_can_be_explained_and_acts_unless_it_is_met_or_a_right(
    received: date, code: str
) -> None:
    here = municipalities()[code]
    moment = datetime.combine(received, MONDAY.timetz())
    milestones = dict.fromkeys(Milestone, moment)
    case = a_case(municipality=code, received_at=moment, regime=here.regimes[0].code)
    case = case.model_copy(
        update={**offered(), "milestones": milestones, "flags": (Flag.DATA_BREACH,)}
    )

    for clock in clocks(Known(case, False, here, CALENDAR)):
        acts = ladder.next_moment(clock, here.regimes[0], 0, CALENDAR)
        assert clock.explanation.endswith(".")
        assert bool(acts) is not (clock.met or clock.kind in RIGHTS)
