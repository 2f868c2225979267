"""What a message seems to be about: each finding with a word of ours as evidence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.routing.lexicon import lists
from services.routing.named import Evidence
from services.routing.triage import Facts, triage
from shared.dossier import Dossier, Person
from shared.events import Received
from shared.glossary import SAFETY_FLAGS, Channel, Domain, Flag, Nature
from shared.municipality import municipalities

AT = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


def facts_of(text: str, municipality: str = "1904", **known: Any) -> Facts:
    of_the_news = ("written", "readable", "similar", "urgent")
    received = {name: known.pop(name) for name in of_the_news if name in known}
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
        ("Ik ben dit leven zo moe.", Flag.SUICIDE),
        ("Als jullie niet bellen ben ik er niet meer.", Flag.SUICIDE),
        ("Vannacht stond ik op het balkon van de flat.", Flag.SUICIDE),
        ("Ik heb al mijn pillen bij elkaar gelegd.", Flag.SUICIDE),
        ("Ik wil gewoon niet meer.", Flag.SUICIDE),
        ("I would rather not be here anymore.", Flag.SUICIDE),
        ("Ölmek istiyorum.", Flag.SUICIDE),
        ("Opa zit de hele dag in een natte luier.", Flag.ABUSE),
        ("Zij betaalt alles met de bankpas van tante.", Flag.ABUSE),
        ("Haar man geeft haar klappen.", Flag.ABUSE),
        ("De kinderen worden opgesloten.", Flag.ABUSE),
        ("De chauffeur sleurde mijn vader uit het busje.", Flag.VIOLENCE),
        ("De begeleider gaf mij een duw.", Flag.VIOLENCE),
        ("Hij legde zijn hand onder mijn trui.", Flag.SEXUAL_HARASSMENT),
        ("De begeleider kroop bij mij in bed.", Flag.SEXUAL_HARASSMENT),
        ("Moeder kreeg de medicijnen van de buurvrouw.", Flag.CALAMITY),
        ("Hij viel met zijn hoofd op de vloer toen de hulp hem tilde.", Flag.CALAMITY),
        ("Mijn dochter stond alleen in het donker langs de weg.", Flag.SAFETY),
        ("Vader is al sinds gisteren vermist.", Flag.SAFETY),
        ("De chauffeur zat te appen tijdens het rijden.", Flag.SAFETY),
        ("Ik kom met een hamer naar jullie balie.", Flag.SAFETY),
        ("De rookmelder is weg en er wordt op bed gerookt.", Flag.SAFETY),
        ("We zitten zonder stroom met de baby.", Flag.SAFETY),
    ],
)
def test_danger_is_not_missed(text: str, flag: Flag) -> None:
    assert flag in facts_of(text).flags


def test_who_spoke_with_her_may_see_danger_that_no_word_tells() -> None:
    text = "De hulp komt al een week niet."

    assert Flag.SAFETY in facts_of(text, urgent=True).flags
    assert facts_of(text, urgent=True).topics["veiligheid"] == "wie met haar sprak"
    assert not facts_of(text).flags & SAFETY_FLAGS


def test_what_the_text_tells_of_danger_stands_before_what_somebody_saw() -> None:
    facts = facts_of("Ik kom langs met een mes.", urgent=True)

    assert facts.topics["veiligheid"] != "wie met haar sprak"


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
        "Mijn batterij is dood.",
        "Ik schrik me dood van de rekening en ben dodelijk vermoeid.",
        "Ik word doodziek van het wachten.",
        "Mijn man is in maart overleden en nu krijg ik geen brief.",
        "De taxi is zo laat dat ik mijn trein mis.",
        "De consulent trok een vies gezicht.",
        "Zij sloeg mijn verzoek af en de hulp sloeg de badkamer over.",
        "Ik kan er met mijn hoofd niet bij.",
        "Ik ben mijn vaste hulp kwijt en mijn brief is zoek.",
        "Het gevaar bestaat dat ik mijn afspraak mis.",
        "De kussens van de rolstoel zijn versleten.",
        "Doe er wat aan!",
        "De planner gooide de hoorn erop.",
        "Ik ben bij het skiën gevallen en heb mijn been gebroken.",
        "De chauffeur liet mij bij de verkeerde ingang uitstappen.",
        "De jobcoach dreigt met een korting.",
        "Ik schaam me dood.",
    ],
)
def test_plain_words_raise_no_alarm(text: str) -> None:
    assert not facts_of(text).unsafe


def test_one_weak_hint_says_little_and_two_are_a_danger() -> None:
    assert not facts_of("Ik ben ten einde raad, echt ten einde raad.").unsafe
    assert not facts_of("Ik fiets nooit naar het kanaal om te kijken.").unsafe

    facts = facts_of("Ik ben ten einde raad. Ik ga naar het kanaal om te kijken.")

    assert Flag.SUICIDE in facts.flags
    assert facts.topics["suicidaliteit"] == "ten einde raad en <hoogte> ... kijken"


@pytest.mark.parametrize(
    "text",
    [
        "Opa is vermagerd en heeft vieze kleren.",
        "Oma durft er niets van te zeggen, en er is geld van haar rekening.",
    ],
)
def test_neglect_and_exploitation_are_abuse(text: str) -> None:
    assert Flag.ABUSE in facts_of(text).flags


def test_kind_words_beside_danger_are_no_compliment() -> None:
    assert facts_of("Bedankt voor alles, het was fantastisch.").says("compliment")
    assert not facts_of("Bedankt voor alles. Ik maak er een eind aan.").says("compliment")


def test_an_accident_is_a_calamity_only_where_a_professional_was() -> None:
    assert not facts_of("Ik ben gevallen en wil een rollator aanvragen.").unsafe
    assert facts_of("Ik ben gevallen toen de begeleider mij liet lopen.").unsafe


def test_danger_counts_in_what_was_forwarded_too() -> None:
    assert facts_of("Kunt u hier iets mee? Groet, het KCC\n> ik wil dood").unsafe


def test_topics_are_taken_from_what_the_sender_wrote_herself() -> None:
    facts = facts_of("Beste gemeente, zie hieronder wat ik kreeg.\n> Bedankt voor uw compliment")

    assert not facts.says("compliment")


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
        ("de jeugdhulp en de begeleiding van onze zoon", Domain.YOUTH),
    ],
)
def test_the_domain_follows_from_the_words(text: str, domain: Domain) -> None:
    assert facts_of(text).domain is domain


def test_how_somebody_was_treated_is_kept_apart_from_the_matter() -> None:
    assert facts_of("Zij was onbeschoft.").nature is Nature.TREATMENT
    assert facts_of("De lift is stuk.").nature is Nature.MATTER


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("De consulent belt niet terug.", Nature.TREATMENT),
        ("De gemeente belt niet terug.", Nature.MATTER),
        ("De begeleider duwde mij.", Nature.TREATMENT),
        ("De consulent wilde geld in ruil voor een snelle beslissing.", Nature.TREATMENT),
        ("Mijn klacht wordt niet serieus genomen.", Nature.MATTER),
    ],
)
def test_what_a_person_does_to_somebody_is_treatment(text: str, nature: Nature) -> None:
    assert facts_of(text).nature is nature


def test_complaints_of_the_body_are_no_discontent() -> None:
    assert not facts_of("Ik heb al maanden klachten aan mijn knie.").says("onvrede")
    assert facts_of("Ik heb klachten aan mijn knie. Niemand belt, schandalig.").says("onvrede")


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


def test_a_council_member_is_not_who_complains() -> None:
    assert not facts_of("Mijn buurvrouw klaagt.", channel=Channel.COUNCIL_MEMBER).identified


def test_how_she_can_be_reached_is_known() -> None:
    facts = facts_of("x", person=Person(email="a@mail.example", preferred_contact="brief"))

    assert (facts.has_email, facts.by_letter) == (True, True)
    assert facts_of("x", channel=Channel.LETTER).by_letter
    assert not facts_of("x").by_letter
    assert not facts_of("x").has_email


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Het BSN is 123456782.", "bsn"),
        ("Over KL-2026-0031.", "zaaknummer"),
        ("Zie hieronder wat er is gezegd.\n> Neem contact op.", "mailketen"),
    ],
)
def test_what_is_no_word_is_seen_all_the_same(text: str, mark: str) -> None:
    assert facts_of(text).says(mark)
    assert not facts_of("Het nummer is 123456789.").says(mark)


def test_what_was_recognised_tells_by_what() -> None:
    assert facts_of("x", form_names=("kompasggz",)).named_by is Evidence.FORM
    assert facts_of("Kompas belt niet.").named_by is Evidence.NAME
    assert facts_of("De regiotaxi is te laat.").named_by is Evidence.WORD
    assert facts_of("Niemand belt.").named_by is Evidence.NOTHING
    assert facts_of("Mijn uitkering is te laat.").domain_by is Evidence.WORD
    assert facts_of("De hulp is te laat.").domain_by is Evidence.HINT


def test_a_text_of_a_thousand_words_is_not_very_long() -> None:
    assert Flag.VERY_LONG not in facts_of("Hij. Zij " * 500).flags
    assert Flag.VERY_LONG in facts_of("Hij. Zij " * 501).flags


def test_conduct_of_twelve_months_ago_is_old() -> None:
    assert facts_of("Op 31 mei 2025 was dat.").old
    assert not facts_of("Op 1 juni 2025 was dat.").old


def test_nothing_to_read_is_not_readable() -> None:
    assert not facts_of(" 😡 ").readable
    assert not facts_of("Niemand komt.", readable=False).readable


def test_the_evidence_is_a_phrase_of_ours() -> None:
    facts = facts_of("Ik, Klaas Geheim, trek mijn klacht over Piet Verborgen in.")

    ours = {
        str(phrase) for topics in lists().values() for each in topics.values() for phrase in each
    }
    assert facts.says("intrekking")
    assert set(facts.topics.values()) <= ours
