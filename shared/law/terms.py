"""How is a term counted, and how is its date explained?

In Dutch dates, from the day after it begins: the day of receipt itself does not count. Where the
Algemene termijnenwet (Atw) covers a term, it never ends on a free day. Every term comes with the
sentences, in Dutch, that explain its date. `rules.py` has the terms themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from shared.dutch_time import AMSTERDAM, dutch_date, in_words
from shared.law.calendar import DAY, Calendar, days
from shared.regime import WorkingDays


@dataclass(frozen=True)
class Term:
    """A term, counted. All dates are Amsterdam's."""

    article: str
    starts_on: date
    nominal_end: date
    due_on: date
    sentences: tuple[str, ...]
    doubt: str | None = None  # why the last day may still move, where it may
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
THE_ACT = "Algemene termijnenwet art. 1 lid 1"
NAMED_AT_MOST = 10  # closed days, so that an explanation fits in its news
BY_CHOICE = "zoals de Algemene termijnenwet; de regeling kiest daarvoor"


def count(
    article: str,
    begin: date,
    calendar: Calendar,
    *lengths: Length,
    statutory: bool = True,
    rolls_over: bool = False,
    since: str = RECEIPT,
) -> Term:
    """The term of *lengths*, one after the other, that runs from the day after *begin*.

    A term that is extended is counted on from its nominal end and rolls over once: that is the
    earliest date that the law can mean (Awb 9:11 lid 2 does not say). The Atw covers the whole if
    it covers each length. It covers no term that is not *statutory*, a contract or an own norm,
    unless the regulation wants that it *rolls over* as well.
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
    if (statutory or rolls_over) and all(length.covered for length in lengths):
        return _rolled_over(term, calendar, THE_ACT if statutory else BY_CHOICE)
    why = calendar.why_free(end)
    if why is None:
        return term
    because = (
        f"een termijn van {added} schuift niet op (Algemene termijnenwet art. 4)"
        if statutory or rolls_over
        else "dit is geen wettelijke termijn: de dag schuift niet op"
    )
    return _add(term, f"{_sentence(in_words(end))} is een vrije dag ({why}), maar {because}.")


def _rolled_over(term: Term, calendar: Calendar, because: str) -> Term:
    """Atw 1 lid 1: a term that ends on a free day lasts until the first day that is not free."""
    end, due_on = term.nominal_end, calendar.first_ordinary_day(term.nominal_end)
    if due_on > end:
        term = _add(
            replace(term, due_on=due_on),
            f"{_sentence(', '.join(_free_days(end, due_on, calendar)))}, dus de laatste dag is "
            f"{in_words(due_on)} ({because}).",
        )
    return term if calendar.knows(due_on) else _doubted(term)


def _free_days(first: date, until: date, calendar: Calendar) -> Iterator[str]:
    before = None
    for day in days(first, until):
        why = calendar.why_free(day)
        if why != "weekend":
            yield f"{in_words(day)} is {why}"
        elif before is None:
            yield f"{in_words(day)} valt in het weekend"
        elif before != "weekend":
            yield "daarna is het weekend"
        before = why


def working_days(
    article: str,
    number: int,
    begin: date,
    office: WorkingDays,
    calendar: Calendar,
    what: str,
    since: str = RECEIPT,
) -> Term:
    """A norm in working days of *office*; the first one counted is the day after *begin*.

    *what* is to be done, as in "neemt iemand contact op".
    """
    due_on = calendar.working_day(begin, number, office)
    sentences = [
        f"{since} is {in_words(begin)}; de dag erna telt als eerste.",
        f"Binnen {number} {'werkdag' if number == 1 else 'werkdagen'} {what} ({article}). "
        "Het weekend telt niet mee.",
    ]
    closed = [
        f"{in_words(day)} ({why})"
        for day in days(begin + DAY, due_on)
        if (why := calendar.why_closed(day, office)) not in (None, "weekend")
    ]
    if closed:
        more = len(closed) - NAMED_AT_MOST
        rest = f" en nog {more} {'dag' if more == 1 else 'dagen'}" if more > 0 else ""
        sentences.append(f"Ook geen werkdag: {', '.join(closed[:NAMED_AT_MOST])}{rest}.")
    sentences.append(f"De laatste dag is {in_words(due_on)}.")
    term = Term(article, begin, due_on, due_on, tuple(sentences))
    decrees_matter = office.equated_days_are_free and not calendar.knows(due_on)
    return _doubted(term) if decrees_matter else term


def hours(article: str, number: int, begin: datetime) -> Term:
    """Elapsed hours, the only terms that run on at night and on Sundays (Atw art. 4)."""
    end = (begin.astimezone(UTC) + timedelta(hours=number)).astimezone(AMSTERDAM)
    sentences = (
        f"Het begint op {_with_time(begin.astimezone(AMSTERDAM))}.",
        f"De termijn is {number} uur ({article}), ook 's nachts en in het weekend: "
        f"tot {_with_time(end)}.",
    )
    return Term(article, dutch_date(begin), end.date(), end.date(), sentences, due_at=end)


def fixed(article: str, begin: date, last: date, what: str) -> Term:
    """A day that is set, not counted; *what* as in "is afgesproken"."""
    sentence = f"Uiterlijk {in_words(last)} {what} ({article}). Deze dag schuift niet op."
    return Term(article, begin, last, last, (sentence,))


def _with_time(moment: datetime) -> str:
    return f"{in_words(moment.date())} om {moment:%H:%M} uur"


def _doubted(term: Term) -> Term:
    doubt = (
        f"Let op: voor {term.due_on.year} is niet bekend welke dagen een koninklijk besluit met "
        "een feestdag gelijkstelt. De laatste dag kan daardoor nog later worden."
    )
    return replace(_add(term, doubt), doubt=doubt)


def _add(term: Term, sentence: str) -> Term:
    return replace(term, sentences=(*term.sentences, sentence))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
