"""What may staff do with a case, over HTTP? Each action is a POST on the case (API Design Rules).

    GET  /v1/zaken/{zaaknummer}
    POST /v1/zaken/{zaaknummer}/_toewijzen            {behandelaar: {soort, sleutel}, medewerker?,
                                                       betrokken?}
    POST /v1/zaken/{zaaknummer}/_contact-vastleggen   {gesprokenOp}
    POST /v1/zaken/{zaaknummer}/_formeel-behandelen   {verzochtOp}
    POST /v1/zaken/{zaaknummer}/_afhandelen           {uitkomst}
    POST /v1/zaken/{zaaknummer}/_intrekken            {}

Answers carry the case as it then is. Asking twice changes nothing. A token speaks for one
municipality: the cases of all others do not exist for it.
"""

from datetime import datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import Field

from services.routing.domain import NotAllowedError
from services.routing.handler import routing
from services.routing.service import UnknownCaseError
from services.routing.transitions import Action, Command
from shared.case import Handler
from shared.glossary import HandlerKind, Outcome, Role
from shared.http import InvalidError, RefusedError, UnknownError, api, arrived_at, resolve
from shared.identity import Staff, issuers
from shared.table import ConflictError
from shared.wire import Moment, Wire

READERS = (Role.COORDINATOR, Role.HANDLER, Role.TEAM_LEAD, Role.CONTACT_CENTRE)
HANDLERS = (Role.COORDINATOR, Role.HANDLER, Role.TEAM_LEAD)
ASSIGNERS = (Role.COORDINATOR, Role.TEAM_LEAD)


class Assignment(Wire):
    handler: Handler = Field(alias="behandelaar")
    assignee: str | None = Field(
        default=None,
        alias="medewerker",
        pattern=r"^[A-Za-z0-9._-]{1,64}$",
        description="An opaque staff id, never a name or an address.",
    )
    involved: bool = Field(
        default=False, alias="betrokken", description="Took part in the conduct (Awb 9:7)."
    )


class Conversation(Wire):
    spoke_at: Moment = Field(alias="gesprokenOp")


class FormalRequest(Wire):
    requested_at: Moment = Field(alias="verzochtOp")


class Settlement(Wire):
    outcome: Outcome = Field(alias="uitkomst")


app = api()


@app.get("/v1/zaken/<zaaknummer>")
def show(zaaknummer: str) -> dict[str, Any]:
    staff = _who(*READERS)
    try:
        case, timeline = routing().show(staff.municipality, zaaknummer)
    except UnknownCaseError:
        raise _unknown() from None
    return {"zaak": _json(case), "tijdlijn": [_json(entry) for entry in timeline]}


@app.post("/v1/zaken/<zaaknummer>/_toewijzen")
def assign(zaaknummer: str, body: Annotated[Assignment, Body()]) -> dict[str, Any]:
    staff = _who(*ASSIGNERS)
    _must_be_known(body.handler, staff.municipality)
    return _act(
        staff,
        zaaknummer,
        Action.ASSIGN,
        handler=body.handler,
        assignee=body.assignee,
        involved=body.involved,
    )


@app.post("/v1/zaken/<zaaknummer>/_contact-vastleggen")
def record_contact(zaaknummer: str, body: Annotated[Conversation, Body()]) -> dict[str, Any]:
    staff = _who(*READERS)
    return _act(staff, zaaknummer, Action.RECORD_CONTACT, moment=_past(body.spoke_at))


@app.post("/v1/zaken/<zaaknummer>/_formeel-behandelen")
def request_formal(zaaknummer: str, body: Annotated[FormalRequest, Body()]) -> dict[str, Any]:
    staff = _who(*HANDLERS)
    return _act(staff, zaaknummer, Action.REQUEST_FORMAL, moment=_past(body.requested_at))


@app.post("/v1/zaken/<zaaknummer>/_afhandelen")
def settle(zaaknummer: str, body: Annotated[Settlement, Body()]) -> dict[str, Any]:
    return _act(_who(*HANDLERS), zaaknummer, Action.SETTLE, outcome=body.outcome)


@app.post("/v1/zaken/<zaaknummer>/_intrekken")
def withdraw(zaaknummer: str) -> dict[str, Any]:
    return _act(_who(*READERS), zaaknummer, Action.WITHDRAW)


def on_request(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """REST API, proxy integration."""
    return resolve(app, event, context, admit=issuers().who)


def _who(*allowed: Role) -> Staff:
    """Who asks, if she has one of the *allowed* roles."""
    headers = {name.lower(): value for name, value in app.current_event.headers.items()}
    staff = issuers().who(headers.get("authorization"))
    staff.must_be_one_of(*allowed)
    return staff


def _act(staff: Staff, number: str, action: Action, **facts: Any) -> dict[str, Any]:
    command = Command(action, by=staff.subject, at=arrived_at(app), **facts)
    try:
        return _json(routing().act(staff.municipality, number, command))
    except UnknownCaseError:
        raise _unknown() from None
    except NotAllowedError as refusal:
        raise RefusedError(str(refusal)) from None
    except ConflictError:
        raise RefusedError(
            "Anderen werken tegelijk aan deze zaak. Haal haar opnieuw op en probeer het nog eens."
        ) from None


def _past(moment: datetime) -> datetime:
    if moment > arrived_at(app):
        raise InvalidError("Dit moment ligt in de toekomst. Vul in wanneer het gebeurde.")
    return moment


def _unknown() -> UnknownError:
    return UnknownError("Deze zaak bestaat niet. Controleer het zaaknummer.")


def _must_be_known(handler: Handler, municipality: str) -> None:
    here = routing().municipalities.get(municipality)
    if here is None:
        raise _unknown()
    known = {
        HandlerKind.PROVIDER: sorted(here.providers),
        HandlerKind.UNIT: sorted(here.units),
        HandlerKind.COMPLAINTS_DESK: ["klachtenloket"],
        HandlerKind.EXTERNAL: sorted(here.outside),
    }[handler.kind]
    if handler.key not in known:
        raise InvalidError(
            f"Deze behandelaar bestaat niet. Bij {handler.kind} kunt u kiezen uit: "
            f"{', '.join(known)}."
        )


def _json(value: Wire) -> dict[str, Any]:
    return value.model_dump(mode="json", exclude_none=True)
