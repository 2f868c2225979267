"""Where a complaint begins with a talk: is this still discontent, or a complaint? Sterker 4-8."""

from services.routing.condition import TREATMENT, UNSAFE, says
from services.routing.rule import DESK, Rule
from shared.glossary import Against, Kind

FIRST_TALK_THEN_COMPLAIN = [
    Rule(
        "oud_medewerker",
        "Sterker par. 2",
        "Over wie hier niet meer werkt, kan niemand klagen; de organisatie is de beklaagde.",
        Kind.COMPLAINT,
        "rol:leidinggevende",
        DESK,
        when=(says("ex_medewerker"),),
        against=Against.ORGANISATION,
    ),
    Rule(
        "na_bemiddeling",
        "Sterker par. 7 slot en par. 8",
        "Ook de leidinggevende kwam er niet uit; de klachtencommissie kan de klacht behandelen.",
        Kind.COMPLAINT,
        "rol:klachtencommissie",
        DESK,
        when=(says("na_bemiddeling"),),
    ),
    Rule(
        "gesprek_zonder_oplossing",
        "Sterker par. 4 lid 4, par. 6 A3 en par. 7",
        "Het gesprek met de medewerker loste het niet op; nu is het een klacht, en de "
        "leidinggevende bemiddelt.",
        Kind.COMPLAINT,
        "rol:leidinggevende",
        DESK,
        when=(says("gesprek_zonder_oplossing"),),
    ),
    Rule(
        "ernstige_onvrede",
        "Sterker par. 6 C2 en C4",
        "Dit is te ernstig om eerst met de medewerker te bespreken; de leidinggevende doet dat.",
        Kind.COMPLAINT,
        "rol:leidinggevende",
        "rol:vertrouwenspersoon",
        when=(UNSAFE,),
    ),
    Rule(
        "over_een_vrijwilliger",
        "Sterker par. 4 lid 9 en par. 6 A1a",
        "De coördinator van de vrijwilliger bespreekt de onvrede met de inwoner.",
        Kind.DISCONTENT,
        "rol:vrijwilligerscoordinator",
        DESK,
        when=(says("vrijwilliger"), says("onvrede") | TREATMENT),
    ),
    Rule(
        "over_een_stagiair",
        "Sterker par. 4 lid 9 en par. 6 A1a",
        "De begeleider van de stagiair bespreekt de onvrede met de inwoner.",
        Kind.DISCONTENT,
        "rol:stagebegeleider",
        DESK,
        when=(says("stagiair"), says("onvrede") | TREATMENT),
    ),
    Rule(
        "eerst_een_gesprek",
        "Sterker par. 4 lid 3-4 en par. 6 A en B",
        "Onvrede bespreekt de medewerker eerst zelf; lost dat niets op, dan is het een klacht.",
        Kind.DISCONTENT,
        "gemeente:wijkteam",
        DESK,
        when=(says("onvrede") | TREATMENT,),
    ),
]
