"""How often may somebody knock? Counted in the table, so that many containers know together."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.intake.domain import fingerprint
from shared.table import Table


@dataclass(frozen=True)
class Limit:
    """*at_most* times in each window of so long."""

    door: str  # a word of ours, such as "volgcode"
    at_most: int
    window: timedelta


class Limits:
    def __init__(self, table: Table) -> None:
        self._table = table

    def passes(self, limit: Limit, municipality: str, who: str, now: datetime) -> bool:
        """Count that *who* knocks, and say whether she may come in. Only a hash of *who* is kept,
        for two windows.
        """
        window = _window(limit, now)
        until = datetime.fromtimestamp((window + 2) * limit.window.total_seconds(), UTC)
        return self._table.count(*_place(limit, municipality, who, window), until) <= limit.at_most

    def is_full(self, limit: Limit, municipality: str, who: str, now: datetime) -> bool:
        """Has *who* knocked as often as she may? Looking does not count."""
        found = self._table.get(*_place(limit, municipality, who, _window(limit, now)))
        return found is not None and found["keren"] >= limit.at_most


def _window(limit: Limit, now: datetime) -> int:
    return int(now.timestamp() // limit.window.total_seconds())


def _place(limit: Limit, municipality: str, who: str, window: int) -> tuple[str, str]:
    sk = f"{limit.door}#{fingerprint(municipality, who)[:32]}#{window}"
    return f"{municipality}#toeloop", sk
