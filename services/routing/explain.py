"""How do the decision table and the state machine look to a lawyer? In Dutch, as Markdown."""

from collections.abc import Iterable

from services.routing.milestones import MILESTONES
from services.routing.rule import Rule
from services.routing.rules import RULES
from services.routing.transition import Transition
from services.routing.transitions import OUTCOMES, TRANSITIONS
from shared.municipality import Municipality, municipalities

INTRO = """\
# Wie behandelt wat, en wat mag wanneer?

Dit bestand is gemaakt met `python -m services.routing.rules`; een toets houdt het gelijk aan de
regels die draaien. "Regeling", "Memo" en "Uitgangspunten" zijn de stukken uit 2014 van Stichtse
Vecht, Wijdemeren en Weesp; "Sterker" is de klachtenregeling van Sterker sociaal werk.

## Beslistabel

Elke regeling van een gemeente noemt de regels die er gelden, in de volgorde waarin ze worden
gevraagd. De eerste die past, beslist. Bij een regel met **mens eerst** gaat de zaak meteen naar het
klachtenloket; wat een latere regel zou kiezen, is dan alleen een voorstel. Een grond om niet te
behandelen is altijd een voorstel: een mens beslist. De woorden staan in
`services/routing/lexicon.yaml`.
"""

STATES = """\
## Fasen van een zaak

Wat hier niet staat, wordt geweigerd. Aan een afgesloten zaak verandert alleen nog wat hier en bij
de mijlpalen staat.
"""

MOMENTS = """\
## Mijlpalen

De actie mijlpaal-vastleggen zegt wanneer iets gebeurde waarmee een termijn begint of waarop zij
wacht. De fase blijft gelijk. Nog eens vastleggen met een ander moment verbetert het eerste. Wordt
de zaak aan een andere aanbieder aangeboden, dan vervallen de mijlpalen van de vorige.
"""

ENDINGS = """\
## Uitkomsten

Waarom een zaak sluit, is iets anders dan wat er geoordeeld is.
"""


def as_markdown() -> str:
    """The whole of docs/beslistabel.md."""
    routes = [
        "Regel",
        "Artikel",
        "Wanneer",
        "Uitleg bij de zaak",
        "Soort",
        "Behandelaar",
        "Samen met",
        "Awb 9:4-9:12",
        "Mogelijke grond",
    ]
    return "\n".join(
        [
            INTRO,
            *_table(routes, map(_rule, RULES.values())),
            "### Volgorde per gemeente\n",
            *_orders(municipalities().values()),
            "",
            STATES,
            *_table(
                ["Van", "Actie", "Naar", "Artikel", "Wat er gebeurt", "Geweigerd als"],
                map(_transition, TRANSITIONS),
            ),
            MOMENTS,
            *_table(
                ["Mijlpaal", "Fase", "Artikel", "Wat er gebeurt", "Geweigerd als"],
                (
                    [name, _phases(row), row.article, row.sentence, _refusals(row)]
                    for name, row in MILESTONES.items()
                ),
            ),
            ENDINGS,
            *_table(
                ["Uitkomst", "Geweigerd als"],
                (
                    [outcome, guard.refusal or "altijd mogelijk"]
                    for outcome, guard in OUTCOMES.items()
                ),
            ),
        ]
    )


def _rule(rule: Rule) -> list[str]:
    words = f"woorden: {', '.join(rule.topics)}" if rule.topics else ""
    return [
        f"`{rule.name}`",
        rule.article,
        "; ".join(filter(None, (words, rule.condition))) or "altijd",
        rule.sentence,
        rule.kind,
        f"{rule.handler} (**mens eerst**)" if rule.person_first else rule.handler,
        rule.co_handler,
        "ja, als het op schrift staat" if rule.municipal else "",
        rule.ground or "",
    ]


def _orders(known: Iterable[Municipality]) -> list[str]:
    """Which regulations ask which rules in which order, each order once."""
    orders: dict[tuple[str, ...], list[str]] = {}
    for municipality in known:
        for regime in municipality.regimes:
            orders.setdefault(regime.routes, []).append(f"{municipality.name} (`{regime.code}`)")
    return [f"- {', '.join(who)}: {', '.join(routes)}." for routes, who in orders.items()]


def _transition(row: Transition) -> list[str]:
    return [
        _phases(row),
        row.action,
        row.to or "blijft gelijk",
        row.article,
        row.sentence,
        _refusals(row),
    ]


def _phases(row: Transition) -> str:
    return ", ".join(row.phases)


def _refusals(row: Transition) -> str:
    return " ".join(guard.refusal for guard in row.guards)


def _table(heads: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [
        *(f"| {' | '.join(cells)} |" for cells in [heads, ["---"] * len(heads), *rows]),
        "",
    ]
