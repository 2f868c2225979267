"""Which style sheet goes with a page? One for all, made when the code is built, and one per theme.

infra/local/style.py makes `loket.css` of the NL Design System; without it a page has our own layout
alone, which is plain and can be read.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

from shared.house_style import HouseStyle

HERE = Path(__file__).parent


@cache
def sheet() -> str:
    """The style of every page."""
    made = Path(os.environ.get("STYLESHEET") or HERE / "loket.css")
    return (made if made.exists() else HERE / "layout.css").read_text(encoding="utf-8")


@cache
def version() -> str:
    """In its address, so that a browser may keep it for ever."""
    return hashlib.sha256(sheet().encode()).hexdigest()[:16]


def theme(colours: HouseStyle) -> str:
    """The colours of a municipality, for the places that layout.css gave them."""
    return (
        f".voorbeeld-theme{{--loket-kleur:{colours.main};"
        f"--loket-kleur-actief:{colours.active};--loket-accent:{colours.accent}}}"
    )
