"""Which terms are there? The table RULES, for lawyers: each term with its article and its length.

A rule takes the moment on which its term begins and, where it needs them, more inputs by name.
`awb_...`, `wkkgz_...`, `jeugdwet_...` and so on are terms of the law; a regulation's or a
contract's own terms are not, and the Algemene termijnenwet does not move them.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, TypeAlias

from shared.dutch_time import AMSTERDAM, dutch_date
from shared.law.calendar import DAY, Calendar
from shared.law.handling import ENDED, SHOULD_HAVE_ENDED, SIX_WEEKS, TEN_WEEKS
from shared.law.terms import RECEIPT, Length, Term, count, fixed, hours, working_days
from shared.regime import WorkingDays

Inputs: TypeAlias = Mapping[str, Any]
Rule: TypeAlias = Callable[[datetime, Inputs, Calendar], Term]

YEARS = range(2014, 2101)  # King's Day has been on 27 April since 2014
BEGIN, END = (datetime(year, 1, 1, tzinfo=AMSTERDAM) for year in (YEARS.start, YEARS.stop))

A_CALL = "neemt iemand contact op"
CONDUCT = "De dag van de gedraging"
KNOWLEDGE = "De dag waarop de klager ervan wist"


class RefusedError(ValueError):
    """What was asked cannot be counted. The message says why, in Dutch."""


def due(rule: str, moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
    """The term of *rule* that begins at *moment*. Raises `RefusedError`."""
    if rule not in RULES:
        raise RefusedError(f"De regel {rule} bestaat niet. Wel: {', '.join(sorted(RULES))}.")
    if moment.tzinfo is None:
        raise RefusedError(f"{moment} heeft geen tijdzone: geef bijvoorbeeld {moment}+01:00.")
    if not BEGIN <= moment < END:
        raise RefusedError(f"Het jaar {moment.year} is te ver weg: wel {_among(YEARS)}.")
    return RULES[rule](moment, inputs, calendar)


def lasts(article: str, length: Length, statutory: bool = True, since: str = RECEIPT) -> Rule:
    """A term of one length."""

    def rule(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
        begin = dutch_date(moment)
        return count(article, begin, calendar, length, statutory=statutory, since=since)

    return rule


def extended(article: str) -> Rule:
    """A term of ``base_weeks``, extended once by ``adjourn_weeks``, which are at most four."""

    def rule(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
        base = Length(weeks=_number(inputs, "base_weeks", 6, among=(6, 10)))
        more = Length(weeks=_number(inputs, "adjourn_weeks", 4, among=(1, 2, 3, 4)))
        return count(article, dutch_date(moment), calendar, base, more)

    return rule


def before(article: str, month: int, field: str = "year", years_later: int = 0) -> Rule:
    """The last day before the first of *month*, in the year of the input *field*.

    Without that input: the first such day on or after the given moment.
    """

    def rule(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
        begin = dutch_date(moment)
        if field in inputs:
            year = _number(inputs, field, among=YEARS) + years_later
        else:
            year = begin.year if begin < date(begin.year, month, 1) else begin.year + 1
        return fixed(article, begin, date(year, month, 1) - DAY, "moet het klaar zijn")

    return rule


def elapsed(article: str, length: int) -> Rule:
    """A term in hours."""

    def rule(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
        return hours(article, length, moment)

    return rule


def contact_norm(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
    office = WorkingDays(
        equated_days_are_free=_yes_or_no(inputs, "equated_days_are_free"),
        opens_at=time(9),
        closes_at=time(17),
    )
    number = _number(inputs, "working_days", 5, among=range(1, 31))
    return working_days(
        "Memo Klachtenmanagement par. 1", number, dutch_date(moment), office, calendar, A_CALL
    )


def year_from_missed_term(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
    """No answer came in time: the year begins when there should have been one."""
    weeks = _number(inputs, "weeks", 6, among=(6, 10))
    missed = count("Awb 9:11 lid 1", dutch_date(moment), calendar, Length(weeks=weeks))
    year = count(
        "Awb 9:24 lid 1 b", missed.due_on, calendar, Length(years=1), since=SHOULD_HAVE_ENDED
    )
    return replace(year, doubt=missed.doubt, sentences=missed.sentences + year.sentences)


def agreed(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
    """A date that both agreed on is no term: it stays as agreed, whatever day it is."""
    if not _yes_or_no(inputs, "written_consent"):
        raise RefusedError("Verder uitstel kan alleen als de klager schriftelijk instemt.")
    return fixed(
        "Awb 9:11 lid 3", dutch_date(moment), _date(inputs, "agreed_date"), "is afgesproken"
    )


def own_ombudsman(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
    """Only from a 1 January, announced before 1 July of the year before."""
    effective = _date(inputs, "effective")
    if (effective.month, effective.day) != (1, 1):
        raise RefusedError("Een eigen ombudsman begint of eindigt alleen per 1 januari.")
    last = date(effective.year - 1, 6, 30)
    return fixed("Gemeentewet 81p", dutch_date(moment), last, "moet het besluit verzonden zijn")


def quarter(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
    begin = dutch_date(moment)
    last = Length(months=3).after(date(begin.year, (begin.month - 1) // 3 * 3 + 1, 1)) - DAY
    return fixed("Memo Klachtenmanagement par. 3", begin, last, "eindigt het kwartaal")


def old_rules_after_merger(moment: datetime, inputs: Inputs, calendar: Calendar) -> Term:
    merger = dutch_date(moment)
    last = Length(years=2).after(merger) - DAY
    return fixed("Wet arhi 28", merger, last, "gelden de oude regels nog")


RULES: dict[str, Rule] = {
    # Algemene wet bestuursrecht
    "awb_9_11_1_six_weeks": lasts("Awb 9:11 lid 1", SIX_WEEKS),
    "awb_9_11_1_ten_weeks": lasts("Awb 9:11 lid 1", TEN_WEEKS),
    "awb_9_11_2_adjourned": extended("Awb 9:11 lid 2"),
    "awb_9_11_3_further_delay_with_consent": agreed,
    "awb_9_8_3_refusal_notice_four_weeks": lasts("Awb 9:8 lid 3", Length(weeks=4)),
    "awb_9_8_1_b_conduct_older_than_one_year": lasts(
        "Awb 9:8 lid 1 b", Length(years=1), since=CONDUCT
    ),
    "awb_9_24_ombudsman_one_year": lasts("Awb 9:24 lid 1", Length(years=1), since=ENDED),
    "awb_9_24_1_b_ombudsman_year_from_missed_deadline": year_from_missed_term,
    "awb_2_10_48_hours_portal_notice": elapsed("Awb 2:10", 48),
    # Care, youth help, social support
    "wkkgz_17_1_six_weeks": lasts("Wkkgz 17 lid 1", Length(weeks=6)),
    "wkkgz_17_2_extended": extended("Wkkgz 17 lid 2"),
    "wkkgz_22_1_dispute_six_months": lasts("Wkkgz 22 lid 1", Length(months=6)),
    "jeugdwet_4_2_1_5_one_month": lasts("Jeugdwet 4.2.1 lid 5", Length(months=1)),
    "jeugdwet_4_3_2_annual_report": before(
        "Jeugdwet 4.3.2", month=6, field="report_year", years_later=1
    ),
    "jeugdwet_4_3_2_ten_days_after_adoption": lasts(
        "Jeugdwet 4.3.2", Length(days=10), since="De dag van de vaststelling"
    ),
    "wmo_2_5_1_client_experience_publication": before("Wmo 2015 2.5.1", month=7),
    # Other laws
    "avg_33_72_hours_breach": elapsed("AVG 33", 72),
    "gemeentewet_81p_notice_to_national_ombudsman": own_ombudsman,
    "arhi_28_old_rules_two_years": old_rules_after_merger,
    # Our own norms, contracts and private regulations: not law, so no date moves
    "contact_norm_5_working_days": contact_norm,
    "quarter_end_of_case": quarter,
    "provider_total_report_before_1_july": before("contract art. 11.1", month=7),
    "provider_total_report_before_1_december": before("contract art. 11.1", month=12),
    "sterker_5_7_right_expires_six_months": lasts(
        "Sterker 5.7", Length(months=6), statutory=False, since=KNOWLEDGE
    ),
    "sterker_5_7_sexual_harassment_two_years": lasts(
        "Sterker 5.7", Length(years=2), statutory=False, since=KNOWLEDGE
    ),
    "sterker_5_8_unreachable_two_months": lasts("Sterker 5.8", Length(months=2), statutory=False),
}


def _number(
    inputs: Inputs,
    name: str,
    usual: int | None = None,
    among: range | tuple[int, ...] | None = None,
) -> int:
    try:
        number = int(inputs.get(name, usual))
    except (TypeError, ValueError):
        raise RefusedError(f"{name} moet een geheel getal zijn: {name}=6.") from None
    if among and number not in among:
        raise RefusedError(f"{name} kan niet {number} zijn: wel {_among(among)}.")
    return number


def _among(numbers: range | tuple[int, ...]) -> str:
    if isinstance(numbers, range):
        return f"{numbers[0]} tot en met {numbers[-1]}"
    return " of ".join(map(str, numbers))


def _yes_or_no(inputs: Inputs, name: str) -> bool:
    match str(inputs.get(name, False)).lower():
        case "true" | "ja":
            return True
        case "false" | "nee":
            return False
    raise RefusedError(f"{name} moet ja of nee zijn.")


def _date(inputs: Inputs, name: str) -> date:
    try:
        return date.fromisoformat(str(inputs[name]))
    except KeyError:
        raise RefusedError(f"Deze regel heeft een datum nodig: {name}=2026-05-14.") from None
    except ValueError:
        raise RefusedError(f"{name} is geen bestaande datum: {inputs[name]}.") from None
