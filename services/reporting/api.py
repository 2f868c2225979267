"""How does somebody ask for a report?

Everybody may have the public version, where the municipality publishes it. Who reports for the
municipality gets the exact one, with a token.
"""

import os
from datetime import date
from functools import cache
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from services.reporting.document import document
from services.reporting.domain import Quarter
from services.reporting.figures import Version
from services.reporting.forms import form_for
from services.reporting.public import suppress
from services.reporting.service import Reporting
from services.reporting.store import DynamoFacts
from shared.dutch_time import dutch_date
from shared.glossary import Role
from shared.http import InvalidError, UnauthenticatedError, UnknownError, api, arrived_at, resolve
from shared.identity import Issuers, issuers
from shared.municipality import Municipality, municipalities
from shared.observability import logger
from shared.table import Table, dynamodb

UNKNOWN = "Deze gemeente kennen wij niet, of u mag haar rapportages niet zien."
NOT_PUBLIC = "De rapportages van deze gemeente zijn niet openbaar. Log in."


def reports(reporting: Reporting, trusted: Issuers) -> APIGatewayRestResolver:
    """The HTTP API over *reporting*."""
    app = api()

    @app.get("/v1/gemeenten/<gemeentecode>/rapportages/<jaar>/<kwartaal>")
    def quarterly(gemeentecode: str, jaar: str, kwartaal: str) -> Response[str]:
        headers, query = app.current_event.headers, app.current_event.query_string_parameters
        now = arrived_at(app)
        municipality = municipalities().get(gemeentecode)
        if municipality is None:
            raise UnknownError(UNKNOWN)
        try:
            quarter = Quarter.named(jaar, kwartaal)
            form = form_for(query.get("formaat"), headers.get("accept", ""))
        except ValueError as error:
            raise InvalidError(str(error)) from error
        version = version_for(headers.get("authorization"), municipality, dutch_date(now), trusted)
        report = reporting.report(municipality.code, quarter, as_of=now)
        if version is Version.PUBLIC:
            report = suppress(report)
        logger.info("report", extra={"gemeentecode": municipality.code, "versie": version})
        text = form.write(document(report, municipality))
        return Response(HTTPStatus.OK.value, form.media_type, text, form.headers)

    return app


def version_for(
    authorization: str | None, municipality: Municipality, today: date, trusted: Issuers
) -> Version:
    """The version that this caller may see. Raises a `RefusedError` if there is none."""
    if authorization is None:
        if not municipality.public_reports:
            raise UnauthenticatedError(NOT_PUBLIC)
        return Version.PUBLIC
    staff = trusted.who(authorization)
    if staff.municipality not in (municipality.code, municipality.owner_on(today)):
        raise UnknownError(UNKNOWN)
    staff.must_be_one_of(Role.REPORTER, Role.COORDINATOR)
    return Version.INTERNAL


@logger.inject_lambda_context
def on_request(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway (REST, proxy)."""
    return resolve(_app(), event, context)


@cache
def _app() -> APIGatewayRestResolver:
    table = Table(dynamodb(), os.environ["TABLE"])
    return reports(Reporting(DynamoFacts(table)), issuers())
