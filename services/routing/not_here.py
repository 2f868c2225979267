"""What may a regulation leave to others, beside what the Awb does? Sterker par. 2 and 5.7."""

from services.routing.condition import THE_RIGHT_LAPSED, says
from services.routing.rule import DESK, Rule
from shared.glossary import Ground, Kind

LEFT_TO_OTHERS = [
    Rule(
        "andere_klachtregeling",
        "Sterker par. 2 uitzondering 1",
        "Hiervoor bestaat een eigen klachtregeling; het klachtenloket wijst de weg daarheen.",
        Kind.NOT_A_COMPLAINT,
        DESK,
        when=(says("andere_klachtregeling"),),
        ground=Ground.OTHER_REGULATION,
    ),
    Rule(
        "andere_werkgever",
        "Sterker par. 2 uitzondering 3",
        "Deze medewerker werkt voor een andere organisatie; die behandelt de klacht zelf.",
        Kind.NOT_A_COMPLAINT,
        "rol:moederorganisatie",
        DESK,
        when=(says("andere_werkgever"),),
        ground=Ground.OTHER_EMPLOYER,
    ),
    Rule(
        "strafvervolging",
        "Sterker par. 2 uitzondering 4",
        "Dit vraagt om strafvervolging; daarover gaat de politie, en niet de klachtregeling.",
        Kind.NOT_A_COMPLAINT,
        DESK,
        when=(says("strafvervolging"),),
        ground=Ground.WANTS_PROSECUTION,
    ),
    Rule(
        "geldvordering",
        "Sterker par. 2 uitzondering 5",
        "Dit vraagt om geld; de klachtregeling gaat niet over een schadevergoeding.",
        Kind.NOT_A_COMPLAINT,
        DESK,
        when=(says("geldvordering"),),
        ground=Ground.CLAIMS_MONEY,
    ),
    Rule(
        "recht_vervallen",
        "Sterker par. 5 lid 7",
        "Dit lijkt te lang geleden om nog over te klagen; een mens kijkt wanneer de inwoner het "
        "wist.",
        Kind.NOT_A_COMPLAINT,
        DESK,
        when=(THE_RIGHT_LAPSED,),
        ground=Ground.LAPSED,
    ),
]
