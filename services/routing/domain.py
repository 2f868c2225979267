"""What becomes of a case when something happens to it? transitions.py has the table of what may.

Plain values and functions: callers bring the time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.routing import changes
from services.routing.changes import SUCCESSION
from services.routing.guards import TEAM_ITSELF
from services.routing.milestones import MILESTONES
from services.routing.route import THE_DESK, Route
from services.routing.transition import Action, Command, File, Situation, Transition
from services.routing.transitions import OUTCOMES, TRANSITIONS
from services.routing.triage import Facts
from shared.case import Case, Handover, Reason
from shared.dutch_time import dutch_date, in_words
from shared.events import CaseEvent, ComplaintReceived
from shared.glossary import Channel, Kind, Outcome, Phase, TermBasis
from shared.municipality import Municipality
from shared.regime import Regime


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
        handover=_offer(facts, route, cause.time),
        formal_since=cause.data.received_at if route.phase is Phase.FORMAL else None,
        sequence=1,
    )


def _offer(facts: Facts, route: Route, at: datetime) -> Handover | None:
    """A provider that tells us of a complaint has taken it on: it need not say so again."""
    offer = changes.first_offer(route.handler, at)
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


def decide(it: Situation) -> Step | None:
    """The next step of a file, or nothing where it is already as the command wants it.

    Raises `NotAllowedError`.
    """
    if _already(it):
        return None
    case, command = it.case, it.command
    row = _row(case.phase, command)
    for guard in (*row.guards, *([OUTCOMES[command.outcome]] if command.outcome else [])):
        if not guard.holds(it):
            raise NotAllowedError(guard.refusal)
    reason = Reason(rule=command.action, article=row.article, sentence=row.sentence)
    step = {"phase": row.to or case.phase, "sequence": case.sequence + 1}
    changed = case.model_copy(update=step | _changes(it, reason))
    involved = {command.assignee} if command.involved and command.assignee else set()
    return Step(File(changed, it.file.involved | involved), row.news, (reason,))


def _already(it: Situation) -> bool:
    case, command, handover = it.case, it.command, it.case.handover
    match command.action:
        case Action.ASSIGN:
            wanted = (command.handler, command.assignee, False)
            known = not command.involved or command.assignee in it.file.involved
            return known and (case.handler, case.assignee, case.phase is Phase.TRIAGE) == wanted
        case Action.ACCEPT_HANDOVER:
            return handover is not None and handover.accepted_at is not None
        case Action.RETURN_HANDOVER:
            return handover is not None and handover.returned_at is not None
        case Action.RECORD_CONTACT:
            return not changes.spoken_to(case, command.moment)
        case Action.RECORD_MILESTONE:
            return changes.milestones(case, command) == case.milestones
        case Action.REQUEST_FORMAL:
            return case.phase is Phase.FORMAL and case.formal_since == command.moment
        case Action.ADJOURN | Action.AGREE_DELAY:
            asked = (command.weeks, command.until, command.document, command.delay_reason)
            return asked in [(c.weeks, c.until, c.document, c.reason) for c in case.term_changes]
        case Action.SETTLE:
            return case.outcome is not None and case.outcome is command.outcome
        case Action.WITHDRAW:
            return case.outcome is Outcome.WITHDRAWN
        case Action.RECORD_IMPROVEMENT:
            return changes.improvements(case, command.improvement) == case.improvements


def _row(phase: Phase, command: Command) -> Transition:
    rows = [MILESTONES[command.milestone]] if command.milestone else TRANSITIONS
    for row in rows:
        if row.action is command.action and phase in row.phases:
            return row
    if phase is Phase.CLOSED:
        raise NotAllowedError("Deze zaak is afgesloten; dit kan niet meer.")
    raise NotAllowedError(f"{command.action.capitalize()} kan niet in de fase {phase}.")


def _changes(it: Situation, reason: Reason) -> dict[str, Any]:
    """The fields of the case that a command changes, beside its phase and its sequence."""
    case, command = it.case, it.command
    match command.action:
        case Action.ASSIGN:
            return {
                **changes.handled_by(case, command.handler, reason),
                **changes.offered(case, command.handler, command.at),
                "assignee": command.assignee,
            }
        case Action.ACCEPT_HANDOVER:
            return {"handover": changes.answered(case, accepted_at=command.at)}
        case Action.RETURN_HANDOVER:
            return {
                **changes.handled_by(case, THE_DESK, reason),
                "handover": changes.answered(case, returned_at=command.at),
                "assignee": None,
            }
        case Action.RECORD_CONTACT:
            return changes.spoken_to(case, command.moment)
        case Action.RECORD_MILESTONE:
            return {"milestones": changes.milestones(case, command)}
        case Action.REQUEST_FORMAL:
            team = case.handler.key == TEAM_ITSELF
            return {
                "formal_since": command.moment,
                "statutory": True,
                "kind": Kind.COMPLAINT,
                "handler": THE_DESK if team else case.handler,
                "assignee": None if case.assignee in it.file.involved else case.assignee,
                "proposed": None,
            }
        case Action.ADJOURN:
            return {"term_changes": changes.term_changes(case, command, TermBasis.ADJOURNMENT)}
        case Action.AGREE_DELAY:
            return {"term_changes": changes.term_changes(case, command, TermBasis.CONSENT)}
        case Action.SETTLE:
            return {"outcome": command.outcome, "closed_at": command.at}
        case Action.WITHDRAW:
            return {"outcome": Outcome.WITHDRAWN, "closed_at": command.at}
        case Action.RECORD_IMPROVEMENT:
            return {"improvements": changes.improvements(case, command.improvement)}
