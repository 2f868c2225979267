"""How does a small provider, without a program of its own, report on a case? By a link, here.

The link stands in the address once, and after that only in the form (decision 30). Whatever is
wrong with it, the answer is the same page: nobody can try out which cases there are. The page is in
Dutch. Whatever goes wrong, what was typed stands in the next page.
"""

import base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from pydantic import ValidationError

from services.intake.domain import fingerprint
from services.intake.handler import files_bucket, intake, table
from services.intake.limits import Limit, Limits
from services.intake.pages import look
from services.intake.pages.sent import Form, form_of
from services.intake.pages.uploads import (
    NotThereError,
    Upload,
    fetch,
    keep_what_we_take,
    uploads_of,
)
from services.intake.programs.from_provider import (
    DUTIES,
    NotTheirsError,
    ProviderMessage,
    is_at,
    tell,
)
from services.intake.programs.links import Link, Links
from services.intake.service import Receipt, SameKeyError
from services.intake.submission import Door, File
from shared import http
from shared.dutch_time import dutch_moment
from shared.glossary import Milestone
from shared.municipality import Municipality
from shared.observability import log_failure, logger

PER_LINK = Limit("aanbiederlink", 20, timedelta(minutes=15))

CHOICES = {
    Milestone.REGISTERED_BY_PROVIDER: "Wij hebben de klacht geregistreerd",
    Milestone.INFORMED_BY_PROVIDER: "Wij geven informatie over de klacht",
    Milestone.HANDLED_BY_PROVIDER: "Zo gaat het met de behandeling",
    Milestone.SETTLED_BY_PROVIDER: "Wij hebben de klacht afgedaan",
    Milestone.ANSWERED_BY_PROVIDER: "Wij hebben de inwoner verteld wat wij doen",
}
TEXTS = ("bericht", "toelichting", "maatregelen")

FAULTS = {
    "bericht": "Kies wat u wilt melden.",
    "op": "Schrijf een dag die bestaat, of laat dit leeg.",
    "bijlagen": "Dit bestand nemen wij niet aan. Stuur hoogstens 10 bestanden, samen 4 MB: pdf, "
    "png, jpeg, docx, odt of txt.",
}
FILES_GONE = "De bestanden zijn er niet meer. Kies ze opnieuw."
INCOMPLETE = "Het formulier kwam niet heel aan. Kijk het na en verstuur het nog een keer."
SENT_BEFORE = "Dit formulier is al verstuurd. Is dit een ander bericht? Verstuur het nog een keer."
NOT_NOW = "Het opslaan lukt nu even niet. Verstuur dit formulier straks nog een keer."
TOO_OFTEN = "U stuurde veel berichten achter elkaar. Wacht een kwartier en verstuur dit dan weer."


def routes(app: APIGatewayRestResolver) -> None:
    @app.get("/loket/<gemeente>/aanbieder/<token>")
    def blank(gemeente: str, token: str) -> Response[str]:
        town = look.town_of(gemeente)
        link = _open(town, token, http.arrived_at(app))
        return _form_page(town, link, {"link": token}) if link else _closed(town)

    @app.post("/loket/<gemeente>/aanbieder")
    def sent(gemeente: str) -> Response[str]:
        form, town = form_of(app.current_event.raw_event), look.town_of(gemeente)
        at = http.arrived_at(app)
        link = _open(town, form.get("link"), at)
        return _take(town, link, form, at) if link else _closed(town)


def _open(town: Municipality, token: str, now: datetime) -> Link | None:
    """The link, as long as the case is at this provider."""
    link = Links(table()).opened_by(town.code, token, now)
    known = link and intake().store.status(town.code, link.number)
    return link if link and known and is_at(link.provider, known.case) else None


def _take(town: Municipality, link: Link, form: Form, at: datetime) -> Response[str]:
    """Keep what was sent, or show it again with what is wrong."""
    before = uploads_of(form.all("bewaard"))
    new = form.files.get("bijlagen", ())

    def again(
        errors: Mapping[str, str], status: HTTPStatus = HTTPStatus.BAD_REQUEST, **other: str
    ) -> Response[str]:
        uploads = keep_what_we_take(files_bucket(), town.code, before, new)
        typed = {name: form.get(name) for name in form.fields}
        return _form_page(town, link, typed | other, errors, status, uploads)

    try:
        if not Limits(table()).passes(PER_LINK, town.code, form.get("link"), at):
            return again({"formulier": TOO_OFTEN}, HTTPStatus.TOO_MANY_REQUESTS)
        if form.broken:
            return again({"formulier": INCOMPLETE})
        files = [fetch(files_bucket(), town.code, each) for each in before]
        message = _message(link, form, [*files, *new])
        receipt = _kept(town, link, message, form.get("sleutel"), at)
    except NotThereError:
        before = ()
        return again({"bijlagen": FILES_GONE})
    except ValidationError as invalid:
        return again(_errors(invalid))
    except SameKeyError:
        return again({"formulier": SENT_BEFORE}, HTTPStatus.CONFLICT, sleutel="")
    except NotTheirsError:  # it went elsewhere while this was typed
        return _closed(town)
    except Exception as failure:
        log_failure(failure)
        new = ()  # where it could not be kept, it cannot be put aside
        return again({"formulier": NOT_NOW}, HTTPStatus.SERVICE_UNAVAILABLE)
    logger.info("told", extra={"zaaknummer": receipt.number, "nieuw": receipt.is_new})
    return _done_page(town, form.get("link"), message, receipt)


def _kept(
    town: Municipality, link: Link, message: ProviderMessage, key: str, at: datetime
) -> Receipt:
    named = fingerprint(link.provider, key[:100] or str(uuid4()))
    return tell(intake(), town.code, link.provider, message, named, at, Door.PROVIDER)


def _message(link: Link, form: Form, files: Sequence[File]) -> ProviderMessage:
    """Raises `ValidationError`."""
    said: dict[str, Any] = {name: form.get(name) for name in TEXTS}
    if on := form.get("op").strip():
        said["op"] = _noon(on)
    said["bijlagen"] = [
        {"naam": file.name, "mediatype": file.content_type, "inhoud": base64.b64encode(file.data)}
        for file in files
    ]
    return ProviderMessage.model_validate({"zaaknummer": link.number, **said})


def _noon(on: str) -> datetime | str:
    """The middle of a day in Amsterdam; what is no day, the form itself refuses."""
    try:
        return dutch_moment(date.fromisoformat(on), time(12))
    except ValueError:
        return on


def _errors(invalid: ValidationError) -> dict[str, str]:
    """By field of the form."""
    return {
        str(each["loc"][0]): FAULTS.get(str(each["loc"][0])) or http.sentence_of(dict(each))
        for each in invalid.errors()
    }


def _form_page(
    town: Municipality,
    link: Link,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    uploads: Sequence[Upload] = (),
) -> Response[str]:
    return look.page(
        "provider.html.j2",
        town,
        "nl",
        status.value,
        link=link,
        token=typed["link"],
        provider=town.providers[link.provider].name if link.provider in town.providers else "",
        typed=typed,
        errors=errors or {},
        uploads=[(str(each), each.name) for each in uploads],
        key=typed.get("sleutel") or str(uuid4()),
        choices=tuple(CHOICES.items()),
    )


def _done_page(
    town: Municipality, token: str, message: ProviderMessage, receipt: Receipt
) -> Response[str]:
    return look.page(
        "provider_done.html.j2",
        town,
        "nl",
        token=token,
        said=DUTIES[message.duty],
        receipt=receipt,
    )


def _closed(town: Municipality) -> Response[str]:
    return look.page("provider_closed.html.j2", town, "nl", HTTPStatus.NOT_FOUND.value)
