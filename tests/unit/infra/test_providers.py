"""`make providers`: what the administrator sees, what is kept, and what is written down of it."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from infra.local.provider_list import ListError
from infra.local.providers import as_yaml, main, run
from shared.municipality import FILES, read
from shared.provider import Agreement, Provider, owners, read_register

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HEAD = "sleutel;naam;domeinen;wettelijk_regime;postbus\n"
RIETLAND = "rietland;Begeleiding Het Rietland;wmo;wmo_3_2_contract;meldpunt@rietland.example\n"
NEW = "hof;Zorghoeve Hét Hof 🌷;wmo, jeugd;contract;j.jansen@hof.example\n"


class Office:
    """A copy of the registers, and who imports lists into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "gemeenten"
        shutil.copytree(FILES, self.folder)
        self.register = self.folder / "aanbieders/1904.yaml"
        self.history = self.folder / "aanbieders/1904.wijzigingen.jsonl"
        self.list = folder / "lijst.csv"

    def imports(self, text: str, by: str | None = "medewerker-17", code: str = "1904") -> int:
        self.list.write_bytes(text.encode("cp1252" if "🌷" not in text else "utf-8"))
        return run(code, self.list, by, NOON, self.folder)

    def providers(self) -> dict[str, Provider]:
        [path] = self.folder.glob("1904*.yaml")
        return read(path).providers

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def changes(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.history.read_text("utf-8").splitlines()]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_nothing_is_kept_unless_somebody_says_so(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    before = office.files()

    assert office.imports(HEAD + NEW + RIETLAND, by=None) == 0

    assert office.files() == before
    said = capsys.readouterr().out
    assert "nieuw      hof: naam: leeg -> Zorghoeve Hét Hof 🌷; " in said
    assert "rietland: postbus: klachten@rietland.example -> meldpunt@rietland.example\n" in said
    assert "1 nieuw, 1 gewijzigd, 0 gelijk, 0 geweigerd, 9 ongenoemd.\n" in said
    assert "Er is niets bewaard: voeg apply=yes en door= toe" in said


def test_a_line_that_is_refused_is_named_and_the_others_are_kept(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "kwaad;Kwaad;geld;contract;kwaad\n"

    assert office.imports(HEAD + wrong + NEW) == 1

    assert {"hof"} == office.providers().keys() - read_register(
        FILES / "aanbieders/1904.yaml", ()
    ).keys()
    said = capsys.readouterr().out
    assert "geweigerd  regel 2: domeinen: kies uit wmo, jeugd" in said
    assert "geweigerd  regel 2: postbus: schrijf een e-mailadres" in said


def test_who_is_not_in_the_list_is_named_and_stays(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    before = office.providers()

    office.imports(HEAD + RIETLAND)

    after = office.providers()
    assert {**before, "rietland": after["rietland"]} == after
    said = capsys.readouterr().out
    assert "ongenoemd  kompasggz: staat niet in de lijst en blijft zoals het is" in said
    assert "ongenoemd  rietland" not in said


def test_every_change_says_who_when_what_and_what_it_was(office: Office) -> None:
    office.imports(HEAD + RIETLAND + NEW)

    assert office.changes() == [
        {
            "op": "2026-06-01T12:00:00.000Z",
            "door": "medewerker-17",
            "sleutel": "rietland",
            "was": {"postbus": "klachten@rietland.example"},
            "wordt": {"postbus": "meldpunt@rietland.example"},
        },
        {
            "op": "2026-06-01T12:00:00.000Z",
            "door": "medewerker-17",
            "sleutel": "hof",
            "was": {},
            "wordt": {
                "naam": "Zorghoeve Hét Hof 🌷",
                "postbus": "j.jansen@hof.example",
                "domeinen": ["wmo", "jeugd"],
                "wettelijk_regime": "contract",
            },
        },
    ]


def test_the_list_of_changes_only_grows(office: Office) -> None:
    office.imports(HEAD + RIETLAND)
    first = office.history.read_bytes()

    office.imports(HEAD + NEW, by="medewerker-18")

    assert office.history.read_bytes().startswith(first)
    assert [change["door"] for change in office.changes()] == ["medewerker-17", "medewerker-18"]


def test_importing_again_changes_nothing(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.imports(HEAD + RIETLAND + NEW)
    kept = office.files()
    capsys.readouterr()

    assert office.imports(HEAD + RIETLAND + NEW) == 0

    assert office.files() == kept
    said = capsys.readouterr().out
    assert "0 nieuw, 0 gewijzigd, 2 gelijk" in said
    assert "Bewaard" not in said


def test_an_import_that_was_cut_off_is_done_again_and_no_change_is_untold(
    office: Office,
) -> None:
    before = office.register.read_bytes()
    office.imports(HEAD + RIETLAND)
    office.register.write_bytes(before)  # the list of changes was written, the register was not

    office.imports(HEAD + RIETLAND)

    assert office.providers()["rietland"].mailbox == "meldpunt@rietland.example"
    assert [change["sleutel"] for change in office.changes()] == ["rietland", "rietland"]


def test_when_the_change_cannot_be_written_down_the_register_stays(office: Office) -> None:
    before = office.register.read_bytes()
    office.history.mkdir()

    with pytest.raises(IsADirectoryError):
        office.imports(HEAD + RIETLAND)

    assert office.register.read_bytes() == before


def test_a_new_register_is_put_in_its_place_and_not_written_over_the_old_one(
    office: Office,
) -> None:
    office.imports(HEAD + RIETLAND)
    opened = office.register.open(encoding="utf-8")  # a reader who began before

    office.imports(HEAD + NEW)

    with opened:
        assert "Hét Hof" not in opened.read()
    assert "Hét Hof" in office.register.read_text("utf-8")
    assert not list(office.folder.rglob("*.nieuw"))


def test_a_change_of_one_fact_is_a_change_of_one_line_of_the_register(office: Office) -> None:
    before = office.register.read_text("utf-8").splitlines()

    office.imports(HEAD + RIETLAND)

    after = office.register.read_text("utf-8").splitlines()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        ("    postbus: klachten@rietland.example", "    postbus: meldpunt@rietland.example")
    ]


def test_what_people_wrote_above_the_register_stays(office: Office) -> None:
    office.register.write_text(
        "# De aanbieders: nagekeken in mei.\n\n" + office.register.read_text("utf-8"), "utf-8"
    )

    office.imports(HEAD + NEW)

    above, _ = office.register.read_text("utf-8").split("\naanbieders:\n")
    assert above.startswith("# De aanbieders: nagekeken in mei.\n\n# De aanbieders van Stichtse")
    assert "hof" in office.providers()


def test_a_municipality_without_a_register_gets_one(office: Office) -> None:
    assert office.imports(HEAD + NEW, code="0000") == 0

    made = office.register.with_name("0000.yaml")
    assert read_register(made, ()).keys() == {"hof"}
    assert made.read_text("utf-8").startswith("# De aanbieders van Beheer van het klachtenloket.")


def test_another_municipality_is_left_alone(office: Office) -> None:
    weesp = office.register.with_name("0457.yaml").read_bytes()

    office.imports(HEAD + NEW)

    assert office.register.with_name("0457.yaml").read_bytes() == weesp


def test_what_is_missing_is_named_as_it_will_be_and_refuses_nothing(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("1904", None, None, NOON, office.folder) == 0

    told = capsys.readouterr().out.splitlines()
    assert [line.split(";")[0] for line in told] == [
        "ontbreekt  balansbudget: afspraken over zaaksklachten "
        "(Regeling art. 2 lid 3 en art. 6 lid 4, Memo par. 1)",
        "ontbreekt  samenwerk: een goedgekeurde klachtenregeling",
    ]
    office.imports(HEAD + "hof;Het Hof;wmo;contract;\n")
    assert "ontbreekt  hof: een postbus voor klachten\n" in capsys.readouterr().out


@pytest.mark.parametrize("by", ["", "jansen", "Jan Jansen 2", "j2@gemeente.example", "123456782"])
def test_who_keeps_it_is_a_code_and_no_person(office: Office, by: str) -> None:
    before = office.files()

    with pytest.raises(ListError, match="door="):
        office.imports(HEAD + NEW, by=by)

    assert office.files() == before


@pytest.mark.parametrize("code", ["", "19", "9999", "*", "1904-"])
def test_an_unknown_municipality_is_refused_with_those_we_know(office: Office, code: str) -> None:
    with pytest.raises(ListError, match=r"gemeente=.*0000-vangnet.*1904-stichtse-vecht"):
        office.imports(HEAD + NEW, code=code)


def test_a_list_that_is_not_there_is_said_to_be_so(office: Office) -> None:
    with pytest.raises(ListError, match=r"weg\.csv is niet te lezen .*bestand="):
        run("1904", office.folder / "weg.csv", None, NOON, office.folder)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (["--gemeente", "1904"], 0),
        (["--gemeente", "1904", "--bestand", "GOOD"], 0),
        (["--gemeente", "1904", "--bestand", "BAD"], 1),
    ],
)
def test_only_a_refused_line_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], status: int
) -> None:
    (tmp_path / "GOOD").write_text(HEAD + NEW, "utf-8")
    (tmp_path / "BAD").write_text(HEAD + NEW + "x;;;;\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["providers", *asked])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == status


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--gemeente", "9999"], "Zeg met gemeente="),
        (["--gemeente", "1904", "--bestand", "weg.csv"], "weg.csv is niet te lezen"),
        (["--gemeente", "1904", "--apply"], "Zeg met door="),
    ],
)
def test_what_cannot_be_done_says_so_and_that_nothing_changed(
    monkeypatch: pytest.MonkeyPatch, asked: list[str], words: str
) -> None:
    monkeypatch.setattr("sys.argv", ["providers", *asked])

    with pytest.raises(SystemExit) as ended:
        main()

    assert str(ended.value.code).startswith(words)
    assert str(ended.value.code).endswith("\nHet register is niet veranderd.")


letters = st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="*.")
texts = st.text(letters, max_size=50)  # a list brings nothing that cannot be seen
registers = st.dictionaries(
    st.from_regex(r"[a-z0-9_]{2,60}", fullmatch=True) | st.sampled_from(["no", "on", "007"]),
    st.fixed_dictionaries(
        {
            "naam": texts.map("Zorg {} hier".format),
            "domeinen": st.just(["wmo", "jeugd"]),
            "wettelijk_regime": st.sampled_from(["wkkgz", "contract"]),
        },
        optional={
            "diensten": st.just(["taxi*", "*vervoer"]),
            "klachtenregeling_goedgekeurd_op": st.dates(),
            "afspraken": st.lists(st.sampled_from(Agreement)),
        },
    ).map(Provider.model_validate),
    max_size=3,
)


@given(registers)
def test_what_is_written_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, register: dict[str, Provider]
) -> None:
    assume(all(len(keys) == 1 for keys in owners(register).values()))
    path = tmp_path_factory.getbasetemp() / "register.yaml"
    path.write_text(as_yaml(register), encoding="utf-8")

    assert read_register(path, ()) == register
