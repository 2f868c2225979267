"""Where does a reply end, and where does the mail begin that it answers?

Only for what is shown: the mail as it came is always kept. So in doubt nothing is left out: not of
a forward, whose point is what it passes on, and not where somebody wrote below or between what she
answers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 300  # characters of a line that we look at
HEADING = 4  # lines over which a heading may run

_QUOTED = re.compile(r"\s*>")
_WROTE = re.compile(r"\b(schreef|geschreven|wrote)\b(?! (ik|wij|we|u|hij|zij|ze)\b)")
_LINE = re.compile(r"-{2,}\s*(oorspronkelijk bericht|original message)\s*-{2,}", re.IGNORECASE)
_FORWARDED = re.compile(
    r"(-{2,}\s*)?(begin )?(doorgestuurd bericht|forwarded message)\s*(:|-{2,}|$)", re.IGNORECASE
)
_FORWARD = re.compile(r"(re:\s*|antw:\s*)*(fwd?|doorst|doorgest)\s*:", re.IGNORECASE)
_FROM = re.compile(r"\*?(van|from)\s?:\*?\s", re.IGNORECASE)
_SENT = re.compile(r"\*?(verzonden|datum|sent|date)\s?:\*?\s", re.IGNORECASE)


@dataclass(frozen=True)
class Reply:
    own: str
    quoted: str = ""


def split(subject: str, text: str) -> Reply:
    """*text* in what she wrote herself and what she answers."""
    lines = text.split("\n")
    begins = next(_beginnings(lines), len(lines))
    own = "\n".join(lines[:begins]).rstrip()
    if begins == len(lines) or not own.strip(" \n_") or is_forward(subject, text):
        return Reply(text)
    return Reply(own.rstrip("_ \n"), "\n".join(lines[begins:]).strip())


def is_forward(subject: str, text: str) -> bool:
    return bool(_FORWARD.match(subject)) or any(
        _FORWARDED.match(line[:WIDTH].strip()) for line in text.split("\n")
    )


def unquoted(text: str) -> str:
    """*text* without the lines that are marked as somebody else's."""
    return "\n".join(line for line in text.split("\n") if not _QUOTED.match(line[:WIDTH]))


def _beginnings(lines: Sequence[str]) -> Iterator[int]:
    """Where the mail that is answered may begin."""
    her_last = max(
        (n for n, line in enumerate(lines) if line.strip() and not _QUOTED.match(line[:WIDTH])),
        default=-1,
    )
    for n, line in enumerate(lines):
        start = line[:WIDTH].strip()
        if not start:
            continue
        if _LINE.match(start) or _is_heading(start, lines[n + 1 : n + 1 + HEADING]):
            yield n
        elif start.startswith(("Op ", "On ")) and (last := _says_who_wrote(lines, n)) is not None:
            below = next((each for each in lines[last + 1 : last + 3] if each.strip()), "")
            if not _QUOTED.match(below[:WIDTH]) or her_last <= last:
                yield n
        elif _QUOTED.match(start) and n > her_last:
            yield n


def _is_heading(start: str, below: Sequence[str]) -> bool:
    """Is this how Outlook repeats who wrote it and when?"""
    return bool(_FROM.match(start)) and any(_SENT.match(line[:WIDTH].strip()) for line in below)


def _says_who_wrote(lines: Sequence[str], first: int) -> int | None:
    """The last line of "Op ... schreef ...:", which mailers break where they like.

    It is one only with an address in it, or before lines that are marked as quoted: people write
    such sentences too.
    """
    said = ""
    for n in range(first, min(first + 3, len(lines))):
        said = f"{said} {lines[n][:WIDTH].strip()}".strip()
        if said.endswith(":") and re.search(r"\d", said) and _WROTE.search(said):
            below = next((each for each in lines[n + 1 : n + 3] if each.strip()), "")
            return n if "@" in said or _QUOTED.match(below[:WIDTH]) else None
    return None
