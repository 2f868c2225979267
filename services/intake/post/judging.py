"""How does staff judge the mail that we did not take for a case ourselves?

    GET  /v1/gemeenten/{gemeentecode}/verdachte-berichten
    POST /v1/gemeenten/{gemeentecode}/verdachte-berichten/{kenmerk}/_toelaten
    POST /v1/gemeenten/{gemeentecode}/verdachte-berichten/{kenmerk}/_afwijzen

What a mail says is read from the mail as it came, and is gone when that is.
"""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from botocore.exceptions import ClientError
from pydantic import Field

from services.intake.entry_api import town_where
from services.intake.handler import mail_bucket, mail_door
from services.intake.post.door import AlreadyAdmittedError
from services.intake.post.reading import MAX_RAW, parse
from services.intake.post.suspected import Judgment, Suspected
from shared import http
from shared.dutch_time import dutch_date
from shared.glossary import Role
from shared.observability import logger
from shared.privacy import without_bsn
from shared.wire import Wire

MAY_JUDGE = (Role.COORDINATOR, Role.CONTACT_CENTRE)
PAGE = 25
AT_MOST_READ = 1_000  # lines of the list in one answer; the next goes on from there
ENOUGH = 200_000  # bytes of a mail, to show what it says
SHOWN = 2_000  # characters of that

_CODE = r"^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$"
MessageId = Annotated[
    str,
    Path(description="Het kenmerk uit de lijst.", examples=["7Q2MK-X0R4T"], pattern=_CODE),
]
NO_SUCH_MESSAGE = "Dit bericht bestaat niet. GET .../verdachte-berichten noemt ze allemaal."
NO_SUCH_PAGE = "Deze bladzijde bestaat niet. Neem na over uit het antwoord."
IS_A_CASE = (
    "Dit bericht is al toegelaten, bij zaak {number}. Sluit daar de zaak als zij er geen is."
)
IS_GONE = "De mail zelf is er niet meer. Vraag de afzender om hem nog eens te sturen."


class Shown(Suspected):
    text: str | None = Field(
        default=None,
        alias="tekst",
        description="Het begin van wat erin staat. Weggelaten: de mail is er niet meer.",
    )


class SuspectedList(Wire):
    messages: tuple[Shown, ...] = Field(alias="berichten")
    after: str | None = Field(default=None, alias="na", description="Waar het verder gaat.")


def routes(app: APIGatewayRestResolver) -> None:
    """Let *app* answer who may judge, with a token."""

    def who(gemeentecode: str) -> str:
        """Whoever asks, an opaque id, if she works for this municipality."""
        from shared.identity import who_asks  # heavy, and residents do not need it

        staff = who_asks(app, *MAY_JUDGE)
        town_where(staff.municipality, gemeentecode, dutch_date(http.arrived_at(app)))
        return staff.subject

    @app.get(
        "/v1/gemeenten/<gemeentecode>/verdachte-berichten",
        summary="Lees welke mail nog beoordeeld moet worden",
        description="Mail die reclame, een virus of een automatisch bericht lijkt, de oudste "
        "eerst. De afzender hoorde er niets van. Geef `na` mee voor de volgende bladzijde.",
        operation_id="leesVerdachteBerichten",
        tags=["Verdachte berichten"],
        responses=http.answers(SuspectedList, "Een bladzijde van de lijst."),
    )
    def read(
        gemeentecode: http.MunicipalityCode,
        beoordeling: Annotated[
            Literal["te_beoordelen", "toegelaten", "afgewezen"], Query()
        ] = "te_beoordelen",
        na: Annotated[str | None, Query(pattern=_CODE)] = None,
    ) -> dict[str, Any]:
        by = who(gemeentecode)
        found = _page(gemeentecode, Judgment(beoordeling), na)
        reading = {"gemeentecode": gemeentecode, "lezer": by, "doel": "mail beoordelen"}
        logger.info("suspected read", extra={"inzage": reading})
        return _json(found)

    @app.post(
        "/v1/gemeenten/<gemeentecode>/verdachte-berichten/<kenmerk>/_toelaten",
        summary="Laat een bericht toe als klacht",
        description="Alsof het op zijn eigen moment zo was binnengekomen: de termijnen lopen "
        "vanaf toen. Nog eens toelaten verandert niets.",
        operation_id="laatBerichtToe",
        tags=["Verdachte berichten"],
        responses=http.answers(Suspected, "Het bericht, met de zaak waar het bij kwam."),
    )
    def admit(gemeentecode: http.MunicipalityCode, kenmerk: MessageId) -> dict[str, Any]:
        by = who(gemeentecode)
        found = _find(gemeentecode, kenmerk)
        if (raw := _raw(found, MAX_RAW + 1)) is None:
            raise http.RefusedError(IS_GONE)
        admitted = mail_door().admit(found, raw, by, http.arrived_at(app))
        logger.info("admitted", extra={"kenmerk": kenmerk, "zaaknummer": admitted.number})
        return _json(_without_bsn(admitted))

    @app.post(
        "/v1/gemeenten/<gemeentecode>/verdachte-berichten/<kenmerk>/_afwijzen",
        summary="Wijs een bericht af: het is geen klacht",
        description="Het blijft in de lijst staan, met wie het afwees en wanneer.",
        operation_id="wijsBerichtAf",
        tags=["Verdachte berichten"],
        responses=http.answers(Suspected, "Het bericht, afgewezen."),
    )
    def reject(gemeentecode: http.MunicipalityCode, kenmerk: MessageId) -> dict[str, Any]:
        by = who(gemeentecode)
        found = _find(gemeentecode, kenmerk)
        try:
            rejected = mail_door().reject(found, by, http.arrived_at(app))
        except AlreadyAdmittedError:
            raise http.RefusedError(IS_A_CASE.format(number=found.number)) from None
        logger.info("rejected", extra={"kenmerk": kenmerk})
        return _json(_without_bsn(rejected))


def _page(municipality: str, judgment: Judgment, after: str | None) -> SuspectedList:
    start = mail_door().store.find(municipality, after) if after else None
    if after and start is None:
        raise http.InvalidError(NO_SUCH_PAGE)
    shown: list[Shown] = []
    for read, each in enumerate(mail_door().store.listed(municipality, start), start=1):
        if each.judgment is judgment:
            shown.append(_shown(each))
        if len(shown) == PAGE or read == AT_MOST_READ:
            return SuspectedList(messages=tuple(shown), after=each.id)
    return SuspectedList(messages=tuple(shown))


def _find(municipality: str, id: str) -> Suspected:
    if found := mail_door().store.find(municipality, id):
        return found
    raise http.UnknownError(NO_SUCH_MESSAGE)


def _shown(suspected: Suspected) -> Shown:
    """Without a burgerservicenummer: nobody needs it to judge."""
    raw = _raw(suspected, ENOUGH)
    text = None if raw is None else without_bsn(parse(raw).text)[0][:SHOWN]
    return Shown(**dict(_without_bsn(suspected)), text=text)


def _without_bsn(suspected: Suspected) -> Suspected:
    return suspected.model_copy(update={"subject": without_bsn(suspected.subject)[0]})


def _raw(suspected: Suspected, at_most: int) -> bytes | None:
    """The mail as it came. None where it is gone, of which S3 speaks in two ways."""
    try:
        return mail_bucket().get(suspected.raw, at_most)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "AccessDenied"):
            return None
        raise


def _json(answer: Wire) -> dict[str, Any]:
    return answer.model_dump(mode="json", exclude_none=True)
