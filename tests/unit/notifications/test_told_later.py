"""Who is told when a resident or a provider tells us more of a case, and who is not?"""

from typing import Any

import pytest

from services.notifications.message import ByHand
from services.notifications.reaching import COORDINATOR, DESK
from services.notifications.to_residents import Thanks
from services.notifications.to_staff import ToldMore
from services.notifications.wording import word
from shared.events import AdditionRecorded, CaseClosed
from shared.glossary import Channel, Outcome, Phase, Telling
from shared.municipality import municipalities
from shared.regime import HANDLER, MANAGER, RESIDENT
from tests.builders import MONDAY, an_addition
from tests.unit.notifications.telling import WIJKTEAM, closed, news, opened


def added(telling: Telling, **facts: Any) -> list[tuple[str, Any]]:
    messages = news(AdditionRecorded, additions=(an_addition(telling, **facts),), handler=WIJKTEAM)
    return [(message.audience, message.content) for message in messages]


def test_who_handles_the_case_hears_that_something_was_added() -> None:
    assert added(Telling.MORE) == [(HANDLER, ToldMore(telling=Telling.MORE, is_open=True))]


def test_of_what_comes_from_another_address_she_is_warned() -> None:
    [(_, content)] = added(Telling.MORE, by_another=True)

    assert content.by_another


@pytest.mark.parametrize(
    ("telling", "facts"),
    [(Telling.MORE, {"automatic": True}), (Telling.SATISFACTION, {"score": 2})],
)
def test_nobody_is_disturbed_for_what_asks_nothing(telling: Telling, facts: dict[str, Any]) -> None:
    assert added(telling, **facts) == []


def test_that_somebody_is_not_satisfied_her_manager_and_the_coordinator_hear_too() -> None:
    audiences = [audience for audience, _ in added(Telling.DISSATISFACTION)]

    assert audiences == [HANDLER, MANAGER, COORDINATOR.key]


@pytest.mark.parametrize("telling", [Telling.MORE, Telling.WITHDRAWAL, Telling.DISSATISFACTION])
def test_what_is_told_of_a_case_that_goes_on_in_another_the_desk_hears_too(
    telling: Telling,
) -> None:
    joined: dict[str, Any] = {"outcome": Outcome.JOINED, "phase": Phase.CLOSED, "closed_at": MONDAY}

    messages = news(AdditionRecorded, additions=(an_addition(telling),), handler=WIJKTEAM, **joined)

    assert [each.audience for each in messages[:2]] == [HANDLER, DESK.key]
    for message in messages:
        text = word(message, municipalities()["1904"]).plain
        assert "gaat verder in een andere zaak" in text
        assert "De zaak is gesloten" not in text


def test_who_withdraws_on_her_page_is_written_to_and_the_handler_knows() -> None:
    withdrawal = an_addition(Telling.WITHDRAWAL)
    ended = news(
        CaseClosed,
        additions=(withdrawal,),
        phase=Phase.CLOSED,
        closed_at=MONDAY,
        outcome=Outcome.WITHDRAWN,
    )

    assert [message.audience for message in ended] == [HANDLER, RESIDENT]
    assert [message.audience for message in closed(Outcome.WITHDRAWN)] == [RESIDENT]


def test_a_council_member_is_thanked_and_hears_nothing_of_the_case() -> None:
    first = [each for each in opened(channel=Channel.COUNCIL_MEMBER) if each.to is None]
    last = closed(Outcome.SATISFIED, channel=Channel.COUNCIL_MEMBER)

    assert [type(each.content) for each in first] == [Thanks]
    assert [(each.to, type(each.content)) for each in last] == [(DESK, ByHand)]
