"""Which steps may a case take, under which conditions and by which article? For lawyers to read.

What is not in the table TRANSITIONS, or does not pass its guards, is refused with their words. The
action mijlpaal-vastleggen has a table of its own, in steps/milestones.py.
"""

from services.routing.steps.classifying import CLASSIFYING
from services.routing.steps.deciding import DECIDING
from services.routing.steps.delaying import DELAYING
from services.routing.steps.ending import ENDING
from services.routing.steps.following import FOLLOWING
from services.routing.steps.handing import HANDING
from services.routing.steps.hearing import HEARING
from services.routing.steps.mediating import MEDIATING
from services.routing.steps.milestones import MILESTONES, Happening
from services.routing.steps.parties import PARTIES
from services.routing.steps.preparing import PREPARING
from services.routing.steps.talking import TALKING
from services.routing.transition import Action, Transition
from shared.wire import Wire

TRANSITIONS: tuple[Transition, ...] = (
    *CLASSIFYING,
    *HANDING,
    *TALKING,
    *PARTIES,
    *PREPARING,
    *MEDIATING,
    *DELAYING,
    *HEARING,
    *DECIDING,
    *ENDING,
    *FOLLOWING,
)


def rows(action: Action, said: Wire | None = None) -> tuple[Transition, ...]:
    """The rows of an action. What comes along with it is the same in each; who may do it may be
    fewer than in the first, never others.
    """
    if isinstance(said, Happening):
        return (MILESTONES[said.milestone],)
    found = MILESTONES.values() if action is Action.RECORD_MILESTONE else TRANSITIONS
    return tuple(row for row in found if row.action is action)
