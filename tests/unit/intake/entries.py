"""What staff writes down. All people are fictional."""

from typing import Any

CALL: dict[str, Any] = {
    "kanaal": "telefoon",
    "tekst": "De hulp komt al drie weken niet.",
    "voorgelezen": True,
    "indiener": {"naam": "J. de Wit", "telefoon": "06 12345678"},
}
LETTER: dict[str, Any] = {
    "kanaal": "brief",
    "tekst": "Geachte gemeente, ik ben boos.",
    "ontvangenOp": "2026-05-28",
    "indiener": {"naam": "J. de Wit", "adres": "Dorpsweg 1, 3621 AB Breukelen"},
}
