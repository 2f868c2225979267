"""How do we say it to a reader? Every value of the glossary has a name here."""

from services.reporting.domain import Quarter
from services.reporting.figures import NONE, NOT_KNOWN, Version
from services.reporting.headlines import Unit, Value
from shared.dutch_time import MONTHS
from shared.glossary import HandlerKind
from shared.municipality import Municipality
from shared.party import Party

HIDDEN = "minder dan 5, of afgeschermd"
NOT_TO_SAY = "niet te geven"
WITHHELD = "Deze tabel is afgeschermd: de aantallen zijn te klein om te tonen."
READING = {
    Version.PUBLIC: (
        "Een aantal van 1 tot en met 4 tonen wij niet, omdat iemand daarin te herkennen kan zijn. "
        "Zo'n aantal mag ook niet uit te rekenen zijn; daarom schermen wij soms een groter aantal "
        "af, of een hele tabel.",
        "Percentages en middelste waarden (medianen) geven wij vanaf twintig zaken.",
    ),
    Version.INTERNAL: (
        "Alle aantallen zijn precies. Publiceer deze versie niet: in kleine aantallen kan iemand "
        "te herkennen zijn. Gebruik daarvoor de openbare versie.",
        "Een percentage of een middelste waarde (mediaan) over weinig zaken zegt weinig.",
    ),
}
ORDINALS = ("eerste", "tweede", "derde", "vierde")

NAMES = {
    NOT_KNOWN: "Nog onbekend",
    NONE: "Geen aanbieder",
    "open": "Open",
    "afgesloten": "Afgesloten",
    "op_tijd": "Op tijd",
    "tevreden_5": "Heel tevreden",
    "tevreden_4": "Tevreden",
    "tevreden_3": "Niet tevreden, niet ontevreden",
    "tevreden_2": "Ontevreden",
    "tevreden_1": "Heel ontevreden",
    "geen_antwoord": "Geen antwoord",
    "te_laat": "Te laat",
    "loopt": "Termijn loopt nog",
    "informeel": "Informeel",
    "formeel": "Formeel",
    # soort
    "klacht": "Klacht",
    "melding": "Melding",
    "signaal": "Signaal",
    "onvrede": "Onvrede, ter plekke opgelost",
    "intrekking": "Intrekking",
    "geen_klacht": "Geen klacht",
    "onbekend": "Nog te beoordelen",
    # klachtsoort
    "zaaksklacht": "Zaaksklacht",
    "bejegeningsklacht": "Bejegeningsklacht",
    # domein
    "wmo": "Wmo",
    "jeugd": "Jeugdhulp",
    "participatie": "Werk en inkomen",
    "schuldhulp": "Schuldhulp",
    "zvw": "Zorgverzekeringswet",
    "leerlingenvervoer": "Leerlingenvervoer",
    "algemeen": "Algemeen",
    # kanaal
    "webformulier": "Webformulier",
    "email": "E-mail",
    "telefoon": "Telefoon",
    "brief": "Brief",
    "balie": "Balie",
    "wijkteam": "Wijkteam",
    "whatsapp": "WhatsApp",
    "social_media": "Sociale media",
    "aanbieder": "Via de aanbieder",
    "ombudsman": "Via de ombudsman",
    "raadslid": "Via een raadslid",
    "kto": "Klanttevredenheidsonderzoek",
    # uitkomst
    "naar_tevredenheid_afgedaan": "Naar tevredenheid afgedaan (Awb 9:5)",
    "ingetrokken": "Ingetrokken",
    "oordeel": "Met een oordeel (Awb 9:12)",
    "gegrond": "Oordeel: gegrond (Awb 9:12)",
    "deels_gegrond": "Oordeel: deels gegrond (Awb 9:12)",
    "ongegrond": "Oordeel: ongegrond (Awb 9:12)",
    "geen_oordeel": "Onderzocht, zonder oordeel (Awb 9:12)",
    "niet_in_behandeling": "Niet in behandeling genomen (Awb 9:8)",
    "doorgezonden": "Doorgezonden (Awb 2:3, 6:15)",
    "afgehandeld_door_aanbieder": "Afgehandeld door de aanbieder",
    "geregistreerd": "Geregistreerd en doorgegeven",
    "geen_contact": "Te lang onbereikbaar",
    "samengevoegd": "Gaat verder in een andere zaak",
    # vervolg en indeling
    "tweede_lijn": "Naar de tweede lijn",
    "heropend": "Heropend",
    "gelijk": "Niet anders ingedeeld",
}


def name_of(question: str, answer: str, municipality: Municipality) -> str:
    """What a row is called in the table of this *question*."""
    if question == "contact" and answer == NONE:
        return "Nog geen contact"
    if question == "vervolg" and answer == NONE:
        return "Niet heropend of naar de tweede lijn"
    if question == "indeling" and "/" in answer:
        was, became = answer.split("/")
        return f"{NAMES[was]}, werd: {NAMES[became].lower()}"
    if question == "behandelaar":
        kind, _, key = answer.partition("/")
        everybody: dict[str, dict[str, Party]] = {
            HandlerKind.PROVIDER: {**municipality.providers},
            HandlerKind.EXTERNAL: municipality.outside,
        }
        return _party(everybody.get(kind, municipality.units), key)
    if question == "aanbieder" and answer != NONE:
        return _party({**municipality.providers}, answer)
    return NAMES[answer]


def _party(known: dict[str, Party], key: str) -> str:
    """Its name; its key where the configuration has forgotten it since."""
    return known[key].name if key in known else key


def in_figures(value: Value, unit: Unit) -> str:
    """A value as a reader expects it: ``12``, ``3,5``, ``75%``, or why there is none."""
    if value is None:
        return HIDDEN if unit is Unit.CASES else NOT_TO_SAY
    return f"{value:g}".replace(".", ",") + ("%" if unit is Unit.PERCENT else "")


def quarter_in_words(quarter: Quarter) -> str:
    """As in ``tweede kwartaal van 2026``."""
    return f"{ORDINALS[quarter.number - 1]} kwartaal van {quarter.year}"


def months_in_words(quarter: Quarter) -> str:
    """As in ``1 april tot en met 30 juni 2026``."""
    first, last = quarter.first_day, quarter.last_day
    return (
        f"{first.day} {MONTHS[first.month - 1]} tot en met "
        f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    )
