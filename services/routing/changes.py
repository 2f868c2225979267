"""How does what is known of a case change: who has it, what happened to it, how long it may take?

Each function gives the fields that change, or a field as it then is.
"""

from datetime import datetime
from typing import Any

from services.routing.milestones import OF_A_PROVIDER
from services.routing.transition import Command
from shared.case import Case, Handler, Handover, Improvement, Reason, TermChange
from shared.glossary import HandlerKind, Milestone, TermBasis

SUCCESSION = "rechtsopvolging"


def handled_by(case: Case, handler: Handler | None, reason: Reason) -> dict[str, Any]:
    """Somebody else has the case. *reason* takes the place of those of the earlier choice."""
    kept = tuple(each for each in case.reasons if each.rule == SUCCESSION)
    return {
        "handler": handler,
        "co_handler": None if case.co_handler == handler else case.co_handler,
        "proposed": None,
        "reasons": (reason, *kept),
    }


def offered(case: Case, handler: Handler | None, at: datetime) -> dict[str, Any]:
    """A provider who gets the case is asked anew. An offer that is left unanswered, falls away."""
    before = case.handover
    if offer := first_offer(handler, at):
        if before and before.to == case.handler == handler:
            return {}
        others = {each: on for each, on in case.milestones.items() if each not in OF_A_PROVIDER}
        return {"handover": offer, "milestones": others}
    is_answered = before and (before.accepted_at or before.returned_at)
    return {} if is_answered else {"handover": None}


def answered(case: Case, **when: datetime) -> Handover | None:
    return case.handover and case.handover.model_copy(update=when)


def first_offer(handler: Handler | None, at: datetime) -> Handover | None:
    is_provider = handler is not None and handler.kind is HandlerKind.PROVIDER
    return Handover(to=handler, offered_at=at) if handler and is_provider else None


def spoken_to(case: Case, moment: datetime | None) -> dict[str, Any]:
    """Only the first conversation counts, and the first after somebody could not be reached."""
    if moment is None:
        return {}
    changes: dict[str, Any] = {}
    if case.first_contact_at is None or moment < case.first_contact_at:
        changes["first_contact_at"] = moment
    since = case.milestones.get(Milestone.UNREACHABLE)
    again = case.milestones.get(Milestone.REACHED_AGAIN)
    if since and since < moment and not (again and since <= again <= moment):
        changes["milestones"] = case.milestones | {Milestone.REACHED_AGAIN: moment}
    return changes


def milestones(case: Case, command: Command) -> dict[Milestone, datetime]:
    if command.milestone is None or command.moment is None:
        return case.milestones
    return case.milestones | {command.milestone: command.moment}


def improvements(case: Case, new: Improvement | None) -> tuple[Improvement, ...]:
    """The same reference again takes the place of what was known, but for the day it was set."""
    known = {each.reference: each for each in case.improvements}
    if new:
        set_at = known.get(new.reference, new).set_at
        known[new.reference] = new.model_copy(update={"set_at": set_at})
    return tuple(known.values())


def term_changes(case: Case, command: Command, basis: TermBasis) -> tuple[TermChange, ...]:
    change = TermChange.model_validate(
        {
            "basis": basis,
            "sequence": case.sequence + 1,
            "decided_at": command.at,
            "by": command.by,
            "reason": command.delay_reason,
            "weeks": command.weeks,
            "until": command.until,
            "document": command.document,
        }
    )
    return (*case.term_changes, change)
