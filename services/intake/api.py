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
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.intake.domain import fingerprint
from services.intake.form import Text, Told
from services.intake.handler import intake
from services.intake.service import Receipt, SameKeyError
from services.intake.submission import Door, Submission
from shared import http
from shared.dutch_time import dutch_date
from shared.glossary import Channel
from shared.municipality import SAFETY_NET, Municipality, municipalities
from shared.observability import logger
from shared.wire import Moment, Wire

OTHER_CONTENT = (
    "Met deze Idempotency-Key is al een andere klacht ingediend. "
    "Kies voor een nieuwe klacht een nieuwe sleutel."
)

app = http.api()


def _usable(key: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]{8,100}", key):
        raise PydanticCustomError(
            "idempotency_key",
            "Stuur een Idempotency-Key mee van 8 tot 100 tekens zonder spaties, zoals een UUID: "
            "een nieuwe voor elke klacht, dezelfde als u dezelfde klacht nog eens stuurt.",
        )
    return key


class Headers(Wire):
    idempotency_key: Annotated[str, AfterValidator(_usable)] = Field(
        default="", alias="Idempotency-Key", validate_default=True
    )


class Complaint(Told):
    text: Text = Field(alias="tekst", min_length=10, max_length=20_000)


class Answer(Wire):
    """A receipt, and what happens now."""

    number: str = Field(alias="zaaknummer")
    received_at: Moment = Field(alias="ontvangenOp")
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
    """API Gateway, as a proxy."""
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
        person=complaint.person,
        anonymous=complaint.anonymous,
        language=complaint.language,
        providers=complaint.providers,
        files=complaint.files,
    )


def _answer(receipt: Receipt, submission: Submission, municipality: Municipality) -> Answer:
    return Answer(
        number=receipt.number,
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
        f"Wij hebben uw klacht ontvangen. {contact} Bewaar het zaaknummer. "
        "Is er direct gevaar? Bel 112."
    )
