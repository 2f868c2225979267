"""How do the decision table and the state machine look to a lawyer? In Dutch, as Markdown."""

import sys
from collections.abc import Iterable, Iterator

from services.routing.attention import POINTS
from services.routing.checking import check
from services.routing.rule import NOBODY, Rule
from services.routing.rules import RULES
from services.routing.steps.ending import JOINING, OUTCOMES
from services.routing.steps.milestones import MILESTONES
from services.routing.transition import ALL_STAFF, HANDLERS, LEADS, Action, Guard, Transition
from services.routing.transitions import TRANSITIONS
from shared.access import SEES
from shared.glossary import Outcome
from shared.municipality import Municipality, municipalities
from shared.regime import Regime
from shared.settings import ConfigurationError

INTRO = """\
# Wie behandelt wat, en wat mag wanneer?

Dit bestand is gemaakt met `python -m services.routing.explain`; een toets houdt het gelijk aan de
regels die draaien. "Regeling", "Memo" en "Uitgangspunten" zijn de stukken uit 2014 van Stichtse
Vecht, Wijdemeren en Weesp; "Sterker" is de klachtenregeling van Sterker sociaal werk.

## Beslistabel

Elke regeling van een gemeente noemt de regels die er gelden, in de volgorde waarin ze worden
gevraagd. De eerste die past, beslist. Bij een regel met **mens eerst** gaat de zaak meteen naar het
klachtenloket; wat een latere regel zou kiezen, is dan alleen een voorstel. Een grond om niet te
behandelen is altijd een voorstel: een mens beslist. De woorden staan in
`services/routing/lexicon.yaml`.
"""

POINTS_TO = """\
## Aandachtspunten

Waar de behandelaar bij een zaak aan moet denken. De zaak noemt ze; het systeem doet er niets mee.
"""

STATES = """\
## Fasen van een zaak

Wat hier niet staat, wordt geweigerd. Aan een afgesloten zaak verandert alleen nog wat hier en bij
de mijlpalen staat. De leiding is de klachtencoordinator en de teamleider; behandelaars zijn zij en
de behandelaar; medewerkers zijn zij allen en de kcc-medewerker. Een aanbieder doet alleen iets met
wat bij haar ligt.
"""

MOMENTS = """\
## Mijlpalen

De actie mijlpaal-vastleggen zegt wanneer iets gebeurde waarmee een termijn begint of waarop zij
wacht. De fase blijft gelijk. Nog eens vastleggen met een ander moment verbetert het eerste. Wordt
de zaak aan een andere aanbieder aangeboden, dan vervallen de mijlpalen van de vorige.
"""

SIGHT = """\
## Wie ziet wat

Niemand leest meer dan haar werk vraagt. Wat zij niet mag zien, bestaat voor haar niet; elke inzage
wordt gelogd. Wie bij de gedraging betrokken was, ziet een zaak in formele behandeling niet meer
(Awb 9:7). Wat bij een aanbieder of een instantie buiten de gemeente is, ziet ook het klachtenloket.
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
            "### Wat een regeling anders zegt\n",
            *_table(
                ["Regeling", "Regel", "Behandelaar", "Samen met", "Artikel", "Uitleg bij de zaak"],
                _differences(municipalities().values()),
            ),
            "### Wat een regeling uitsluit\n",
            *_table(
                ["Regeling", "Grond", "Gevolg", "Artikel"],
                _exclusions(municipalities().values()),
            ),
            POINTS_TO,
            *_table(
                ["Aandachtspunt", "Artikel", "Wat te doen"],
                ([point.what, point.article, point.sentence] for point in POINTS),
            ),
            STATES,
            *_table(
                ["Van", "Actie", "Naar", "Door", "Artikel", "Wat er gebeurt", "Geweigerd als"],
                map(_transition, TRANSITIONS),
            ),
            MOMENTS,
            *_table(
                ["Mijlpaal", "Fase", "Door", "Artikel", "Wat er gebeurt", "Geweigerd als"],
                (
                    [
                        name,
                        _phases(row),
                        _circle(row),
                        row.article,
                        row.sentence,
                        _refusals(row),
                    ]
                    for name, row in MILESTONES.items()
                ),
            ),
            SIGHT,
            *_table(["Rol", "Ziet"], ([role, sees.text] for role, sees in SEES.items())),
            ENDINGS,
            *_table(
                ["Uitkomst", "Geweigerd als"],
                ([outcome, _refused(outcome, guard)] for outcome, guard in OUTCOMES.items()),
            ),
        ]
    )


def _rule(rule: Rule) -> list[str]:
    return [
        f"`{rule.name}`",
        rule.article,
        "; ".join(condition.text for condition in rule.when) or "altijd",
        rule.sentence,
        rule.kind,
        f"{rule.handler} (**mens eerst**)" if rule.person_first else rule.handler,
        "" if rule.co_handler == NOBODY else rule.co_handler,
        "ja, als het op schrift staat" if rule.municipal else "",
        rule.ground or "",
    ]


def _orders(known: Iterable[Municipality]) -> list[str]:
    """Which regulations ask which rules in which order, each order once."""
    orders: dict[tuple[str, ...], list[str]] = {}
    for municipality, regime in _regimes(known):
        names = tuple(row.rule for row in regime.routes)
        orders.setdefault(names, []).append(f"{municipality.name} (`{regime.code}`)")
    return [f"- {', '.join(who)}: {', '.join(names)}." for names, who in orders.items()]


def _differences(known: Iterable[Municipality]) -> Iterator[list[str]]:
    """What a regulation says differently of a rule; what it does not say stays as it is."""
    for _, regime in _regimes(known):
        for row in regime.routes:
            said = [row.handler, row.co_handler, row.article, row.sentence]
            if any(said):
                yield [f"`{regime.code}`", f"`{row.rule}`", *(each or "" for each in said)]


def _exclusions(known: Iterable[Municipality]) -> Iterator[list[str]]:
    for _, regime in _regimes(known):
        for each in regime.exclusions:
            yield [f"`{regime.code}`", each.ground, each.effect, each.article]


def _regimes(known: Iterable[Municipality]) -> list[tuple[Municipality, Regime]]:
    return [(municipality, regime) for municipality in known for regime in municipality.regimes]


def _transition(row: Transition) -> list[str]:
    return [
        _phases(row),
        row.action,
        row.to or ("informeel of formeel" if row.action is Action.REOPEN else "blijft gelijk"),
        _circle(row),
        row.article,
        row.sentence,
        _refusals(row),
    ]


def _circle(row: Transition) -> str:
    """Who may do it, in as few words as the text above the table explains."""
    known = {ALL_STAFF: "medewerkers", HANDLERS: "behandelaars", LEADS: "leiding"}
    for circle, name in known.items():
        if set(circle) <= set(row.by):
            return ", ".join([name, *(role for role in row.by if role not in circle)])
    return ", ".join(row.by)


def _phases(row: Transition) -> str:
    return ", ".join(row.phases)


def _refusals(row: Transition) -> str:
    if row.action is Action.SETTLE:
        return "Zie de uitkomsten hieronder."
    return " ".join(guard.refusal for guard in row.guards)


def _refused(outcome: Outcome, guard: Guard) -> str:
    also = JOINING if outcome is Outcome.JOINED else ()
    return " ".join(each.refusal for each in (guard, *also)) or "altijd mogelijk"


def _table(heads: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [
        *(f"| {' | '.join(cells)} |" for cells in [heads, ["---"] * len(heads), *rows]),
        "",
    ]


if __name__ == "__main__":
    try:
        check()
    except ConfigurationError as error:
        sys.exit(str(error))
    print(as_markdown(), end="")  # noqa: T201
