"""How sure a proposal is follows from what it rests on, and from whether another rule fits too."""

from typing import Any

import pytest
from hypothesis import given

from services.routing.confidence import confidence
from services.routing.route import route
from services.routing.triage import Facts
from shared.glossary import Channel, Confidence
from shared.municipality import municipalities
from tests.unit.routing.facts import any_facts
from tests.unit.routing.test_triage import facts_of

HERE = municipalities()["1904"]
REGIME = HERE.regimes[0]

SURE, LIKELY, UNSURE = Confidence.SURE, Confidence.LIKELY, Confidence.UNSURE


@pytest.mark.parametrize(
    ("known", "sure"),
    [
        ({"text": "Niemand komt.", "form_names": ("kompasggz",)}, SURE),
        ({"text": "x", "channel": Channel.SURVEY}, SURE),
        ({"text": "x", "anonymous": True}, SURE),
        ({"text": "Vechtstroom komt niet."}, SURE),
        ({"text": "Het wijkteam komt niet."}, SURE),
        ({"text": "Vechtstroom komt niet, en het wijkteam ook niet."}, LIKELY),
        ({"text": "Vechtstroom komt niet, en het wijkteam niet.", "form_names": ("x",)}, LIKELY),
        ({"text": "Wijkteam.", "form_names": ("kompasggz",)}, SURE),
        ({"text": "De regiotaxi is te laat."}, LIKELY),
        ({"text": "De regiotaxi is te laat en het wijkteam ook."}, UNSURE),
        ({"text": "De schulden zijn te hoog."}, LIKELY),
        ({"text": "Mijn baan is weg."}, UNSURE),
        ({"text": "Alles is slecht."}, LIKELY),
        ({"text": "De begeleider komt niet."}, UNSURE),
        ({"text": "Zorgbureau Zonneschijn komt niet."}, UNSURE),
        ({"text": "De jobcoach komt niet."}, UNSURE),
        ({"text": "Iets over iets."}, UNSURE),
        ({"text": "Vechtstroom komt niet.", "language": "tr"}, UNSURE),
        ({"text": "Vechtstroom komt niet.", "readable": False}, UNSURE),
    ],
)
def test_a_proposal_is_as_sure_as_what_it_rests_on(known: dict[str, Any], sure: str) -> None:
    assert confidence(facts_of(**known), REGIME) == sure


@given(any_facts())
def test_where_no_rule_chooses_it_is_unsure_and_at_the_desk(facts: Facts) -> None:
    choice = route(facts, REGIME, HERE)

    if choice.reasons[-1].rule == "twijfel":
        assert confidence(facts, REGIME) is UNSURE
        assert choice.handler.key == "klachtenloket"
