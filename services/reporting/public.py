"""What may everybody see? Not the numbers so small that somebody could be recognised in them.

Four rules:

1. A count from 1 to 4 is hidden.
2. Where a count is hidden, the smallest other one is hidden with it, and all that equal it: one
   hidden count would follow from the total by subtraction.
3. A table is withheld whole where nothing but hidden counts is left, or where its total may not be
   seen itself.
4. A table that divides the cases of another one further is left out: what is left of a row there
   would follow by subtraction.

Hidden counts of both sorts look the same and rows do not stand in order of size. So whoever knows
these rules and the total can still exchange the hidden counts among each other, and knows none.

Percentages and medians need at least twenty cases that everybody can count, so that they give
away nothing else. Against somebody who reads the report every day, and compares, these rules do
not help.
"""

from dataclasses import replace

from services.reporting.figures import Among, Figures, Medians, Report, Row, Table, Version

FEWEST = 5
ENOUGH_TO_DIVIDE = 20


def suppress(report: Report) -> Report:
    """The version of an exact *report* that everybody may see."""
    return replace(
        report,
        version=Version.PUBLIC,
        figures=_public(report.figures),
        before=tuple(_public(figures) for figures in report.before),
    )


def _public(exact: Figures) -> Figures:
    received = _shown(exact.received)
    state = cover(exact.table("stand"), received)
    totals = {
        Among.RECEIVED: received,
        Among.OPEN: state.count(Among.OPEN),
        Among.CLOSED: state.count(Among.CLOSED),
    }
    tables = tuple(
        cover(table, totals[table.question.among])
        for table in exact.tables
        if not table.question.internal
    )
    seen = replace(exact, received=received, tables=tables, medians=Medians(None, None))
    return replace(seen, medians=_medians(exact.medians, seen))


def cover(table: Table, total: int | None) -> Table:
    """*table* as everybody may see it, given the *total* that everybody sees."""
    counts = [row.count or 0 for row in table.rows]
    small = {count for count in counts if 0 < count < FEWEST}
    others = {count for count in counts if count >= FEWEST}
    hidden = small | {min(others)} if small and others else small
    if total is None or (small and not others - hidden):
        return replace(table, rows=(), total=total)
    rows = (Row(row.key, None if row.count in hidden else row.count) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _shown(count: int | None) -> int | None:
    return None if count is None or 0 < count < FEWEST else count


def _medians(exact: Medians, seen: Figures) -> Medians:
    contacted = seen.table("contact").count("op_tijd")
    closed = seen.table("stand").count(Among.CLOSED)
    return Medians(
        to_contact=exact.to_contact if (contacted or 0) >= ENOUGH_TO_DIVIDE else None,
        to_closing=exact.to_closing if (closed or 0) >= ENOUGH_TO_DIVIDE else None,
    )
