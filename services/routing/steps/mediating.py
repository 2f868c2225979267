"""May somebody mediate, and what came of it? Only with the consent of all parties."""

from typing import Annotated

from pydantic import Field, StringConstraints

from services.routing.steps.common import Number, has_document
from services.routing.transition import (
    ALL_STAFF,
    HANDLERS,
    OPEN,
    Action,
    File,
    Guard,
    Situation,
    Transition,
)
from shared.case import Reason
from shared.events import FileRecorded, MediationEnded, MediationStarted
from shared.proceedings import Mediation
from shared.wire import Wire

ARTICLE = "Memo Klachtenmanagement par. 1; Uitgangspunten par. 11 IV"


class Consenting(Wire):
    party: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] = Field(
        alias="partij", description="klager, or the reference of a respondent."
    )


class Ended(Wire):
    agreed: bool = Field(alias="overeenstemming")
    agreements: Number | None = Field(default=None, alias="afspraken")


def _now(it: Situation) -> Mediation | None:
    """The mediation that is not over yet."""
    known = it.case.proceedings.mediation
    return None if known is None or known.ended_at else known


def _proposed(it: Situation, reason: Reason) -> File:
    if _now(it):
        return it.file
    return it.file.proceedings(mediation=Mediation(proposed_at=it.at))


def _consented(it: Situation, reason: Reason) -> File | None:
    now = _now(it)
    if now is None:
        return None
    if it.said.party in now.consents:
        return it.file
    consents = now.consents | {it.said.party: it.at}
    return it.file.proceedings(mediation=now.model_copy(update={"consents": consents}))


def _started(it: Situation, reason: Reason) -> File | None:
    now = _now(it)
    if now is None:
        return None
    if now.started_at:
        return it.file
    return it.file.proceedings(mediation=now.model_copy(update={"started_at": it.at}))


def _ended(it: Situation, reason: Reason) -> File | None:
    said, known = it.said, it.case.proceedings.mediation
    if known is None:
        return None
    if known.ended_at and known.agreed == said.agreed:
        return it.file
    end = {"ended_at": it.at, "agreed": said.agreed, "agreements": said.agreements}
    return it.file.proceedings(mediation=known.model_copy(update=end))


PROPOSED = Guard(
    lambda it: _now(it) is not None,
    "Er is geen bemiddeling voorgesteld. Stel haar eerst voor aan alle partijen.",
)
A_PARTY = Guard(
    lambda it: it.said.party in it.case.matter.parties,
    "Deze partij kent de zaak niet: noem klager, of het kenmerk van een betrokkene.",
)
BOTH_SIDES = Guard(
    lambda it: len(it.case.matter.parties) > 1,
    "Bemiddelen doet men tussen twee partijen. Leg eerst vast over wie de klacht gaat.",
)
ALL_CONSENT = Guard(
    lambda it: (now := _now(it)) is not None and it.case.matter.parties <= set(now.consents),
    "Bemiddelen kan alleen als alle partijen instemmen. Leg van elke partij de instemming vast.",
)
STARTED = Guard(
    lambda it: (now := _now(it)) is not None and now.started_at is not None,
    "Er loopt geen bemiddeling. Start haar eerst.",
)
AGREEMENTS_KEPT = Guard(
    lambda it: not it.said.agreed or has_document(it, it.said.agreements),
    "Leg de afspraken vast als stuk, en noem het kenmerk ervan (Sterker par. 7).",
)

MEDIATING = (
    Transition(
        OPEN,
        Action.PROPOSE_MEDIATION,
        None,
        FileRecorded,
        ARTICLE,
        "Bemiddeling is voorgesteld.",
        change=_proposed,
        guards=(BOTH_SIDES,),
    ),
    Transition(
        OPEN,
        Action.CONSENT_TO_MEDIATION,
        None,
        FileRecorded,
        ARTICLE,
        "Een partij stemde in met bemiddeling.",
        by=ALL_STAFF,
        said=Consenting,
        change=_consented,
        guards=(PROPOSED, A_PARTY),
    ),
    Transition(
        OPEN,
        Action.START_MEDIATION,
        None,
        MediationStarted,
        ARTICLE,
        "De bemiddeling begon, met instemming van alle partijen. De termijn loopt door.",
        change=_started,
        guards=(PROPOSED, BOTH_SIDES, ALL_CONSENT),
    ),
    Transition(
        OPEN,
        Action.END_MEDIATION,
        None,
        MediationEnded,
        ARTICLE,
        "De bemiddeling is voorbij.",
        by=HANDLERS,
        said=Ended,
        change=_ended,
        guards=(STARTED, AGREEMENTS_KEPT),
    ),
)
