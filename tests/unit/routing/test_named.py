"""Which providers does a text name, however they are written?"""

import pytest

from tests.unit.routing.test_triage import facts_of


@pytest.mark.parametrize(
    ("text", "providers"),
    [
        ("de VECHTSTROOM komt niet", ("vechtstroom",)),
        ("Hulpmiddel Plus belt niet en Het Rietland ook niet", ("hulpmiddelplus", "rietland")),
        ('{"aanbieder":"gi_horizon"}', ("gi_horizon",)),
        ("de regiotaxi is te laat", ("plassentaxi",)),
        ("de taxi reed over mijn scootmobiel", ()),
        ("bezwaar: mijn scootmobiel is afgewezen in de beschikking", ()),
        ("ik wil een rolstoel aanvragen voor mijn vader", ()),
        ("niemand komt", ()),
    ],
)
def test_providers_are_known_by_name_or_by_a_service_that_they_alone_give(
    text: str, providers: tuple[str, ...]
) -> None:
    assert facts_of(text).providers == providers


def test_the_provider_that_the_form_names_goes_first() -> None:
    facts = facts_of("Rietland verwijst mij door.", form_names=("kompasggz", "bestaat_niet"))

    assert facts.providers == ("kompasggz", "rietland")


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        ("de hulp van vechtstrom komt niet", "vechtstroom"),
        ("de hulp van vegtstroom komt niet", "vechtstroom"),
        ("de hulp van Vecht stroom komt niet", "vechtstroom"),
        ("Vechtstroom'dan kimse gelmiyor", "vechtstroom"),
        ("de chauffeur van plasentaxi was te laat", "plassentaxi"),
        ("mijn coach van Balans belt niet", "balansbudget"),
        ("de voogd van Horizon belt niet", "gi_horizon"),
        ("kompas belt niet over mijn zoon", "kompasggz"),
        ("taksówka nie przyjechała", "plassentaxi"),
    ],
)
def test_a_name_is_known_however_it_is_written(text: str, provider: str) -> None:
    assert facts_of(text).providers == (provider,)


@pytest.mark.parametrize(
    "text",
    [
        "mijn leven is uit balans",
        "er is geen licht aan de horizon",
        "de wilgen en de rietlanden zijn mooi",
        "wij willen samen werken aan een oplossing",
        "ik heb geen kompas bij me",
        "er ligt een plas water",
        "mijn zoon zit op vechtsport",
    ],
)
def test_a_plain_word_is_not_a_name(text: str) -> None:
    assert facts_of(text).providers == ()
