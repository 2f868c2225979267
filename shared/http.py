"""How does a service speak HTTP? The Dutch API Design Rules 2.2, in one place.

Validated input, errors as problem details (RFC 9457), invalid input answered with 400 and all
faults at once, and on every answer, errors too, the version and the security headers.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)
from aws_lambda_powertools.event_handler.openapi.params import Path
from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import Field

from shared.observability import log_failure, logger
from shared.refusals import ForbiddenError as ForbiddenError
from shared.refusals import InvalidError as InvalidError
from shared.refusals import NotJsonError as NotJsonError
from shared.refusals import OutdatedError as OutdatedError
from shared.refusals import RefusedError as RefusedError
from shared.refusals import TooLargeError as TooLargeError
from shared.refusals import TooOftenError as TooOftenError
from shared.refusals import UnauthenticatedError as UnauthenticatedError
from shared.refusals import UnknownError as UnknownError
from shared.refusals import UnseenError as UnseenError
from shared.wire import Wire

API_VERSION = "1.0.0"
PROBLEM_JSON = "application/problem+json"
CLOUD_EVENT = "application/cloudevents+json"
READ = frozenset({"", "application/json", CLOUD_EVENT})  # a route may still read less
MAX_BODY = 5_600_000  # 4 MB of files in base64 and a text; a function takes 6 MB in all

NO_ADDRESS = "Dit adres bestaat niet. Controleer de URL."
NO_JSON = "Stuur JSON, als application/json."
TOO_LARGE = "Het bericht is te groot: hoogstens 5 MB. Stuur bijlagen per mail of per brief."

HEADERS = {
    "API-Version": API_VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

TITLES = {
    HTTPStatus.BAD_REQUEST: "Ongeldige invoer",
    HTTPStatus.UNAUTHORIZED: "Niet ingelogd",
    HTTPStatus.FORBIDDEN: "Geen toegang",
    HTTPStatus.NOT_FOUND: "Niet gevonden",
    HTTPStatus.METHOD_NOT_ALLOWED: "Kan hier niet",
    HTTPStatus.CONFLICT: "Conflict",
    HTTPStatus.PRECONDITION_FAILED: "Intussen veranderd",
    HTTPStatus.PRECONDITION_REQUIRED: "If-Match ontbreekt",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Te groot",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Geen JSON",
    HTTPStatus.TOO_MANY_REQUESTS: "Te vaak",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Interne fout",
}

FAULTS = {
    "missing": "Dit veld ontbreekt.",
    "json_invalid": "Dit is geen geldige JSON.",
    "string_too_short": "Dit is te kort: minstens {min_length} tekens.",
    "string_too_long": "Dit is te lang: hoogstens {max_length} tekens.",
    "string_type": "Dit moet een tekst zijn.",
    "string_pattern_mismatch": "Dit heeft niet de juiste vorm: {pattern}.",
    "bool_parsing": "Dit moet true of false zijn.",
    "enum": "Kies uit: {expected}.",
    "literal_error": "Kies uit: {expected}.",
    "timezone_aware": "Geef een tijdstip met tijdzone, bijvoorbeeld 2026-03-24T23:30:00+01:00.",
    "date_parsing": "Dit is geen bestaande datum: schrijf 2026-03-24.",
    "date_from_datetime_parsing": "Dit is geen bestaande datum: schrijf 2026-03-24.",
    "date_from_datetime_inexact": "Geef alleen een datum: 2026-03-24.",
    "datetime_parsing": "Dit is geen bestaand tijdstip: schrijf 2026-03-24T23:30:00+01:00.",
    "datetime_from_date_parsing": "Dit is geen bestaand tijdstip: schrijf "
    "2026-03-24T23:30:00+01:00.",
    "too_long": "Dit zijn er te veel: hoogstens {max_length}.",
}  # what pydantic calls a fault, and what we say of it

# Who may ask, for the OpenAPI document? A route that says neither is for staff, with a token.
TOKEN = "token"
API_KEY = "sleutel"
INTEGRATIONS: list[dict[str, list[str]]] = [{API_KEY: []}]
ANYBODY: list[dict[str, list[str]]] = [{}]
ANYBODY_OR_STAFF: list[dict[str, list[str]]] = [{}, {TOKEN: []}]

MunicipalityCode = Annotated[
    str, Path(description="De gemeente, met haar CBS-code.", examples=["1904"])
]
CaseNumber = Annotated[
    str, Path(description="Het nummer uit de bevestiging.", examples=["KL-2026-AAAAA-AAAAA"])
]


def answers(model: type[Wire], meaning: str, *refusals: HTTPStatus) -> dict[int, OpenAPIResponse]:
    """For the OpenAPI document: a good answer, and *refusals* that few other routes know."""
    good: OpenAPIResponse = {
        "description": meaning,
        "content": {"application/json": {"model": model}},
    }
    return {200: good} | {status.value: {"description": status.phrase} for status in refusals}


class Fault(Wire):
    """One thing wrong with the input, and where."""

    place: str = Field(alias="in")
    pointer: str
    code: str
    detail: str


class Problem(Wire):
    """An error as problem details (RFC 9457). `detail` says, in Dutch, what to do."""

    type: str = "about:blank"
    status: int
    title: str
    detail: str
    errors: list[Fault] | None = None


def problem(
    status: HTTPStatus,
    detail: str,
    faults: list[Fault] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response[str]:
    """*more* are extension members (RFC 9457, 3.2)."""
    title = TITLES.get(status, status.phrase)
    told = Problem(status=status, title=title, detail=detail, errors=faults or None)
    body = json.dumps(told.model_dump(exclude_none=True) | dict(more or {}), ensure_ascii=False)
    return Response(status.value, PROBLEM_JSON, body)


def api() -> APIGatewayRestResolver:
    """An HTTP API that answers every error as problem details."""
    app = APIGatewayRestResolver(enable_validation=True)

    @app.exception_handler(RequestValidationError)
    def invalid(error: RequestValidationError) -> Response[str]:
        faults = [_fault(each) for each in error.errors()]
        return problem(
            HTTPStatus.BAD_REQUEST, "De invoer klopt niet. Herstel wat bij errors staat.", faults
        )

    @app.exception_handler(RequestUnsupportedContentType)
    def no_json(_: RequestUnsupportedContentType) -> Response[str]:
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, NO_JSON)

    @app.exception_handler(RecursionError)
    def too_deep(_: RecursionError) -> Response[str]:
        return problem(HTTPStatus.BAD_REQUEST, "Deze JSON is te diep genest.")

    @app.exception_handler(OutdatedError)
    def outdated(error: OutdatedError) -> Response[str]:
        return problem(error.status, str(error), more=error.now)

    @app.exception_handler(RefusedError)
    def refused(error: RefusedError) -> Response[str]:
        return _refusal(error)

    @app.exception_handler(Exception)
    def broken(error: Exception) -> Response[str]:
        log_failure(error)
        return problem(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Er ging bij ons iets mis. Probeer het later nog eens; dubbel sturen kan geen kwaad.",
        )

    @app.not_found
    def unknown(_: Exception) -> Response[str]:
        if not (methods := methods_of(app)):
            return problem(HTTPStatus.NOT_FOUND, NO_ADDRESS)
        answer = problem(HTTPStatus.METHOD_NOT_ALLOWED, f"Dit adres kent alleen {methods}.")
        answer.headers["Allow"] = methods
        return answer

    return app


def resolve(
    app: APIGatewayRestResolver,
    event: dict[str, Any],
    context: LambdaContext,
    admit: Callable[[str | None], object] = lambda authorization: None,
) -> dict[str, Any]:
    """The answer to a REST API proxy *event*, with the headers that every answer has.

    *admit* sees the Authorization header before anything else is looked at, and may raise a
    `RefusedError`: a stranger does not hear what is wrong with her input.
    """
    given = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    try:
        _speaks_for_one(event)
        admit(given.get("authorization"))
        _look_over(event, given.get("content-type", ""))
        answer = app.resolve(event, context)
    except RefusedError as refusal:
        answer = _as_proxy(_refusal(refusal))
    headers = answer.setdefault("multiValueHeaders", {})
    present = {name.lower() for name in headers}
    headers.update(
        {name: [value] for name, value in HEADERS.items() if name.lower() not in present}
    )
    logger.info("answered", extra={"status": answer["statusCode"]})
    return answer


def arrived_at(app: APIGatewayRestResolver) -> datetime:
    """When the gateway received the request that *app* is handling, in UTC."""
    context = app.current_event["requestContext"]
    return datetime.fromtimestamp(context["requestTimeEpoch"] / 1000, UTC)


def methods_of(app: APIGatewayRestResolver) -> str:
    """What the address of the request that *app* handles can do: "GET, POST", or nothing."""
    routes, path = app._static_routes + app._dynamic_routes, app.current_event.path
    return ", ".join(sorted({route.method for route in routes if route.rule.match(path)}))


def media_type(content_type: str) -> str:
    """What a Content-Type header says, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def _speaks_for_one(event: Mapping[str, Any]) -> None:
    """Raises `UnauthenticatedError` where somebody sends two tokens: whose request would it be?"""
    sent = (event.get("multiValueHeaders") or {}).items()
    tokens = [each for name, all_ in sent if name.lower() == "authorization" for each in all_]
    if len(tokens) > 1:
        raise UnauthenticatedError("Stuur de kop Authorization maar een keer mee.")


def _look_over(event: Mapping[str, Any], content_type: str) -> None:
    """Raises a `RefusedError` for what Powertools would take, or would break on."""
    if event["path"].endswith("/"):  # API Design Rules, no-trailing-slash
        raise UnknownError(NO_ADDRESS)
    if len(event.get("body") or "") > MAX_BODY:
        raise TooLargeError(TOO_LARGE)
    if event["httpMethod"] != "GET" and media_type(content_type) not in READ:
        raise NotJsonError(NO_JSON)


def _refusal(error: RefusedError) -> Response[str]:
    answer = problem(error.status, str(error))
    answer.headers.update(error.headers)
    return answer


def _as_proxy(answer: Response[str]) -> dict[str, Any]:
    return {
        "statusCode": answer.status_code,
        "multiValueHeaders": {name: [value] for name, value in answer.headers.items()},
        "body": answer.body,
        "isBase64Encoded": False,
    }


def sentence_of(error: Mapping[str, Any]) -> str:
    """What to do about a fault that pydantic found."""
    sentence = FAULTS.get(error["type"], str(error["msg"]))
    try:
        return sentence.format_map(error.get("ctx") or {})
    except (KeyError, IndexError, ValueError):
        return str(error["msg"])


def _fault(error: Mapping[str, Any]) -> Fault:
    place, *path = error["loc"] or ("body",)
    pointer, detail = "/" + "/".join(map(str, path)), sentence_of(error)
    return Fault(place=str(place), pointer=pointer, code=error["type"], detail=detail)
