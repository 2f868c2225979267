"""What does a message say? The texts are in templates/, one plain file per message and language.

The first line of a text is its title; a blank line separates the parts; `## ` starts a heading and
`- ` an item of a list. From the same text come the mail as plain text, the mail as HTML and the
letter, so that they can never differ. Write B1: short sentences, common words; a test counts.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notifications.message import Message
from services.notifications.to_staff import OfNoCase
from shared.dutch_time import AMSTERDAM, dutch_date, in_words
from shared.municipality import Municipality

Language = Literal["nl", "en"]
Block = tuple[Literal["heading", "paragraph", "list"], tuple[str, ...]]

IN_NAMES = " .'/-\N{RIGHT SINGLE QUOTATION MARK}"
A_WEB_ADDRESS = re.compile(r"\w{2,}\.\w{2,}|//")


@dataclass(frozen=True)
class Reader:
    """What a text may hold of who reads it, and what opens her case to her."""

    name: str | None = None
    page: str | None = None  # where she can follow her case
    code: str | None = None  # with which; it goes with the receipt alone


NOBODY_IN_PARTICULAR = Reader()


@dataclass(frozen=True)
class Text:
    """A message in words, ready for an envelope."""

    subject: str
    plain: str
    html: str
    sender_name: str


def language_of(code: str) -> Language:
    """Dutch is the language of administration (Awb 2:6); English for who wrote to us in English."""
    return "en" if code == "en" else "nl"


def word(
    message: Message,
    municipality: Municipality,
    reader: Reader = NOBODY_IN_PARTICULAR,
    language: Language = "nl",
) -> Text:
    """*message* in words."""
    sender_name = municipality.letterhead(dutch_date(message.caused_at), language)
    source = _templates().get_template(f"{language}/{message.content.template}.txt.j2")
    title, _, body = (
        source.render(
            number=message.number,
            content=message.content,
            name=salutation(reader.name),
            page=reader.page,
            code=reader.code,
            municipality=municipality,
            sender_name=sender_name,
        )
        .strip()
        .partition("\n")
    )
    blocks = list(_blocks(body))
    of_no_case = isinstance(message.content, OfNoCase)
    subject = title if of_no_case else f"{title} ({message.number})"
    html = _templates().get_template("mail.html.j2")
    return Text(
        subject=subject,
        plain="\n\n".join(_plain(block) for block in blocks) + "\n",
        html=html.render(
            language=language,
            subject=subject,
            number=message.number,
            title=title,
            blocks=blocks,
            page=reader.page,
            municipality=municipality,
            sender_name=sender_name,
        ),
        sender_name=sender_name,
    )


def salutation(name: str | None) -> str | None:
    """*name* if it looks like one. Anybody may type anything there, and we mail it to anybody:
    what could be a web address or a message of its own is left out.
    """
    tidy = unicodedata.normalize("NFC", " ".join((name or "").split()))
    fits = (
        len(tidy) <= 60
        and tidy[:1].isalpha()
        and all(each.isalpha() or each in IN_NAMES for each in tidy)
        and not A_WEB_ADDRESS.search(tidy)
    )
    return tidy if fits else None


def letter(text: Text, address: str, day: date, language: Language) -> str:
    """*text* on paper: who gets it, when, and about what."""
    written_on = in_english(day) if language == "en" else in_words(day)
    return f"{address}\n\n{written_on}\n\n{text.subject}\n\n{text.plain}"


def in_english(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(AMSTERDAM):%H:%M}"


def _blocks(body: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in part.strip().splitlines()]
        if lines[0].startswith("## "):
            yield "heading", (lines[0].removeprefix("## "),)
        elif lines[0].startswith("- "):
            yield "list", tuple(line.removeprefix("- ") for line in lines)
        else:
            yield "paragraph", tuple(lines)


def _plain(block: Block) -> str:
    kind, lines = block
    if kind == "heading":
        return f"{lines[0]}\n{'-' * len(lines[0])}"
    return "\n".join(f"- {line}" for line in lines) if kind == "list" else "\n".join(lines)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: bool(name and name.endswith(".html.j2")),
        undefined=StrictUndefined,
    )
    templates.filters |= {
        "datum": in_words,
        "date": in_english,
        "dag": dutch_date,
        "tijd": _time,
        "woord": lambda key: key.replace("_", " "),
    }
    return templates
