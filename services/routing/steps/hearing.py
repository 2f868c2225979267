"""Were both sides heard, and did an adviser look at it (Awb 9:10 and 9:13 to 9:16)?"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from services.routing.steps.common import (
    NOT_INVOLVED_HERSELF,
    UNDECIDED,
    Number,
    find,
    has_document,
    is_of_kind,
    put,
)
from services.routing.transition import (
    Action,
    File,
    Guard,
    Happened,
    Situation,
    Transition,
)
from shared.case import Reason
from shared.events import FileRecorded, HearingHeld, HearingPlanned, HearingWaived
from shared.glossary import DocumentKind, Phase, Waiver
from shared.proceedings import COMPLAINANT, Advice, Hearing, Key, NotHeard
from shared.wire import Moment, Wire

IN_FORMAL = (Phase.FORMAL,)
Party = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""klager, or the reference of a respondent."""


class Planning(Wire):
    reference: Number = Field(alias="kenmerk")
    planned_for: Moment = Field(alias="geplandOp")
    invited: tuple[Party, ...] = Field(alias="uitgenodigd", min_length=1, max_length=20)
    separately: bool = Field(default=False, alias="apart")


class Record(Happened):
    reference: Number = Field(alias="kenmerk")
    moment: Moment = Field(alias="gehoudenOp")
    present: tuple[Party, ...] = Field(default=(), alias="aanwezig", max_length=20)
    minutes: Number = Field(alias="verslag")


class Waiving(Wire):
    ground: Waiver = Field(alias="grond")
    document: Number = Field(alias="document")


class AskingAdvice(Wire):
    adviser: Key = Field(alias="adviseur")


class GivenAdvice(Happened):
    moment: Moment = Field(alias="gegevenOp")
    document: Number = Field(alias="document")


def _planned(it: Situation, reason: Reason) -> File:
    known = it.case.proceedings.hearings
    hearing = Hearing(**it.said.model_dump(by_alias=False), planned_at=it.at)
    before = find(known, hearing.reference)
    if before and (before.held_at or before.model_copy(update={"planned_at": it.at}) == hearing):
        return it.file
    return it.file.proceedings(hearings=put(known, hearing))


def _held(it: Situation, reason: Reason) -> File | None:
    said, known = it.said, it.case.proceedings.hearings
    hearing = find(known, said.reference)
    if hearing is None:
        return None
    record = {"held_at": it.moment, "present": said.present, "minutes": said.minutes}
    return it.file.proceedings(hearings=put(known, hearing.model_copy(update=record)))


def _waived(it: Situation, reason: Reason) -> File:
    said, known = it.said, it.case.proceedings.not_heard
    if known and (known.ground, known.document) == (said.ground, said.document):
        return it.file
    waiver = NotHeard(ground=said.ground, at=it.at, by=it.command.by, document=said.document)
    return it.file.proceedings(not_heard=waiver)


def _asked(it: Situation, reason: Reason) -> File:
    known = it.case.proceedings.advice
    if known and known.adviser == it.said.adviser:
        return it.file
    return it.file.proceedings(advice=Advice(adviser=it.said.adviser, asked_at=it.at))


def _advised(it: Situation, reason: Reason) -> File | None:
    advice = it.case.proceedings.advice
    if advice is None:
        return None
    given = {"given_at": it.moment, "document": it.said.document}
    return it.file.proceedings(advice=advice.model_copy(update=given))


def heard(it: Situation) -> bool:
    """Had every party the opportunity? Only the complainant's may be skipped (Awb 9:10 lid 2)."""
    held = [each for each in it.case.proceedings.hearings if each.held_at]
    had_it = {party for each in held for party in each.invited}
    owed = it.case.matter.parties
    if it.case.proceedings.not_heard:
        owed -= {COMPLAINANT}
    return owed <= had_it


PARTIES_ONLY = Guard(
    lambda it: set(it.said.invited) <= it.case.matter.parties,
    "Alleen partijen worden uitgenodigd: klager, of het kenmerk van een betrokkene.",
)
WERE_INVITED = Guard(
    lambda it: (
        (plan := find(it.case.proceedings.hearings, it.said.reference)) is not None
        and set(it.said.present) <= set(plan.invited)
        and plan.planned_at <= it.moment
    ),
    "Deze zitting was toen niet gepland, of iemand was er niet voor uitgenodigd. Plan haar eerst.",
)
WITH_A_RECORD = Guard(
    lambda it: is_of_kind(it, it.said.minutes, DocumentKind.MINUTES),
    "Van het horen wordt een verslag gemaakt (Awb 9:10 lid 3). Leg het eerst vast als stuk.",
)
A_DOCUMENT = Guard(
    lambda it: has_document(it, it.said.document),
    "Dit stuk zit niet in het dossier. Leg het eerst vast met stuk-vastleggen.",
)
PLANNED_AHEAD = Guard(
    lambda it: it.at < it.said.planned_for <= it.at + timedelta(days=366),
    "Een uitnodiging is voor een moment dat nog komt, hoogstens een jaar verder. Controleer "
    "geplandOp.",
)
NO_ADVICE_YET = Guard(
    lambda it: (advice := it.case.proceedings.advice) is None or advice.given_at is None,
    "Er is al een advies. Wie daarvan afwijkt, zegt waarom (Awb 9:16).",
)
ADVICE_WAS_ASKED = Guard(
    lambda it: (advice := it.case.proceedings.advice) is not None and advice.asked_at <= it.moment,
    "Er was toen geen advies gevraagd. Vraag het eerst (Awb 9:14).",
)
THE_ADVICE = Guard(
    lambda it: is_of_kind(it, it.said.document, DocumentKind.ADVICE),
    "Leg het rapport met het advies eerst vast, als stuk van de soort advies (Awb 9:15).",
)

HEARING = (
    Transition(
        IN_FORMAL,
        Action.PLAN_HEARING,
        None,
        HearingPlanned,
        "Awb 9:10 lid 1",
        "Partijen zijn uitgenodigd om te worden gehoord.",
        said=Planning,
        change=_planned,
        guards=(NOT_INVOLVED_HERSELF, UNDECIDED, PARTIES_ONLY, PLANNED_AHEAD),
    ),
    Transition(
        IN_FORMAL,
        Action.RECORD_HEARING,
        None,
        HearingHeld,
        "Awb 9:10 lid 3",
        "Partijen zijn gehoord, of hadden daartoe de gelegenheid. Er is een verslag.",
        said=Record,
        change=_held,
        guards=(NOT_INVOLVED_HERSELF, UNDECIDED, WERE_INVITED, WITH_A_RECORD),
    ),
    Transition(
        IN_FORMAL,
        Action.WAIVE_HEARING,
        None,
        HearingWaived,
        "Awb 9:10 lid 2",
        "De klager wordt niet gehoord; de grond is vastgelegd. Wie de klacht betreft, houdt dat "
        "recht.",
        said=Waiving,
        change=_waived,
        guards=(NOT_INVOLVED_HERSELF, UNDECIDED, A_DOCUMENT),
    ),
    Transition(
        IN_FORMAL,
        Action.ASK_ADVICE,
        None,
        FileRecorded,
        "Awb 9:13 tot en met 9:15",
        "Een persoon of commissie is belast met het advies.",
        said=AskingAdvice,
        change=_asked,
        guards=(UNDECIDED, NO_ADVICE_YET),
    ),
    Transition(
        IN_FORMAL,
        Action.RECORD_ADVICE,
        None,
        FileRecorded,
        "Awb 9:15",
        "Het rapport van bevindingen met het advies is binnen.",
        said=GivenAdvice,
        change=_advised,
        guards=(UNDECIDED, ADVICE_WAS_ASKED, THE_ADVICE),
    ),
)
