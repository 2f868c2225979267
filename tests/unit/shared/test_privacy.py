"""Which numbers are nobody's business, and which ones must stay readable?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.privacy import NOT_SHOWN, WEIGHTS, is_bsn, without_bsn

DIGITS = st.text("0123456789", min_size=9, max_size=9)


def _with_its_last(first: str) -> str:
    """Eight digits, and the ninth with which they pass the test of eleven; more where none does."""
    total = sum(weight * int(each) for weight, each in zip(WEIGHTS, first, strict=False))
    return f"{first}{total % 11}"


BSN = (
    st.text("0123456789", min_size=8, max_size=8)
    .map(_with_its_last)
    .filter(lambda digits: len(digits) == 9 and is_bsn(digits))
)
PROSE = st.text(st.characters(exclude_categories=("Nd", "Cs"), exclude_characters="-+"))
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = st.text(LETTERS, min_size=5, max_size=5)


def grouped(digits: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, rest = [], digits
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    return gap.join(parts)


@given(
    number=BSN,
    sizes=st.sampled_from([(9,), (3, 3, 3), (4, 2, 3), (4, 5), (5, 4), (2, 3, 4)]),
    gap=st.sampled_from([" ", ".", "-", "\u00a0"]),
    before=PROSE,
    after=PROSE,
)
def test_a_bsn_is_not_shown_however_it_is_written(
    number: str, sizes: tuple[int, ...], gap: str, before: str, after: str
) -> None:
    shown, masked = without_bsn(f"{before} {grouped(number, sizes, gap)} {after}")

    assert shown == f"{before} {NOT_SHOWN} {after}"
    assert masked == 1


@given(number=DIGITS.filter(lambda digits: not is_bsn(digits)))
def test_nine_digits_that_fail_the_test_of_eleven_stay(number: str) -> None:
    assert without_bsn(f"Kenmerk {number}.") == (f"Kenmerk {number}.", 0)


@given(
    rest=st.text("0123456789", min_size=8, max_size=8),
    first=st.sampled_from("123456789"),
    form=st.sampled_from(
        ["0{f}{r}", "0{f} {r}", "0{f}-{r}", "+31 {f} {r}", "+31{f}{r}", "0031{f}{r}", "06 {r}"]
    ),
)
def test_a_telephone_number_stays(rest: str, first: str, form: str) -> None:
    phone = form.format(f=first, r=rest)

    assert without_bsn(f"Bel mij op {phone}, na vijven.")[1] == 0


@given(year=st.integers(2020, 2099), one=CODE, two=CODE)
def test_a_case_number_stays(year: int, one: str, two: str) -> None:
    number = f"KL-{year}-{one}-{two}"

    assert without_bsn(f"Over {number}: graag bericht.")[1] == 0


@given(nine=BSN.filter(lambda digits: digits[0] != "0"))
def test_what_passes_the_test_of_eleven_within_a_telephone_number_stays_too(nine: str) -> None:
    assert without_bsn(f"Bel +31 {nine}.")[1] == 0


@given(
    nine=st.text("0123456789", min_size=4, max_size=4)
    .map(lambda four: _with_its_last(f"2026{four}"))
    .filter(lambda digits: len(digits) == 9),
    rest=st.text("ABCDEFGH", min_size=5, max_size=5),
)
def test_what_passes_the_test_of_eleven_within_a_case_number_stays_too(
    nine: str, rest: str
) -> None:
    assert is_bsn(nine)
    assert without_bsn(f"Over KL-2026-{nine[4:]}-{rest}.")[1] == 0


@given(text=st.text())
def test_what_is_masked_holds_nothing_more_to_mask(text: str) -> None:
    shown, _ = without_bsn(text)

    assert without_bsn(shown) == (shown, 0)


@given(text=st.text(st.characters(exclude_categories=("Nd", "Cs"))))
def test_a_text_without_digits_is_left_alone(text: str) -> None:
    assert without_bsn(text) == (text, 0)


@given(numbers=st.lists(BSN, min_size=2, max_size=5))
def test_each_one_is_counted(numbers: list[str]) -> None:
    shown, masked = without_bsn(" en ".join(numbers))

    assert masked == len(numbers)
    assert not any(each.isdigit() for each in shown)


@pytest.mark.parametrize(
    "text",
    [
        "Mijn rekening is NL91ABNA0417164300.",
        "Mijn rekening is NL91 ABNA 0417 1643 00.",
        "Het kostte 1.234.567.823 euro.",
        "Bel +32 475 123 456.",
        "Op 12-05-2026 om 12.30 uur.",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_bsn(text) == (text, 0)


@pytest.mark.parametrize(
    "text",
    [
        "bsn:123456782",
        "BSN-123456782!",
        "(123456782)",
        "12 123456782",
        "nr.123456782.",
        "1234.56.782",
        "123 456 782",
        "111222333",
    ],
)
def test_a_bsn_is_found_in_these(text: str) -> None:
    shown, masked = without_bsn(text)

    assert masked == 1
    assert NOT_SHOWN in shown


@pytest.mark.parametrize("text", ["BSN123456782", "bsn123 456 782.", "Bsn:123456782"])
def test_a_bsn_that_is_stuck_to_its_own_name_is_not_shown(text: str) -> None:
    assert without_bsn(text)[1] == 1
