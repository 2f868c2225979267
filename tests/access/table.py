"""Who may do what? docs/toegang.md says so and is read here; nothing in it follows from code."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.local import ROOT

FILE = ROOT / "docs" / "toegang.md"
CASES, PAGES = "Zaak", "Route | bezoeker"  # how the heads of these tables begin


@dataclass(frozen=True)
class Row:
    name: str
    cells: dict[str, str]  # by caller
    why: str

    @property
    def route(self) -> str:
        """`POST /v1/zaken`, without what tells this row from another of the same route."""
        return self.name.partition(" (")[0]

    @property
    def variant(self) -> str:
        return self.name.partition(" (")[2].rstrip(")")


def of_the_api() -> list[Row]:
    return [row for head, row in _rows() if head.startswith("Route | niemand")]


def of_the_pages() -> list[Row]:
    return [row for head, row in _rows() if head.startswith(PAGES)]


def of_the_cases() -> list[Row]:
    return [row for head, row in _rows() if head.startswith(CASES)]


def cells(rows: list[Row]) -> list[tuple[Row, str]]:
    return [(row, caller) for row in rows for caller in row.cells]


def name_of(value: object) -> str | None:
    """For the name of a test: the same in each process."""
    return value.name.replace("/", ":") if isinstance(value, Row) else None


def _rows() -> Iterator[tuple[str, Row]]:
    head: list[str] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not line.startswith("|"):
            head = []
        elif not head:
            head = cells
        elif head[-1] == "Waarom" and not line.startswith("| ---"):
            name, *said, why = cells
            callers = head[1:-1]
            yield " | ".join(head), Row(name.strip("`"), dict(zip(callers, said, strict=True)), why)
