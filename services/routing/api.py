"""What may staff do with a case, over HTTP? Each action is a POST on the case (API Design Rules).

    GET  /v1/zaken/{zaaknummer}
    POST /v1/zaken/{zaaknummer}/_toewijzen                {behandelaar: {soort, sleutel},
                                                           medewerker?, betrokken?}
    POST /v1/zaken/{zaaknummer}/_overdracht-aanvaarden    {}
    POST /v1/zaken/{zaaknummer}/_overdracht-teruggeven    {}
    POST /v1/zaken/{zaaknummer}/_contact-vastleggen       {gesprokenOp}
    POST /v1/zaken/{zaaknummer}/_mijlpaal-vastleggen      {mijlpaal, op}
    POST /v1/zaken/{zaaknummer}/_formeel-behandelen       {verzochtOp}
    POST /v1/zaken/{zaaknummer}/_verdagen                 {weken, reden}
    POST /v1/zaken/{zaaknummer}/_uitstel-afspreken        {tot, document, reden}
    POST /v1/zaken/{zaaknummer}/_afhandelen               {uitkomst}
    POST /v1/zaken/{zaaknummer}/_intrekken                {}
    POST /v1/zaken/{zaaknummer}/_verbeterpunt-vastleggen  {kenmerk, eenheid, uiterlijk, gedaanOp?}

Answers carry the case as it then is. Asking twice changes nothing. A token speaks for one
municipality: the cases of all others do not exist for it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.utilities.typing import LambdaContext

from services.routing.bodies import (
    Adjournment,
    Agreement,
    Assignment,
    Conversation,
    FormalRequest,
    Happening,
    Settlement,
    ToImprove,
)
from services.routing.domain import NotAllowedError
from services.routing.handler import routing
from services.routing.service import UnknownCaseError
from services.routing.transition import Action, Command
from shared.case import Handler, Improvement
from shared.glossary import HandlerKind, Role
from shared.http import InvalidError, RefusedError, UnknownError, api, arrived_at, resolve
from shared.identity import Staff, issuers, who_asks
from shared.municipality import Municipality
from shared.table import ConflictError
from shared.wire import Wire

READERS = (Role.COORDINATOR, Role.HANDLER, Role.TEAM_LEAD, Role.CONTACT_CENTRE)
HANDLERS = (Role.COORDINATOR, Role.HANDLER, Role.TEAM_LEAD)
ASSIGNERS = (Role.COORDINATOR, Role.TEAM_LEAD)


app = api()


@app.get("/v1/zaken/<zaaknummer>")
def show(zaaknummer: str) -> dict[str, Any]:
    staff = who_asks(app, *READERS)
    try:
        case, timeline = routing().show(staff.municipality, zaaknummer)
    except UnknownCaseError:
        raise _unknown() from None
    return {"zaak": _json(case), "tijdlijn": [_json(entry) for entry in timeline]}


@app.post("/v1/zaken/<zaaknummer>/_toewijzen")
def assign(zaaknummer: str, body: Annotated[Assignment, Body()]) -> dict[str, Any]:
    staff = who_asks(app, *ASSIGNERS)
    _must_be_known(body.handler, _here(staff))
    return _act(
        staff,
        zaaknummer,
        Action.ASSIGN,
        handler=body.handler,
        assignee=body.assignee,
        involved=body.involved,
    )


@app.post("/v1/zaken/<zaaknummer>/_overdracht-aanvaarden")
def accept_handover(zaaknummer: str) -> dict[str, Any]:
    return _act(who_asks(app, *READERS), zaaknummer, Action.ACCEPT_HANDOVER)


@app.post("/v1/zaken/<zaaknummer>/_overdracht-teruggeven")
def return_handover(zaaknummer: str) -> dict[str, Any]:
    return _act(who_asks(app, *READERS), zaaknummer, Action.RETURN_HANDOVER)


@app.post("/v1/zaken/<zaaknummer>/_contact-vastleggen")
def record_contact(zaaknummer: str, body: Annotated[Conversation, Body()]) -> dict[str, Any]:
    staff = who_asks(app, *READERS)
    return _act(staff, zaaknummer, Action.RECORD_CONTACT, moment=_past(body.spoke_at))


@app.post("/v1/zaken/<zaaknummer>/_mijlpaal-vastleggen")
def record_milestone(zaaknummer: str, body: Annotated[Happening, Body()]) -> dict[str, Any]:
    staff, moment = who_asks(app, *READERS), _past(body.at)
    action = Action.RECORD_MILESTONE
    return _act(staff, zaaknummer, action, milestone=body.milestone, moment=moment)


@app.post("/v1/zaken/<zaaknummer>/_formeel-behandelen")
def request_formal(zaaknummer: str, body: Annotated[FormalRequest, Body()]) -> dict[str, Any]:
    staff = who_asks(app, *HANDLERS)
    return _act(staff, zaaknummer, Action.REQUEST_FORMAL, moment=_past(body.requested_at))


@app.post("/v1/zaken/<zaaknummer>/_verdagen")
def adjourn(zaaknummer: str, body: Annotated[Adjournment, Body()]) -> dict[str, Any]:
    staff = who_asks(app, *HANDLERS)
    return _act(staff, zaaknummer, Action.ADJOURN, weeks=body.weeks, delay_reason=body.reason)


@app.post("/v1/zaken/<zaaknummer>/_uitstel-afspreken")
def agree_delay(zaaknummer: str, body: Annotated[Agreement, Body()]) -> dict[str, Any]:
    return _act(
        who_asks(app, *HANDLERS),
        zaaknummer,
        Action.AGREE_DELAY,
        until=body.until,
        document=body.document,
        delay_reason=body.reason,
    )


@app.post("/v1/zaken/<zaaknummer>/_afhandelen")
def settle(zaaknummer: str, body: Annotated[Settlement, Body()]) -> dict[str, Any]:
    return _act(who_asks(app, *HANDLERS), zaaknummer, Action.SETTLE, outcome=body.outcome)


@app.post("/v1/zaken/<zaaknummer>/_intrekken")
def withdraw(zaaknummer: str) -> dict[str, Any]:
    return _act(who_asks(app, *READERS), zaaknummer, Action.WITHDRAW)


@app.post("/v1/zaken/<zaaknummer>/_verbeterpunt-vastleggen")
def record_improvement(zaaknummer: str, body: Annotated[ToImprove, Body()]) -> dict[str, Any]:
    staff = who_asks(app, *HANDLERS)
    _must_be_among(_here(staff).units, body.unit, "eenheid")
    improvement = Improvement(
        reference=body.reference,
        unit=body.unit,
        set_at=arrived_at(app),
        due_on=body.due_on,
        done_at=_past(body.done_at) if body.done_at else None,
    )
    return _act(staff, zaaknummer, Action.RECORD_IMPROVEMENT, improvement=improvement)


def on_request(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """REST API, proxy integration."""
    return resolve(app, event, context, admit=issuers().who)


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


def _here(staff: Staff) -> Municipality:
    """Raises `UnknownError` where we do not know her municipality, as for any case of another."""
    if here := routing().municipalities.get(staff.municipality):
        return here
    raise _unknown()


def _must_be_known(handler: Handler, here: Municipality) -> None:
    known: dict[HandlerKind, Iterable[str]] = {
        HandlerKind.PROVIDER: here.providers,
        HandlerKind.UNIT: here.units,
        HandlerKind.COMPLAINTS_DESK: ["klachtenloket"],
        HandlerKind.EXTERNAL: here.outside,
    }
    _must_be_among(known[handler.kind], handler.key, "behandelaar")


def _must_be_among(known: Iterable[str], key: str, what: str) -> None:
    if key not in known:
        raise InvalidError(f"Deze {what} bestaat niet. Kies uit: {', '.join(sorted(known))}.")


def _json(value: Wire) -> dict[str, Any]:
    return value.model_dump(mode="json", exclude_none=True)
