"""Who is told that a term is near, or has passed?"""

from collections.abc import Iterator

from services.notifications.reaching import COORDINATOR, Told, a_machine_may_answer, is_outside
from services.notifications.to_residents import HowWasIt
from services.notifications.to_staff import DutyEscalation, DutyReminder, Escalation, Reminder
from shared.case import Handler
from shared.events import DutyMissed, DutyNear, TermMissed, TermNear
from shared.glossary import HandlerKind
from shared.municipality import Municipality
from shared.regime import HANDLER, MANAGER, RESIDENT


def of_case(event: TermNear | TermMissed, municipality: Municipality) -> Iterator[Told]:
    step = event.data
    case, clock = step.case, step.clock
    if step.audience == RESIDENT:
        if a_machine_may_answer(case):
            yield Told(RESIDENT, None, HowWasIt(again=step.step > 1))
        return
    reader = _reader(step.audience, case.handler, municipality)
    content = (Escalation if isinstance(event, TermMissed) else Reminder)(
        outside=is_outside(reader, municipality),
        phase=case.phase,
        clock=clock.kind,
        item=clock.item,
        due_on=clock.due_on,
        due_at=clock.due_at,
        article=clock.article,
    )
    yield Told(step.audience, reader, content)


def of_duty(event: DutyNear | DutyMissed, municipality: Municipality) -> Told:
    step = event.data
    owner = COORDINATOR
    if step.provider:
        owner = Handler(kind=HandlerKind.PROVIDER, key=step.provider)
    content = (DutyEscalation if isinstance(event, DutyMissed) else DutyReminder)(
        clock=step.clock.kind,
        due_on=step.clock.due_on,
        article=step.clock.article,
        provider=municipality.party(owner).name if step.provider else None,
    )
    return Told(step.audience, _reader(step.audience, owner, municipality), content)


def _reader(audience: str, owner: Handler, municipality: Municipality) -> Handler:
    """Who is meant by a role or by the key of a unit."""
    if audience == HANDLER:
        return owner
    if audience == MANAGER:
        return municipality.manager_of(owner)
    return Handler(kind=HandlerKind.UNIT, key=audience)
