"""How does AWS ask for a page?

Every answer is a page, errors too, with a way on for who came this far.
"""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from services.intake.pages import about, follow, form, login, look, provider, staff
from shared import http
from shared.dutch_time import dutch_date
from shared.municipality import Municipality, municipalities
from shared.observability import log_failure, logger

app = APIGatewayRestResolver()
about.routes(app)
form.routes(app)
follow.routes(app)
login.routes(app)
staff.routes(app)
provider.routes(app)


@logger.inject_lambda_context(clear_state=True)
def on_request(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway, as a proxy, for all that is a page."""
    at = datetime.fromtimestamp(event["requestContext"]["requestTimeEpoch"] / 1000, UTC)
    look.request.set(look.Request(event["path"], dutch_date(at)))
    asked_for_head = event["httpMethod"] == "HEAD"
    method = "GET" if asked_for_head else event["httpMethod"]
    routed = event | {"httpMethod": method, "path": event["path"].rstrip("/") or "/"}
    answer = app.resolve(routed, context)
    headers = answer.setdefault("multiValueHeaders", {})
    present = {name.lower() for name in headers}
    headers.update(
        {name: [value] for name, value in look.HEADERS.items() if name.lower() not in present}
    )
    logger.info("answered", extra={"status": answer["statusCode"]})
    return answer | {"body": ""} if asked_for_head else answer


@app.not_found
def unknown(_: Exception) -> Response[str]:
    methods = http.methods_of(app)
    if not methods:
        return _error(HTTPStatus.NOT_FOUND)
    answer = _error(HTTPStatus.METHOD_NOT_ALLOWED)
    answer.headers["Allow"] = methods
    return answer


@app.exception_handler(http.RefusedError)
def refused(error: http.RefusedError) -> Response[str]:
    return _error(error.status)


@app.exception_handler(Exception)
def broken(error: Exception) -> Response[str]:
    log_failure(error)
    return _error(HTTPStatus.INTERNAL_SERVER_ERROR)


def _error(status: HTTPStatus) -> Response[str]:
    query = app.current_event.query_string_parameters
    return look.error_page(status, _town(), look.language_of(query))


def _town() -> Municipality:
    """Whose page was asked for; the people of this deployment where it is nobody's."""
    _, _, slug = app.current_event.path.partition("/loket/")
    return municipalities().of_page(slug.partition("/")[0]) or municipalities().safety_net
