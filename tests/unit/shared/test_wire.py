"""A moment comes in with any offset and goes out in UTC."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.wire import Moment

MOMENT: TypeAdapter[Moment] = TypeAdapter(Moment)


def test_any_offset_comes_in_and_utc_goes_out() -> None:
    moment = MOMENT.validate_json('"2026-03-24T23:30:00+01:00"')

    assert MOMENT.dump_json(moment) == b'"2026-03-24T22:30:00.000Z"'


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-24T23:30:00",  # whose time?
        "0001-01-01T00:00:00+09:00",  # before the first year of UTC
        "9999-12-31T23:59:59-09:00",
        "9999-12-31T23:59:59Z",  # after the last year of Amsterdam
    ],
)
def test_what_is_no_moment_in_utc_and_in_amsterdam_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_python(text)
