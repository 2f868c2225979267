"""Does a box that anybody may tick leave alone to whom a complaint goes?"""

import pytest

from services.intake.pages.look import texts
from services.routing.triage import Facts, triage
from shared.dossier import Dossier
from shared.events import Received
from shared.glossary import Channel, Wish
from shared.municipality import Municipality, municipalities
from tests.builders import MONDAY

STORIES = [
    "Er komt al weken niemand schoonmaken.",
    "De medewerker van het wijkteam schreeuwde tegen mij.",
    "De taxi kwam drie keer niet.",
    "Ik wacht al maanden op een besluit over mijn rolstoel.",
]


@pytest.mark.parametrize("town", municipalities().values(), ids=lambda town: town.slug)
@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("wish", Wish)
def test_what_would_help_her_does_not_change_what_it_is_about(
    wish: Wish, story: str, town: Municipality
) -> None:
    """`Ik wil dat het wordt opgelost` is read as solved, and `geld terug` as a claim."""
    ticked = vars(texts("nl").formulier.over.wensen)[wish]
    assert facts(town, story, ticked) == facts(town, story, "")


def facts(town: Municipality, story: str, wish: str) -> Facts:
    dossier = Dossier(
        number="KL-2026-AAAAA-AAAAA",
        municipality=town.code,
        channel=Channel.WEB_FORM,
        received_at=MONDAY,
        registered_at=MONDAY,
        text=story,
        wish=wish,
    )
    received = Received(
        received_at=MONDAY,
        written=True,
        anonymous=False,
        language="nl",
        attachments=0,
        readable=True,
    )
    return triage(dossier, received, town)
