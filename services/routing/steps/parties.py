"""What exactly is complained of, about whom, and what else goes on about it?"""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from services.routing.steps.common import AFTER_RECEIPT, UNDECIDED, AboutNobody, Number, find, put
from services.routing.transition import (
    ALL_STAFF,
    ALWAYS,
    HANDLERS,
    OPEN,
    Action,
    File,
    Guard,
    Happened,
    Situation,
    Transition,
)
from shared.case import Reason
from shared.dutch_time import dutch_date
from shared.events import FileRecorded, RespondentRecorded
from shared.glossary import HandlerKind, Judgment, Nature, Phase, Procedure, Subject, Toward
from shared.proceedings import Aspect, Handler, Key, ParallelProcedure, Respondent
from shared.wire import Moment, Wire


class AnAspect(Wire):
    reference: Number = Field(alias="kenmerk")
    subject: Subject = Field(alias="onderwerp")
    nature: Nature = Field(alias="klachtsoort")
    about: Handler = Field(alias="over")
    toward: Toward = Field(default=Toward.SELF, alias="jegens")
    conduct_on: date | None = Field(default=None, alias="gedragingOp")
    respondent: Number | None = Field(default=None, alias="betrokkene")
    judgment: Judgment | None = Field(default=None, alias="oordeel")


class ARespondent(Wire):
    reference: Number = Field(alias="kenmerk")
    job_title: Annotated[Key, AboutNobody] = Field(alias="functie")
    party: Handler = Field(alias="bij")
    staff: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$"), AboutNobody] | None
    ) = Field(
        default=None,
        alias="medewerker",
        description="Her opaque staff id: she will not handle the complaint (Awb 9:7).",
    )
    employed: bool = Field(default=True, alias="inDienst")
    is_body: bool = Field(default=False, alias="isBestuursorgaan")


class ACopy(Happened):
    reference: Number = Field(alias="kenmerk")
    moment: Moment = Field(alias="verzondenOp")


class AProcedure(Wire):
    reference: Number = Field(alias="kenmerk")
    kind: Procedure = Field(alias="soort")
    started_on: date = Field(alias="begonnenOp")
    ended_on: date | None = Field(default=None, alias="geeindigdOp")


def _aspect(it: Situation, reason: Reason) -> File:
    aspect = Aspect(**it.said.model_dump(by_alias=False))
    return it.file.matter(aspects=put(it.case.matter.aspects, aspect))


def _respondent(it: Situation, reason: Reason) -> File:
    said, known = it.said, it.case.matter.respondents
    before = find(known, said.reference)
    same = before and (before.party, before.job_title) == (said.party, said.job_title)
    respondent = Respondent(
        **said.model_dump(by_alias=False, exclude={"staff"}),
        copy_sent_at=before.copy_sent_at if before and same else None,
    )
    file = it.file.matter(respondents=put(known, respondent))
    if said.staff is None or said.is_body:
        return file
    assignee = None if file.case.assignee == said.staff and _formal(it) else file.case.assignee
    return File(file.case, file.involved | {said.staff}).but(assignee=assignee)


def _formal(it: Situation) -> bool:
    return it.case.phase is Phase.FORMAL


def _copied(it: Situation, reason: Reason) -> File | None:
    known = it.case.matter.respondents
    if respondent := find(known, it.said.reference):
        sent = respondent.model_copy(update={"copy_sent_at": it.moment})
        return it.file.matter(respondents=put(known, sent))
    return None


def _procedure(it: Situation, reason: Reason) -> File:
    procedure = ParallelProcedure(**it.said.model_dump(by_alias=False))
    return it.file.matter(procedures=put(it.case.matter.procedures, procedure))


A_KNOWN_RESPONDENT = Guard(
    lambda it: (
        it.said.respondent is None
        or find(it.case.matter.respondents, it.said.respondent) is not None
    ),
    "Deze betrokkene is nog niet vastgelegd. Doe dat eerst met betrokkene-vastleggen.",
)


def _is_ours_to_judge(it: Situation) -> bool:
    if it.said.judgment in (None, Judgment.NONE) or (it.said.subject is Subject.COMPLAINT_HANDLING):
        return True
    respondent = find(it.case.matter.respondents, it.said.respondent)
    about = {it.said.about.kind, respondent.party.kind if respondent else it.said.about.kind}
    return about.isdisjoint({HandlerKind.PROVIDER, HandlerKind.EXTERNAL})


NOT_ON_SUBSTANCE = Guard(
    _is_ours_to_judge,
    "Over wat een aanbieder deed, oordeelt de gemeente niet; wel over hoe hij een klacht "
    "behandelde (Regeling art. 5 lid 2-3). Kies geen_oordeel.",
)
JUDGED_WHEN_FORMAL = Guard(
    lambda it: it.said.judgment is None or _formal(it),
    "Een oordeel hoort bij de formele behandeling (Awb 9:12). Start die eerst, of laat het oordeel "
    "weg.",
)
BEFORE_TODAY = Guard(
    lambda it: it.said.conduct_on is None or it.said.conduct_on <= dutch_date(it.case.received_at),
    "Een klacht gaat over wat al gebeurd was toen zij binnenkwam. Controleer gedragingOp.",
)
A_RESPONDENT = Guard(
    lambda it: find(it.case.matter.respondents, it.said.reference) is not None,
    A_KNOWN_RESPONDENT.refusal,
)
IN_ORDER = Guard(
    lambda it: it.said.ended_on is None or it.said.started_on <= it.said.ended_on,
    "Een procedure eindigt niet voor zij begint. Controleer de data.",
)

PARTIES = (
    Transition(
        OPEN,
        Action.RECORD_ASPECT,
        None,
        FileRecorded,
        "Awb 9:1 en 9:12; Regeling art. 1 lid 3",
        "Vastgelegd is waarover precies wordt geklaagd, of wat daarvan het oordeel is.",
        by=ALL_STAFF,
        said=AnAspect,
        change=_aspect,
        guards=(
            UNDECIDED,
            A_KNOWN_RESPONDENT,
            BEFORE_TODAY,
            JUDGED_WHEN_FORMAL,
            NOT_ON_SUBSTANCE,
        ),
    ),
    Transition(
        OPEN,
        Action.RECORD_RESPONDENT,
        None,
        RespondentRecorded,
        "Awb 9:7, 9:9 en 9:10",
        "Vastgelegd is over wie de klacht gaat. Zij krijgt een afschrift, wordt gehoord, en "
        "behandelt de klacht niet zelf.",
        by=HANDLERS,
        said=ARespondent,
        change=_respondent,
        guards=(UNDECIDED,),
    ),
    Transition(
        OPEN,
        Action.SEND_COPY,
        None,
        FileRecorded,
        "Awb 9:9",
        "Degene over wie de klacht gaat, kreeg een afschrift van de klacht.",
        by=HANDLERS,
        said=ACopy,
        change=_copied,
        guards=(UNDECIDED, A_RESPONDENT, AFTER_RECEIPT),
    ),
    Transition(
        ALWAYS,
        Action.RECORD_PROCEDURE,
        None,
        FileRecorded,
        "Awb 9:8 lid 1 onder c tot en met f",
        "Vastgelegd is wat er nog meer over deze zaak loopt.",
        by=ALL_STAFF,
        said=AProcedure,
        change=_procedure,
        guards=(IN_ORDER,),
    ),
)
