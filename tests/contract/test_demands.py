"""docs/eisen.md names a proof for each demand of the source documents. Is the proof there?"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from infra.local import ROOT

PAGE = (ROOT / "docs" / "eisen.md").read_text(encoding="utf-8")
NUMBERS = [*(f"R{each}" for each in range(1, 158)), *(f"T{each}" for each in range(1, 12))]

ROW = re.compile(r"^\| ([RT]\d.*?) \| (.*) \|$", re.MULTILINE)
KINDS = {
    "test": re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`"),
    "page or setting": re.compile(r"`([\w./-]+)(?:#([\w-]+))?`"),
    "organisatorisch": re.compile(r"organisatorisch(?: \(cijfer: [^;()]+\))?"),
    "later issue": re.compile(r"later issue: [^;]+"),
}


def flaws(page: str) -> list[str]:
    """What is wrong with *page*, and where."""
    rows = ROW.findall(page)
    numbers = [number for number, _ in rows]
    found, wanted = Counter(numbers), Counter(NUMBERS)
    odd = ", ".join((wanted - found) + (found - wanted)) or "all are there, but mixed up"
    return [
        *([] if numbers == NUMBERS else [f"not each once and in order: {odd}"]),
        *(f"{number}: {flaw}" for number, row in rows for flaw in _flaws_in(row)),
    ]


def _flaws_in(row: str) -> Iterator[str]:
    *told, proofs = row.split(" | ")
    if len(told) != 2 or not all(told):
        yield "what is asked, how it is met, the proof: three cells"
    if re.search("organisatorisch|later issue", " ".join(told)):
        yield "what is not shown is only said in the proof"
    for proof in proofs.split("; "):
        kind = kind_of(proof)
        if kind is None:
            yield f"{proof or 'nothing'} is no proof"
        elif not _is_there(*KINDS[kind].fullmatch(proof).groups()):  # type: ignore[union-attr]
            yield f"{proof} does not exist"


def kind_of(proof: str) -> str | None:
    return next((kind for kind, form in KINDS.items() if form.fullmatch(proof)), None)


def _is_there(place: str | None = None, name: str | None = None) -> bool:
    if place is None:
        return True
    return (ROOT / place).is_file() and (name is None or name in _names_in(place))


@cache
def _names_in(place: str) -> set[str]:
    """The tests in a file, the headings of a page as links write them, the keys of a setting."""
    text = (ROOT / place).read_text(encoding="utf-8")
    if place.endswith(".py"):
        return set(_tests_in(ast.parse(text)))
    if place.endswith(".md"):
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
    return set(re.findall(r"^[ -]*(\w+):", text, re.MULTILINE))


def _tests_in(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        match node:
            case ast.FunctionDef(name=name) if name.startswith("test_"):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) if name.startswith("Test"):
                yield name  # of a state machine, the methods of which are promises
            case ast.ClassDef(name=name, body=body):
                yield from (f"{name}::{each.name}" for each in body if hasattr(each, "name"))


def counted() -> str:
    """How often each kind of proof is given."""
    proofs = [proof for _, row in ROW.findall(PAGE) for proof in row.split(" | ")[-1].split("; ")]
    kinds = Counter(map(kind_of, proofs))
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def test_every_demand_is_shown_by_something_that_exists() -> None:
    assert flaws(PAGE) == [], counted()


A_TEST = "`tests/unit/routing/test_route.py::test_who_is_first`"
ROWS = [f"| {number} | iets | zo | {A_TEST} |" for number in NUMBERS]
CELLS = "R17: what is asked, how it is met, the proof: three cells"
ELSEWHERE = "R17: what is not shown is only said in the proof"


def flaws_where(row: str) -> list[str]:
    """What is found in a good page, where *row* takes the place of that of R17."""
    return flaws("\n".join(row if each.startswith("| R17 ") else each for each in ROWS))


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        ("", "not each once and in order: R17"),
        ("R17 is wel gezien", "not each once and in order: R17"),
        (f"| R16 | iets | zo | {A_TEST} |", "not each once and in order: R17, R16"),
        (f"| R17b | iets | zo | {A_TEST} |", "not each once and in order: R17, R17b"),
        (f"| R17 | iets | {A_TEST} |", CELLS),
        (f"| R17 | iets |  | {A_TEST} |", CELLS),
        (f"| R17 | later issue: iets | zo | {A_TEST} |", ELSEWHERE),
        (f"| R17 | iets | organisatorisch | {A_TEST} |", ELSEWHERE),
    ],
)
def test_a_row_that_does_not_fit_is_found(row: str, flaw: str) -> None:
    assert flaws_where(row) == [flaw]


def test_rows_in_another_order_are_found() -> None:
    [flaw] = flaws("\n".join(reversed(ROWS)))

    assert "mixed up" in flaw


@pytest.mark.parametrize(
    "proof",
    [
        f"{A_TEST}; {A_TEST}",
        "`tests/unit/routing/test_life.py::TestLife`",
        "`tests/unit/routing/test_life.py::Life::an_open_case_has_an_owner_and_a_next_moment`",
        "`services/routing/rules.py`",
        "`docs/beslistabel.md#wat-een-regeling-uitsluit`",
        "`shared/gemeenten/1904-stichtse-vecht.yaml#grondslag`",
        "organisatorisch",
        "organisatorisch (cijfer: contact op tijd)",
        "later issue: het formulier",
    ],
)
def test_a_proof_that_is_there_is_accepted(proof: str) -> None:
    assert flaws_where(f"| R17 | iets | zo | {proof} |") == []


@pytest.mark.parametrize(
    "proof",
    [
        "`tests/unit/routing/test_route.py::test_who_is_last`",
        "`tests/unit/routing/test_roete.py::test_who_is_first`",
        "`tests/unit/routing/test_route.py::a_route`",  # no test
        "`tests/unit/routing/test_life.py::TestDeath`",
        "`tests/unit/routing/test_life.py::Life::an_open_case_is_forgotten`",
        "`services/routing/regels.py`",
        "`docs/beslistabel.md#wat-een-regeling-vergeet`",
        "`shared/gemeenten/1904-stichtse-vecht.yaml#grondwet`",
    ],
)
def test_a_proof_that_is_not_there_is_found(proof: str) -> None:
    assert flaws_where(f"| R17 | iets | zo | {proof} |") == [f"R17: {proof} does not exist"]


@pytest.mark.parametrize("proof", ["", "gezien", "later issue", "later issue: ", A_TEST[1:-1]])
def test_what_proves_nothing_is_found(proof: str) -> None:
    assert flaws_where(f"| R17 | iets | zo | {proof} |") == [
        f"R17: {proof or 'nothing'} is no proof"
    ]
