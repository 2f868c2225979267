"""How is a file of settings read? YAML, in Dutch, into pydantic's models.

A wrong file is refused with its name, the line and the reason.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Self, TypeVar

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{2,60}$")]


class ConfigurationError(Exception):
    """A configuration file that we will not work with: file, line, reason."""


class Setting(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)


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
    text = path.read_text(encoding="utf-8")
    try:
        return form.model_validate(yaml.load(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError(f"{path.name}, regel {line}: {error.problem}") from error
    except ValidationError as error:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        faults = [
            f"{path.name}, regel {_line(root, each['loc'])}: "
            f"{'.'.join(map(str, each['loc'])) or 'bestand'}: {each['msg']}"
            for each in error.errors()
        ]
        raise ConfigurationError("\n".join(faults)) from error


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Leaves dates and times as they are written: 30 February is refused with its line, and 17:00
    is no number in base sixty.
    """


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
_Loader.add_constructor(
    "tag:yaml.org,2002:int",
    lambda loader, node: node.value if ":" in node.value else loader.construct_yaml_int(node),
)


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
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
