"""Can what is written in the colours of a municipality be read?"""

import pytest
from pydantic import ValidationError

from shared.house_style import HouseStyle, contrast_with_white


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#ff0000", 4.0), ("#0000ff", 8.59)],
)
def test_contrast_is_reckoned_as_wcag_does(colour: str, contrast: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


@pytest.mark.parametrize("place", ["kleur", "kleur_actief"])
@pytest.mark.parametrize("colour", ["#777777", "#a0d0e0", "#ffffff"])
def test_a_colour_that_cannot_be_read_on_white_is_refused(place: str, colour: str) -> None:
    with pytest.raises(ValidationError, match="te licht: het contrast met wit is"):
        HouseStyle.model_validate({place: colour})


@pytest.mark.parametrize("colour", ["rood", "#fff", "#12345g", "#123456;}body{display:none"])
def test_a_colour_is_written_in_six_digits(colour: str) -> None:
    for place in ("kleur", "kleur_actief", "accent"):
        with pytest.raises(ValidationError, match="pattern"):
            HouseStyle.model_validate({place: colour})


def test_the_line_below_the_head_may_be_light() -> None:
    assert HouseStyle.model_validate({"accent": "#ffd100"}).accent == "#ffd100"
