"""A wrong configuration is refused, with its file, the line and the reason."""

from datetime import date
from pathlib import Path

import pytest

from shared.case import Handler
from shared.glossary import HandlerKind
from shared.municipality import FILES, ConfigurationError, municipalities, read

STICHTSE_VECHT = (FILES / "1904-stichtse-vecht.yaml").read_text(encoding="utf-8")


def refusal(folder: Path, text: str) -> str:
    path = folder / "1904.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        read(path)
    return str(refused.value)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_three_municipalities_and_the_safety_net_are_in_order() -> None:
    assert set(municipalities()) == {"0000", "0457", "1696", "1904"}


def test_a_word_that_we_do_not_know_is_refused_with_its_line(tmp_path: Path) -> None:
    wrong = STICHTSE_VECHT.replace("afzender:", "afzendr:")

    said = refusal(tmp_path, wrong)

    assert f"1904.yaml, regel {line_of(wrong, 'afzendr:')}: afzendr" in said


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    wrong = STICHTSE_VECHT.replace("rapportage_openbaar: true", "rapportage_openbaar: soms")
    wrong = wrong.replace("domein: schuldhulp", "domein: geldzaken")

    said = refusal(tmp_path, wrong).splitlines()

    assert len(said) == 2
    assert any(f"regel {line_of(wrong, 'rapportage_openbaar')}" in fault for fault in said)
    assert any(f"regel {line_of(wrong, 'geldzaken')}" in fault for fault in said)


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "1904.yaml, regel 2:" in refusal(tmp_path, 'naam: "Stichtse Vecht\n')


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        (
            "werkdagen: -1, aan: behandelaar",
            "werkdagen: -1, aan: niemand",
            "die eenheid bestaat niet",
        ),
        ("  klachtencoordinator: {", "  coordinator: {", "geen eenheid klachtencoordinator"),
        ("werkdagen: 5, aan: college", "werkdagen: 1, aan: college", "elk op een andere dag"),
        (
            "geldig_van: 2014-12-16\n",
            "geldig_van: 2014-12-16\n    geldig_tot: 2013-01-01\n",
            "na geldig_van",
        ),
        ("kernen:", 'opvolger: "0363"\nkernen:', "horen bij elkaar"),
        ("postbus: klachten@rietland.example", "postbus: klachten", "postbus"),
    ],
)
def test_nonsense_is_refused_with_a_reason(
    tmp_path: Path, right: str, wrong: str, reason: str
) -> None:
    assert right in STICHTSE_VECHT
    assert reason in refusal(tmp_path, STICHTSE_VECHT.replace(right, wrong))


def test_two_second_lines_at_once_are_refused(tmp_path: Path) -> None:
    lines = 'tweede_lijn:\n  - {naam: Eigen commissie, geldig_van: 2020-01-01, bron: "test"}'

    said = refusal(tmp_path, STICHTSE_VECHT.replace("tweede_lijn:", lines))

    assert "op woensdag 1 januari 2020 gelden er twee tegelijk" in said


def test_after_a_merger_the_successor_answers() -> None:
    weesp = municipalities()["0457"]

    assert weesp.owner_on(date(2022, 3, 23)) == "0457"
    assert weesp.owner_on(date(2022, 3, 24)) == "0363"


def test_the_second_line_changes_with_the_merger() -> None:
    weesp = municipalities()["0457"]
    before, after = (weesp.second_line_on(date(2022, 3, day)) for day in (23, 24))

    assert before is not None
    assert before.name == "Nationale ombudsman"
    assert after is not None
    assert after.name == "Ombudsman Metropool Amsterdam"


def test_what_has_no_mailbox_of_its_own_is_written_to_at_the_desk() -> None:
    town = municipalities()["1904"]
    svb = Handler(kind=HandlerKind.EXTERNAL, key="svb")

    assert town.party(svb).mailbox == town.units["klachtenloket"].mailbox
