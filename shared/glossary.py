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


class Telling(StrEnum):
    """What somebody tells us of a case that we have already."""

    MORE = "aanvulling"
    WITHDRAWAL = "intrekking"
    DISSATISFACTION = "onvrede_over_afhandeling"
    SATISFACTION = "tevredenheid"
    FROM_PROVIDER = "aanbiedersbericht"


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


class Attention(StrEnum):
    """What a handler must think of with a case: services/routing/attention.py says why and what."""

    # the contact
    CONTACT_SOON = "contact_5_werkdagen"
    HELP_WRITING = "hulp_bij_op_schrift_stellen"
    NO_EMAIL = "geen_email"
    BY_LETTER = "brief_per_post"
    NOT_CONFIDENTIAL = "kanaal_niet_vertrouwelijk"
    NO_ANSWER_POSSIBLE = "geen_terugkoppeling_mogelijk"
    NO_MESSAGE = "geen_bericht_aan_inwoner"
    INVITE = "nodig_uit_tot_contact"
    COMPLETE = "gegevens_aanvullen"
    TRANSLATION = "vertaling_indien_nodig"
    EXPECTATIONS = "verwachtingenmanagement"
    ONE_CONTACT = "vaste_contactpersoon"
    SUMMARISE = "samenvatten"
    # the formal side (Awb)
    ACKNOWLEDGE = "ontvangstbevestiging_9_6"
    NOT_INVOLVED = "niet_door_betrokkene_9_7"
    COPY = "afschrift_beklaagde_9_9"
    COPY_IF_POSSIBLE = "afschrift_beklaagde_indien_mogelijk"
    HEAR = "horen_9_10"
    DECIDE = "besluit_behandelen_ja_nee"
    FOUR_WEEKS = "termijn_4_weken"
    SECOND_LINE = "verwijzing_tweede_lijn"
    OMBUDSMAN_TERM = "termijn_ombudsman"
    FORMER_STAFF = "ex_medewerker"
    # other doors
    FORWARD = "doorzendplicht_2_3"
    KEEP_DATE = "datum_ontvangst_bewaken"
    OBJECTION_TERM = "termijn_bezwaar_6_weken"
    UNKNOWN_MUNICIPALITY = "onbekende_gemeente"
    REQUEST_FOR_SUPPORT = "homoniem_melding"
    FORWARD_TO_ACCESS = "doorsturen_toegang"
    ONE_MONTH = "termijn_een_maand"
    DAMAGES = "schadeclaim"
    NOTICE_OF_DEFAULT = "ingebrekestelling"
    INTEGRITY = "integriteit"
    # providers
    CONSENT_TO_SHARE = "toestemming_doorsturen"
    CONTRACT = "contracttoezicht"
    PROVIDER_REPORTS = "meldplicht_aanbieder"
    COMPLAINTS_OFFICER = "klachtenfunctionaris"
    CERTIFIED_INSTITUTION = "gecertificeerde_instelling"
    YOUTH_CONFIDANT = "vertrouwenspersoon_jeugd"
    COURT = "rechter_bevoegd"
    PSEUDONYM = "pseudoniem"
    # people in need
    CONFIDANT = "vertrouwenspersoon"
    MEDICAL_RISK = "medisch_risico"
    MONEY = "financiele_nood"
    RENT = "urgent_huurachterstand"
    # personal data
    PRIVACY_OFFICER = "fg_informeren"
    SEVENTY_TWO_HOURS = "72_uur"
    REDACT_BSN = "bsn_in_tekst_redigeren"
    THIRD_PARTY = "persoonsgegevens_derde"
    # signals and the file
    POLICY = "beleid"
    ALDERMAN = "doorgeven_wethouder"
    COUNCIL_MEMBER = "raadslid"
    TREND = "trend"
    SURVEY = "kto"
    SOCIAL_MEDIA = "social_media"
    COMPLIMENT = "compliment"
    REGISTER_LIGHT = "registreren_light"
    WITHDRAWAL = "intrekking"
    CONFIRM_IN_WRITING = "schriftelijke_bevestiging"
    CONTENT = "afgehandeld_naar_tevredenheid"
    LINK = "koppelen_aan_bestaande_zaak"
    SIMILAR = "lijkt_op_andere_zaak"
    SEVERAL_SUBJECTS = "meer_onderwerpen"
    CHAIN = "doorgestuurde_mailketen"


class Confidence(StrEnum):
    """How sure a proposal is: `services/routing/confidence` says when."""

    SURE = "zeker"
    LIKELY = "waarschijnlijk"
    UNSURE = "onzeker"


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
    ABUSE_SIGNAL = "veilig_thuis_signaal"  # Wmo 3.3
    PRIVACY_REQUEST = "avg_verzoek"  # AVG 15-22
    WOO_REQUEST = "woo_verzoek"
    NOTICE_OF_DEFAULT = "ingebrekestelling"  # Awb 4:17
    APPEAL_POSSIBLE = "beroep_mogelijk"  # Awb 9:8 lid 1 d, but never for a decision that is late
    OTHER_COURT = "andere_rechter"  # Awb 9:8 lid 1 e
    PROSECUTION = "strafvervolging"  # Awb 9:8 lid 1 f
    TOO_LIGHT = "onvoldoende_belang"  # Awb 9:8 lid 2
    LAPSED = "recht_vervallen"  # Sterker 5.7
    OTHER_REGULATION = "andere_klachtregeling"  # Sterker 2, exception 1
    OTHER_EMPLOYER = "andere_werkgever"  # Sterker 2, exception 3
    WANTS_PROSECUTION = "beoogt_strafvervolging"  # Sterker 2, exception 4
    CLAIMS_MONEY = "geldvordering"  # Sterker 2, exception 5


NOT_OBLIGED = frozenset(
    {
        Ground.ALREADY_HANDLED,
        Ground.OLDER_THAN_A_YEAR,
        Ground.OBJECTION_POSSIBLE,
        Ground.APPEAL_POSSIBLE,
        Ground.OTHER_COURT,
        Ground.PROSECUTION,
        Ground.TOO_LIGHT,
    }
)
"""The seven of Awb 9:8 lid 1 and 2. There is no other."""


class Outcome(StrEnum):
    """Why a case was closed. That is not what was judged."""

    SATISFIED = "naar_tevredenheid_afgedaan"  # Awb 9:5
    WITHDRAWN = "ingetrokken"
    JUDGED = "oordeel"  # Awb 9:12
    NOT_HANDLED = "niet_in_behandeling"  # Awb 9:8
    FORWARDED = "doorgezonden"  # Awb 2:3, 6:15
    HANDLED_BY_PROVIDER = "afgehandeld_door_aanbieder"
    REGISTERED = "geregistreerd"  # a signal or a compliment, passed on
    OUT_OF_REACH = "geen_contact"  # Sterker 5.8: unreachable for as long as the regulation says
    JOINED = "samengevoegd"  # it goes on in another case


class Registration(StrEnum):
    """Is what was solved in the conversation itself registered?"""

    FULL = "ja"
    LIGHT = "licht"  # only for the figures
    NONE = "nee"


class Against(StrEnum):
    """Whom a complaint is against. Who left may not be complained about everywhere."""

    PERSON = "medewerker"
    ORGANISATION = "organisatie"


class Judgment(StrEnum):
    """What was judged of one aspect of a complaint, or of all of it."""

    FOUNDED = "gegrond"
    PARTLY = "deels_gegrond"
    UNFOUNDED = "ongegrond"
    NONE = "geen_oordeel"


class Subject(StrEnum):
    """What an aspect of a complaint is about, in the words of the annual reports."""

    TREATMENT = "bejegening"
    REACHABILITY = "bereikbaarheid"
    INFORMATION = "informatie"
    WAITING = "wachttijd"
    EXECUTION = "uitvoering"
    QUALITY = "deskundigheid"
    AGREEMENTS = "afspraken"
    PRIVACY = "privacy"
    SAFETY = "veiligheid"
    COMPLAINT_HANDLING = "klachtbehandeling"
    OTHER = "anders"


class Toward(StrEnum):
    """Toward whom was the conduct (Awb 9:1 lid 1)? Only what touched her starts Awb 9:4."""

    SELF = "zelf"
    OTHER = "ander"


class Body(StrEnum):
    """The body that answers for the conduct (Awb 9:1, 9:12a)."""

    COLLEGE = "college"
    MAYOR = "burgemeester"
    COUNCIL = "raad"
    JOINT = "gemeenschappelijke_regeling"


class Side(StrEnum):
    """Whose is it: a document, a chair at a hearing, a consent?"""

    COMPLAINANT = "klager"
    RESPONDENT = "betrokkene"
    MUNICIPALITY = "gemeente"
    PROVIDER = "aanbieder"
    ADVISER = "adviseur"


class Wish(StrEnum):
    """What would help, in the complainant's eyes."""

    EXPLANATION = "uitleg"
    APOLOGY = "excuses"
    REPAIR = "herstel"
    FASTER = "sneller"
    SOMEBODY_ELSE = "andere_medewerker"
    MONEY = "vergoeding"
    BETTER_FOR_OTHERS = "beter_voor_anderen"
    BEING_HEARD = "gehoord_worden"
    JUDGMENT = "oordeel"


class DocumentKind(StrEnum):
    """What a document in the file is. The document itself is where the municipality keeps it."""

    COMPLAINT = "klaagschrift"
    ANSWER = "reactie"
    EVIDENCE = "bewijsstuk"
    MINUTES = "hoorverslag"
    ADVICE = "advies"
    FINDINGS = "bevindingen"
    CONCLUSIONS = "conclusies"
    REASONING = "motivering"
    AGREEMENTS = "afspraken"
    CONSENT = "instemming"
    LETTER = "brief"


class Waiver(StrEnum):
    """Why the complainant need not be heard (Awb 9:10 lid 2). The respondent always may be."""

    CLEARLY_UNFOUNDED = "kennelijk_ongegrond"
    NOT_WANTED = "wil_niet_gehoord_worden"
    NO_REACTION = "reageert_niet_op_tijd"


class Procedure(StrEnum):
    """What else goes on about the same matter."""

    OBJECTION = "bezwaar"
    APPEAL = "beroep"
    CIVIL_COURT = "burgerlijke_rechter"
    PROVIDER_COMMITTEE = "klachtencommissie_aanbieder"
    DISPUTE_BODY = "geschilleninstantie"
    INSPECTORATE = "inspectie"
    POLICE = "politie_of_justitie"
    DISCIPLINE = "tuchtrecht"


class Link(StrEnum):
    """How two cases belong together."""

    REPEATS = "herhaling_van"
    SAME_AS = "dezelfde_als"
    SPLIT_FROM = "afgesplitst_van"
    GROUP = "zelfde_groep_klagers"


class HandbackReason(StrEnum):
    """Why a provider hands a case back."""

    NOT_OURS = "niet_van_ons"
    NO_LONGER_CLIENT = "geen_client_meer"
    CONFLICT = "betrokken"
    NO_CONSENT = "geen_toestemming"
    UNSAFE = "veiligheid"


class Reopening(StrEnum):
    """Why a closed case is opened again."""

    NOT_SATISFIED = "niet_tevreden"
    NEW_FACTS = "nieuwe_feiten"
    MISTAKE = "vergissing"
    REFERRED_BACK = "terugverwezen_door_ombudsman"


class ClockKind(StrEnum):
    """The terms that run for a case, and those of a municipality that belong to no case."""

    ACKNOWLEDGMENT = "ontvangstbevestiging"  # Awb 9:6 and 2:17: at once
    CONTACT = "contact"  # memo Klachtenmanagement par. 1: within five working days
    HANDOVER = "overdracht"  # a provider accepts a case, or hands it back
    PROVIDER_DUTY = "aanbiederbericht"  # Uitgangspunten par. 11 I: five messages, a clock each
    PROVIDER_REACTION = "reactie_op_oordeel"  # Jeugdwet 4.2.1: after the committee's opinion
    NOT_HANDLING = "niet_in_behandeling"  # Awb 9:8 lid 3
    HANDLING = "afhandeling"  # Awb 9:11, Wkkgz 17, or a term of the regime where no law sets one
    UNREACHABLE = "onbereikbaar"  # Sterker 5.8
    PORTAL_NOTICE = "portaalbericht"  # Awb 2:10
    DATA_BREACH = "datalek"  # AVG 33
    CONTRIBUTION = "inbreng"  # what a provider or unit was asked to say, by a day
    DISSATISFACTION = "onvrede"  # somebody talks with who says that she is not satisfied
    REPAIR = "aanvulling"  # Awb 9:4: what the complainant was asked to complete, by a day
    SECOND_LOOK = "tweede_paar_ogen"  # Uitgangspunten par. 1D: another person decides
    WARM_HANDOVER = "warme_overdracht"  # Uitgangspunten par. 1D: until she says it is so
    OMBUDSMAN_REQUEST = "ombudsmanverzoek"  # Awb 9:31: within the term that he sets
    RECOMMENDATION = "aanbeveling"  # Awb 9:36 lid 4
    IMPROVEMENT = "verbeterpunt"  # what a case taught, done by a day that was agreed
    SATISFACTION = "tevredenheid"  # Regeling art. 6 lid 3
    OMBUDSMAN = "ombudsman"  # Awb 9:24: until when a resident may go there
    RIGHT_TO_COMPLAIN = "klachtrecht"  # Awb 9:8 lid 1 b, Sterker 5.7

    PROVIDER_TOTALS = "aanbiedersrapportage"  # contract art. 11.1: twice a year
    PROGRESS_REPORT = "voortgangsrapportage"  # memo par. 3: four times a year
    PUBLICATION = "jaarpublicatie"  # Awb 9:12a
    CLIENT_EXPERIENCE = "clientervaringsonderzoek"  # Wmo 2015 2.5.1
    SECOND_LINE = "wisseling_tweede_lijn"  # Gemeentewet 81p
    OLD_RULES = "oude_regels"  # Wet arhi 28


OF_NO_CASE = frozenset(
    {
        ClockKind.PROVIDER_TOTALS,
        ClockKind.PROGRESS_REPORT,
        ClockKind.PUBLICATION,
        ClockKind.CLIENT_EXPERIENCE,
        ClockKind.SECOND_LINE,
        ClockKind.OLD_RULES,
    }
)
"""Duties of a municipality as such."""

RIGHTS = frozenset({ClockKind.OMBUDSMAN, ClockKind.RIGHT_TO_COMPLAIN})
"""What a resident may do until a day. Nobody has to do anything, so nobody is reminded."""

AFTER_CLOSING = frozenset(
    {
        ClockKind.DISSATISFACTION,
        ClockKind.PORTAL_NOTICE,
        ClockKind.DATA_BREACH,
        ClockKind.OMBUDSMAN_REQUEST,
        ClockKind.RECOMMENDATION,
        ClockKind.IMPROVEMENT,
        ClockKind.SATISFACTION,
    }
)
"""What goes on when the case is closed."""


class Milestone(StrEnum):
    """Something that happened to a case on a day, and that a clock waits for or begins with."""

    ACKNOWLEDGED = "ontvangst_bevestigd"  # by hand, where no mail of ours could do it
    CONDUCT = "gedraging"  # when the conduct was
    KNOWLEDGE = "kennisname"  # when the resident heard of it
    ADMITTED = "in_behandeling_genomen"  # a person decided not to use a ground of Awb 9:8
    REGISTERED_BY_PROVIDER = "registratie_gemeld"
    INFORMED_BY_PROVIDER = "informatie_gegeven"
    HANDLED_BY_PROVIDER = "behandeling_gemeld"
    SETTLED_BY_PROVIDER = "afdoening_gemeld"
    ANSWERED_BY_PROVIDER = "terugkoppeling_gemeld"
    TAKEN_OVER = "inwoner_bevestigde_overdracht"  # she says that the provider has her case
    EXTENDED_BY_PROVIDER = "aanbieder_verlengde"  # Wkkgz 17 lid 2, announced in writing
    COMMITTEE_OPINION = "oordeel_klachtencommissie"  # Jeugdwet 4.2.1
    PROVIDER_REACTION = "aanbieder_reageerde_op_oordeel"
    UNREACHABLE = "onbereikbaar_sinds"
    REACHED_AGAIN = "weer_bereikt"
    PORTAL_MESSAGE = "bericht_in_portaal"
    PORTAL_NOTICE = "portaalbericht_aangekondigd"
    BREACH_SETTLED = "datalek_afgedaan"  # reported to the authority, or decided that it need not be
    SATISFACTION = "tevredenheid_gegeven"


PROVIDER_DUTIES = (
    Milestone.REGISTERED_BY_PROVIDER,  # R87
    Milestone.INFORMED_BY_PROVIDER,  # R86
    Milestone.HANDLED_BY_PROVIDER,  # R88
    Milestone.SETTLED_BY_PROVIDER,  # R89
    Milestone.ANSWERED_BY_PROVIDER,  # R90
)
"""The five messages that a provider owes (Uitgangspunten par. 11 I)."""


class TermBasis(StrEnum):
    """By what the last day of handling was moved. Nothing else moves it."""

    ADJOURNMENT = "verdaging"  # Awb 9:11 lid 2
    CONSENT = "uitstel_met_instemming"  # Awb 9:11 lid 3


class DelayReason(StrEnum):
    """Why more time is needed. The letter says it in a sentence; free text could name people."""

    INVESTIGATION = "meer_onderzoek"
    HEARING = "horen_kost_tijd"
    ADVICE = "advies_niet_klaar"
    PROVIDER = "wacht_op_aanbieder"
    WORKLOAD = "drukte"


class Suspicion(StrEnum):
    """Why a person must look at a message before it is a case."""

    VIRUS = "virus"
    SPAM = "ongewenste_mail"
    AUTOMATIC = "automatisch_bericht"


class Role(StrEnum):
    """What a member of staff may do."""

    COORDINATOR = "klachtencoordinator"
    HANDLER = "behandelaar"
    TEAM_LEAD = "teamleider"
    CONTACT_CENTRE = "kcc-medewerker"
    REPORTER = "rapporteur"
    PROVIDER = "aanbieder"
    PRIVACY = "privacyfunctionaris"
    ADMIN = "beheerder"
