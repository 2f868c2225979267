"""How is a term counted, and how is its date explained?

In Dutch dates, from the day after it begins: the day of receipt itself does not count. Where the
Algemene termijnenwet (Atw) covers a term, it never ends on a free day. Every term comes with the
sentences, in Dutch, that explain its date. `rules.py` has the terms themselves.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from services.deadlines.calendar import DAY, Calendar
from shared.dutch_time import in_words
from shared.municipality import WorkingDays


@dataclass(frozen=True)
class Term:
    """A term, counted. All dates are Amsterdam's."""

    article: str
    starts_on: date
    nominal_end: date
    due_on: date
    sentences: tuple[str, ...]
    due_at: datetime | None = None  # only for a term in hours

    @property
    def explanation(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True)
class Length:
    """One length of time. A month ends on the same day, or on the last day of a shorter month."""

    days: int = 0
    weeks: int = 0
    months: int = 0
    years: int = 0

    def after(self, day: date) -> date:
        return day + relativedelta(
            days=self.days, weeks=self.weeks, months=self.months, years=self.years
        )

    @property
    def covered(self) -> bool:
        """Short enough for the Atw: art. 4 leaves out longer terms, and all terms in years."""
        return not self.years and self.months <= 3 and self.weeks <= 12 and self.days <= 90

    def __str__(self) -> str:
        for count, one, more in (
            (self.days, "dag", "dagen"),
            (self.weeks, "week", "weken"),
            (self.months, "maand", "maanden"),
            (self.years, "jaar", "jaar"),
        ):
            if count:
                return f"{count} {one if count == 1 else more}"
        return "0 dagen"


RECEIPT = "De dag van ontvangst"


def count(
    article: str,
    begin: date,
    lengths: tuple[Length, ...],
    calendar: Calendar,
    *,
    statutory: bool = True,
    since: str = RECEIPT,
) -> Term:
    """The term of *lengths*, one after the other, that runs from the day after *begin*.

    A term that is extended is counted on from its nominal end and rolls over once: that is the
    earliest date that the law can mean (Awb 9:11 lid 2 does not say). The Atw covers the whole if
    it covers each length. It covers no term that is not *statutory*: a contract, or an own norm.
    """
    end = begin
    for length in lengths:
        end = length.after(end)
    added = " plus ".join(map(str, lengths))
    term = Term(
        article=article,
        starts_on=begin,
        nominal_end=end,
        due_on=end,
        sentences=(
            f"{since} is {in_words(begin)}; de termijn begint de dag erna.",
            f"De termijn is {added} ({article}): tot en met {in_words(end)}.",
        ),
    )
    why = calendar.why_free(end)
    if why is None:
        return term
    if not statutory:
        return _add(term, "Dit is geen wettelijke termijn: deze dag schuift niet op.")
    if not all(length.covered for length in lengths):
        return _add(
            term,
            f"{in_words(end).capitalize()} is een vrije dag ({why}), maar een termijn van {added} "
            "schuift niet op (Algemene termijnenwet art. 4).",
        )
    due_on = calendar.first_ordinary_day(end)
    return _add(replace(term, due_on=due_on), _rolled_over(end, due_on, calendar))


def _rolled_over(end: date, due_on: date, calendar: Calendar) -> str:
    parts: list[str] = []
    day = end
    while day < due_on:
        why = calendar.why_free(day)
        if why != "weekend":
            parts.append(f"{in_words(day)} is {why}")
        elif not parts:
            parts.append(f"{in_words(day)} valt in het weekend")
        elif calendar.why_free(day - DAY) != "weekend":
            parts.append("daarna is het weekend")
        day += DAY
    sentence = f"{', '.join(parts)}, dus de laatste dag is {in_words(due_on)}"
    return f"{sentence[0].upper()}{sentence[1:]} (Algemene termijnenwet art. 1 lid 1)."


def contact(
    article: str, working_days: int, received: date, office: WorkingDays, calendar: Calendar
) -> Term:
    """A norm in working days of *office*; the first one counted is the day after receipt."""
    due_on = calendar.working_day(received, working_days, office)
    sentences = [
        f"{RECEIPT} is {in_words(received)}.",
        f"Binnen {working_days} werkdagen neemt iemand contact op ({article}). "
        "De dag na ontvangst telt als eerste, het weekend telt niet mee.",
    ]
    closed = [
        f"{in_words(day)} ({why})"
        for day in (received + DAY * n for n in range(1, (due_on - received).days))
        if (why := calendar.why_closed(day, office)) not in (None, "weekend")
    ]
    if closed:
        sentences.append(f"Ook geen werkdag: {', '.join(closed)}.")
    sentences.append(f"De laatste dag is {in_words(due_on)}.")
    return Term(article, received, due_on, due_on, tuple(sentences))


def _add(term: Term, *sentences: str) -> Term:
    return replace(term, sentences=term.sentences + sentences)
