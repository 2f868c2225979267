"""Can everybody see and use every page, in every theme and language, on every screen?"""

import pytest

from infra.local import BUILD
from shared.municipality import SAFETY_NET, municipalities
from tests.browser.conftest import Visit
from tests.browser.pages import PAGES, Shown, at, sent
from tests.browser.visitor import CONTRAST

pytestmark = pytest.mark.browser

TOWNS = [town.slug for town in municipalities().values() if town.code != SAFETY_NET]
DESK, ZOOMED, TELEPHONE = 1280, 640, 320  # zoomed: what a desk shows at 200 %
SCREENSHOTS = BUILD / "screenshots"


@pytest.mark.parametrize(
    ("shown", "language"),
    [(shown, language) for shown in PAGES for language in shown.languages],
    ids=str,
)
def test_everybody_can_use_it(shown: Shown, language: str, visit: Visit) -> None:
    visitor = visit(language=language)
    shown.reach(visitor)

    assert visitor.page.get_attribute("html", "lang") == language
    for width in (DESK, ZOOMED, TELEPHONE):
        visitor.resize(width)
        visitor.picture(SCREENSHOTS / f"{shown.name}-{language}-{width}.png")
        assert not visitor.scrolls_sideways(), f"{width} pixels"
        if width != ZOOMED:
            assert visitor.faults() == [], f"{width} pixels"
    for town in TOWNS:
        visitor.dress_as(town)
        assert visitor.faults(CONTRAST) == [], town


@pytest.mark.parametrize("shown", [Shown("start", at("")), Shown("ontvangen", sent)], ids=str)
@pytest.mark.parametrize("town", TOWNS)
def test_every_town_has_its_own(town: str, shown: Shown, visit: Visit) -> None:
    visitor = visit(town)
    shown.reach(visitor)

    for width in (DESK, TELEPHONE):
        visitor.resize(width)
        visitor.picture(SCREENSHOTS / f"{town}-{shown.name}-{width}.png")
        assert not visitor.scrolls_sideways(), f"{width} pixels"
        assert visitor.faults() == [], f"{width} pixels"
