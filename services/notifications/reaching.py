"""How does a message reach who must hear it: from a machine, or from a person at the desk?"""

from collections.abc import Iterator
from typing import NamedTuple

from services.notifications.message import ByHand, ByMachine, ForResident, ForStaff, Why
from services.notifications.to_staff import (
    AboutSomebody,
    AdjournedToo,
    AgreedToo,
    EndedToo,
    ForCollege,
    InvitedToo,
    ToContribute,
)
from shared.case import Case, Handler
from shared.glossary import SAFETY_FLAGS, Channel, Flag, HandlerKind
from shared.municipality import Municipality
from shared.regime import RESIDENT

DESK = Handler(kind=HandlerKind.COMPLAINTS_DESK, key="klachtenloket")
COORDINATOR = Handler(kind=HandlerKind.UNIT, key="klachtencoordinator")

ForParty = (
    AboutSomebody | AdjournedToo | AgreedToo | EndedToo | ForCollege | InvitedToo | ToContribute
)


class Told(NamedTuple):
    """Who is told what."""

    audience: str
    to: Handler | None  # None: the resident
    content: ForResident | ForStaff
    once: bool = False  # in a case, whichever event asks for it first


def to_resident(case: Case, content: ForResident) -> Told:
    if a_machine_may_answer(case):
        return Told(RESIDENT, None, content)
    return by_hand(RESIDENT, Why.BY_A_PERSON_ONLY, content)


def answer(case: Case, content: ForResident) -> Iterator[Told]:
    """To the resident, if she waits for it."""
    if case.expects_an_answer:
        yield to_resident(case, content)


def to_party(party: Handler, content: ForParty, municipality: Municipality) -> Told:
    if not has_own_mailbox(party, municipality):
        return by_hand(party.key, Why.NO_ADDRESS, content)
    outside = is_outside(party, municipality)
    return Told(party.key, party, content.model_copy(update={"outside": outside}))


def to_other_side(
    case: Case, party: Handler, content: ForParty, municipality: Municipality
) -> Told:
    """Who may have hurt somebody hears nothing from a machine."""
    if is_urgent(case):
        return by_hand(party.key, Why.BY_A_PERSON_ONLY, content)
    return to_party(party, content, municipality)


def by_hand(audience: str, why: Why, content: ForResident | ByMachine) -> Told:
    return Told(DESK.key, DESK, ByHand(audience=audience, why=why, instead=content))


def a_machine_may_answer(case: Case) -> bool:
    """Not of what a council member passed on: the address is his, and the case is hers."""
    his = case.channel is Channel.COUNCIL_MEMBER
    return case.expects_an_answer and not case.by_a_person_only and not his


def is_urgent(case: Case) -> bool:
    return not (SAFETY_FLAGS | {Flag.NOW}).isdisjoint(case.flags)


def reaches_by_post(address: str | None) -> bool:
    """Only a place is no address: a letter needs a house number or a postbox."""
    return address is not None and any(character.isdigit() for character in address)


def has_own_mailbox(reader: Handler, municipality: Municipality) -> bool:
    """Or does the desk read what is for her?"""
    return municipality.party(reader).mailbox != municipality.party(DESK).mailbox


def is_outside(reader: Handler, municipality: Municipality) -> bool:
    strangers = {HandlerKind.PROVIDER, HandlerKind.EXTERNAL}
    return reader.kind in strangers and has_own_mailbox(reader, municipality)
