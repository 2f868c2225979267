"""What do we know of how it came, and what was said with the resident since?"""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from services.routing.steps.common import AFTER_RECEIPT, AT_HER_PROVIDER, AboutNobody
from services.routing.transition import (
    ALL_STAFF,
    ALWAYS,
    AND_PROVIDERS,
    OPEN,
    Action,
    File,
    Guard,
    Happened,
    Situation,
    Transition,
)
from shared.case import Arrival, Case, Reason
from shared.dutch_time import dutch_date
from shared.events import ContactRecorded, FileRecorded, RepairAsked
from shared.glossary import Milestone, Wish
from shared.proceedings import Key, Repair
from shared.wire import Moment, Wire


class Conversation(Happened):
    moment: Moment = Field(alias="gesprokenOp")


class Arriving(Wire):
    sent_on: date | None = Field(default=None, alias="verzondenOp")
    forwarded_by: Annotated[Key, AboutNobody] | None = Field(default=None, alias="doorgezondenDoor")
    first_received_on: date | None = Field(
        default=None,
        alias="eerstOntvangenOp",
        description="By whoever sent it on: that day counts for an objection (Awb 6:15 lid 3).",
    )


class Wishes(Wire):
    wishes: tuple[Wish, ...] = Field(alias="wensen", min_length=1, max_length=9)


class Asking(Wire):
    due_on: date = Field(alias="uiterlijk")


class Completed(Happened):
    moment: Moment = Field(alias="aangevuldOp")


def _spoken_to(it: Situation, reason: Reason) -> File:
    """Only the first conversation counts, and the first after somebody could not be reached."""
    case, moment = it.case, it.moment
    file = it.file
    if case.first_contact_at is None or moment < case.first_contact_at:
        file = file.but(first_contact_at=moment)
    if _was_out_of_reach(case, moment):
        file = file.but(milestones=case.milestones | {Milestone.REACHED_AGAIN: moment})
    return file


def _was_out_of_reach(case: Case, moment: datetime) -> bool:
    since = case.milestones.get(Milestone.UNREACHABLE)
    again = case.milestones.get(Milestone.REACHED_AGAIN)
    return since is not None and since < moment and not (again and since <= again <= moment)


def _arrived(it: Situation, reason: Reason) -> File:
    known = it.case.arrival
    registered_at = known.registered_at if known else it.case.received_at
    arrival = Arrival(registered_at=registered_at, **it.said.model_dump(by_alias=False))
    return it.file.but(arrival=arrival)


def _came_before(it: Situation) -> bool:
    """Nothing is received before it is sent, nor by us before somebody else sent it on."""
    ours = dutch_date(it.case.received_at)
    days = [it.said.sent_on, it.said.first_received_on, ours]
    known = [day for day in days if day is not None]
    return known == sorted(known)


def _wished(it: Situation, reason: Reason) -> File:
    return it.file.matter(wishes=tuple(dict.fromkeys(it.said.wishes)))


def _asked(it: Situation, reason: Reason) -> File:
    known = it.case.proceedings.repair
    if known and known.due_on == it.said.due_on:
        return it.file
    return it.file.proceedings(repair=Repair(asked_at=it.at, due_on=it.said.due_on))


def _completed(it: Situation, reason: Reason) -> File | None:
    repair = it.case.proceedings.repair
    if repair is None:
        return None
    return it.file.proceedings(repair=repair.model_copy(update={"completed_at": it.moment}))


IN_THAT_ORDER = Guard(
    _came_before,
    "Eerst verzonden, dan elders ontvangen, dan bij ons: een van deze data klopt niet.",
)
A_DAY_TO_COME = Guard(
    lambda it: it.asked_on < it.said.due_on <= it.last_day(),
    "Vraag de aanvulling voor een dag die nog komt, en niet na de uiterste dag van de "
    "behandeling: het wachten stopt geen termijn (Awb 9:11).",
)
WAS_ASKED = Guard(
    lambda it: it.case.proceedings.repair is not None,
    "Er is geen aanvulling gevraagd. Leg vast wat er binnenkwam met stuk-vastleggen.",
)

TALKING = (
    Transition(
        ALWAYS,
        Action.RECORD_CONTACT,
        None,
        ContactRecorded,
        "Memo Klachtenmanagement par. 1; Regeling art. 3 lid 3",
        "Er is met de inwoner gesproken.",
        by=AND_PROVIDERS,
        said=Conversation,
        change=_spoken_to,
        guards=(AT_HER_PROVIDER, AFTER_RECEIPT),
    ),
    Transition(
        OPEN,
        Action.RECORD_ARRIVAL,
        None,
        FileRecorded,
        "Awb 2:3, 2:20 en 6:15",
        "Vastgelegd is wanneer het is verzonden, en wie het wanneer doorzond. De dag van ontvangst "
        "bij ons blijft.",
        by=ALL_STAFF,
        said=Arriving,
        change=_arrived,
        guards=(IN_THAT_ORDER,),
    ),
    Transition(
        OPEN,
        Action.RECORD_WISHES,
        None,
        FileRecorded,
        "Regeling art. 3 lid 3; Uitgangspunten par. 1D",
        "Vastgelegd is wat de inwoner zou helpen.",
        by=ALL_STAFF,
        said=Wishes,
        change=_wished,
    ),
    Transition(
        OPEN,
        Action.ASK_REPAIR,
        None,
        RepairAsked,
        "Awb 9:4",
        "De klager is gevraagd haar klacht aan te vullen. Doet zij dat niet, dan is dat geen grond "
        "om haar te weigeren.",
        by=ALL_STAFF,
        said=Asking,
        change=_asked,
        guards=(A_DAY_TO_COME,),
    ),
    Transition(
        OPEN,
        Action.RECORD_REPAIR,
        None,
        FileRecorded,
        "Awb 9:4",
        "De klager vulde haar klacht aan.",
        by=ALL_STAFF,
        said=Completed,
        change=_completed,
        guards=(AFTER_RECEIPT, WAS_ASKED),
    ),
)
