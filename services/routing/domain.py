"""What becomes of a case when something happens to it? transitions.py has the table of what may.

Plain values and functions: callers bring the time.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from services.routing.attention import attention
from services.routing.confidence import confidence
from services.routing.route import THE_DESK, Route
from services.routing.steps.common import put, unknown_name
from services.routing.steps.ending import taking_in
from services.routing.steps.handing import SUCCESSION, first_offer
from services.routing.transition import Action, File, Nothing, Situation, Transition
from services.routing.transitions import rows
from services.routing.triage import Facts
from shared.case import Arrival, Case, Handover, Reason
from shared.dutch_time import dutch_date, in_words
from shared.events import CaseEvent, ComplaintReceived, FileRecorded
from shared.glossary import SAFETY_FLAGS, Channel, Flag, Link, Phase
from shared.municipality import Municipality
from shared.proceedings import Linked, Matter, Split
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


class NotHersError(NotAllowedError):
    """As the case now stands, this is for others to do."""


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
        similar=cause.data.similar,
        matter=Matter(against=route.against),
        formal_since=cause.data.received_at if route.phase is Phase.FORMAL else None,
        sequence=1,
    )


def several_subjects(facts: Facts) -> tuple[Reason, ...]:
    """Why it is proposed to split it, for who reads the timeline."""
    if len(facts.subjects) < 2:
        return ()
    sentence = f"Misschien zijn dit meer onderwerpen: {', '.join(facts.subjects)}."
    return (
        Reason(rule="meer_onderwerpen", article="Uitgangspunten par. 1D", sentence=sentence[:500]),
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
    if command.role not in row.by:
        raise NotHersError(f"Dit mag nu alleen een van deze rollen: {', '.join(sorted(row.by))}.")
    for guard in row.guards:
        if not guard.holds(it):
            raise NotAllowedError(guard.refusal)
    changed = _after(row, it)
    if changed is None:
        raise AssertionError(f"{row.action}: no guard says what is missing")
    owner = it.municipality.owner_on(it.asked_on)
    file = changed.but(sequence=case.sequence + 1, owner=owner)
    if _size(file) > FULL and command.action not in ALWAYS_FITS:
        raise NotAllowedError("Dit dossier is vol. Voeg samen wat bij elkaar hoort.")
    return Step(file, row.news, (_reason(row),), command.said)


GOES_ON_HERE = Reason(
    rule="samengevoegd",
    article="Uitgangspunten par. 1D",
    sentence="Een andere zaak met hetzelfde verhaal gaat in deze verder. Wat daar is verteld, "
    "hoort bij dit dossier; de eerste dag van ontvangst telt.",
)


def joined(ended: File, other: File, before: File) -> Step:
    """What it does to the *other* case that *ended*, which was as *before*, goes on there. Who
    waited for an answer there, waits for it here.

    Raises `NotAllowedError` where its file is full.
    """
    waiting = (each for each in before.case.additions if each.waits)
    changed = taking_in(other, ended, waiting)
    file = changed.but(sequence=other.case.sequence + 1)
    if _size(file) > FULL:
        raise NotAllowedError("Het dossier van de andere zaak is vol. Koppel haar alleen.")
    told = next(each for each in file.case.matter.joined if each.number == ended.case.number)
    return Step(file, FileRecorded, (GOES_ON_HERE,), told)


SPLIT_OFF = Reason(
    rule="afgesplitst",
    article="Uitgangspunten par. 1D",
    sentence="Dit onderwerp stond in een verhaal dat over meer ging. Een medewerker deelt het "
    "eerst in.",
)


SPLIT_HERE = Reason(
    rule="splitsen",
    article="Uitgangspunten par. 1D",
    sentence="Het andere onderwerp heeft nu een eigen zaak, met hetzelfde verhaal.",
)


def split_off(opened: File, other: File) -> File:
    """The file of a new case that was a part of *other*: for a person, who says what it is. What
    is secret or dangerous there, is so here; and who was involved there, may be here.
    """
    case, kept = opened.case, SAFETY_FLAGS | {Flag.RESTRICTED}
    first_choice = None if case.handler == THE_DESK else case.handler
    links = (*case.matter.links, Linked(to=other.case.number, how=Link.SPLIT_FROM))
    changed = opened.matter(links=links).but(
        handler=THE_DESK,
        co_handler=None,
        proposed=case.proposed or first_choice,
        phase=Phase.TRIAGE,
        handover=None,
        formal_since=None,
        flags=tuple(sorted({*case.flags, *kept.intersection(other.case.flags)})),
        reasons=(*case.reasons, SPLIT_OFF),
    )
    return replace(changed, involved=opened.involved | other.involved)


def with_split(file: File, reference: str, number: str) -> Step:
    """*file*, which now knows the number of the case that its subject *reference* became."""
    known = Split(reference=reference, number=number)
    changed = file.matter(splits=put(file.case.matter.splits, known))
    return Step(changed.but(sequence=file.case.sequence + 1), FileRecorded, (SPLIT_HERE,), known)


def _size(file: File) -> int:
    return len(file.case.model_dump_json(exclude_none=True).encode())


ANSWERS = frozenset(
    {
        Action.RECORD_CONTACT,
        Action.REQUEST_FORMAL,
        Action.REOPEN,
        Action.REFER,
        Action.SETTLE,
        Action.WITHDRAW,
    }
)
"""What is an answer to who said that she is not satisfied."""


def _answered(file: File, it: Situation) -> File:
    """*file*, in which nobody waits any longer who waited before this moment."""
    if it.command.action not in ANSWERS:
        return file
    answered = tuple(
        each.model_copy(update={"answered_at": it.moment})
        if each.waits and each.received_at <= it.moment
        else each
        for each in file.case.additions
    )
    return file if answered == file.case.additions else file.but(additions=answered)


def _after(row: Transition, it: Situation) -> File | None:
    changed = row.change(it, _reason(row))
    if changed is None:
        return None
    return _answered(changed.but(phase=row.to) if row.to else changed, it)


def _reason(row: Transition) -> Reason:
    return Reason(rule=row.action, article=row.article, sentence=row.sentence)


def _not_in(phase: Phase, action: Action) -> str:
    if phase in (Phase.CLOSED, Phase.SECOND_LINE):
        return "Deze zaak is afgesloten; dit kan niet meer. Heropen haar zo nodig."
    return f"{action.capitalize()} kan niet in de fase {phase}."
