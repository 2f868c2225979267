"""How does a program hand us a message over HTTP? Any channel, one address.

    POST    /v1/kanalen/{kanaal}/berichten    a CloudEvent, a form of Open Formulieren, or a
                                              notification of ZGW
    OPTIONS /v1/kanalen/{kanaal}/berichten    the handshake of the webhooks of CloudEvents

The key says which municipality it is for (keys.py); offered.py, open_forms.py and zgw.py understand
what is sent. What a program that we know sends and nobody understands, a person reads.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from typing import Annotated, Any, TypeAlias
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Header, Path
from pydantic import Field, ValidationError
from pydantic_core import from_json

from services.intake.handler import intake, table
from services.intake.limits import Limit, Limits
from services.intake.programs import open_forms
from services.intake.programs.from_provider import NotTheirsError
from services.intake.programs.keys import PER_MINUTE, SIGNATURE_HEADER, Integration, Keys
from services.intake.programs.offered import FROM_A_PROVIDER, WHY_A_PERSON_LOOKS, Offered, offered
from services.intake.programs.zgw import Notification
from services.intake.service import Receipt
from shared import http
from shared.glossary import Channel
from shared.observability import logger
from shared.wire import Moment, Wire, utc_text

MINUTE = timedelta(minutes=1)

KEPT = "Wij hebben dit bericht bewaard."
FOR_A_PERSON = (
    "Wij hebben dit bericht bewaard, maar konden het niet verwerken. Een medewerker bekijkt het. "
    "Stuur het niet nog eens."
)
EMPTY = "Het bericht is leeg. Stuur JSON met wat de inwoner zei."
NO_CHANNEL = "Dit kanaal bestaat niet. Kies uit: " + ", ".join(Channel) + "."
NOT_THIS_CHANNEL = (
    "Deze sleutel is niet voor dit kanaal. Gebruik het kanaal waarvoor u de sleutel kreeg."
)
ANOTHER_CHANNEL = "Het kanaal in het bericht is een ander dan in het adres. Maak ze gelijk."
ANOTHER_TOWN = (
    "Deze sleutel is van een andere gemeente dan in het bericht staat. Gebruik de sleutel van die "
    "gemeente, of laat gemeentecode weg."
)
NOT_A_PROVIDER = (
    "Deze sleutel is niet van deze aanbieder. Gebruik de sleutel die de gemeente u daarvoor gaf."
)
SIGNED_IN_PART = (
    "De handtekening geldt alleen voor het bericht, niet voor de koppen. Zet het hele CloudEvent "
    "in het bericht, of stuur uw sleutel mee."
)
NO_CASE = "Deze zaak bestaat niet, of is niet bij u. Controleer het zaaknummer."
NO_NOTIFICATION = (
    "Dit is geen geldige notificatie. Stuur kanaal, hoofdObject, resource, resourceUrl, actie en "
    "aanmaakdatum."
)
TOO_OFTEN = "U stuurt meer dan {} berichten per minuut. Wacht even en stuur dit dan nog eens."

ChannelName = Annotated[
    str, Path(description="Hoe de klacht binnenkwam.", examples=[Channel.WHATSAPP.value])
]
Origin = Annotated[
    str | None,
    Header(
        alias="WebHook-Request-Origin",
        pattern=r"^[A-Za-z0-9.:-]{1,253}$",
        description="Wie berichten wil gaan sturen.",
    ),
]


class Answer(Wire):
    """What a program hears of what it sent."""

    number: str = Field(alias="zaaknummer")
    code: str | None = Field(
        default=None,
        alias="volgcode",
        description="Hiermee volgt de inwoner haar zaak. Geef hem alleen aan haar.",
    )
    received_at: Moment = Field(alias="ontvangenOp")
    explanation: str = Field(alias="toelichting")


@dataclass(frozen=True)
class Sent:
    """A request, as a program sent it."""

    headers: Mapping[str, str]  # their names in lower case
    body: bytes
    at: datetime

    @cached_property
    def said(self) -> Any:
        """What the JSON says; None where it is none."""
        try:
            return from_json(self.body)
        except ValueError:
            return None

    @property
    def attributes(self) -> dict[str, str]:
        """Of a CloudEvent in binary mode."""
        return {
            name.removeprefix("ce-"): unquote(value)
            for name, value in self.headers.items()
            if name.startswith("ce-")
        }

    @property
    def as_text(self) -> str:
        """All of it, for a person."""
        above = "".join(f"ce-{name}: {value}\n" for name, value in self.attributes.items())
        return above + self.body.decode(errors="backslashreplace")


@dataclass(frozen=True)
class Knock:
    """A program that we know sent something by a channel that it may use."""

    integration: Integration
    channel: Channel
    sent: Sent


BODIES = {
    "stuurBericht": {http.CLOUD_EVENT: Offered, "application/json": open_forms.Form | Notification}
}
"""What Powertools does not read for us, for the OpenAPI document: by operation and media type."""

Reader: TypeAlias = Callable[[Knock], Response[str]]


def routes(app: APIGatewayRestResolver) -> None:
    @app.post(
        "/v1/kanalen/<kanaal>/berichten",
        summary="Stuur een bericht",
        description="Voor koppelingen. Neemt een CloudEvent aan, een formulier van Open "
        "Formulieren, of een notificatie uit een zaaksysteem. Hetzelfde bericht nog eens sturen "
        "kan geen kwaad.",
        operation_id="stuurBericht",
        tags=["Koppelingen"],
        security=http.INTEGRATIONS,
        responses={
            201: {
                "description": "Het formulier is opgeslagen.",
                "content": {"application/json": {"model": Answer}},
            },
            202: {
                "description": "Het bericht is opgeslagen.",
                "content": {"application/json": {"model": Answer}},
            },
            204: {"description": "De notificatie is ontvangen."},
            429: {"description": "Te veel berichten."},
        },
    )
    def receive(kanaal: ChannelName) -> Response[str]:
        return _receive(kanaal, _sent(app))

    @app.route(
        "/v1/kanalen/<kanaal>/berichten",
        method="OPTIONS",
        summary="Vraag of u berichten mag sturen",
        description="De handdruk van CloudEvents voor webhooks. Wie een sleutel heeft, mag.",
        operation_id="vraagOfHetMag",
        tags=["Koppelingen"],
        security=http.ANYBODY,
        responses={204: {"description": "Het mag, met een sleutel."}},
    )
    def allow(kanaal: ChannelName, origin: Origin = None) -> Response[str]:
        headers = {"Allow": "OPTIONS, POST", "WebHook-Allowed-Rate": str(PER_MINUTE)}
        if origin:
            headers["WebHook-Allowed-Origin"] = origin
        return Response(HTTPStatus.NO_CONTENT.value, body="", headers=headers)


def _receive(channel: str, sent: Sent) -> Response[str]:
    integration = Keys(table()).who(sent.headers, sent.body, sent.at)
    _must_not_hurry(integration, sent.at)
    knock = Knock(integration, _allowed(channel, integration), sent)
    if not sent.body.strip():
        raise http.InvalidError(EMPTY)
    try:
        return _reader(sent)(knock)
    except NotTheirsError as error:
        raise http.UnknownError(NO_CASE) from error
    except tuple(WHY_A_PERSON_LOOKS) as error:
        return _kept_for_a_person(knock, WHY_A_PERSON_LOOKS[type(error)])


def _reader(sent: Sent) -> Reader:
    """Who understands it?"""
    if http.media_type(sent.headers.get("content-type", "")) == http.CLOUD_EVENT:
        return _event
    if sent.attributes:
        return _binary_event
    match sent.said:
        case {"specversion": _}:
            return _event
        case {"values": _}:
            return _form
        case {"hoofdObject": _, "resourceUrl": _}:
            return _notification
        case _:
            return _nobody_knows


def _event(knock: Knock) -> Response[str]:
    return _take(knock, knock.sent.said)


def _binary_event(knock: Knock) -> Response[str]:
    if SIGNATURE_HEADER in knock.sent.headers:  # whoever caught it could make another event of it
        raise http.InvalidError(SIGNED_IN_PART)
    return _take(knock, {**knock.sent.attributes, "data": knock.sent.said})


def _take(knock: Knock, said: Any) -> Response[str]:
    """What is left out of an event follows from the key and the address."""
    if not isinstance(said, dict):
        return _nobody_knows(knock)
    who = knock.integration
    event = {
        "gemeentecode": who.municipality,
        "kanaal": knock.channel,
        "time": utc_text(knock.sent.at),
        "aanbieder": who.provider,
        **said,
    }
    if event["gemeentecode"] != who.municipality:
        raise http.ForbiddenError(ANOTHER_TOWN)
    if event["kanaal"] != knock.channel:
        raise http.InvalidError(ANOTHER_CHANNEL)
    if event.get("type") == FROM_A_PROVIDER and not _speaks_for(event["aanbieder"], who):
        raise http.ForbiddenError(NOT_A_PROVIDER)
    return _told(HTTPStatus.ACCEPTED, _given(offered.validate_python(event), knock), KEPT)


def _speaks_for(provider: Any, who: Integration) -> bool:
    return who.provider is not None and provider == who.provider


def _form(knock: Knock) -> Response[str]:
    who = knock.integration
    form = open_forms.Form.model_validate(knock.sent.said)
    read = open_forms.read(form, who.municipality, knock.channel, who.name, knock.sent.at)
    submission = read.offered.as_submission(knock.sent.at, *read.notes)
    if read.notes:
        raw = intake().keep_original(knock.sent.as_text, who.municipality)
        submission = replace(submission, raw=raw)
    receipt = intake().accept(submission)
    _log(receipt, who)
    return _told(HTTPStatus.CREATED, receipt, KEPT)


def _notification(knock: Knock) -> Response[str]:
    who = knock.integration
    try:
        notification = Notification.model_validate(knock.sent.said)
    except ValidationError as error:
        raise http.InvalidError(NO_NOTIFICATION) from error
    if notification.is_new_case_of(who.case_types):
        _given(notification.as_offered(who.municipality, knock.channel, who.name), knock)
    else:
        logger.info("notification without consequence", extra={"koppeling": who.key_name})
    return Response(HTTPStatus.NO_CONTENT.value, body="")


def _nobody_knows(knock: Knock) -> Response[str]:
    return _kept_for_a_person(knock, WHY_A_PERSON_LOOKS[ValidationError])


def _kept_for_a_person(knock: Knock, why: str) -> Response[str]:
    who, sent = knock.integration, knock.sent
    receipt = intake().accept_unreadable(
        sent.as_text, why, who.municipality, knock.channel, sent.at
    )
    _log(receipt, who)
    return _told(HTTPStatus.ACCEPTED, receipt, FOR_A_PERSON)


def _given(message: Offered, knock: Knock) -> Receipt:
    receipt = message.give_to(intake(), knock.sent.at)
    _log(receipt, knock.integration)
    return receipt


def _told(status: HTTPStatus, receipt: Receipt, explanation: str) -> Response[str]:
    answer = Answer(
        number=receipt.number,
        code=receipt.code,
        received_at=receipt.received_at,
        explanation=explanation,
    )
    return Response(
        status.value,
        "application/json",
        answer.model_dump_json(exclude_none=True),
        headers={"Location": f"/v1/zaken/{receipt.number}"},
    )


def _log(receipt: Receipt, who: Integration) -> None:
    said = {"zaaknummer": receipt.number, "nieuw": receipt.is_new, "koppeling": who.key_name}
    logger.info("accepted", extra=said)


def _must_not_hurry(integration: Integration, at: datetime) -> None:
    """Raises `TooOftenError`; the program still has what it sent."""
    limit = Limit("koppeling", integration.per_minute, MINUTE)
    if not Limits(table()).passes(limit, integration.municipality, integration.id, at):
        text = TOO_OFTEN.format(integration.per_minute)
        raise http.TooOftenError(text, wait=60 - int(at.timestamp()) % 60)


def _allowed(channel: str, integration: Integration) -> Channel:
    if channel not in list(Channel):
        raise http.UnknownError(NO_CHANNEL)
    if channel not in integration.channels:
        raise http.ForbiddenError(NOT_THIS_CHANNEL)
    return Channel(channel)


def _sent(app: APIGatewayRestResolver) -> Sent:
    event = app.current_event
    headers = {name.lower(): value for name, value in event.headers.items()}
    return Sent(headers, _bytes(event.body or "", event.is_base64_encoded), http.arrived_at(app))


def _bytes(body: str, in_base64: bool | None) -> bytes:
    """What was sent, before the gateway made a text of it."""
    if not in_base64:
        return body.encode(errors="replace")
    try:
        return b64decode(body)
    except ValueError:
        return body.encode(errors="replace")
