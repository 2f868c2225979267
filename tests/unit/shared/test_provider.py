"""The register of providers is refused where it could lead a complaint astray."""

from datetime import date
from pathlib import Path

import pytest

from shared.glossary import Domain
from shared.municipality import FILES, Municipality, municipalities, read
from shared.provider import Agreement, Provider, owners, plain
from shared.settings import ConfigurationError

TOWN = (FILES / "1904-stichtse-vecht.yaml").read_text(encoding="utf-8")
REGISTER = """\
# Verzonnen.
aanbieders:
  rietland:
    naam: Begeleiding Het Rietland
    ook_bekend_als: [Het Rietland]
    diensten: [dagbesteding*]
    domeinen: [wmo, jeugd]
    wettelijk_regime: wmo_3_2_contract
    contract_van: 2026-01-01
  kompas:
    naam: Kompas Jeugd-GGZ
    domeinen: [jeugd]
    wettelijk_regime: jeugdwet_4_2_1
    postbus: j.jansen@kompas.example
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "aanbieders").mkdir()
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    return tmp_path


def town_with(folder: Path, register: str) -> Municipality:
    (folder / "aanbieders/1904.yaml").write_text(register, encoding="utf-8")
    return read(folder / "town.yaml")


def refusal(folder: Path, register: str) -> str:
    with pytest.raises(ConfigurationError) as refused:
        town_with(folder, register)
    return str(refused.value)


def a_provider(**facts: object) -> Provider:
    usual: dict[str, object] = {
        "naam": "Zorgboerderij Zonnehof",
        "postbus": "klachten@zonnehof.example",
        "domeinen": ["wmo"],
        "wettelijk_regime": "wmo_3_2_contract",
        "klachtenregeling_goedgekeurd_op": date(2026, 1, 2),
        "contract_van": date(2026, 2, 1),
        "afspraken": list(Agreement),
    }
    return Provider.model_validate(usual | facts)


def test_providers_stand_in_a_file_beside_their_municipality(folder: Path) -> None:
    found = town_with(folder, REGISTER).providers

    assert list(found) == ["rietland", "kompas"]
    assert found["kompas"].mailbox == "j.jansen@kompas.example"


def test_a_municipality_without_a_register_has_no_providers(folder: Path) -> None:
    assert read(folder / "town.yaml").providers == {}


def test_the_first_domain_is_the_main_one(folder: Path) -> None:
    found = town_with(folder, REGISTER).providers["rietland"]

    assert found.domains == (Domain.SOCIAL_SUPPORT, Domain.YOUTH)
    assert found.domain is Domain.SOCIAL_SUPPORT


def test_providers_in_the_file_of_the_municipality_itself_are_refused(folder: Path) -> None:
    (folder / "town.yaml").write_text(TOWN + "\naanbieders: {}\n", encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"town\.yaml, regel \d+: aanbieders"):
        read(folder / "town.yaml")


@pytest.mark.parametrize(
    ("right", "wrong", "line", "reason"),
    [
        ("[wmo, jeugd]", "[wmo, geldzaken]", 7, "kies uit"),
        ("[wmo, jeugd]", "[]", 7, "minstens 1"),
        ("jeugdwet_4_2_1", "jeugdwet", 13, "kies uit"),
        ("domeinen: [jeugd]", "domeinen: [jeugd]\n    domein: wmo", 13, "dit woord kennen wij"),
        ("j.jansen@kompas.example", "j.jansen at kompas", 14, "vorm"),
        ("j.jansen@kompas.example", "mailto:j@kompas.example", 14, "vorm"),
        ("Het Rietland]", "Kompas Jeugd-GGZ]", 3, "zo heet kompas ook"),
        ("Het Rietland]", "kömpas jeugd ggz]", 3, "zo heet kompas ook"),
        ("Het Rietland]", "Kompas]", 3, "zo heet kompas ook"),
        ("[dagbesteding*]", '["*"]', 6, "geen * en geen drie punten"),
        ("[dagbesteding*]", '["dag* *"]', 6, "geen * en geen drie punten"),
        ("Het Rietland]", "Riet*]", 5, "geen * en geen drie punten"),
        ("Het Rietland]", "Het ... Riet]", 5, "geen * en geen drie punten"),
        ("Het Rietland]", "De]", 5, "ten minste 3 letters"),
        ("Het Rietland]", '"🌷🌷🌷🌷"]', 5, "ten minste 3 letters"),
        ("Het Rietland]", f"{'x' * 201}]", 5, "200"),
        ("2026-01-01", "2026-01-01\n    contract_tot_en_met: 2025-12-31", 10, "ligt later"),
        ("contract_van: 2026-01-01", "contract_tot_en_met: 2025-12-31", 9, "ontbreekt"),
        ("2026-01-01", "2026-02-30", 9, "bestaande datum"),
        ("2026-01-01", "2026-01-01\n    leidinggevende: de_baas", 10, "de_baas is geen eenheid"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_refused_on_its_line_in_the_register(
    folder: Path, right: str, wrong: str, line: int, reason: str
) -> None:
    assert REGISTER.count(right) == 1

    fault, *more = refusal(folder, REGISTER.replace(right, wrong)).splitlines()

    assert fault.startswith(f"1904.yaml, regel {line}: ")
    assert reason in fault
    assert more == []


@pytest.mark.parametrize("service", ["taxi*", "*vervoer", "*taxi*", "regio-taxi*", "de bus"])
def test_a_service_may_be_part_of_a_word(service: str) -> None:
    assert a_provider(diensten=[service]).services == (service,)


def test_a_name_may_hold_what_names_hold() -> None:
    names = ("'t Hôf & Zn. 🌷", "Zorg-Plus (locatie Zuid)", "3 Eiken B.V.")

    assert a_provider(ook_bekend_als=names).also_called == names


def test_capitals_accents_and_spaces_do_not_make_another_name() -> None:
    assert plain("  Het Hôf-Huis ") == plain("HET HOFHUIS") == "hethofhuis"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, []),
        ({"postbus": None}, ["postbus"]),
        ({"klachtenregeling_goedgekeurd_op": None}, ["goedgekeurde klachtenregeling"]),
        ({"afspraken": ["termijnen", "bejegeningsklachten"]},
         ["over informatie_uitwisseling, zaaksklachten"]),
        ({"klachtenregeling_goedgekeurd_op": None, "afspraken": []},
         ["goedgekeurde klachtenregeling", "over termijnen, informatie_uitwisseling, bej"]),
        ({"klachtenregeling_goedgekeurd_op": None, "contract_van": None}, []),
        ({"klachtenregeling_goedgekeurd_op": None, "contract_van": date(2027, 1, 1)},
         ["goedgekeurde klachtenregeling"]),
        ({"klachtenregeling_goedgekeurd_op": None, "contract_tot_en_met": date(2026, 6, 1)},
         ["goedgekeurde klachtenregeling"]),
        ({"klachtenregeling_goedgekeurd_op": None, "contract_tot_en_met": date(2026, 5, 31)}, []),
    ],
)  # fmt: skip
def test_a_contract_asks_for_a_regulation_and_agreements_until_its_last_day(
    facts: dict[str, object], words: list[str]
) -> None:
    lacking = list(a_provider(**facts).lacks(today=date(2026, 6, 1)))

    assert len(lacking) == len(words)
    assert all(word in said for word, said in zip(words, lacking, strict=True))


def test_every_register_belongs_to_a_municipality_that_we_know() -> None:
    registers = {path.stem for path in (FILES / "aanbieders").glob("*.yaml")}

    assert registers == {code for code, town in municipalities().items() if town.providers}


@pytest.mark.parametrize("town", municipalities().values(), ids=lambda each: str(each.name))
def test_every_name_in_a_register_says_which_provider_is_meant(town: Municipality) -> None:
    assert all(len(keys) == 1 for keys in owners(town.providers).values())
