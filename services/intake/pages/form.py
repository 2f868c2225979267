"""How does a resident tell us what happened? A form in small steps, and a receipt.

draft.py knows what she filled in, uploads.py where her files are. A page of this form never loses
what stands in it: whatever goes wrong, she gets it back with a button to try again.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response

from services.intake.files import name_of
from services.intake.form import MAX_FILE_BYTES
from services.intake.handler import files_bucket, intake
from services.intake.pages import look, uploads
from services.intake.pages.draft import (
    STEPS,
    Complaint,
    Draft,
    Errors,
    Reading,
    a_new_key,
    content_of,
    draft_of,
)
from services.intake.pages.look import Language
from services.intake.pages.sent import Form, form_of
from services.intake.pages.uploads import Upload
from services.intake.service import Receipt, SameKeyError
from services.intake.submission import Door, File, Submission
from shared import http
from shared.dutch_time import dutch_date
from shared.glossary import Channel
from shared.law.calendar import dutch_calendar
from shared.municipality import Municipality
from shared.observability import log_failure, logger

BY_A_MACHINE = (
    "Vermoedelijk automatisch ingevuld: een veld dat mensen niet zien, was ingevuld. "
    "Kijk of een mens dit schreef."
)


def routes(app: APIGatewayRestResolver) -> None:
    @app.get("/loket/<gemeente>/klacht")
    def begin(gemeente: str) -> Response[str]:
        town = look.town_of(gemeente)
        language = look.language_of(app.current_event.query_string_parameters)
        return Visit(town, language, Draft(a_new_key(), {})).show("wat")

    @app.post("/loket/<gemeente>/klacht")
    def go_on(gemeente: str) -> Response[str]:
        town = look.town_of(gemeente)
        form = form_of(app.current_event.raw_event)
        asked: Mapping[str, Any] = (
            form.fields if form.has("taal") else (app.current_event.query_string_parameters or {})
        )
        visit = Visit(town, look.language_of(asked), draft_of(form))
        try:
            return visit.answer(form, app)
        except Exception as error:  # she keeps what she wrote, whatever went wrong
            log_failure(error)
            return visit.show(step_of(form), status=HTTPStatus.SERVICE_UNAVAILABLE, failed=True)


def step_of(form: Form) -> str:
    """The page that was sent."""
    return form.get("stap") if form.get("stap") in STEPS else "wat"


class Visit:
    """One request of somebody who is filling in the form."""

    def __init__(self, town: Municipality, language: Language, draft: Draft) -> None:
        self.town = town
        self.language = language
        self.draft = draft

    @property
    def reading(self) -> Reading:
        return Reading(self.draft, self.town, self.language)

    def answer(self, form: Form, app: APIGatewayRestResolver) -> Response[str]:
        step = step_of(form)
        errors = self._take_files(form.files.get("bestanden", ()))
        wanted = form.get("naar")
        if form.has("wissel"):
            self.language = "en" if form.get("wissel") == "en" else "nl"
            return self.show(step, errors)
        if form.has("weg"):
            self.draft = self.draft.without(form.get("weg"))
            return self.show(step, errors)
        if form.broken:
            words = look.texts(self.language).formulier.fouten
            return self.show(step, {"bestanden" if step == "over" else "tekst": words.half})
        if wanted in STEPS:  # back, or to change something
            return self.show(step if errors else wanted, errors)
        if wanted == "versturen" and step == "controle":
            return self._send(app)
        return self._next(step, errors)

    def show(
        self,
        step: str,
        errors: Errors | None = None,
        status: HTTPStatus = HTTPStatus.OK,
        failed: bool = False,
        again: bool = False,
    ) -> Response[str]:
        """*failed*: we could not keep it; *again*: this form was sent before."""
        order = list(STEPS)
        place = order.index(step)
        return look.page(
            f"klacht_{step}.html.j2",
            self.town,
            self.language,
            HTTPStatus.BAD_REQUEST if errors else status,
            draft=self.draft,
            reading=self.reading,
            step=step,
            number=place + 1,
            of=len(order),
            before=order[place - 1] if place else None,
            errors=errors or {},
            failed=failed,
            again=again,
        )

    def _next(self, step: str, errors: Errors) -> Response[str]:
        errors = self.reading.errors_of(step) | errors
        if errors:
            return self.show(step, errors)
        order = list(STEPS)
        return self.show(order[min(order.index(step) + 1, len(order) - 1)])

    def _take_files(self, files: tuple[File, ...]) -> Errors:
        """Keep what we take; of the rest, say why not."""
        words = look.texts(self.language).formulier.fouten
        refused = []
        for file in files:
            if why := uploads.wrong_with(file, self.draft.uploads):
                refused.append(getattr(words, why).format(naam=name_of(file.name)))
            else:
                kept = uploads.keep(files_bucket(), self.town.code, file)
                self.draft = self.draft.with_uploads(*self.draft.uploads, kept)
        return {"bestanden": " ".join(refused)} if refused else {}

    def _send(self, app: APIGatewayRestResolver) -> Response[str]:
        if wrong := self.reading.first_step_with_errors:
            return self.show(wrong, self.reading.errors_of(wrong))
        files: list[File] = []
        for upload in self.draft.uploads:
            try:
                files.append(uploads.fetch(files_bucket(), self.town.code, upload))
            except uploads.NotThereError:
                return self._without(upload, "bestand_weg")
            if sum(len(file.data) for file in files) > MAX_FILE_BYTES:
                return self._without(upload, "bestand_groot")
        submission = self._submission(self.reading.complaint(), tuple(files), app)
        try:
            receipt = intake().accept(submission)
        except SameKeyError:
            self.draft = Draft(a_new_key(), self.draft.fields, self.draft.uploads)
            return self.show("controle", status=HTTPStatus.CONFLICT, again=True)
        logger.info("accepted", extra={"zaaknummer": receipt.number, "nieuw": receipt.is_new})
        return self._receipt(receipt, submission)

    def _without(self, upload: Upload, why: str) -> Response[str]:
        self.draft = self.draft.without(upload.key)
        words = look.texts(self.language).formulier.fouten
        return self.show("over", {"bestanden": getattr(words, why).format(naam=upload.name)})

    def _submission(
        self, complaint: Complaint, files: tuple[File, ...], app: APIGatewayRestResolver
    ) -> Submission:
        arrived_at = http.arrived_at(app)
        return Submission(
            municipality=self.town.code,
            door=Door.FORM,
            key=self.draft.key,
            content=content_of(complaint, tuple(file.data for file in files)),
            channel=Channel.WEB_FORM,
            written=True,
            received_at=arrived_at,
            registered_at=arrived_at,
            text=complaint.text,
            about=complaint.about,
            happened=complaint.happened,
            wish=complaint.wish,
            may_be_shared=complaint.may_be_shared,
            person=complaint.person,
            anonymous=complaint.anonymous,
            language=complaint.language,
            providers=complaint.providers,
            files=files,
            note=BY_A_MACHINE if self.draft.trapped else None,
        )

    def _receipt(self, receipt: Receipt, submission: Submission) -> Response[str]:
        day = dutch_date(receipt.received_at)
        regime = self.town.regime_on(day)
        contact_by = dutch_calendar().working_day(
            day, regime.terms.contact_working_days, regime.working_days
        )
        return look.page(
            "klacht_ontvangen.html.j2",
            self.town,
            self.language,
            HTTPStatus.CREATED,
            draft=self.draft,
            reading=self.reading,
            receipt=receipt,
            said=submission,
            day=day,
            contact_by=contact_by,
            second_line=self.town.second_line_on(day),
            desk=self.town.units["klachtenloket"].name,
        )
