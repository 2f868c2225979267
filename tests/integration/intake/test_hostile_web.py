"""What a stranger tries at our pages without a form of ours, and what two clicks do at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from typing import Any

import pytest
from botocore.client import BaseClient

from services.intake.domain import new_code
from services.intake.handler import intake
from services.intake.pages.app import on_request
from services.intake.pages.follow import tracking
from services.intake.service import Receipt, SameKeyError
from services.intake.tracking import PER_ADDRESS, PER_CASE_AND_ADDRESS, Visit
from shared.glossary import Telling
from tests.aws import Context, http_request
from tests.builders import MONDAY
from tests.integration.intake.conftest import Door
from tests.integration.intake.test_follow_pages import (
    HERE,
    Answer,
    Browser,
    a_complaint,
    additions,
)

FORM = "application/x-www-form-urlencoded"


def ask(method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
    answer: Any = on_request(http_request(method, path, headers=headers), Context())
    return Answer(answer["statusCode"], answer["multiValueHeaders"], answer["body"])


def at_once(*clicks: Callable[[], Receipt]) -> list[Receipt | SameKeyError]:
    """What each of *clicks* gets, when all come at the same moment."""
    ready = Barrier(len(clicks))

    def click(one: Callable[[], Receipt]) -> Receipt | SameKeyError:
        ready.wait()
        try:
            return one()
        except SameKeyError as refused:
            return refused

    with ThreadPoolExecutor(len(clicks)) as browsers:
        return list(browsers.map(click, clicks))


# The same, at the same moment.


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB does each call at once or not at all; moto does it in steps that others can see."""
    lock, call = Lock(), BaseClient._make_api_call  # type: ignore[attr-defined]

    def locked(*args: Any) -> Any:
        with lock:
            return call(*args)

    monkeypatch.setattr(BaseClient, "_make_api_call", locked)


def test_two_clicks_at_the_same_moment_are_one_case(door: Door, one_by_one: None) -> None:
    intake()  # made before, as in a container that is warm

    receipts = at_once(*[a_complaint] * 4)

    assert len({(each.number, each.code) for each in receipts if isinstance(each, Receipt)}) == 1
    assert sum(each.is_new for each in receipts if isinstance(each, Receipt)) == 1
    assert len(door.news()) == 1


def test_two_clicks_at_the_same_moment_add_it_once(door: Door, one_by_one: None) -> None:
    receipt = a_complaint()
    visit = Visit("1904", receipt.number, "t" * 43)
    desk = tracking()

    def click() -> Receipt:
        return desk.tell(visit, Telling.MORE, "bladzijde", MONDAY, "Nog iets.")

    told = at_once(*[click] * 4)

    assert len({each.number for each in told if isinstance(each, Receipt)}) == 1
    assert [each.text for each in additions(receipt)] == ["Nog iets."]


def test_of_two_scores_at_the_same_moment_one_counts(door: Door, one_by_one: None) -> None:
    receipt = a_complaint()
    visit = Visit("1904", receipt.number, "t" * 43)
    desk = tracking()

    rated = at_once(
        lambda: desk.rate(visit, "2026-06-01", 1, "", MONDAY),
        lambda: desk.rate(visit, "2026-06-01", 5, "", MONDAY),
    )

    assert sorted(isinstance(each, SameKeyError) for each in rated) == [False, True]
    assert len(additions(receipt)) == 1


# Where a request says that it comes from.


def test_an_address_that_a_request_gives_itself_buys_no_more_guesses(door: Door) -> None:
    receipt = a_complaint()
    guesser = Browser()

    for n in range(PER_CASE_AND_ADDRESS.at_most):
        guesser.site = {"X-Forwarded-For": f"203.0.113.{n}", "Forwarded": f"for=203.0.113.{n}"}
        guesser.post(HERE, {"zaaknummer": receipt.number, "volgcode": new_code()})

    guesser.site = {"X-Forwarded-For": "203.0.113.99", "X-Real-IP": "203.0.113.99"}
    assert guesser.sign_in(receipt).status == 403
    assert PER_CASE_AND_ADDRESS.at_most < PER_ADDRESS.at_most
    her = Browser(address="198.51.100.7")
    assert her.sign_in(receipt).status == 303


# Addresses and methods that we did not think of.


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//loket/stichtse-vecht",
        "/loket/../loket/stichtse-vecht",
        "/loket/stichtse-vecht%2f..",
        "/loket/..%2f..%2fetc%2fpasswd",
        "/loket/%00",
        "/loket/\x00",
        "/loket/<script>alert(1)</script>",
        "/loket/" + "a" * 5_000,
        "/loket/0000",
        "/loket/stichtse-vecht/volgen/\r\nSet-Cookie: a=b",
        "/loket/stichtse-vecht/aanbieder/" + "A" * 9_000,
        "/loket/stichtse-vecht/\u202emedewerker",
    ],
)
def test_an_address_that_is_not_ours_is_a_page_that_repeats_nothing_of_it(
    door: Door, path: str
) -> None:
    answer = ask("GET", path)

    assert answer.status == 404
    assert "<h1" in answer.body
    for piece in ("<script", "passwd", "aaaa", "AAAA", "\x00", "\u202e"):
        assert piece not in answer.body
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_no_method_does_more_than_ours(door: Door, method: str) -> None:
    answer = ask(method, HERE)

    assert (answer.status, answer.headers["Allow"]) == (405, ["GET, POST"])
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_header_makes_another_method_of_it(door: Door) -> None:
    receipt = a_complaint()
    override = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE"}

    assert ask("GET", f"{HERE}/stoppen", override).status == 200
    assert additions(receipt) == []
