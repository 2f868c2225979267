"""An old date is a hint for a person, not more than that (Awb 9:8 lid 1 b)."""

from datetime import date

import pytest

from services.routing.conduct_date import more_than_a_year_ago

RECEIVED = date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "In maart 2023 heeft iemand mij uitgescholden.",
        "In maart 2023 gebeurde dit. Breukelen, 2 maart 2026",
        "Dit was op 3-11-2024.",
        "Het is in 2022 gebeurd.",
        "Drie jaar geleden zei zij dat.",
        "Op 31 februari 2021, geloof ik.",
    ],
)
def test_conduct_of_more_than_a_year_ago_is_noticed(text: str) -> None:
    assert more_than_a_year_ago(text, RECEIVED)


@pytest.mark.parametrize(
    "text",
    [
        "Gisteren heeft iemand mij uitgescholden.",
        "Op 14 januari 2026 was dat.",
        "In 2022 begon het en op 3 februari 2026 gebeurde het weer.",
        "Sinds maart 2019 krijg ik hulp en nu komt er niemand.",
        "Breukelen, 2 maart 2026",
        "Het gebeurde in 2025.",
    ],
)
def test_recent_conduct_is_not_called_old(text: str) -> None:
    assert not more_than_a_year_ago(text, RECEIVED)


def test_a_long_empty_stretch_takes_no_time() -> None:
    assert more_than_a_year_ago("In maart" + " " * 300_000 + "2023 gebeurde dit.", RECEIVED)
