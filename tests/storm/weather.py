"""How bad is the weather, and where? A file that every function's process looks at."""

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from infra.local.deploy import Deployment
from infra.local.engine import until

INSIDE = Path(__file__).with_name("inside")
Weather = Mapping[str, Mapping[str, float]]

CLEAR: Weather = {}
ROUGH: Weather = {
    "dynamodb": {
        "dies_before": 0.001,
        "dies_after": 0.001,
        "refused": 0.02,
        "unreachable": 0.005,
        "slow": 0.01,
        "answer_lost": 0.005,
    },
    "s3": {"dies_before": 0.01, "dies_after": 0.01, "refused": 0.05, "answer_lost": 0.03},
    "events": {
        "dies_before": 0.01,
        "dies_after": 0.01,
        "refused": 0.03,
        "slow": 0.05,
        "answer_lost": 0.03,
    },
    "bus": {"twice": 0.1, "partly": 0.1},
    "ses": {
        "dies_before": 0.005,
        "dies_after": 0.005,
        "refused": 0.1,
        "unreachable": 0.05,
        "slow": 0.02,
        "answer_lost": 0.01,
    },
}
"""The chance of each fault, for each call to a service. `bus` is what happens to the events."""

DOWN = {"refused": 0.5, "unreachable": 0.5}
NO_MAIL: Weather = {"ses": DOWN}
GUSTS: tuple[Weather, ...] = (
    {**ROUGH, "ses": DOWN},
    {**ROUGH, "events": {"refused": 0.7, "answer_lost": 0.3}},
    {**ROUGH, "dynamodb": {"refused": 0.4, "answer_lost": 0.05, "dies_after": 0.005}},
)
"""Now and then something is away for a while."""


class Storm:
    """The weather over one deployment, and what it did."""

    def __init__(self, deployment: Deployment, folder: Path, seed: str) -> None:
        self._folder = folder
        (folder / "notes").touch()
        self.becomes(CLEAR)
        functions = deployment.engine.client("lambda")
        names = [
            (logical, name)
            for parts in deployment.parts.values()
            for logical, name in parts.items()
            if re.fullmatch("[A-Z][a-z]+(On[A-Z][a-z]+|Relay)", logical)
        ]
        for logical, name in names:
            ours = {
                "PYTHONPATH": str(INSIDE),
                "STORM": str(folder),
                "STORM_SEED": seed,
                "STORM_FUNCTION": logical,
            }
            known = functions.get_function_configuration(FunctionName=name)
            variables = known["Environment"]["Variables"] | ours
            functions.update_function_configuration(
                FunctionName=name, Environment={"Variables": variables}
            )

        def updated() -> bool:
            states = (functions.get_function_configuration(FunctionName=name) for _, name in names)
            return all(each.get("LastUpdateStatus") == "Successful" for each in states)

        until(updated, "the weather to reach every function", 60, every=0.2)

    def becomes(self, weather: Weather) -> None:
        unfinished = self._folder / "weather.new"
        unfinished.write_text(json.dumps(weather))
        unfinished.replace(self._folder / "weather.json")

    @contextmanager
    def blowing(self, dice: Random) -> Iterator[None]:
        """Rough until the block ends, with gusts; then it clears."""
        over = threading.Event()

        def change() -> None:
            while not over.is_set():
                self.becomes(ROUGH)
                over.wait(dice.uniform(1, 4))
                self.becomes(dice.choice(GUSTS))
                over.wait(dice.uniform(0.5, 2))

        wind = threading.Thread(target=change)
        wind.start()
        try:
            yield
        finally:
            over.set()
            wind.join()
            self.becomes(CLEAR)

    @property
    def notes(self) -> list[dict[str, Any]]:
        lines = (self._folder / "notes").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @property
    def faults(self) -> Counter[str]:
        """How often each thing went wrong."""
        kinds = (f"{note['service']} {note['kind']}" for note in self.notes)
        return Counter(kind for kind in kinds if kind != "ses mailed")

    @property
    def deaths(self) -> int:
        return sum(note["kind"].startswith("dies") for note in self.notes)
