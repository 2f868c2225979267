"""What may staff ask of the deadlines service, over HTTP?

    GET  /v1/zaken/{zaaknummer}/termijnen                          why is each date what it is?
    GET  /v1/gemeenten/{gemeentecode}/verplichtingen               what belongs to no case?
    POST /v1/gemeenten/{gemeentecode}/verplichtingen/{sleutel}/_afmelden      {gedaanOp}

A token speaks for one municipality: the cases and duties of all others do not exist for it.
"""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Path
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import Field

from services.deadlines import view
from services.deadlines.handler import deadlines, planning
from services.deadlines.planning import UnknownDutyError
from shared.access import View, view_of
from shared.case import Case
from shared.dutch_time import dutch_date
from shared.glossary import Role
from shared.http import (
    CaseNumber,
    InvalidError,
    MunicipalityCode,
    UnknownError,
    answers,
    api,
    arrived_at,
    resolve,
)
from shared.identity import Staff, issuers, who_asks
from shared.wire import Moment, Wire

READERS = (
    Role.COORDINATOR,
    Role.HANDLER,
    Role.TEAM_LEAD,
    Role.CONTACT_CENTRE,
    Role.PROVIDER,
    Role.PRIVACY,
)
REPORTERS = (Role.COORDINATOR, Role.REPORTER)

DutyKey = Annotated[
    str, Path(description="Hoe de verplichting heet.", examples=["jaarpublicatie-2026-06-30"])
]


class Done(Wire):
    done_at: Moment = Field(alias="gedaanOp")


app = api()


@app.get(
    "/v1/zaken/<zaaknummer>/termijnen",
    summary="Lees de termijnen van een zaak",
    description="Elke datum met haar reden en artikel, de stappen tot en na die dag, wat haar "
    "verschoof en met welke berichten dat is gemeld.",
    operation_id="leesTermijnen",
    tags=["Termijnen"],
    responses=answers(view.Terms, "De termijnen zoals zij nu lopen."),
)
def terms(zaaknummer: CaseNumber) -> dict[str, Any]:
    staff, here = who_asks(app, *READERS), deadlines()
    for home in here.municipalities.homes_of(staff.municipality, dutch_date(arrived_at(app))):
        file, running = here.store.read(home, zaaknummer)
        if file.case and (sight := view_of(staff, file.case)):
            regime = here.municipalities[home].regime(file.case.regime)
            shown = view.of_a_case(file, running, regime, here.calendar, arrived_at(app))
            return _json(shown if _may_read_all(staff, file.case, sight) else view.dates_of(shown))
    raise UnknownError("Deze zaak bestaat niet. Controleer het zaaknummer.")


@app.get(
    "/v1/gemeenten/<gemeentecode>/verplichtingen",
    summary="Lees de verplichtingen van een gemeente",
    description="Wat een gemeente op een dag moet doen, welke klachten er ook komen.",
    operation_id="leesVerplichtingen",
    tags=["Verplichtingen"],
    responses=answers(view.Tasks, "De verplichtingen, die het eerst moet vooraan."),
)
def duties(gemeentecode: MunicipalityCode) -> dict[str, Any]:
    _of(gemeentecode)
    return _json(view.of_duties(planning().show(gemeentecode), arrived_at(app)))


@app.post(
    "/v1/gemeenten/<gemeentecode>/verplichtingen/<sleutel>/_afmelden",
    summary="Meld een verplichting af",
    description="Zegt wanneer het gedaan is. Nog eens afmelden verandert niets.",
    operation_id="meldVerplichtingAf",
    tags=["Verplichtingen"],
    responses=answers(view.Task, "De verplichting, voldaan."),
)
def settle(
    gemeentecode: MunicipalityCode, sleutel: DutyKey, body: Annotated[Done, Body()]
) -> dict[str, Any]:
    staff = _of(gemeentecode)
    if body.done_at > arrived_at(app):
        raise InvalidError("Dit moment ligt in de toekomst. Vul in wanneer het gebeurde.")
    try:
        done = planning().settle(gemeentecode, sleutel, staff.subject, body.done_at)
    except UnknownDutyError:
        raise UnknownError(
            "Deze verplichting bestaat niet. GET .../verplichtingen noemt ze allemaal."
        ) from None
    return _json(view.of_a_duty(done, arrived_at(app)))


def on_request(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """REST API, proxy integration."""
    return resolve(app, event, context, admit=issuers().who)


def _of(municipality: str) -> Staff:
    """Who reports for *municipality*. For anybody else it does not exist."""
    staff = who_asks(app, *REPORTERS)
    if staff.municipality != municipality:
        raise UnknownError("Deze gemeente kennen wij niet, of u werkt er niet.")
    return staff


def _json(answer: Wire) -> dict[str, Any]:
    return answer.model_dump(mode="json", exclude_none=True)


def _may_read_all(staff: Staff, case: Case, sight: View) -> bool:
    """Who moved what, and why. Who took part in the conduct, we do not know here: so of a formal
    case only for who leads, or has it (Awb 9:7).
    """
    hers = staff.roles & {Role.COORDINATOR, Role.PRIVACY} or case.assignee == staff.subject
    return sight is View.ALL and bool(hers or case.formal_since is None)
