"""What handlers, providers and the college live through with a case, on a real engine."""

from datetime import timedelta

import pytest

from shared.glossary import Role
from tests.e2e.test_journeys import COORDINATOR, DANGER, TAXI, TEAM, someone
from tests.town.town import Town, now

COLLEGE = "college@stichtsevecht.example"
WIJKTEAM = {"soort": "gemeente", "sleutel": "wijkteam"}
DOCUMENTS = {"D-1": "hoorverslag", "D-2": "bevindingen", "D-3": "conclusies"}


def test_a_formal_complaint_is_heard_on_both_sides_and_decided_by_two(town: Town) -> None:
    resident = someone()
    number = town.complain(TEAM, indiener=resident)
    town.waits_for(number, "a case")
    coordinator = town.as_(Role.COORDINATOR)

    town.act(number, "formeel-behandelen", verzochtOp=now().isoformat())
    town.act(number, "betrokkene-vastleggen", kenmerk="B-1", functie="generalist", bij=WIJKTEAM)
    town.act(number, "afschrift-vastleggen", kenmerk="B-1", verzondenOp=now().isoformat())
    for reference, kind in DOCUMENTS.items():
        town.act(number, "stuk-vastleggen", kenmerk=reference, soort=kind, van="gemeente")
    town.act(
        number,
        "horen-plannen",
        kenmerk="H-1",
        geplandOp=(now() + timedelta(days=1)).isoformat(),
        uitgenodigd=["klager", "B-1"],
    )
    town.act(
        number,
        "horen-vastleggen",
        kenmerk="H-1",
        gehoudenOp=now().isoformat(),
        aanwezig=["klager"],
        verslag="D-1",
    )
    town.act(
        number,
        "onderdeel-vastleggen",
        kenmerk="O-1",
        onderwerp="bejegening",
        klachtsoort="bejegeningsklacht",
        over=WIJKTEAM,
        betrokkene="B-1",
        oordeel="gegrond",
    )
    town.act(number, "oordeel-voorstellen", bevindingen="D-2", conclusies="D-3")

    alone = town.ask("POST", f"/v1/zaken/{number}/besluit/_vaststellen", {}, town.as_(Role.HANDLER))
    assert alone.status == 403
    seen = town.ask("GET", f"/v1/zaken/{number}", headers=coordinator).headers["ETag"]
    town.act(number, "besluit-vaststellen", by=coordinator | {"If-Match": seen})
    case = town.act(number, "afhandelen", uitkomst="oordeel")

    assert case["uitkomst"] == "oordeel"
    assert case["behandeling"]["besluit"]["voorstel"]["bevindingen"] == "D-2"
    assert case["vervolg"]["bewaring"]["bron"]
    town.waits_for_mail(number, COORDINATOR)  # was asked for the second pair of eyes
    outcome = town.waits_for_mail(number, str(resident["email"]), "behandeld")
    assert "ombudsman" in outcome.text.lower()
    told = [line["wat"] for line in town.case(number)["tijdlijn"]]
    assert told[-3:] == ["beslissing-gevraagd", "oordeel-vastgesteld", "zaak-afgehandeld"]


def test_a_provider_takes_its_own_case_and_sees_no_other(town: Town) -> None:
    number = town.complain(TAXI, indiener=someone())
    town.waits_for(number, "a case")
    path = f"/v1/zaken/{number}"

    case = town.act(number, "overdracht-aanvaarden", by=town.of("plassentaxi"))

    assert case["overdracht"]["aanvaardOp"]
    assert town.ask("GET", path, headers=town.of("rietland")).status == 404
    listed = town.ask("GET", "/v1/zaken?limiet=100", headers=town.of("plassentaxi")).json["zaken"]
    assert number in [each["zaaknummer"] for each in listed]
    assert {each["behandelaar"]["sleutel"] for each in listed} <= {"plassentaxi", "klachtenloket"}


def test_who_acts_on_what_she_did_not_see_gets_the_newest(town: Town) -> None:
    number = town.complain(TEAM, indiener=someone())
    town.waits_for(number, "a case")
    seen = town.as_(Role.HANDLER) | {"If-Match": '"1"'}
    town.act(number, "contact-vastleggen", gesprokenOp=now().isoformat())

    stale = town.ask(
        "POST", f"/v1/zaken/{number}/wensen/_vastleggen", {"wensen": ["excuses"]}, seen
    )

    assert (stale.status, stale.json["zaak"]["volgnummer"]) == (412, 2)


@pytest.mark.parametrize("alerted", ["by a flag", "by a person"])
def test_the_college_hears_at_once_and_nothing_of_what_it_is_about(
    town: Town, alerted: str
) -> None:
    number = town.complain(DANGER if alerted == "by a flag" else TEAM, indiener=someone())
    town.waits_for(number, "a case")
    if alerted == "by a person":
        town.act(number, "college-attenderen")

    mail = town.waits_for_mail(number, COLLEGE)

    assert "uitkering" not in mail.text + mail.html
    assert "telefoon" not in mail.html


def test_what_a_person_says_it_is_sends_it_where_it_belongs(town: Town) -> None:
    number = town.complain(TAXI, indiener=someone())
    town.waits_for(number, "a case")
    tried = town.ask(
        "POST",
        f"/v1/zaken/{number}/route/_proberen",
        {"soort": "klacht", "aanbieders": ["rietland"]},
        town.as_(Role.COORDINATOR),
    )

    case = town.act(number, "indelen", soort="klacht", aanbieders=["rietland"])

    assert case["behandelaar"] == tried.json["behandelaar"]
    assert case["behandelaar"]["sleutel"] == "rietland"
    town.waits_for_mail(number, "klachten@rietland.example")
