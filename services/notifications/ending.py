"""What is told when a case ends, and when it goes on to the second line?"""

from collections.abc import Iterator
from datetime import datetime

from services.notifications.message import ForResident
from services.notifications.other_side import employers
from services.notifications.reaching import COORDINATOR, Told, answer, to_other_side, to_resident
from services.notifications.to_residents import (
    Ended,
    HandledByProvider,
    Judged,
    NotHandled,
    OnToSecondLine,
    Referral,
)
from services.notifications.to_staff import AskedByOmbudsman, EndedToo
from shared.case import Case
from shared.dutch_time import dutch_date
from shared.glossary import HandlerKind, Outcome
from shared.law.calendar import dutch_calendar
from shared.law.handling import ombudsman
from shared.municipality import Municipality

OUR_JUDGMENT = {Outcome.JUDGED, Outcome.NOT_HANDLED}


def closed(case: Case, municipality: Municipality, at: datetime) -> Iterator[Told]:
    yield from answer(case, closing(case, municipality, case.closed_at or at))
    news = EndedToo(joined=case.outcome is Outcome.JOINED)
    for party in employers(case):
        yield to_other_side(case, party, news, municipality)


def closing(case: Case, municipality: Municipality, at: datetime) -> ForResident:
    """What a resident is told when the case ends."""
    body = _second_line(municipality, at)
    outcome = case.outcome or Outcome.REGISTERED
    at_a_provider = case.handler.kind is HandlerKind.PROVIDER
    if outcome is Outcome.HANDLED_BY_PROVIDER or (at_a_provider and outcome in OUR_JUDGMENT):
        return HandledByProvider(second_line=body)
    ended = case.model_copy(update={"closed_at": at})
    if outcome in OUR_JUDGMENT and (referral := _referral(ended, municipality, body)):
        return (Judged if outcome is Outcome.JUDGED else NotHandled)(referral=referral)
    return Ended(outcome=outcome)


def second_line(case: Case, municipality: Municipality) -> Iterator[Told]:
    """The event is about a referral, or about a request of the ombudsman; which, no case says.

    So all that is known is told, and each of it once.
    """
    if at := case.aftermath.referred_at:
        body = _second_line(municipality, at)
        referral = _referral(case, municipality, body)
        content = OnToSecondLine(
            body=body,
            referral=referral,
            passed=referral is not None and referral.until < dutch_date(at),
            process_only=case.handler.kind is HandlerKind.PROVIDER,
        )
        yield to_resident(case, content)._replace(once=True)
    for request in case.aftermath.requests:
        if request.answered_at is None:
            asked = AskedByOmbudsman(reference=request.reference, until=request.due_on)
            yield Told(COORDINATOR.key, COORDINATOR, asked, once=True)


def _second_line(municipality: Municipality, at: datetime) -> str:
    return municipality.ombudsman_on(dutch_date(at))


def _referral(ended: Case, municipality: Municipality, body: str) -> Referral | None:
    """Awb 9:24; None where chapter 9 does not apply."""
    year = ombudsman(ended, municipality, dutch_calendar())
    if year is None or ended.closed_at is None:
        return None
    missed_on = year.starts_on if year.starts_on < dutch_date(ended.closed_at) else None
    return Referral(body=body, until=year.due_on, missed_on=missed_on)
