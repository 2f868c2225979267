"""Door 1: how does a form, or any program, hand us a complaint over HTTP?

Answers every address that no other service answers, too: with 404, but for the description of the
whole API.
"""

import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Header
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import Field

from services.intake import entry_api
from services.intake.domain import fingerprint
from services.intake.form import Text, Told
from services.intake.handler import intake
from services.intake.idempotency import OTHER_CONTENT, Headers
from services.intake.post import judging
from services.intake.programs import door as programs
from services.intake.programs import link_api
from services.intake.service import Receipt, SameKeyError
from services.intake.submission import Door, Submission
from shared import http
from shared.dutch_time import dutch_date
from shared.glossary import Channel
from shared.municipality import SAFETY_NET, Municipality, municipalities
from shared.observability import logger
from shared.wire import Moment, Wire

FOR_STAFF = re.compile(
    r"/v1/gemeenten/[^/]+/(klachten/_vastleggen|verdachte-berichten|aanbiederlinks)"
)

app = http.api()
programs.routes(app)
entry_api.routes(app)
link_api.routes(app)
judging.routes(app)


class Complaint(Told):
    text: Text = Field(alias="tekst", min_length=10, max_length=20_000)


class Answer(Wire):
    """A receipt, and what happens now."""

    number: str = Field(alias="zaaknummer")
    received_at: Moment = Field(alias="ontvangenOp")
    code: str | None = Field(
        alias="volgcode",
        description="Hiermee volgt de inwoner haar zaak. Geef hem alleen aan haar.",
    )
    what_now: str = Field(alias="watNu")


@app.post(
    "/v1/gemeenten/<gemeentecode>/klachten",
    summary="Dien een klacht in",
    description="Wie een ontvangstbewijs krijgt, kan gerust zijn: de klacht is opgeslagen. Stuur "
    "bij twijfel hetzelfde nog eens, met dezelfde Idempotency-Key: er komt geen tweede klacht van.",
    operation_id="dienKlachtIn",
    tags=["Klachten"],
    security=http.ANYBODY,
    responses={
        201: {
            "description": "De klacht is opgeslagen.",
            "headers": {
                "Location": {
                    "description": "Waar medewerkers de zaak vinden.",
                    "schema": {"type": "string", "format": "uri-reference"},
                }
            },
            "content": {"application/json": {"model": Answer}},
        }
    },
)
def complain(
    gemeentecode: http.MunicipalityCode,
    headers: Annotated[Headers, Header()],
    complaint: Annotated[Complaint, Body()],
) -> Response[Answer]:
    municipality = municipalities().get(gemeentecode)
    if municipality is None or gemeentecode == SAFETY_NET:
        raise http.UnknownError("Deze gemeente is niet aangesloten. Controleer de gemeentecode.")
    submission = _submission(gemeentecode, headers.idempotency_key, complaint)
    try:
        receipt = intake().accept(submission)
    except SameKeyError as error:
        raise http.RefusedError(OTHER_CONTENT) from error
    logger.info("accepted", extra={"zaaknummer": receipt.number, "nieuw": receipt.is_new})
    return Response(
        HTTPStatus.CREATED.value,
        "application/json",
        _answer(receipt, submission, municipality),
        headers={"Location": f"/v1/zaken/{receipt.number}"},
    )


@app.get(
    "/v1/openapi.json",
    summary="Lees deze beschrijving",
    description="Het OpenAPI-document van alle diensten samen, ook voor pagina's van elders.",
    operation_id="leesBeschrijving",
    tags=["Beschrijving"],
    security=http.ANYBODY,
    responses={
        200: {
            "description": "Dit document.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
def describe() -> Response[str]:
    open_to_all = {"Access-Control-Allow-Origin": "*"}
    return Response(HTTPStatus.OK.value, "application/json", _description(), headers=open_to_all)


@cache
def _description() -> str:
    """What infra/local/openapi.py made of all services, when this version was built."""
    return Path(__file__).with_name("openapi.json").read_text(encoding="utf-8")


@logger.inject_lambda_context(clear_state=True)
def on_request(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway, as a proxy. Of what is for staff, a stranger hears nothing but that it is."""
    if FOR_STAFF.match(event["path"]):
        from shared.identity import issuers  # heavy, and residents do not need it

        return http.resolve(app, event, context, admit=issuers().who)
    return http.resolve(app, event, context)


def _submission(code: str, key: str, complaint: Complaint) -> Submission:
    arrived_at = http.arrived_at(app)
    return Submission(
        municipality=code,
        door=Door.FORM,
        key=key,
        # Without defaults, so that an optional field we add later changes no fingerprint.
        content=fingerprint(complaint.model_dump_json(exclude_defaults=True)),
        channel=Channel.WEB_FORM,
        written=True,
        received_at=arrived_at,
        registered_at=arrived_at,
        subject=complaint.subject,
        text=complaint.text,
        about=complaint.about,
        happened=complaint.happened,
        wish=complaint.wish,
        may_be_shared=complaint.may_be_shared,
        person=complaint.person,
        anonymous=complaint.anonymous,
        language=complaint.language,
        providers=complaint.providers,
        files=complaint.files,
    )


def _answer(receipt: Receipt, submission: Submission, municipality: Municipality) -> Answer:
    return Answer(
        number=receipt.number,
        code=receipt.code,
        received_at=receipt.received_at,
        what_now=_what_now(submission, municipality),
    )


def _what_now(submission: Submission, municipality: Municipality) -> str:
    if submission.anonymous:
        contact = f"Wij weten niet wie u bent. Wilt u antwoord? Bel {municipality.phone}."
    else:
        terms = municipality.regime_on(dutch_date(submission.received_at)).terms
        days = terms.contact_working_days
        contact = f"Iemand neemt uiterlijk binnen {days} werkdagen contact met u op."
    return (
        f"Wij hebben uw klacht ontvangen. {contact} Bewaar het zaaknummer en de volgcode. "
        "Is er direct gevaar? Bel 112."
    )
