"""Nothing leaves for the bus that breaks the contract."""

from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.bus import UnfitForTheBusError, to_json
from shared.case import Reason
from shared.events import CaseOpened
from shared.privacy import is_bsn, personal_data_in
from tests.builders import MONDAY, a_case


def opened(sentence: str) -> CaseOpened:
    reason = Reason(rule="test", article="Awb 9:1", sentence=sentence)
    return CaseOpened.about(a_case(reasons=(reason,)), MONDAY)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Mail naar j.dewit@mail.example.", "e-mailadres"),
        ("Bel 06-12345678.", "telefoonnummer"),
        ("Bel +31 6 1234 5678.", "telefoonnummer"),
        ("Bel 0346 123456.", "telefoonnummer"),
        ("BSN 123456782 staat erin.", "BSN"),
        ("Op NL91ABNA0417164300.", "IBAN"),
    ],
)
def test_an_event_with_personal_data_is_refused_without_repeating_it(
    sentence: str, kind: str
) -> None:
    with pytest.raises(UnfitForTheBusError, match=kind) as refused:
        to_json(opened(sentence))

    assert sentence not in str(refused.value)


def test_an_ordinary_reason_may_travel() -> None:
    told = to_json(opened("De klacht gaat over een aanbieder: Wmo 3.2, Awb 9:1, 24 maart 2026."))

    assert "Wmo 3.2" in told


def test_an_event_over_64_kilobytes_is_refused() -> None:
    case = a_case(providers=tuple(f"aanbieder_{n}" for n in range(6000)))

    with pytest.raises(UnfitForTheBusError, match="larger than 65536 bytes"):
        to_json(CaseOpened.about(case, MONDAY))


@given(st.from_regex(r"KL-20[0-9]{2}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", fullmatch=True))
def test_a_case_number_is_never_taken_for_personal_data(number: str) -> None:
    assert personal_data_in(f"Zaak {number}, 24 maart 2026.") == set()


@given(st.uuids())
@example(UUID("01234567-89ab-4234-8567-890123456789"))  # as a telephone number
@example(UUID("aaaaaaaa-aaaa-4aaa-8aaa-b123456782cc"))  # as a BSN
def test_an_id_is_never_taken_for_personal_data(one: UUID) -> None:
    assert personal_data_in(str(one)) == set()
    assert personal_data_in(f"Bericht {one} is verstuurd.") == set()


@pytest.mark.parametrize(
    ("digits", "real"), [("123456782", True), ("123456789", False), ("0" * 9, False)]
)
def test_a_bsn_passes_the_test_of_eleven(digits: str, real: bool) -> None:
    assert is_bsn(digits) is real
