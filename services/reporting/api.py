"""How does somebody ask for a report?

Everybody may have the public version, where the municipality publishes it. Who reports for the
municipality gets the exact one, with a token.
"""

import os
from datetime import date
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import WithJsonSchema

from services.reporting.document import Document, document
from services.reporting.domain import Quarter
from services.reporting.figures import Version
from services.reporting.forms import FORMS, form_for
from services.reporting.public import suppress
from services.reporting.service import Reporting
from services.reporting.store import DynamoFacts
from shared.dutch_time import dutch_date
from shared.glossary import Role
from shared.http import (
    ANYBODY_OR_STAFF,
    InvalidError,
    MunicipalityCode,
    UnauthenticatedError,
    UnknownError,
    api,
    arrived_at,
    resolve,
)
from shared.identity import issuers
from shared.municipality import Municipality, municipalities
from shared.observability import logger
from shared.table import Table, dynamodb

UNKNOWN = "Deze gemeente kennen wij niet, of u mag haar rapportages niet zien."
NOT_PUBLIC = "De rapportages van deze gemeente zijn niet openbaar. Log in."


Year = Annotated[str, Path(description="Het jaar van ontvangst.", examples=["2026"])]
Number = Annotated[str, Path(description="Het kwartaal: 1 tot en met 4.", examples=["2"])]
Form = Annotated[
    str | None,
    WithJsonSchema({"type": "string", "enum": list(FORMS)}),
    Query(description="De vorm, voor wie haar niet met Accept kan kiezen."),
]

app = api()


@app.get(
    "/v1/gemeenten/<gemeentecode>/rapportages/<jaar>/<kwartaal>",
    summary="Lees de rapportage van een kwartaal",
    description="Zonder token de openbare versie, waar de gemeente die publiceert: zonder kleine "
    "aantallen. Met een token de volledige.",
    operation_id="leesKwartaalrapportage",
    tags=["Rapportages"],
    security=ANYBODY_OR_STAFF,
    responses={
        200: {
            "description": "De rapportage, zoals zij nu is.",
            "content": {
                "application/json": {"model": Document},
                "text/csv": {"schema": {"type": "string"}},
                "text/html": {"schema": {"type": "string"}},
            },
        }
    },
)
def quarterly(
    gemeentecode: MunicipalityCode, jaar: Year, kwartaal: Number, formaat: Form = None
) -> Response[str]:
    headers, now = app.current_event.headers, arrived_at(app)
    municipality = municipalities().get(gemeentecode)
    if municipality is None:
        raise UnknownError(UNKNOWN)
    try:
        quarter = Quarter.named(jaar, kwartaal)
        form = form_for(formaat, headers.get("accept", ""))
    except ValueError as error:
        raise InvalidError(str(error)) from error
    version = version_for(headers.get("authorization"), municipality, dutch_date(now))
    report = reporting().report(municipality.code, quarter, as_of=now)
    if version is Version.PUBLIC:
        report = suppress(report)
    logger.info("report", extra={"gemeentecode": municipality.code, "versie": version})
    text = form.write(document(report, municipality))
    return Response(HTTPStatus.OK.value, form.media_type, text, form.headers)


def version_for(authorization: str | None, municipality: Municipality, today: date) -> Version:
    """The version that this caller may see. Raises a `RefusedError` if there is none."""
    if authorization is None:
        if not municipality.public_reports:
            raise UnauthenticatedError(NOT_PUBLIC)
        return Version.PUBLIC
    staff = issuers().who(authorization)
    if staff.municipality not in (municipality.code, municipality.owner_on(today)):
        raise UnknownError(UNKNOWN)
    staff.must_be_one_of(Role.REPORTER, Role.COORDINATOR)
    return Version.INTERNAL


@logger.inject_lambda_context
def on_request(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway (REST, proxy)."""
    return resolve(app, event, context)


@cache
def reporting() -> Reporting:
    """Not the one in handler.py: who only asks for reports does not load what reads a queue."""
    return Reporting(DynamoFacts(Table(dynamodb(), os.environ["TABLE"])))
