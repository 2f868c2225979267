from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.domain import Delivery, File, Running
from services.deadlines.service import Deadlines
from shared.events import (
    CaseAdjourned,
    CaseClosed,
    CaseEvent,
    CaseOpened,
    Clock,
    ContactRecorded,
    Event,
    FormalHandlingStarted,
    LetterReady,
    Message,
    MessageSent,
    TermMissed,
    TermNear,
    TermsSet,
)
from shared.glossary import ClockKind
from shared.law.calendar import dutch_calendar
from shared.municipality import Municipalities, municipalities
from shared.table import ConflictError
from tests.builders import MONDAY, a_case, an_adjournment, news_of
from tests.fakes.deadlines import InMemoryDeadlineStore

FAR = datetime(2027, 6, 1, 9, tzinfo=UTC)  # a Tuesday morning


def a_service(store: InMemoryDeadlineStore) -> Deadlines:
    return Deadlines(store, municipalities(), dutch_calendar())


def told(store: InMemoryDeadlineStore) -> list[tuple[str, int, str]]:
    """Clock, step and audience of every step that was told."""
    return [
        (news.data.clock.kind, news.data.step, news.data.audience)
        for news in store.news
        if isinstance(news, TermNear | TermMissed)
    ]


def opened(**facts: Any) -> CaseEvent:
    return news_of(CaseOpened, a_case(**facts))


def test_a_case_that_opens_gets_its_clocks_and_they_are_told() -> None:
    store = InMemoryDeadlineStore()

    a_service(store).follow(opened(sequence=2))

    [news] = store.news
    assert isinstance(news, TermsSet)
    assert (news.subject, news.data.case_sequence) == (a_case().number, 2)
    assert [clock.kind for clock in news.data.clocks] == [
        ClockKind.ACKNOWLEDGMENT,
        ClockKind.CONTACT,
        ClockKind.HANDLING,
        ClockKind.OMBUDSMAN,
    ]


def test_news_that_comes_again_changes_nothing_and_gets_the_same_answer() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)

    service.follow(opened(sequence=2))
    service.follow(opened(sequence=2))
    service.follow(opened(sequence=1, closed_at=MONDAY))

    first, *again = store.news
    assert again == [first]  # who asks again may have missed it


class BusyStore(InMemoryDeadlineStore):
    """Somebody else writes just before our first *busy* writes."""

    def __init__(self, busy: int) -> None:
        super().__init__()
        self._busy = busy

    def write(
        self, file: File, before: Collection[Running], now: Collection[Running], news: Event | None
    ) -> None:
        self._busy -= 1
        if self._busy >= 0:
            raise ConflictError
        super().write(file, before, now, news)


def test_who_finds_that_somebody_was_first_looks_again() -> None:
    store = BusyStore(busy=2)

    a_service(store).follow(opened())

    assert len(store.news) == 1


def test_who_finds_so_again_leaves_it_to_the_queue() -> None:
    with pytest.raises(ConflictError):
        a_service(BusyStore(busy=3)).follow(opened())


def test_a_term_that_ends_after_the_known_calendar_is_warned_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    a_service(InMemoryDeadlineStore()).follow(opened())
    assert "calendar not known" not in caplog.messages

    a_service(InMemoryDeadlineStore()).follow(opened(received_at=datetime(2029, 1, 8, tzinfo=UTC)))
    assert "calendar not known" in caplog.messages


HISTORY = [
    news_of(CaseOpened, a_case(sequence=1, written=False, statutory=False)),
    news_of(ContactRecorded, a_case(sequence=2, statutory=False, first_contact_at=MONDAY)),
    news_of(
        FormalHandlingStarted,
        a_case(sequence=3, written=False, first_contact_at=MONDAY, formal_since=FAR),
    ),
    news_of(CaseClosed, a_case(sequence=4, first_contact_at=MONDAY, closed_at=FAR)),
]


@given(
    st.integers(1, len(HISTORY)).flatmap(
        lambda last: st.lists(st.integers(0, last - 1), max_size=8).flatmap(
            lambda again: st.permutations([*range(last), *again])
        )
    )
)
def test_any_order_and_any_repetition_ends_in_the_same_clocks(order: list[int]) -> None:
    shuffled, once = InMemoryDeadlineStore(), InMemoryDeadlineStore()

    for place in order:
        a_service(shuffled).follow(HISTORY[place])
    a_service(once).follow(HISTORY[max(order)])

    assert ends(shuffled) == ends(once)


def ends(store: InMemoryDeadlineStore) -> list[tuple[Clock, int, datetime | None]]:
    """How the clocks of the case stand, without how often they were written."""
    _, clocks = store.read("1904", a_case().number)
    return sorted(
        ((each.clock, each.told, each.next_at) for each in clocks), key=lambda each: each[0].kind
    )


LATE = datetime(2026, 8, 4, 10, tzinfo=UTC)


def every_working_day(service: Deadlines, until: datetime, start: datetime = MONDAY) -> None:
    for days in range((until - start).days + 1):
        service.sweep(start + timedelta(days=days))


def test_a_case_that_nobody_touches_climbs_its_whole_ladder() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened())

    every_working_day(service, LATE)

    assert [step for step in told(store) if step[0] == "afhandeling"] == [
        ("afhandeling", 1, "behandelaar"),
        ("afhandeling", 2, "behandelaar"),
        ("afhandeling", 3, "leidinggevende"),
        ("afhandeling", 4, "klachtencoordinator"),
        ("afhandeling", 5, "college"),
        ("afhandeling", 6, "college"),
    ]


def test_a_long_silence_of_the_sweep_skips_nobody() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened())

    service.sweep(LATE)

    assert [step for step in told(store) if step[0] == "afhandeling"] == [
        ("afhandeling", 2, "behandelaar"),
        ("afhandeling", 3, "leidinggevende"),
        ("afhandeling", 4, "klachtencoordinator"),
        ("afhandeling", 6, "college"),
    ]
    assert all(isinstance(news, TermMissed) for news in store.news[1:])


def test_the_same_moment_is_swept_once() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened())

    assert service.sweep(FAR) == 3
    assert service.sweep(FAR) == 0


def test_contact_stops_its_own_clock_only() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened(sequence=1))
    service.follow(news_of(ContactRecorded, a_case(sequence=2, first_contact_at=MONDAY)))
    service.sweep(FAR)

    assert {clock for clock, _, _ in told(store)} == {
        ClockKind.ACKNOWLEDGMENT,
        ClockKind.HANDLING,
    }


def test_a_reopened_case_goes_on_where_it_was() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened(sequence=1))
    every_working_day(service, datetime(2026, 7, 14, 7, tzinfo=UTC))
    service.follow(news_of(CaseClosed, a_case(sequence=2, closed_at=MONDAY)))
    service.sweep(FAR)
    before = told(store)
    service.follow(opened(sequence=3))

    service.sweep(FAR)

    ids = [news.id for news in store.news]
    assert set(told(store)) > set(before)
    assert len(set(ids)) == len(ids)


def test_one_clock_that_fails_does_not_hold_up_the_others_and_does_not_pass_unseen() -> None:
    store = InMemoryDeadlineStore()
    a_service(store).follow(
        opened(number="KL-2026-AAAAA-00001", municipality="1696", regime="wijdemeren_2014")
    )
    a_service(store).follow(opened(number="KL-2026-AAAAA-00002"))
    only_one = Municipalities([municipalities()["1904"]])

    with pytest.raises(ExceptionGroup, match="3 clocks could not act"):
        Deadlines(store, only_one, dutch_calendar()).sweep(FAR)

    assert {news.gemeentecode for news in store.news if not isinstance(news, TermsSet)} == {"1904"}


def test_a_ladder_that_became_later_tells_nothing_yet() -> None:
    store = InMemoryDeadlineStore()
    a_service(store).follow(opened(first_contact_at=MONDAY, written=False, statutory=False))
    town = municipalities()["1904"]
    [regime] = town.regimes
    ladder = regime.ladders[ClockKind.HANDLING]
    last = ladder.model_copy(update={"rungs": ladder.rungs[-1:]})
    patient = regime.model_copy(update={"ladders": {**regime.ladders, ClockKind.HANDLING: last}})
    towns = Municipalities([town.model_copy(update={"regimes": (patient,)})])
    summer = datetime(2026, 7, 1, 9, tzinfo=UTC)

    Deadlines(store, towns, dutch_calendar()).sweep(summer)

    assert told(store) == []
    assert not list(store.due(summer))
    assert list(store.due(FAR))


def test_an_open_case_whose_ladders_have_ended_is_reported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    town = municipalities()["1904"]
    [regime] = town.regimes
    once = {
        kind: ladder.model_copy(update={"repeat_working_days": None})
        for kind, ladder in regime.ladders.items()
    }
    ends = town.model_copy(update={"regimes": (regime.model_copy(update={"ladders": once}),)})
    store = InMemoryDeadlineStore()
    service = Deadlines(store, Municipalities([ends]), dutch_calendar())
    service.follow(opened())
    service.sweep(FAR)
    assert '"Stuck"' not in capsys.readouterr().out

    service.follow(news_of(ContactRecorded, a_case(sequence=2, first_contact_at=FAR), at=FAR))

    assert '"Stuck":[1.0]' in capsys.readouterr().out


# Messages that prove something about a term.


def receipt(kind: type[MessageSent] | type[LetterReady] = MessageSent) -> MessageSent | LetterReady:
    return a_message(kind, "ontvangst", cause="of-the-opening")


def a_message(
    kind: type[MessageSent] | type[LetterReady], template: str, cause: str
) -> MessageSent | LetterReady:
    return kind(
        id=f"{template}-{kind.__name__}",
        source="urn:nld:gemeentecode:1904:systeem:klachtenloket-notifications",
        subject=a_case().number,
        time=MONDAY,
        gemeentecode="1904",
        data=Message(message_id="m1", template=template, audience="inwoner", cause=cause),
    )


def acknowledged(store: InMemoryDeadlineStore) -> bool:
    _, clocks = store.read("1904", a_case().number)
    return next(each.clock.met for each in clocks if each.clock.kind is ClockKind.ACKNOWLEDGMENT)


@pytest.mark.parametrize("receipt_first", [True, False])
def test_a_receipt_that_was_sent_meets_its_clock_in_whatever_order_it_comes(
    receipt_first: bool,
) -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    happens: list[Callable[[], None]] = [
        lambda: service.prove(receipt()),
        lambda: service.follow(opened()),
    ]

    for each in happens if receipt_first else reversed(happens):
        each()
        each()

    assert acknowledged(store)
    file, _ = store.read("1904", a_case().number)
    assert len(file.notices) == 1


def test_a_letter_that_waits_to_be_printed_is_not_yet_a_receipt() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    service.follow(opened())

    service.prove(receipt(LetterReady))

    assert not acknowledged(store)
    file, _ = store.read("1904", a_case().number)
    assert [notice.delivery for notice in file.notices] == [Delivery.LETTER]


def test_a_reminder_proves_nothing_about_a_term() -> None:
    store = InMemoryDeadlineStore()
    a_service(store).prove(a_message(MessageSent, "herinnering", cause="of-a-step"))

    assert store.read("1904", a_case().number)[0].version == 0


def test_the_letters_of_an_adjournment_are_found_with_its_line_in_the_ledger() -> None:
    store = InMemoryDeadlineStore()
    service = a_service(store)
    adjourned = news_of(CaseAdjourned, a_case(sequence=2, term_changes=(an_adjournment(),)))

    service.follow(opened())
    service.follow(adjourned)
    service.prove(a_message(MessageSent, "verdaging", cause=adjourned.id))

    file, _ = store.read("1904", a_case().number)
    [line] = [each for each in file.ledger if each.basis == "Awb 9:11 lid 2"]
    assert (line.before, line.after, line.days) == (date(2026, 7, 13), date(2026, 8, 10), 28)
    assert (line.by, line.reason) == ("staff-1", "horen_kost_tijd")
    assert [notice.cause for notice in file.notices] == [line.cause]
