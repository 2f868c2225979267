"""What does it do to a case when somebody outside tells us more? Nobody is ever refused.

What staff do stands in the table of transitions.py and may be refused. What a resident or a
provider tells is always taken in; where it asks for a step that the table allows, that step is
taken too, and where it does not, a person reads it.
"""

from dataclasses import replace
from datetime import datetime

from services.routing.domain import NotAllowedError, Step, decide
from services.routing.steps.common import as_it_travels
from services.routing.steps.milestones import Happening
from services.routing.transition import Action, Command, File, Situation
from shared.case import Added, Case, Reason
from shared.dutch_time import dutch_date
from shared.events import AdditionRecorded, ToldLater
from shared.glossary import Milestone, Side, Telling
from shared.law.calendar import Calendar
from shared.municipality import Municipality

RESIDENT = "inwoner"
PROVIDER = "aanbieder"

REASONS = {
    Telling.MORE: Reason(
        rule="aanvulling-ontvangen",
        article="Uitgangspunten par. 1D",
        sentence="Er kwam iets bij. Het staat in hetzelfde dossier, zodat niemand iets twee keer "
        "hoeft te vertellen.",
    ),
    Telling.WITHDRAWAL: Reason(
        rule="intrekking-ontvangen",
        article="Sterker 5.6",
        sentence="De inwoner wil dat de zaak stopt. Dat mag altijd.",
    ),
    Telling.DISSATISFACTION: Reason(
        rule="onvrede-ontvangen",
        article="Regeling art. 2 lid 5; Sterker par. 6 A3",
        sentence="De inwoner is niet tevreden met hoe het gaat of ging. Iemand spreekt met haar "
        "over een volgende stap.",
    ),
    Telling.SATISFACTION: Reason(
        rule="tevredenheid-ontvangen",
        article="Regeling art. 6 lid 3",
        sentence="De inwoner zei hoe tevreden zij is.",
    ),
    Telling.FROM_PROVIDER: Reason(
        rule="aanbiedersbericht-ontvangen",
        article="Uitgangspunten par. 11 I",
        sentence="De aanbieder stuurde een van de berichten die hij verschuldigd is.",
    ),
}


def take_in(told: ToldLater, file: File, here: Municipality, calendar: Calendar) -> Step | None:
    """The step that *told* makes; nothing where the case knows of it already."""
    added = told.data
    if any(each.id == added.id for each in file.case.additions):
        return None
    known = _with(file, added)
    if command := _asks_for(added, file, told.time):
        try:
            if step := decide(Situation(known, command, here, calendar)):
                return replace(step, reasons=(REASONS[added.telling], *step.reasons), said=added)
        except NotAllowedError:
            pass  # a person reads it
    sequence = file.case.sequence + 1
    owner = here.owner_on(dutch_date(told.time))
    changed = known.but(sequence=sequence, owner=owner)
    return Step(changed, AdditionRecorded, (REASONS[added.telling],), added)


def teller(added: Added) -> str:
    """Whose line it is in the timeline."""
    return PROVIDER if added.side is Side.PROVIDER else RESIDENT


def _with(file: File, added: Added) -> File:
    known = file.but(additions=as_it_travels((*file.case.additions, added)))
    repair = file.case.proceedings.repair
    hers = added.telling is Telling.MORE and not added.automatic and not added.by_another
    if hers and repair and not repair.completed_at and repair.asked_at <= added.received_at:
        completed = repair.model_copy(update={"completed_at": added.received_at})  # Awb 9:4
        return known.proceedings(repair=completed)
    return known


def _asks_for(added: Added, file: File, at: datetime) -> Command | None:
    """What is done at once. Where somebody may be in danger, a person asks first whether she
    withdraws of her own free will; and where the case was opened again since, whether she still
    wants to.
    """
    by = teller(added)
    match added.telling:
        case Telling.WITHDRAWAL if _may_end(file.case, added):
            return Command(Action.WITHDRAW, by, at)
        case Telling.SATISFACTION:
            return _milestone(Milestone.SATISFACTION, added, at)
        case Telling.FROM_PROVIDER if added.milestone:
            return _milestone(added.milestone, added, at)
        case _:
            return None


def _may_end(case: Case, added: Added) -> bool:
    said_before = any(added.received_at < again for again in case.aftermath.reopened_at)
    return case.is_open and not case.by_a_person_only and not said_before


def _milestone(milestone: Milestone, added: Added, at: datetime) -> Command:
    said = Happening(milestone=milestone, moment=added.received_at)
    return Command(Action.RECORD_MILESTONE, teller(added), at, said=said, provider=added.provider)
