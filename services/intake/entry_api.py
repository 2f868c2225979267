"""How does the municipality's own staff hand us what somebody said, by page or by program?"""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Header

from services.intake.entry import MAY_RECORD, Entry, Recorded
from services.intake.handler import intake
from services.intake.idempotency import OTHER_CONTENT, Headers
from services.intake.service import SameKeyError
from shared import http
from shared.dutch_time import dutch_date
from shared.municipality import Municipality, municipalities
from shared.observability import logger

NOT_HERS = "Deze gemeente kennen wij niet, of u werkt er niet. Controleer de gemeentecode."


def routes(app: APIGatewayRestResolver) -> None:
    """Let *app* take what staff records, with a token."""

    @app.post(
        "/v1/gemeenten/<gemeentecode>/klachten/_vastleggen",
        summary="Leg een klacht vast voor een inwoner",
        description="Voor wie belt, langskomt, een brief stuurt of met het wijkteam praat. Na een "
        "gesprek bevat het antwoord een tekst om terug te lezen.",
        operation_id="legKlachtVast",
        tags=["Klachten"],
        responses={
            201: {
                "description": "De klacht is opgeslagen.",
                "headers": {
                    "Location": {
                        "description": "Waar medewerkers de zaak vinden.",
                        "schema": {"type": "string", "format": "uri-reference"},
                    }
                },
                "content": {"application/json": {"model": Recorded}},
            }
        },
    )
    def record(
        gemeentecode: http.MunicipalityCode,
        headers: Annotated[Headers, Header()],
        entry: Annotated[Entry, Body()],
    ) -> Response[Recorded]:
        from shared.identity import who_asks  # heavy, and residents do not need it

        staff, at = who_asks(app, *MAY_RECORD), http.arrived_at(app)
        town = town_where(staff.municipality, gemeentecode, dutch_date(at))
        try:
            recorded = keep(entry, town, staff.subject, headers.idempotency_key, at)
        except SameKeyError as error:
            raise http.RefusedError(OTHER_CONTENT) from error
        return Response(
            HTTPStatus.CREATED.value,
            "application/json",
            recorded,
            headers={"Location": f"/v1/zaken/{recorded.number}"},
        )


def town_where(hers: str, code: str, today: date) -> Municipality:
    """The municipality *code*, for staff of *hers*: the same, or the one that it went up in (Wet
    arhi 44). Raises `UnknownError`.
    """
    known = municipalities()
    if code not in known or code not in known.homes_of(hers, today):
        raise http.UnknownError(NOT_HERS)
    return known[code]


def keep(entry: Entry, town: Municipality, by: str, key: str, at: datetime) -> Recorded:
    """Keep for good what *by*, an opaque id, wrote down.

    Raises `InvalidError` for a day of receipt that is still to come, and `SameKeyError` where *key*
    was used for something else.
    """
    receipt = intake().accept(entry.as_submission(town.code, key, by, at))
    logger.info("accepted", extra={"zaaknummer": receipt.number, "nieuw": receipt.is_new})
    return Recorded.of(entry, receipt, town)
