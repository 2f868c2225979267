"""The rules agree with a careful reader, on samples that were there before the rules.

SAMPLE_COMPLAINTS names another file to look at; `make score file=other.json` prints its score.
Samples that are kept aside (`"set": "holdout"`) are only measured, but danger is missed in none.
"""

from typing import Any

import pytest

from shared.glossary import Phase
from tests.unit.routing.samples import (
    MORE,
    OURS,
    chosen,
    given_under,
    read,
    routed,
    wanted,
    wanted_under,
)
from tests.unit.routing.score import dangers_missed, disagreements, told

ALL = [*read(chosen()), *(read(MORE) if chosen() == OURS else ())]
KEPT_ASIDE = "holdout"


@pytest.mark.parametrize(
    "sample",
    [sample for sample in ALL if sample.get("set") != KEPT_ASIDE],
    ids=lambda sample: str(sample["id"]),
)
def test_the_rules_agree_with_a_careful_reader(sample: dict[str, Any]) -> None:
    assert disagreements(sample) == {}


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: str(sample["id"]))
def test_danger_is_never_missed_and_a_person_looks_first(sample: dict[str, Any]) -> None:
    _, choice = routed(sample)

    assert dangers_missed(sample) == set()
    if wanted(sample).safety:
        assert (choice.phase, choice.handler.key) == (Phase.TRIAGE, "klachtenloket")


@pytest.mark.parametrize(
    ("sample", "regime"),
    [
        pytest.param(sample, regime, id=f"{sample['id']} {regime}")
        for sample in read(chosen())
        for regime in sample.get("expected_by_regime", ())
    ],
)
def test_under_another_regime_the_same_text_comes_out_otherwise(
    sample: dict[str, Any], regime: str
) -> None:
    want, have = wanted_under(regime, sample), given_under(regime, sample)

    assert {name: have[name] for name in want} == want


def test_every_route_is_explained_with_an_article() -> None:
    for sample in ALL:
        _, choice = routed(sample)
        assert choice.reasons
        assert all(reason.article and reason.sentence for reason in choice.reasons)


def test_the_score_is_told_in_numbers_and_in_our_own_words() -> None:
    samples = read(OURS)
    first = samples[0] | {"expected": samples[0]["expected"] | {"domain": "zvw", "flags": ["x"]}}

    score = told("ours", [first, *samples[1:]])

    assert f"ours: {len(samples)} samples, {len(samples) - 1} fully right" in score
    assert f"domain                  {len(samples) - 1}  C01" in score
    assert "flags without a name     2  emoji_unicode x" in score
    assert not any(word in score for word in first["body"].split() if len(word) > 4)


def test_a_danger_that_is_missed_is_told() -> None:
    sample = read(OURS)[0]
    sample = sample | {"expected": sample["expected"] | {"flags": ["suicidaliteit"]}}

    assert dangers_missed(sample) == {"suicidaliteit"}
    assert "danger missed            1  C01" in told("ours", [sample])


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
        (
            "Het Rietland stuurt mij naar de gemeente en de gemeente stuurt mij terug. Ik word van "
            "het kastje naar de muur gestuurd.",
            "meerdere_organisaties",
        ),
    ],
)
def test_a_turn_of_phrase_does_not_mislead(text: str, rule: str) -> None:
    sample = read(OURS)[0] | {"subject": "", "body": text}

    assert routed(sample)[1].reasons[-1].rule == rule
