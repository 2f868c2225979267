"""Who may see a case, and how much of it? Nobody reads more than her work asks of her.

docs/beslistabel.md shows the table SEES to a lawyer.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum

from shared.case import Case
from shared.glossary import Flag, HandlerKind, Role, Side
from shared.proceedings import Handler, Proceedings
from shared.staff import Staff

DESK = Handler(kind=HandlerKind.COMPLAINTS_DESK, key="klachtenloket")


class View(IntEnum):
    """How much somebody sees; a greater one holds all of a lesser."""

    NOTHING = 0
    STATUS = 1
    PROVIDER = 2
    ALL = 3


def view_of(staff: Staff, case: Case, involved: Collection[str] = ()) -> View:
    """How much of *case* this member of *staff* of its own municipality may see."""
    if case.formal_since is not None and staff.subject in involved:
        return View.NOTHING
    return max((SEES[role].view(staff, case) for role in staff.roles), default=View.NOTHING)


def _everything(staff: Staff, case: Case) -> View:
    return View.ALL


def _nothing(staff: Staff, case: Case) -> View:
    return View.NOTHING


def _of_a_handler(staff: Staff, case: Case) -> View:
    if case.assignee == staff.subject:
        return View.ALL
    restricted = Flag.RESTRICTED in case.flags
    return View.ALL if _is_of_her_unit(staff, case) and not restricted else View.NOTHING


def _of_a_lead(staff: Staff, case: Case) -> View:
    mine = case.assignee == staff.subject or _is_of_her_unit(staff, case)
    return View.ALL if mine else View.NOTHING


def _is_of_her_unit(staff: Staff, case: Case) -> bool:
    ours = {HandlerKind.UNIT, HandlerKind.COMPLAINTS_DESK}
    return any(each.kind in ours and each.key in staff.units for each in _have_it(case))


def _of_the_contact_centre(staff: Staff, case: Case) -> View:
    return View.NOTHING if Flag.RESTRICTED in case.flags else View.STATUS


def _of_a_provider(staff: Staff, case: Case) -> View:
    mine = Handler(kind=HandlerKind.PROVIDER, key=staff.provider or "niemand")
    has_it = mine in (case.handler, case.co_handler, *_asked(case))
    return View.PROVIDER if has_it else View.NOTHING


def _asked(case: Case) -> list[Handler]:
    return [each.to for each in case.proceedings.contributions if not each.cancelled_at]


def _have_it(case: Case) -> list[Handler]:
    """The desk keeps its finger on the pulse of what is elsewhere (Uitgangspunten par. 1D)."""
    elsewhere = case.handler.kind in (HandlerKind.PROVIDER, HandlerKind.EXTERNAL)
    desk = DESK if elsewhere else None
    everybody = (case.handler, case.co_handler, case.proposed, desk, *_asked(case))
    return [each for each in everybody if each]


@dataclass(frozen=True)
class Sees:
    text: str  # in Dutch, for docs/beslistabel.md
    view: Callable[[Staff, Case], View]


SEES: Mapping[Role, Sees] = {
    Role.COORDINATOR: Sees("elke zaak van haar gemeente", _everything),
    Role.HANDLER: Sees(
        "wat van haar of haar eenheid is; wat vertrouwelijk is, alleen als het van haar is",
        _of_a_handler,
    ),
    Role.TEAM_LEAD: Sees("wat van haar of haar eenheid is, vertrouwelijk of niet", _of_a_lead),
    Role.CONTACT_CENTRE: Sees(
        "hoe elke zaak ervoor staat die niet vertrouwelijk is, niet waar zij over gaat",
        _of_the_contact_centre,
    ),
    Role.PROVIDER: Sees(
        "wat aan haar eigen aanbieder is aangeboden, gevraagd of toegewezen, zonder signaleringen "
        "en zonder wat de gemeente nog overweegt",
        _of_a_provider,
    ),
    Role.PRIVACY: Sees("elke zaak, zonder haar te behandelen", _everything),
    Role.REPORTER: Sees("geen zaak; wel de rapportages", _nothing),
    Role.ADMIN: Sees("geen zaak", _nothing),
}

STATUS_ONLY = frozenset(
    {
        "number",
        "municipality",
        "owner",
        "channel",
        "received_at",
        "kind",
        "phase",
        "handler",
        "first_contact_at",
        "closed_at",
        "outcome",
        "sequence",
    }
)
FOR_PROVIDERS = STATUS_ONLY | {
    "regime",
    "written",
    "statutory",
    "nature",
    "domain",
    "co_handler",
    "handover",
    "milestones",
    "registration",
    "reasons",
}


def seen(case: Case, view: View, provider: str | None = None) -> dict[str, object]:
    """*case* as JSON, as far as *view* goes; of a file, a *provider* reads what it may know."""
    match view:
        case View.NOTHING:
            return {}
        case View.STATUS:
            return case.model_dump(mode="json", exclude_none=True, include=set(STATUS_ONLY))
        case View.PROVIDER:
            known = case.model_copy(update={"proceedings": _theirs(case.proceedings, provider)})
            fields = {*FOR_PROVIDERS, "proceedings"}
            return known.model_dump(mode="json", exclude_none=True, include=fields)
        case View.ALL:
            return case.model_dump(mode="json", exclude_none=True)


def _theirs(known: Proceedings, provider: str | None) -> Proceedings:
    """The documents that are not closed to a provider, and what it was asked itself."""
    documents = [each for each in known.documents if Side.PROVIDER not in each.closed_to]
    asked = [each for each in known.contributions if each.to.key == provider]
    return Proceedings(documents=tuple(documents), contributions=tuple(asked))
