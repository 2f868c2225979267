"""What does our API look like, in one document? OpenAPI, by the Dutch API Design Rules 2.2.

Each service says beside its routes (services/*/api.py) what they are for, who may ask and what a
good answer is. Here that becomes one document, with what holds everywhere: the version, and how
errors are told. Intake publishes it at GET /v1/openapi.json.

    make openapi      writes it again; a test says when that is needed
"""

import json
import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from pydantic import TypeAdapter

from infra.local import ROOT, SERVICES
from services.intake.programs.door import BODIES
from shared.http import API_KEY, API_VERSION, PROBLEM_JSON, TITLES, TOKEN, Problem

Json = dict[str, Any]

PUBLISHED = ROOT / "services/intake/openapi.json"
BASE = "/v1"
SCHEMAS = "#/components/schemas/"
REFERENCE = re.compile(f'"{SCHEMAS}([^"]+)"')
VERSION = {"API-Version": {"$ref": "#/components/headers/API-Version"}}
KEY = {
    "required": True,  # in code it has a default, so that who forgets it hears what it is for
    "description": "Een nieuwe voor elke klacht, zoals een UUID; dezelfde voor dezelfde klacht.",
    "schema": {"type": "string", "pattern": "^[!-~]{8,100}$"},
}
FRAME: Json = {
    "openapi": "3.1.0",
    "info": {
        "title": "Klachtenloket",
        "version": API_VERSION,
        "description": "Klachten over zorg, ondersteuning en inkomen: indienen, behandelen, "
        "termijnen bewaken, rapporteren. Wat er misgaat en wat u dan doet, staat in detail.",
        "contact": {
            "name": "Klachtenloket",
            "url": "https://klachtenloket.example",
            "email": "klachtenloket@klachtenloket.example",
        },
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    },
    "servers": [{"url": f"..{BASE}", "description": "Waar dit document zelf staat."}],
    "security": [{TOKEN: []}],
}
COMPONENTS: Json = {
    "headers": {
        "API-Version": {
            "description": "De volledige versie van de API.",
            "required": True,
            "schema": {"type": "string", "examples": [API_VERSION]},
        }
    },
    "responses": {
        f"Fout{status.value}": {
            "description": title,
            "headers": VERSION,
            "content": {PROBLEM_JSON: {"schema": {"$ref": f"{SCHEMAS}Problem"}}},
        }
        for status, title in TITLES.items()
    },
    "securitySchemes": {
        TOKEN: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "Een token van de inlogvoorziening van de gemeente. Het spreekt voor "
            "een gemeente: wat van een andere is, bestaat er niet.",
        },
        API_KEY: {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": "De sleutel van een koppeling, ook als Authorization: Bearer of ApiKey. "
            "Of onderteken met Klachtenloket-Koppeling en Klachtenloket-Handtekening.",
        },
    },
}


def apps() -> dict[str, APIGatewayRestResolver]:
    """The HTTP API of every service that has one."""
    return {
        service: import_module(f"services.{service}.api").app
        for service in SERVICES
        if (ROOT / "services" / service / "api.py").exists()
    }


def document(apps: Mapping[str, APIGatewayRestResolver]) -> Json:
    """The API of all services. Raises `ValueError` where two of them answer the same."""
    problem = Problem.model_json_schema(ref_template=SCHEMAS + "{model}")
    schemas: Json = {**problem.pop("$defs"), "Problem": problem}
    paths: dict[str, Json] = {}
    for service, app in apps.items():
        told = _with_names_of_its_own(service, told_by(app), schemas)
        schemas |= told["components"]["schemas"]
        for path, operations in told["paths"].items():
            known = paths.setdefault(path.removeprefix(BASE), {})
            if twice := known.keys() & operations.keys():
                raise ValueError(f"{service}: another service answers {twice} {path} too.")
            known |= {method: _completed(method, each) for method, each in operations.items()}
    return FRAME | {
        "paths": _without_titles(dict(sorted(paths.items()))),
        "components": COMPONENTS | {"schemas": _used(schemas, paths)},
    }


def text() -> str:
    return json.dumps(document(apps()), ensure_ascii=False, indent=2) + "\n"


def told_by(app: APIGatewayRestResolver) -> Json:
    """What a service says itself, in Powertools' words."""
    told: Json = json.loads(
        app.get_openapi_json_schema(security_schemes=COMPONENTS["securitySchemes"])
    )
    return _with_bodies(told)


def _with_bodies(told: Json) -> Json:
    """With what an operation reads itself, in place of Powertools."""
    for operation in (each for path in told["paths"].values() for each in path.values()):
        if kinds := BODIES.get(operation["operationId"]):
            forms, shared = TypeAdapter[Any].json_schemas(
                ((form, "validation", TypeAdapter(kind)) for form, kind in kinds.items()),
                ref_template=SCHEMAS + "{model}",
            )
            content = {form: {"schema": schema} for (form, _), schema in forms.items()}
            operation["requestBody"] = {"required": True, "content": content}
            told["components"]["schemas"] |= shared.get("$defs", {})
    return told


def _completed(method: str, operation: Json) -> Json:
    """An operation with what our doors (shared/http.py) add to each."""
    parameters, body = operation.get("parameters", []), "requestBody" in operation
    for parameter in parameters:
        if parameter["name"] == "Idempotency-Key":
            parameter |= KEY
    declared = {int(status): answer for status, answer in operation["responses"].items()}
    errors = {status for status in declared if status >= 400} - {422} | {500}
    errors |= {400} if parameters or method != "get" else set()
    errors |= {404} if any(each["in"] == "path" for each in parameters) else set()
    errors |= {409} if method not in ("get", "options") else set()
    errors |= {413, 415} if body else set()
    who: list[Json] = operation.get("security") or FRAME["security"]
    errors |= {401, 403} if any(who) else set()
    good = {
        str(status): answer | {"headers": VERSION | answer.get("headers", {})}
        for status, answer in declared.items()
        if status < 400
    }
    good.get("204", {}).pop("content", None)  # which Powertools gives to every answer
    bad = {str(each): {"$ref": f"#/components/responses/Fout{each}"} for each in sorted(errors)}
    return operation | {"responses": good | bad}


def _with_names_of_its_own(service: str, told: Json, known: Json) -> Json:
    """Services need not know how others name things. What has the name of something else here is
    called after its module, and what has that of something else elsewhere after its service.
    """
    told = _renamed(told, {name: _short(name) for name in told["components"]["schemas"]})
    while clashes := [
        name
        for name, schema in told["components"]["schemas"].items()
        if known.get(name, schema) != schema
    ]:
        told = _renamed(told, {name: service.title() + name for name in clashes})
    return told


def _short(name: str) -> str:
    """services__routing__steps__talking__Asking is TalkingAsking."""
    parts = (part[:1].upper() + part[1:] for part in name.split("__")[-2:])
    return re.sub(r"\W|_", "", "".join(parts))


def _renamed(told: Json, names: Mapping[str, str]) -> Json:
    def new(name: str) -> str:
        return names.get(name, name)

    told = json.loads(REFERENCE.sub(lambda ref: f'"{SCHEMAS}{new(ref[1])}"', json.dumps(told)))
    schemas = {new(name): schema for name, schema in told["components"]["schemas"].items()}
    return told | {"components": {"schemas": schemas}}


def _used(schemas: Json, paths: Json) -> Json:
    """The schemas that something refers to, without what was meant for who works on the code."""
    used, new = set[str](), {"Problem", *_named_in(paths)}
    while new:
        used |= new
        new = {name for each in new for name in _named_in(schemas[each])} - used
    return {name: _without_titles(schemas[name], "description") for name in sorted(used)}


def _named_in(part: Json) -> list[str]:
    return REFERENCE.findall(json.dumps(part))


def _without_titles(part: Any, *also: str) -> Any:
    """Without the titles that pydantic makes of names, and at the top without the docstring."""
    if isinstance(part, list):
        return [_without_titles(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _without_titles(each)
        for name, each in part.items()
        if not (isinstance(each, str) and name in ("title", *also))
    }


def main() -> None:
    PUBLISHED.write_text(text(), encoding="utf-8")
    print(f"{PUBLISHED.relative_to(ROOT)} says what the API now does.")


if __name__ == "__main__":
    main()
