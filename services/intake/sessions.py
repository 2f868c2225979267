"""Whose browser is this? Somebody showed who she is once, and need not do so at every click.

A session ends some time after its last use, and whatever happens some time after it began. Only a
hash of its token is kept: who reads the table cannot take the place of anybody.
"""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from services.intake.domain import fingerprint
from shared.table import ConflictError, Item, Table
from shared.wire import utc_text

BYTES = 32  # of chance, in a token


class Sessions:
    """`<gemeentecode>#<kind>#<hash>` in the table, so that no municipality finds another's."""

    def __init__(self, table: Table, kind: str, idle: timedelta, longest: timedelta) -> None:
        self._table = table
        self._kind = kind
        self._idle = idle
        self._longest = longest

    def begin(self, municipality: str, of: str, now: datetime) -> str:
        """A new session *of* somebody or something; the token is for her browser alone."""
        token = token_urlsafe(BYTES)
        last = now + self._longest
        self._table.transact(self._table.put(self._item(municipality, token, of, last, now)))
        return token

    def use(self, municipality: str, token: str, now: datetime) -> str | None:
        """Of whom or what this session is, and it goes on; None if there is none, or no more."""
        found = self._alive(municipality, token, now)
        if found is None:
            return None
        last = datetime.fromisoformat(found["uiterlijk"])
        again = self._item(municipality, token, found["van"], last, now)
        try:
            self._table.transact(self._table.put(again, only_if="attribute_exists(pk)"))
        except ConflictError:  # it was ended just now, or the same browser clicked twice
            found = self._alive(municipality, token, now)
        return str(found["van"]) if found else None

    def take(self, municipality: str, token: str, now: datetime) -> str | None:
        """As `use`, for the last time: whoever comes next, or at the same moment, gets None."""
        found = self._alive(municipality, token, now)
        if found is None:
            return None
        try:
            gone = self._table.delete(
                self._pk(municipality, token), self._kind, only_if="attribute_exists(pk)"
            )
            self._table.transact(gone)
        except ConflictError:
            return None
        return str(found["van"])

    def end(self, municipality: str, token: str) -> None:
        self._table.transact(self._table.delete(self._pk(municipality, token), self._kind))

    def _alive(self, municipality: str, token: str, now: datetime) -> Item | None:
        found = self._table.get(self._pk(municipality, token), self._kind)
        return found if found and now < datetime.fromisoformat(found["eindigt"]) else None

    def _item(self, municipality: str, token: str, of: str, last: datetime, now: datetime) -> Item:
        ends_at = min(now + self._idle, last)
        return {
            "pk": self._pk(municipality, token),
            "sk": self._kind,
            "van": of,
            "uiterlijk": utc_text(last),
            "eindigt": utc_text(ends_at),
            "expires_at": int(ends_at.timestamp()),
        }

    def _pk(self, municipality: str, token: str) -> str:
        return f"{municipality}#{self._kind}#{fingerprint(self._kind, municipality, token)}"
