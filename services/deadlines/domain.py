"""What does the deadlines service know? Plain values; the rules stand in the files beside this one.

clocks.py   which clocks run for a case?
duties.py   which run for a municipality as such?
ladder.py   when does a clock act, and who is told?
ledger.py   what moved a term, and who was told of it?
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from pydantic import Field

from shared.case import Case
from shared.events import Clock
from shared.glossary import AFTER_CLOSING, ClockKind
from shared.wire import Moment, Wire

RECEIPT = "ontvangst"  # the template of an acknowledgment of receipt (Awb 9:6)


@dataclass(frozen=True)
class Duty:
    """What a municipality must do by a day, whatever complaints come in."""

    municipality: str
    key: str  # such as aanbiedersrapportage-2026-11-30-vechtstroom
    provider: str | None = None  # who owes it, where that is a provider
    done_at: datetime | None = None
    done_by: str | None = None  # an opaque staff id


ClockId: TypeAlias = tuple[ClockKind, str | None]
"""Which clock of a case: its kind, and which one where a case has several of a kind."""


@dataclass(frozen=True)
class Running:
    """A clock of a case or of a duty, and how far it has climbed its ladder."""

    of: Case | Duty
    clock: Clock
    version: int = 0  # of the file it follows from; a duty has none
    told: int = 0  # the highest step that was told; 0 when none was
    next_at: datetime | None = None  # when it acts next; None when it has nothing left to do

    @property
    def id(self) -> ClockId:
        return self.clock.kind, self.clock.item

    @property
    def round(self) -> int:
        """How often its case was opened again. What goes on after closing does not begin anew."""
        if isinstance(self.of, Duty) or self.clock.kind in AFTER_CLOSING:
            return 0
        return len(self.of.aftermath.reopened_at)

    @property
    def slot(self) -> str:
        """A clock with its last day, in this round: for each of these, a step is told once."""
        clock = self.clock
        return f"{clock.kind}#{clock.item or ''}#{clock.due_on}#{self.round}"


class Delivery(StrEnum):
    SENT = "verzonden"
    LETTER = "brief_klaar"  # to be printed: not yet sent
    NOT_DELIVERED = "niet_bezorgd"  # a person tells it


class Notice(Wire):
    """Proof of what became of a message about a term."""

    message_id: str = Field(alias="bericht")
    template: str = Field(alias="sjabloon")
    audience: str = Field(alias="aan")
    delivery: Delivery = Field(alias="stand")
    at: Moment = Field(alias="op")
    cause: str | None = Field(default=None, alias="oorzaak")


class Entry(Wire):
    """A line of the ledger: a term that began, moved, was met or fell away, and why."""

    clock: ClockKind = Field(alias="termijn")
    item: str | None = Field(default=None, alias="onderdeel")
    at: Moment = Field(alias="op")
    before: date | None = Field(default=None, alias="was", description="None: it did not run.")
    after: date | None = Field(default=None, alias="wordt", description="None: it runs no longer.")
    met: bool = Field(default=False, alias="voldaan")
    basis: str = Field(alias="grondslag", description="The article, or what made us count again.")
    reason: str | None = Field(default=None, alias="reden")
    document: str | None = Field(default=None, alias="document")
    by: str = Field(alias="door", description="'systeem', or an opaque staff id.")
    calendar: date = Field(alias="kalenderTot", description="Until when the decree days are known.")
    cause: str | None = Field(default=None, alias="oorzaak", description="The id of the event.")

    @property
    def days(self) -> int | None:
        """By how many days the last day moved."""
        return (self.after - self.before).days if self.before and self.after else None


class File(Wire):
    """All that is known of a case here. Notices may come before the case does."""

    municipality: str = Field(alias="gemeentecode")
    number: str = Field(alias="zaaknummer")
    case: Case | None = Field(default=None, alias="zaak")
    as_of: Moment | None = Field(
        default=None, alias="standOp", description="When that became of the case."
    )
    notices: tuple[Notice, ...] = Field(default=(), alias="berichten")
    ledger: tuple[Entry, ...] = Field(default=(), alias="verloop")
    told: dict[str, int] = Field(
        default_factory=dict,
        alias="gezegd",
        description="By `slot`: how far was told. A term may come back to a day that it had.",
    )
    version: int = Field(default=0, alias="versie", description="0: nothing was kept yet.")

    @property
    def acknowledged(self) -> bool:
        return any(
            notice.template == RECEIPT and notice.delivery is Delivery.SENT
            for notice in self.notices
        )
