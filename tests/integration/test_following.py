"""A resident follows her case through all services: what she does comes back on her page.

The consumers are the real ones, on moto.
"""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from services.intake import handler as intake_handler
from services.intake.handler import intake
from services.intake.service import Receipt
from tests.builders import MONDAY
from tests.flow import Flow
from tests.integration.intake.test_follow_pages import HERE, Browser

DANGER = "Mijn man slaat mij. De hulp komt niet en ik durf niet meer naar huis."


@pytest.fixture
def flow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Flow]:
    with mock_aws():
        made = Flow()
        monkeypatch.setenv("TABLE", "intake")
        intake_handler.table()  # kept from now on, whatever service the flow calls
        yield made


def complains(flow: Flow, text: str) -> Receipt:
    number = flow.complain(text, "een-twee-drie", indiener={"naam": "Anna", "telefoon": "06"})
    settle(flow)
    dossier = intake().dossiers.read("1904", number, "toets")
    assert dossier
    return Receipt(number, MONDAY, is_new=True, code=dossier.tracking_code)


def settle(flow: Flow) -> None:
    flow.settle(lambda waiting: 0)


def signs_in(receipt: Receipt) -> Browser:
    browser = Browser()
    browser.sign_in(receipt)
    return browser


def test_she_sees_who_calls_her_until_when(flow: Flow) -> None:
    browser = signs_in(complains(flow, "De taxi kwam drie keer niet."))
    text = browser.get().text

    assert "Wij nemen contact met u op Uiterlijk op maandag 8 juni 2026." in text
    assert "Memo Klachtenmanagement par. 1" in text


def test_what_she_adds_comes_back_on_her_page(flow: Flow) -> None:
    browser = signs_in(complains(flow, "De taxi kwam drie keer niet."))
    browser.act("aanvullen", tekst="Vandaag ook niet.")
    browser.act("niet-tevreden", tekst="")
    settle(flow)
    text = browser.get().text

    assert "U vertelde ons meer." in text
    assert "U vertelde ons dat u niet tevreden bent." in text
    assert "Wij praten met u over wat er niet goed gaat Uiterlijk op maandag 8 juni" in text


def test_when_she_stops_it_stops(flow: Flow) -> None:
    receipt = complains(flow, "De taxi kwam drie keer niet.")
    browser = signs_in(receipt)
    browser.act("stoppen", volgcode=receipt.code or "")
    settle(flow)

    assert "Wij zijn gestopt" in browser.get().text
    assert "niet meer" in browser.get(f"{HERE}/stoppen").text


def test_where_she_may_be_in_danger_a_person_looks_first(flow: Flow) -> None:
    receipt = complains(flow, DANGER)
    browser = signs_in(receipt)
    before = browser.get().text
    browser.act("stoppen", volgcode=receipt.code or "")
    settle(flow)
    after = browser.get().text

    assert "Veilig Thuis" not in before + after
    assert "Wij zijn gestopt" not in after
    assert "U krijgt daarvan bericht." in after


def test_she_says_once_how_it_went(flow: Flow) -> None:
    receipt = complains(flow, "De taxi kwam drie keer niet.")
    browser = signs_in(receipt)
    browser.act("stoppen", volgcode=receipt.code or "")
    settle(flow)
    assert browser.act("tevreden", cijfer="5").status == 200
    settle(flow)

    assert "U vertelde ons hoe tevreden u bent." in browser.get().text
    assert "Vertel hoe u het vond" not in browser.get().text
