"""The same words are something else at Sterker sociaal werk and in Amstelveen."""

import re
from typing import Any

import pytest

from services.routing.route import Route, route
from services.routing.rules import rules_of
from services.routing.triage import Facts
from shared.glossary import (
    Against,
    Channel,
    Domain,
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Nature,
    Phase,
    Registration,
)
from shared.municipality import municipalities
from tests.unit.routing.samples import OURS, REGIMES, read, routed

OF_STICHTSE_VECHT = re.compile(r"\bRegeling art|Uitgangspunten|Memo")
LETTER = next(sample for sample in read(OURS) if sample["channel"] == "brief")


def a_route(regime: str, **known: Any) -> Route:
    """Where a signed mail with these facts goes. *known* topics need no evidence."""
    here = municipalities()[REGIMES[regime]]
    known["topics"] = dict.fromkeys(known.pop("says", ()), "een woord van ons")
    known["flags"] = frozenset(known.get("flags", ()))
    return route(Facts(**({"channel": Channel.EMAIL} | known)), here.regimes[0], here)


def reading(text: str, regime: str = "sterker", **different: Any) -> Route:
    """Where a letter with this *text* goes."""
    said = LETTER | {"subject": "", "body": text, "received_at": "2026-03-10T09:00:00+01:00"}
    return routed(said | different, REGIMES[regime])[1]


@pytest.mark.parametrize("regime", REGIMES)
def test_no_rule_is_explained_by_the_regulation_of_another_municipality(regime: str) -> None:
    [here] = municipalities()[REGIMES[regime]].regimes

    articles = {rule.name: rule.article for rule in rules_of(here)}

    assert {name: said for name, said in articles.items() if OF_STICHTSE_VECHT.search(said)} == {}


@pytest.mark.parametrize(
    "text",
    [
        "Mijn begeleider komt altijd te laat en belt niet af.",
        "De medewerker van het wijkteam was onbeschoft tegen mij. Hierbij dien ik een klacht in.",
    ],
)
def test_discontent_is_first_talked_over_with_the_employee(text: str) -> None:
    choice = reading(text)

    assert (choice.kind, choice.handler.key) == (Kind.DISCONTENT, "wijkteam")
    assert choice.registration is Registration.FULL


@pytest.mark.parametrize(
    "text",
    [
        "Ik heb dit met mijn begeleider besproken, maar dat gaf geen oplossing. Ik ben boos.",
        "Het gesprek met de medewerker heeft niets opgeleverd. Ik ben ontevreden.",
        "We kwamen er samen niet uit, dus ik wil een gesprek met de leidinggevende.",
    ],
)
def test_when_the_talk_solved_nothing_it_is_a_complaint_for_the_manager(text: str) -> None:
    choice = reading(text)

    assert (choice.kind, choice.handler.key) == (Kind.COMPLAINT, "leidinggevende_wijkteam")


def test_after_the_manager_comes_the_committee() -> None:
    choice = reading(
        "De bemiddeling is niet gelukt. Ik wil mijn klacht voorleggen aan de klachtencommissie."
    )

    assert choice.handler.kind is HandlerKind.EXTERNAL
    assert (choice.kind, choice.handler.key) == (Kind.COMPLAINT, "klachtencommissie")


def test_what_was_solved_in_the_talk_is_not_registered() -> None:
    choice = a_route("sterker", says=["direct_opgelost"], written=False)

    assert (choice.kind, choice.registration) == (Kind.DISCONTENT, Registration.NONE)
    assert a_route("amstelveen", says=["direct_opgelost"], written=False).registration is (
        Registration.LIGHT
    )


@pytest.mark.parametrize(
    ("text", "ground", "handler"),
    [
        ("Ik maak bezwaar tegen uw besluit over mijn hulp.", Ground.OBJECTION_POSSIBLE, "bezwaar"),
        ("Mijn zoon is zonder overleg in de Verwijsindex gezet.", Ground.OTHER_REGULATION,
         "klachtenloket"),
        ("De vrouw van het wijkteam is in dienst bij een andere organisatie. Zij was grof.",
         Ground.OTHER_EMPLOYER, "moederorganisatie"),
        ("Ik wil dat uw medewerker strafrechtelijk wordt vervolgd.", Ground.WANTS_PROSECUTION,
         "klachtenloket"),
        ("Door uw fout heb ik kosten. Ik eis 500 euro schadevergoeding.", Ground.CLAIMS_MONEY,
         "klachtenloket"),
        ("Ik wil smartengeld voor wat uw medewerker mij aandeed.", Ground.CLAIMS_MONEY,
         "klachtenloket"),
        ("Op 4 september 2025 was de begeleider grof tegen mij.", Ground.LAPSED, "klachtenloket"),
    ],
)  # fmt: skip
def test_what_is_excluded_goes_elsewhere_with_its_ground(
    text: str, ground: Ground, handler: str
) -> None:
    choice = reading(text)

    assert (choice.kind, choice.ground) == (Kind.NOT_A_COMPLAINT, ground)
    assert choice.handler.key == handler


@pytest.mark.parametrize(
    ("months", "flags", "ground"),
    [
        (None, (), None),
        (5, (), None),
        (6, (), Ground.LAPSED),
        (6, (Flag.SEXUAL_HARASSMENT,), None),
        (23, (Flag.SEXUAL_HARASSMENT,), None),
        (24, (Flag.SEXUAL_HARASSMENT,), Ground.LAPSED),
    ],
)
def test_the_right_lapses_after_six_months_and_after_harassment_in_two_years(
    months: int | None, flags: tuple[Flag, ...], ground: Ground | None
) -> None:
    choice = a_route("sterker", says=["onvrede"], months_ago=months, flags=flags)

    assert choice.ground is ground


@pytest.mark.parametrize(
    ("day", "ground"),
    [
        ("Op 9 september 2025", Ground.LAPSED),
        ("Op 10 september 2025", None),
        ("Op 30 november 2025", None),
        ("Op 9 september 2025 en op 1 februari 2026", None),
        ("Acht maanden geleden", Ground.LAPSED),
        ("Zo'n 7 maanden geleden", Ground.LAPSED),
        ("Zes maanden geleden", None),
        ("Een maand geleden", None),
        ("Een jaar geleden", Ground.LAPSED),
        ("Drie jaar geleden", Ground.LAPSED),
        ("Op een dag die ik niet meer weet", None),
    ],
)
def test_the_last_day_that_a_letter_names_decides_whether_the_right_seems_lapsed(
    day: str, ground: Ground | None
) -> None:
    assert reading(f"{day} was de begeleider grof tegen mij.").ground is ground


def test_where_the_right_does_not_lapse_by_itself_nothing_is_left_out_for_its_age() -> None:
    choice = a_route("amstelveen", says=["onvrede"], months_ago=30)

    assert (choice.kind, choice.ground) == (Kind.COMPLAINT, None)


def test_about_who_left_the_organisation_answers() -> None:
    choice = reading("De begeleider die zo grof was, werkt niet meer bij Sterker.")

    assert (choice.kind, choice.against) == (Kind.COMPLAINT, Against.ORGANISATION)


def test_elsewhere_who_left_stays_the_respondent() -> None:
    text = "De consulent die zo grof was, werkt niet meer bij de gemeente."

    assert routed(LETTER | {"subject": "", "body": text})[1].against is Against.PERSON


def test_what_is_grave_goes_to_the_manager_at_once_with_the_confidential_adviser() -> None:
    choice = a_route("sterker", says=["veiligheid"], flags=[Flag.SAFETY])

    assert (choice.kind, choice.phase) == (Kind.COMPLAINT, Phase.TRIAGE)
    assert choice.proposed is not None
    assert choice.proposed.key == "leidinggevende_wijkteam"
    assert choice.co_handler is not None
    assert choice.co_handler.key == "vertrouwenspersoon"


@pytest.mark.parametrize(
    ("topic", "handler"),
    [("vrijwilliger", "vrijwilligerscoordinator"), ("stagiair", "stagebegeleider")],
)
def test_a_volunteer_and_a_trainee_have_a_manager_of_their_own(topic: str, handler: str) -> None:
    assert a_route("sterker", says=[topic, "onvrede"]).handler.key == handler


def test_no_term_of_the_awb_runs_at_a_foundation() -> None:
    assert not a_route("sterker", says=["gesprek_zonder_oplossing"]).statutory
    assert not a_route("sterker").statutory
    assert a_route("amstelveen").statutory


def test_an_anonymous_message_is_a_signal_at_sterker_and_a_complaint_in_amstelveen() -> None:
    known: dict[str, Any] = {"anonymous": True, "identified": False, "says": ["onvrede"]}
    signal, complaint = a_route("sterker", **known), a_route("amstelveen", **known)

    assert (signal.kind, signal.ground) == (Kind.SIGNAL, Ground.ANONYMOUS)
    assert signal.handler.key == "kwaliteitsfunctionaris"
    assert (complaint.kind, complaint.ground) == (Kind.COMPLAINT, None)
    assert not complaint.statutory


@pytest.mark.parametrize(
    ("known", "handler", "co_handler"),
    [
        ({"nature": Nature.TREATMENT, "says": ["gemeente"]}, "burgerraadsman",
         "klachtencoordinator"),
        ({"domain": Domain.SOCIAL_SUPPORT, "says": ["onvrede"]}, "klachtencoordinator", None),
        ({"domain": Domain.YOUTH, "says": ["onvrede"]}, "klachtencoordinator", None),
        ({"domain": Domain.INCOME, "says": ["onvrede"]}, "klachtencoordinator", None),
        ({"says": ["niet_tijdig"]}, "klachtencoordinator", None),
        ({"says": ["onvrede"]}, "klachtenloket", None),
    ],
)  # fmt: skip
def test_in_amstelveen_the_burgerraadsman_has_conduct_and_the_coordinator_the_rest(
    known: dict[str, Any], handler: str, co_handler: str | None
) -> None:
    choice = a_route("amstelveen", **known)

    assert (choice.handler.key, choice.kind) == (handler, Kind.COMPLAINT)
    assert (choice.co_handler.key if choice.co_handler else None) == co_handler


@pytest.mark.parametrize(
    ("regime", "body", "about"),
    [
        ("sterker", "Onafhankelijke klachtencommissie", "leidinggevende niet kon oplossen"),
        ("amstelveen", "Nationale ombudsman", "alleen wat de gemeente zelf deed"),
    ],
)
def test_the_second_line_says_what_it_looks_at(regime: str, body: str, about: str) -> None:
    [second] = municipalities()[REGIMES[regime]].second_lines

    assert second.name == body
    assert second.scope is not None
    assert about in second.scope
