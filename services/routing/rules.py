"""Who handles a message first, and why? The decision table, for lawyers to read.

A regime's YAML (`routes:`) lists which of these rules hold, and in which order they are asked. The
first that fits decides. A rule that wants a person first does not end the search: the case goes to
the klachtenloket at once, and what the rules after it would choose is the proposal.

`python -m services.routing.rules` checks the lists and prints docs/beslistabel.md.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from services.routing.triage import MUNICIPAL, Facts
from shared.glossary import SAFETY_FLAGS, Channel, Domain, Flag, Ground, Kind, Nature, Phase
from shared.municipality import FILES, ConfigurationError, Municipality, Regime

DESK = "klachtenloket"
PROVIDER = "aanbieder"  # the provider that is named first
MANAGER = "leidinggevende"  # of the team in charge of the domain
DOUBT = "twijfel"

TREATMENT = Nature.TREATMENT
WORK_AND_INCOME = (Domain.INCOME, Domain.DEBT_HELP)


@dataclass(frozen=True)
class Rule:
    name: str
    article: str
    sentence: str  # goes with the case: why this handler
    kind: Kind
    handler: (
        str  # klachtenloket, aanbieder, leidinggevende, gemeente:<eenheid> or extern:<instantie>
    )
    co_handler: str = ""
    topics: tuple[str, ...] = ()  # of the lexicon; at least one must be found
    when: Callable[[Facts, Regime], bool] = lambda facts, regime: True
    municipal: bool = False  # about conduct for which the municipality answers: Awb 9:4 to 9:12
    ground: Ground | None = None
    flags: tuple[Flag, ...] = ()
    phase: Phase = Phase.INFORMAL
    person_first: bool = False

    def fits(self, facts: Facts, regime: Regime) -> bool:
        return (not self.topics or facts.says(*self.topics)) and self.when(facts, regime)


def _has(*flags: Flag) -> Callable[[Facts, Regime], bool]:
    return lambda facts, _: not facts.flags.isdisjoint(flags)


def _came_by(channel: Channel) -> Callable[[Facts, Regime], bool]:
    return lambda facts, _: facts.channel is channel


A_PERSON_FIRST = [
    Rule(
        "onleesbaar",
        "Awb 2:20 en 9:2",
        "Dit bericht is niet te lezen of in een taal die het systeem niet kent; een mens leest het.",
        Kind.UNKNOWN,
        DESK,
        when=lambda facts, _: not (facts.readable and facts.understood),
        municipal=True,
        person_first=True,
    ),
    Rule(
        "suicidaliteit",
        "Uitgangspunten par. 1C en 11 VI",
        "Hier kan iemand in levensgevaar zijn; een mens belt meteen, zo nodig met de crisisdienst.",
        Kind.COMPLAINT,
        DESK,
        "extern:crisisdienst",
        when=_has(Flag.SUICIDE),
        municipal=True,
        person_first=True,
    ),
    Rule(
        "geweld_of_calamiteit",
        "Wmo 3.4; Uitgangspunten par. 11 VI",
        "Dit kan geweld of een calamiteit bij hulp onder de Wmo zijn; een mens en de toezichthouder "
        "kijken meteen.",
        Kind.COMPLAINT,
        DESK,
        "gemeente:toezichthouder_wmo",
        when=lambda facts, _: (
            facts.domain is Domain.SOCIAL_SUPPORT
            and bool(facts.flags & {Flag.VIOLENCE, Flag.CALAMITY, Flag.SEXUAL_HARASSMENT})
        ),
        person_first=True,
    ),
    Rule(
        "veiligheid",
        "Wmo 3.3; Jeugdwet 4.1.8; Uitgangspunten par. 11 VI",
        "De veiligheid van iemand kan in het geding zijn; een mens leest dit meteen.",
        Kind.COMPLAINT,
        DESK,
        when=_has(*SAFETY_FLAGS),
        municipal=True,
        person_first=True,
    ),
]

NOT_FOR_US_TO_HANDLE = [
    Rule(
        "andere_gemeente",
        "Awb 2:3 lid 1",
        "Dit gaat over een andere gemeente; wij sturen het door en laten dat weten.",
        Kind.NOT_A_COMPLAINT,
        "extern:andere_gemeente",
        topics=("andere_gemeente",),
        ground=Ground.OTHER_MUNICIPALITY,
    ),
    Rule(
        "intrekking",
        "Awb 9:5",
        "Dit lijkt een intrekking; het klachtenloket legt haar bij de zaak en bevestigt dat.",
        Kind.WITHDRAWAL,
        DESK,
        topics=("intrekking",),
        when=lambda facts, _: not facts.says("niet_intrekken"),
    ),
    Rule(
        "onvrede_opgelost",
        "Regeling art. 3 lid 1 en 3; Uitgangspunten par. 11 II",
        "De onvrede is in het gesprek opgelost; zij telt mee voor de analyse.",
        Kind.DISCONTENT,
        "gemeente:wijkteam",
        topics=("direct_opgelost",),
        when=lambda facts, _: not facts.written or facts.channel is Channel.NEIGHBOURHOOD_TEAM,
        flags=(Flag.SOLVED_ON_THE_SPOT,),
    ),
    Rule(
        "compliment_aanbieder",
        "Regeling art. 6 lid 3",
        "Dit is een compliment voor een aanbieder; het wordt doorgegeven.",
        Kind.NOT_A_COMPLAINT,
        PROVIDER,
        topics=("compliment",),
        when=lambda facts, _: bool(facts.providers) and not facts.says("onvrede"),
        ground=Ground.COMPLIMENT,
    ),
    Rule(
        "compliment",
        "Regeling art. 6 lid 3",
        "Dit is een compliment; het wordt doorgegeven.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:wijkteam",
        topics=("compliment",),
        when=lambda facts, _: not facts.says("onvrede"),
        ground=Ground.COMPLIMENT,
    ),
    Rule(
        "tevredenheidsonderzoek",
        "Uitgangspunten par. 11 VI; Regeling art. 6 lid 3",
        "Een antwoord uit het klanttevredenheidsonderzoek telt mee in de analyse.",
        Kind.SIGNAL,
        "gemeente:analyse_statistiek",
        when=_came_by(Channel.SURVEY),
        ground=Ground.ANONYMOUS,
    ),
    Rule(
        "melding_calamiteit",
        "Wmo 3.4 lid 1; Jeugdwet 4.1.8",
        "Een aanbieder meldt een calamiteit of geweld; dat gaat naar de toezichthouder.",
        Kind.REPORT,
        "gemeente:toezichthouder_wmo",
        when=lambda facts, _: facts.channel is Channel.PROVIDER and facts.unsafe,
    ),
    Rule(
        "melding_aanbieder",
        "Uitgangspunten par. 11 I; Regeling art. 2 lid 3",
        "De aanbieder meldt een klacht die hij zelf behandelt.",
        Kind.COMPLAINT,
        PROVIDER,
        when=_came_by(Channel.PROVIDER),
    ),
    Rule(
        "anoniem_signaal",
        "Awb 9:4; Uitgangspunten par. 2B en 11 IV",
        "Zonder naam en adres is dit een signaal; het gaat naar de klachtbehandelaar van beleid.",
        Kind.SIGNAL,
        "gemeente:klachtbehandelaar_beleid",
        when=lambda facts, regime: facts.anonymous and regime.anonymous == "signaal",
        ground=Ground.ANONYMOUS,
    ),
    Rule(
        "signaal_raadslid",
        "Memo Klachtenmanagement par. 3",
        "Wat een raadslid doorgeeft, is een signaal en komt terecht waar er iets mee kan.",
        Kind.SIGNAL,
        "gemeente:klachtbehandelaar_beleid",
        when=_came_by(Channel.COUNCIL_MEMBER),
    ),
    Rule(
        "wmo_melding",
        "Wmo 2.3.2",
        "Hier vraagt iemand om ondersteuning; dat is een melding voor de toegang, geen klacht.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:wmo_toegang",
        topics=("hulpvraag",),
        when=lambda facts, _: (
            facts.domain in (Domain.SOCIAL_SUPPORT, Domain.YOUTH, Domain.GENERAL)
            and facts.nature is not TREATMENT
            and not facts.providers
            and not facts.says("onvrede", "besluit", "niet_tijdig")
        ),
        ground=Ground.REQUEST_FOR_SUPPORT,
    ),
    Rule(
        "klachtbehandeling_aanbieder",
        "Regeling art. 4 lid 3-4 en art. 5 lid 2",
        "Over de manier waarop een aanbieder een klacht behandelde, oordeelt de gemeente zelf.",
        Kind.COMPLAINT,
        DESK,
        PROVIDER,
        topics=("klachtbehandeling",),
        when=lambda facts, _: bool(facts.providers) or facts.says("aanbieder"),
        municipal=True,
        phase=Phase.FORMAL,
    ),
    Rule(
        "reeds_behandeld",
        "Awb 9:8 lid 1 a en lid 3",
        "Deze klacht lijkt al eens behandeld; een mens beslist, binnen vier weken, en wijst de weg "
        "naar de ombudsman.",
        Kind.NOT_A_COMPLAINT,
        DESK,
        topics=("reeds_behandeld",),
        when=lambda facts, _: not facts.providers,
        municipal=True,
        ground=Ground.ALREADY_HANDLED,
    ),
    Rule(
        "algemeen_beleid",
        "Awb 9:1 en 9:22 a; Uitgangspunten par. 2B en 11 IV",
        "Dit gaat over beleid en niet over een gedraging; het is een signaal.",
        Kind.SIGNAL,
        "gemeente:klachtbehandelaar_beleid",
        topics=("beleid",),
        when=lambda facts, _: (
            facts.nature is not TREATMENT
            and not facts.providers
            and not facts.says("over_zichzelf", "besluit", "bezwaar", "niet_tijdig")
        ),
        ground=Ground.GENERAL_POLICY,
    ),
    Rule(
        "bezwaar_en_klacht",
        "Awb 6:15 en 9:8 lid 1 c",
        "Dit is deels een bezwaar en deels een klacht; het klachtenloket splitst ze.",
        Kind.COMPLAINT,
        DESK,
        "gemeente:bezwaar",
        when=lambda facts, _: _objects(facts) and facts.nature is TREATMENT,
        municipal=True,
        flags=(Flag.OBJECTION,),
    ),
    Rule(
        "bezwaar",
        "Awb 6:15 en 9:8 lid 1 c",
        "Dit richt zich tegen een besluit; het gaat door als bezwaarschrift, met de dag van ontvangst.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:bezwaar",
        when=lambda facts, _: _objects(facts),
        ground=Ground.OBJECTION_POSSIBLE,
        flags=(Flag.OBJECTION,),
    ),
]

ABOUT_SEVERAL_OR_OTHERS = [
    Rule(
        "meerdere_aanbieders",
        "Regeling art. 2 lid 6",
        "Dit gaat over meer aanbieders tegelijk; het klachtenloket houdt de regie.",
        Kind.COMPLAINT,
        DESK,
        when=_has(Flag.SEVERAL_PROVIDERS),
        municipal=True,
    ),
    Rule(
        "gemeente_en_svb",
        "Regeling art. 2 lid 6; Awb 2:3",
        "De gemeente en de SVB zijn hier beide bij betrokken; het klachtenloket houdt de regie.",
        Kind.COMPLAINT,
        DESK,
        "extern:svb",
        topics=("svb",),
        when=lambda facts, _: facts.says(*MUNICIPAL),
        municipal=True,
        flags=(Flag.SEVERAL_BODIES,),
    ),
    Rule(
        "meerdere_organisaties",
        "Regeling art. 2 lid 6; Uitgangspunten par. 1D en 9",
        "Organisaties verwijzen naar elkaar; het klachtenloket houdt de regie.",
        Kind.COMPLAINT,
        DESK,
        PROVIDER,
        topics=("van_kastje_naar_muur",),
        when=lambda facts, _: (
            facts.says(*MUNICIPAL)
            and (bool(facts.providers) or facts.says("aanbieder", "ander_orgaan"))
        ),
        municipal=True,
        flags=(Flag.SEVERAL_BODIES,),
    ),
    Rule(
        "buiten_sociaal_domein",
        "Wkkgz 13-17; Uitgangspunten par. 5B",
        "Deze zorg valt niet onder de gemeente; het klachtenloket brengt de inwoner in contact met "
        "de zorgaanbieder.",
        Kind.COMPLAINT,
        "extern:zorgaanbieder",
        DESK,
        when=lambda facts, _: facts.outside_the_domain or facts.domain is Domain.HEALTH_CARE,
        ground=Ground.OUTSIDE_SOCIAL_DOMAIN,
    ),
    Rule(
        "svb",
        "Awb 2:3 lid 1",
        "De SVB behandelt klachten over de SVB zelf; het klachtenloket brengt de inwoner daar.",
        Kind.COMPLAINT,
        "extern:svb",
        DESK,
        topics=("svb",),
        when=lambda facts, _: not facts.providers,
        ground=Ground.OUTSIDE_SOCIAL_DOMAIN,
    ),
    Rule(
        "eindverantwoordelijke",
        "Uitgangspunten par. 5B; Regeling art. 2 lid 6 en art. 5 lid 4",
        "De inwoner spreekt de gemeente aan als eindverantwoordelijke; het klachtenloket behandelt "
        "dit in samenspraak met de aanbieder.",
        Kind.COMPLAINT,
        DESK,
        PROVIDER,
        topics=("eindverantwoordelijk",),
        when=lambda facts, _: bool(facts.providers),
        municipal=True,
    ),
    Rule(
        "onbekende_aanbieder",
        "Uitgangspunten par. 5B",
        "Over welke aanbieder dit gaat, is niet zeker; het klachtenloket zoekt het uit.",
        Kind.COMPLAINT,
        DESK,
        when=_has(Flag.UNKNOWN_PROVIDER),
        person_first=True,
    ),
    Rule(
        "bejegening_aanbieder",
        "Regeling art. 1 lid 3b en art. 2 lid 4; Uitgangspunten par. 2A",
        "Een klacht over iemand van een aanbieder behandelt die aanbieder eerst zelf.",
        Kind.COMPLAINT,
        PROVIDER,
        when=lambda facts, _: bool(facts.providers) and facts.nature is TREATMENT,
    ),
    Rule(
        "zaak_aanbieder",
        "Regeling art. 1 lid 3a, art. 2 lid 1 en 4 en art. 5 lid 4",
        "De aanbieder behandelt dit eerst, in samenspraak met het klachtenloket.",
        Kind.COMPLAINT,
        PROVIDER,
        DESK,
        when=lambda facts, _: bool(facts.providers),
    ),
]

ABOUT_THE_MUNICIPALITY = [
    Rule(
        "niet_tijdig_beslissen",
        "Awb 9:8 lid 1 d; Regeling art. 5 lid 1",
        "Dit gaat over een besluit dat uitblijft; dat is nooit een reden om een klacht te weigeren.",
        Kind.COMPLAINT,
        MANAGER,
        DESK,
        topics=("niet_tijdig",),
        municipal=True,
        flags=(Flag.LATE_DECISION,),
    ),
    Rule(
        "wijkteam",
        "Regeling art. 2 lid 7 en art. 5 lid 1; Uitgangspunten par. 11 II",
        "Een klacht over het wijkteam behandelt de leidinggevende, eerst informeel.",
        Kind.COMPLAINT,
        "gemeente:leidinggevende_wijkteam",
        DESK,
        topics=("wijkteam",),
        municipal=True,
    ),
    Rule(
        "werk_en_inkomen",
        "Regeling art. 5 lid 1",
        "Een klacht over inkomen of schuldhulp door de gemeente behandelt de leidinggevende van Werk "
        "en Inkomen.",
        Kind.COMPLAINT,
        "gemeente:leidinggevende_werk_en_inkomen",
        DESK,
        when=lambda facts, _: facts.domain in WORK_AND_INCOME,
        municipal=True,
    ),
    Rule(
        "weet_niet_bij_wie",
        "Uitgangspunten par. 1D en 5B",
        "De inwoner weet niet bij wie hij moet zijn; het klachtenloket helpt verder.",
        Kind.COMPLAINT,
        DESK,
        topics=("weet_niet_bij_wie",),
        municipal=True,
        flags=(Flag.WARM_HANDOVER,),
    ),
    Rule(
        "andere_taak",
        "Regeling art. 1 lid 2",
        "Dit gaat niet over het sociaal domein; het klachtenloket geeft het door.",
        Kind.NOT_A_COMPLAINT,
        DESK,
        topics=("buiten_domein",),
        when=lambda facts, _: facts.nature is not TREATMENT and facts.domain is Domain.GENERAL,
        ground=Ground.OUTSIDE_SOCIAL_DOMAIN,
    ),
    Rule(
        "gemeente_algemeen",
        "Uitgangspunten par. 5B; Regeling art. 2 lid 7",
        "Deze klacht gaat niet over een bepaalde aanbieder; het klachtenloket behandelt haar.",
        Kind.COMPLAINT,
        DESK,
        when=lambda facts, _: (
            facts.says("onvrede") and (facts.says(*MUNICIPAL) or facts.nature is TREATMENT)
        ),
        municipal=True,
    ),
    Rule(
        DOUBT,
        "Uitgangspunten par. 5B",
        "Geen regel past zeker; het klachtenloket leest dit en kiest.",
        Kind.UNKNOWN,
        DESK,
        municipal=True,
        person_first=True,
    ),
]


def _objects(facts: Facts) -> bool:
    """Does this turn against a decision? Against a provider only where a decision is named."""
    decision = facts.says("besluit") or (facts.says("gevolg_van_besluit") and not facts.providers)
    late = facts.says("niet_tijdig")
    return not late and (facts.says("bezwaar") or (decision and facts.says("oneens")))


RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        *A_PERSON_FIRST,
        *NOT_FOR_US_TO_HANDLE,
        *ABOUT_SEVERAL_OR_OTHERS,
        *ABOUT_THE_MUNICIPALITY,
    )
}


def check(municipalities: Iterable[Municipality]) -> None:
    """Raises `ConfigurationError`, with file and rule, for a list that cannot be followed."""
    faults = []
    for municipality in municipalities:
        file = next((path.name for path in FILES.glob(f"{municipality.code}-*")), municipality.code)
        for regime in municipality.regimes:
            where = f"{file}, regeling {regime.code}"
            faults += [
                f"{where}: de regel {name!r} bestaat niet"
                for name in regime.routes
                if name not in RULES
            ]
            if regime.routes[-1] != DOUBT:
                faults.append(f"{where}: de laatste regel moet {DOUBT!r} zijn")
    if faults:
        raise ConfigurationError("\n".join(faults))
