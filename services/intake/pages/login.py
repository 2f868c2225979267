"""Who at the municipality sits at this browser? She logs in at its own identity provider.

A session lasts eight hours at most, and ends after an hour in which nothing is done. Each attempt
to log in holds for ten minutes, once, and only in the browser that began it.
"""

import hmac
import os
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response

from services.intake.domain import fingerprint
from services.intake.entry import MAY_RECORD
from services.intake.entry_api import town_where
from services.intake.handler import table
from services.intake.pages import look, oidc
from services.intake.pages.sent import own_form_of
from services.intake.sessions import Sessions
from shared import http
from shared.dutch_time import dutch_date
from shared.municipality import Municipality, municipalities
from shared.observability import logger
from shared.wire import Wire

COOKIE, ATTEMPT_COOKIE = "__Host-medewerker", "__Host-inloggen"
IDLE, LONGEST, ATTEMPT = timedelta(hours=1), timedelta(hours=8), timedelta(minutes=10)
BACK = "/loket/inloggen/terug"

OUR_OWN = re.compile(r"/loket/[a-z0-9-]{1,60}/medewerker(\?kanaal=[a-z_]{1,20})?")

NOT_YET = "Inloggen kan hier nog niet. Vraag uw beheerder om de inlogvoorziening in te stellen."
FAILED = "Het inloggen is niet gelukt. Probeer het nog een keer."
NOT_HERS = "U mag hier niets invoeren. Vraag uw beheerder om een rol bij deze gemeente."
LOGGED_OUT = "U bent uitgelogd."


class Attempt(Wire):
    """To log in. `browser` is a hash of the cookie of the browser that began it."""

    browser: str
    nonce: str
    verifier: str
    then: str


class Somebody(Wire):
    """Of the staff of a municipality, by an opaque id."""

    subject: str
    municipality: str


@dataclass(frozen=True)
class Visit:
    who: Somebody
    token: str = field(repr=False)

    @property
    def form_token(self) -> str:
        """Stands in our own forms: a page of somebody else's cannot know it."""
        return hmac.new(self.token.encode(), b"formulier", sha256).hexdigest()

    def sent(self, form_token: str) -> bool:
        """Does a form with this token come from a page that we gave to her?"""
        return hmac.compare_digest(self.form_token.encode(), form_token.encode())


def routes(app: APIGatewayRestResolver) -> None:
    @app.get("/loket/<gemeente>/inloggen")
    def log_in(gemeente: str) -> Response[str]:
        town, now = look.town_of(gemeente), http.arrived_at(app)
        setting, site = _provider_of(town, dutch_date(now)), _site()
        if setting is None or not site:
            return _said(town, HTTPStatus.NOT_FOUND, NOT_YET)
        browser, nonce, verifier = (token_urlsafe(32) for _ in range(3))
        attempt = Attempt(
            browser=fingerprint(browser), nonce=nonce, verifier=verifier, then=_next(app, town)
        )
        token = _attempts().begin(town.code, attempt.model_dump_json(), now)
        state = f"{town.code}.{token}"
        address = oidc.login_address(setting, site + BACK, state, nonce, verifier)
        return _to(address, _cookie(ATTEMPT_COOKIE, browser, ATTEMPT))

    @app.get(BACK)
    def back() -> Response[str]:
        query, now = app.current_event.query_string_parameters, http.arrived_at(app)
        code, _, token = query.get("state", "").partition(".")
        town = municipalities().of_page(code)
        if town is None:
            return _said(municipalities().safety_net, HTTPStatus.BAD_REQUEST, FAILED)
        attempt = _attempts().take(town.code, token, now)
        try:
            who, then = _told(app, town, attempt, query.get("code", ""), dutch_date(now))
        except (oidc.NotToldError, http.UnauthenticatedError) as error:
            logger.warning("not logged in", extra={"gemeentecode": town.code, "fout": str(error)})
            return _said(town, HTTPStatus.UNAUTHORIZED, FAILED)
        except (http.ForbiddenError, http.UnknownError):
            return _said(town, HTTPStatus.FORBIDDEN, NOT_HERS)
        session = _sessions().begin(town.code, who.model_dump_json(), now)
        logger.info("logged in", extra={"gemeentecode": town.code, "medewerker": who.subject})
        return _to(
            _site() + then,
            _cookie(COOKIE, session, LONGEST),
            _cookie(ATTEMPT_COOKIE, "", timedelta()),
        )

    @app.post("/loket/<gemeente>/uitloggen")
    def log_out(gemeente: str) -> Response[str]:
        own_form_of(app.current_event.raw_event)
        town, visit = look.town_of(gemeente), visit_of(app, gemeente)
        if visit:  # from an old page too: "logged out" must be true
            _sessions().end(town.code, visit.token)
        return _said(town, HTTPStatus.OK, LOGGED_OUT, _cookie(COOKIE, "", timedelta()))


def visit_of(app: APIGatewayRestResolver, gemeente: str) -> Visit | None:
    """Who of the staff asks for this page, if she has logged in for it."""
    town, now = look.town_of(gemeente), http.arrived_at(app)
    token = _cookies(app).get(COOKIE, "")
    who = _sessions().use(town.code, token, now) if token else None
    return Visit(Somebody.model_validate_json(who), token) if who else None


def _told(
    app: APIGatewayRestResolver, town: Municipality, attempt: str | None, code: str, today: date
) -> tuple[Somebody, str]:
    """Who logged in, and where she wanted to go. Raises for every reason to doubt it."""
    from shared.identity import issuers  # heavy, and residents do not need it

    setting = _provider_of(town, today)
    if attempt is None or setting is None or not code:
        raise oidc.NotToldError("no attempt, no provider, or no code")
    began = Attempt.model_validate_json(attempt)
    browser = fingerprint(_cookies(app).get(ATTEMPT_COOKIE, ""))
    if not hmac.compare_digest(browser, began.browser):
        raise oidc.NotToldError("another browser began this")
    token = oidc.id_token(setting, _site() + BACK, code, began.verifier)
    staff = issuers().who_logs_in(setting, token, began.nonce)
    staff.must_be_one_of(*MAY_RECORD)
    town_where(staff.municipality, town.code, today)
    return Somebody(subject=staff.subject, municipality=staff.municipality), began.then


def _provider_of(town: Municipality, today: date) -> Any:
    """Where its staff logs in; after a merger the staff of the successor's."""
    from shared.identity import issuers

    return issuers().login_of(town.owner_on(today)) or issuers().login_of(town.code)


def _next(app: APIGatewayRestResolver, town: Municipality) -> str:
    """Where she wants to go, if that is a page of ours for staff."""
    asked = app.current_event.query_string_parameters.get("next", "")
    return asked if OUR_OWN.fullmatch(asked) else f"/loket/{town.slug}/medewerker"


def login_link(town: Municipality, then: str) -> str:
    """From this page for staff to where she logs in."""
    root = look.root_from(look.request.get().path)
    return f"{root}loket/{town.slug}/inloggen?{urlencode({'next': then})}"


def _said(town: Municipality, status: HTTPStatus, sentence: str, *cookies: str) -> Response[str]:
    headers: dict[str, str | list[str]] = {"Set-Cookie": list(cookies)} if cookies else {}
    return look.page("staff_said.html.j2", town, "nl", status.value, headers, sentence=sentence)


def _to(address: str, *cookies: str) -> Response[str]:
    headers: dict[str, str | list[str]] = {"Location": address, "Set-Cookie": list(cookies)}
    return Response(HTTPStatus.SEE_OTHER.value, look.HTML, "", headers)


def _cookie(name: str, value: str, lasts: timedelta) -> str:
    seconds = int(lasts.total_seconds())
    return f"{name}={value}; Max-Age={seconds}; Path=/; Secure; HttpOnly; SameSite=Lax"


def _cookies(app: APIGatewayRestResolver) -> dict[str, str]:
    pairs = (each.partition("=") for each in app.current_event.headers.get("cookie", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _site() -> str:
    """Where our pages are, as the provider knows it."""
    return os.environ.get("SITE", "").rstrip("/")


def _attempts() -> Sessions:
    return Sessions(table(), "inlogpoging", ATTEMPT, ATTEMPT)


def _sessions() -> Sessions:
    return Sessions(table(), "medewerkersessie", IDLE, LONGEST)
