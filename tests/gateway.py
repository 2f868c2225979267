"""Our API without a server: a request goes to the function that infra/template.yaml names for it.

A WSGI application, so that tools for testing an API can call it. Needs moto around it.
"""

import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response

from tests.aws import Context, http_request
from tests.infra import part, refers_to, resources

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def gateway(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    answer = call(event_of(Request(environ)))
    body = b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"].encode()
    headers = [(name, each) for name, all_ in answer["multiValueHeaders"].items() for each in all_]
    return Response(body, answer["statusCode"], headers)(environ, start_response)


def call(event: dict[str, Any]) -> Any:
    """The answer of the function that this request is for, as it gives it to Lambda."""
    service, output = _called_by(event["path"])
    os.environ["TABLE"] = service
    return _entry(service, output)(event, Context())


def event_of(request: Request) -> dict[str, Any]:
    """What Lambda receives: text, or bytes in base64 where the API says so, and of all that may
    come twice both the last and all.
    """
    headers = {name.lower(): value for name, value in request.headers}
    query = dict(request.args.lists())
    binary = request.mimetype in _binary_types()
    data = request.get_data()
    body = b64encode(data).decode() if binary else data.decode("utf-8", "replace")
    return http_request(request.method, request.path, body or None) | {
        "isBase64Encoded": binary,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
    }


def owner_of(path: str) -> str:
    """The service that answers *path*."""
    return _called_by(path)[0]


def _called_by(path: str) -> tuple[str, str]:
    """The service that answers *path*, and the output of its part that is the function."""
    return next(called for pattern, called in _owners() if pattern.fullmatch(path))


@cache
def _entry(service: str, output: str) -> Callable[[dict[str, Any], Context], Any]:
    """What AWS calls there, by the template of the service."""
    name = refers_to(part(service)["Outputs"][output]["Value"]) or ""
    module, _, entry = resources(service, "AWS::Lambda::Function")[name]["Handler"].rpartition(".")
    found: Callable[[dict[str, Any], Context], Any] = getattr(import_module(module), entry)
    return found


@cache
def _api() -> Any:
    [api] = resources("template", "AWS::ApiGateway::RestApi").values()
    return api["Body"]


def _binary_types() -> list[str]:
    types: list[str] = _api()["x-amazon-apigateway-binary-media-types"]
    return types


@cache
def _owners() -> list[tuple[re.Pattern[str], tuple[str, str]]]:
    """Addresses and who answers; a word goes before a parameter, and that before a rest."""

    def vagueness(path: str) -> list[tuple[bool, bool]]:
        return [(part == "{proxy+}", part.startswith("{")) for part in path.split("/")]

    return [
        (_pattern(path), _function(_api()["paths"][path]["get"]))
        for path in sorted(_api()["paths"], key=vagueness)
    ]


def _pattern(path: str) -> re.Pattern[str]:
    one_part = re.sub(r"{\w+}", "[^/]+", path.replace("{proxy+}", ".+"))
    return re.compile(one_part, re.DOTALL)


def _function(operation: Any) -> tuple[str, str]:
    """`${Intake.Outputs.OnRequest}` in the address of an integration: ("intake", "OnRequest")."""
    address = str(operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"])
    service, _, output = address.partition("functions/${")[2].partition("}")[0].split(".")
    return service.lower(), output
