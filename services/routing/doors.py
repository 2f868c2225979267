"""Which other door is a message for, that came to the door for complaints?

What must be forwarded keeps the day on which it was received (Awb 2:3 and 6:15). A complaint that
comes with it stays a complaint.
"""

from services.routing.condition import (
    NO_PROVIDER_NAMED,
    NOT_TREATMENT,
    TREATMENT,
    UNSAFE,
    came_by,
    domain_is,
    fact,
    not_says,
    says,
)
from services.routing.rule import DESK, MANAGER, Rule
from services.routing.triage import MUNICIPAL
from shared.glossary import Channel, Domain, Flag, Ground, Kind

ABUSE_AT_HOME = fact(
    "mishandeling, en niet door een beroepskracht of aanbieder",
    lambda facts: Flag.ABUSE in facts.flags and Flag.VIOLENCE not in facts.flags,
)

DANGER_AND_INTEGRITY = [
    Rule(
        "integriteit",
        "Awb 9:1; Uitgangspunten par. 11 VI",
        "Dit kan over de integriteit van een medewerker gaan; een mens leest dit eerst, samen met "
        "de gemeentesecretaris.",
        Kind.UNKNOWN,
        DESK,
        "gemeente:gemeentesecretaris",
        when=(says("integriteit"), NO_PROVIDER_NAMED),
        flags=(Flag.TELL_COLLEGE,),
        person_first=True,
    ),
    Rule(
        "signaal_veilig_thuis",
        "Wmo 3.3 (meldcode)",
        "Een signaal van mishandeling is geen klacht; een mens legt het meteen voor aan Veilig "
        "Thuis.",
        Kind.NOT_A_COMPLAINT,
        "extern:veilig_thuis",
        when=(ABUSE_AT_HOME, NO_PROVIDER_NAMED, not_says("onvrede", *MUNICIPAL)),
        ground=Ground.ABUSE_SIGNAL,
    ),
]

OTHER_DOORS = [
    Rule(
        "vraag_ombudsman",
        "Awb 9:31 en 9:36 lid 4",
        "De ombudsman onderzoekt zelf of doet een aanbeveling; de klachtencoördinator antwoordt "
        "binnen de termijn die hij stelt.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:klachtencoordinator",
        when=(came_by(Channel.OMBUDSMAN), says("onderzoek_ombudsman")),
    ),
    Rule(
        "reclame",
        "Awb 9:1",
        "Dit lijkt reclame; er is geen gedraging en niemand wacht op antwoord.",
        Kind.NOT_A_COMPLAINT,
        DESK,
        when=(says("reclame"), NOT_TREATMENT, not_says("onvrede", *MUNICIPAL)),
    ),
    Rule(
        "persvraag",
        "Uitgangspunten par. 11 VI",
        "De pers vraagt iets; het klachtenloket brengt de vraag onverwijld naar het college.",
        Kind.NOT_A_COMPLAINT,
        DESK,
        "gemeente:college",
        when=(says("persvraag"),),
        flags=(Flag.PRESS,),
    ),
    Rule(
        "openbare_ruimte",
        "Regeling art. 1 lid 2",
        "Dit is een melding over de openbare ruimte, en niet over het sociaal domein.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:openbare_ruimte",
        when=(says("openbare_ruimte"), domain_is(Domain.GENERAL), NOT_TREATMENT),
        ground=Ground.OUTSIDE_SOCIAL_DOMAIN,
    ),
    Rule(
        "calamiteit_jeugdhulp",
        "Jeugdwet 4.1.8",
        "Een aanbieder van jeugdhulp meldt een calamiteit of geweld; dat is voor de inspectie.",
        Kind.REPORT,
        "extern:inspectie_jeugd",
        DESK,
        when=(came_by(Channel.PROVIDER), UNSAFE, domain_is(Domain.YOUTH)),
    ),
]

REQUESTS = [
    Rule(
        "avg_en_klacht",
        "AVG 15-22; Regeling art. 5 lid 1",
        "Dit is deels een verzoek over persoonsgegevens en deels een klacht; het klachtenloket "
        "splitst ze.",
        Kind.COMPLAINT,
        DESK,
        "gemeente:privacyfunctionaris",
        when=(says("avg_verzoek"), TREATMENT),
        municipal=True,
    ),
    Rule(
        "avg_verzoek",
        "AVG 12 lid 3 en 15-22",
        "Dit is een verzoek over persoonsgegevens; dat krijgt binnen een maand antwoord.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:privacyfunctionaris",
        when=(says("avg_verzoek"),),
        ground=Ground.PRIVACY_REQUEST,
    ),
    Rule(
        "woo_verzoek",
        "Woo 4.1; Awb 2:3 lid 1",
        "Dit is een verzoek om overheidsinformatie; het gaat door met de dag van ontvangst.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:woo",
        when=(says("woo_verzoek"),),
        ground=Ground.WOO_REQUEST,
    ),
    Rule(
        "clientondersteuning",
        "Wmo 2.2.4",
        "Hier vraagt iemand om gratis ondersteuning bij een gesprek; dat is geen klacht.",
        Kind.NOT_A_COMPLAINT,
        "extern:clientondersteuner",
        when=(says("clientondersteuning"), NOT_TREATMENT, not_says("onvrede", "niet_tijdig")),
        ground=Ground.REQUEST_FOR_SUPPORT,
    ),
    Rule(
        "lichamelijke_klachten",
        "Wmo 2.3.2",
        "Dit zijn klachten van het lichaam en niet over een gedraging; de toegang kijkt welke hulp "
        "past.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:wmo_toegang",
        when=(
            says("lichamelijk"),
            NOT_TREATMENT,
            NO_PROVIDER_NAMED,
            not_says("onvrede", "besluit", "niet_tijdig"),
        ),
        ground=Ground.REQUEST_FOR_SUPPORT,
    ),
    Rule(
        "ingebrekestelling",
        "Awb 4:17 en 6:15",
        "Dit is een ingebrekestelling; zij gaat met de dag van ontvangst naar wie moet beslissen.",
        Kind.NOT_A_COMPLAINT,
        MANAGER,
        when=(says("ingebrekestelling"), NOT_TREATMENT, not_says("onvrede")),
        ground=Ground.NOTICE_OF_DEFAULT,
    ),
]

AFTER_OBJECTIONS = [
    Rule(
        "schade",
        "Awb 9:1",
        "Dit vraagt vergoeding van schade en gaat niet over een gedraging; juridische zaken "
        "beoordeelt het.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:schade",
        when=(
            says("schade"),
            NOT_TREATMENT,
            NO_PROVIDER_NAMED,
            not_says("onvrede", "niet_tijdig", "besluit"),
        ),
        ground=Ground.CLAIMS_MONEY,
    ),
    Rule(
        "informatievraag",
        "Uitgangspunten par. 9 stap 2",
        "Dit is een vraag om informatie en geen klacht; het klachtenloket helpt op weg.",
        Kind.NOT_A_COMPLAINT,
        DESK,
        when=(says("vraag"), NOT_TREATMENT, not_says("onvrede", "niet_tijdig", "bezwaar")),
    ),
]

DOORS = (*DANGER_AND_INTEGRITY, *OTHER_DOORS, *REQUESTS, *AFTER_OBJECTIONS)
