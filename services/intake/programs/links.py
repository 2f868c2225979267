"""How does a small provider reach the form for one case? A signed link, for thirty days.

A case number is no secret, so the link says with our signature that the municipality sent this
provider here for this case. It opens nothing but that form: it shows no word of what the resident
wrote (decision 30).
"""

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from services.intake.programs.keys import own_secret
from shared.table import Table

VALID = timedelta(days=30)

_TOKEN = re.compile(
    r"(?P<number>[0-9A-Z-]{4,60})\.(?P<provider>[a-z0-9_]{2,60})\.(?P<until>[0-9]{1,11})"
    r"\.(?P<signature>[A-Za-z0-9_-]{43})"
)


@dataclass(frozen=True)
class Link:
    municipality: str
    number: str
    provider: str
    until: datetime  # to the second


class Links:
    def __init__(self, table: Table) -> None:
        self._table = table

    def token(self, link: Link) -> str:
        """What stands at the end of the address."""
        until = int(link.until.timestamp())
        return f"{link.number}.{link.provider}.{until}.{self._signature(link)}"

    def opened_by(self, municipality: str, token: str, now: datetime) -> Link | None:
        """The link with this *token*; None for one that is not ours, or is over."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            return None
        until = datetime.fromtimestamp(int(found["until"]), UTC)
        link = Link(municipality, found["number"], found["provider"], until)
        same = hmac.compare_digest(self._signature(link), found["signature"])
        return link if same and now < until else None

    def _signature(self, link: Link) -> str:
        secret = own_secret(self._table, link.municipality, "aanbiederlinks")
        until = int(link.until.timestamp())
        said = f"{link.municipality}|{link.number}|{link.provider}|{until}"
        made = hmac.new(secret.encode(), said.encode(), sha256).digest()
        return urlsafe_b64encode(made).decode().rstrip("=")
