"""What may be asked of routing over HTTP? (API Design Rules)

    GET  /v1/zaken                                 the work list, with filters, page by page
    GET  /v1/zaken/{zaaknummer}                    a case and its timeline
    GET  /v1/zaken/{zaaknummer}/dossier            what was told, first and later
    GET  /v1/zaken/{zaaknummer}/dossier/bijlagen/{kenmerk}   the way to an attachment
    POST /v1/zaken/{zaaknummer}/route/_proberen    what if it were something else? Writes nothing
    POST /v1/zaken/{zaaknummer}/..._{werkwoord}    every action of transition.py, by its path

What comes along with an action, who may do it and when, is in the table (docs/beslistabel.md).
Answers carry the case as it then is, with its sequence as ETag; who sends that back as If-Match
never overwrites what she has not seen. Asking twice changes nothing. A token speaks for one
municipality: the cases of all others, and those that her work does not give her, do not exist.
"""

import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Path, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from services.routing import story, worklist
from services.routing.answers import CaseAndTimeline, Passed, SeenCase, WorkList, points_of
from services.routing.domain import (
    NotAllowedError,
    NotHersError,
    StaleError,
    UnknownNameError,
)
from services.routing.handler import files, routing
from services.routing.reclassify import Proposed
from services.routing.service import UnknownCaseError
from services.routing.steps.classifying import Classification
from services.routing.story import Story
from services.routing.transition import Action, Command, File, Nothing, Transition
from services.routing.transitions import rows
from shared.access import View, seen, view_of
from shared.dutch_time import dutch_date
from shared.glossary import Domain, Flag, Kind, Phase, Role
from shared.http import (
    CaseNumber,
    ForbiddenError,
    InvalidError,
    OutdatedError,
    RefusedError,
    UnknownError,
    UnseenError,
    answers,
    api,
    arrived_at,
    resolve,
)
from shared.identity import Staff, issuers, who_asks
from shared.observability import logger
from shared.table import ConflictError
from shared.wire import Wire

READERS = (
    Role.COORDINATOR,
    Role.HANDLER,
    Role.TEAM_LEAD,
    Role.CONTACT_CENTRE,
    Role.PROVIDER,
    Role.PRIVACY,
)
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="De ETag van de zaak die u zag; anders 412."),
]
SECOND_EYES = frozenset({Action.DECIDE, Action.REJECT_PROPOSAL})
"""Nobody agrees or disagrees with what she did not see."""

FileId = Annotated[
    str,
    Path(
        description="Het kenmerk van de bijlage, uit het dossier.",
        pattern=r"^[0-9a-f]{32}$",
        examples=["0123456789abcdef0123456789abcdef"],
    ),
]
NOT_HER_WORK = "Uw werk vraagt niet dat u dit leest. Vraag het klachtenloket."
NOT_AGREED = (
    "De inwoner heeft nog niet gezegd dat u haar verhaal mag lezen. Laat het klachtenloket haar "
    "dat vragen."
)
NOBODY_LOOKED = "Niemand controleerde dit bestand op virussen. Wees voorzichtig."

SEQUENCE = re.compile(r'^(?:W/)?"(\d{1,10})"$')

app = api()


@app.get(
    "/v1/zaken",
    summary="Lees de werklijst",
    description="De zaken die u mag zien, de oudste eerst. Geef `na` uit het antwoord mee voor de "
    "volgende bladzijde.",
    operation_id="leesWerklijst",
    tags=["Zaken"],
    responses=answers(WorkList, "Een bladzijde van de werklijst."),
)
def work_list(
    status: Annotated[Literal["open", "afgesloten"], Query()] = "open",
    fase: Annotated[Phase | None, Query()] = None,
    soort: Annotated[Kind | None, Query()] = None,
    domein: Annotated[Domain | None, Query()] = None,
    behandelaar: Annotated[str | None, Query(max_length=60)] = None,
    medewerker: Annotated[str | None, Query(max_length=64)] = None,
    aanbieder: Annotated[str | None, Query(max_length=60)] = None,
    signalering: Annotated[Flag | None, Query()] = None,
    limiet: Annotated[int, Query(ge=1, le=100)] = 50,
    na: Annotated[str | None, Query(max_length=400)] = None,
) -> dict[str, Any]:
    staff, at = who_asks(app, *READERS), arrived_at(app)
    wanted = worklist.Wanted(
        is_open=status == "open",
        phase=fase,
        kind=soort,
        domain=domein,
        handler=behandelaar,
        assignee=medewerker,
        provider=aanbieder,
        flag=signalering,
    )
    try:
        return worklist.page(routing(), staff, wanted, limiet, na, dutch_date(at))
    except worklist.NoSuchPageError:
        raise InvalidError("Deze bladzijde bestaat niet. Neem na over uit het antwoord.") from None


@app.get(
    "/v1/zaken/<zaaknummer>",
    summary="Lees een zaak",
    description="De zaak en haar tijdlijn, voor zover uw werk dat vraagt.",
    operation_id="leesZaak",
    tags=["Zaken"],
    responses=answers(CaseAndTimeline, "De zaak en haar tijdlijn."),
)
def show(zaaknummer: CaseNumber) -> Response[dict[str, Any]]:
    staff = who_asks(app, *READERS)
    file, view = _open(staff, zaaknummer)
    shown: dict[str, Any] = {"zaak": seen(file.case, view, staff.provider)}
    if view is View.ALL:
        shown["tijdlijn"] = [_json(entry) for entry in routing().timeline(file.case)]
        shown["aandachtspunten"] = [_json(point) for point in points_of(file.case)]
    return _answer(file, shown)


@app.get(
    "/v1/zaken/<zaaknummer>/dossier",
    summary="Lees het verhaal",
    description="Wat de inwoner vertelde, eerst en later, ook in zaken die in deze zijn "
    "samengevoegd. Een aanbieder leest het alleen als de inwoner daarmee instemde.",
    operation_id="leesDossier",
    tags=["Zaken"],
    responses=answers(Story, "Het verhaal, voor zover uw werk dat vraagt."),
)
def read_story(zaaknummer: CaseNumber) -> Response[dict[str, Any]]:
    staff = who_asks(app, *READERS)
    file, view = _open(staff, zaaknummer)
    if view is View.STATUS:
        raise ForbiddenError(NOT_HER_WORK)
    told = routing().told_in(file.case, staff.subject, "verhaal lezen")
    if not told:
        raise UnknownError("Van deze zaak is geen verhaal bewaard.")
    shown = story.seen(told, view)
    if not shown["berichten"]:
        raise ForbiddenError(NOT_AGREED)
    return _answer(file, shown)


@app.get(
    "/v1/zaken/<zaaknummer>/dossier/bijlagen/<kenmerk>",
    summary="Haal een bijlage op",
    description="Stuurt door naar een adres dat een minuut werkt. Alleen voor wie de hele zaak "
    "ziet, en alleen wat schoon is bevonden.",
    operation_id="haalBijlage",
    tags=["Zaken"],
    responses={
        302: {
            "description": "Het adres staat in Location.",
            "content": {"application/json": {"model": Passed}},
        },
        409: {"description": "Conflict"},
    },
)
def fetch(zaaknummer: CaseNumber, kenmerk: FileId) -> Response[dict[str, Any]]:
    staff = who_asks(app, *READERS)
    file, view = _open(staff, zaaknummer)
    if view is not View.ALL:
        raise ForbiddenError(NOT_HER_WORK)
    told = routing().told_in(file.case, staff.subject, "bijlage openen")
    found = [each for part in told for each in part.attachments if story.id_of(each) == kenmerk]
    if not found:
        raise UnknownError("Deze bijlage is er niet. Neem het kenmerk over uit het dossier.")
    link = files().link_to(found[0])
    passed = Passed(checked=files().scanned, remark=None if files().scanned else NOBODY_LOOKED)
    return Response(302, "application/json", _json(passed), headers={"Location": link})


@app.post(
    "/v1/zaken/<zaaknummer>/route/_proberen",
    summary="Vraag wie een zaak zou behandelen",
    description="Wat de regels zeggen als de zaak was wat u zegt. Er verandert niets.",
    operation_id="probeerRoute",
    tags=["Zaken"],
    responses=answers(Proposed, "De route, met haar redenen."),
)
def what_if(zaaknummer: CaseNumber, body: Annotated[Classification, Body()]) -> dict[str, Any]:
    file, view = _open(who_asks(app, *rows(Action.CLASSIFY)[0].by), zaaknummer)
    if view is not View.ALL:
        raise ForbiddenError("Dit mag alleen wie de hele zaak ziet.")
    return _json(Proposed.of(routing().what_if(file.case, body).route))


def _perform(action: Action, row: Transition) -> Callable[..., Response[dict[str, Any]]]:
    """The function behind the URL of *action*."""

    if row.said is Nothing:

        def without_body(
            zaaknummer: CaseNumber, if_match: IfMatch = None
        ) -> Response[dict[str, Any]]:
            return _act(zaaknummer, action, Nothing(), if_match)

        return without_body
    form = row.said

    def with_body(
        zaaknummer: CaseNumber,
        body: Annotated[form, Body()],  # type: ignore[valid-type]
        if_match: IfMatch = None,
    ) -> Response[dict[str, Any]]:
        return _act(zaaknummer, action, body, if_match)

    return with_body


for _action in Action:
    _row = rows(_action)[0]
    app.post(
        f"/v1/zaken/<zaaknummer>/{_action.path}",
        summary=_action.replace("-", " ").capitalize(),
        description=f"{_row.sentence} ({_row.article})",
        operation_id="".join(part.capitalize() for part in _action.split("-")),
        tags=["Zaken"],
        responses=answers(
            SeenCase,
            "De zaak zoals zij daarna is.",
            HTTPStatus.CONFLICT,
            HTTPStatus.PRECONDITION_FAILED,
            *([HTTPStatus.PRECONDITION_REQUIRED] if _action in SECOND_EYES else []),
        ),
    )(_perform(_action, _row))


def on_request(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """REST API, proxy integration."""
    return resolve(app, event, context, admit=issuers().who)


def _act(number: str, action: Action, said: Wire, if_match: str | None) -> Response[dict[str, Any]]:
    _must_be_past(said)
    by = rows(action, said)[0].by
    staff = who_asks(app, *by).only_as(*by)  # what she sees in another role is not hers to do
    file, _ = _open(staff, number)
    known = _seen_before(if_match)
    if action in SECOND_EYES and known is None:
        raise UnseenError(
            "Zeg welk voorstel u zag: neem If-Match over uit de ETag van de zaak die u las."
        )
    command = Command(
        action,
        by=staff.subject,
        at=arrived_at(app),
        said=said,
        known=known,
        role=next(role for role in by if _sees_as(role, staff, file)),
        provider=staff.provider,
    )
    case = file.case
    try:
        done = routing().act(
            case.municipality,
            case.number,
            command,
            may=lambda file: view_of(staff, file.case, file.involved) is not View.NOTHING,
        )
    except UnknownCaseError:  # somebody said meanwhile that she was involved
        raise _unknown() from None
    except UnknownNameError as unknown:
        raise InvalidError(str(unknown)) from None
    except NotHersError as refusal:
        raise ForbiddenError(str(refusal)) from None
    except NotAllowedError as refusal:
        raise RefusedError(str(refusal)) from None
    except (StaleError, ConflictError):
        raise OutdatedError(
            "Deze zaak is intussen veranderd. Kijk naar haar zoals zij nu is, en probeer het dan "
            "opnieuw.",
            zaak=_as_seen_by(staff, routing().read(case.municipality, case.number)),
        ) from None
    return _answer(done, _as_seen_by(staff, done))


def _sees_as(role: Role, staff: Staff, file: File) -> bool:
    """What one role of hers lets her see, another does not let her do."""
    return view_of(staff.only_as(role), file.case, file.involved) is not View.NOTHING


def _as_seen_by(staff: Staff, file: File) -> dict[str, Any]:
    """As it is now, to who she is now: somebody may have said meanwhile that she was involved."""
    view = view_of(staff, file.case, file.involved)
    return dict(seen(file.case, view, staff.provider))


def _open(staff: Staff, number: str) -> tuple[File, View]:
    """A file that she may see, and how much of it. That it was read is logged (AVG 5 and 30)."""
    for municipality in routing().municipalities.homes_of(
        staff.municipality, dutch_date(arrived_at(app))
    ):
        try:
            file = routing().read(municipality, number)
        except UnknownCaseError:
            continue
        view = view_of(staff, file.case, file.involved)
        reading = {"gemeentecode": municipality, "zaaknummer": number, "lezer": staff.subject}
        logger.info("case read", extra={"inzage": {**reading, "omvang": view.name.lower()}})
        if view is not View.NOTHING:
            return file, view
    raise _unknown()


def _unknown() -> UnknownError:
    return UnknownError("Deze zaak bestaat niet. Controleer het zaaknummer.")


def _seen_before(given: str | None) -> int | None:
    """The sequence that she says she saw (RFC 9110, If-Match)."""
    if given is None or given.strip() == "*":
        return None
    if found := SEQUENCE.match(given.strip()):
        return int(found[1])
    raise InvalidError('Neem If-Match over uit de ETag van het antwoord, zoals "12".')


def _must_be_past(said: Wire) -> None:
    """What is recorded has happened. Only a hearing is planned."""
    for field, value in said:
        if isinstance(value, datetime) and field != "planned_for" and value > arrived_at(app):
            raise InvalidError("Dit moment ligt in de toekomst. Vul in wanneer het gebeurde.")


def _answer(file: File, shown: dict[str, Any]) -> Response[dict[str, Any]]:
    etag = f'"{file.case.sequence}"'
    return Response(200, "application/json", shown, headers={"ETag": etag})


def _json(value: Wire) -> dict[str, Any]:
    return value.model_dump(mode="json", exclude_none=True)
