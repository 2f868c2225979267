"""Who handles what officials and their municipality do, where there is a burgerraadsman?"""

from services.routing.condition import NO_UNKNOWN_PROVIDER, TREATMENT, domain_is, says
from services.routing.rule import Rule
from shared.glossary import Domain, Kind

CONDUCT_AND_SERVICES = [
    Rule(
        "gedrag_ambtenaar",
        "Klachtenregeling Amstelveen (bericht van 18-11-2014)",
        "Over het gedrag van een ambtenaar gaat de burgerraadsman, samen met de "
        "klachtencoördinator.",
        Kind.COMPLAINT,
        "rol:burgerraadsman",
        "rol:klachtencoordinator",
        when=(TREATMENT, NO_UNKNOWN_PROVIDER),
        municipal=True,
    ),
    Rule(
        "zorg_jeugd_werk_inkomen",
        "Klachtenregeling Amstelveen (bericht van 18-11-2014)",
        "Klachten over zorg, jeugdhulp en werk en inkomen komen bij de klachtencoördinator.",
        Kind.COMPLAINT,
        "rol:klachtencoordinator",
        when=(
            says("onvrede", "niet_tijdig"),
            domain_is(Domain.SOCIAL_SUPPORT, Domain.YOUTH, Domain.INCOME, Domain.DEBT_HELP),
            NO_UNKNOWN_PROVIDER,
        ),
        municipal=True,
    ),
]
