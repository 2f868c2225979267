"""What a message seems to be about: each finding with a word of ours as evidence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.routing.lexicon import lists
from services.routing.triage import Facts, triage
from shared.dossier import Dossier, Person
from shared.events import Received
from shared.glossary import Channel, Domain, Flag, Nature
from shared.municipality import municipalities

AT = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


def facts_of(text: str, municipality: str = "1904", **known: Any) -> Facts:
    received = {name: known.pop(name) for name in ("written", "readable") if name in known}
    dossier: dict[str, Any] = {
        "number": "KL-2026-AAAAA-AAAAA",
        "municipality": municipality,
        "channel": Channel.EMAIL,
        "received_at": AT,
        "registered_at": AT,
        "text": text,
        "person": Person(name="A. Voorbeeld", address="Dorpsweg 1"),
    }
    usual: dict[str, Any] = {
        "received_at": AT,
        "written": True,
        "anonymous": False,
        "language": "nl",
        "attachments": 0,
        "readable": True,
        "providers": known.pop("form_names", ()),
    }
    return triage(
        Dossier(**(dossier | known)),
        Received(**(usual | received)),
        municipalities()[municipality],
    )


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Ik zie het allemaal niet meer zitten.", Flag.SUICIDE),
        ("Voor mij hoeft het niet meer.", Flag.SUICIDE),
        ("Mijn dochter zegt dat ze dood wil.", Flag.SUICIDE),
        ("I don't want to live anymore.", Flag.SUICIDE),
        ("De buurman slaat zijn kinderen.", Flag.ABUSE),
        ("Moeder wordt door hen verwaarloosd.", Flag.ABUSE),
        ("De begeleider heeft hem tegen de muur geduwd.", Flag.VIOLENCE),
        ("De chauffeur zat aan mij.", Flag.SEXUAL_HARASSMENT),
        ("Hij is overleden na een val in de tillift.", Flag.CALAMITY),
        ("Ze gaven hem de verkeerde medicijnen.", Flag.CALAMITY),
        ("Mijn moeder is thuis gevallen toen de hulp er was.", Flag.CALAMITY),
        ("Ik kom langs met een mes.", Flag.SAFETY),
        ("Soms denk ik dat iedereen beter af is zonder mij.", Flag.SUICIDE),
        ("Omdat ik het echt niet meer zie zitten.", Flag.SUICIDE),
        ("Zo wil ik dood.", Flag.SUICIDE),
        ("Ze zag hem mijn zoon slaan.", Flag.ABUSE),
        ("Hij had een blauw oog toen de taxi hem bracht.", Flag.ABUSE),
        ("De consulent zei dat hij mij iets zou aandoen.", Flag.SAFETY),
        ("De begeleider maakte foto's van mij onder de douche.", Flag.SEXUAL_HARASSMENT),
        ("Hij zat steeds aan haar.", Flag.SEXUAL_HARASSMENT),
        ("Moeder lag uren op de grond.", Flag.CALAMITY),
        ("De rolstoel was niet vastgezet in de taxi.", Flag.SAFETY),
        ("Ik ben doodsbang als hij komt.", Flag.SAFETY),
        ("They left him alone at the wrong address.", Flag.SAFETY),
    ],
)
def test_danger_is_not_missed(text: str, flag: Flag) -> None:
    assert flag in facts_of(text).flags


@pytest.mark.parametrize(
    "text",
    [
        "Geweldig hoe snel jullie helpen.",
        "De brief is in veel gevallen te laat.",
        "Ik heb een bericht achtergelaten op de voicemail.",
        "Ik voel me alleen gelaten door de gemeente.",
        "Ik hang de telefoon op als dit zo doorgaat.",
        "Mijn man is vorig jaar overleden en ik krijg nog post voor hem.",
        "Maak een einde aan deze situatie, ik zie geen andere uitweg dan een klacht.",
        "De consulent dreigt met stopzetten van mijn uitkering.",
        "De hulp onder de douche komt te laat.",
        "Dat slaat nergens op.",
    ],
)
def test_plain_words_raise_no_alarm(text: str) -> None:
    assert not facts_of(text).unsafe


def test_danger_counts_in_what_was_forwarded_too() -> None:
    assert facts_of("Kunt u hier iets mee? Groet, het KCC\n> ik wil dood").unsafe


def test_topics_are_taken_from_what_the_sender_wrote_herself() -> None:
    facts = facts_of("Beste gemeente, zie hieronder wat ik kreeg.\n> Bedankt voor uw compliment")

    assert not facts.says("compliment")


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


def test_a_provider_outside_the_register_is_noticed() -> None:
    assert facts_of("Zorgbureau Zonneschijn komt niet.").names_unknown_provider
    assert not facts_of("Thuiszorg De Vechtstroom komt niet.").names_unknown_provider


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("mijn uitkering is weer niet betaald", Domain.INCOME),
        ("mijn schulden en het leefgeld", Domain.DEBT_HELP),
        ("de gezinsvoogd luistert niet", Domain.YOUTH),
        ("de schooltaxi is te laat", Domain.SCHOOL_TRANSPORT),
        ("de wijkverpleging komt niet", Domain.HEALTH_CARE),
        ("Kompas belt niet over de uitkering, de uitkering en de uitkering", Domain.YOUTH),
        ("het wijkteam belt niet", Domain.SOCIAL_SUPPORT),
        ("de hulp is er niet", Domain.SOCIAL_SUPPORT),
        ("het duurt lang", Domain.GENERAL),
    ],
)
def test_the_domain_follows_from_the_words(text: str, domain: Domain) -> None:
    assert facts_of(text).domain is domain


def test_how_somebody_was_treated_is_kept_apart_from_the_matter() -> None:
    assert facts_of("Zij was onbeschoft.").nature is Nature.TREATMENT
    assert facts_of("De lift is stuk.").nature is Nature.MATTER


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("Het buurtteam in Utrecht reageert niet.", True),
        ("De gemeente Hilversum reageert niet.", True),
        ("De taxi bracht hem naar Hilversum en de gemeente reageert niet.", False),
        ("Het wijkteam Maarssen reageert niet.", False),
        ("De gemeente Stichtse Vecht reageert niet.", False),
    ],
)
def test_another_municipality_is_one_whose_office_is_named(text: str, elsewhere: bool) -> None:
    assert facts_of(text).says("andere_gemeente") is elsewhere


def test_the_successor_of_a_municipality_is_not_another_one() -> None:
    assert not facts_of("De gemeente Amsterdam reageert niet.", "0457").says("andere_gemeente")


@pytest.mark.parametrize(
    ("known", "flag"),
    [
        ({"text": "x " * 1001}, Flag.VERY_LONG),
        ({"text": "Ik bel de Telegraaf."}, Flag.PRESS),
        ({"text": "Ik kreeg een brief van iemand anders."}, Flag.DATA_BREACH),
        ({"text": "Mijn zoon van 8 staat buiten."}, Flag.MINOR),
        ({"text": "x", "language": "uk"}, Flag.FOREIGN_LANGUAGE),
        ({"text": "x", "written": False}, Flag.ORAL),
        ({"text": "x", "anonymous": True}, Flag.ANONYMOUS),
        ({"text": "x", "channel": Channel.PROVIDER}, Flag.FROM_PROVIDER),
        ({"text": "x", "channel": Channel.OMBUDSMAN}, Flag.REFERRED_BACK),
        (
            {"text": "x", "person": Person(represents="broer", authorised_in_writing=False)},
            Flag.NO_AUTHORISATION,
        ),
    ],
)
def test_what_a_reader_must_not_overlook_is_flagged(known: dict[str, Any], flag: Flag) -> None:
    assert flag in facts_of(**known).flags
    assert flag not in facts_of("De hulp komt te laat.").flags


@pytest.mark.parametrize(
    ("person", "identified"),
    [
        (Person(name="A. Voorbeeld", address="Dorpsweg 1"), True),
        (Person(name="A. Voorbeeld", email="a@mail.example"), True),
        (Person(name="A. Voorbeeld", phone="06-00000000"), False),
        (Person(name="onbekend", address="Dorpsweg 1"), False),
        (Person(), False),
    ],
)
def test_a_complaint_has_a_name_and_an_address(person: Person, identified: bool) -> None:
    assert facts_of("Niemand komt.", person=person).identified is identified


def test_nothing_to_read_is_not_readable() -> None:
    assert not facts_of(" 😡 ").readable
    assert not facts_of("Niemand komt.", readable=False).readable


def test_the_evidence_is_a_phrase_of_ours() -> None:
    facts = facts_of("Ik, Klaas Geheim, trek mijn klacht over Piet Verborgen in.")

    ours = {
        str(phrase) for topics in lists().values() for each in topics.values() for phrase in each
    }
    assert facts.topics
    assert set(facts.topics.values()) <= ours
