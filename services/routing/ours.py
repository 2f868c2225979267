"""Must a person look first, and is it ours to handle? The first half of the decision table."""

from services.routing.rule import DESK, PROVIDER, Rule, came_by, has
from services.routing.triage import Facts
from shared.glossary import SAFETY_FLAGS, Channel, Domain, Flag, Ground, Kind, Nature, Phase

TREATMENT = Nature.TREATMENT
DANGER = (
    "mishandeling",
    "geweld",
    "seksuele_intimidatie",
    "calamiteit_of_geweld_check",
    "ongeval",
)


def _objects(facts: Facts) -> bool:
    """Does this turn against a decision? Against a provider only where a decision is named."""
    decision = facts.says("besluit") or (facts.says("gevolg_van_besluit") and not facts.providers)
    late = facts.says("niet_tijdig")
    return not late and (facts.says("bezwaar") or (decision and facts.says("oneens")))


A_PERSON_FIRST = [
    Rule(
        "onleesbaar",
        "Awb 2:20 en 9:2",
        "Dit bericht is niet te lezen, of het systeem kent de taal niet; een mens leest het.",
        Kind.UNKNOWN,
        DESK,
        condition="niet leesbaar, leeg, of niet in het Nederlands of Engels",
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
        topics=("suicidaliteit",),
        municipal=True,
        person_first=True,
    ),
    Rule(
        "geweld_of_calamiteit",
        "Wmo 3.4; Uitgangspunten par. 11 VI",
        "Dit kan geweld of een calamiteit bij hulp onder de Wmo zijn; een mens kijkt meteen, "
        "samen met de toezichthouder.",
        Kind.COMPLAINT,
        DESK,
        "gemeente:toezichthouder_wmo",
        topics=DANGER,
        condition="Wmo, en een beroepskracht of aanbieder",
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
        Kind.UNKNOWN,
        DESK,
        topics=("suicidaliteit", *DANGER, "veiligheid"),
        condition="bij een ongeval: met een beroepskracht of aanbieder",
        when=has(*SAFETY_FLAGS),
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
        condition="niet: ik trek mijn klacht niet in",
        when=lambda facts, _: not facts.says("niet_intrekken"),
    ),
    Rule(
        "onvrede_opgelost",
        "Regeling art. 3 lid 1 en 3; Uitgangspunten par. 11 II",
        "De onvrede is in het gesprek opgelost; zij telt mee voor de analyse.",
        Kind.DISCONTENT,
        "gemeente:wijkteam",
        topics=("direct_opgelost",),
        condition="mondeling, of door het wijkteam doorgegeven",
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
        condition="een aanbieder genoemd, en geen onvrede",
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
        condition="geen onvrede",
        when=lambda facts, _: not facts.says("onvrede"),
        ground=Ground.COMPLIMENT,
    ),
    Rule(
        "tevredenheidsonderzoek",
        "Uitgangspunten par. 11 VI; Regeling art. 6 lid 3",
        "Een antwoord uit het klanttevredenheidsonderzoek telt mee in de analyse.",
        Kind.SIGNAL,
        "gemeente:analyse_statistiek",
        condition="via het klanttevredenheidsonderzoek",
        when=came_by(Channel.SURVEY),
        ground=Ground.ANONYMOUS,
    ),
    Rule(
        "melding_calamiteit",
        "Wmo 3.4 lid 1; Jeugdwet 4.1.8",
        "Een aanbieder meldt een calamiteit of geweld; dat gaat naar de toezichthouder.",
        Kind.REPORT,
        "gemeente:toezichthouder_wmo",
        condition="van een aanbieder, met een woord uit de lijst veiligheid",
        when=lambda facts, _: facts.channel is Channel.PROVIDER and facts.unsafe,
    ),
    Rule(
        "melding_aanbieder",
        "Uitgangspunten par. 11 I; Regeling art. 2 lid 3",
        "De aanbieder meldt een klacht die hij zelf behandelt.",
        Kind.COMPLAINT,
        PROVIDER,
        condition="van een aanbieder",
        when=came_by(Channel.PROVIDER),
    ),
    Rule(
        "anoniem_signaal",
        "Awb 9:4; Uitgangspunten par. 2B en 11 IV",
        "Zonder naam en adres is dit een signaal; het gaat naar de klachtbehandelaar van beleid.",
        Kind.SIGNAL,
        "gemeente:klachtbehandelaar_beleid",
        condition="anoniem, en de regeling neemt anonieme klachten niet in behandeling",
        when=lambda facts, regime: facts.anonymous and regime.anonymous == "signaal",
        ground=Ground.ANONYMOUS,
    ),
    Rule(
        "signaal_raadslid",
        "Memo Klachtenmanagement par. 3",
        "Wat een raadslid doorgeeft, is een signaal en komt terecht waar er iets mee kan.",
        Kind.SIGNAL,
        "gemeente:klachtbehandelaar_beleid",
        condition="via een raadslid",
        when=came_by(Channel.COUNCIL_MEMBER),
    ),
    Rule(
        "wmo_melding",
        "Wmo 2.3.2",
        "Hier vraagt iemand om ondersteuning; dat is een melding voor de toegang, geen klacht.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:wmo_toegang",
        topics=("hulpvraag",),
        condition="Wmo, jeugd of algemeen; geen onvrede, bejegening, besluit of aanbieder",
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
        condition="over een aanbieder",
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
        condition="niet over een aanbieder",
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
        condition="niets over de inwoner zelf, geen bejegening, besluit of aanbieder",
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
        condition="tegen een besluit dat er is, en ook bejegening",
        when=lambda facts, _: _objects(facts) and facts.nature is TREATMENT,
        municipal=True,
        flags=(Flag.OBJECTION,),
    ),
    Rule(
        "bezwaar",
        "Awb 6:15 en 9:8 lid 1 c",
        "Dit richt zich tegen een besluit; het gaat door als bezwaar, met de dag van ontvangst.",
        Kind.NOT_A_COMPLAINT,
        "gemeente:bezwaar",
        condition="tegen een besluit dat er is",
        when=lambda facts, _: _objects(facts),
        ground=Ground.OBJECTION_POSSIBLE,
        flags=(Flag.OBJECTION,),
    ),
]
