"""How does a page look? A template, the texts of one language, and whose page it is.

The gateway puts a stage in front of our paths, which differs by environment. So every address in a
page is relative: `root` leads from the page back to where our paths begin.
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal

import yaml
from aws_lambda_powertools.event_handler import Response

from services.intake.pages import style
from shared import http
from shared.dutch_time import AMSTERDAM, dutch_date, in_words
from shared.municipality import SAFETY_NET, Municipality, municipalities

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
HTML = "text/html; charset=utf-8"

Language = Literal["nl", "en"]

HEADERS = {name: value for name, value in http.HEADERS.items() if name != "API-Version"} | {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


@dataclass(frozen=True)
class Request:
    path: str
    day: date  # in Amsterdam


request: ContextVar[Request] = ContextVar("request")
"""What is being answered: one thing at a time (app.py says what)."""


class Errors(dict[str, str]):
    """A sentence for each field with which something is wrong, and None for the others."""

    def __missing__(self, field: str) -> None:
        return None


def town_of(slug: str) -> Municipality:
    """Whose page it is. Raises `UnknownError`."""
    town = municipalities().of_page(slug)
    if town is None:
        raise http.UnknownError(http.NO_ADDRESS)
    return town


def language_of(query: Mapping[str, Any] | None) -> Language:
    """What a query or the fields of a form ask with `taal`; else Dutch (Awb 2:6)."""
    return "en" if (query or {}).get("taal") in ("en", ("en",)) else "nl"


def page(
    template: str,
    town: Municipality,
    language: Language,
    status: int = 200,
    headers: Mapping[str, str | list[str]] | None = None,
    **values: Any,
) -> Response[str]:
    """*template* in the name of *town*, with *values* and the texts `t` of *language*."""
    root = root_from(request.get().path)
    asked = "?taal=en" if language == "en" else ""

    def at(place: str) -> str:
        """The address of one of our places, such as ``klacht`` of this town or ``/privacy``."""
        of_town = f"loket/{town.slug}/{place}".rstrip("/")
        return f"{root}{place[1:] if place.startswith('/') else of_town}{asked}"

    if "errors" in values:
        values["errors"] = Errors(values["errors"])
    body = (
        _templates()
        .get_template(template)
        .render(
            t=texts(language),
            town=town,
            language=language,
            sender=town.letterhead(request.get().day, language),
            has_pages=town.code != SAFETY_NET,
            root=root,
            at=at,
            style=style.version(),
            **values,
        )
    )
    return Response(status, HTML, body, headers)


def error_page(status: HTTPStatus, town: Municipality, language: Language) -> Response[str]:
    """What went wrong, and a way on."""
    known = vars(texts(language).fouten)
    words = known.get(f"http_{status.value}") or known["http_500"]
    return page("fout.html.j2", town, language, status.value, words=words)


def root_from(path: str) -> str:
    """From the page at *path* back to where our paths begin: ``../../``, or ``./``."""
    return "../" * (path.count("/") - 1) or "./"


def day_in_words(day: date, language: Language) -> str:
    if language == "nl":
        return in_words(day)
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def size_in_words(size: int, language: Language) -> str:
    """``1,2 MB``, and never less than 1 kB."""
    words = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
    return words.replace(".", ",") if language == "nl" else words


@cache
def texts(language: Language) -> SimpleNamespace:
    """All texts of *language*, as `t.<section>.<key>`."""
    file = HERE / "texts" / f"{language}.yaml"
    return _by_name(yaml.safe_load(file.read_text(encoding="utf-8")))  # type: ignore[no-any-return]


def _by_name(value: Any) -> Any:
    if isinstance(value, dict):
        return SimpleNamespace(**{key: _by_name(each) for key, each in value.items()})
    return tuple(_by_name(each) for each in value) if isinstance(value, list) else value


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {
        "dag": day_in_words,
        "telefoon": lambda number: re.sub(r"[^+0-9]", "", number),
        "datum": dutch_date,
        "grootte": size_in_words,
        "tijd": lambda moment: f"{moment.astimezone(AMSTERDAM):%H:%M}",
    }
    return templates
