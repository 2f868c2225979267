"""Which documents are in the file, and who was asked to contribute?"""

from datetime import date

from pydantic import Field

from services.routing.steps.common import NOT_TOO_FAR, UNDECIDED, Number, find, has_document, put
from services.routing.transition import (
    ALL_STAFF,
    ALWAYS,
    AND_PROVIDERS,
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
from shared.events import ContributionAsked, FileRecorded
from shared.glossary import DocumentKind, HandlerKind, Role, Side
from shared.proceedings import Contribution, Document, Handler
from shared.wire import Moment, Wire


class ADocument(Wire):
    reference: Number = Field(
        alias="kenmerk", description="Its number where the municipality keeps its documents."
    )
    kind: DocumentKind = Field(alias="soort")
    by: Side = Field(alias="van")
    closed_to: tuple[Side, ...] = Field(default=(), alias="nietVoor", max_length=5)


class Asking(Wire):
    reference: Number = Field(alias="kenmerk")
    to: Handler = Field(alias="aan")
    due_on: date = Field(alias="uiterlijk")


class Answering(Happened):
    reference: Number = Field(alias="kenmerk")
    moment: Moment = Field(alias="ontvangenOp")
    document: Number | None = Field(default=None, alias="document")
    cancelled: bool = Field(
        default=False, alias="vervallen", description="It is not needed any more."
    )


def _documented(it: Situation, reason: Reason) -> File:
    said, known = it.said, it.case.proceedings.documents
    before = find(known, said.reference)
    document = Document(
        reference=said.reference,
        kind=said.kind,
        by=said.by,
        added_at=before.added_at if before else it.at,
        closed_to=tuple(sorted(set(said.closed_to))),
    )
    return it.file.proceedings(documents=put(known, document))


def _stays_as_cited(it: Situation) -> bool:
    """What a proposal or a decision rests on is as it was when it was looked at."""
    known = find(it.case.proceedings.documents, it.said.reference)
    return known is None or UNDECIDED.holds(it)


def _asked(it: Situation, reason: Reason) -> File:
    said, known = it.said, it.case.proceedings.contributions
    before = find(known, said.reference)
    if before and (before.to, before.due_on) == (said.to, said.due_on):
        return it.file
    contribution = Contribution(
        reference=said.reference, to=said.to, asked_at=it.at, due_on=said.due_on
    )
    return it.file.proceedings(contributions=put(known, contribution))


def _answered(it: Situation, reason: Reason) -> File | None:
    said, known = it.said, it.case.proceedings.contributions
    asked = find(known, said.reference)
    if asked is None:
        return None
    when = {"cancelled_at" if said.cancelled else "received_at": it.moment}
    answered = asked.model_copy(update={**when, "document": said.document})
    return it.file.proceedings(contributions=put(known, answered))


def _was_asked(it: Situation) -> bool:
    asked = find(it.case.proceedings.contributions, it.said.reference)
    return (
        asked is not None
        and asked.asked_at <= it.moment
        and not (asked.received_at and it.said.cancelled)
    )


AS_CITED = Guard(_stays_as_cited, UNDECIDED.refusal)
SEEN_BY_ITS_OWNER = Guard(
    lambda it: it.said.by not in it.said.closed_to,
    "Wie een stuk inbracht, kent het al. Haal die partij weg uit nietVoor.",
)
A_DAY_IN_TIME = Guard(
    lambda it: it.asked_on < it.said.due_on,
    "Vraag de inbreng voor een dag die nog komt.",
)
WAS_ASKED = Guard(
    _was_asked, "Deze inbreng is niet gevraagd, of zij is al binnen. Controleer het kenmerk."
)
KEPT = Guard(
    lambda it: it.said.document is None or has_document(it, it.said.document),
    "Dit stuk zit niet in het dossier. Leg het eerst vast met stuk-vastleggen.",
)


def _asked_of_herself(it: Situation) -> bool:
    asked = find(it.case.proceedings.contributions, it.said.reference)
    theirs = it.command.provider
    return theirs is None or (
        asked is not None and asked.to == Handler(kind=HandlerKind.PROVIDER, key=theirs)
    )


def _brought_by_herself(it: Situation) -> bool:
    known = find(it.case.proceedings.documents, it.said.reference)
    theirs = (it.said.by, known.by if known else Side.PROVIDER)
    return it.command.provider is None or theirs == (Side.PROVIDER, Side.PROVIDER)


HER_DOCUMENT = Guard(
    _brought_by_herself,
    "Een aanbieder legt alleen vast wat hij zelf inbrengt (van: aanbieder), onder een kenmerk dat "
    "er nog niet is.",
)
HER_OWN = Guard(
    _asked_of_herself, "Deze inbreng is niet van u gevraagd. Vraag het klachtenloket wat het wil."
)

PREPARING = (
    Transition(
        ALWAYS,
        Action.RECORD_DOCUMENT,
        None,
        FileRecorded,
        "Sterker par. 7 en 9.1; Uitgangspunten par. 9",
        "Er kwam een stuk in het dossier. Wat een partij niet mag zien, telt niet mee in het "
        "oordeel.",
        by=AND_PROVIDERS,
        said=ADocument,
        change=_documented,
        guards=(HER_DOCUMENT, AS_CITED, SEEN_BY_ITS_OWNER),
    ),
    Transition(
        OPEN,
        Action.ASK_CONTRIBUTION,
        None,
        ContributionAsked,
        "Regeling art. 3 lid 1; Uitgangspunten par. 11 I",
        "Een eenheid of aanbieder is gevraagd om haar kant van het verhaal, voor een dag.",
        by=HANDLERS,
        said=Asking,
        change=_asked,
        guards=(A_DAY_IN_TIME, NOT_TOO_FAR),
    ),
    Transition(
        OPEN,
        Action.RECORD_CONTRIBUTION,
        None,
        FileRecorded,
        "Regeling art. 3 lid 1; Uitgangspunten par. 11 I",
        "De gevraagde inbreng is binnen, of is niet meer nodig.",
        by=(*ALL_STAFF, Role.PROVIDER),
        said=Answering,
        change=_answered,
        guards=(WAS_ASKED, HER_OWN, KEPT),
    ),
)
