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
    odd = ", ".join((wanted - found) + (found - wanted)) or "the order"
    return [
        *([] if numbers == NUMBERS else [f"each once and in order, but for {odd}"]),
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


@pytest.mark.parametrize(
    ("right", "wrong", "flaw"),
    [
        ("| R17 |", "| R16 |", "in order, but for R17, R16"),
        ("| R17 |", "R17", "in order, but for R17"),
        ("| R17 |", "| R17b |", "in order, but for R17, R17b"),
        ("| T11 |", "| T12 |", "in order, but for T11, T12"),
        (A_TEST, A_TEST.replace("first", "last"), "does not exist"),
        (A_TEST, A_TEST.replace("test_who_is_first", "a_route"), "does not exist"),
        (A_TEST, A_TEST.replace("route.py", "roete.py"), "does not exist"),
        (A_TEST, "gezien", "gezien is no proof"),
        (f"| {A_TEST} |", "|  |", "nothing is no proof"),
        (f"| {A_TEST} |", f"| {A_TEST} | ook |", "three cells"),
        ("`README.md#words`", "`README.md#woorden`", "does not exist"),
        ("yaml#grondslag`", "yaml#ondergrond`", "does not exist"),
        ("Life::an_open_case", "Life::a_case", "does not exist"),
        ("::TestLife`", "::TestDeath`", "does not exist"),
        ("later issue: een scherm voor het KCC", "later issue", "later issue is no proof"),
        ("| mensenwerk |", "| organisatorisch |", "only said in the proof"),
    ],
)
def test_a_flaw_in_the_page_is_found(right: str, wrong: str, flaw: str) -> None:
    assert right in PAGE

    assert any(flaw in found for found in flaws(PAGE.replace(right, wrong, 1)))


def test_two_rows_that_changed_places_are_found() -> None:
    swapped = PAGE.replace("| R17 |", "| R |").replace("| R18 |", "| R17 |")

    assert any("the order" in found for found in flaws(swapped.replace("| R |", "| R18 |")))
