"""What moved a term, by which right, and who decided it? Lines are added, never changed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from services.deadlines.clocks import Known
from services.deadlines.domain import ClockId, Entry
from shared.case import Case, TermChange
from shared.events import CaseAdjourned, Clock, DelayAgreed, event_id, type_of
from shared.glossary import RIGHTS, ClockKind, TermBasis
from shared.law.handling import handling

SYSTEM = "systeem"
DECIDED_BY = {
    TermBasis.ADJOURNMENT: ("Awb 9:11 lid 2", type_of(CaseAdjourned)),
    TermBasis.CONSENT: ("Awb 9:11 lid 3", type_of(DelayAgreed)),
}
"""The article, and the event that told it: that leads to the letters that gave notice."""


def lines(
    known: Known,
    before: Case | None,
    ran: Mapping[ClockId, Clock],
    runs: Mapping[ClockId, Clock],
    at: datetime,
    reason: str | None = None,
) -> Iterator[Entry]:
    """What led from the clocks that *ran* for the case as it was *before* to those that run now.

    *reason* says why, where it is not the case that changed.
    """

    def line(key: ClockId, was: date | None, will_be: date | None, **said: Any) -> Entry:
        kind, item = key
        usual = {"at": at, "by": SYSTEM, "calendar": known.calendar.unknown_after}
        return Entry(clock=kind, item=item, before=was, after=will_be, **(usual | said))

    for key in sorted(ran.keys() | runs.keys(), key=str):
        old, new = ran.get(key), runs.get(key)
        day = old.due_on if old else None
        if new is None:
            yield line(key, day, None, basis="geldt niet meer", reason=reason)
            continue
        if old and old.met and not new.met and new.kind not in RIGHTS:
            day = None  # it had ended, and runs again
        if new.kind is ClockKind.HANDLING:
            for change, last_day in _decisions(known, before):
                if change is None:
                    if day != last_day:
                        yield line(key, day, last_day, basis=new.article, reason=reason)
                else:
                    yield line(key, day, last_day, **_decision(known.case, change))
                day = last_day
        if day != new.due_on:
            yield line(key, day, new.due_on, basis=new.article, reason=reason)
        if new.met and not (old and old.met):
            yield line(key, new.due_on, new.due_on, basis=new.article, met=True)


def _decisions(known: Known, before: Case | None) -> Iterator[tuple[TermChange | None, date]]:
    """The last day of handling without the decisions since *before*, and after each of them."""
    had = len(before.term_changes) if before else 0
    changes = known.case.term_changes
    if len(changes) == had:
        return
    for count in range(had, len(changes) + 1):
        so_far = known.case.model_copy(update={"term_changes": changes[:count]})
        last_day = handling(so_far, known.municipality, known.calendar).due_on
        yield changes[count - 1] if count > had else None, last_day


def _decision(case: Case, change: TermChange) -> dict[str, Any]:
    article, news = DECIDED_BY[change.basis]
    return {
        "at": change.decided_at,
        "by": change.by,
        "basis": article,
        "reason": change.reason,
        "document": change.document,
        "cause": event_id(case.municipality, case.number, change.sequence, news),
    }
