"""What does somebody want to tell, as far as she has come?

All of it stands in the page itself: what she filled in before in fields that are not shown. So no
time-out, cookie or server loses it, and nothing stays behind on a shared computer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import uuid4

from pydantic import Field, ValidationError

from services.intake.domain import fingerprint
from services.intake.form import Text, Told
from services.intake.pages.look import Language, texts
from services.intake.pages.sent import Form
from services.intake.pages.uploads import Upload, uploads_of
from services.intake.text import clean
from shared.glossary import Wish
from shared.municipality import Municipality

STEPS: Mapping[str, tuple[str, ...]] = {
    "wat": ("tekst", "wanneer"),
    "over": ("over", "aanbieder", "aanbieder_naam", "wens", "wens_anders"),
    "wie": (
        "wie", "naam", "telefoon", "email", "mailen", "adres",
        "voor", "namens", "machtiging", "helper", "delen",
    ),
    "controle": (),
}  # fmt: skip
"""The steps in order, and the fields that each shows."""

FIELDS = tuple(field for fields in STEPS.values() for field in fields)
TRAP = "website"
"""A field that people do not see."""

ANOTHER = "anders"
"""What stands in a list for what does not stand in it."""

FIELD_OF = {
    "tekst": "tekst",
    "wanneer": "wanneer",
    "over": "aanbieder_naam",
    "wens": "wens_anders",
    "naam": "naam",
    "email": "email",
    "telefoon": "telefoon",
    "adres": "adres",
    "namens": "namens",
    "bijgestaanDoor": "helper",
}
"""Where on our pages stands what the API calls so?"""

Errors = dict[str, str]


class Complaint(Told):
    text: Text = Field(alias="tekst", min_length=10, max_length=20_000)


@dataclass(frozen=True)
class Draft:
    """`key` names the form that she got: whatever she does twice with it is one complaint."""

    key: str
    fields: Mapping[str, tuple[str, ...]]
    uploads: tuple[Upload, ...] = ()

    def get(self, name: str) -> str:
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        return self.fields.get(name, ())

    @property
    def anonymous(self) -> bool:
        return self.get("wie") == "nee"

    @property
    def trapped(self) -> bool:
        """Was something filled in that people do not see?"""
        return bool(self.get(TRAP))

    def hidden(self, step: str) -> list[tuple[str, str]]:
        """All that a page of *step* must carry and does not show."""
        shown = {*STEPS[step], *((TRAP,) if step == "wat" else ())}
        carried = [name for name in (*FIELDS, TRAP) if name not in shown]
        return [
            ("sleutel", self.key),
            *((name, value) for name in carried for value in self.all(name)),
            *(("bestand", str(upload)) for upload in self.uploads),
        ]

    def with_uploads(self, *uploads: Upload) -> "Draft":
        return replace(self, uploads=uploads)

    def without(self, upload_key: str) -> "Draft":
        return self.with_uploads(*(each for each in self.uploads if each.key != upload_key))


@dataclass(frozen=True)
class Reading:
    """A draft as it is understood for *town*: what it says, and what is wrong with it."""

    draft: Draft
    town: Municipality
    language: Language

    @cached_property
    def errors(self) -> Errors:
        """A sentence for each field with which something is wrong, in the order of the pages."""
        found = self._of_choices() | self._of_texts()
        return {name: found[name] for name in FIELDS if name in found}

    def errors_of(self, step: str) -> Errors:
        return {name: why for name, why in self.errors.items() if name in STEPS[step]}

    @property
    def first_step_with_errors(self) -> str | None:
        return next((step for step in STEPS if self.errors_of(step)), None)

    def complaint(self) -> Complaint:
        """Raises pydantic's `ValidationError`."""
        draft = self.draft
        return Complaint.model_validate(
            {
                "tekst": draft.get("tekst"),
                "wanneer": draft.get("wanneer"),
                "over": self.about,
                "wens": self.wish,
                "aanbieders": [self.provider] if self.provider else [],
                "magNaarAanbieder": {"ja": True, "nee": False}.get(draft.get("delen")),
                "indiener": {} if draft.anonymous else self._person(),
                "anoniem": draft.anonymous,
                "taal": "en" if self.language == "en" else None,
            }
        )

    @property
    def provider(self) -> str | None:
        """The key of the provider that she chose."""
        chosen = self.draft.get("aanbieder")
        known = self.draft.get("over") == "aanbieder" and chosen in self.town.providers
        return chosen if known else None

    @property
    def about(self) -> str:
        """Whom it is about, in Dutch, for who reads it at the municipality."""
        match self.draft.get("over"):
            case "gemeente":
                return "de gemeente"
            case "wijkteam" if "wijkteam" in self.town.units:
                return self.town.units["wijkteam"].name
            case "aanbieder" if self.provider:
                return self.town.providers[self.provider].name
            case "aanbieder":
                return self.draft.get("aanbieder_naam")
        return ""

    @property
    def wish(self) -> str:
        """What would help her, in Dutch, what she chose before what she wrote."""
        words = vars(texts("nl").formulier.over.wensen)
        chosen = [words[wish] for wish in Wish if wish in self.draft.all("wens")]
        return "\n".join([*chosen, self.draft.get("wens_anders")]).strip()

    @property
    def about_options(self) -> list[tuple[str, str]]:
        words = texts(self.language).formulier.over
        known = ["gemeente", *(["wijkteam"] if "wijkteam" in self.town.units else [])]
        return [
            (each, getattr(words, f"over_{each}")) for each in (*known, "aanbieder", "onbekend")
        ]

    @property
    def provider_options(self) -> list[tuple[str, str]]:
        """Those of *town* by name, none first and another last."""
        if not self.town.providers:
            return []
        words = texts(self.language).formulier.over
        by_name = sorted(
            (each.name.casefold(), key, each.name) for key, each in self.town.providers.items()
        )
        known = [(key, name) for _, key, name in by_name]
        return [("", words.kies), *known, (ANOTHER, words.aanbieder_anders)]

    @property
    def wish_options(self) -> list[tuple[str, str]]:
        words = vars(texts(self.language).formulier.over.wensen)
        return [(wish.value, words[wish]) for wish in Wish]

    def told(self, step: str) -> list[tuple[str, str]]:
        """What she filled in at *step*, as (question, answer), to look through."""
        words = texts(self.language)
        rows = {"wat": self._told_what, "over": self._told_about, "wie": self._told_who}[step]()
        return [(label, value) for label, value in rows if value] or [
            (words.formulier.controle.niets, words.formulier.controle.niets_uitleg)
        ]

    def _told_what(self) -> list[tuple[str, str]]:
        words, get = texts(self.language).formulier.wat, self.draft.get
        return [(words.tekst, get("tekst")), (words.wanneer, get("wanneer"))]

    def _told_about(self) -> list[tuple[str, str]]:
        words, get = texts(self.language).formulier.over, self.draft.get
        wishes = [name for wish, name in self.wish_options if wish in self.draft.all("wens")]
        about = dict(self.about_options).get(get("over"), "")
        if get("over") == "aanbieder":
            about = self.about or about
        return [
            (words.over, about),
            (words.wens, "\n".join([*wishes, get("wens_anders")]).strip()),
            (words.bestanden, "\n".join(upload.name for upload in self.draft.uploads)),
        ]

    def _told_who(self) -> list[tuple[str, str]]:
        words, get = texts(self.language).formulier.wie, self.draft.get
        if self.draft.anonymous:
            return [(words.wie, f"{words.wie_nee}\n{words.wie_nee_uitleg}")]
        yes_or_no = {"ja": words.delen_ja, "nee": words.delen_nee}
        for_another = get("voor") == "ander"
        return [
            (words.naam, get("naam")),
            (words.telefoon, get("telefoon")),
            (words.email, get("email")),
            (words.mag_mailen, (words.ja if get("mailen") else words.nee) if get("email") else ""),
            (words.adres, get("adres")),
            (words.voor, words.voor_ander if for_another else ""),
            (words.namens, get("namens") if for_another else ""),
            (words.machtiging, words.ja if for_another and get("machtiging") else ""),
            (words.helper, get("helper")),
            (words.delen, yes_or_no.get(get("delen"), "")),
        ]

    def _person(self) -> dict[str, str | bool | None]:
        draft = self.draft
        for_another = draft.get("voor") == "ander"
        return {
            "naam": draft.get("naam"),
            "telefoon": draft.get("telefoon"),
            "email": draft.get("email"),
            "adres": draft.get("adres"),
            "elektronischBereikbaar": bool(draft.get("mailen") and draft.get("email")),
            "namens": draft.get("namens") if for_another else None,
            "schriftelijkeMachtiging": bool(draft.get("machtiging")) if for_another else None,
            "bijgestaanDoor": draft.get("helper"),
        }

    def _of_choices(self) -> Errors:
        words, draft = texts(self.language).formulier.fouten, self.draft
        if draft.anonymous:
            return {}
        if draft.get("wie") != "ja":
            return {"wie": words.wie}
        if draft.get("mailen") and not draft.get("email"):
            return {"email": words.email_leeg}
        if not any(draft.get(way) for way in ("telefoon", "email", "adres")):
            return {"telefoon": words.bereiken}
        return {}

    def _of_texts(self) -> Errors:
        words = texts(self.language).formulier.fouten
        found: Errors = {}
        try:
            self.complaint()
        except ValidationError as error:
            for fault in error.errors():
                field = next((FIELD_OF[str(at)] for at in fault["loc"] if at in FIELD_OF), "tekst")
                most = (fault.get("ctx") or {}).get("max_length", 20_000)
                found[field] = getattr(words, f"{field}_{fault['type']}", "") or (
                    words.te_lang.format(hoogstens=most)
                )
        return found


def a_new_key() -> str:
    return str(uuid4())


def draft_of(form: Form) -> Draft:
    """What a page sent, apart from which button was pressed."""
    key = form.get("sleutel")
    return Draft(
        key=key if re.fullmatch(r"[0-9a-f-]{36}", key) else a_new_key(),
        fields={
            name: tuple(value for each in form.all(name) if (value := clean(each)))
            for name in (*FIELDS, TRAP)
        },
        uploads=uploads_of(form.all("bestand")),
    )


def content_of(complaint: Complaint, files: tuple[bytes, ...]) -> str:
    """A fingerprint of all that is said."""
    return fingerprint(complaint.model_dump_json(exclude_defaults=True), *files)
