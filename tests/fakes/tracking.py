"""Stand in for how intake knows a browser, and counts who knocks. Held to the same promises as
DynamoDB in tests/integration/intake/test_sessions.py.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.intake.limits import Limit


@dataclass
class InMemorySessions:
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=8)
    alive: dict[tuple[str, str], tuple[str, datetime, datetime]] = field(default_factory=dict)
    begun: int = 0

    def begin(self, municipality: str, of: str, now: datetime) -> str:
        self.begun += 1
        token = f"token-{self.begun}"
        last = now + self.longest
        self.alive[municipality, token] = of, min(now + self.idle, last), last
        return token

    def use(self, municipality: str, token: str, now: datetime) -> str | None:
        of, ends_at, last = self.alive.get((municipality, token), ("", now, now))
        if now >= ends_at:
            return None
        self.alive[municipality, token] = of, min(now + self.idle, last), last
        return of

    def end(self, municipality: str, token: str) -> None:
        self.alive.pop((municipality, token), None)


@dataclass
class InMemoryLimits:
    knocks: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)

    looks: int = 0

    def passes(self, limit: Limit, municipality: str, who: str, now: datetime) -> bool:
        key = _key(limit, municipality, who, now)
        self.knocks[key] += 1
        return self.knocks[key] <= limit.at_most

    def is_full(self, limit: Limit, municipality: str, who: str, now: datetime) -> bool:
        self.looks += 1
        return self.knocks[_key(limit, municipality, who, now)] >= limit.at_most


def _key(limit: Limit, municipality: str, who: str, now: datetime) -> tuple[str, str, str, int]:
    window = int(now.timestamp() // limit.window.total_seconds())
    return limit.door, municipality, who, window
