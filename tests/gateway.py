"""Our API without a server: a request goes to the function that infra/template.yaml names for it.

A WSGI application, so that tools for testing an API can call it. Needs moto around it.
"""

import os
import re
from base64 import b64decode
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response

from tests.aws import Context, http_request
from tests.infra import resources

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def gateway(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    request = Request(environ)
    service = owner_of(request.path)
    os.environ["TABLE"] = service
    answer = import_module(f"services.{service}.api").on_request(event_of(request), Context())
    body = b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"].encode()
    headers = [(name, each) for name, all_ in answer["multiValueHeaders"].items() for each in all_]
    return Response(body, answer["statusCode"], headers)(environ, start_response)


def event_of(request: Request) -> dict[str, Any]:
    """What Lambda receives: text, and of all that may come twice both the last and all."""
    headers = {name.lower(): value for name, value in request.headers}
    query = dict(request.args.lists())
    text = request.get_data().decode("utf-8", "replace")
    return http_request(request.method, request.path, text or None) | {
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
    }


def owner_of(path: str) -> str:
    """The service that answers *path*."""
    return next(service for pattern, service in _owners() if pattern.fullmatch(path))


@cache
def _owners() -> list[tuple[re.Pattern[str], str]]:
    """Addresses and their services; a word goes before a parameter, and that before a rest."""
    [api] = resources("template", "AWS::ApiGateway::RestApi").values()

    def vagueness(path: str) -> list[tuple[bool, bool]]:
        return [(part == "{proxy+}", part.startswith("{")) for part in path.split("/")]

    return [
        (_pattern(path), _service(api["Body"]["paths"][path]["get"]))
        for path in sorted(api["Body"]["paths"], key=vagueness)
    ]


def _pattern(path: str) -> re.Pattern[str]:
    one_part = re.sub(r"{\w+}", "[^/]+", path.replace("{proxy+}", ".+"))
    return re.compile(one_part, re.DOTALL)


def _service(operation: Any) -> str:
    address = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
    return str(address).partition("functions/${")[2].partition(".")[0].lower()
