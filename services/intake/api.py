"""Door 1: how does a form, or any program, hand us a complaint over HTTP?

Answers every address that no other service answers, too: with 404.
"""

import re
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Path
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


@app.post("/v1/gemeenten/<code>/klachten")
def complain(
    code: Annotated[str, Path()],
    headers: Annotated[Headers, Header()],
    complaint: Annotated[Complaint, Body()],
) -> Response[Answer]:
    municipality = municipalities().get(code)
    if municipality is None or code == SAFETY_NET:
        raise http.UnknownError("Deze gemeente is niet aangesloten. Controleer de gemeentecode.")
    submission = _submission(code, headers.idempotency_key, complaint)
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
