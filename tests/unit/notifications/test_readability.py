"""Can it be read at once, by a resident and by a colleague?"""

import pytest

from services.notifications.message import ForResident, ForStaff
from tests.readability import readability
from tests.unit.notifications.texts import (
    TO_RESIDENTS,
    TO_STAFF,
    wording,
)


@pytest.mark.parametrize("content", TO_RESIDENTS)
def test_a_resident_can_read_it(content: ForResident) -> None:
    """Flesch-Douma at least 65 is 'plain'; B1 asks for sentences of twelve words or fewer."""
    ease, sentence_length = readability(wording(content).plain)
    assert ease >= 65
    assert sentence_length <= 12


@pytest.mark.parametrize("content", TO_STAFF)
def test_a_colleague_can_read_it_at_once(content: ForStaff) -> None:
    _, sentence_length = readability(wording(content).plain)
    assert sentence_length <= 12


def test_the_measure_of_readability_knows_an_official_sentence() -> None:
    ease, sentence_length = readability(
        "Ingevolge het bepaalde in de Algemene wet bestuursrecht wordt u medegedeeld dat uw "
        "klaagschrift overeenkomstig de gemeentelijke klachtenregeling in behandeling is genomen."
    )
    assert ease < 40
    assert sentence_length > 12
