"""Which word means what? English in code, Dutch on the wire: the two stand side by side here.

The law's own terms are kept apart where residents mix them up: a *klacht* is not a *melding*,
not a *bezwaar* and not a *signaal*.
"""

from enum import StrEnum


class Channel(StrEnum):
    """How a complaint reached the municipality."""

    WEB_FORM = "webformulier"
    EMAIL = "email"
    PHONE = "telefoon"
    LETTER = "brief"
    DESK = "balie"
    NEIGHBOURHOOD_TEAM = "wijkteam"
    WHATSAPP = "whatsapp"
    SOCIAL_MEDIA = "social_media"
    PROVIDER = "aanbieder"
    OMBUDSMAN = "ombudsman"
    COUNCIL_MEMBER = "raadslid"
    SURVEY = "kto"  # klanttevredenheidsonderzoek


class Kind(StrEnum):
    """What a message is, once somebody has looked at it."""

    COMPLAINT = "klacht"
    REPORT = "melding"
    SIGNAL = "signaal"  # about services in general, or anonymous
    DISCONTENT = "onvrede"  # solved on the spot
    WITHDRAWAL = "intrekking"
    NOT_A_COMPLAINT = "geen_klacht"
    UNKNOWN = "onbekend"  # a person must read it


class Nature(StrEnum):
    """What a complaint is about: the matter, or how somebody was treated."""

    MATTER = "zaaksklacht"
    TREATMENT = "bejegeningsklacht"


class Domain(StrEnum):
    """The task of the municipality that a complaint is about."""

    SOCIAL_SUPPORT = "wmo"
    YOUTH = "jeugd"
    INCOME = "participatie"
    DEBT_HELP = "schuldhulp"
    HEALTH_CARE = "zvw"  # outside the municipality's own task
    SCHOOL_TRANSPORT = "leerlingenvervoer"
    GENERAL = "algemeen"


class Phase(StrEnum):
    """How far a case has come."""

    TRIAGE = "triage"
    INFORMAL = "informeel"
    FORMAL = "formeel"
    SECOND_LINE = "tweede_lijn"
    CLOSED = "afgesloten"


class HandlerKind(StrEnum):
    PROVIDER = "aanbieder"
    UNIT = "gemeente"
    COMPLAINTS_DESK = "klachtenloket"
    EXTERNAL = "extern"


class Flag(StrEnum):
    """What a reader of the case must not overlook."""

    SUICIDE = "suicidaliteit"
    ABUSE = "mishandeling"
    VIOLENCE = "geweld_3_4"  # Wmo 3.4: violence in the provision of support
    SEXUAL_HARASSMENT = "seksuele_intimidatie"
    CALAMITY = "calamiteit_of_geweld_check"
    SAFETY = "veiligheid"
    NOW = "onmiddellijk_mens"
    NO_AUTOREPLY = "geen_autoreply"
    SAME_DAY = "contact_zelfde_dag"
    RESTRICTED = "beperkte_inzage"
    TELL_COLLEGE = "onverwijld_college"
    ANONYMOUS = "anoniem"
    ORAL = "mondeling"
    DATA_BREACH = "datalek"
    PRESS = "pers"
    MINOR = "minderjarige"
    FOREIGN_LANGUAGE = "vreemde_taal"
    SEVERAL_PROVIDERS = "meerdere_aanbieders"
    SEVERAL_BODIES = "meerdere_organisaties"
    UNKNOWN_PROVIDER = "onbekende_aanbieder"
    NO_AUTHORISATION = "machtiging_ontbreekt"
    OBJECTION = "bezwaar_vermomd_als_klacht"
    LATE_DECISION = "niet_tijdig_beslissen"
    REPEATED = "herhaling"
    VERY_LONG = "zeer_lang"
    UNREADABLE = "niet_te_lezen"
    WARM_HANDOVER = "warme_doorverwijzing"
    FROM_PROVIDER = "aanlevering_door_aanbieder"
    REFERRED_BACK = "terugverwezen_door_ombudsman"
    SOLVED_ON_THE_SPOT = "direct_opgelost"


SAFETY_FLAGS = frozenset(
    {
        Flag.SUICIDE,
        Flag.ABUSE,
        Flag.VIOLENCE,
        Flag.SEXUAL_HARASSMENT,
        Flag.CALAMITY,
        Flag.SAFETY,
    }
)
"""A person looks at once, and no automatic reply goes to the resident."""


class Ground(StrEnum):
    """Why the municipality may not have to handle this: always a person's decision (Awb 9:8)."""

    OBJECTION_POSSIBLE = "besluit_bezwaar_mogelijk"  # Awb 9:8 lid 1 c
    ALREADY_HANDLED = "reeds_behandeld"  # Awb 9:8 lid 1 a
    OLDER_THAN_A_YEAR = "ouder_dan_een_jaar"  # Awb 9:8 lid 1 b
    ANONYMOUS = "anoniem_geen_klacht"  # Awb 9:4 asks for a name and an address
    GENERAL_POLICY = "algemeen_beleid"  # no conduct, Awb 9:1 and 9:22 a
    REQUEST_FOR_SUPPORT = "wmo_melding_geen_klacht"  # Wmo 2.3.2
    COMPLIMENT = "compliment"
    OTHER_MUNICIPALITY = "andere_gemeente"  # Awb 2:3
    OUTSIDE_SOCIAL_DOMAIN = "buiten_sociaal_domein"


class Outcome(StrEnum):
    """Why a case was closed. That is not what was judged."""

    SATISFIED = "naar_tevredenheid_afgedaan"  # Awb 9:5
    WITHDRAWN = "ingetrokken"
    JUDGED = "oordeel"  # Awb 9:12
    NOT_HANDLED = "niet_in_behandeling"  # Awb 9:8
    FORWARDED = "doorgezonden"  # Awb 2:3, 6:15
    HANDLED_BY_PROVIDER = "afgehandeld_door_aanbieder"
    REGISTERED = "geregistreerd"  # a signal or a compliment, passed on


class ClockKind(StrEnum):
    """The terms that run for a case."""

    CONTACT = "contact"  # memo Klachtenmanagement par. 1: within five working days
    HANDLING = "afhandeling"  # Awb 9:11, or the term of the regime where the Awb sets none


class Role(StrEnum):
    """What a member of staff may do."""

    COORDINATOR = "klachtencoordinator"
    HANDLER = "behandelaar"
    TEAM_LEAD = "teamleider"
    CONTACT_CENTRE = "kcc-medewerker"
    REPORTER = "rapporteur"
