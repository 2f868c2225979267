"""Nobody can work out a small number from what everybody may see."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain import Fact, Quarter, fact_of
from services.reporting.figures import QUESTIONS, Figures, Report, Row, Table, Version, figures
from services.reporting.public import cover, suppress
from shared.glossary import ClockKind, Domain, Judgment, Kind, Outcome
from tests.builders import MONDAY, a_case

SPRING = Quarter(2026, 2)
DOMAINS = next(question for question in QUESTIONS if question.key == "domein")


def a_table(*counts: int) -> Table:
    rows = (Row(f"rij {n}", count) for n, count in enumerate(counts))
    return Table(DOMAINS, tuple(rows), sum(counts))


def seen(counts: tuple[int, ...]) -> tuple[int | None, ...]:
    """The counts of a table as everybody may see them; empty if it is withheld."""
    table = a_table(*counts)
    return tuple(row.count for row in cover(table, table.total).rows)


def a_report(facts: list[Fact]) -> Report:
    return Report("1904", MONDAY, Version.INTERNAL, figures(SPRING, facts), ())


def a_fact(closed_with: Outcome | None, judgment: Judgment | None, **facts: Any) -> Fact:
    return replace(
        fact_of(a_case()),
        closed_on=date(2026, 6, 9) if closed_with else None,
        outcome=closed_with,
        judgment=judgment if closed_with is Outcome.JUDGED else None,
        **facts,
    )


a_day = st.sampled_from([None, date(2026, 6, 3)])
some_fact = st.builds(
    a_fact,
    st.sampled_from([None, *Outcome]),
    st.sampled_from([None, *Judgment]),
    was=st.sampled_from([None, *Kind]),
    reopened=st.booleans(),
    second_line=st.booleans(),
    satisfaction=st.none() | st.integers(min_value=1, max_value=5),
    kind=st.sampled_from(Kind),
    domain=st.sampled_from([None, *Domain]),
    providers=st.sampled_from([(), ("vechtstroom",), ("vechtstroom", "wilgenboom")]),
    first_contact_on=a_day,
    formal_since=a_day,
    missed=st.sampled_from([frozenset(), *(frozenset({clock}) for clock in ClockKind)]),
)
many_facts = st.builds(
    lambda some, times: some * times, st.lists(some_fact, max_size=9), st.integers(1, 9)
)


def test_who_knows_the_rules_and_the_total_still_knows_no_hidden_count() -> None:
    worlds: dict[tuple[int, tuple[int | None, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(9), repeat=4):
        if sum(counts) >= 5:  # of fewer not even the total is shown
            worlds[sum(counts), seen(counts)].append(counts)

    for (_, shown), possible in worlds.items():
        for place in range(4):
            if not shown or shown[place] is None:
                assert len({counts[place] for counts in possible}) > 1, (shown, possible)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9).map(tuple))
def test_no_table_has_exactly_one_hidden_count_and_none_shows_a_small_one(
    counts: tuple[int, ...],
) -> None:
    shown = seen(counts)

    assert shown.count(None) != 1
    assert not {1, 2, 3, 4} & set(shown)
    assert all(count is None or count == exact for count, exact in zip(shown, counts, strict=False))


def test_equal_counts_are_hidden_together_so_that_their_order_says_nothing() -> None:
    assert seen((5, 9, 5, 1)) == (None, 9, None, None)
    assert seen((5, 5, 1)) == ()


def test_large_numbers_stay_as_they_are() -> None:
    assert seen((12, 0, 7)) == (12, 0, 7)


@given(many_facts)
def test_a_public_report_shows_no_count_from_one_to_four(some: list[Fact]) -> None:
    public = suppress(a_report(some))

    assert public.version is Version.PUBLIC
    assert not {1, 2, 3, 4} & set(_counts(public.figures))


def test_a_table_that_divides_the_rows_of_another_is_not_for_everybody() -> None:
    signals = [replace(fact_of(a_case(kind=Kind.SIGNAL)), was=Kind.COMPLAINT)] * 20
    exact = a_report([*signals, fact_of(a_case(kind=Kind.SIGNAL))] + [fact_of(a_case())] * 20)

    kept = {table.question.key for table in exact.figures.tables}
    seen = {table.question.key for table in suppress(exact).figures.tables}

    assert kept - seen == {"indeling", "signalen"}
    assert suppress(exact).figures.table("soort").count(Kind.SIGNAL) == 21


@given(many_facts)
def test_a_table_is_withheld_where_its_total_is(some: list[Fact]) -> None:
    exact, public = a_report(some).figures, suppress(a_report(some)).figures

    for after in public.tables:
        assert after.total in (exact.table(after.question.key).total, None)
        if after.total is None:
            assert after.rows == ()
    if public.table("stand").withheld:
        assert public.table("uitkomst").withheld
        assert public.table("afhandeling").withheld


@given(many_facts)
def test_a_public_median_needs_twenty_cases_that_everybody_can_count(some: list[Fact]) -> None:
    public = suppress(a_report(some)).figures

    if public.medians.to_closing is not None:
        assert (public.table("stand").count("afgesloten") or 0) >= 20
    if public.medians.to_contact is not None:
        assert (public.table("contact").count("op_tijd") or 0) >= 20


def test_the_quarters_before_are_public_in_the_same_way() -> None:
    exact = a_report([])
    few = figures(SPRING.previous, [fact_of(a_case(received_at=MONDAY))] * 3)

    public = suppress(Report("1904", MONDAY, Version.INTERNAL, exact.figures, (few,)))

    assert public.before[0].received is None
    assert _counts(public.before[0]) == []


def _counts(some: Figures) -> list[int]:
    rows = [row.count for table in some.tables for row in table.rows]
    totals = [table.total for table in some.tables]
    return [count for count in (some.received, *totals, *rows) if count is not None]


def test_an_empty_quarter_says_zero() -> None:
    public = suppress(a_report([])).figures

    assert public.received == 0
    assert not any(table.withheld for table in public.tables)
    assert public.quarter.first_day == date(2026, 4, 1)
