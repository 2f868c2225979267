"""What becomes of a case when something happens to it? transitions.py has the table of what may.

Plain values and functions: callers bring the time.
"""

from dataclasses import dataclass
from typing import Any

from services.routing.route import THE_DESK, Route
from services.routing.transitions import (
    OUTCOMES,
    TEAM_ITSELF,
    TRANSITIONS,
    Action,
    Command,
    File,
    Transition,
)
from services.routing.triage import Facts
from shared.case import Case, Reason
from shared.dutch_time import dutch_date, in_words
from shared.events import CaseEvent, ComplaintReceived
from shared.glossary import Kind, Outcome, Phase
from shared.municipality import Municipality, Regime

SUCCESSION = "rechtsopvolging"


class NotAllowedError(Exception):
    """The table does not allow this now. Its text says why, in Dutch."""


@dataclass(frozen=True)
class Step:
    """What a command did: the file afterwards, the news of it, and why it was allowed."""

    file: File
    news: type[CaseEvent]
    reasons: tuple[Reason, ...]


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
        ground=route.ground,
        reasons=route.reasons + _succession(owner, municipality),
        formal_since=cause.data.received_at if route.phase is Phase.FORMAL else None,
        sequence=1,
    )


def _succession(owner: str, municipality: Municipality) -> tuple[Reason, ...]:
    if owner == municipality.code or municipality.exists_until is None:
        return ()
    sentence = (
        f"{municipality.name} bestaat sinds {in_words(municipality.exists_until)} niet meer; "
        f"{municipality.successor_name} is verantwoordelijk. De dag van ontvangst blijft."
    )
    return (Reason(rule=SUCCESSION, article="Wet arhi 44", sentence=sentence),)


def decide(file: File, command: Command) -> Step | None:
    """The next step of *file*, or nothing where it is already as *command* wants it.

    Raises `NotAllowedError`.
    """
    if _already(file, command):
        return None
    row = _row(file.case.phase, command.action)
    for guard in (*row.guards, *([OUTCOMES[command.outcome]] if command.outcome else [])):
        if not guard.holds(file, command):
            raise NotAllowedError(guard.refusal)
    reason = Reason(rule=command.action, article=row.article, sentence=row.sentence)
    changes = {"phase": row.to or file.case.phase, "sequence": file.case.sequence + 1}
    case = file.case.model_copy(update=changes | _changes(file, command, reason))
    involved = {command.assignee} if command.involved and command.assignee else set()
    return Step(File(case, file.involved | involved), row.news, (reason,))


def _already(file: File, command: Command) -> bool:
    case = file.case
    match command.action:
        case Action.ASSIGN:
            wanted = (command.handler, command.assignee, False)
            known = not command.involved or command.assignee in file.involved
            return known and (case.handler, case.assignee, case.phase is Phase.TRIAGE) == wanted
        case Action.RECORD_CONTACT:  # only the first conversation counts for the norm
            first = case.first_contact_at
            return first is not None and command.moment is not None and first <= command.moment
        case Action.REQUEST_FORMAL:
            return case.phase is Phase.FORMAL and case.formal_since == command.moment
        case Action.SETTLE:
            return case.outcome is not None and case.outcome is command.outcome
        case Action.WITHDRAW:
            return case.outcome is Outcome.WITHDRAWN


def _row(phase: Phase, action: Action) -> Transition:
    for row in TRANSITIONS:
        if row.action is action and phase in row.phases:
            return row
    if phase is Phase.CLOSED:
        raise NotAllowedError("Deze zaak is afgesloten; er kan niets meer aan veranderen.")
    raise NotAllowedError(f"{action.capitalize()} kan niet in de fase {phase}.")


def _changes(file: File, command: Command, reason: Reason) -> dict[str, Any]:
    """The fields of the case that *command* changes, beside its phase and its sequence."""
    case = file.case
    match command.action:
        case Action.ASSIGN:
            kept = tuple(each for each in case.reasons if each.rule == SUCCESSION)
            return {
                "handler": command.handler,
                "co_handler": None if case.co_handler == command.handler else case.co_handler,
                "assignee": command.assignee,
                "proposed": None,
                "reasons": (reason, *kept),
            }
        case Action.RECORD_CONTACT:
            return {"first_contact_at": command.moment}
        case Action.REQUEST_FORMAL:
            team = case.handler.key == TEAM_ITSELF
            return {
                "formal_since": command.moment,
                "statutory": True,
                "kind": Kind.COMPLAINT,
                "handler": THE_DESK if team else case.handler,
                "assignee": None if case.assignee in file.involved else case.assignee,
                "proposed": None,
            }
        case Action.SETTLE:
            return {"outcome": command.outcome, "closed_at": command.at}
        case Action.WITHDRAW:
            return {"outcome": Outcome.WITHDRAWN, "closed_at": command.at}
