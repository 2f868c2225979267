"""Somebody follows her case: there is one, and she signs in to it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from services.intake.handler import intake
from services.intake.service import Receipt
from services.intake.submission import Door, Submission
from shared.case import Handler, Handover
from shared.events import Clock, Terms
from shared.glossary import Channel, ClockKind, HandlerKind, Outcome, Phase
from shared.municipality import municipalities
from tests.browser.visitor import Visitor
from tests.builders import MONDAY, a_case

LONG_AGO = MONDAY - timedelta(days=60)


def a_complaint(town: str) -> Receipt:
    found = municipalities().of_page(town)
    assert found
    return intake().accept(
        Submission(
            municipality=found.code,
            door=Door.FORM,
            key=str(uuid4()),
            content="hash",
            channel=Channel.WEB_FORM,
            written=True,
            received_at=LONG_AGO,
            registered_at=LONG_AGO,
            text="De taxi kwam drie keer niet.",
        )
    )


def signed_in(visitor: Visitor, **facts: Any) -> None:
    """To a case of which this is known."""
    receipt = a_complaint(visitor.town)
    case = a_case(number=receipt.number, received_at=LONG_AGO, **facts)
    intake().store.follow(case)
    clocks = [
        Clock(
            kind=kind,
            starts_on=LONG_AGO.date(),
            nominal_end=due_at.date(),
            due_on=due_at.date(),
            article="Awb 9:11 lid 1",
            explanation="De termijn begint op de dag na die van ontvangst (Awb 9:11 lid 1).",
        )
        for kind, due_at in (
            (ClockKind.HANDLING, MONDAY - timedelta(days=18)),
            (ClockKind.REPAIR, MONDAY + timedelta(days=7)),
            (ClockKind.OMBUDSMAN, MONDAY + timedelta(days=347)),
        )
    ]
    terms = Terms(case_sequence=case.sequence, clocks=tuple(clocks))
    intake().store.follow_terms(case.municipality, case.number, terms)
    shows_both(visitor, receipt.number, receipt.code or "")


def shows_both(visitor: Visitor, number: str, code: str) -> None:
    visitor.go("volgen")
    visitor.fill("zaaknummer", number)
    visitor.fill("volgcode", code)
    visitor.send()


def signs_in(visitor: Visitor) -> None:
    visitor.go("volgen")


def forgot_both(visitor: Visitor) -> None:
    visitor.go("volgen")
    visitor.send()


def was_received(visitor: Visitor) -> None:
    receipt = a_complaint(visitor.town)
    shows_both(visitor, receipt.number, receipt.code or "")


def is_at_a_provider(visitor: Visitor) -> None:
    provider = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
    offer = Handover(to=provider, offered_at=LONG_AGO, accepted_at=LONG_AGO + timedelta(days=3))
    signed_in(visitor, handler=provider, handover=offer)


def was_closed(visitor: Visitor) -> None:
    ended = {"phase": Phase.CLOSED, "outcome": Outcome.JUDGED, "closed_at": MONDAY}
    signed_in(visitor, **ended)


def tells_more(visitor: Visitor) -> None:
    is_at_a_provider(visitor)
    visitor.go("volgen/aanvullen")


def tells_nothing(visitor: Visitor) -> None:
    tells_more(visitor)
    visitor.send()


def told_more(visitor: Visitor) -> None:
    tells_more(visitor)
    visitor.fill("tekst", "Ook vandaag kwam de taxi niet.")
    visitor.send()


def is_unhappy(visitor: Visitor) -> None:
    is_at_a_provider(visitor)
    visitor.go("volgen/niet-tevreden")


def wants_to_stop(visitor: Visitor) -> None:
    is_at_a_provider(visitor)
    visitor.go("volgen/stoppen")


def says_how_it_went(visitor: Visitor) -> None:
    was_closed(visitor)
    visitor.go("volgen/tevreden")


def signed_out(visitor: Visitor) -> None:
    was_received(visitor)
    visitor.send()
