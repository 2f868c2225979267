"""What may be recorded that a clock begins with or waits for."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.routing.steps.milestones import MILESTONES
from services.routing.transition import Action
from shared.case import Handler, Handover
from shared.dutch_time import dutch_moment
from shared.events import ContactRecorded, MilestoneRecorded
from shared.glossary import PROVIDER_DUTIES, Flag, Ground, HandlerKind, Milestone, Phase
from tests.builders import MONDAY, a_case
from tests.unit.routing.steps import (
    AT_A_PROVIDER,
    CARE_PROVIDER,
    LATER,
    YOUTH_PROVIDER,
    after,
    allowed,
    refusal,
    take,
)

TUESDAY = MONDAY + timedelta(days=1)
A_UNIT_WITH_ITS_NAME = Handler(kind=HandlerKind.UNIT, key=CARE_PROVIDER.key)
ABOUT_BEFORE = {Milestone.CONDUCT, Milestone.KNOWLEDGE}


def at(provider: Handler) -> dict[str, Any]:
    return {"handler": provider, "handover": Handover(to=provider, offered_at=MONDAY)} | {
        "statutory": False
    }


CLOSED = {"phase": Phase.CLOSED, "closed_at": MONDAY}
FITTING: dict[Milestone, dict[str, Any]] = {
    **dict.fromkeys(PROVIDER_DUTIES, AT_A_PROVIDER),
    Milestone.ADMITTED: {"ground": Ground.OLDER_THAN_A_YEAR},
    Milestone.EXTENDED_BY_PROVIDER: at(CARE_PROVIDER),
    Milestone.COMMITTEE_OPINION: at(YOUTH_PROVIDER),
    Milestone.PROVIDER_REACTION: at(YOUTH_PROVIDER)
    | {"milestones": {Milestone.COMMITTEE_OPINION: MONDAY}},
    Milestone.REACHED_AGAIN: {"milestones": {Milestone.UNREACHABLE: MONDAY}},
    Milestone.PORTAL_NOTICE: {"milestones": {Milestone.PORTAL_MESSAGE: MONDAY}},
    Milestone.BREACH_SETTLED: {"flags": (Flag.DATA_BREACH,)},
    Milestone.SATISFACTION: CLOSED,
    Milestone.TAKEN_OVER: {
        "handler": CARE_PROVIDER,
        "handover": Handover(to=CARE_PROVIDER, offered_at=MONDAY, accepted_at=MONDAY),
    },
}
"""In which case does a milestone make sense? Where none is named, in any."""


def moment_of(milestone: Milestone) -> datetime:
    return MONDAY if milestone in ABOUT_BEFORE else LATER


@pytest.mark.parametrize("milestone", Milestone)
def test_every_milestone_can_be_recorded_where_it_makes_sense(milestone: Milestone) -> None:
    case, moment = a_case(**FITTING.get(milestone, {})), moment_of(milestone)

    step = after(case, Action.RECORD_MILESTONE, milestone=milestone, moment=moment)

    [reason] = step.reasons
    assert step.news is MilestoneRecorded
    assert step.file.case == case.model_copy(
        update={"milestones": case.milestones | {milestone: moment}, "sequence": 2}
    )
    assert (reason.article, reason.sentence) == (
        MILESTONES[milestone].article,
        MILESTONES[milestone].sentence,
    )


def test_every_milestone_has_an_article_and_sentences_that_end() -> None:
    assert set(MILESTONES) == set(Milestone)
    for row in MILESTONES.values():
        assert row.article
        assert row.sentence.endswith(".")
        assert all(guard.refusal.endswith(".") for guard in row.guards)


@pytest.mark.parametrize("milestone", Milestone)
def test_recording_it_again_changes_nothing_and_another_moment_corrects_it(
    milestone: Milestone,
) -> None:
    moment = moment_of(milestone)
    first, other = moment - timedelta(minutes=1), moment
    facts: dict[str, Any] = {"milestone": milestone}
    case = a_case(**FITTING.get(milestone, {}))
    once = after(case, Action.RECORD_MILESTONE, moment=first, **facts).file.case

    assert take(once, Action.RECORD_MILESTONE, moment=first, **facts) is None
    corrected = after(once, Action.RECORD_MILESTONE, moment=other, **facts).file.case
    assert corrected.milestones[milestone] == other


@example(milestone=Milestone.CONDUCT, day=date(2026, 6, 1), clock=time(23, 59))
@example(milestone=Milestone.UNREACHABLE, day=date(2026, 6, 1), clock=time(0, 0))
@given(
    milestone=st.sampled_from(Milestone),
    day=st.dates(date(2025, 1, 1), date(2026, 7, 1)),
    clock=st.sampled_from([time(0, 0), time(12, 0), time(23, 59)]),
)
def test_only_the_conduct_lies_before_receipt(milestone: Milestone, day: date, clock: time) -> None:
    begun: dict[str, Any] = {
        "milestones": dict.fromkeys(Milestone, datetime(2024, 1, 1, tzinfo=UTC))
    }
    case = a_case(**(FITTING.get(milestone, {}) | begun))

    may = allowed(
        case, Action.RECORD_MILESTONE, milestone=milestone, moment=dutch_moment(day, clock)
    )

    received = date(2026, 6, 1)
    assert may == (day <= received if milestone in ABOUT_BEFORE else day >= received)


@pytest.mark.parametrize(
    ("milestone", "facts", "says"),
    [
        *((duty, {}, "Wijs haar eerst") for duty in PROVIDER_DUTIES),
        (Milestone.ACKNOWLEDGED, {"written": False}, "schriftelijke klacht"),
        (Milestone.ADMITTED, {}, "geen grond"),
        (Milestone.EXTENDED_BY_PROVIDER, {}, "Wkkgz"),
        (Milestone.EXTENDED_BY_PROVIDER, at(YOUTH_PROVIDER), "Wkkgz"),
        (Milestone.EXTENDED_BY_PROVIDER, {"handler": A_UNIT_WITH_ITS_NAME}, "Wkkgz"),
        (Milestone.COMMITTEE_OPINION, {}, "jeugdhulpaanbieder"),
        (Milestone.COMMITTEE_OPINION, at(CARE_PROVIDER), "jeugdhulpaanbieder"),
        (Milestone.PROVIDER_REACTION, at(YOUTH_PROVIDER), "oordeel_klachtencommissie"),
        (
            Milestone.PROVIDER_REACTION,
            {"milestones": {Milestone.COMMITTEE_OPINION: MONDAY}},
            "jeugdhulpaanbieder",
        ),
        (Milestone.REACHED_AGAIN, {}, "onbereikbaar_sinds"),
        (
            Milestone.REACHED_AGAIN,
            {"milestones": {Milestone.UNREACHABLE: LATER + timedelta(minutes=1)}},
            "onbereikbaar_sinds",
        ),
        (Milestone.PORTAL_NOTICE, {}, "bericht_in_portaal"),
        (Milestone.BREACH_SETTLED, {}, "geen datalek"),
        (Milestone.SATISFACTION, {}, "Handel haar eerst af"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(
    milestone: Milestone, facts: dict[str, Any], says: str
) -> None:
    said = refusal(a_case(**facts), Action.RECORD_MILESTONE, milestone=milestone, moment=LATER)

    assert says in said


def test_under_the_wkkgz_a_provider_extends_before_its_six_weeks_end() -> None:
    case = a_case(**at(CARE_PROVIDER))
    asked: dict[str, Any] = {"milestone": Milestone.EXTENDED_BY_PROVIDER}
    in_time, too_late = (datetime(2026, 7, day, 21, 59, tzinfo=UTC) for day in (13, 14))

    extended = after(case, Action.RECORD_MILESTONE, moment=in_time, **asked).file.case

    for each in (case, extended):  # the four weeks more do not make room for themselves
        assert "17 lid 2" in refusal(each, Action.RECORD_MILESTONE, moment=too_late, **asked)


def test_the_six_weeks_are_those_of_the_provider_who_has_it_now() -> None:
    offer = Handover(to=CARE_PROVIDER, offered_at=datetime(2026, 8, 3, tzinfo=UTC))
    case = a_case(handler=CARE_PROVIDER, handover=offer, statutory=False)
    moment = datetime(2026, 9, 14, tzinfo=UTC)
    asked: dict[str, Any] = {"milestone": Milestone.EXTENDED_BY_PROVIDER, "moment": moment}

    assert allowed(case, Action.RECORD_MILESTONE, **asked)


GOES_ON = {
    Milestone.PORTAL_MESSAGE,
    Milestone.PORTAL_NOTICE,
    Milestone.BREACH_SETTLED,
    Milestone.SATISFACTION,
}


@pytest.mark.parametrize("milestone", Milestone)
def test_of_a_closed_case_only_what_goes_on_after_closing_is_recorded(
    milestone: Milestone,
) -> None:
    case = a_case(**(FITTING.get(milestone, {}) | CLOSED))

    may = allowed(case, Action.RECORD_MILESTONE, milestone=milestone, moment=moment_of(milestone))

    assert may == (milestone in GOES_ON)


def test_a_conversation_ends_that_somebody_could_not_be_reached() -> None:
    case = a_case(first_contact_at=MONDAY, milestones={Milestone.UNREACHABLE: TUESDAY})

    step = after(case, Action.RECORD_CONTACT, moment=LATER)

    assert step.news is ContactRecorded
    assert step.file.case.first_contact_at == MONDAY
    assert step.file.case.milestones == {
        Milestone.UNREACHABLE: TUESDAY,
        Milestone.REACHED_AGAIN: LATER,
    }
    assert take(step.file.case, Action.RECORD_CONTACT, moment=LATER) is None
    assert take(step.file.case, Action.RECORD_CONTACT, moment=LATER + timedelta(hours=1)) is None


def test_the_first_conversation_after_it_is_when_somebody_was_reached_again() -> None:
    since = {Milestone.UNREACHABLE: MONDAY, Milestone.REACHED_AGAIN: LATER}

    step = after(
        a_case(first_contact_at=MONDAY, milestones=since), Action.RECORD_CONTACT, moment=TUESDAY
    )

    assert step.file.case.milestones[Milestone.REACHED_AGAIN] == TUESDAY


def test_who_cannot_be_reached_a_second_time_can_be_reached_again_a_second_time() -> None:
    since = {Milestone.UNREACHABLE: TUESDAY, Milestone.REACHED_AGAIN: MONDAY}

    step = after(
        a_case(first_contact_at=MONDAY, milestones=since), Action.RECORD_CONTACT, moment=LATER
    )

    assert step.file.case.milestones[Milestone.REACHED_AGAIN] == LATER


@pytest.mark.parametrize("moment", [MONDAY, TUESDAY])
def test_a_conversation_from_before_it_does_not_count(moment: datetime) -> None:
    case = a_case(first_contact_at=MONDAY, milestones={Milestone.UNREACHABLE: TUESDAY})

    assert take(case, Action.RECORD_CONTACT, moment=moment) is None
