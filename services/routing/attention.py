"""What must the handler of this case think of? Each point with its source and what to do.

Pure: the same facts and route give the same points, in the order of the table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from services.routing.route import Route
from services.routing.triage import Facts
from shared.case import NOBODY_TO_WRITE_TO
from shared.glossary import (
    Attention,
    Channel,
    Domain,
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Nature,
    Registration,
)

Asked = Callable[[Facts, Route], bool]


@dataclass(frozen=True)
class Point:
    what: Attention
    article: str
    sentence: str
    when: Asked


def attention(facts: Facts, route: Route) -> tuple[Attention, ...]:
    """What to think of with a case of these *facts*, on this *route*."""
    return tuple(point.what for point in POINTS if point.when(facts, route))


def _says(*topics: str) -> Asked:
    return lambda facts, _: facts.says(*topics)


def _seen(*flags: Flag) -> Asked:
    return lambda _, route: not route.flags.isdisjoint(flags)


def _ground(*grounds: Ground) -> Asked:
    return lambda _, route: route.ground in grounds


def _came_by(*channels: Channel) -> Asked:
    return lambda facts, _: facts.channel in channels


def _all(*asked: Asked) -> Asked:
    return lambda facts, route: all(each(facts, route) for each in asked)


def _any(*asked: Asked) -> Asked:
    return lambda facts, route: any(each(facts, route) for each in asked)


def _complaint(_: Facts, route: Route) -> bool:
    return route.kind is Kind.COMPLAINT


def _withdrawal(_: Facts, route: Route) -> bool:
    return route.kind is Kind.WITHDRAWAL


def _statutory(_: Facts, route: Route) -> bool:
    return route.statutory


def _about_a_person(_: Facts, route: Route) -> bool:
    return route.nature is Nature.TREATMENT


def _somebody_waits(facts: Facts, _: Route) -> bool:
    return not facts.anonymous and facts.channel not in NOBODY_TO_WRITE_TO


def _incomplete(facts: Facts, _: Route) -> bool:
    return not facts.identified


def _for_a_provider(_: Facts, route: Route) -> bool:
    return (route.proposed or route.handler).kind is HandlerKind.PROVIDER


def _domain(*domains: Domain) -> Asked:
    return lambda facts, _: facts.domain in domains


_HANDLED_BEFORE = _ground(Ground.ALREADY_HANDLED)
_MAY_BE_REFUSED = _ground(Ground.ALREADY_HANDLED, Ground.OLDER_THAN_A_YEAR)
_OBJECTION = _any(_ground(Ground.OBJECTION_POSSIBLE), _seen(Flag.OBJECTION))
_BREACH = _seen(Flag.DATA_BREACH)
_SUPPORT = _ground(Ground.REQUEST_FOR_SUPPORT)
_SEVERAL = _seen(Flag.SEVERAL_PROVIDERS, Flag.SEVERAL_BODIES)
_YOUTH_CARE = _all(_complaint, _domain(Domain.YOUTH), _for_a_provider)

POINTS = (
    Point(
        Attention.CONTACT_SOON,
        "Memo Klachtenmanagement par. 1",
        "Bel binnen vijf werkdagen.",
        _all(_complaint, _somebody_waits),
    ),
    Point(
        Attention.HELP_WRITING,
        "Regeling art. 3 lid 2",
        "Help de inwoner om de klacht op schrift te zetten.",
        _all(_complaint, _somebody_waits, _any(_seen(Flag.ORAL), _came_by(Channel.DESK))),
    ),
    Point(
        Attention.NO_EMAIL,
        "Awb 2:7",
        "Er is geen e-mailadres: bel of stuur een brief.",
        _all(_somebody_waits, lambda facts, _: not facts.has_email),
    ),
    Point(
        Attention.BY_LETTER,
        "Awb 2:7 en 2:8",
        "Stuur alles per post.",
        _all(_somebody_waits, lambda facts, _: facts.by_letter),
    ),
    Point(
        Attention.NOT_CONFIDENTIAL,
        "Awb 2:9",
        "Zet niets over de inhoud in dit kanaal.",
        _came_by(Channel.WHATSAPP, Channel.SOCIAL_MEDIA),
    ),
    Point(
        Attention.NO_ANSWER_POSSIBLE,
        "Awb 9:4",
        "Niemand is bekend: er kan geen bericht terug.",
        lambda facts, _: facts.anonymous,
    ),
    Point(
        Attention.NO_MESSAGE,
        "Uitgangspunten par. 11 I",
        "Stuur de inwoner niets: de aanbieder heeft het contact.",
        _came_by(Channel.PROVIDER),
    ),
    Point(
        Attention.INVITE,
        "Memo Klachtenmanagement par. 1",
        "Nodig in een privébericht uit om contact op te nemen.",
        _came_by(Channel.SOCIAL_MEDIA),
    ),
    Point(
        Attention.COMPLETE,
        "Awb 9:4",
        "Vraag naar de naam en het adres die ontbreken; dit is geen grond om te weigeren.",
        _all(_complaint, _somebody_waits, _incomplete),
    ),
    Point(
        Attention.TRANSLATION,
        "Awb 9:4 en 6:5 lid 3",
        "Laat het alleen vertalen als dat nodig is om het te behandelen.",
        _seen(Flag.FOREIGN_LANGUAGE),
    ),
    Point(
        Attention.EXPECTATIONS,
        "Memo Klachtenmanagement par. 1; Awb 9:20",
        "Zeg wat wel en niet kan, en dat de ombudsman pas na de eigen behandeling kijkt.",
        _all(_complaint, _any(_seen(Flag.PRESS), _says("ombudsman"))),
    ),
    Point(
        Attention.ONE_CONTACT,
        "Uitgangspunten par. 1D",
        "Wijs één vaste contactpersoon aan.",
        _all(_complaint, _any(_says("vast_contact"), _SEVERAL)),
    ),
    Point(
        Attention.SUMMARISE,
        "Uitgangspunten par. 1D",
        "Vat het samen, zodat de inwoner het niet opnieuw hoeft te vertellen.",
        _seen(Flag.VERY_LONG),
    ),
    Point(
        Attention.ACKNOWLEDGE,
        "Awb 9:6 en 2:17",
        "Bevestig de ontvangst meteen en schriftelijk.",
        _statutory,
    ),
    Point(
        Attention.NOT_INVOLVED,
        "Awb 9:7",
        "Formeel behandelt iemand die er niet bij betrokken was.",
        _all(_complaint, _statutory),
    ),
    Point(
        Attention.COPY,
        "Awb 9:9",
        "Stuur wie het betreft een afschrift, zonder gegevens van anderen.",
        _all(_statutory, _about_a_person),
    ),
    Point(
        Attention.COPY_IF_POSSIBLE,
        "Awb 9:9 en 9:1 lid 2",
        "Wie er niet meer werkt krijgt ook een afschrift, als dat kan.",
        _all(_statutory, _says("ex_medewerker")),
    ),
    Point(
        Attention.HEAR,
        "Awb 9:10",
        "Geef formeel beide kanten de kans om gehoord te worden, en maak een verslag.",
        _all(_complaint, _statutory),
    ),
    Point(
        Attention.DECIDE,
        "Awb 9:8 lid 1 a en b",
        "Laat een mens beslissen of dit in behandeling komt: het mag, het moet niet.",
        _MAY_BE_REFUSED,
    ),
    Point(
        Attention.FOUR_WEEKS,
        "Awb 9:8 lid 3",
        "Wie niet behandelt, laat dat binnen vier weken schriftelijk weten.",
        _MAY_BE_REFUSED,
    ),
    Point(
        Attention.SECOND_LINE,
        "Regeling art. 5 lid 5; Awb 9:12 lid 2",
        "Wijs de weg naar de tweede lijn.",
        _HANDLED_BEFORE,
    ),
    Point(
        Attention.OMBUDSMAN_TERM,
        "Awb 9:24",
        "Noem de dag tot wanneer de inwoner naar de ombudsman kan.",
        _HANDLED_BEFORE,
    ),
    Point(
        Attention.FORMER_STAFF,
        "Awb 9:1 lid 2",
        "Dat iemand weg is doet niet af: de gedraging is die van de gemeente.",
        _says("ex_medewerker"),
    ),
    Point(
        Attention.FORWARD,
        "Awb 2:3 lid 1 en 6:15",
        "Stuur het zonder uitstel door en zeg dat de afzender.",
        _any(_ground(Ground.OTHER_MUNICIPALITY, Ground.WOO_REQUEST), _OBJECTION),
    ),
    Point(
        Attention.KEEP_DATE,
        "Awb 6:15",
        "Schrijf de dag van ontvangst op het stuk: die dag telt.",
        _any(_ground(Ground.NOTICE_OF_DEFAULT, Ground.WOO_REQUEST), _OBJECTION),
    ),
    Point(
        Attention.OBJECTION_TERM,
        "Awb 6:7",
        "Het bezwaar moet binnen zes weken na het besluit binnen zijn.",
        _OBJECTION,
    ),
    Point(
        Attention.UNKNOWN_MUNICIPALITY,
        "Awb 2:3 lid 1",
        "Zoek uit welke gemeente bevoegd is.",
        _ground(Ground.OTHER_MUNICIPALITY),
    ),
    Point(
        Attention.REQUEST_FOR_SUPPORT,
        "Wmo 2.3.2",
        "Leg uit dat dit een vraag om hulp is en geen klacht.",
        _SUPPORT,
    ),
    Point(
        Attention.FORWARD_TO_ACCESS,
        "Wmo 2.3.2",
        "Breng de inwoner bij de toegang: die onderzoekt wat nodig is.",
        _SUPPORT,
    ),
    Point(
        Attention.ONE_MONTH,
        "AVG 12 lid 3",
        "Zo'n verzoek krijgt binnen een maand antwoord.",
        _any(_ground(Ground.PRIVACY_REQUEST), _says("avg_verzoek")),
    ),
    Point(
        Attention.DAMAGES,
        "Awb 9:1",
        "Zeg waar de vordering heen gaat; de klacht over de gedraging blijft.",
        _any(_ground(Ground.CLAIMS_MONEY), _says("schade")),
    ),
    Point(
        Attention.NOTICE_OF_DEFAULT,
        "Awb 4:17",
        "Geef de ingebrekestelling vandaag aan wie moet beslissen: er dreigt een dwangsom.",
        _says("ingebrekestelling"),
    ),
    Point(
        Attention.INTEGRITY,
        "Uitgangspunten par. 11 VI",
        "Bespreek dit niet met wie het betreft, voordat de gemeentesecretaris het weet.",
        _says("integriteit"),
    ),
    Point(
        Attention.CONSENT_TO_SHARE,
        "AVG 6",
        "Vraag of dit naar de aanbieder mag.",
        _all(_complaint, _for_a_provider, _somebody_waits),
    ),
    Point(
        Attention.CONTRACT,
        "Regeling art. 4 lid 6; Uitgangspunten par. 3",
        "Leg dit ook voor aan wie het contract met de aanbieder bewaakt.",
        _all(
            lambda facts, _: bool(facts.providers),
            _any(
                _says("eindverantwoordelijk", "klachtbehandeling"),
                _seen(Flag.VIOLENCE, Flag.CALAMITY, Flag.SAFETY),
            ),
        ),
    ),
    Point(
        Attention.PROVIDER_REPORTS,
        "Wmo 3.4 lid 1",
        "Herinner de aanbieder eraan dat hij dit onverwijld aan de toezichthouder meldt.",
        _all(
            _domain(Domain.SOCIAL_SUPPORT),
            lambda facts, _: bool(facts.providers),
            _seen(Flag.VIOLENCE, Flag.CALAMITY),
        ),
    ),
    Point(
        Attention.COMPLAINTS_OFFICER,
        "Wkkgz 15",
        "Wijs op de klachtenfunctionaris van de zorgaanbieder.",
        _any(lambda facts, _: facts.outside_the_domain, _domain(Domain.HEALTH_CARE)),
    ),
    Point(
        Attention.CERTIFIED_INSTITUTION,
        "Jeugdwet 4.2.1",
        "Een gecertificeerde instelling heeft een eigen klachtencommissie.",
        _all(_YOUTH_CARE, _says("jeugdbescherming")),
    ),
    Point(
        Attention.YOUTH_CONFIDANT,
        "Jeugdwet 4.1.9",
        "Wijs jeugdigen en ouders op de vertrouwenspersoon.",
        _YOUTH_CARE,
    ),
    Point(
        Attention.COURT,
        "Jeugdwet 4.2.1; de kinderrechter beslist over omgang en gezag",
        "Zeg dat de klacht een beslissing van de rechter niet verandert.",
        _all(_domain(Domain.YOUTH), _says("rechter")),
    ),
    Point(
        Attention.PSEUDONYM,
        "Uitgangspunten par. 11 I",
        "Koppel op het kenmerk van de aanbieder; een naam is niet nodig.",
        _came_by(Channel.PROVIDER),
    ),
    Point(
        Attention.CONFIDANT,
        "Uitgangspunten par. 1C",
        "Wijs op een vertrouwenspersoon, en vraag met wie de inwoner wil praten.",
        _seen(Flag.SEXUAL_HARASSMENT),
    ),
    Point(
        Attention.MEDICAL_RISK,
        "Uitgangspunten par. 1C; eigen keuze",
        "Vraag of er vandaag zorg nodig is.",
        _says("medisch"),
    ),
    Point(
        Attention.MONEY,
        "Uitgangspunten par. 1C; eigen keuze",
        "Vraag of er nu geld is voor eten en huur, en wijs op een voorschot of noodhulp.",
        _says("geldnood"),
    ),
    Point(
        Attention.RENT,
        "Uitgangspunten par. 1C; eigen keuze",
        "Schakel vandaag schuldhulp in: er dreigt verlies van de woning.",
        _says("huurachterstand"),
    ),
    Point(
        Attention.PRIVACY_OFFICER,
        "AVG 33",
        "Zeg dit vandaag tegen de functionaris gegevensbescherming.",
        _BREACH,
    ),
    Point(
        Attention.SEVENTY_TWO_HOURS,
        "AVG 33",
        "Een datalek wordt binnen 72 uur gemeld, of er staat waarom niet.",
        _BREACH,
    ),
    Point(
        Attention.REDACT_BSN,
        "AVG 5",
        "Maak het burgerservicenummer onleesbaar: voor een klacht is het niet nodig.",
        _says("bsn"),
    ),
    Point(
        Attention.THIRD_PARTY,
        "AVG 5 en 15",
        "Er staan gegevens van een ander in: maak ze onleesbaar voor wie meeleest.",
        _BREACH,
    ),
    Point(
        Attention.POLICY,
        "Awb 9:1 en 9:22 a",
        "Geef dit aan wie over het beleid gaat.",
        _ground(Ground.GENERAL_POLICY),
    ),
    Point(
        Attention.ALDERMAN,
        "Memo Klachtenmanagement par. 3",
        "Laat de wethouder dit weten, zonder namen.",
        _any(
            _ground(Ground.GENERAL_POLICY),
            _all(_came_by(Channel.COUNCIL_MEMBER), lambda _, route: route.kind is Kind.SIGNAL),
        ),
    ),
    Point(
        Attention.COUNCIL_MEMBER,
        "Memo Klachtenmanagement par. 3",
        "Antwoord ook het raadslid, zonder gegevens van de inwoner.",
        _came_by(Channel.COUNCIL_MEMBER),
    ),
    Point(
        Attention.TREND,
        "Memo Klachtenmanagement par. 1 en 3",
        "Neem dit mee als trend in de voortgangsrapportage.",
        _any(_came_by(Channel.SURVEY), _says("trendmatig")),
    ),
    Point(
        Attention.SURVEY,
        "Regeling art. 6 lid 3",
        "Tel dit antwoord mee in het klanttevredenheidsonderzoek.",
        _came_by(Channel.SURVEY),
    ),
    Point(
        Attention.SOCIAL_MEDIA,
        "Memo Klachtenmanagement par. 1",
        "Antwoord in het openbaar nooit op de inhoud.",
        _came_by(Channel.SOCIAL_MEDIA),
    ),
    Point(
        Attention.COMPLIMENT,
        "Regeling art. 6 lid 3",
        "Geef het compliment door aan wie het verdient.",
        _ground(Ground.COMPLIMENT),
    ),
    Point(
        Attention.REGISTER_LIGHT,
        "Regeling art. 3 en art. 7 lid 3",
        "Leg alleen vast wat de analyse nodig heeft.",
        _all(
            lambda _, route: route.kind is Kind.DISCONTENT,
            lambda _, route: route.registration is Registration.LIGHT,
        ),
    ),
    Point(
        Attention.WITHDRAWAL,
        "Awb 9:5",
        "Ga na of de inwoner de klacht zelf en uit vrije wil intrekt.",
        _withdrawal,
    ),
    Point(
        Attention.CONFIRM_IN_WRITING,
        "Awb 9:5",
        "Bevestig de intrekking schriftelijk.",
        _withdrawal,
    ),
    Point(
        Attention.CONTENT,
        "Awb 9:5",
        "Schrijf op waaruit blijkt dat de inwoner tevreden is.",
        _all(_withdrawal, _says("opgelost")),
    ),
    Point(
        Attention.LINK,
        "Uitgangspunten par. 1D",
        "Leg dit bij de zaak die er al is.",
        _says("zaaknummer"),
    ),
    Point(
        Attention.SIMILAR,
        "Uitgangspunten par. 1D",
        "Misschien staat dit verhaal al in een andere zaak (lijktOp). Koppel die, of zeg dat het "
        "niet dezelfde is.",
        lambda facts, _: facts.similar,
    ),
    Point(
        Attention.SEVERAL_SUBJECTS,
        "Uitgangspunten par. 1D",
        "Misschien zijn dit meer onderwerpen. Kijk of een ervan beter een eigen zaak krijgt, met "
        "hetzelfde verhaal.",
        lambda facts, _: len(facts.subjects) > 1,
    ),
    Point(
        Attention.CHAIN,
        "Uitgangspunten par. 1D",
        "Lees ook wat is doorgestuurd: daar staan gegevens van anderen in.",
        _says("mailketen"),
    ),
)
"""For lawyers to read, in the order of their working day."""
