"""Dates worked out by hand from the law, in a file: `DEADLINE_VECTORS` may name another one."""

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from services.deadlines.rules import RULES, due
from shared.law.calendar import dutch_calendar

OURS = Path(__file__).parents[2] / "samples" / "deadline_vectors.json"
VECTORS: list[dict[str, Any]] = json.loads(
    Path(os.environ.get("DEADLINE_VECTORS", OURS)).read_text(encoding="utf-8")
)
WITHOUT_VECTOR = {
    "awb_2_10_48_hours_portal_notice",
    "jeugdwet_4_3_2_ten_days_after_adoption",
    "wkkgz_17_1_six_weeks",
}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['id']}-{vector['rule']}")
def test_a_date_is_the_one_that_the_law_gives(vector: dict[str, Any]) -> None:
    moment = datetime.fromisoformat(vector["received_at"])

    term = due(vector["rule"], moment, vector["inputs"], dutch_calendar())

    expected = vector["expected_due_date"]
    if "T" in expected:
        assert term.due_at == datetime.fromisoformat(expected), vector["why"]
    else:
        assert term.due_on == date.fromisoformat(expected), vector["why"]


def test_every_rule_of_ours_has_a_vector_or_is_named_here() -> None:
    covered = {vector["rule"] for vector in json.loads(OURS.read_text(encoding="utf-8"))}

    assert set(RULES) - covered == WITHOUT_VECTOR
