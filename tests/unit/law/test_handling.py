"""Until when may a case take, and until when may a resident go on?"""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from shared.case import Handler, Handover, TermChange
from shared.dutch_time import AMSTERDAM, dutch_moment
from shared.glossary import HandlerKind, Milestone, TermBasis
from shared.law.calendar import dutch_calendar
from shared.law.handling import handling, ombudsman
from shared.law.terms import Term
from shared.municipality import Municipality, municipalities
from shared.provider import Provider
from tests.builders import DESK, MONDAY, a_case, an_adjournment

CALENDAR = dutch_calendar()
TOWN = municipalities()["1904"]
UNIT = Handler(kind=HandlerKind.UNIT, key="wijkteam")
PROVIDER = Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
WKKGZ = Handler(kind=HandlerKind.PROVIDER, key="wijkzorg")
NOBODY_KNOWN = Handler(kind=HandlerKind.PROVIDER, key="failliet")
THURSDAY = datetime(2026, 4, 2, 10, tzinfo=AMSTERDAM)  # six weeks later it is Ascension Day

SAMPLES = Path(__file__).parents[2] / "samples" / "deadline_vectors.json"
VECTORS = {each["id"]: each for each in json.loads(SAMPLES.read_text(encoding="utf-8"))}


def town(terms: dict[str, Any] | None = None, **changes: Any) -> Municipality:
    """Stichtse Vecht, with *changes* in its regulation and in the *terms* of it."""
    regime = TOWN.regime("stichtse_vecht_2014")
    changes["terms"] = regime.terms.model_copy(update=terms or {})
    return TOWN.model_copy(update={"regimes": (regime.model_copy(update=changes),)})


def term_of(where: Municipality = TOWN, **facts: Any) -> Term:
    return handling(a_case(**facts), where, CALENDAR)


def agreed(until: date) -> TermChange:
    return an_adjournment(basis=TermBasis.CONSENT, weeks=None, until=until, document="DOC-1")


def noon(day: date) -> datetime:
    return dutch_moment(day, time(12))


def test_a_written_complaint_is_handled_within_the_six_weeks_of_the_law() -> None:
    term = term_of(received_at=THURSDAY)

    assert (term.starts_on, term.nominal_end) == (date(2026, 4, 2), date(2026, 5, 14))
    assert (term.due_on, term.article) == (date(2026, 5, 18), "Awb 9:11 lid 1")


def test_an_advisory_body_takes_ten_weeks() -> None:
    assert term_of(town(advisory_body=True)).due_on == date(2026, 8, 10)


def test_an_oral_complaint_that_is_put_in_writing_gets_its_term_from_then() -> None:
    term = term_of(written=False, formal_since=THURSDAY)

    assert term.due_on == date(2026, 5, 18)
    assert "op schrift stond is donderdag 2 april 2026" in term.explanation


def test_formal_handling_does_not_restart_the_term_of_a_written_complaint() -> None:
    assert term_of(formal_since=datetime(2026, 7, 1, tzinfo=UTC)) == term_of()


@pytest.mark.parametrize("name", ["V038", "V040", "V043"])
def test_an_adjourned_term_ends_on_the_day_that_the_law_gives(name: str) -> None:
    vector = VECTORS[name]
    where = town(advisory_body=vector["inputs"]["base_weeks"] == 10)

    term = term_of(
        where,
        received_at=datetime.fromisoformat(vector["received_at"]),
        term_changes=(an_adjournment(weeks=vector["inputs"]["adjourn_weeks"]),),
    )

    assert term.due_on == date.fromisoformat(vector["expected_due_date"]), vector["why"]
    assert term.article == "Awb 9:11 lid 1 en 2"


def test_four_weeks_more_are_counted_from_the_nominal_end_and_roll_over_once() -> None:
    term = term_of(received_at=THURSDAY, term_changes=(an_adjournment(),))

    assert term.due_on == date(2026, 6, 11)  # from 14 May, not from the 18th


@pytest.mark.parametrize(
    "earlier", [(), (an_adjournment(),)], ids=["at once", "after an adjournment"]
)
def test_a_day_that_was_agreed_on_stays_whatever_day_it_is(earlier: tuple[TermChange, ...]) -> None:
    sunday = date(2026, 9, 6)

    term = term_of(term_changes=(*earlier, agreed(sunday)))

    assert (term.nominal_end, term.due_on) == (sunday, sunday)
    assert term.article == "Awb 9:11 lid 3"
    assert ("6 weken plus 4 weken" in term.explanation) is bool(earlier)
    assert term.explanation.endswith("Een afgesproken dag schuift niet op.")


def test_of_several_agreements_the_last_holds_and_no_decree_moves_it() -> None:
    both = agreed(date(2029, 5, 1)), agreed(date(2029, 6, 1))

    term = term_of(received_at=datetime(2029, 1, 8, tzinfo=UTC), term_changes=both)

    assert (term.due_on, term.doubt) == (date(2029, 6, 1), None)


def test_consent_without_a_day_is_no_agreement() -> None:
    with pytest.raises(ValueError, match="names the day"):
        term_of(term_changes=(an_adjournment(basis=TermBasis.CONSENT, weeks=None),))


@pytest.mark.parametrize(
    ("milestones", "due_on", "article"),
    [({}, date(2026, 5, 18), "Wkkgz 17 lid 1"),
     ({Milestone.EXTENDED_BY_PROVIDER: MONDAY}, date(2026, 6, 11), "Wkkgz 17 lid 1 en 2")],
    ids=["six weeks", "four weeks more"],
)  # fmt: skip
def test_care_has_its_own_law_that_counts_from_the_handover(
    milestones: dict[Milestone, datetime], due_on: date, article: str
) -> None:
    term = term_of(
        statutory=False,
        handler=WKKGZ,
        received_at=datetime(2026, 3, 1, tzinfo=UTC),
        handover=Handover(to=WKKGZ, offered_at=THURSDAY),
        milestones=milestones,
    )

    assert (term.due_on, term.article) == (due_on, article)
    assert "naar de aanbieder ging is donderdag 2 april 2026" in term.explanation


@pytest.mark.parametrize(
    ("handler", "article"),
    [(DESK, "streeftermijn van de gemeente, geen wet"),
     (UNIT, "streeftermijn van de gemeente, geen wet"),
     (PROVIDER, "afspraak met de aanbieder, geen wet"),
     (NOBODY_KNOWN, "afspraak met de aanbieder, geen wet")],
    ids=["the desk", "a unit", "a provider", "a provider that left the file"],
)  # fmt: skip
def test_a_norm_that_is_no_law_does_not_roll_unless_the_regulation_wants_it(
    handler: Handler, article: str
) -> None:
    def due_on(rolls: bool) -> date:
        where = town({"own_terms_roll_over": rolls})
        term = term_of(where, statutory=False, handler=handler, received_at=THURSDAY)
        assert term.article == article
        return term.due_on

    assert (due_on(rolls=False), due_on(rolls=True)) == (date(2026, 5, 14), date(2026, 5, 18))


def test_a_provider_has_the_weeks_of_its_own_regulation() -> None:
    known = {"vechtstroom": _with_weeks(TOWN.providers["vechtstroom"], 4)}
    where = TOWN.model_copy(update={"providers": known})

    term = term_of(where, statutory=False, handler=PROVIDER)

    assert term.due_on == date(2026, 6, 29)
    assert term.article == "regeling van de aanbieder, geen wet"


def _with_weeks(provider: Provider, weeks: int) -> Provider:
    return provider.model_copy(update={"term_weeks": weeks})


ON_TIME, LATE = date(2026, 7, 13), date(2026, 7, 14)  # six weeks from 1 June end on the 13th


@pytest.mark.parametrize(
    ("facts", "last_day", "article"),
    [
        ({"closed_at": MONDAY}, date(2027, 6, 1), "Awb 9:24 lid 1"),
        ({"closed_at": noon(ON_TIME)}, date(2027, 7, 13), "Awb 9:24 lid 1"),
        ({"closed_at": noon(LATE)}, date(2027, 7, 13), "Awb 9:24 lid 1 b"),
        ({"closed_at": noon(date(2027, 7, 13))}, date(2027, 7, 13), "Awb 9:24 lid 1 b"),
        ({"closed_at": noon(date(2027, 7, 14))}, date(2028, 7, 14), "Awb 9:24 lid 1"),
        ({}, date(2027, 7, 13), "Awb 9:24 lid 1 b"),
        ({"term_changes": (an_adjournment(),)}, date(2027, 8, 10), "Awb 9:24 lid 1 b"),
        ({"term_changes": (agreed(LATE),), "closed_at": noon(LATE)}, LATE.replace(year=2027),
         "Awb 9:24 lid 1"),
        ({"term_changes": (agreed(date(2026, 9, 6)),)}, date(2027, 9, 6), "Awb 9:24 lid 1 b"),
        ({"received_at": datetime(2028, 1, 18, tzinfo=UTC), "closed_at": noon(date(2028, 2, 29))},
         date(2029, 2, 28), "Awb 9:24 lid 1"),
    ],
    ids=["early", "on the last day", "too late", "a year too late", "when that year is over",
         "still open", "adjourned", "in time by consent",
         "open by consent", "on a leap day"],
)  # fmt: skip
def test_the_ombudsmans_year_begins_at_the_end_and_at_the_latest_when_that_should_have_been(
    facts: dict[str, Any], last_day: date, article: str
) -> None:
    term = ombudsman(a_case(**facts), TOWN, CALENDAR)

    assert term is not None
    assert (term.due_on, term.article) == (last_day, article)


def test_a_year_from_a_day_that_may_still_move_may_move_with_it() -> None:
    received = datetime(2029, 1, 8, tzinfo=UTC)
    open_one = ombudsman(a_case(received_at=received), TOWN, CALENDAR)
    ended = ombudsman(a_case(received_at=received, closed_at=received), TOWN, CALENDAR)

    assert open_one is not None
    assert open_one.doubt is not None
    assert ended is not None
    assert ended.doubt is None


def test_nobody_goes_to_the_ombudsman_where_chapter_nine_does_not_apply() -> None:
    assert ombudsman(a_case(statutory=False), TOWN, CALENDAR) is None
