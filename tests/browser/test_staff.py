"""Can all staff use the page for staff: without a mouse or JavaScript, on a small screen?"""

import json
from collections.abc import Iterator

import pytest

from shared.identity import issuers
from tests.browser.conftest import Visit
from tests.browser.test_every_page import DESK, SCREENSHOTS, TELEPHONE, ZOOMED
from tests.browser.visitor import Reach, Visitor
from tests.fakes.provider import a_provider

pytestmark = pytest.mark.browser

STORY = "De taxi kwam drie keer niet. Mevrouw stond een uur in de regen."


@pytest.fixture(autouse=True)
def _login(site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever asks to log in is one of the staff."""
    with a_provider() as provider:
        monkeypatch.setenv("ISSUERS", json.dumps([provider.setting]))
        monkeypatch.setenv("SITE", site)
        issuers.cache_clear()
        yield
    issuers.cache_clear()


def entering(visitor: Visitor) -> None:
    visitor.go("medewerker?kanaal=telefoon")


def forgot_to_read_back(visitor: Visitor) -> None:
    entering(visitor)
    visitor.fill("tekst", STORY)
    visitor.fill("email", "geen adres")
    visitor.page.click("text=Een brief of een formulier")
    visitor.choose("ondertekend", "nee")
    visitor.page.click("text=Sla op")


def kept(visitor: Visitor) -> None:
    entering(visitor)
    visitor.fill("tekst", STORY)
    visitor.choose("voorgelezen", "ja")
    visitor.page.click("text=Sla op")


def logged_out(visitor: Visitor) -> None:
    entering(visitor)
    visitor.page.click("text=Log uit")


@pytest.mark.parametrize(
    ("name", "reach", "heading"),
    [
        ("invoeren", entering, "Melding invoeren"),
        ("invoeren-fout", forgot_to_read_back, "Melding invoeren"),
        ("opgeslagen", kept, "De melding is opgeslagen"),
        ("uitgelogd", logged_out, "Inloggen voor medewerkers"),
    ],
)
def test_everybody_at_the_municipality_can_use_it(
    name: str, reach: Reach, heading: str, visit: Visit
) -> None:
    visitor = visit()
    reach(visitor)

    assert visitor.heading() == heading

    for width in (DESK, ZOOMED, TELEPHONE):
        visitor.resize(width)
        visitor.picture(SCREENSHOTS / f"medewerker-{name}-{width}.png")
        assert not visitor.scrolls_sideways(), f"{width} pixels"
        assert visitor.faults() == [], f"{width} pixels"


@pytest.mark.parametrize("script", [True, False])
def test_a_call_is_written_down_with_the_keyboard_alone(script: bool, visit: Visit) -> None:
    visitor = visit(script=script)
    entering(visitor)

    visitor.tab_to("#tekst").type(STORY)
    visitor.tab_to("[name=voorgelezen]").key("Space")
    visitor.tab_to("#naam").type("Noor de Tester")
    visitor.tab_to("#telefoon").type("06 00 00 00 00")
    visitor.tab_to("main button").key("Enter")

    visitor.page.wait_for_selector("h1:text('De melding is opgeslagen')")
    assert STORY in visitor.page.inner_text("main")
