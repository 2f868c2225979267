"""Whatever the order and however often news comes, the report is the same."""

from datetime import UTC, datetime
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain import Quarter
from services.reporting.figures import Report
from services.reporting.service import Reporting
from shared.case import Case, Handler
from shared.glossary import ClockKind, HandlerKind, Kind, Outcome, Phase
from shared.proceedings import Aftermath
from tests.builders import MONDAY, a_case
from tests.fakes.reporting import InMemoryFacts

SPRING = Quarter(2026, 2)
LIFE = [
    a_case(sequence=1, phase=Phase.TRIAGE),
    a_case(sequence=2, handler=Handler(kind=HandlerKind.UNIT, key="wijkteam")),
    a_case(sequence=3, first_contact_at=MONDAY, kind=Kind.REPORT),
    a_case(sequence=4, first_contact_at=MONDAY, formal_since=MONDAY, phase=Phase.FORMAL),
    a_case(
        sequence=5,
        first_contact_at=MONDAY,
        formal_since=MONDAY,
        closed_at=MONDAY,
        outcome=Outcome.JUDGED,
        phase=Phase.CLOSED,
    ),
    a_case(sequence=6, formal_since=MONDAY, aftermath=Aftermath(reopened_at=(MONDAY,))),
]
News: TypeAlias = Case | tuple[Case, ClockKind]
NEWS: list[News] = [*LIFE, (LIFE[1], ClockKind.CONTACT), (LIFE[3], ClockKind.HANDLING)]


def report_after(news: list[News], quarter: Quarter = SPRING) -> Report:
    reporting = Reporting(InMemoryFacts())
    for each in news:
        if isinstance(each, Case):
            reporting.record(each)
        else:
            reporting.mark_missed(*each)
    return reporting.report("1904", quarter, as_of=MONDAY)


@given(st.permutations(NEWS), st.lists(st.sampled_from(NEWS)))
def test_news_twice_and_in_any_order_gives_the_same_report(
    shuffled: list[News], again: list[News]
) -> None:
    assert report_after([*shuffled, *again]) == report_after(NEWS)


def test_a_missed_term_stays_missed_after_the_contact_came() -> None:
    report = report_after([(LIFE[0], ClockKind.CONTACT), LIFE[2]])

    assert report.figures.table("contact").count("te_laat") == 1


def test_a_mark_without_its_case_counts_nothing_yet() -> None:
    assert report_after([(LIFE[0], ClockKind.CONTACT)]).figures.received == 0


def test_the_four_quarters_before_stand_beside_it() -> None:
    winter = a_case(number="KL-2026-BBBBB-BBBBB", received_at=datetime(2026, 1, 5, tzinfo=UTC))

    report = report_after([LIFE[0], winter])

    assert [(str(each.quarter), each.received) for each in report.before] == [
        ("2025-K2", 0),
        ("2025-K3", 0),
        ("2025-K4", 0),
        ("2026-K1", 1),
    ]
    assert report.figures.received == 1


def test_a_municipality_sees_its_own_cases_only() -> None:
    elsewhere = a_case(municipality="1696", owner="1696", regime="wijdemeren_2014")

    assert report_after([elsewhere]).figures.received == 0
