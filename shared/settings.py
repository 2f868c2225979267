"""How is a file of settings read? YAML, in Dutch, into pydantic's models.

A wrong file is refused with its name, the line and the reason.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Self, TypeVar

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{2,60}$")]
Where = tuple[int | str, ...]
"""Keys and places from the top of a file down: `("regelingen", 0, "routes", 3)`."""

REASONS = {
    "missing": "dit ontbreekt",
    "extra_forbidden": "dit woord kennen wij hier niet: verbeter het of haal het weg",
    "enum": "kies uit {expected}",
    "literal_error": "kies uit {expected}",
    "string_pattern_mismatch": "dit heeft niet de juiste vorm ({pattern})",
    "string_too_long": "schrijf hoogstens {max_length} tekens",
    "string_too_short": "schrijf minstens {min_length} tekens",
    "string_type": "schrijf hier een tekst, zo nodig tussen aanhalingstekens",
    "too_short": "noem er minstens {min_length}",
    "tuple_type": "schrijf hier een lijst",
    "dict_type": "schrijf hier namen met daarachter wat erbij hoort",
    "model_type": "schrijf hier namen met daarachter wat erbij hoort",
    "int_type": "schrijf een geheel getal",
    "int_parsing": "schrijf een geheel getal",
    "greater_than_equal": "schrijf minstens {ge}",
    "less_than_equal": "schrijf hoogstens {le}",
    "bool_type": "schrijf true of false",
    "bool_parsing": "schrijf true of false",
    "date_type": "schrijf een bestaande datum, zoals 2026-03-24",
    "date_parsing": "schrijf een bestaande datum, zoals 2026-03-24",
    "date_from_datetime_parsing": "schrijf een bestaande datum, zoals 2026-03-24",
    "time_type": "schrijf een tijd, zoals 08:30",
    "time_parsing": "schrijf een tijd, zoals 08:30",
    "value_error": "{error}",
}
"""What pydantic calls a fault, and what we say of it."""


class ConfigurationError(Exception):
    """A configuration file that we will not work with: file, line, reason."""


class Fault(NamedTuple):
    where: Where
    reason: str


def refuse(faults: Iterable[Fault]) -> None:
    """For a validator of a `Setting`: raises all *faults*, where it stands itself being `()`."""
    errors: list[InitErrorDetails] = [
        {"type": PydanticCustomError("ours", "{reason}", {"reason": why}), "loc": at, "input": None}
        for at, why in faults
    ]
    if errors:
        raise ValidationError.from_exception_data("", errors)


class Setting(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, defer_build=True)


S = TypeVar("S", bound=Setting)


class Period(Setting):
    """In force from the first day up to, but not on, the second."""

    valid_from: date = Field(alias="geldig_van")
    valid_to: date | None = Field(default=None, alias="geldig_tot")

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError("geldig_tot moet na geldig_van liggen")
        return self

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def read_as(form: type[S], path: Path) -> S:
    """A YAML file of this *form*. Raises `ConfigurationError` with file, line and reason."""
    try:
        return form.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError(f"{path.name}, regel {line}: {error.problem}") from error
    except ValidationError as error:
        faults = [
            Fault(each["loc"], f"{'.'.join(map(str, each['loc'])) or 'bestand'}: {_in_dutch(each)}")
            for each in error.errors()
            if not _follows_from_another(each)
        ]
        raise ConfigurationError(at_their_lines(path, faults)) from error


def at_their_lines(path: Path, faults: Iterable[Fault]) -> str:
    """What is wrong in the file at *path*, a line each."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return "\n".join(f"{path.name}, regel {_line(root, at)}: {why}" for at, why in faults)


def _follows_from_another(error: ErrorDetails) -> bool:
    """A list of which only the items are wrong is also called too short."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _in_dutch(error: ErrorDetails) -> str:
    said = REASONS.get(error["type"])
    if said is None:
        return error["msg"]
    return said.format(**error.get("ctx", {})).replace("' or '", "' of '")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Leaves dates and times as they are written: 30 February is refused with its line, and 17:00
    is no number in base sixty.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """As ever, but what stands there twice is not dropped in silence."""
        seen = set[str]()
        for key, _ in node.value:
            if key.value in seen:
                problem = f"{key.value} staat hier twee keer: haal er een weg"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)  # type: ignore[no-any-return]


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
_Loader.add_constructor(
    "tag:yaml.org,2002:int",
    lambda loader, node: node.value if ":" in node.value else loader.construct_yaml_int(node),
)


def _line(node: yaml.Node | None, location: Where) -> int:
    """The line on which *location* stands, or the nearest thing around it that does."""
    line = 1
    for step in location:
        match node:
            case yaml.MappingNode():
                found = next((pair for pair in node.value if pair[0].value == str(step)), None)
                if found is None:
                    return line
                line, node = found[0].start_mark.line + 1, found[1]
            case yaml.SequenceNode() if isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            case _:
                return line
    return line
