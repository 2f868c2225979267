"""Which colours does a municipality have? A few of them, each fit to be read on white."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from shared.settings import Setting

LEGIBLE = 4.5
"""The contrast of text with what is behind it (WCAG 1.4.3)."""


def contrast_with_white(colour: str) -> float:
    """From 1 (white) to 21 (black), as WCAG reckons it, of a *colour* such as ``#154273``."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _legible(colour: str) -> str:
    if (contrast := contrast_with_white(colour)) < LEGIBLE:
        raise ValueError(
            f"{colour} is te licht: het contrast met wit is {contrast:.1f} en moet minstens "
            f"{LEGIBLE} zijn. Kies een donkerdere kleur"
        )
    return colour


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Legible = Annotated[Colour, AfterValidator(_legible)]


class HouseStyle(Setting):
    """The colours of the pages; those of the national government where none are named."""

    main: Legible = Field(default="#154273", alias="kleur", description="Head, buttons and links.")
    active: Legible = Field(
        default="#0d2b4d", alias="kleur_actief", description="What is pointed at or pressed."
    )
    accent: Colour = Field(
        default="#8fcae7", alias="accent", description="The line below the head; never text."
    )
