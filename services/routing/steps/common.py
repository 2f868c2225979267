"""What several steps need: conditions, fields, and how a list in the file grows."""

from collections.abc import Iterable
from typing import Annotated, Protocol, TypeVar

from dateutil.relativedelta import relativedelta
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from services.routing.transition import Guard, Situation
from shared.case import Added
from shared.dutch_time import dutch_date
from shared.glossary import DocumentKind, HandlerKind, Kind, Outcome, Side
from shared.municipality import Municipality
from shared.privacy import personal_data_in
from shared.proceedings import Handler, Reference, Retention
from shared.wire import Wire

KEPT = 20  # additions on a case, which travels with all its news; the timeline has them all
TEAM_ITSELF = "wijkteam"  # mends matters itself at first, but does not judge them


class Referenced(Protocol):
    @property
    def reference(self) -> str: ...


R = TypeVar("R", bound=Referenced)


def put(known: tuple[R, ...], new: R) -> tuple[R, ...]:
    """*known* with *new*, which takes the place of what has the same reference."""
    return tuple({each.reference: each for each in (*known, new)}.values())


def find(known: tuple[R, ...], reference: str | None) -> R | None:
    return next((each for each in known if each.reference == reference), None)


def as_it_travels(additions: tuple[Added, ...]) -> tuple[Added, ...]:
    """*additions*, of which a case keeps so many: the last, who waits for an answer and since when,
    and how satisfied she is. However many come, no clock stops by it.
    """
    while len(additions) > KEPT:
        *older, _ = additions
        spare = next((each for each in older if not each.waits and not each.score), None)
        spare = spare or next((each for each in older if not each.waits), older[-1])
        additions = tuple(each for each in additions if each is not spare)
    return additions


def _about_nobody(text: str) -> str:
    """What travels with the case holds no personal data, so this is refused where it is sent."""
    if found := personal_data_in(text):
        raise PydanticCustomError(
            "personal_data",
            "Dit lijkt op een {kinds}. Gebruik een nummer dat naar niemand verwijst.",
            {"kinds": " of ".join(sorted(found))},
        )
    return text


AboutNobody = AfterValidator(_about_nobody)
Number = Annotated[Reference, AboutNobody]
"""A reference that somebody typed."""

AFTER_RECEIPT = Guard(
    lambda it: dutch_date(it.moment) >= dutch_date(it.case.received_at),
    "Dit kan niet gebeurd zijn voor de dag waarop de klacht binnenkwam.",
)
A_COMPLAINT = Guard(
    lambda it: it.case.kind in (Kind.COMPLAINT, Kind.UNKNOWN),
    "Dit is geen klacht; alleen een klacht kan formeel worden behandeld.",
)
NOT_TOO_FAR = Guard(
    lambda it: dutch_date(it.moment) <= it.said.due_on <= it.asked_on + relativedelta(years=5),
    "De dag ligt niet voor het moment waarop dit gebeurde, en hoogstens vijf jaar verder. "
    "Controleer uiterlijk.",
)
WE_HANDLE_IT = Guard(
    lambda it: not it.outside,
    "Dit kan alleen met wat de gemeente zelf behandelt. Wijs de zaak eerst aan haar toe.",
)
NOT_INVOLVED_HERSELF = Guard(
    lambda it: it.command.by not in it.file.involved,
    "U was bij de gedraging betrokken. Iemand anders behandelt deze klacht (Awb 9:7).",
)


AT_HER_PROVIDER = Guard(
    lambda it: (
        it.command.provider is None
        or it.case.handler == Handler(kind=HandlerKind.PROVIDER, key=it.command.provider)
    ),
    "Deze zaak is niet bij u in behandeling. Vraag het klachtenloket wie haar heeft.",
)
UNDECIDED = Guard(
    lambda it: it.case.proceedings.proposal is None and it.case.proceedings.decision is None,
    "Er ligt een voorstel of een besluit, en dat gaat uit van het dossier zoals het is. Laat het "
    "voorstel eerst afwijzen.",
)


def unknown_name(said: Wire, here: Municipality) -> str | None:
    """What to do about the first unit, provider or body in *said* that is not known *here*."""
    known: dict[HandlerKind, Iterable[str]] = {
        HandlerKind.PROVIDER: here.providers,
        HandlerKind.UNIT: here.units,
        HandlerKind.COMPLAINTS_DESK: ["klachtenloket"],
        HandlerKind.EXTERNAL: here.outside,
    }
    for field, value in said:
        match field, value:
            case _, Handler():
                what, names, keys = "behandelaar of partij", known[value.kind], [value.key]
            case "unit", str():
                what, names, keys = "eenheid", here.units, [value]
            case "adviser", str():
                what, names, keys = "adviseur", [*here.units, *here.outside], [value]
            case "providers", tuple():
                what, names, keys = "aanbieder", here.providers, list(value)
            case _:
                continue
        if not set(keys) <= set(names):
            return f"Deze {what} bestaat hier niet. Kies uit: {', '.join(sorted(names))}."
    return None


def kept(it: Situation, outcome: Outcome) -> Retention:
    """For how long the file is kept, counted from today: its end, or what came after it."""
    rule = it.regime.retention.of(outcome)
    until = it.asked_on + relativedelta(years=rule.years)
    return Retention(years=rule.years, source=rule.source, until=until)


def is_of_kind(it: Situation, reference: str | None, kind: DocumentKind) -> bool:
    document = find(it.case.proceedings.documents, reference)
    return document is not None and document.kind is kind


def seen_by_both(it: Situation, *references: str) -> bool:
    """What one side may not see cannot count (Sterker par. 7, R141)."""
    found = [find(it.case.proceedings.documents, reference) for reference in references]
    sides = {Side.COMPLAINANT, Side.RESPONDENT}
    return all(each is not None and sides.isdisjoint(each.closed_to) for each in found)


def has_document(it: Situation, reference: str | None) -> bool:
    return find(it.case.proceedings.documents, reference) is not None
