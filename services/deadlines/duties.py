"""What must a municipality do by a day, whatever complaints come in?

Reports, publications and decisions that belong to no case. A pure function of the day and of the
municipality's configuration gives the next of each; `plan` in service.py keeps them.
"""

from collections.abc import Iterator
from datetime import date

from services.deadlines.clocks import clock_of
from services.deadlines.domain import Duty, Running
from shared.glossary import ClockKind
from shared.law.calendar import DAY, Calendar
from shared.law.terms import Length, Term, fixed, working_days
from shared.municipality import Municipality

TOTALS_BEFORE = ((7, 1), (12, 1))  # month and day, contract art. 11.1
QUARTER = Length(months=3)


def duties(municipality: Municipality, today: date, calendar: Calendar) -> tuple[Running, ...]:
    """The next of every duty of *municipality*, as seen from *today*, none of them done."""
    found = [*_after_a_merger(municipality, today)]
    if municipality.owner_on(today) == municipality.code:
        found += [
            *_provider_totals(municipality, today),
            *_progress_report(municipality, today, calendar),
            *_publications(municipality, today),
            *_second_line(municipality, today),
        ]
    return tuple(found)


def _provider_totals(municipality: Municipality, today: date) -> Iterator[Running]:
    """Each provider that we have a contract with; care under the Wkkgz is not ours."""
    first = municipality.regime_on(today).duties.first_provider_totals
    if first is None:
        return
    last = first if today <= first else min(_next_before(*day, today) for day in TOTALS_BEFORE)
    term = fixed("contract art. 11.1", today, last, "is de totaalrapportage er")
    for key, provider in municipality.providers.items():
        if provider.legal_regime != "wkkgz":
            yield _running(municipality, ClockKind.PROVIDER_TOTALS, term, provider=key)


def _progress_report(
    municipality: Municipality, today: date, calendar: Calendar
) -> Iterator[Running]:
    regime = municipality.regime_on(today)
    if (number := regime.duties.progress_report_working_days) is None:
        return
    this = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)  # the first day of this quarter
    for first_day_after in (this, QUARTER.after(this)):
        end = first_day_after - DAY
        what = "is de voortgangsrapportage klaar"
        term = working_days(
            "Memo Klachtenmanagement par. 3", number, end, regime.working_days, calendar, what,
            since="De laatste dag van het kwartaal",
        )  # fmt: skip
        if term.due_on >= today:
            yield _running(municipality, ClockKind.PROGRESS_REPORT, term)
            return


def _publications(municipality: Municipality, today: date) -> Iterator[Running]:
    wanted = municipality.regime_on(today).duties
    if wanted.publication_before:
        month, day = map(int, wanted.publication_before.split("-"))
        last = _next_before(month, day, today)
        term = fixed("Awb 9:12a", today, last, "zijn de klachten van vorig jaar gepubliceerd")
        yield _running(municipality, ClockKind.PUBLICATION, term)
    if wanted.client_experience:
        what = "is het cliëntervaringsonderzoek gepubliceerd"
        term = fixed("Wmo 2015 2.5.1", today, _next_before(7, 1, today), what)
        yield _running(municipality, ClockKind.CLIENT_EXPERIENCE, term)


def _second_line(municipality: Municipality, today: date) -> Iterator[Running]:
    """Gemeentewet 81p: another body from a 1 January, if the decision is sent before 1 July."""
    for body in municipality.second_lines[1:]:
        begins = body.valid_from
        if begins > today and (begins.month, begins.day) == (1, 1):
            last = date(begins.year - 1, 6, 30)
            term = fixed("Gemeentewet 81p", today, last, "is het besluit verzonden")
            yield _running(municipality, ClockKind.SECOND_LINE, term)


def _after_a_merger(municipality: Municipality, today: date) -> Iterator[Running]:
    """Wet arhi 28: the old rules hold for two years, then somebody must have made new ones."""
    if merger := municipality.exists_until:
        last = Length(years=2).after(merger) - DAY
        if merger <= today <= last:
            term = fixed("Wet arhi 28", merger, last, "gelden de oude regels nog")
            yield _running(municipality, ClockKind.OLD_RULES, term)


def _next_before(month: int, day: int, today: date) -> date:
    """The first last day before this *day* of *month* that has not gone by."""
    this_year = date(today.year, month, day) - DAY
    return this_year if today <= this_year else date(today.year + 1, month, day) - DAY


def _running(
    municipality: Municipality, kind: ClockKind, term: Term, provider: str | None = None
) -> Running:
    key = f"{kind}-{term.due_on}{f'-{provider}' if provider else ''}"
    clock = clock_of(kind, term, met=False, item=provider)
    return Running(Duty(municipality.code, key, provider), clock)
