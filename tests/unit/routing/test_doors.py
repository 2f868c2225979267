"""What came to the door for complaints and is for another door, goes there; a complaint stays."""

from typing import Any

import pytest

from services.routing.danger import SUSPECTED_AS
from services.routing.doors import DOORS
from services.routing.lexicon import lists
from services.routing.route import Route, route
from services.routing.rules import RULES
from shared.case import Reason
from shared.dossier import Person
from shared.glossary import Channel, Flag, Ground, Kind, Phase
from shared.municipality import municipalities
from tests.unit.routing.test_triage import facts_of

HERE = municipalities()["1904"]
KNOWN = Person(name="A. Voorbeeld", email="a@mail.example", address="Dorpsweg 1")


def routed(text: str, **known: Any) -> Route:
    return route(facts_of(text, **({"person": KNOWN} | known)), HERE.regimes[0], HERE)


@pytest.mark.parametrize(
    ("text", "rule", "handler", "ground"),
    [
        ("Ik wil inzage in mijn dossier.", "avg_verzoek", "privacyfunctionaris", "avg_verzoek"),
        ("Verwijder al mijn gegevens.", "avg_verzoek", "privacyfunctionaris", "avg_verzoek"),
        ("Op grond van de Woo vraag ik stukken.", "woo_verzoek", "woo", "woo_verzoek"),
        (
            "Hoe krijg ik een cliëntondersteuner?",
            "clientondersteuning",
            "clientondersteuner",
            "wmo_melding_geen_klacht",
        ),
        (
            "Ik heb veel rugklachten.",
            "lichamelijke_klachten",
            "wmo_toegang",
            "wmo_melding_geen_klacht",
        ),
        (
            "Hierbij stel ik u in gebreke over mijn uitkering.",
            "ingebrekestelling",
            "leidinggevende_werk_en_inkomen",
            "ingebrekestelling",
        ),
        ("Ik stel u aansprakelijk voor de schade.", "schade", "schade", "geldvordering"),
        (
            "De lantaarnpaal op de hoek is uit.",
            "openbare_ruimte",
            "openbare_ruimte",
            "buiten_sociaal_domein",
        ),
        ("Verbeter uw SEO, klik hier.", "reclame", "klachtenloket", None),
        ("Ik ben journalist en heb vragen.", "persvraag", "klachtenloket", None),
        ("Wat zijn de openingstijden?", "informatievraag", "klachtenloket", None),
    ],
)
def test_each_door_is_found(text: str, rule: str, handler: str, ground: str | None) -> None:
    choice = routed(text)

    assert (choice.reasons[-1].rule, choice.handler.key, choice.ground) == (rule, handler, ground)
    assert (choice.kind, choice.statutory) == (Kind.NOT_A_COMPLAINT, False)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ik wil inzage, en de consulent was grof tegen mij.", "avg_en_klacht"),
        ("Ik stel u in gebreke. Schandalig dat het zo lang duurt.", "niet_tijdig_beslissen"),
        ("De taxi brak mijn rollator, ik eis schadevergoeding.", "zaak_aanbieder"),
        ("De consulent was grof, en ik wil schadevergoeding.", "werk_en_inkomen"),
        ("Ik heb rugklachten en de hulp van Vechtstroom komt niet.", "zaak_aanbieder"),
        ("De consulent was grof over de lantaarnpaal.", "werk_en_inkomen"),
        ("Het wijkteam wil mij geen cliëntondersteuner geven, belachelijk.", "wijkteam"),
    ],
)
def test_a_complaint_that_comes_with_it_stays_a_complaint(text: str, rule: str) -> None:
    choice = routed(text)

    assert (choice.reasons[-1].rule, choice.kind) == (rule, Kind.COMPLAINT)


def test_a_late_decision_keeps_its_flag_at_its_own_door() -> None:
    assert Flag.LATE_DECISION in routed("Hierbij stel ik u in gebreke.").flags


def test_abuse_at_home_goes_to_veilig_thuis_and_a_person_looks_first() -> None:
    choice = routed("De buurman slaat zijn kinderen.")

    assert (choice.handler.key, choice.phase) == ("klachtenloket", Phase.TRIAGE)
    assert choice.proposed is not None
    assert (choice.proposed.key, choice.ground) == ("veilig_thuis", Ground.ABUSE_SIGNAL)


@pytest.mark.parametrize(
    "text",
    [
        "De begeleider van Rietland slaat mijn zoon.",
        "Mijn man slaat mij, en de consulent geeft mij geen uitkering.",
    ],
)
def test_where_a_professional_or_the_municipality_did_it_it_stays_here(text: str) -> None:
    choice = routed(text)

    assert choice.proposed is None or choice.proposed.key != "veilig_thuis"


def test_an_anonymous_signal_of_abuse_still_reaches_veilig_thuis() -> None:
    choice = routed("De buurman slaat zijn kinderen.", anonymous=True, person=Person())

    assert choice.proposed is not None
    assert choice.proposed.key == "veilig_thuis"


def test_who_is_asked_for_money_complains_and_the_secretary_looks_along() -> None:
    choice = routed("De consulent wilde mijn uitkering sneller regelen in ruil voor geld.")

    assert (choice.phase, choice.kind) == (Phase.TRIAGE, Kind.COMPLAINT)
    assert choice.co_handler is not None
    assert choice.co_handler.key == "gemeentesecretaris"
    assert Flag.TELL_COLLEGE in choice.flags


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("De ombudsman heeft een onderzoek geopend.", "vraag_ombudsman"),
        ("Verzoeker klaagt dat het wijkteam niet komt.", "wijkteam"),
    ],
)
def test_an_ombudsman_who_asks_is_not_one_who_refers_back(text: str, rule: str) -> None:
    assert routed(text, channel=Channel.OMBUDSMAN).reasons[-1].rule == rule


@pytest.mark.parametrize(
    ("text", "handler"),
    [
        ("Bij Kompas is een jongen overleden na een overdosis.", "inspectie_jeugd"),
        ("Bij Rietland is een bewoner levenloos gevonden.", "toezichthouder_wmo"),
    ],
)
def test_a_calamity_goes_to_the_supervisor_of_its_law(text: str, handler: str) -> None:
    choice = routed(text, channel=Channel.PROVIDER, person=Person())

    assert choice.kind is Kind.REPORT
    assert choice.proposed is not None
    assert choice.proposed.key == handler


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Meerdere inwoners wachten te lang op de taxi.", Kind.SIGNAL),
        ("De taxi komt vaak te laat.", Kind.SIGNAL),
        ("Mevrouw heeft mij gevraagd haar klacht over de taxi door te geven.", Kind.COMPLAINT),
    ],
)
def test_what_a_council_member_passes_on_is_a_signal_or_the_complaint_of_one_resident(
    text: str, kind: Kind
) -> None:
    assert routed(text, channel=Channel.COUNCIL_MEMBER).kind is kind


def test_every_door_is_asked_in_every_municipality_of_ours() -> None:
    doors = {rule.name for rule in DOORS}

    for code in ("0457", "1696", "1904"):
        for regime in municipalities()[code].regimes:
            assert doors <= {row.rule for row in regime.routes}


def test_the_longest_evidence_of_any_rule_fits_on_a_case() -> None:
    longest: dict[str, int] = {}
    for chapter in ("onderwerpen", "veiligheid", "vermoedens"):
        for topic, phrases in lists()[chapter].items():
            lengths = sorted((len(str(phrase)) for phrase in phrases), reverse=True)
            hints = 2 if chapter == "vermoedens" else 1
            sort = SUSPECTED_AS.get(topic, topic)
            longest[sort] = max(longest.get(sort, 0), sum(lengths[:hints]))

    for rule in RULES.values():
        words = ", ".join("x" * (longest.get(topic, 40) + len(" en ")) for topic in rule.topics)
        Reason(rule=rule.name, article="x", sentence=f"{rule.sentence} Herkend aan: {words}.")
