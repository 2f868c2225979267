"""What is whoever a case is about told, and who is asked for her side of it?"""

from collections.abc import Iterator

from services.notifications.message import Why
from services.notifications.reaching import (
    DESK,
    Told,
    answer,
    by_hand,
    is_urgent,
    to_other_side,
    to_resident,
)
from services.notifications.to_residents import Adjourned, Agreed, Invited
from services.notifications.to_staff import (
    AboutSomebody,
    AdjournedToo,
    AgreedToo,
    CopyToSend,
    InvitedToo,
    ToContribute,
)
from shared.case import Case, Handler
from shared.events import CaseAdjourned, DelayAgreed, HearingPlanned
from shared.glossary import HandlerKind
from shared.law.calendar import dutch_calendar
from shared.law.handling import handling
from shared.municipality import Municipality
from shared.proceedings import COMPLAINANT
from shared.wire import Moment

RESPONDENT = "betrokkene"


def recorded(case: Case, municipality: Municipality) -> Iterator[Told]:
    """Her rights, to where she works; a copy of the complaint, from a person (Awb 9:9, 9:10).

    The case does not say who was added last, so all are named, each of them once.
    """
    for each in case.matter.respondents:
        about = {
            "reference": each.reference,
            "job_title": each.job_title,
            "statutory": case.statutory,
        }
        told = to_other_side(case, each.party, AboutSomebody(**about), municipality)
        yield told._replace(once=True)
        if each.copy_sent_at is None:
            yield Told(DESK.key, DESK, CopyToSend(**about, careful=is_urgent(case)), once=True)


def asked_to_contribute(case: Case, municipality: Municipality) -> Iterator[Told]:
    asked = max(case.proceedings.contributions, key=lambda it: it.asked_at, default=None)
    if asked:
        question = ToContribute(reference=asked.reference, until=asked.due_on)
        yield to_other_side(case, asked.to, question, municipality)


def invited(event: HearingPlanned, municipality: Municipality) -> Iterator[Told]:
    """All who are invited hear when, of every hearing to come: which one is new, no case says."""
    case = event.data.case
    coming = [
        each
        for each in case.proceedings.hearings
        if each.held_at is None and each.planned_for > event.time
    ]

    def moments(*names: str) -> tuple[Moment, ...]:
        return tuple(sorted(h.planned_for for h in coming if set(names) & set(h.invited)))

    if at := moments(COMPLAINANT):
        yield to_resident(case, Invited(at=at, statutory=case.statutory))
    for party in employers(case):
        hers = [each.reference for each in case.matter.respondents if each.party == party]
        if at := moments(*hers):
            summons = InvitedToo(at=at, statutory=case.statutory)
            yield to_other_side(case, party, summons, municipality)


def delayed(event: CaseAdjourned | DelayAgreed, municipality: Municipality) -> Iterator[Told]:
    """Both the resident and whom it is about hear it in writing (Awb 9:11 lid 2)."""
    case = event.data.case
    until = handling(case, municipality, dutch_calendar()).due_on
    adjourned = isinstance(event, CaseAdjourned)
    reason = case.term_changes[-1].reason
    yield from answer(case, (Adjourned if adjourned else Agreed)(until=until, reason=reason))

    content = (AdjournedToo if adjourned else AgreedToo)(until=until)
    parties = respondents(case)
    for party in parties:
        yield to_other_side(case, party, content, municipality)
    if not parties:
        yield by_hand(RESPONDENT, Why.NO_RESPONDENT, content)


def respondents(case: Case) -> tuple[Handler, ...]:
    """Whom the conduct is about. Where nobody said so: those who handle the case, or would."""
    if known := employers(case):
        return known
    named = [case.handler, case.co_handler, case.proposed]
    named += [Handler(kind=HandlerKind.PROVIDER, key=key) for key in case.providers]
    parties = {HandlerKind.UNIT, HandlerKind.PROVIDER}
    return tuple(dict.fromkeys(each for each in named if each and each.kind in parties))


def employers(case: Case) -> tuple[Handler, ...]:
    """Where the respondents work."""
    return tuple(dict.fromkeys(each.party for each in case.matter.respondents))
