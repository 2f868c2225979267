"""A figure is compared with the last one that was kept on such a machine, and marked if worse."""

from pathlib import Path

import pytest

from tests.bench import history
from tests.bench.figures import Figure


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history.csv"


def test_what_was_kept_last_is_what_the_next_run_is_compared_with(file: Path) -> None:
    for measured in (3.0, 2.0):
        history.keep([Figure("import, of all", measured, "x", 1.3)], file)

    assert history.last_kept(file) == {"import, of all": 2.0}


def test_another_kind_of_machine_is_no_comparison(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.keep([Figure("import", 2.0, "x")], file)
    monkeypatch.setattr(history, "machine", lambda: "64 vCPU")

    assert history.last_kept(file) == {}


def test_where_nothing_was_kept_nothing_is_compared(file: Path) -> None:
    assert history.last_kept(file) == {}
    assert history.compared(Figure("import", 2.0, "x"), None) == ""


@pytest.mark.parametrize(
    ("measured", "at_least", "said"),
    [
        (100, False, "1.00"),
        (125, False, "1.25"),
        (126, False, "1.26 WORSE"),
        (50, False, "0.50"),
        (125, True, "0.80"),
        (50, True, "2.00 WORSE"),
    ],
)
def test_more_than_a_quarter_worse_is_marked(measured: float, at_least: bool, said: str) -> None:
    figure = Figure("speed", measured, "/s", 10, at_least=at_least)

    assert history.compared(figure, 100) == said
