"""What do we count? Each table asks one question of every case that came in during the quarter.

What a table means stands beside how it is counted, so that the two cannot part.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from statistics import median

from services.reporting.domain import Fact, Quarter
from shared.glossary import Channel, ClockKind, Domain, Judgment, Kind, Nature, Outcome

NOT_KNOWN = "nog_onbekend"
NONE = "geen"
NO_ANSWER = "geen_antwoord"


class Among(StrEnum):
    """Of which cases a table speaks."""

    RECEIVED = "ontvangen"
    OPEN = "open"
    CLOSED = "afgesloten"
    SIGNALS = "signalen"


class Version(StrEnum):
    """Whom a report is for."""

    PUBLIC = "openbaar"  # without small numbers
    INTERNAL = "intern"  # exact


@dataclass(frozen=True)
class Question:
    key: str
    title: str
    meaning: str
    answer: Callable[[Fact], Iterable[str]]
    among: Among = Among.RECEIVED
    answers: tuple[str, ...] = ()  # the order of the rows; other answers follow by name
    always: bool = False  # show the rows without cases too
    headline: bool = False  # so important that the quarters before are shown beside it
    internal: bool = False  # with the table of another question, small numbers would follow from it


@dataclass(frozen=True)
class Row:
    key: str
    count: int | None  # None: not for everybody's eyes


@dataclass(frozen=True)
class Table:
    question: Question
    rows: tuple[Row, ...]
    total: int | None

    @property
    def withheld(self) -> bool:
        return self.total is None or (self.total > 0 and not self.rows)

    def count(self, key: str) -> int | None:
        """None where it may not be seen; a row that is not there counts nothing."""
        absent = None if self.withheld else 0
        return next((row.count for row in self.rows if row.key == key), absent)


@dataclass(frozen=True)
class Medians:
    """Calendar days from receipt; None where there are no cases, or too few to say."""

    to_contact: float | None
    to_closing: float | None


@dataclass(frozen=True)
class Figures:
    """All that we count of one quarter."""

    quarter: Quarter
    received: int | None
    tables: tuple[Table, ...]
    medians: Medians

    def table(self, key: str) -> Table:
        return next(table for table in self.tables if table.question.key == key)


@dataclass(frozen=True)
class Report:
    municipality: str
    as_of: datetime
    version: Version
    figures: Figures
    before: tuple[Figures, ...]  # the headlines of four quarters, oldest first


def _contact(fact: Fact) -> str:
    if ClockKind.CONTACT in fact.missed:
        return "te_laat"
    return "op_tijd" if fact.first_contact_on else "geen"


def _outcome(fact: Fact) -> str:
    return fact.judgment or fact.outcome or NOT_KNOWN


def _afterwards(fact: Fact) -> str:
    if fact.second_line:
        return "tweede_lijn"
    return "heropend" if fact.reopened else "geen"


QUESTIONS = (
    Question(
        "stand",
        "Open en afgesloten",
        "Een klacht is afgesloten als er een uitkomst is vastgelegd; tot die tijd is zij open.",
        lambda fact: (Among.OPEN if fact.is_open else Among.CLOSED,),
        answers=(Among.OPEN, Among.CLOSED),
        always=True,
        headline=True,
    ),
    Question(
        "contact",
        "Contact binnen de termijn",
        "Op tijd: er is contact met de inwoner vastgelegd en de contacttermijn (vijf werkdagen, "
        "tenzij de regeling anders bepaalt) is niet verstreken. Te laat: de termijn verstreek "
        "zonder contact, ook als dat later alsnog kwam. Nog geen contact: de termijn loopt nog, "
        "of de zaak is gesloten voordat zij verstreek.",
        lambda fact: (_contact(fact),),
        answers=("op_tijd", "te_laat", "geen"),
        always=True,
        headline=True,
    ),
    Question(
        "afhandeling",
        "Afgesloten binnen de termijn",
        "Te laat: de behandeltermijn (Awb 9:11, of die van de regeling) verstreek voordat de "
        "zaak werd afgesloten.",
        lambda fact: ("te_laat" if ClockKind.HANDLING in fact.missed else "op_tijd",),
        among=Among.CLOSED,
        answers=("op_tijd", "te_laat"),
        always=True,
        headline=True,
    ),
    Question(
        "open_termijn",
        "Open: loopt de termijn nog?",
        "Te laat: de behandeltermijn is verstreken en de zaak is nog open.",
        lambda fact: ("te_laat" if ClockKind.HANDLING in fact.missed else "loopt",),
        among=Among.OPEN,
        answers=("loopt", "te_laat"),
        always=True,
        headline=True,
    ),
    Question(
        "afdoening",
        "Informeel of formeel afgedaan",
        "Formeel: de inwoner heeft om formele behandeling gevraagd (Awb 9:4 en verder).",
        lambda fact: ("formeel" if fact.formal_since else "informeel",),
        among=Among.CLOSED,
        answers=("informeel", "formeel"),
        always=True,
        headline=True,
    ),
    Question(
        "uitkomst",
        "Uitkomst",
        "Waarom een zaak is afgesloten en, waar de gemeente oordeelde, hoe. Een oordeel gaat over "
        "alle onderdelen van een klacht samen. Wat is ingetrokken of naar tevredenheid is "
        "afgedaan, is niet beoordeeld, en dus nooit ongegrond.",
        lambda fact: (_outcome(fact),),
        among=Among.CLOSED,
        answers=(*Judgment, *Outcome),
    ),
    Question(
        "tevredenheid",
        "Hoe tevreden de inwoner is",
        "Wat inwoners na afloop zelf zeiden, op hun volgpagina (Regeling art. 6 lid 3). Wie dat "
        "niet deed, staat bij geen antwoord.",
        lambda fact: (f"tevreden_{fact.satisfaction}" if fact.satisfaction else NO_ANSWER,),
        among=Among.CLOSED,
        answers=(*(f"tevreden_{score}" for score in range(5, 0, -1)), NO_ANSWER),
    ),
    Question(
        "vervolg",
        "Daarna",
        "Tweede lijn: de inwoner is daarop gewezen, of de ombudsman vroeg iets. Zo'n zaak telt "
        "hier niet ook als heropend.",
        lambda fact: (_afterwards(fact),),
        answers=("tweede_lijn", "heropend", "geen"),
    ),
    Question(
        "soort",
        "Soort",
        "Wat het bericht is nadat iemand ernaar heeft gekeken. Alle soorten tellen mee in het "
        "totaal.",
        lambda fact: (fact.kind,),
        answers=tuple(Kind),
        headline=True,
    ),
    Question(
        "indeling",
        "Anders ingedeeld",
        "Wat een bericht eerst leek, en wat het bleek te zijn. Wat nog niemand had beoordeeld, "
        "telt niet als anders ingedeeld.",
        lambda fact: (f"{fact.was}/{fact.kind}" if fact.was else "gelijk",),
        answers=("gelijk",),
        internal=True,
    ),
    Question(
        "signalen",
        "Signalen voor de wethouder",
        "Waar de signalen over gaan. Is daar een trend in, dan kan de wethouder erover worden "
        "benaderd (Memo Klachtenmanagement par. 3).",
        lambda fact: (fact.domain or NOT_KNOWN,),
        among=Among.SIGNALS,
        answers=tuple(Domain),
        internal=True,
    ),
    Question(
        "klachtsoort",
        "Waar het over gaat",
        "Zaaksklacht: over de uitvoering of de dienst. Bejegeningsklacht: over hoe iemand is "
        "behandeld.",
        lambda fact: (fact.nature or NOT_KNOWN,),
        answers=tuple(Nature),
    ),
    Question(
        "domein",
        "Domein",
        "De taak waar de klacht over gaat.",
        lambda fact: (fact.domain or NOT_KNOWN,),
        answers=tuple(Domain),
    ),
    Question(
        "kanaal",
        "Hoe het binnenkwam",
        "Het kanaal waarlangs de klacht de gemeente bereikte.",
        lambda fact: (fact.channel,),
        answers=tuple(Channel),
    ),
    Question(
        "behandelaar",
        "Behandelaar",
        "Wie de klacht nu behandelt, of het laatst heeft behandeld.",
        lambda fact: (f"{fact.handler_kind}/{fact.handler_key}",),
    ),
    Question(
        "aanbieder",
        "Aanbieder",
        "Over welke aanbieder de klacht gaat. Een klacht over meer aanbieders telt bij elk van "
        "hen, dus deze rijen kunnen samen meer zijn dan het totaal.",
        lambda fact: fact.providers or (NONE,),
    ),
)
HEADLINES = tuple(question for question in QUESTIONS if question.headline)


def figures(
    quarter: Quarter, facts: Sequence[Fact], questions: Sequence[Question] = QUESTIONS
) -> Figures:
    """What *facts*, all of one *quarter*, add up to: those that count at all."""
    facts = [fact for fact in facts if fact.counts]
    groups = {
        Among.RECEIVED: facts,
        Among.OPEN: [fact for fact in facts if fact.is_open],
        Among.CLOSED: [fact for fact in facts if not fact.is_open],
        Among.SIGNALS: [fact for fact in facts if fact.kind is Kind.SIGNAL],
    }
    return Figures(
        quarter=quarter,
        received=len(facts),
        tables=tuple(_table(question, groups[question.among]) for question in questions),
        medians=Medians(
            to_contact=_median((fact.received_on, fact.first_contact_on) for fact in facts),
            to_closing=_median((fact.received_on, fact.closed_on) for fact in facts),
        ),
    )


def _table(question: Question, facts: Sequence[Fact]) -> Table:
    counts = Counter(chain.from_iterable(map(question.answer, facts)))
    expected = [key for key in question.answers if question.always or counts[key]]
    others = sorted(counts.keys() - set(expected))
    return Table(
        question, tuple(Row(str(key), counts[key]) for key in (*expected, *others)), len(facts)
    )


def _median(spans: Iterable[tuple[date, date | None]]) -> float | None:
    days = [(end - start).days for start, end in spans if end]
    return median(days) if days else None
