"""Every case is counted, once in each table."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain import Fact, Quarter, fact_of
from services.reporting.figures import HEADLINES, QUESTIONS, Figures, figures
from services.reporting.headlines import MEASURES, Value
from shared.case import Handler
from shared.glossary import (
    ClockKind,
    Domain,
    HandlerKind,
    Judgment,
    Kind,
    Nature,
    Outcome,
    Registration,
    Subject,
)
from shared.proceedings import Aftermath, Aspect, Matter
from tests.builders import DESK, MONDAY, a_case

SPRING = Quarter(2026, 2)
DAY = timedelta(days=1)


def a_fact(*missed: ClockKind, **facts: Any) -> Fact:
    return replace(fact_of(a_case(**facts)), missed=frozenset(missed))


def closed_after(days: int, *missed: ClockKind, **facts: Any) -> Fact:
    end = {"closed_at": MONDAY + days * DAY, "outcome": Outcome.SATISFIED}
    return a_fact(*missed, **(end | facts))


def counted(key: str, *facts: Fact) -> dict[str, int | None]:
    return {row.key: row.count for row in figures(SPRING, facts).table(key).rows}


def measured(key: str, of: Figures, least: int = 1) -> Value:
    return next(measure.of(of, least) for measure in MEASURES if measure.key == key)


@given(
    st.lists(
        st.builds(
            a_fact,
            st.sampled_from(ClockKind),
            nature=st.sampled_from([None, *Nature]),
            domain=st.sampled_from([None, *Domain]),
            closed_at=st.sampled_from([None, MONDAY]),
        )
    )
)
def test_the_rows_of_a_table_add_up_to_its_total(facts: list[Fact]) -> None:
    result = figures(SPRING, facts)

    for table in result.tables:
        assert sum(row.count or 0 for row in table.rows) == table.total, table.question.key
    assert result.received == len(facts)


def test_a_case_about_two_providers_counts_for_both() -> None:
    both, neither = a_fact(providers=("vechtstroom", "wilgenboom")), a_fact()

    assert counted("aanbieder", both, neither) == {"geen": 1, "vechtstroom": 1, "wilgenboom": 1}


def test_contact_is_on_time_or_late_or_has_not_been() -> None:
    on_time = a_fact(first_contact_at=MONDAY + DAY)
    late = a_fact(ClockKind.CONTACT, first_contact_at=MONDAY + 9 * DAY)
    still_nothing = a_fact(ClockKind.CONTACT)

    found = counted("contact", on_time, late, still_nothing, a_fact())

    assert found == {"op_tijd": 1, "te_laat": 2, "geen": 1}


def test_a_missed_handling_term_counts_where_the_case_now_is() -> None:
    facts = (
        a_fact(),
        a_fact(ClockKind.HANDLING),
        closed_after(3),
        closed_after(50, ClockKind.HANDLING),
    )

    assert counted("open_termijn", *facts) == {"loopt": 1, "te_laat": 1}
    assert counted("afhandeling", *facts) == {"op_tijd": 1, "te_laat": 1}


def test_handlers_are_told_apart_by_kind_and_key() -> None:
    provider = a_fact(handler=Handler(kind=HandlerKind.PROVIDER, key="vechtstroom"))

    assert counted("behandelaar", provider, a_fact()) == {
        "aanbieder/vechtstroom": 1,
        "klachtenloket/klachtenloket": 1,
    }


def test_what_nobody_has_judged_yet_is_shown_as_such() -> None:
    assert counted("domein", a_fact(domain=Domain.YOUTH), a_fact()) == {
        "jeugd": 1,
        "nog_onbekend": 1,
    }


def test_the_informal_share_is_of_what_was_closed() -> None:
    formal = closed_after(9, formal_since=MONDAY)

    result = figures(SPRING, [closed_after(1), closed_after(2), closed_after(3), formal, a_fact()])

    assert measured("informeel_afgedaan", result) == 75
    assert measured("informeel_afgedaan", result, least=20) is None


def judged(*judgments: Judgment, outcome: Outcome = Outcome.JUDGED) -> Fact:
    grievance = {"subject": Subject.WAITING, "nature": Nature.MATTER, "about": DESK}
    aspects = tuple(
        Aspect(reference=f"O-{n}", judgment=judgment, **grievance)
        for n, judgment in enumerate(judgments)
    )
    return closed_after(9, outcome=outcome, matter=Matter(aspects=aspects))


def test_what_was_judged_counts_by_its_judgment_on_all_aspects_together() -> None:
    founded, unfounded = Judgment.FOUNDED, Judgment.UNFOUNDED

    found = counted("uitkomst", judged(founded), judged(founded, unfounded), judged(unfounded))

    assert found == {"gegrond": 1, "deels_gegrond": 1, "ongegrond": 1}


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.JUDGED}))
def test_whatever_ended_without_a_judgment_is_never_unfounded(outcome: Outcome) -> None:
    assert counted("uitkomst", judged(Judgment.UNFOUNDED, outcome=outcome)) == {outcome: 1}


def test_what_was_taken_for_something_else_is_counted_from_and_to() -> None:
    report = replace(a_fact(kind=Kind.REPORT), was=Kind.COMPLAINT)

    assert counted("indeling", report, a_fact()) == {"gelijk": 1, "klacht/melding": 1}


def test_a_case_that_went_to_the_second_line_is_not_counted_as_reopened_too() -> None:
    both = Aftermath(reopened_at=(MONDAY,), referred_at=MONDAY)
    again = Aftermath(reopened_at=(MONDAY,))

    found = counted("vervolg", a_fact(aftermath=both), a_fact(aftermath=again), a_fact())

    assert found == {"tweede_lijn": 1, "heropend": 1, "geen": 1}


def test_signals_are_counted_by_domain_and_show_a_trend() -> None:
    signal = a_fact(kind=Kind.SIGNAL, domain=Domain.YOUTH)
    facts = [signal, signal, a_fact(domain=Domain.YOUTH)]

    assert counted("signalen", *facts) == {"jeugd": 2}
    assert measured("signalen", figures(SPRING, facts, HEADLINES)) == 2
    assert measured("signalen", figures(SPRING, facts[2:], HEADLINES)) == 0


def test_medians_are_in_calendar_days_of_amsterdam() -> None:
    late_evening = MONDAY.replace(hour=22, minute=30)  # 2 June, 00:30 in Amsterdam
    facts = [closed_after(0, closed_at=late_evening), closed_after(4), a_fact()]

    assert figures(SPRING, facts).medians.to_closing == 2.5
    assert figures(SPRING, facts).medians.to_contact is None


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_every_table_says_what_it_means(question: Any) -> None:
    assert question.title
    assert question.meaning.endswith(".")


def test_what_the_regulation_does_not_register_counts_nowhere() -> None:
    counts, not_at_all = a_fact(), a_fact(registration=Registration.NONE)

    assert figures(SPRING, [counts, not_at_all]) == figures(SPRING, [counts])
    assert figures(SPRING, [a_fact(registration=Registration.LIGHT)]).received == 1
