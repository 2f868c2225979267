"""May handling take longer? Once by decision, further only with written consent (Awb 9:11)."""

from datetime import date
from typing import Literal

from dateutil.relativedelta import relativedelta
from pydantic import Field

from services.routing.steps.common import WE_HANDLE_IT, Number
from services.routing.transition import (
    OPEN,
    Action,
    File,
    Guard,
    Situation,
    Transition,
)
from shared.case import Reason, TermChange
from shared.events import CaseAdjourned, DelayAgreed
from shared.glossary import DelayReason, TermBasis
from shared.wire import Wire


class Adjournment(Wire):
    weeks: Literal[1, 2, 3, 4] = Field(alias="weken", description="Awb 9:11 lid 2: at most four.")
    delay_reason: DelayReason = Field(alias="reden")


class Agreement(Wire):
    until: date = Field(alias="tot")
    document: Number = Field(
        alias="document", description="Where the complainant's written consent is kept."
    )
    delay_reason: DelayReason = Field(alias="reden")


def _adjourned(it: Situation, reason: Reason) -> File:
    said = it.said
    return _moved(it, TermBasis.ADJOURNMENT, weeks=said.weeks)


def _agreed(it: Situation, reason: Reason) -> File:
    said = it.said
    return _moved(it, TermBasis.CONSENT, until=said.until, document=said.document)


def _moved(
    it: Situation,
    basis: TermBasis,
    weeks: int | None = None,
    until: date | None = None,
    document: str | None = None,
) -> File:
    known, reason = it.case.term_changes, it.said.delay_reason
    if (weeks, until, document, reason) in [
        (each.weeks, each.until, each.document, each.reason) for each in known
    ]:
        return it.file
    change = TermChange(
        basis=basis,
        sequence=it.case.sequence + 1,
        decided_at=it.at,
        by=it.command.by,
        reason=reason,
        weeks=weeks,
        until=until,
        document=document,
    )
    return it.file.but(term_changes=(*known, change))


def _is_later(it: Situation) -> bool:
    last_day = it.last_day()
    latest = max(last_day, it.asked_on) + relativedelta(years=1)
    return bool(last_day < it.said.until <= latest)


STATUTORY = Guard(
    lambda it: it.case.statutory,
    "De termijn van Awb 9:11 geldt alleen voor een schriftelijke klacht over de gemeente zelf. "
    "Laat de inwoner weten wanneer zij antwoord krijgt.",
)
ONCE = Guard(
    lambda it: not it.case.term_changes,
    "Verdagen kan eenmaal, en niet nadat er uitstel is afgesproken (Awb 9:11 lid 2). Vraag de "
    "klager om schriftelijke instemming (lid 3).",
)
IN_TIME = Guard(
    lambda it: it.asked_on <= it.last_day(),
    "Verdagen kan alleen voor de uiterste dag voorbij is (Awb 9:11 lid 2). Vraag de klager om "
    "schriftelijke instemming (lid 3).",
)
A_LATER_DAY = Guard(
    _is_later,
    "De afgesproken dag ligt na de uiterste dag van nu, en hoogstens een jaar verder. Controleer "
    "de datum.",
)

DELAYING = (
    Transition(
        OPEN,
        Action.ADJOURN,
        None,
        CaseAdjourned,
        "Awb 9:11 lid 2",
        "De behandeling is verdaagd; de klager en degene over wie zij klaagt, horen dat.",
        said=Adjournment,
        change=_adjourned,
        guards=(STATUTORY, WE_HANDLE_IT, ONCE, IN_TIME),
    ),
    Transition(
        OPEN,
        Action.AGREE_DELAY,
        None,
        DelayAgreed,
        "Awb 9:11 lid 3",
        "De klager stemde schriftelijk in met uitstel.",
        said=Agreement,
        change=_agreed,
        guards=(STATUTORY, A_LATER_DAY),
    ),
)
