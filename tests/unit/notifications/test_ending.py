"""What is told when a case ends, and when it goes on to the second line?"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from services.notifications.ending import closing
from services.notifications.message import ByHand, Message, Why
from services.notifications.reaching import COORDINATOR, DESK
from services.notifications.to_residents import (
    Ended,
    HandledByProvider,
    Judged,
    NotHandled,
    OnToSecondLine,
    Referral,
)
from services.notifications.to_staff import AskedByOmbudsman, EndedToo
from shared.events import CaseClosed, SecondLineReferred
from shared.glossary import Flag, Outcome, Phase
from shared.municipality import municipalities
from shared.proceedings import Aftermath, OmbudsmanRequest
from shared.regime import RESIDENT
from tests.builders import MONDAY, a_case
from tests.unit.notifications.telling import (
    NO_MAILBOX,
    PROVIDER,
    WIJKTEAM,
    a_respondent,
    about,
    by_hand,
    closed,
    news,
    resident,
    told,
)

REFERRAL = Referral(body="Nationale ombudsman", until=date(2027, 6, 1))
REQUEST = OmbudsmanRequest(reference="NO-1", received_at=MONDAY, due_on=date(2026, 7, 1))


@pytest.mark.parametrize(
    ("outcome", "kind"), [(Outcome.JUDGED, Judged), (Outcome.NOT_HANDLED, NotHandled)]
)
def test_who_gets_a_judgment_or_a_refusal_reads_which_ombudsman_and_until_when(
    outcome: Outcome, kind: type[Judged | NotHandled]
) -> None:
    (message,) = closed(outcome)
    assert message.content == kind(
        referral=Referral(body="Nationale ombudsman", until=date(2027, 6, 1))
    )


def test_who_was_answered_too_late_has_a_year_from_the_day_that_was_missed() -> None:
    """Six weeks after 1 June 2026 is 13 July; no term of a year moves for a weekend."""
    for closed_at, until, missed_on in (
        (datetime(2026, 7, 13, 20, tzinfo=UTC), date(2027, 7, 13), None),
        (datetime(2026, 7, 14, 8, tzinfo=UTC), date(2027, 7, 13), date(2026, 7, 13)),
        (datetime(2026, 12, 1, 8, tzinfo=UTC), date(2027, 7, 13), date(2026, 7, 13)),
    ):
        case = a_case(phase=Phase.CLOSED, closed_at=closed_at, outcome=Outcome.JUDGED)
        (message,) = told(CaseClosed.about(case, closed_at))
        assert message.content == Judged(
            referral=Referral(body="Nationale ombudsman", until=until, missed_on=missed_on)
        )


def test_a_statutory_text_without_the_ombudsman_cannot_be_made() -> None:
    with pytest.raises(ValidationError):
        Judged.model_validate({})
    with pytest.raises(ValidationError):
        NotHandled.model_validate({"referral": {"body": "Nationale ombudsman"}})


def test_after_a_provider_the_second_line_is_named_for_what_the_municipality_did() -> None:
    for outcome in (Outcome.HANDLED_BY_PROVIDER, Outcome.JUDGED):
        (message,) = closed(outcome, handler=PROVIDER)
        assert message.content == HandledByProvider(second_line="Nationale ombudsman")


def test_where_the_law_asks_for_no_ombudsman_none_is_named() -> None:
    (message,) = closed(Outcome.JUDGED, statutory=False)
    assert message.content == Ended(outcome=Outcome.JUDGED)


def test_a_municipality_without_a_second_line_of_its_own_has_the_national_one() -> None:
    safety_net = municipalities()["0000"]
    case = a_case(outcome=Outcome.JUDGED, regime=safety_net.regimes[0].code)
    content = closing(case, safety_net, MONDAY)
    assert isinstance(content, Judged)
    assert content.referral.body == "Nationale ombudsman"


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome.WITHDRAWN,
        Outcome.SATISFIED,
        Outcome.FORWARDED,
        Outcome.OUT_OF_REACH,
        Outcome.JOINED,
    ],
)
def test_every_other_end_is_confirmed_in_writing(outcome: Outcome) -> None:
    (message,) = closed(outcome)
    assert message.content == Ended(outcome=outcome)


def test_where_a_machine_may_not_write_the_end_is_told_by_a_person() -> None:
    (task,) = closed(Outcome.JUDGED, flags=(Flag.ABUSE,))
    assert task.to == DESK
    assert task.content == ByHand(
        audience=RESIDENT,
        why=Why.BY_A_PERSON_ONLY,
        instead=Judged(referral=Referral(body="Nationale ombudsman", until=date(2027, 6, 1))),
    )


def test_what_was_solved_on_the_spot_is_only_confirmed_if_it_was_written() -> None:
    solved = {"flags": (Flag.SOLVED_ON_THE_SPOT,)}
    assert not resident(closed(Outcome.SATISFIED, written=False, **solved))
    assert resident(closed(Outcome.SATISFIED, written=True, **solved))


def test_whoever_it_is_about_hears_where_she_works_that_it_ended_and_not_how() -> None:
    at_both = about(a_respondent(), a_respondent("B-2"), a_respondent("B-3", PROVIDER))
    _, *others = closed(Outcome.JUDGED, **at_both)
    assert [(each.to, each.content) for each in others] == [
        (WIJKTEAM, EndedToo(joined=False)),
        (PROVIDER, EndedToo(joined=False, outside=True)),
    ]


def test_whoever_it_is_about_hears_that_a_joined_case_goes_on() -> None:
    _, other = closed(Outcome.JOINED, **about())
    assert other.content == EndedToo(joined=True)


def test_after_danger_or_without_a_mailbox_a_person_tells_the_other_side_that_it_ended() -> None:
    nobody = about(a_respondent(party=NO_MAILBOX))
    for facts, task in (
        (about() | {"flags": (Flag.ABUSE,)}, ("wijkteam", Why.BY_A_PERSON_ONLY)),
        (nobody, ("wijkteam_oost", Why.NO_ADDRESS)),
    ):
        case = a_case(phase=Phase.CLOSED, closed_at=MONDAY, outcome=Outcome.WITHDRAWN, **facts)
        assert task in by_hand(CaseClosed.about(case, MONDAY))


def test_nobody_is_told_of_an_end_because_she_may_be_the_one_it_is_about() -> None:
    assert [each.audience for each in closed(Outcome.WITHDRAWN, handler=WIJKTEAM)] == [RESIDENT]


def referred(*requests: OmbudsmanRequest, at: datetime | None = MONDAY, **facts: Any) -> Any:
    aftermath = Aftermath(referred_at=at, requests=requests)
    usual = {"phase": Phase.SECOND_LINE, "closed_at": MONDAY, "outcome": Outcome.JUDGED}
    return news(SecondLineReferred, aftermath=aftermath, **(usual | facts))


def test_who_is_referred_reads_which_ombudsman_and_until_when() -> None:
    (message,) = referred()
    assert message.content == OnToSecondLine(body="Nationale ombudsman", referral=REFERRAL)


def test_who_is_referred_after_a_provider_reads_that_only_the_process_is_looked_at() -> None:
    (message,) = referred(handler=PROVIDER, statutory=False)
    assert message.content == OnToSecondLine(
        body="Nationale ombudsman", referral=None, process_only=True
    )


@pytest.mark.parametrize(("days", "passed"), [(365, False), (366, True)])
def test_who_comes_after_the_last_day_reads_that_it_has_passed(days: int, passed: bool) -> None:
    (message,) = referred(at=MONDAY + timedelta(days=days))
    assert message.content.passed is passed


def test_where_a_machine_may_not_write_a_person_points_the_way() -> None:
    for flag in (Flag.ABUSE, Flag.ANONYMOUS):
        (task,) = referred(flags=(flag,))
        assert isinstance(task.content.instead, OnToSecondLine)
        assert task.to == DESK


def test_a_request_of_the_ombudsman_is_the_coordinators_within_his_term() -> None:
    (asked,) = referred(REQUEST, at=None)
    assert asked.to == COORDINATOR
    assert asked.content == AskedByOmbudsman(reference="NO-1", until=date(2026, 7, 1))


def test_a_request_that_was_answered_is_told_to_nobody() -> None:
    assert not referred(REQUEST.model_copy(update={"answered_at": MONDAY}), at=None)


def test_of_a_referral_and_a_request_each_is_told_once_whichever_comes_first() -> None:
    def ids(found: list[Message]) -> set[str]:
        assert all(each.once for each in found)
        return {each.id for each in found}

    second = REQUEST.model_copy(update={"reference": "NO-2"})
    referral, request = ids(referred()), ids(referred(REQUEST, at=None))
    assert ids(referred(REQUEST, sequence=3)) == referral | request
    assert ids(referred(REQUEST, sequence=4, flags=(Flag.PRESS,))) == referral | request
    assert ids(referred(REQUEST, second, sequence=5)) > referral | request


def test_a_term_that_the_ombudsman_moved_is_told_again() -> None:
    moved = REQUEST.model_copy(update={"due_on": date(2026, 8, 1)})
    (before,), (after,) = referred(REQUEST, at=None), referred(moved, at=None)
    assert before.id != after.id
