"""How does staff get a link with which a provider reports on a case?

POST /v1/gemeenten/{gemeentecode}/aanbiederlinks
"""

import os
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.openapi.params import Body
from pydantic import Field

from services.intake.entry_api import town_where
from services.intake.handler import intake, table
from services.intake.programs.links import VALID, Link, Links
from shared import http
from shared.case import Case
from shared.dutch_time import dutch_date
from shared.glossary import HandlerKind, Role
from shared.municipality import Municipality
from shared.wire import Moment, Wire

MAY_MAKE = (Role.COORDINATOR, Role.HANDLER)

NO_CASE = "Deze zaak bestaat niet, of u ziet haar niet. Controleer het zaaknummer."
AT_NO_PROVIDER = "Deze zaak is niet bij een aanbieder. Draag haar eerst over."


class Asked(Wire):
    number: str = Field(alias="zaaknummer", min_length=1, max_length=60)


class Made(Wire):
    link: str = Field(description="Stuur hem alleen aan deze aanbieder.")
    provider: str = Field(alias="aanbieder")
    valid_until: Moment = Field(alias="geldigTot")


def routes(app: APIGatewayRestResolver) -> None:
    @app.post(
        "/v1/gemeenten/<gemeentecode>/aanbiederlinks",
        summary="Maak een link voor een aanbieder",
        description="Met de link meldt de aanbieder die de zaak nu heeft hoe het ermee staat. Hij "
        "geldt dertig dagen, en niet langer dan de zaak bij deze aanbieder is. De link toont niets "
        "van wat de inwoner schreef.",
        operation_id="maakAanbiederlink",
        tags=["Koppelingen"],
        responses=http.answers(Made, "De link."),
    )
    def make(gemeentecode: http.MunicipalityCode, asked: Annotated[Asked, Body()]) -> Made:
        from shared.access import View, view_of  # heavy, and residents do not need them
        from shared.identity import who_asks

        staff, at = who_asks(app, *MAY_MAKE), http.arrived_at(app)
        town = town_where(staff.municipality, gemeentecode, dutch_date(at))
        known = intake().store.status(town.code, asked.number)
        if known is None or view_of(staff, known.case) is not View.ALL:
            raise http.UnknownError(NO_CASE)
        return _made(town, known.case, at)


def _made(town: Municipality, case: Case, at: datetime) -> Made:
    if case.handler.kind is not HandlerKind.PROVIDER:
        raise http.RefusedError(AT_NO_PROVIDER)
    link = Link(town.code, case.number, case.handler.key, (at + VALID).replace(microsecond=0))
    site = os.environ.get("SITE", "")
    return Made(
        link=f"{site}/loket/{town.slug}/aanbieder/{Links(table()).token(link)}",
        provider=link.provider,
        valid_until=link.until,
    )
