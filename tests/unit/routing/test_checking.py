"""Rules that cannot be followed are refused, with the file, the line and the reason."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

from services.routing.checking import check, faults_in
from services.routing.condition import (
    A_PROVIDER_NAMED,
    ANONYMOUS,
    TREATMENT,
    Condition,
    came_by,
    domain_is,
    not_says,
    says,
)
from services.routing.rules import RULES
from services.routing.triage import Facts
from shared.glossary import Channel, Domain
from shared.municipality import FILES, municipalities
from shared.provisions import Effect
from shared.settings import ConfigurationError
from tests.unit.routing.facts import any_facts

HERE = municipalities()["1904"]
STICHTSE_VECHT = (FILES / "1904-stichtse-vecht.yaml").read_text(encoding="utf-8")
STERKER = (FILES / "0268-nijmegen-sterker.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty place for files, with the registers of providers."""
    shutil.copytree(FILES / "aanbieders", tmp_path / "aanbieders")
    return tmp_path


def refusals(folder: Path, text: str) -> list[str]:
    (folder / "1904.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        check(folder)
    return str(refused.value).splitlines()


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_rules_of_all_regulations_can_be_followed() -> None:
    check()


@pytest.mark.parametrize(
    ("right", "wrong", "where", "reason"),
    [
        ("- wijkteam\n", "- wijktaem\n", "- wijktaem",
         "de regel wijktaem bestaat niet: verbeter de naam of haal hem weg"),
        ("      - twijfel\n", "", "- gemeente_algemeen", "de laatste regel moet twijfel zijn"),
        ("- twijfel\n", "- twijfel\n      - gedrag_ambtenaar\n", "- gedrag_ambtenaar",
         "de regel gedrag_ambtenaar staat na twijfel"),
        ("- wijkteam\n", "- wijkteam\n      - svb\n", "- wijkteam\n      - svb",
         "de regel svb staat er twee keer"),
        ("- bezwaar_en_klacht\n      - bezwaar\n", "- bezwaar\n      - bezwaar_en_klacht\n",
         "- bezwaar_en_klacht", "komt nooit aan de beurt, want bezwaar past dan ook"),
        ("- compliment_aanbieder\n      - compliment\n",
         "- compliment\n      - compliment_aanbieder\n", "- compliment_aanbieder",
         "komt nooit aan de beurt, want compliment past dan ook"),
        ("- bejegening_aanbieder\n      - zaak_aanbieder\n",
         "- zaak_aanbieder\n      - bejegening_aanbieder\n", "- bejegening_aanbieder",
         "komt nooit aan de beurt, want zaak_aanbieder past dan ook"),
        ("anoniem: signaal", "anoniem: klacht_zonder_terugkoppeling", "- anoniem_signaal",
         "past hier nooit (de regeling neemt anonieme klachten niet in behandeling)"),
        ("- wijkteam\n", "- wijkteam\n      - recht_vervallen\n", "- recht_vervallen",
         "past hier nooit (langer geleden dan de regeling toelaat)"),
        ("- wijkteam\n", "- wijkteam\n      - gedrag_ambtenaar\n", "- gedrag_ambtenaar",
         "gaat naar rol:burgerraadsman, en die is er hier niet"),
        ("- wijkteam\n", "- {regel: wijkteam, samen_met: extern:de_buren}\n", "extern:de_buren",
         "gaat naar extern:de_buren, en die is er hier niet"),
        ("- wijkteam\n", "- {regel: wijkteam, aan: gemeente:de_baas}\n", "gemeente:de_baas",
         "of schrijf in deze regel aan: klachtenloket of samen_met: niemand"),
        ("  crisisdienst: {naam: Crisisdienst}\n", "", "- suicidaliteit",
         "gaat naar extern:crisisdienst, en die is er hier niet"),
        ("soorten: [klacht, melding, signaal, onvrede]", "soorten: [klacht, melding, signaal]",
         "- onvrede_opgelost", "maakt er een onvrede van, en die staat niet bij soorten"),
        ("      - {grond: andere_gemeente, gevolg: verwijzen, artikel: Awb 2:3 lid 1}\n", "",
         "      - andere_gemeente", "geeft de grond andere_gemeente, en die staat niet bij"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_followed_is_refused_on_its_line(
    folder: Path, right: str, wrong: str, where: str, reason: str
) -> None:
    assert STICHTSE_VECHT.count(right) == 1
    changed = STICHTSE_VECHT.replace(right, wrong)
    line = line_of(changed, where) + where.count("\n")

    said = refusals(folder, changed)

    assert any(fault.startswith(f"1904.yaml, regel {line}: ") and reason in fault for fault in said)


def test_all_that_lead_to_a_missing_manager_are_named(folder: Path) -> None:
    unit = "  leidinggevende_werk_en_inkomen:"
    changed = STICHTSE_VECHT.replace(unit, "  iemand_anders:")

    said = refusals(folder, changed)

    missing = "gaat naar gemeente:leidinggevende_werk_en_inkomen"
    assert [line.split("de regel ")[1].split(" ")[0] for line in said if missing in line] == [
        "ingebrekestelling",
        "niet_tijdig_beslissen",
        "werk_en_inkomen",
    ]


def test_who_wants_the_desk_in_the_place_of_a_missing_unit_says_so(folder: Path) -> None:
    without = STICHTSE_VECHT.replace("  woo: {", "  iemand_anders: {")
    meant = without.replace("- woo_verzoek\n", "- {regel: woo_verzoek, aan: klachtenloket}\n")

    assert len(refusals(folder, without)) == 1
    (folder / "1904.yaml").write_text(meant, encoding="utf-8")
    check(folder)


def test_the_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    (folder / "0268.yaml").write_text(
        STERKER.replace("- geldvordering\n", "- geldzaken\n"), encoding="utf-8"
    )

    said = refusals(folder, STICHTSE_VECHT.replace("- wijkteam\n", "- wijktaem\n"))

    assert [line.split(",")[0] for line in said] == ["0268.yaml", "1904.yaml"]


def test_a_rule_that_only_splits_something_off_leaves_others_within_reach() -> None:
    regime = HERE.regimes[0]
    objection_first = sorted(regime.routes, key=lambda row: row.rule != "bezwaar")
    splitting = tuple(
        each.model_copy(update={"effect": Effect.SPLIT}) if "bezwaar" in each.ground else each
        for each in regime.exclusions
    )
    turned = regime.model_copy(update={"routes": tuple(objection_first)})

    [(_, why)] = faults_in(turned, HERE)

    assert "bezwaar_en_klacht komt nooit aan de beurt" in why
    assert not list(faults_in(turned.model_copy(update={"exclusions": splitting}), HERE))


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_is_asked_in_some_regulation(name: str) -> None:
    regimes = [regime for town in municipalities().values() for regime in town.regimes]

    assert any(row.rule == name for regime in regimes for row in regime.routes)


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        (says("a"), says("a", "b")),
        (says("a"), says("a") | A_PROVIDER_NAMED),
        (A_PROVIDER_NAMED, says("a") | A_PROVIDER_NAMED),
        (not_says("a", "b"), not_says("b")),
        (domain_is(Domain.YOUTH), domain_is(Domain.YOUTH, Domain.GENERAL)),
        (came_by(Channel.SURVEY), came_by(Channel.SURVEY)),
        (ANONYMOUS, ANONYMOUS),
    ],
)
def test_a_condition_may_imply_another_and_not_the_other_way_round(
    strong: Condition, weak: Condition
) -> None:
    assert strong.implies(weak)
    assert weak.implies(strong) == (weak == strong)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (says("aanbieder"), came_by(Channel.PROVIDER)),
        (says("a"), not_says("a")),
        (not_says("a"), says("b")),
        (TREATMENT, ANONYMOUS),
        (says("a"), says("b")),
    ],
)
def test_conditions_of_which_nothing_is_plain_do_not_imply_each_other(
    one: Condition, other: Condition
) -> None:
    assert not one.implies(other)
    assert not other.implies(one)


@given(any_facts())
def test_where_a_condition_holds_all_that_it_implies_hold_too(facts: Facts) -> None:
    conditions = {each.text: each for rule in RULES.values() for each in rule.when}
    regime = HERE.regimes[0]
    holding = {text for text, each in conditions.items() if each.holds(facts, regime)}

    for text in holding:
        implied = {other.text for other in conditions.values() if conditions[text].implies(other)}
        assert implied <= holding


def test_the_commands_refuse_with_one_sentence_and_no_stack(tmp_path: Path) -> None:
    root = tmp_path / "copy"
    for part in ("shared", "services"):
        shutil.copytree(FILES.parents[1] / part, root / part)
    path = root / "shared" / "gemeenten" / "1904-stichtse-vecht.yaml"

    for changed, command in (
        (STICHTSE_VECHT.replace("- wijkteam\n", "- wijktaem\n"), "services.routing.explain"),
        (STICHTSE_VECHT.replace("afzender:", "afzendr:"), "shared.municipality"),
    ):
        path.write_text(changed, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", command], cwd=root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.startswith("1904-stichtse-vecht.yaml, regel ")
        assert "Traceback" not in done.stderr
