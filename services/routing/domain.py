"""What becomes of a case when something happens to it? transitions.py has the table of what may.

Plain values and functions: callers bring the time.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from services.routing.attention import attention
from services.routing.confidence import confidence
from services.routing.route import Route
from services.routing.steps.common import unknown_name
from services.routing.steps.handing import SUCCESSION, first_offer
from services.routing.transition import Action, File, Nothing, Situation, Transition
from services.routing.transitions import rows
from services.routing.triage import Facts
from shared.case import Arrival, Case, Handover, Reason
from shared.dutch_time import dutch_date, in_words
from shared.events import CaseEvent, ComplaintReceived, FileRecorded
from shared.glossary import Channel, Phase
from shared.municipality import Municipality
from shared.proceedings import Matter
from shared.regime import Regime
from shared.wire import Wire

FULL = 40 * 1024  # bytes of a case: its news must fit on the bus (64 KB), the envelope too


ALWAYS_FITS = frozenset(
    {
        Action.CLASSIFY,
        Action.ASSIGN,
        Action.ACCEPT_HANDOVER,
        Action.RETURN_HANDOVER,
        Action.ALERT_COLLEGE,
        Action.RECORD_CONTACT,
        Action.REQUEST_FORMAL,
        Action.REJECT_PROPOSAL,
        Action.DECIDE,
        Action.SETTLE,
        Action.WITHDRAW,
        Action.REOPEN,
        Action.REFER,
    }
)
"""What a case needs to go on and to end, however full its file is."""


class NotAllowedError(Exception):
    """The table does not allow this now. Its text says why, in Dutch."""


class UnknownNameError(NotAllowedError):
    """A unit, provider or body is named that this municipality does not have."""


class StaleError(Exception):
    """The caller acts on a case as it no longer is; here is how it is."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.number)
        self.case = case


@dataclass(frozen=True)
class Step:
    """What a command did: the file afterwards, the news of it, and why it was allowed."""

    file: File
    news: type[CaseEvent]
    reasons: tuple[Reason, ...]
    said: Wire = field(default_factory=Nothing)


def open_case(
    cause: ComplaintReceived,
    facts: Facts,
    route: Route,
    regime: Regime,
    municipality: Municipality,
) -> Case:
    """The case of a message that came in, at its first sequence."""
    owner = municipality.owner_on(dutch_date(cause.time))
    return Case(
        number=cause.subject,
        municipality=cause.gemeentecode,
        owner=owner,
        regime=regime.code,
        channel=facts.channel,
        received_at=cause.data.received_at,
        arrival=Arrival(registered_at=cause.time),
        written=cause.data.written,
        statutory=route.statutory,
        kind=route.kind,
        nature=route.nature,
        domain=facts.domain,
        phase=route.phase,
        handler=route.handler,
        co_handler=route.co_handler,
        proposed=route.proposed,
        providers=facts.providers,
        flags=tuple(sorted(route.flags)),
        attention=attention(facts, route),
        confidence=confidence(facts, regime),
        ground=route.ground,
        reasons=route.reasons + _succession(owner, municipality),
        handover=_offer(facts, route, cause.time),
        registration=route.registration,
        matter=Matter(against=route.against),
        formal_since=cause.data.received_at if route.phase is Phase.FORMAL else None,
        sequence=1,
    )


def _offer(facts: Facts, route: Route, at: datetime) -> Handover | None:
    """A provider that tells us of a complaint has taken it on: it need not say so again."""
    offer = first_offer(route.handler, at)
    if offer and facts.channel is Channel.PROVIDER:
        return offer.model_copy(update={"accepted_at": at})
    return offer


def _succession(owner: str, municipality: Municipality) -> tuple[Reason, ...]:
    if owner == municipality.code or municipality.exists_until is None:
        return ()
    sentence = (
        f"{municipality.name} bestaat sinds {in_words(municipality.exists_until)} niet meer; "
        f"{municipality.successor_name} is verantwoordelijk. De dag van ontvangst blijft."
    )
    return (Reason(rule=SUCCESSION, article="Wet arhi 44", sentence=sentence),)


def succeed(file: File, here: Municipality, today: date) -> Step | None:
    """*file* with whoever answers for it *today*; nothing where that is as it was."""
    owner = here.owner_on(today)
    why = _succession(owner, here)
    if owner == file.case.owner or not why:
        return None
    reasons = (*file.case.reasons, *why)
    changed = file.but(owner=owner, reasons=reasons, sequence=file.case.sequence + 1)
    return Step(changed, FileRecorded, why)


def decide(it: Situation) -> Step | None:
    """The next step of a file, or nothing where it is already as the command wants it.

    Raises `NotAllowedError`, or `StaleError` where the caller has not seen how it now stands.
    """
    case, command = it.case, it.command
    if unknown := unknown_name(command.said, it.municipality):
        raise UnknownNameError(unknown)
    candidates = rows(command.action, command.said)
    if any(_after(row, it) == it.file for row in candidates):
        return None
    if command.known not in (None, case.sequence):
        raise StaleError(case)
    row = next((row for row in candidates if case.phase in row.phases), None)
    if row is None:
        raise NotAllowedError(_not_in(case.phase, command.action))
    for guard in row.guards:
        if not guard.holds(it):
            raise NotAllowedError(guard.refusal)
    changed = _after(row, it)
    if changed is None:
        raise AssertionError(f"{row.action}: no guard says what is missing")
    owner = it.municipality.owner_on(it.asked_on)
    file = changed.but(sequence=case.sequence + 1, owner=owner)
    size = len(file.case.model_dump_json(exclude_none=True).encode())
    if size > FULL and command.action not in ALWAYS_FITS:
        raise NotAllowedError("Dit dossier is vol. Voeg samen wat bij elkaar hoort.")
    return Step(file, row.news, (_reason(row),), command.said)


def _after(row: Transition, it: Situation) -> File | None:
    changed = row.change(it, _reason(row))
    return changed.but(phase=row.to) if changed and row.to else changed


def _reason(row: Transition) -> Reason:
    return Reason(rule=row.action, article=row.article, sentence=row.sentence)


def _not_in(phase: Phase, action: Action) -> str:
    if phase in (Phase.CLOSED, Phase.SECOND_LINE):
        return "Deze zaak is afgesloten; dit kan niet meer. Heropen haar zo nodig."
    return f"{action.capitalize()} kan niet in de fase {phase}."
