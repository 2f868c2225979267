"""How long may a case take, and until when may a resident go on to the ombudsman?

From the case as it is now and the rules of its municipality. Nothing stops these terms: not
mediation, not holidays, not waiting for documents. Only an adjournment (Awb 9:11 lid 2) and the
resident's written consent (lid 3) move them.
"""

from dataclasses import replace

from shared.case import Case, TermChange
from shared.dutch_time import dutch_date, in_words
from shared.glossary import HandlerKind, Milestone, TermBasis
from shared.law.calendar import Calendar
from shared.law.terms import Length, Term, count
from shared.municipality import Municipality
from shared.provider import Provider
from shared.regime import Regime

SIX_WEEKS = Length(weeks=6)  # Awb 9:11 lid 1, Wkkgz 17 lid 1
TEN_WEEKS = Length(weeks=10)  # where an advisory body takes part (Awb 9:14)
FOUR_WEEKS_MORE = Length(weeks=4)  # Wkkgz 17 lid 2

IN_WRITING = "De dag waarop de klacht op schrift stond"
AT_THE_PROVIDER = "De dag waarop de klacht naar de aanbieder ging"
ENDED = "De dag waarop de uitkomst is gestuurd of de behandeling anders eindigde"
SHOULD_HAVE_ENDED = "De dag waarop de behandeling klaar had moeten zijn"


def handling(case: Case, municipality: Municipality, calendar: Calendar) -> Term:
    """The term of the law for this case, or else the norm that its regulation sets."""
    regime = municipality.regime(case.regime)
    if case.statutory:
        return _by_the_awb(case, regime, calendar)
    if case.handler.kind is HandlerKind.PROVIDER:
        provider = municipality.providers.get(case.handler.key)
        return _of_a_provider(case, provider, regime, calendar)
    return count(
        "streeftermijn van de gemeente, geen wet",
        dutch_date(case.received_at),
        calendar,
        Length(weeks=regime.terms.own_weeks),
        statutory=False,
        rolls_over=regime.terms.own_terms_roll_over,
    )


def _by_the_awb(case: Case, regime: Regime, calendar: Calendar) -> Term:
    """From receipt, or from the day on which what was said stood on paper (Awb 9:4)."""
    base = TEN_WEEKS if regime.advisory_body else SIX_WEEKS
    more = [Length(weeks=change.weeks) for change in case.term_changes if change.weeks]
    article = "Awb 9:11 lid 1 en 2" if more else "Awb 9:11 lid 1"
    if case.written or case.formal_since is None:
        term = count(article, dutch_date(case.received_at), calendar, base, *more)
    else:
        begin = dutch_date(case.formal_since)
        term = count(article, begin, calendar, base, *more, since=IN_WRITING)
    agreed = [change for change in case.term_changes if change.basis is TermBasis.CONSENT]
    return _agreed(term, agreed[-1]) if agreed else term


def _agreed(term: Term, change: TermChange) -> Term:
    """Awb 9:11 lid 3. A day that both agreed on is no term: it stays, whatever day it is."""
    if change.until is None:
        raise ValueError("written consent names the day that was agreed on (Awb 9:11 lid 3)")
    sentence = (
        f"De klager stemde schriftelijk in met uitstel tot en met {in_words(change.until)} "
        "(Awb 9:11 lid 3). Een afgesproken dag schuift niet op."
    )
    return replace(
        term,
        article="Awb 9:11 lid 3",
        nominal_end=change.until,
        due_on=change.until,
        sentences=(*term.sentences, sentence),
        doubt=None,
    )


def _of_a_provider(
    case: Case, provider: Provider | None, regime: Regime, calendar: Calendar
) -> Term:
    """Wkkgz 17 has a term; the Jeugdwet and the Wmo leave it to the provider's own regulation."""
    if provider and provider.legal_regime == "wkkgz":
        offered = case.handover.offered_at if case.handover else case.received_at
        extended = Milestone.EXTENDED_BY_PROVIDER in case.milestones
        return count(
            "Wkkgz 17 lid 1 en 2" if extended else "Wkkgz 17 lid 1",
            dutch_date(offered),
            calendar,
            SIX_WEEKS,
            *([FOUR_WEEKS_MORE] if extended else []),
            since=AT_THE_PROVIDER,
        )
    own = provider.term_weeks if provider else None
    return count(
        "regeling van de aanbieder, geen wet" if own else "afspraak met de aanbieder, geen wet",
        dutch_date(case.received_at),
        calendar,
        Length(weeks=own or regime.terms.provider_weeks),
        statutory=False,
        rolls_over=regime.terms.own_terms_roll_over,
    )


def unreachable(case: Case, municipality: Municipality, calendar: Calendar) -> Term | None:
    """When the case of somebody who cannot be reached may be ended: only where a regulation says
    so (Sterker 5.8), and by a person. The Awb knows no such end.
    """
    regime = municipality.regime(case.regime)
    lapse, since = regime.terms.unreachable, case.milestones.get(Milestone.UNREACHABLE)
    if lapse is None or since is None:
        return None
    return count(
        lapse.article,
        dutch_date(since),
        calendar,
        Length(months=lapse.months),
        statutory=False,
        rolls_over=regime.terms.own_terms_roll_over,
        since="De laatste dag waarop wij de inwoner probeerden te bereiken",
    )


def ombudsman(case: Case, municipality: Municipality, calendar: Calendar) -> Term | None:
    """The year of Awb 9:24; None where chapter 9 does not apply.

    It begins when the case ends (lid 1 a), or when it should have ended if that comes first (b):
    the earliest day that the law can mean, so that nobody is told a day that is too late. Where
    even that day has gone by when the findings come, it is the year of these findings.
    """
    if not case.statutory:
        return None
    term = handling(case, municipality, calendar)
    ended_on = dutch_date(case.closed_at) if case.closed_at else None
    year = Length(years=1)
    if ended_on and not term.due_on < ended_on <= year.after(term.due_on):
        return count("Awb 9:24 lid 1", ended_on, calendar, year, since=ENDED)
    missed = count("Awb 9:24 lid 1 b", term.due_on, calendar, year, since=SHOULD_HAVE_ENDED)
    return replace(missed, doubt=term.doubt)
