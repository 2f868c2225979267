"""Who comes in with a number and a code, and what may she do there?"""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import LETTERS, new_code
from services.intake.service import Intake, Receipt, SameKeyError
from services.intake.submission import Door, File, Submission
from services.intake.tracking import (
    A_QUARTER,
    PER_ADDRESS,
    PER_CASE_AND_ADDRESS,
    Tracking,
    Visit,
    code_typed,
)
from shared.glossary import Channel, Side, Telling
from tests.builders import MONDAY
from tests.fakes.files import A_PDF
from tests.fakes.intake import InMemoryFiles, InMemoryStore
from tests.fakes.tracking import InMemoryLimits, InMemorySessions

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@dataclass
class Counting(InMemoryStore):
    """Counts how often it was asked."""

    asked: int = 0

    def find(self, municipality: str, code: str):  # type: ignore[no-untyped-def]
        self.asked += 1
        return super().find(municipality, code)


@dataclass
class Town:
    """Intake with a resident who wants to follow her case."""

    store: Counting
    tracking: Tracking
    receipt: Receipt

    @property
    def code(self) -> str:
        assert self.receipt.code
        return self.receipt.code

    def sign_in(self, **other: str) -> Visit | None:
        return self.tracking.sign_in(
            other.get("municipality", "1904"),
            other.get("number", self.receipt.number),
            other.get("code", self.code),
            other.get("address", HERE),
            MONDAY + timedelta(minutes=int(other.get("after", "0"))),
        )

    def cost_of_sign_in(self, **other: str) -> tuple[int, int, int]:
        """How often a refusal looks for a case, looks at a limit, and counts."""
        limits = self.tracking.limits
        assert isinstance(limits, InMemoryLimits)
        before = self.store.asked, limits.looks, limits.knocks.total()
        assert not self.sign_in(**other)
        after = self.store.asked, limits.looks, limits.knocks.total()
        asked, looks, knocks = (b - a for a, b in zip(before, after, strict=True))
        return asked, looks, knocks

    def visit(self) -> Visit:
        visit = self.sign_in()
        assert visit
        return visit


def a_complaint(key: str = "een", anonymous: bool = False) -> Submission:
    return Submission(
        municipality="1904",
        door=Door.FORM,
        key=key,
        content="hash",
        channel=Channel.WEB_FORM,
        written=True,
        received_at=MONDAY,
        registered_at=MONDAY,
        text="De hulp komt al weken niet.",
        anonymous=anonymous,
    )


@pytest.fixture
def town() -> Town:
    store = Counting()
    intake = Intake(store, store, InMemoryFiles())
    tracking = Tracking(intake, InMemorySessions(), InMemoryLimits())
    return Town(store, tracking, intake.accept(a_complaint()))


def test_number_and_code_open_the_case(town: Town) -> None:
    assert town.visit().number == town.receipt.number


def test_however_she_types_them(town: Town) -> None:
    number = town.receipt.number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    code = f" {town.code.lower().replace('-', '').replace('1', 'i').replace('0', 'O')} "

    assert town.sign_in(number=number, code=code)
    assert town.sign_in(number=town.receipt.number[-11:])


def test_an_anonymous_resident_follows_her_case_too(town: Town) -> None:
    receipt = town.tracking.intake.accept(a_complaint("anoniem", anonymous=True))

    assert receipt.code
    assert town.sign_in(number=receipt.number, code=receipt.code)


def test_a_guessed_code_opens_nothing(town: Town) -> None:
    assert not any(
        town.sign_in(code=new_code(), address=f"198.51.100.{guess}") for guess in range(20)
    )


def test_a_number_and_code_of_one_municipality_open_nothing_at_another(town: Town) -> None:
    assert not town.sign_in(municipality="1696")


def test_the_code_of_one_case_opens_no_other(town: Town) -> None:
    other = town.tracking.intake.accept(a_complaint("twee"))

    assert not town.sign_in(number=other.number)


def test_what_was_told_later_has_no_code_of_its_own(town: Town) -> None:
    town.tracking.tell(town.visit(), Telling.MORE, "k", MONDAY, text="Nog iets.")
    [addition] = town.store.additions

    assert not town.sign_in(number=addition.id)


def test_after_five_tries_the_right_code_opens_nothing_for_a_quarter_of_an_hour(
    town: Town,
) -> None:
    for _ in range(PER_CASE_AND_ADDRESS.at_most):
        town.sign_in(code=new_code())

    assert not town.sign_in()
    assert not town.sign_in(after="14")
    assert town.sign_in(after="15")


def test_whoever_keeps_failing_locks_out_himself_and_not_her(town: Town) -> None:
    for _ in range(100):
        town.sign_in(code=new_code(), address=ELSEWHERE)

    assert not town.sign_in(address=ELSEWHERE)
    assert town.sign_in(address=HERE)


def test_one_address_may_not_try_many_cases(town: Town) -> None:
    for place in range(PER_ADDRESS.at_most):
        town.sign_in(number=f"KL-2026-AAAAA-AAA{LETTERS[place]}0")

    assert not town.sign_in()


def test_a_household_has_many_addresses_and_counts_as_one(town: Town) -> None:
    for host in range(PER_ADDRESS.at_most):
        town.sign_in(code=new_code(), address=f"2001:db8:1:2::{host:x}")

    assert not town.sign_in(address="2001:db8:1:2:ffff::1")
    assert town.sign_in(address="2001:db8:1:3::1")


def test_who_is_let_in_may_come_as_often_as_she_likes(town: Town) -> None:
    assert all(town.sign_in() for _ in range(PER_ADDRESS.at_most + 5))


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "AAAAA-AAAAA-AAAAA"},
        {"number": "KL-2026-ZZZZZ-ZZZZZ"},
        {"number": "<script>", "code": ""},
        {"municipality": "1696"},
    ],
)
def test_every_refusal_costs_the_same(town: Town, wrong: dict[str, str]) -> None:
    assert town.cost_of_sign_in(**wrong) == (1, 2, 2)


def test_a_lock_costs_the_same_too(town: Town) -> None:
    for _ in range(PER_CASE_AND_ADDRESS.at_most):
        town.sign_in(code=new_code())

    assert town.cost_of_sign_in() == (1, 2, 2)


@given(number=st.text(max_size=200), code=st.text(max_size=200), address=st.text(max_size=60))
def test_whatever_is_typed_is_refused_without_a_fuss(number: str, code: str, address: str) -> None:
    store = InMemoryStore()
    intake = Intake(store, store, InMemoryFiles())
    tracking = Tracking(intake, InMemorySessions(), InMemoryLimits())

    assert tracking.sign_in("1904", number, code, address, MONDAY) is None
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", code_typed(number))


def test_who_signs_out_is_out(town: Town) -> None:
    visit = town.visit()
    town.tracking.sign_out("1904", visit.token)

    assert town.tracking.visit("1904", visit.token, MONDAY) is None


def test_a_session_is_of_one_case_at_one_municipality(town: Town) -> None:
    visit = town.visit()

    assert town.tracking.visit("1904", visit.token, MONDAY) == visit
    assert town.tracking.visit("1696", visit.token, MONDAY) is None


def test_only_our_own_forms_have_the_token_of_the_session(town: Town) -> None:
    one, other = town.visit(), town.visit()

    assert one.sent(one.form_token)
    assert not one.sent(other.form_token)
    assert not one.sent("")
    assert not one.sent("é")
    assert one.token not in one.form_token
    assert one.token not in repr(one)


def test_who_she_is_can_be_asked_once_more(town: Town) -> None:
    visit = town.visit()

    assert town.tracking.is_she(visit, town.code, HERE, MONDAY)
    assert not town.tracking.is_she(visit, new_code(), HERE, MONDAY)


def test_a_stolen_cookie_does_not_buy_more_guesses(town: Town) -> None:
    visit = town.visit()
    for _ in range(PER_CASE_AND_ADDRESS.at_most):
        town.tracking.is_she(visit, new_code(), HERE, MONDAY)

    assert not town.tracking.is_she(visit, town.code, HERE, MONDAY)
    assert town.tracking.is_she(visit, town.code, HERE, MONDAY + A_QUARTER)


def test_what_she_tells_is_in_the_dossier_in_her_name(town: Town) -> None:
    photo = File("poets.pdf", "application/pdf", A_PDF)

    receipt = town.tracking.tell(
        town.visit(), Telling.MORE, "k", MONDAY, text="Ook dinsdag niet.", files=[photo]
    )

    [addition] = town.store.additions
    assert (addition.text, addition.side, addition.telling) == (
        "Ook dinsdag niet.",
        Side.COMPLAINANT,
        Telling.MORE,
    )
    assert [each.name for each in addition.attachments] == ["poets.pdf"]
    assert (receipt.number, receipt.received_at) == (town.receipt.number, MONDAY)


def test_the_same_twice_is_told_once(town: Town) -> None:
    visit = town.visit()
    first, again = (
        town.tracking.tell(visit, Telling.WITHDRAWAL, "k", MONDAY + timedelta(seconds=each))
        for each in range(2)
    )

    assert (first.is_new, again.is_new) == (True, False)
    assert first.received_at == again.received_at
    assert len(town.store.additions) == 1


def test_other_words_from_the_same_page_are_told_too(town: Town) -> None:
    visit = town.visit()
    for text in ("Eerst dit.", "En dan dat."):
        assert town.tracking.tell(visit, Telling.MORE, "k", MONDAY, text=text).is_new

    assert [each.text for each in town.store.additions] == ["Eerst dit.", "En dan dat."]


def test_she_says_once_for_each_closing_how_satisfied_she_is(town: Town) -> None:
    visit = town.visit()
    first = town.tracking.rate(visit, "maandag", 4, "", MONDAY)
    again = town.tracking.rate(visit, "maandag", 4, "", MONDAY)

    assert (first.is_new, again.is_new) == (True, False)
    with pytest.raises(SameKeyError):
        town.tracking.rate(visit, "maandag", 5, "", MONDAY)
    assert town.tracking.rate(visit, "dinsdag", 5, "", MONDAY).is_new
    assert [each.score for each in town.store.additions] == [4, 5]
