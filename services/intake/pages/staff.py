"""How does a member of staff write down, fast, what somebody tells her? One page, keys only.

The page is in Dutch. Whatever goes wrong, what she typed stands in the next page: also when her
session ended while she was typing.
"""

import base64
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from pydantic import ValidationError

from services.intake.entry import SPOKEN, Entry, Recorded
from services.intake.entry_api import keep, town_where
from services.intake.handler import files_bucket
from services.intake.pages import login, look
from services.intake.pages.login import Visit
from services.intake.pages.sent import Form, form_of
from services.intake.pages.uploads import (
    NotThereError,
    Upload,
    fetch,
    keep_what_we_take,
    uploads_of,
)
from services.intake.service import SameKeyError
from services.intake.submission import File
from shared import http
from shared.dutch_time import dutch_date
from shared.glossary import Channel
from shared.municipality import Municipality
from shared.observability import log_failure

CHANNELS = (
    (Channel.PHONE, "Telefoon"),
    (Channel.DESK, "Balie"),
    (Channel.NEIGHBOURHOOD_TEAM, "Gesprek met het wijkteam"),
    (Channel.LETTER, "Brief"),
    (Channel.COUNCIL_MEMBER, "Raadslid"),
    (Channel.OMBUDSMAN, "Ombudsman"),
    (Channel.WHATSAPP, "WhatsApp"),
    (Channel.EMAIL, "E-mail aan een medewerker"),
    (Channel.SOCIAL_MEDIA, "Sociale media"),
    (Channel.PROVIDER, "Aanbieder"),
    (Channel.SURVEY, "Klanttevredenheidsonderzoek"),
)
TEXTS = ("kanaal", "tekst", "onderwerp", "over", "wanneer", "wens", "oplossing", "taal")
DAYS = ("ontvangenOp", "verzondenOp")
ANSWERS = ("voorgelezen", "schriftelijk", "ondertekend", "magNaarAanbieder")  # yes, no, not asked
TICKS = ("directOpgelost", "gevaar", "anoniem")
PERSON_TEXTS = (
    "naam", "telefoon", "email", "adres", "hoedanigheid", "namens", "bijgestaanDoor"
)  # fmt: skip
ON_THE_PAGE = (
    "kanaal", "tekst", "voorgelezen", "gevaar", "directOpgelost", "oplossing",
    "naam", "telefoon", "email", "elektronischBereikbaar", "adres", "anoniem",
    "namens", "machtiging", "hoedanigheid", "bijgestaanDoor",
    "over", "wens", "magNaarAanbieder", "onderwerp", "wanneer", "taal",
    "ontvangenOp", "verzondenOp", "ondertekend", "schriftelijk", "bijlagen",
)  # fmt: skip
YES_OR_NO = {"ja": True, "nee": False}

LOGGED_OUT = (
    "U bent niet meer ingelogd. Log in op een ander tabblad en verstuur dit formulier nog een keer."
)
SEND_AGAIN = "U hebt opnieuw ingelogd. Verstuur dit formulier nog een keer."
SENT_BEFORE = "Dit formulier is al verstuurd. Is dit een andere melding? Verstuur het nog een keer."
NOT_NOW = (
    "Het opslaan lukt nu even niet. Kies nieuwe bijlagen opnieuw en verstuur dit nog een keer."
)
FILES_GONE = "De bestanden zijn er niet meer. Kies ze opnieuw."
CLEARER = {
    "kanaal": "Kies hoe het binnenkwam.",
    "taal": "Schrijf twee of drie letters, zoals tr, ar of uk.",
}
INCOMPLETE = "Het formulier kwam niet heel aan. Kijk het na en verstuur het nog een keer."


def routes(app: APIGatewayRestResolver) -> None:
    @app.get("/loket/<gemeente>/medewerker")
    def blank(gemeente: str) -> Response[str]:
        town, visit = look.town_of(gemeente), login.visit_of(app, gemeente)
        channel = _channel(app.current_event.query_string_parameters.get("kanaal", ""))
        if visit is None:
            then = f"/loket/{town.slug}/medewerker" + (f"?kanaal={channel}" if channel else "")
            headers = {"Location": login.login_link(town, then)}
            return Response(HTTPStatus.SEE_OTHER.value, look.HTML, "", headers)
        today = dutch_date(http.arrived_at(app)).isoformat()
        return _form_page(town, visit.form_token, {"kanaal": channel, "ontvangenOp": today})

    @app.post("/loket/<gemeente>/medewerker")
    def sent(gemeente: str) -> Response[str]:
        form, town = form_of(app.current_event.raw_event), look.town_of(gemeente)
        try:
            return _take(app, town, form)
        except http.RefusedError:
            raise
        except Exception as failure:
            log_failure(failure)
            fault, unavailable = {"formulier": NOT_NOW}, HTTPStatus.SERVICE_UNAVAILABLE
            token, kept = form.get("formulier"), _kept(form)
            return _form_page(town, token, _typed(form), fault, unavailable, kept)


def _take(app: APIGatewayRestResolver, town: Municipality, form: Form) -> Response[str]:
    """Keep what was sent, or show it again with what is wrong."""
    visit, at = login.visit_of(app, town.slug), http.arrived_at(app)
    kept = _kept(form)

    def again(
        errors: dict[str, str], status: HTTPStatus = HTTPStatus.BAD_REQUEST, **anew: str
    ) -> Response[str]:
        uploads = keep_what_we_take(files_bucket(), town.code, kept, form.files.get("bijlagen", ()))
        token = visit.form_token if visit else ""
        return _form_page(town, token, _typed(form) | anew, errors, status, uploads)

    if visit is None:
        return again({"formulier": LOGGED_OUT}, HTTPStatus.UNAUTHORIZED)
    if not visit.sent(form.get("formulier")):
        return again({"formulier": SEND_AGAIN})
    if form.broken:
        return again({"formulier": INCOMPLETE})
    hers = town_where(visit.who.municipality, town.code, dutch_date(at))
    try:
        before = [fetch(files_bucket(), town.code, each) for each in kept]
        entry = Entry.model_validate(_said(form, [*before, *form.files.get("bijlagen", ())]))
        recorded = keep(entry, hers, visit.who.subject, _key(form), at)
    except NotThereError:
        kept = ()
        return again({"bijlagen": FILES_GONE})
    except ValidationError as invalid:
        return again(_errors(invalid))
    except http.InvalidError as invalid:
        return again({"ontvangenOp": str(invalid)})
    except SameKeyError:
        return again({"formulier": SENT_BEFORE}, sleutel="")
    return _receipt_page(town, visit, entry, recorded)


def _kept(form: Form) -> tuple[Upload, ...]:
    """What she uploaded before, and still wants to send."""
    return uploads_of(form.all("bewaard"))


def _typed(form: Form) -> dict[str, str]:
    return {name: form.get(name) for name in form.fields}


def _channel(asked: str) -> str:
    return asked if asked in dict(CHANNELS) else ""


def _said(form: Form, files: Sequence[File]) -> dict[str, Any]:
    """The fields of the form as `Entry` knows them. What was left open is not there."""
    texts = {name: form.get(name) for name in (*TEXTS, *DAYS) if form.get(name).strip()}
    if "taal" in texts:
        texts["taal"] = texts["taal"].strip().lower()
    answers = {name: YES_OR_NO[form.get(name)] for name in ANSWERS if form.get(name) in YES_OR_NO}
    person: dict[str, Any] = {name: form.get(name) for name in PERSON_TEXTS}
    if form.get("machtiging") in YES_OR_NO:
        person["schriftelijkeMachtiging"] = YES_OR_NO[form.get("machtiging")]
    return {
        **texts,
        **answers,
        **{name: form.has(name) for name in TICKS},
        "indiener": person | {"elektronischBereikbaar": form.has("elektronischBereikbaar")},
        "bijlagen": [
            {
                "naam": file.name,
                "mediatype": file.content_type,
                "inhoud": base64.b64encode(file.data),
            }
            for file in files
        ],
    }


def _key(form: Form) -> str:
    """Names what was sent: a double click and a retry send the same."""
    return form.get("sleutel")[:100] or str(uuid4())


def _errors(invalid: ValidationError) -> dict[str, str]:
    """By field of the form, in the order of the page."""

    def field(loc: tuple[int | str, ...]) -> str:
        return str(loc[1] if loc[0] == "indiener" else loc[0])

    found = {field(each["loc"]): http.sentence_of(dict(each)) for each in invalid.errors()}
    found |= {name: CLEARER[name] for name in found if name in CLEARER}
    return {name: found[name] for name in sorted(found, key=_place)}


def _place(field: str) -> int:
    return ON_THE_PAGE.index(field) if field in ON_THE_PAGE else len(ON_THE_PAGE)


def _form_page(
    town: Municipality,
    form_token: str,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    uploads: Sequence[Upload] = (),
) -> Response[str]:
    """*form_token* is empty where she must log in first."""
    return look.page(
        "staff.html.j2",
        town,
        "nl",
        status.value,
        typed=typed,
        errors=errors or {},
        uploads=[(str(each), each.name) for each in uploads],
        key=typed.get("sleutel") or str(uuid4()),
        form_token=form_token,
        log_in=login.login_link(town, f"/loket/{town.slug}/medewerker"),
        channels=CHANNELS,
        spoken=SPOKEN,
    )


def _receipt_page(
    town: Municipality, visit: Visit, entry: Entry, recorded: Recorded
) -> Response[str]:
    return look.page(
        "staff_kept.html.j2",
        town,
        "nl",
        recorded=recorded,
        received_on=dutch_date(recorded.received_at),
        channel=entry.channel,
        form_token=visit.form_token,
    )
