"""How does my case go, and what else do I want to say? The pages for who has a number and a code.

The code is typed once; after that a cookie says which browser it is, for half an hour after each
click. Every form has a token of its session, and a form that comes from another site is refused.
What she typed is never lost: whatever goes wrong, it stands in the next page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TypeAlias
from uuid import uuid4

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response

from services.intake.files import name_of, type_of
from services.intake.form import MAX_FILE_BYTES, MAX_FILES
from services.intake.handler import intake, table
from services.intake.limits import Limits
from services.intake.pages import look
from services.intake.pages.look import Language
from services.intake.pages.sent import Form, own_form_of
from services.intake.progress import Progress
from services.intake.service import Receipt, SameKeyError
from services.intake.sessions import Sessions
from services.intake.submission import File
from services.intake.text import clean
from services.intake.tracking import IDLE, LONGEST, SESSION, Tracking, Visit
from shared import http
from shared.glossary import Telling
from shared.municipality import Municipality
from shared.observability import log_failure, logger

COOKIE = "__Host-volgen"
GUARDED = "Path=/; Secure; HttpOnly; SameSite=Lax"  # Strict would forget her who comes from a mail
NO_COOKIE = f"{COOKIE}=; Max-Age=0; {GUARDED}"

MAX_TEXT = 20_000
SCORES = ("1", "2", "3", "4", "5")

Errors: TypeAlias = dict[str, str]
Page: TypeAlias = Response[str]


@dataclass(frozen=True)
class Act:
    """Something that she may do, by its name in addresses and texts, and what we ask for it."""

    place: str
    telling: Telling
    needs_text: bool = False
    asks_text: bool = True
    asks_files: bool = False
    asks_code: bool = False
    asks_score: bool = False


MORE = Act("aanvullen", Telling.MORE, needs_text=True, asks_files=True)
STOP = Act("stoppen", Telling.WITHDRAWAL, asks_text=False, asks_code=True)
UNHAPPY = Act("niet-tevreden", Telling.DISSATISFACTION)
RATE = Act("tevreden", Telling.SATISFACTION, asks_score=True)
ACTS = {act.place: act for act in (MORE, STOP, UNHAPPY, RATE)}


@dataclass(frozen=True)
class Caller:
    """Who asks: from where, when, and with which cookie."""

    town: Municipality
    language: Language
    address: str
    now: datetime
    token: str | None

    @property
    def words(self) -> Mapping[str, str]:
        """What can be wrong, in her language."""
        words: Mapping[str, str] = vars(look.texts(self.language).volgen.fouten)
        return words

    def inside(self) -> "Inside | None":
        visit = tracking().visit(self.town.code, self.token, self.now) if self.token else None
        return self.with_case(visit) if visit else None

    def with_case(self, visit: Visit) -> "Inside":
        return Inside(self, visit, tracking().progress(visit, self.town, self.now))


@dataclass(frozen=True)
class Inside:
    """Who has shown that this is her case, and how it goes."""

    caller: Caller
    visit: Visit
    progress: Progress


def routes(app: APIGatewayRestResolver) -> None:
    @app.get("/loket/<gemeente>/volgen")
    def case(gemeente: str) -> Page:
        caller = _caller(app, gemeente)
        if inside := caller.inside():
            return _page("follow.html.j2", caller, visit=inside.visit, progress=inside.progress)
        return _sign_in_page(caller, gone=caller.token is not None)

    @app.post("/loket/<gemeente>/volgen")
    def sign_in(gemeente: str) -> Page:
        form = own_form_of(app.current_event.raw_event)
        return _sign_in(_caller(app, gemeente, form), form)

    @app.post("/loket/<gemeente>/volgen/afmelden")
    def sign_out(gemeente: str) -> Page:
        caller = _caller(app, gemeente, own_form_of(app.current_event.raw_event))
        if caller.token:  # from an old page too: "signed out" must be true
            tracking().sign_out(caller.town.code, caller.token)
        return _sign_in_page(caller, left=True, headers={"Set-Cookie": NO_COOKIE})

    @app.get("/loket/<gemeente>/volgen/<stap>")
    def ask(gemeente: str, stap: str) -> Page:
        act, caller = _act(stap), _caller(app, gemeente)
        if inside := caller.inside():
            return _act_page(inside, act)
        return _sign_in_page(caller, act, gone=caller.token is not None)

    @app.post("/loket/<gemeente>/volgen/<stap>")
    def tell(gemeente: str, stap: str) -> Page:
        act, form = _act(stap), own_form_of(app.current_event.raw_event)
        caller = _caller(app, gemeente, form)
        try:
            inside = caller.inside()
        except Exception as error:
            return _out_of_order(caller, act, form, error)
        if inside:
            return _tell(inside, act, form)
        return _sign_in_page(caller, act, form, gone=True, status=HTTPStatus.FORBIDDEN)


def tracking() -> Tracking:
    return Tracking(intake(), Sessions(table(), SESSION, IDLE, LONGEST), Limits(table()))


def _sign_in(caller: Caller, form: Form) -> Page:
    number, code = form.get("zaaknummer"), form.get("volgcode")
    act = ACTS.get(form.get("daarna"))
    errors = {
        name: caller.words[f"{name}_leeg"]
        for name, typed in (("zaaknummer", number), ("volgcode", code))
        if not typed.strip()
    }
    if errors:
        return _sign_in_page(caller, act, form, errors, status=HTTPStatus.BAD_REQUEST)
    try:
        visit = tracking().sign_in(caller.town.code, number, code, caller.address, caller.now)
    except Exception as error:
        return _out_of_order(caller, act, form, error)
    if visit is None:
        errors = {"zaaknummer": caller.words["geweigerd"]}
        return _sign_in_page(caller, act, form, errors, status=HTTPStatus.FORBIDDEN)
    cookie = {"Set-Cookie": f"{COOKIE}={visit.token}; {GUARDED}"}
    if act:
        return _act_page(caller.with_case(visit), act, form, headers=cookie)
    here = f"volgen{'?taal=en' if caller.language == 'en' else ''}"
    return Response(HTTPStatus.SEE_OTHER.value, body="", headers=cookie | {"Location": here})


def _tell(inside: Inside, act: Act, form: Form) -> Page:
    caller, visit = inside.caller, inside.visit
    if not visit.sent(form.get("formulier")):  # another case, or another session, by now
        errors = {_first_field(act): caller.words["kijk_nog_eens"]}
        return _act_page(inside, act, form, errors, HTTPStatus.FORBIDDEN)
    files, errors = _files(form, caller.words)
    errors = _faults(act, form, caller.words) | errors
    if errors:
        return _act_page(inside, act, form, errors, HTTPStatus.BAD_REQUEST)
    if act.asks_code and not tracking().is_she(
        visit, form.get("volgcode"), caller.address, caller.now
    ):
        errors = {"volgcode": caller.words["volgcode_fout"]}
        return _act_page(inside, act, form, errors, HTTPStatus.FORBIDDEN)
    try:
        receipt = _kept(inside, act, form, files)
    except SameKeyError:
        errors = {"tekst": caller.words["al_gezegd"]}
        return _act_page(inside, MORE, form, errors, HTTPStatus.CONFLICT)
    except Exception as error:
        log_failure(error)
        errors = {_first_field(act): caller.words["storing"]}
        return _act_page(inside, act, form, errors, HTTPStatus.SERVICE_UNAVAILABLE)
    logger.info("told", extra={"zaaknummer": receipt.number, "nieuw": receipt.is_new})
    return _page(
        "follow_done.html.j2",
        caller,
        act=act,
        progress=inside.progress,
        kept_at=receipt.received_at,
    )


def _kept(inside: Inside, act: Act, form: Form, files: tuple[File, ...]) -> Receipt:
    visit, now = inside.visit, inside.caller.now
    text = clean(form.get("tekst")) if act.asks_text else ""
    if act is not RATE:
        return tracking().tell(visit, act.telling, form.get("sleutel"), now, text, files)
    closing = inside.progress.closing
    if closing is None:
        raise SameKeyError(visit.number)  # opened again: what she says is more of the case
    return tracking().rate(visit, closing, int(form.get("cijfer")), text, now)


def _faults(act: Act, form: Form, words: Mapping[str, str]) -> Errors:
    text = clean(form.get("tekst"))
    checks = (
        ("cijfer", act.asks_score and form.get("cijfer") not in SCORES, "cijfer_leeg"),
        ("volgcode", act.asks_code and not form.get("volgcode").strip(), "volgcode_leeg"),
        ("tekst", act.needs_text and not text, "tekst_leeg"),
        ("tekst", act.asks_text and len(text) > MAX_TEXT, "tekst_te_lang"),
        (_first_field(act), form.broken, "niet_heel"),
    )
    return {name: words[fault] for name, wrong, fault in reversed(checks) if wrong}


def _files(form: Form, words: Mapping[str, str]) -> tuple[tuple[File, ...], Errors]:
    """What she added, by its content; or what is wrong with it."""
    sent = form.files.get("bestanden", ())
    files, refused = [], []
    for each in sent:
        name, kind = name_of(each.name), type_of(each.data, each.content_type)
        if kind:
            files.append(File(name, kind, each.data))
        else:
            refused.append(name)
    for wrong, fault in (
        (refused, "bestand_soort"),
        (len(sent) > MAX_FILES, "bestanden_te_veel"),
        (sum(len(each.data) for each in sent) > MAX_FILE_BYTES, "bestanden_te_groot"),
    ):
        if wrong:
            said = words[fault].format(naam=", ".join(refused), aantal=MAX_FILES)
            return (), {"bestanden": said}
    return tuple(files), {}


def _first_field(act: Act) -> str:
    return "cijfer" if act.asks_score else "volgcode" if act.asks_code else "tekst"


def _act_page(
    inside: Inside,
    act: Act,
    form: Form | None = None,
    errors: Errors | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Page:
    """What she typed stands there again, but for the code."""
    progress = inside.progress
    may = {STOP: progress.may_stop, RATE: progress.may_rate}
    return _page(
        "follow_tell.html.j2",
        inside.caller,
        status,
        headers,
        visit=inside.visit,
        act=act,
        progress=progress,
        may=bool(errors) or may.get(act, True),
        errors=errors or {},
        typed=_typed(form),
        key=(form and form.get("sleutel")) or str(uuid4()),
    )


def _sign_in_page(
    caller: Caller,
    act: Act | None = None,
    form: Form | None = None,
    errors: Errors | None = None,
    *,
    gone: bool = False,
    left: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Page:
    """*gone*: she was away too long. *left*: she signed out. The code is typed anew each time."""
    return _page(
        "follow_sign_in.html.j2",
        caller,
        status,
        headers,
        act=act,
        errors=errors or {},
        gone=gone,
        left=left,
        typed=_typed(form),
    )


def _out_of_order(caller: Caller, act: Act | None, form: Form, error: Exception) -> Page:
    log_failure(error)
    errors = {"zaaknummer": caller.words["storing"]}
    return _sign_in_page(caller, act, form, errors, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _typed(form: Form | None) -> Mapping[str, str]:
    names = ("zaaknummer", "tekst", "cijfer")
    return {name: clean(form.get(name)) if form else "" for name in names}


def _page(
    template: str,
    caller: Caller,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Page:
    return look.page(template, caller.town, caller.language, status.value, headers, **values)


def _act(place: str) -> Act:
    if place not in ACTS:
        raise http.UnknownError(http.NO_ADDRESS)
    return ACTS[place]


def _caller(app: APIGatewayRestResolver, gemeente: str, form: Form | None = None) -> Caller:
    event = app.current_event.raw_event
    asked = form.fields if form and form.has("taal") else event.get("queryStringParameters")
    return Caller(
        town=look.town_of(gemeente),
        language=look.language_of(asked),
        address=event["requestContext"]["identity"]["sourceIp"],
        now=http.arrived_at(app),
        token=_cookie(event.get("multiValueHeaders") or {}),
    )


def _cookie(headers: Mapping[str, list[str]]) -> str | None:
    sent = "; ".join(
        each for name, all_ in headers.items() if name.lower() == "cookie" for each in all_
    )
    found = re.search(rf"(?:^|;\s*){COOKIE}=([\w-]{{20,100}})(?:;|$)", sent, re.ASCII)
    return found[1] if found else None
