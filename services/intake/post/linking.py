"""To which case does this mail belong?

To the one of the token in the address that it answers to: we mailed that to nobody but her who
complained. Or to the one of a number in it, if it also comes from her address; a number alone may
be anybody's guess. In doubt it is a new case, with a note for who reads it.

A bounce says which mail of ours it brings back, and is believed on its number: it is kept as what a
machine wrote, and can do no more than make a person call.
"""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from services.intake.domain import LETTERS, code_in, hash_of
from services.intake.post import replies
from services.intake.post.reading import ParsedMail
from services.intake.service import Registration
from shared.dossier import Dossier

MOST = 5  # tokens and numbers of one mail that we look up

_CODE = f"[{LETTERS}]{{5}}"
_TOKEN = re.compile(rf"\+({_CODE})({_CODE})\.([{LETTERS}]{{16}})@", re.IGNORECASE)
_NUMBER = re.compile(rf"\bKL-\d{{4}}-{_CODE}-{_CODE}\b", re.IGNORECASE)

BY_TOKEN = "Dit is een antwoord op een mail van ons over deze zaak."
BY_NUMBER = "Deze mail noemt het zaaknummer en komt van het adres van de indiener."
CAME_BACK = "Een mail van ons over deze zaak kwam terug, of komt later aan."
FROM_ANOTHER = "De mail komt van een ander adres. Kijk wie het is voordat u iets doet."
UNSURE = "Het is niet zeker dat de mail komt van wie erin staat. Kijk wie het is."
NO_SUCH_TOKEN = "Het adres boven deze mail hoort bij geen zaak die wij kennen."
MENTIONED = "Deze mail noemt zaaknummer {number}, maar komt van een ander adres."
UNKNOWN = "Deze mail noemt zaaknummer {number}, maar die zaak kennen wij niet."
MENTIONED_UNSURE = "Deze mail noemt zaaknummer {number}, maar de afzender is niet zeker."
LOOK = "Kijk of het erbij hoort."


class Cases(Protocol):
    def find(self, municipality: str, code: str) -> Registration | None: ...


class Dossiers(Protocol):
    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None: ...


@dataclass(frozen=True)
class Link:
    """The case that a mail belongs to, if to any, and why or why not."""

    number: str | None = None
    note: str | None = None
    by_another: bool = False


def link(mail: ParsedMail, municipality: str, cases: Cases, dossiers: Dossiers) -> Link:
    """*mail*, which came in the post of *municipality*, as far as it belongs to a case there."""
    return _Post(mail, municipality, cases, dossiers).link()


@dataclass(frozen=True)
class _Post:
    mail: ParsedMail
    municipality: str
    cases: Cases
    dossiers: Dossiers

    def link(self) -> Link:
        returned = self.mail.returned.said if self.mail.returned else ""
        tokens = _tokens("\n".join((*self.mail.addressed_to, returned)))
        for code, token in tokens:
            if number := self._opened_by(code, token):
                return self._linked(number, CAME_BACK if returned else BY_TOKEN)
        if returned:
            return self._of_bounce(returned)
        found = self._by_number()
        if tokens and not found.number:
            return Link(note=" ".join(filter(None, (NO_SUCH_TOKEN, found.note))))
        return found

    def _opened_by(self, code: str, token: str) -> str | None:
        """The number of the case that *token* opens."""
        known = self.cases.find(self.municipality, code)
        if known is None or known.reply_hash is None:
            return None
        given = hash_of(self.municipality, known.number, token)
        return known.number if hmac.compare_digest(known.reply_hash, given) else None

    def _of_bounce(self, returned: str) -> Link:
        for number in _numbers(returned):
            if self._exists(number):
                return Link(number, CAME_BACK, by_another=True)
        return Link()

    def _by_number(self) -> Link:
        text = replies.unquoted(replies.split(self.mail.subject, self.mail.text).own)
        doubts = []
        for number in _numbers(f"{self.mail.subject}\n{text}"):
            if not self._exists(number):
                doubts.append(UNKNOWN.format(number=number))
            elif self.mail.verdicts.forged:
                doubts.append(f"{MENTIONED_UNSURE.format(number=number)} {LOOK}")
            elif not self._is_from_complainant(number):
                doubts.append(f"{MENTIONED.format(number=number)} {LOOK}")
            else:
                return Link(number, BY_NUMBER)
        return Link(note=" ".join(doubts) or None)

    def _linked(self, number: str, why: str) -> Link:
        if self.mail.verdicts.forged:
            return Link(number, f"{why} {UNSURE}", by_another=True)
        if self._is_from_complainant(number):
            return Link(number, why)
        return Link(number, why if why == CAME_BACK else f"{why} {FROM_ANOTHER}", by_another=True)

    def _exists(self, number: str) -> bool:
        known = self.cases.find(self.municipality, code_in(number))
        return known is not None and known.number == number

    def _is_from_complainant(self, number: str) -> bool:
        """Is the sender's address hers?"""
        if not self.mail.address:
            return False
        dossier = self.dossiers.read(self.municipality, number, "mail bij zaak zoeken")
        hers = dossier.person.email if dossier else None
        # Not casefold(): that takes the domain straße for strasse, which may be another's.
        return hers is not None and hers.strip().lower() == self.mail.address.lower()


def _tokens(text: str) -> list[tuple[str, str]]:
    found = ((f"{a}-{b}".upper(), token) for a, b, token in _TOKEN.findall(text))
    return list(islice(dict.fromkeys(found), MOST))


def _numbers(text: str) -> Iterator[str]:
    return islice(dict.fromkeys(each.upper() for each in _NUMBER.findall(text)), MOST)
