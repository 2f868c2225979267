"""The rules agree with a careful reader, on samples that were there before the rules.

`SAMPLE_COMPLAINTS=other.json pytest -s tests/unit/routing/test_samples.py` prints the score of
another file. What is printed holds numbers and our own words, never a text.
"""

from collections import Counter
from dataclasses import fields
from typing import Any

import pytest

from shared.glossary import Phase
from tests.unit.routing.samples import OURS, Answer, chosen, given, read, routed, wanted

FIELDS = [field.name for field in fields(Answer)]

# Where no rule can agree, and why.
NO_RULE_CAN_KNOW: dict[tuple[str, str], str] = {
    (
        "C30",
        "co_handler",
    ): "the desk itself handles it first, for safety, and is then no co-handler",
}


def disagreements(sample: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """By field, what was wanted and what was given. Flags: only those that we missed."""
    want, have = wanted(sample), given(sample)
    found = {name: (getattr(want, name), getattr(have, name)) for name in FIELDS}
    found["flags"] = (want.flags, want.flags & have.flags)
    return {name: (one, other) for name, (one, other) in found.items() if one != other}


@pytest.mark.parametrize("sample", read(OURS), ids=lambda sample: str(sample["id"]))
def test_the_rules_agree_with_a_careful_reader(sample: dict[str, Any]) -> None:
    unexplained = {
        name: pair
        for name, pair in disagreements(sample).items()
        if (sample["id"], name) not in NO_RULE_CAN_KNOW
    }

    assert unexplained == {}


@pytest.mark.parametrize("sample", read(OURS), ids=lambda sample: str(sample["id"]))
def test_danger_means_that_a_person_looks_first(sample: dict[str, Any]) -> None:
    _, choice = routed(sample)

    if wanted(sample).safety:
        assert (choice.phase, choice.handler.key) == (Phase.TRIAGE, "klachtenloket")


def test_every_route_is_explained_with_an_article() -> None:
    for sample in read(OURS):
        _, choice = routed(sample)
        assert choice.reasons
        assert all(reason.article and reason.sentence for reason in choice.reasons)


def test_the_score_is_told_for_any_file_of_samples(capsys: pytest.CaptureFixture[str]) -> None:
    samples = read(chosen())
    wrong = {sample["id"]: disagreements(sample) for sample in samples}
    right = Counter({name: len(samples) for name in FIELDS})
    right.subtract(name for found in wrong.values() for name in found)

    with capsys.disabled():
        print(f"\n{chosen().name}: {len(samples)} samples")  # noqa: T201
        for name in FIELDS:
            missed = [number for number, found in wrong.items() if name in found]
            print(f"  {name:22} {right[name]:3}  {' '.join(missed)}")  # noqa: T201

    assert all(0 <= right[name] <= len(samples) for name in FIELDS)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "Mijn hulp van Vechtstroom is een uur te kort gebleven. Alvast bedankt!",
            "zaak_aanbieder",
        ),
        ("Heel erg bedankt voor de fijne hulp van Vechtstroom.", "compliment_aanbieder"),
        ("Compliment hoor, alweer geen taxi.", "zaak_aanbieder"),
        (
            "Ik heb er geen bezwaar tegen dat u dit doorstuurt. Rietland komt niet.",
            "zaak_aanbieder",
        ),
        ("Geen bezwaar tegen bellen. Hierbij bezwaar tegen uw besluit.", "bezwaar"),
        ("Graag wil ik een rolstoel aanvragen voor mijn vader.", "wmo_melding"),
        ("De gemeente belt nooit terug.", "gemeente_algemeen"),
    ],
)
def test_a_turn_of_phrase_does_not_mislead(text: str, rule: str) -> None:
    sample = read(OURS)[0] | {"subject": "", "body": text}

    assert routed(sample)[1].reasons[-1].rule == rule
