import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import again_at, code_in, code_of, fingerprint, number_of
from tests.builders import MONDAY

REQUESTS = st.text().map(fingerprint)


@given(REQUESTS)
def test_a_number_can_be_read_out_over_the_phone(request: str) -> None:
    number = number_of(request, MONDAY)

    assert re.fullmatch(r"KL-2026-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", number)


@given(REQUESTS)
def test_the_code_at_its_end_follows_from_the_request_alone(request: str) -> None:
    numbers = {number_of(request, MONDAY + timedelta(days=400 * n)) for n in range(3)}

    assert len(numbers) == 3
    assert {code_in(number) for number in numbers} == {code_of(request)}


def test_each_of_the_fifty_bits_counts() -> None:
    codes = {code_of(f"{1 << bit:064x}") for bit in range(206, 256)}

    assert len(codes) == 50
    assert "00000-00000" not in codes


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), "2026"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "2027"),  # midnight in Amsterdam
    ],
)
def test_the_year_is_that_of_receipt_in_amsterdam(moment: datetime, year: str) -> None:
    assert number_of(fingerprint("x"), moment).startswith(f"KL-{year}-")


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_only_the_same_parts_have_the_same_fingerprint(one: list[str], other: list[str]) -> None:
    assert (fingerprint(*one) == fingerprint(*other)) == (one == other)


def test_we_repeat_ourselves_after_ten_minutes_and_then_ever_less_often() -> None:
    waits = [again_at(told, MONDAY) - MONDAY for told in range(1, 100)]

    assert waits[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert all(one <= next_one for one, next_one in pairwise(waits))
    assert waits[-1] == timedelta(days=1)
