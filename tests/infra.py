"""Our templates as AWS sees them: SAM's shorthand written out, one part per service."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from infra.local import SERVICES
from infra.local.transform import Template, transformed

PARTS = ("template", *SERVICES)


@cache
def part(name: str) -> Template:
    return transformed(name)


def resources(name: str, kind: str) -> dict[str, Any]:
    """The properties of every resource of this kind in a part, by logical name."""
    return {
        logical: resource.get("Properties", {})
        for logical, resource in part(name)["Resources"].items()
        if resource["Type"] == kind
    }


def every(kind: str) -> list[tuple[str, str, Any]]:
    """(part, logical name, properties) of every resource of this kind: cases for a test."""
    return [(name, *found) for name in PARTS for found in resources(name, kind).items()]


def refers_to(value: Any) -> str | None:
    """The logical name behind a Ref or a GetAtt."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            return name
    return None


def statements(role: Any) -> Iterator[dict[str, Any]]:
    """Everything that a role allows in so many words."""
    for policy in role.get("Policies", []):
        yield from policy["PolicyDocument"]["Statement"]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
