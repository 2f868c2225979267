"""What is this for, and may I trust it? The first page, and what must stand on every site."""

import os
from datetime import datetime, timedelta

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response

from services.intake.pages import look, style
from shared import http
from shared.municipality import Municipality, municipalities

CSS = "text/css; charset=utf-8"
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
FOR_AN_HOUR = {"Cache-Control": "public, max-age=3600"}

SECURITY_CONTACT = "mailto:security@klachtenloket.example"  # as SECURITY.md says
VALID = timedelta(days=180)  # of security.txt: within a year (RFC 9116, 2.5.5)


def routes(app: APIGatewayRestResolver) -> None:
    def language() -> look.Language:
        return look.language_of(app.current_event.query_string_parameters)

    @app.get("/loket")
    def towns() -> Response[str]:
        return _list("", language())

    @app.get("/toegankelijkheid")
    def accessibility_everywhere() -> Response[str]:
        return _list("toegankelijkheid", language())

    @app.get("/privacy")
    def privacy_everywhere() -> Response[str]:
        return _list("privacy", language())

    @app.get("/loket/<gemeente>")
    def start(gemeente: str) -> Response[str]:
        return look.page("start.html.j2", look.town_of(gemeente), language())

    @app.get("/loket/<gemeente>/toegankelijkheid")
    def accessibility(gemeente: str) -> Response[str]:
        return look.page("toegankelijkheid.html.j2", look.town_of(gemeente), language())

    @app.get("/loket/<gemeente>/privacy")
    def privacy(gemeente: str) -> Response[str]:
        town = look.town_of(gemeente)
        kept = town.regime_on(look.request.get().day).retention.otherwise
        return look.page(
            "privacy.html.j2", town, language(), years=kept.years, officer=_officer(town)
        )

    @app.get("/loket/<gemeente>/knop")
    def button(gemeente: str) -> Response[str]:
        town = look.town_of(gemeente)
        return look.page(
            "knop.html.j2", town, language(), address=f"{_site(app)}/loket/{town.slug}"
        )

    @app.get("/loket/stijl/<sheet>")
    def sheet(sheet: str) -> Response[str]:
        known = sheet == f"{style.version()}.css"  # else the page is of another version
        return Response(200, CSS, style.sheet(), FOR_EVER if known else {})

    @app.get("/loket/<gemeente>/huisstijl.css")
    def house_style(gemeente: str) -> Response[str]:
        theme = style.theme(look.town_of(gemeente).house_style)
        return Response(200, CSS, theme, FOR_AN_HOUR)

    @app.get("/.well-known/security.txt")
    def security() -> Response[str]:
        return Response(200, "text/plain; charset=utf-8", security_txt(http.arrived_at(app)))


def security_txt(now: datetime) -> str:
    """Whom to tell of a hole (RFC 9116)."""
    until = (now + VALID).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return f"Contact: {SECURITY_CONTACT}\nExpires: {until}\nPreferred-Languages: nl, en\n"


def _list(place: str, language: look.Language) -> Response[str]:
    """Every municipality, with a link to its page *place*."""
    known = municipalities()
    towns = [each for each in known.values() if each is not known.safety_net]
    named = sorted((town.name, f"/loket/{town.slug}/{place}".rstrip("/")) for town in towns)
    return look.page("gemeenten.html.j2", known.safety_net, language, towns=named, place=place)


def _officer(town: Municipality) -> str:
    """Who answers for privacy there: a mailbox."""
    unit = town.units.get("privacyfunctionaris")
    return unit.mailbox if unit and unit.mailbox else town.sender


def _site(app: APIGatewayRestResolver) -> str:
    """Where our pages are for the rest of the world: as is set, else as this one was asked for."""
    event = app.current_event
    context = event["requestContext"]
    stage = str(context["path"]).rstrip("/").removesuffix(event.path)
    host = context.get("domainName") or "localhost"
    return os.environ.get("SITE", "").rstrip("/") or f"https://{host}{stage}"
