"""Do two messages tell the same story, and how do we explain that to a person?

Plain functions over plain values. A person decides: nothing is joined because of what stands here.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from services.intake.domain import fingerprint
from shared.case import Similar
from shared.dossier import Dossier, Person
from shared.dutch_time import dutch_date

WITHIN = timedelta(days=14)
"""Who hears nothing tries another door within the days in which we should have called her, and
some more for a letter. What comes later is told anew, or is a reminder.
"""
LIKE_ENOUGH = 0.4  # tests/unit/intake/test_similarity.py shows what that finds, and what it leaves
FEW = 6  # so little is also said by chance within a long text
LONGEST = 20_000  # characters that are compared
AT_MOST = 5  # proposals; nobody looks at more

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_SMALL = frozenset(
    _WORD.findall(
        "aan al als alle ben bij daar dan dat de deze die dit doen door dus een en er geen had heb "
        "hebben heeft het hij hoe hun ik in is ja je kan kon maar me meer met mij mijn na naar "
        "niet niets nog nu of om ons onze ook op over te toch toen tot u uit uw van veel voor was "
        "wat we wel werd wij wil word wordt zal ze zei zich zij zijn zo zonder zou "
        "geachte beste groet groeten vriendelijke mvg hoogachtend klacht gemeente "
        "a an and are at be but by for from has have i in is it me my not of on or our she so "
        "that the they this to very was we were with you your dear regards complaint"
    )
)


@dataclass(frozen=True)
class Likeness:
    """What two messages of one person have in common."""

    traits: tuple[str, ...]  # how they show that one person sent them, in Dutch
    apart: int  # days, in Amsterdam
    overlap: float  # of what they say, from 0 to 1

    @property
    def sentence(self) -> str:
        """Why it is proposed, in Dutch and without personal data."""
        *most, last = self.traits
        same = f"{', '.join(most)} en {last}" if most else last
        days = {0: "op dezelfde dag", 1: "1 dag ertussen"}.get(
            self.apart, f"{self.apart} dagen ertussen"
        )
        return f"Zelfde {same}, {days}, de tekst komt voor {round(100 * self.overlap)} % overeen."


def likeness(one: Dossier, other: Dossier) -> Likeness | None:
    """What they have in common; nothing where no trait says that one person sent them, or where
    they came too long after each other.
    """
    if abs(one.received_at - other.received_at) > WITHIN:
        return None
    shared = traits_of(one.person).items() & traits_of(other.person).items()
    if not shared:
        return None
    apart = abs(dutch_date(one.received_at) - dutch_date(other.received_at)).days
    return Likeness(
        tuple(sorted(trait for trait, _ in shared)), apart, overlap(one.story, other.story)
    )


def proposals(new: Dossier, earlier: Iterable[Dossier]) -> tuple[Similar, ...]:
    """Which of the *earlier* messages seem to tell the story of the *new* one, the likest first."""
    found = [
        (like, each.number)
        for each in earlier
        if each.number != new.number
        and (like := likeness(new, each)) is not None
        and like.overlap >= LIKE_ENOUGH
    ]
    found.sort(key=lambda pair: (-pair[0].overlap, pair[1]))
    return tuple(
        Similar(number=number, explanation=like.sentence) for like, number in found[:AT_MOST]
    )


def overlap(one: str, other: str) -> float:
    """How much of what the shorter text says stands in the longer one: 1 is all of it. Of a text of
    a few words, how much of the longer one it is.

    Words count, and three in a row count as much as a word: who tells a thing again uses the same
    words, who sends it again the same rows.
    """
    mine, yours = _said(one), _said(other)
    fewest, most = sorted((len(mine), len(yours)))
    if not fewest:
        return 0.0
    return len(mine & yours) / (fewest if fewest >= FEW else most)


def traits_of(person: Person) -> dict[str, str]:
    """What tells that two messages are from one person, in one form however it was typed."""
    name, address = _WORD.findall(_plain(person.name)), _letters(person.address)
    traits = {
        "e-mailadres": _plain(person.email).strip(),
        "telefoonnummer": _phone(person.phone),
        "naam en adres": f"{name[-1]} {address}" if name and address else "",
    }
    return {trait: value for trait, value in traits.items() if value}


def fingerprints(municipality: str, person: Person) -> list[str]:
    """Under which the index finds her again, in this municipality only.

    Too short to find somebody by: about sixty Dutch mobile numbers share each. Whoever searches
    compares what the dossiers say.
    """
    return [
        fingerprint("persoon", municipality, trait, value)[:6]
        for trait, value in traits_of(person).items()
    ]


def _said(text: str) -> set[tuple[str, ...]]:
    """The words of *text* that say something, and each three in a row; of a reply what is new."""
    plain = _plain(text[:LONGEST])
    words = _WORD.findall(_QUOTED.sub("", plain)) or _WORD.findall(plain)
    telling = [word for word in words if word not in _SMALL] or words
    return {(word,) for word in telling} | set(zip(telling, telling[1:], telling[2:], strict=False))


def _phone(given: str | None) -> str:
    digits = re.sub(r"\D", "", (given or "").replace("(0)", ""))
    for abroad in ("0031", "31"):
        if digits.startswith(abroad) and len(digits) == len(abroad) + 9:
            digits = f"0{digits.removeprefix(abroad)}"
    return digits if len(digits) >= 9 else ""


def _letters(given: str | None) -> str:
    return "".join(_WORD.findall(_plain(given)))


def _plain(text: str | None) -> str:
    """*text* without capitals and accents."""
    apart = unicodedata.normalize("NFKD", (text or "").casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))
