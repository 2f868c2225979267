"""Who may follow a case, and what may she do to it?

Whoever has the number and the code, which she got with her receipt. A code has seventy-five bits,
so nobody guesses it; we count what fails all the same, for each case and each address that tries,
and for each address alone. So whoever keeps failing at a case of somebody else locks out himself,
and never her. A wrong code, an unknown number and a lock cost the same and get the same answer.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Protocol

from services.intake.domain import LETTERS, LOOKS_LIKE, code_in, fingerprint, hash_of
from services.intake.limits import Limit
from services.intake.progress import Progress, before_it_is_a_case, of_case
from services.intake.service import Intake, Receipt, Registration
from services.intake.submission import Door, File, More
from shared.glossary import Channel, Side, Telling
from shared.municipality import Municipality

SESSION = "sessie"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)

A_QUARTER = timedelta(minutes=15)
PER_CASE_AND_ADDRESS = Limit("volgcode", 5, A_QUARTER)
PER_ADDRESS = Limit("volgpagina", 20, A_QUARTER)

NO_CODE = "00000-00000"
NO_HASH = fingerprint("geen volgcode")
LONGEST_TYPED = 100  # characters: what is longer is no number and no code


class Sessions(Protocol):
    def begin(self, municipality: str, of: str, now: datetime) -> str:
        """A new session; its token is for the browser alone."""

    def use(self, municipality: str, token: str, now: datetime) -> str | None:
        """Of what it is, and it lasts longer; None if there is none (any more)."""

    def end(self, municipality: str, token: str) -> None:
        """This token opens nothing any more."""


class Limits(Protocol):
    def passes(self, limit: Limit, municipality: str, who: str, now: datetime) -> bool:
        """Count that *who* knocks, and say whether she may come in."""

    def is_full(self, limit: Limit, municipality: str, who: str, now: datetime) -> bool:
        """Has *who* knocked as often as she may? Looking does not count."""


@dataclass(frozen=True)
class Visit:
    """Somebody who may follow this case, and this one only."""

    municipality: str
    number: str
    token: str = field(repr=False)

    @property
    def form_token(self) -> str:
        """Stands in our own forms: a page of somebody else's cannot know it."""
        return hmac.new(self.token.encode(), b"formulier", sha256).hexdigest()

    def sent(self, form_token: str) -> bool:
        """Does a form with this token come from a page that we gave to her?"""
        return hmac.compare_digest(self.form_token.encode(), form_token.encode())


@dataclass(frozen=True)
class Tracking:
    intake: Intake
    sessions: Sessions
    limits: Limits

    def sign_in(
        self, municipality: str, number: str, code: str, address: str, now: datetime
    ) -> Visit | None:
        """None for every reason there may be, without telling which."""
        known = self._opened_by(municipality, number, code, address, now)
        if known is None:
            return None
        return Visit(
            municipality, known.number, self.sessions.begin(municipality, known.number, now)
        )

    def visit(self, municipality: str, token: str, now: datetime) -> Visit | None:
        number = self.sessions.use(municipality, token, now)
        return Visit(municipality, number, token) if number else None

    def sign_out(self, municipality: str, token: str) -> None:
        self.sessions.end(municipality, token)

    def is_she(self, visit: Visit, code: str, address: str, now: datetime) -> bool:
        """Does she know the code of the case? A cookie can be stolen, so it does not end a case."""
        known = self._opened_by(visit.municipality, visit.number, code, address, now)
        return known is not None

    def progress(self, visit: Visit, town: Municipality, now: datetime) -> Progress:
        store = self.intake.store
        if status := store.status(visit.municipality, visit.number):
            return of_case(status, town, now)
        registration = store.find(visit.municipality, code_in(visit.number))
        assert registration is not None, "nobody signs in to what was never received"
        return before_it_is_a_case(registration, town, now)

    def tell(
        self,
        visit: Visit,
        telling: Telling,
        page: str,
        now: datetime,
        text: str = "",
        files: Sequence[File] = (),
    ) -> Receipt:
        """*page* names the page that it was sent from. The same from there again is the same; other
        words from there are something else, so nothing is refused.
        """
        said = fingerprint(text, *(part for each in files for part in (each.name, each.data)))
        more = _more(visit, telling, fingerprint(page, said), said, now)
        return self.intake.add(replace(more, text=text, files=tuple(files)))

    def rate(self, visit: Visit, closing: str, score: int, text: str, now: datetime) -> Receipt:
        """How satisfied she is, once for each *closing* of the case (Regeling art. 6 lid 3). Raises
        `SameKeyError` where she said otherwise before.
        """
        said = fingerprint(str(score), text)
        more = _more(visit, Telling.SATISFACTION, closing, said, now)
        return self.intake.add(replace(more, text=text, score=score))

    def _opened_by(
        self, municipality: str, number: str, code: str, address: str, now: datetime
    ) -> Registration | None:
        """All that is refused has cost as much, whether the code was wrong or the door locked. What
        is let in does not count: at a desk or in a library many come from one address.
        """
        wanted, who = code_typed(number), neighbourhood(address)
        known = self.intake.store.find(municipality, wanted)
        typed = hash_of(municipality, known.number if known else wanted, code[:LONGEST_TYPED])
        same = hmac.compare_digest((known and known.code_hash) or NO_HASH, typed)
        doors = ((PER_CASE_AND_ADDRESS, f"{wanted} {who}"), (PER_ADDRESS, who))
        locked = [self.limits.is_full(limit, municipality, each, now) for limit, each in doors]
        if same and not any(locked):
            return known
        for limit, each in doors:
            self.limits.passes(limit, municipality, each, now)
        return None


def _more(visit: Visit, telling: Telling, key: str, said: str, now: datetime) -> More:
    return More(
        municipality=visit.municipality,
        number=visit.number,
        telling=telling,
        side=Side.COMPLAINANT,
        door=Door.TRACKING,
        key=key,
        content=said,
        channel=Channel.WEB_FORM,
        received_at=now,
        registered_at=now,
    )


def code_typed(number: str) -> str:
    """The code at the end of a case number, however somebody typed it; else one that is nobody's.

    Case, spaces and hyphens do not matter, nor an O for a 0, an I or L for a 1, a U for a V.
    """
    plain = "".join(each for each in number[:LONGEST_TYPED].upper() if each.isalnum())
    code = plain.translate(LOOKS_LIKE)[-10:]
    return f"{code[:5]}-{code[5:]}" if len(code) == 10 and set(code) <= set(LETTERS) else NO_CODE


def neighbourhood(address: str) -> str:
    """One household has one address of the old kind, and 2**64 of the new."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else address
