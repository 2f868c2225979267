"""How does a report look? As JSON, as a sheet for Excel or LibreOffice, or as a page."""

import csv
import io
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from services.reporting.document import Document, Period
from services.reporting.headlines import Unit
from shared.dutch_time import AMSTERDAM, dutch_date, in_words
from shared.wire import utc_text

HERE = Path(__file__).parent
STYLE = (HERE / "report.css").read_text(encoding="utf-8")
PAGE_POLICY = (
    "default-src 'none'; style-src 'sha256-"
    + b64encode(sha256(STYLE.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = (
    "gemeentecode", "gemeente", "jaar", "kwartaal", "peilmoment", "versie", "onderdeel", "sleutel",
    "naam", "waarde", "eenheid", "percentage", "weergave", "uitleg",
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    media_type: str
    write: Callable[[Document], str]
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(report: Document) -> str:
    return report.model_dump_json()


def as_csv(report: Document) -> str:
    """One long table, so that a pivot can be made of it. Starts with a BOM: Excel wants it."""
    out = io.StringIO()
    out.write("\ufeff")
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    sheet.writerows([_safe(cell) for cell in row] for row in _rows(report))
    return out.getvalue()


def _rows(report: Document) -> Iterator[tuple[object, ...]]:
    def row(period: Period, *cells: object) -> tuple[object, ...]:
        who, when = (report.municipality, report.name), (period.year, period.quarter)
        return (*who, *when, utc_text(report.as_of), report.version, *cells)

    for trend in report.trend:
        for each in trend.figures:
            figure = (each.key, each.name, each.value, each.unit, None, each.shown)
            yield row(trend.period, "kerncijfers", *figure, each.meaning)
    for part in report.parts:
        for line in part.lines:
            cells = (line.key, line.name, line.count, Unit.CASES, line.percentage, line.shown)
            yield row(report.period, part.key, *cells, part.meaning)
        total = ("totaal", f"Totaal {part.among}", part.total, Unit.CASES, None, part.total_shown)
        yield row(report.period, part.key, *total, part.note or part.meaning)


def _safe(cell: object) -> str:
    """No text of ours becomes a formula in somebody's spreadsheet."""
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text


def as_page(report: Document) -> str:
    as_of = report.as_of.astimezone(AMSTERDAM)
    return _page().render(
        report=report,
        as_of=f"{in_words(dutch_date(report.as_of))} om {as_of:%H.%M} uur",
    )


@cache
def _page() -> Template:
    pages = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals["style"] = Markup(STYLE)
    return pages.get_template("report.html.j2")


def form_for(wanted: str | None, accept: str) -> Form:
    """The form that was *wanted* by name, else the first in *accept* that we have, else JSON.

    Raises `ValueError` with a sentence in Dutch.
    """
    if wanted is not None:
        if wanted not in FORMS:
            raise ValueError(f"Dit formaat hebben wij niet. Kies uit: {', '.join(FORMS)}.")
        return FORMS[wanted]
    asked = [each.partition(";")[0].strip().lower() for each in accept.split(",")]
    known = {form.media_type.partition(";")[0]: form for form in FORMS.values()}
    return next((known[each] for each in asked if each in known), FORMS["json"])


FORMS = {
    "json": Form("application/json", as_json),
    "csv": Form("text/csv; charset=utf-8", as_csv, {"Content-Disposition": "attachment"}),
    "html": Form("text/html; charset=utf-8", as_page, {"Content-Security-Policy": PAGE_POLICY}),
}
