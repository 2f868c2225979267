"""An old date is a hint for a person, not more than that (Awb 9:8 lid 1 b)."""

from datetime import date

import pytest

from services.routing.conduct_date import months_ago

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
        "Het was in het voorjaar van 2024.",
        "Eind 2023 is dit gebeurd.",
        "Anderhalf jaar geleden zei zij dat.",
        "Een paar jaar terug was dat.",
    ],
)
def test_conduct_of_more_than_a_year_ago_is_noticed(text: str) -> None:
    assert (months_ago(text, RECEIVED) or 0) >= 12


@pytest.mark.parametrize(
    "text",
    [
        "Gisteren heeft iemand mij uitgescholden.",
        "Op 14 januari 2026 was dat.",
        "In 2022 begon het en op 3 februari 2026 gebeurde het weer.",
        "Sinds maart 2019 krijg ik hulp en nu komt er niemand.",
        "Breukelen, 2 maart 2026",
        "Het gebeurde in 2025.",
        "Najaar 2025 was dat.",
        "Vorig jaar april zei zij dat.",
    ],
)
def test_recent_conduct_is_not_called_old(text: str) -> None:
    assert (months_ago(text, RECEIVED) or 0) < 12


def test_a_long_empty_stretch_takes_no_time() -> None:
    text = "In maart" + " " * 300_000 + "2023 gebeurde dit."

    assert months_ago(text, RECEIVED) == 35


@pytest.mark.parametrize(("day", "months"), [("3", 12), ("4", 11)])
def test_a_month_counts_once_it_is_past(day: str, months: int) -> None:
    assert months_ago(f"Op {day} maart 2025 gebeurde dit.", RECEIVED) == months


def test_without_a_date_nothing_is_known() -> None:
    assert months_ago("Het was vlak voor kerst.", RECEIVED) is None


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Begin 2025 was dat.", 10),
        ("Vorig jaar april zei zij dat.", 10),
        ("Vorig jaar in april zei zij dat.", 10),
        ("Drie maanden geleden zei zij dat.", 2),
        ("Anderhalf jaar geleden zei zij dat.", 17),
    ],
)
def test_it_is_the_last_day_that_may_be_meant(text: str, months: int) -> None:
    assert months_ago(text, RECEIVED) == months
