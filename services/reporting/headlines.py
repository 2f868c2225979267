"""Which figures matter most? They open the report, beside those of four quarters before.

They are worked out from the tables that the reader sees, so they give away nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from services.reporting.figures import Figures

Value = int | float | None


class Unit(StrEnum):
    CASES = "zaken"
    PERCENT = "procent"
    DAYS = "kalenderdagen"


@dataclass(frozen=True)
class Measure:
    key: str
    name: str
    meaning: str
    unit: Unit
    of: Callable[[Figures, int], Value]
    """From the figures as seen, and the least number of cases to divide by; None: not to say."""


def _count(table: str, row: str) -> Callable[[Figures, int], Value]:
    return lambda seen, _: seen.table(table).count(row)


def _share(table: str, part: str, other: str) -> Callable[[Figures, int], Value]:
    def percentage(seen: Figures, least: int) -> Value:
        one, rest = seen.table(table).count(part), seen.table(table).count(other)
        if one is None or rest is None or one + rest < least:
            return None
        return round(100 * one / (one + rest))

    return percentage


MEASURES = (
    Measure(
        "ontvangen",
        "Ontvangen",
        "Alle klachten, meldingen en signalen die de gemeente in dit kwartaal bereikten (Awb "
        "2:20), naar de datum in Nederland. Een zaak telt altijd in het kwartaal van ontvangst.",
        Unit.CASES,
        lambda seen, _: seen.received,
    ),
    Measure(
        "signalen",
        "Signalen",
        "Van de ontvangen zaken: die over de dienstverlening in het algemeen of anoniem zijn. Is "
        "daar een trend in, dan kan de wethouder erover worden benaderd (Memo Klachtenmanagement "
        "par. 3).",
        Unit.CASES,
        _count("soort", "signaal"),
    ),
    Measure(
        "open",
        "Nog open",
        "Zaken zonder uitkomst.",
        Unit.CASES,
        _count("stand", "open"),
    ),
    Measure(
        "afgesloten",
        "Afgesloten",
        "Zaken met een uitkomst.",
        Unit.CASES,
        _count("stand", "afgesloten"),
    ),
    Measure(
        "contact_te_laat",
        "Contact te laat",
        "Zaken waarin de contacttermijn (vijf werkdagen, tenzij de regeling anders bepaalt) "
        "verstreek zonder contact met de inwoner, ook als dat later alsnog kwam.",
        Unit.CASES,
        _count("contact", "te_laat"),
    ),
    Measure(
        "contact_op_tijd",
        "Contact op tijd",
        "Van de zaken waarin contact is vastgelegd of de contacttermijn verstreek: het deel "
        "waarin het contact op tijd was.",
        Unit.PERCENT,
        _share("contact", "op_tijd", "te_laat"),
    ),
    Measure(
        "open_te_laat",
        "Open en te laat",
        "Open zaken waarvan de behandeltermijn (Awb 9:11, of die van de regeling) is verstreken.",
        Unit.CASES,
        _count("open_termijn", "te_laat"),
    ),
    Measure(
        "afgesloten_op_tijd",
        "Op tijd afgesloten",
        "Van de afgesloten zaken: het deel dat binnen de behandeltermijn is afgesloten.",
        Unit.PERCENT,
        _share("afhandeling", "op_tijd", "te_laat"),
    ),
    Measure(
        "informeel_afgedaan",
        "Informeel afgedaan",
        "Van de afgesloten zaken: het deel dat zonder formele behandeling is afgedaan.",
        Unit.PERCENT,
        _share("afdoening", "informeel", "formeel"),
    ),
    Measure(
        "dagen_tot_contact",
        "Dagen tot het eerste contact",
        "De middelste waarde (mediaan), in kalenderdagen na ontvangst, van de zaken waarin "
        "contact is geweest.",
        Unit.DAYS,
        lambda seen, _: seen.medians.to_contact,
    ),
    Measure(
        "dagen_tot_afsluiting",
        "Dagen tot de afsluiting",
        "De middelste waarde (mediaan), in kalenderdagen na ontvangst, van de afgesloten zaken.",
        Unit.DAYS,
        lambda seen, _: seen.medians.to_closing,
    ),
)
