"""What was told once can be read for ever, and what is told follows the NL GOV profile."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

import shared.events
from shared.bus import to_json
from shared.events import Event, type_of

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.json"))
KINDS: dict[str, type[Event]] = {
    type_of(kind): kind
    for kind in vars(shared.events).values()
    if isinstance(kind, type)
    and issubclass(kind, Event)
    and "Literal" in str(kind.model_fields["type"])
}


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_can_be_read_and_told_again_unchanged(path: Path) -> None:
    example = read(path)

    event = KINDS[example["type"]].model_validate(example)

    assert json.loads(to_json(event)) == example


def test_every_event_has_an_example() -> None:
    assert {read(path)["type"] for path in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_reader_does_not_mind_what_is_new(path: Path) -> None:
    example = read(path)
    newer = example | {"nieuwattribuut": "x", "data": example["data"] | {"nieuwVeld": 1}}

    assert KINDS[example["type"]].model_validate(newer) == KINDS[example["type"]].model_validate(
        example
    )


@pytest.mark.parametrize(("kind", "event"), KINDS.items())
def test_an_event_has_a_name_that_keeps_to_the_profile(kind: str, event: type[Event]) -> None:
    assert kind.startswith(shared.events.PREFIX + ".")
    assert event.__doc__
    assert event.__name__ in (shared.events.__doc__ or "")


def test_who_follows_all_of_a_case_misses_nothing() -> None:
    assert set(get_args(shared.events.AboutACase)) == set(shared.events.CaseEvent.__subclasses__())
