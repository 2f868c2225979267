"""Which program knocks, and what may it do? A key for each integration of a municipality.

    kl_<gemeentecode>_<kenmerk>_<43 letters>    the key; without its last part, its name

A program sends its key, or signs what it sends with a secret and sends only the name of its key.
Of the key we keep a hash. The secret we must keep as it is: the table is encrypted at rest, and
nothing of ours shows or logs it. A new key and the old one may hold at the same time, so that one
can be replaced without a moment of silence.
"""

import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import choice, token_urlsafe

from pydantic import Field

from services.intake.domain import LETTERS
from shared.glossary import Channel
from shared.http import UnauthenticatedError
from shared.table import ConflictError, Item, Table
from shared.wire import Moment, Wire

NAME_HEADER = "klachtenloket-koppeling"
SIGNATURE_HEADER = "klachtenloket-handtekening"
SIGNED_WITHIN = timedelta(minutes=5)  # repeating it in that time is harmless: it is the same case
PER_MINUTE = 60

STRANGER = (
    "Wij kennen deze sleutel of handtekening niet. Stuur een geldige sleutel mee, of een "
    "handtekening van hoogstens vijf minuten oud. De gemeente kan u een nieuwe sleutel geven."
)

_NAME = re.compile(r"kl_([0-9]{4})_([0-9a-z]{8})")
_KEY = re.compile(rf"({_NAME.pattern})_[A-Za-z0-9_-]{{43}}")
_SIGNATURE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


class Integration(Wire):
    """A program that may offer us messages, of one municipality and by some channels."""

    id: str = Field(alias="kenmerk", pattern=r"^[0-9a-z]{8}$")
    municipality: str = Field(alias="gemeentecode")
    name: str = Field(alias="naam", pattern=r"^[a-z0-9-]{2,40}$")
    channels: frozenset[Channel] = Field(alias="kanalen", min_length=1)
    provider: str | None = Field(
        default=None, alias="aanbieder", description="In whose name it may report, by its key."
    )
    case_types: tuple[str, ...] = Field(
        default=(), alias="zaaktypen", description="URLs or UUIDs that mean a complaint (ZGW)."
    )
    per_minute: int = Field(default=PER_MINUTE, alias="perMinuut", ge=1)
    valid_from: Moment = Field(alias="geldigVan")
    valid_until: Moment | None = Field(default=None, alias="geldigTot")
    key_hash: str = Field(alias="sleutelHash")
    secret: str = Field(alias="geheim", repr=False)

    @property
    def key_name(self) -> str:
        return f"kl_{self.municipality}_{self.id}"

    def holds_at(self, now: datetime) -> bool:
        return self.valid_from <= now and (self.valid_until is None or now < self.valid_until)


def new_key(
    municipality: str,
    name: str,
    channels: Iterable[Channel],
    now: datetime,
    provider: str | None = None,
    case_types: Iterable[str] = (),
) -> tuple[Integration, str]:
    """What we keep, and the key, which is shown once."""
    id = "".join(choice(LETTERS) for _ in range(8)).lower()
    key = f"kl_{municipality}_{id}_{token_urlsafe(32)}"
    kept = Integration(
        id=id,
        municipality=municipality,
        name=name,
        channels=frozenset(channels),
        provider=provider,
        case_types=tuple(case_types),
        valid_from=now,
        key_hash=_hash(key),
        secret=token_urlsafe(32),
    )
    return kept, key


def signature(secret: str, at: datetime, body: bytes) -> str:
    """What stands in the header of *body* that was signed *at* a moment, to the second."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_hmac(secret, seconds, body)}"


class Keys:
    """`<gemeentecode>#koppeling#<kenmerk>` in the table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, integration: Integration) -> None:
        """Raises `ConflictError` where this one was there already."""
        self._put(integration, "attribute_not_exists(pk)")

    def find(self, municipality: str, id: str) -> Integration | None:
        found = self._table.get(_pk(municipality, id), "sleutel")
        return Integration.model_validate_json(found["koppeling"]) if found else None

    def end(self, integration: Integration, now: datetime) -> None:
        """From *now* on this key opens nothing."""
        until = min(now, integration.valid_until or now)
        self._put(integration.model_copy(update={"valid_until": until}), "attribute_exists(pk)")

    def who(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Integration:
        """Who sent *body*. The names of *headers* are in lower case.

        Raises `UnauthenticatedError` for any doubt, without saying which.
        """
        if SIGNATURE_HEADER in headers:
            found = self._who_signed(headers, body, now)
        else:
            found = self._who_shows(_shown(headers))
        if found is None or not found.holds_at(now):
            raise UnauthenticatedError(STRANGER)
        return found

    def _who_shows(self, key: str) -> Integration | None:
        named = _KEY.fullmatch(key)
        found = self.find(named[2], named[3]) if named else None
        same = found is not None and hmac.compare_digest(found.key_hash, _hash(key))
        return found if same else None

    def _who_signed(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Integration | None:
        named = _NAME.fullmatch(headers.get(NAME_HEADER, ""))
        signed = _SIGNATURE.fullmatch(headers[SIGNATURE_HEADER])
        if named is None or signed is None:
            return None
        seconds = int(signed[1])
        if abs(now.timestamp() - seconds) > SIGNED_WITHIN.total_seconds():
            return None
        found = self.find(named[1], named[2])
        same = found and hmac.compare_digest(_hmac(found.secret, seconds, body), signed[2])
        return found if same else None

    def _put(self, integration: Integration, only_if: str) -> None:
        item: Item = {
            "pk": _pk(integration.municipality, integration.id),
            "sk": "sleutel",
            "koppeling": integration.model_dump_json(exclude_none=True),
        }
        self._table.transact(self._table.put(item, only_if=only_if))


def own_secret(table: Table, municipality: str, purpose: str) -> str:
    """What this municipality signs with for one *purpose*: made at first use, and then the same."""
    pk, sk = f"{municipality}#geheim", purpose
    if found := table.get(pk, sk):
        return str(found["geheim"])
    made = token_urlsafe(32)
    try:
        new = {"pk": pk, "sk": sk, "geheim": made}
        table.transact(table.put(new, only_if="attribute_not_exists(pk)"))
    except ConflictError:  # another container was first
        return own_secret(table, municipality, purpose)
    return made


def _shown(headers: Mapping[str, str]) -> str:
    """A key, by whichever of the ways in which programs can send one."""
    if own := headers.get("x-api-key"):
        return own.strip()
    scheme, _, key = headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() in ("bearer", "apikey") else ""


def _pk(municipality: str, id: str) -> str:
    return f"{municipality}#koppeling#{id}"


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _hmac(secret: str, seconds: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, sha256).hexdigest()
