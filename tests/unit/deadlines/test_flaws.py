"""Seven ways in which another system's escalation fails. Ours does not."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from services.deadlines.domain import Running
from services.deadlines.service import Deadlines
from shared.case import Improvement
from shared.events import CaseClosed, CaseOpened, CaseReopened, TermMissed, TermNear
from shared.glossary import ClockKind
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.proceedings import Aftermath
from tests.builders import MONDAY, a_case, news_of
from tests.fakes.deadlines import InMemoryDeadlineStore

AFTER = datetime(2026, 7, 22, 9, tzinfo=UTC)  # past every rung of the first ladder


def a_service(store: InMemoryDeadlineStore) -> Deadlines:
    return Deadlines(store, municipalities(), dutch_calendar())


def told(store: InMemoryDeadlineStore) -> list[TermNear | TermMissed]:
    return [news for news in store.news if isinstance(news, TermNear | TermMissed)]


def number(n: int) -> str:
    return f"KL-2026-AAAAA-{n:05}"


def every_day(service: Deadlines, until: datetime) -> None:
    for days in range((until - MONDAY).days + 1):
        service.sweep(MONDAY + timedelta(days=days))


def test_flaw_1_the_oldest_of_very_many_cases_escalates_as_well() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    for n in range(300):
        service.follow(news_of(CaseOpened, a_case(number=number(n))))

    service.sweep(AFTER)

    assert {news.subject for news in told(store)} == {number(n) for n in range(300)}


def test_flaw_2_each_case_escalates_within_its_own_municipality() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    regimes = {"1904": "stichtse_vecht_2014", "1696": "wijdemeren_2014", "0457": "weesp_2014"}
    for code, regime in regimes.items():
        service.follow(news_of(CaseOpened, a_case(municipality=code, owner=code, regime=regime)))

    service.sweep(AFTER)

    assert {news.gemeentecode for news in told(store)} == set(regimes)
    assert all(news.data.case.municipality == news.gemeentecode for news in told(store))


class SeenBefore(InMemoryDeadlineStore):
    """The same memory, for a sweep that looked before another one acted."""

    def __init__(self, store: InMemoryDeadlineStore, seen: list[Running]) -> None:
        vars(self).update(vars(store))
        self._seen = seen

    def due(self, now: datetime) -> Iterable[Running]:
        return self._seen


def test_flaw_3_two_sweeps_at_once_act_once() -> None:
    store = InMemoryDeadlineStore()
    a_service(store).follow(news_of(CaseOpened, a_case()))
    other = SeenBefore(store, list(store.due(AFTER)))

    assert a_service(store).sweep(AFTER) == 3
    assert a_service(other).sweep(AFTER) == 0

    assert len({news.id for news in told(store)}) == len(told(store))


def test_flaw_4_escalation_goes_on_after_its_first_rung() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(news_of(CaseOpened, a_case()))

    every_day(service, AFTER)

    handling = [news.data.audience for news in told(store) if news.data.clock.kind == "afhandeling"]
    assert handling == [
        "behandelaar",
        "behandelaar",
        "leidinggevende",
        "klachtencoordinator",
        "college",
    ]


def test_flaw_5_a_case_that_nobody_was_assigned_escalates_as_well() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(news_of(CaseOpened, a_case(assignee=None, phase="triage")))

    every_day(service, AFTER)

    assert {news.data.audience for news in told(store)} >= {"leidinggevende", "college"}


def test_flaw_6_whenever_a_clock_escalates_somebody_is_told() -> None:
    """A step that names nobody cannot be configured, and none moves without its news."""
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(news_of(CaseOpened, a_case()))

    before = {running.id: running.told for running in store.read("1904", a_case().number)[1]}
    service.sweep(AFTER)
    after = {running.id: running.told for running in store.read("1904", a_case().number)[1]}

    climbed = {kind for kind, item in after if after[kind, item] > before[kind, item]}
    assert climbed
    assert climbed == {news.data.clock.kind for news in told(store)}
    assert all(news.data.audience for news in told(store))


def test_flaw_7_what_happens_again_after_a_reopening_is_told_again() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    end = {"closed_at": MONDAY, "outcome": "naar_tevredenheid_afgedaan"}
    closings = [news_of(CaseClosed, a_case(sequence=n, **end)) for n in (2, 4)]
    service.follow(news_of(CaseOpened, a_case(sequence=1)))
    service.follow(closings[0])
    service.follow(news_of(CaseOpened, a_case(sequence=3)))
    service.follow(closings[1])

    ids = [news.id for news in store.news]
    assert len(set(ids)) == len(ids) == 4
    assert closings[0].id != closings[1].id


def test_flaw_7_what_a_case_was_late_with_is_told_again_after_a_reopening() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    overdue = Improvement(
        reference="VB-1", unit="wijkteam", set_at=MONDAY, due_on=MONDAY.date(), done_at=None
    )
    facts = {"written": False, "statutory": False, "improvements": (overdue,)}
    service.follow(news_of(CaseOpened, a_case(**facts)))
    every_day(service, AFTER)
    before = told(store)

    closed = a_case(sequence=2, closed_at=AFTER, outcome="ingetrokken", **facts)
    service.follow(news_of(CaseClosed, closed, AFTER))
    again = a_case(sequence=3, aftermath=Aftermath(reopened_at=(AFTER,)), **facts)
    service.follow(news_of(CaseReopened, again, AFTER))
    service.sweep(AFTER)

    afterwards = told(store)[len(before) :]
    assert {(each.data.clock.kind, each.data.audience) for each in afterwards} == {
        (each.data.clock.kind, each.data.audience)
        for each in before
        if each.data.clock.kind != ClockKind.IMPROVEMENT  # that went on as if nothing happened
    }
    assert not {each.id for each in afterwards} & {each.id for each in before}
