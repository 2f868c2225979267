"""Under which conditions may a step be taken? Each refusal says what to do instead."""

from dateutil.relativedelta import relativedelta

from services.routing.transition import Guard, Situation
from shared.dutch_time import dutch_date
from shared.glossary import HandlerKind, Kind

TEAM_ITSELF = "wijkteam"  # mends matters itself at first, but does not judge them
AT_MOST = 50  # delays or improvements of a case, so that its news stays small enough for the bus

NOT_INVOLVED = Guard(
    lambda it: (
        not (
            it.command.involved
            or it.command.assignee in it.file.involved
            or (it.command.handler and it.command.handler.key == TEAM_ITSELF)
        )
    ),
    "Wie bij de gedraging betrokken was, mag de klacht niet formeel behandelen (Awb 9:7).",
)
BY_US = Guard(
    lambda it: (
        it.command.handler is None
        or it.command.handler.kind in (HandlerKind.UNIT, HandlerKind.COMPLAINTS_DESK)
    ),
    "Een klacht in formele behandeling blijft bij de gemeente zelf.",
)
AFTER_RECEIPT = Guard(
    lambda it: dutch_date(it.moment) >= dutch_date(it.case.received_at),
    "Dit kan niet gebeurd zijn voor de dag waarop de klacht binnenkwam.",
)
A_COMPLAINT = Guard(
    lambda it: it.case.kind in (Kind.COMPLAINT, Kind.UNKNOWN),
    "Dit is geen klacht; alleen een klacht kan formeel worden behandeld.",
)
OURS = Guard(
    lambda it: not it.outside,
    "Over de inhoud van een klacht over een aanbieder oordeelt de gemeente niet (Regeling art. 5 "
    "lid 3). Over hoe de aanbieder een klacht behandelde, kan de inwoner wel bij haar klagen.",
)


def _is_offered(it: Situation) -> bool:
    offer = it.case.handover
    if offer is None or offer.accepted_at or offer.returned_at:
        return False
    return offer.to == it.case.handler


OFFERED = Guard(
    _is_offered,
    "De zaak ligt niet ter aanvaarding bij een aanbieder. Wijs haar eerst aan een aanbieder toe.",
)

STATUTORY = Guard(
    lambda it: it.case.statutory,
    "De termijn van Awb 9:11 geldt alleen voor een schriftelijke klacht over de gemeente zelf. "
    "Laat de inwoner weten wanneer zij antwoord krijgt.",
)
WE_HANDLE_IT = Guard(
    lambda it: not it.outside,
    "Alleen wat de gemeente zelf behandelt, kan zij verdagen. Wijs de zaak eerst aan haar toe.",
)
ONCE = Guard(
    lambda it: not it.case.term_changes,
    "Verdagen kan eenmaal, en niet nadat er uitstel is afgesproken (Awb 9:11 lid 2). Vraag de "
    "klager om schriftelijke instemming (lid 3).",
)
IN_TIME = Guard(
    lambda it: it.asked_on <= it.last_day(),
    "Verdagen kan alleen voor de uiterste dag voorbij is (Awb 9:11 lid 2). Vraag de klager om "
    "schriftelijke instemming (lid 3).",
)
IN_WRITING = Guard(
    lambda it: it.command.document is not None,
    "Bewaar eerst de schriftelijke instemming van de klager, en noem waar zij staat.",
)


def _is_later(it: Situation) -> bool:
    last_day = it.last_day()
    latest = max(last_day, it.asked_on) + relativedelta(years=1)
    return it.command.until is not None and last_day < it.command.until <= latest


A_LATER_DAY = Guard(
    _is_later,
    "De afgesproken dag ligt na de uiterste dag van nu, en hoogstens een jaar verder. Controleer "
    "de datum.",
)
NOT_TOO_OFTEN = Guard(
    lambda it: len(it.case.term_changes) < AT_MOST,
    f"Er is al {AT_MOST} keer uitstel afgesproken. Handel de zaak af.",
)


def _has_a_sensible_day(it: Situation) -> bool:
    new = it.command.improvement
    if new is None:
        return False
    known = {each.reference: each for each in it.case.improvements}
    set_on = dutch_date(known.get(new.reference, new).set_at)
    return set_on <= new.due_on <= set_on + relativedelta(years=5)


A_SENSIBLE_DAY = Guard(
    _has_a_sensible_day,
    "Een verbeterpunt is klaar op of na de dag waarop het is vastgesteld, en binnen vijf jaar. "
    "Controleer de datum.",
)


def _fits(it: Situation) -> bool:
    known = {each.reference for each in it.case.improvements}
    new = it.command.improvement
    return len(known) < AT_MOST or (new is not None and new.reference in known)


NOT_TOO_MANY = Guard(
    _fits, f"Deze zaak heeft al {AT_MOST} verbeterpunten. Voeg samen wat bij elkaar hoort."
)
