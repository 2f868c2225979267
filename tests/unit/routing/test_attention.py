"""What a handler must think of: said where it holds, and not with just any complaint."""

from dataclasses import replace
from typing import Any

import pytest

from services.routing.attention import POINTS, attention
from services.routing.route import Route, route
from services.routing.triage import Facts
from shared.case import Similar
from shared.dossier import Person
from shared.glossary import Attention, Channel
from shared.municipality import municipalities
from tests.unit.routing.test_triage import facts_of

HERE = municipalities()["1904"]
LIKE = Similar(number="KL-2026-BBBBB-BBBBB", explanation="Zelfde telefoonnummer.")
KNOWN = Person(name="A. Voorbeeld", email="a@mail.example", address="Dorpsweg 1")


def routed(text: str, **known: Any) -> tuple[Facts, Route]:
    facts = facts_of(text, **({"person": KNOWN} | known))
    return facts, route(facts, HERE.regimes[0], HERE)


def points(text: str, **known: Any) -> set[Attention]:
    return set(attention(*routed(text, **known)))


@pytest.mark.parametrize(
    ("what", "known"),
    [
        (Attention.CONTACT_SOON, {"text": "De taxi komt te laat."}),
        (Attention.HELP_WRITING, {"text": "De taxi komt te laat.", "written": False}),
        (Attention.HELP_WRITING, {"text": "De taxi komt te laat.", "channel": Channel.DESK}),
        (Attention.NO_EMAIL, {"text": "x", "person": Person(name="A. Voorbeeld")}),
        (Attention.BY_LETTER, {"text": "x", "channel": Channel.LETTER}),
        (Attention.NOT_CONFIDENTIAL, {"text": "x", "channel": Channel.WHATSAPP}),
        (Attention.NO_ANSWER_POSSIBLE, {"text": "x", "anonymous": True}),
        (Attention.NO_MESSAGE, {"text": "x", "channel": Channel.PROVIDER}),
        (Attention.INVITE, {"text": "x", "channel": Channel.SOCIAL_MEDIA}),
        (Attention.COMPLETE, {"text": "De taxi komt te laat.", "person": Person(name="x")}),
        (Attention.TRANSLATION, {"text": "x", "language": "tr"}),
        (Attention.EXPECTATIONS, {"text": "De taxi is te laat, ik ga naar de ombudsman."}),
        (Attention.EXPECTATIONS, {"text": "De taxi is te laat, ik ga naar de krant."}),
        (Attention.ONE_CONTACT, {"text": "Rietland en Kompas komen niet."}),
        (Attention.ONE_CONTACT, {"text": "Rietland komt niet. Ik wil een contactpersoon."}),
        (Attention.SUMMARISE, {"text": "x " * 1001}),
        (Attention.ACKNOWLEDGE, {"text": "Het wijkteam komt niet."}),
        (Attention.NOT_INVOLVED, {"text": "Het wijkteam komt niet."}),
        (Attention.COPY, {"text": "De consulent was onbeschoft."}),
        (Attention.COPY_IF_POSSIBLE, {"text": "De consulent was grof en werkt er niet meer."}),
        (Attention.HEAR, {"text": "Het wijkteam komt niet."}),
        (Attention.DECIDE, {"text": "In maart 2023 was de consulent grof."}),
        (Attention.FOUR_WEEKS, {"text": "Mijn klacht is ongegrond verklaard."}),
        (Attention.SECOND_LINE, {"text": "Mijn klacht is ongegrond verklaard."}),
        (Attention.OMBUDSMAN_TERM, {"text": "Mijn klacht is ongegrond verklaard."}),
        (Attention.FORMER_STAFF, {"text": "De consulent was grof en werkt er niet meer."}),
        (Attention.FORWARD, {"text": "De gemeente Utrecht reageert niet."}),
        (Attention.KEEP_DATE, {"text": "Hierbij bezwaar tegen uw besluit."}),
        (Attention.KEEP_DATE, {"text": "Ik stel u in gebreke."}),
        (Attention.OBJECTION_TERM, {"text": "Hierbij bezwaar tegen uw besluit."}),
        (Attention.UNKNOWN_MUNICIPALITY, {"text": "De gemeente Utrecht reageert niet."}),
        (Attention.REQUEST_FOR_SUPPORT, {"text": "Ik wil graag hulp aanvragen."}),
        (Attention.FORWARD_TO_ACCESS, {"text": "Ik wil graag hulp aanvragen."}),
        (Attention.ONE_MONTH, {"text": "Ik wil inzage in mijn dossier."}),
        (Attention.DAMAGES, {"text": "De taxi brak mijn rollator, wie betaalt de schade?"}),
        (Attention.NOTICE_OF_DEFAULT, {"text": "Ik stel u in gebreke."}),
        (Attention.INTEGRITY, {"text": "De consulent nam smeergeld aan."}),
        (Attention.CONSENT_TO_SHARE, {"text": "De taxi komt te laat."}),
        (Attention.CONTRACT, {"text": "Vechtstroom komt niet, de gemeente is verantwoordelijk."}),
        (Attention.CONTRACT, {"text": "De chauffeur van Plassentaxi sloeg mij."}),
        (Attention.PROVIDER_REPORTS, {"text": "De chauffeur van Plassentaxi sloeg mij."}),
        (Attention.COMPLAINTS_OFFICER, {"text": "De wijkverpleging komt te laat."}),
        (Attention.CERTIFIED_INSTITUTION, {"text": "De voogd van GI Horizon komt niet."}),
        (Attention.YOUTH_CONFIDANT, {"text": "Kompas komt niet."}),
        (Attention.COURT, {"text": "GI Horizon stopte de omgangsregeling."}),
        (Attention.PSEUDONYM, {"text": "x", "channel": Channel.PROVIDER}),
        (Attention.CONFIDANT, {"text": "De chauffeur heeft mij aangerand."}),
        (Attention.MEDICAL_RISK, {"text": "De insuline komt te laat."}),
        (Attention.MONEY, {"text": "Ik heb geen geld meer."}),
        (Attention.RENT, {"text": "Ik heb huurachterstand."}),
        (Attention.PRIVACY_OFFICER, {"text": "Ik kreeg een brief van iemand anders."}),
        (Attention.SEVENTY_TWO_HOURS, {"text": "Ik kreeg een brief van iemand anders."}),
        (Attention.REDACT_BSN, {"text": "Mijn nummer is 123456782."}),
        (Attention.THIRD_PARTY, {"text": "Ik kreeg een brief van iemand anders."}),
        (Attention.POLICY, {"text": "Dit beleid deugt niet."}),
        (Attention.ALDERMAN, {"text": "Dit beleid deugt niet."}),
        (Attention.ALDERMAN, {"text": "Meerdere inwoners.", "channel": Channel.COUNCIL_MEMBER}),
        (Attention.COUNCIL_MEMBER, {"text": "x", "channel": Channel.COUNCIL_MEMBER}),
        (Attention.TREND, {"text": "x", "channel": Channel.SURVEY}),
        (Attention.TREND, {"text": "Meerdere inwoners wachten te lang op de taxi."}),
        (Attention.SURVEY, {"text": "x", "channel": Channel.SURVEY}),
        (Attention.SOCIAL_MEDIA, {"text": "x", "channel": Channel.SOCIAL_MEDIA}),
        (Attention.COMPLIMENT, {"text": "Een compliment voor het wijkteam."}),
        (
            Attention.REGISTER_LIGHT,
            {"text": "Ontevreden, maar wil geen klacht.", "channel": Channel.NEIGHBOURHOOD_TEAM},
        ),
        (Attention.WITHDRAWAL, {"text": "Ik trek mijn klacht in."}),
        (Attention.CONFIRM_IN_WRITING, {"text": "Ik trek mijn klacht in."}),
        (Attention.CONTENT, {"text": "Ik trek mijn klacht in, het is opgelost."}),
        (Attention.LINK, {"text": "Over zaak KL-2026-0031."}),
        (Attention.SIMILAR, {"text": "De taxi komt te laat.", "similar": (LIKE,)}),
        (Attention.SEVERAL_SUBJECTS, {"text": "Rietland en Kompas komen niet."}),
        (Attention.CHAIN, {"text": "Zie hieronder wat zij mij schreven.\n> Dag."}),
    ],
)
def test_a_point_is_made_where_it_holds(what: Attention, known: dict[str, Any]) -> None:
    assert what in points(**known)


def test_a_plain_complaint_about_a_provider_asks_for_a_call_and_consent() -> None:
    assert points("De taxi komt te laat.") == {Attention.CONTACT_SOON, Attention.CONSENT_TO_SHARE}


def test_a_plain_complaint_about_the_municipality_follows_the_law() -> None:
    assert points("Het wijkteam komt niet.") == {
        Attention.CONTACT_SOON,
        Attention.ACKNOWLEDGE,
        Attention.NOT_INVOLVED,
        Attention.HEAR,
    }


@pytest.mark.parametrize(
    ("what", "known"),
    [
        (Attention.CONTACT_SOON, {"text": "De taxi komt te laat.", "anonymous": True}),
        (Attention.HELP_WRITING, {"text": "Ik trek mijn klacht in.", "written": False}),
        (Attention.NO_EMAIL, {"text": "x", "channel": Channel.PROVIDER, "person": Person()}),
        (Attention.COMPLETE, {"text": "Ik trek mijn klacht in.", "person": Person()}),
        (Attention.COPY, {"text": "De chauffeur van de taxi was onbeschoft."}),
        (Attention.CONTRACT, {"text": "De consulent sloeg mij."}),
        (Attention.CERTIFIED_INSTITUTION, {"text": "Kompas komt niet."}),
        (Attention.COURT, {"text": "De rechter vindt dat mijn uitkering te laat is."}),
        (Attention.ALDERMAN, {"text": "De taxi komt te laat."}),
        (Attention.CONTENT, {"text": "Ik trek mijn klacht in."}),
        (Attention.CONSENT_TO_SHARE, {"text": "De taxi is te laat.", "channel": Channel.PROVIDER}),
    ],
)
def test_a_point_is_not_made_where_half_of_it_holds(what: Attention, known: dict[str, Any]) -> None:
    assert what not in points(**known)


def test_every_point_has_one_row_with_a_source_and_a_sentence() -> None:
    assert sorted(point.what for point in POINTS) == sorted(Attention)
    assert all(point.article and point.sentence.endswith(".") for point in POINTS)


def test_points_come_in_the_order_of_the_table() -> None:
    facts, choice = routed("De chauffeur van Plassentaxi sloeg mij, ik ga naar de krant.")
    order = [point.what for point in POINTS]

    made = attention(facts, choice)

    assert list(made) == sorted(made, key=order.index)


def test_the_points_follow_what_a_person_decides_on_the_route() -> None:
    facts, choice = routed("Het wijkteam komt niet.")

    assert Attention.ACKNOWLEDGE not in attention(facts, replace(choice, statutory=False))
