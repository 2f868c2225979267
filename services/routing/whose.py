"""Whose complaint is it: a provider's, ours, or of several? The second half of the table."""

from services.routing.rule import DESK, DOUBT, MANAGER, PROVIDER, WORK_AND_INCOME, Rule, has
from services.routing.triage import MUNICIPAL, Facts
from shared.glossary import Domain, Flag, Ground, Kind, Nature

TREATMENT = Nature.TREATMENT


def _provider_unknown(facts: Facts) -> bool:
    """Is it about a provider, but which one?"""
    about_one = facts.names_unknown_provider or facts.says("aanbieder")
    return about_one and not facts.providers and not facts.says(*MUNICIPAL)


ABOUT_SEVERAL_OR_OTHERS = [
    Rule(
        "meerdere_aanbieders",
        "Regeling art. 2 lid 6",
        "Dit gaat over meer aanbieders tegelijk; het klachtenloket houdt de regie.",
        Kind.COMPLAINT,
        DESK,
        condition="twee of meer aanbieders genoemd",
        when=has(Flag.SEVERAL_PROVIDERS),
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
        condition="de gemeente wordt ook genoemd",
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
        condition="de gemeente en een aanbieder of andere instantie",
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
        condition="zorg onder de Zorgverzekeringswet of de Wkkgz",
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
        condition="geen aanbieder genoemd",
        when=lambda facts, _: not facts.providers,
        ground=Ground.OUTSIDE_SOCIAL_DOMAIN,
    ),
    Rule(
        "ander_orgaan",
        "Awb 2:3 lid 1; Uitgangspunten par. 1D",
        "Dit lijkt over een andere instantie te gaan; het klachtenloket brengt de inwoner daar.",
        Kind.COMPLAINT,
        DESK,
        topics=("ander_orgaan",),
        condition="geen aanbieder of gemeente genoemd",
        when=lambda facts, _: not facts.providers and not facts.says("aanbieder", *MUNICIPAL),
        ground=Ground.OUTSIDE_SOCIAL_DOMAIN,
        flags=(Flag.WARM_HANDOVER,),
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
        condition="een aanbieder genoemd",
        when=lambda facts, _: bool(facts.providers),
        municipal=True,
    ),
    Rule(
        "onbekende_aanbieder",
        "Uitgangspunten par. 5B",
        "Over welke aanbieder dit gaat, is niet zeker; het klachtenloket zoekt het uit.",
        Kind.COMPLAINT,
        DESK,
        condition="een aanbieder zonder naam of buiten het register, en niet de gemeente",
        when=lambda facts, _: _provider_unknown(facts),
        flags=(Flag.UNKNOWN_PROVIDER,),
        person_first=True,
    ),
    Rule(
        "bejegening_aanbieder",
        "Regeling art. 1 lid 3b en art. 2 lid 4; Uitgangspunten par. 2A",
        "Een klacht over iemand van een aanbieder behandelt die aanbieder eerst zelf.",
        Kind.COMPLAINT,
        PROVIDER,
        condition="een aanbieder genoemd, en bejegening",
        when=lambda facts, _: bool(facts.providers) and facts.nature is TREATMENT,
    ),
    Rule(
        "zaak_aanbieder",
        "Regeling art. 1 lid 3a, art. 2 lid 1 en 4 en art. 5 lid 4",
        "De aanbieder behandelt dit eerst, in samenspraak met het klachtenloket.",
        Kind.COMPLAINT,
        PROVIDER,
        DESK,
        condition="een aanbieder genoemd",
        when=lambda facts, _: bool(facts.providers),
    ),
]

ABOUT_THE_MUNICIPALITY = [
    Rule(
        "niet_tijdig_beslissen",
        "Awb 9:8 lid 1 d; Regeling art. 5 lid 1",
        "Een besluit blijft uit; dat is nooit een reden om een klacht te weigeren.",
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
        "Een klacht over inkomen of schuldhulp behandelt de leidinggevende van die afdeling.",
        Kind.COMPLAINT,
        "gemeente:leidinggevende_werk_en_inkomen",
        DESK,
        condition="participatie of schuldhulp",
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
        condition="geen domein herkend, en geen bejegening",
        when=lambda facts, _: facts.nature is not TREATMENT and facts.domain is Domain.GENERAL,
        ground=Ground.OUTSIDE_SOCIAL_DOMAIN,
    ),
    Rule(
        "gemeente_algemeen",
        "Uitgangspunten par. 5B; Regeling art. 2 lid 7",
        "Deze klacht gaat niet over een bepaalde aanbieder; het klachtenloket behandelt haar.",
        Kind.COMPLAINT,
        DESK,
        condition="onvrede of bejegening, en niet over een onbekende aanbieder",
        when=lambda facts, _: (
            (facts.says("onvrede") or facts.nature is TREATMENT) and not _provider_unknown(facts)
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
