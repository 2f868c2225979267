"""A test names only what it is about; these fill in the rest. All people are fictional."""

from datetime import UTC, datetime
from typing import Any

from shared.case import Added, Case, Handler, TermChange
from shared.events import CaseEvent, ComplaintReceived, Received, event_id, source_of
from shared.glossary import (
    Channel,
    DelayReason,
    HandlerKind,
    Kind,
    Phase,
    Side,
    Telling,
    TermBasis,
)

MONDAY = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
DESK = Handler(kind=HandlerKind.COMPLAINTS_DESK, key="klachtenloket")


def a_case(**facts: Any) -> Case:
    """A written complaint at the desk of Stichtse Vecht, received on Monday 1 June 2026."""
    usual: dict[str, Any] = {
        "number": "KL-2026-AAAAA-AAAAA",
        "municipality": "1904",
        "owner": "1904",
        "regime": "stichtse_vecht_2014",
        "channel": Channel.WEB_FORM,
        "received_at": MONDAY,
        "written": True,
        "statutory": True,
        "kind": Kind.COMPLAINT,
        "phase": Phase.INFORMAL,
        "handler": DESK,
        "sequence": 1,
    }
    return Case(**(usual | facts))


def news_of(event: type[CaseEvent], case: Case, at: datetime = MONDAY) -> CaseEvent:
    return event.about(case, at)


def a_received_complaint(**facts: Any) -> ComplaintReceived:
    """The news that intake tells about a message it stored."""
    number = facts.pop("number", "KL-2026-AAAAA-AAAAA")
    municipality = facts.pop("municipality", "1904")
    channel = facts.pop("channel", Channel.WEB_FORM)
    usual: dict[str, Any] = {
        "received_at": MONDAY,
        "written": True,
        "anonymous": False,
        "language": "nl",
        "attachments": 0,
        "readable": True,
    }
    return ComplaintReceived(
        id=event_id(municipality, number, "klacht-ontvangen"),
        source=source_of(municipality, "intake"),
        subject=number,
        time=MONDAY,
        gemeentecode=municipality,
        kanaal=channel,
        dataref=f"urn:klachtenloket:dossier:{municipality}:{number}",
        data=Received(**(usual | facts)),
    )


def an_adjournment(sequence: int = 2, **facts: Any) -> TermChange:
    """The handling of a case is adjourned by four weeks, on Monday 1 June 2026."""
    usual: dict[str, Any] = {
        "basis": TermBasis.ADJOURNMENT,
        "sequence": sequence,
        "decided_at": MONDAY,
        "by": "staff-1",
        "reason": DelayReason.HEARING,
        "weeks": 4,
    }
    return TermChange(**(usual | facts))


def an_addition(telling: Telling = Telling.MORE, **facts: Any) -> Added:
    """What the resident told later, on the page where she follows her case."""
    usual: dict[str, Any] = {
        "id": "A-7Q2MK-X0R4T",
        "telling": telling,
        "side": Side.COMPLAINANT,
        "channel": Channel.WEB_FORM,
        "received_at": MONDAY,
    }
    return Added(**(usual | facts))
