"""Which clocks run for a case? Everything follows from the case as it is now.

One function per clock, each with the article or the agreement it follows; CLOCKS is the list of
them. Nothing is counted on from an earlier answer, so news may be lost, late or doubled.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from shared.case import Case
from shared.dutch_time import dutch_date, in_words
from shared.events import Clock
from shared.glossary import (
    NOT_OBLIGED,
    PROVIDER_DUTIES,
    ClockKind,
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Milestone,
    Outcome,
    Telling,
)
from shared.law import handling as law
from shared.law.calendar import Calendar
from shared.law.terms import Length, Term, count, fixed, hours, working_days
from shared.municipality import Municipality
from shared.regime import Regime

ASKS_FOR_AN_ANSWER = frozenset({Kind.COMPLAINT, Kind.UNKNOWN})
TO_BE_SURVEYED = frozenset({Outcome.SATISFIED, Outcome.JUDGED, Outcome.HANDLED_BY_PROVIDER})


@dataclass(frozen=True)
class Known:
    """All that the clocks of a case follow from."""

    case: Case
    acknowledged: bool  # a receipt of ours went out
    municipality: Municipality
    calendar: Calendar

    @property
    def regime(self) -> Regime:
        return self.municipality.regime(self.case.regime)

    @property
    def received_on(self) -> date:
        return dutch_date(self.case.received_at)

    def has(self, milestone: Milestone) -> bool:
        return milestone in self.case.milestones

    def day_of(self, milestone: Milestone) -> date:
        return dutch_date(self.case.milestones[milestone])

    def working_days(self, article: str, number: int, begin: date, what: str, since: str) -> Term:
        office = self.regime.working_days
        return working_days(article, number, begin, office, self.calendar, what, since)


ClockRule = Callable[[Known], Iterator[Clock]]


def clocks(known: Known) -> tuple[Clock, ...]:
    """All clocks of a case, the first to end first. One whose matter was settled says so: `met`."""
    found = [clock for rule in CLOCKS for clock in rule(known)]
    return tuple(sorted(found, key=lambda clock: (clock.due_on, clock.kind, clock.item or "")))


def clock_of(kind: ClockKind, term: Term, met: bool, item: str | None = None) -> Clock:
    return Clock(
        kind=kind,
        item=item,
        starts_on=term.starts_on,
        nominal_end=term.nominal_end,
        due_on=term.due_on,
        due_at=term.due_at,
        article=term.article,
        explanation=term.explanation,
        doubt=term.doubt,
        met=met,
    )


def acknowledgment(known: Known) -> Iterator[Clock]:
    """Awb 9:6 and 2:17 name no term: it goes at once."""
    case = known.case
    if case.written and case.kind in ASKS_FOR_AN_ANSWER and case.expects_an_answer:
        what = "bevestigen wij de ontvangst; de wet noemt geen termijn, dus meteen"
        term = fixed("Awb 9:6 en 2:17", known.received_on, known.received_on, what)
        done = known.acknowledged or known.has(Milestone.ACKNOWLEDGED)
        yield clock_of(ClockKind.ACKNOWLEDGMENT, term, met=done or not case.is_open)


def contact(known: Known) -> Iterator[Clock]:
    """Nobody can call who did not say who she is, and nobody need call about praise, or about what
    was settled on the spot.
    """
    case = known.case
    silent = {Flag.ANONYMOUS, Flag.SOLVED_ON_THE_SPOT}
    if silent.isdisjoint(case.flags) and case.ground is not Ground.COMPLIMENT:
        term = known.working_days(
            "Memo Klachtenmanagement par. 1",
            known.regime.terms.contact_working_days,
            known.received_on,
            "neemt iemand contact op",
            "De dag van ontvangst",
        )
        done = case.first_contact_at is not None
        yield clock_of(ClockKind.CONTACT, term, met=done or not case.is_open)


def dissatisfaction(known: Known) -> Iterator[Clock]:
    """Sterker par. 6 A3: who is not satisfied is offered a talk, as soon as at first. It runs on
    when the case is closed.
    """
    for each in known.case.additions:
        if each.telling is Telling.DISSATISFACTION:
            term = known.working_days(
                "Memo Klachtenmanagement par. 1",
                known.regime.terms.contact_working_days,
                dutch_date(each.received_at),
                "praat iemand met de inwoner, die niet tevreden is",
                "De dag waarop zij dat zei",
            )
            yield clock_of(ClockKind.DISSATISFACTION, term, met=not each.waits, item=each.id)


def handover(known: Known) -> Iterator[Clock]:
    """A provider says whether it takes the case. Until it does, the case is watched here."""
    case = known.case
    if offered := case.handover:
        term = known.working_days(
            "afspraak met de aanbieder, geen wet",
            known.regime.terms.handover_working_days,
            dutch_date(offered.offered_at),
            "aanvaardt de aanbieder de zaak of geeft haar terug",
            "De dag van de overdracht",
        )
        done = bool(offered.accepted_at or offered.returned_at)
        yield clock_of(ClockKind.HANDOVER, term, met=done or not case.is_open)


def provider_duties(known: Known) -> Iterator[Clock]:
    """The five messages of Uitgangspunten par. 11 I. Under the Wkkgz we have no contract."""
    case = known.case
    provider = known.municipality.providers.get(case.handler.key)
    if not (case.handover and provider and case.handler.kind is HandlerKind.PROVIDER):
        return
    if provider.legal_regime == "wkkgz":
        return
    for duty in PROVIDER_DUTIES:
        term = known.working_days(
            "Uitgangspunten klachtenmanagement par. 11 I",
            known.regime.terms.provider_messages[duty],
            dutch_date(case.handover.offered_at),
            f"ontvangen wij van de aanbieder het bericht '{duty.replace('_', ' ')}'",
            "De dag van de overdracht",
        )
        done = known.has(duty) or not case.is_open
        yield clock_of(ClockKind.PROVIDER_DUTY, term, met=done, item=duty)


def provider_reaction(known: Known) -> Iterator[Clock]:
    """Jeugdwet 4.2.1: the provider says what it does with the opinion of its committee."""
    if known.has(Milestone.COMMITTEE_OPINION):
        term = count(
            "Jeugdwet 4.2.1 lid 5",
            known.day_of(Milestone.COMMITTEE_OPINION),
            known.calendar,
            Length(months=1),
            since="De dag van het oordeel van de klachtencommissie",
        )
        done = known.has(Milestone.PROVIDER_REACTION) or not known.case.is_open
        yield clock_of(ClockKind.PROVIDER_REACTION, term, met=done)


def not_handling(known: Known) -> Iterator[Clock]:
    """Awb 9:8 lid 3: who will not be heard, is told so in four weeks. A person decides whether."""
    case = known.case
    if case.statutory and case.ground in NOT_OBLIGED:
        term = count("Awb 9:8 lid 3", known.received_on, known.calendar, Length(weeks=4))
        done = known.has(Milestone.ADMITTED) or not case.is_open
        yield clock_of(ClockKind.NOT_HANDLING, term, met=done)


def handling(known: Known) -> Iterator[Clock]:
    """Awb 9:11, Wkkgz 17, or the norm of the regulation. No case is without."""
    term = law.handling(known.case, known.municipality, known.calendar)
    yield clock_of(ClockKind.HANDLING, term, met=not known.case.is_open)


def unreachable(known: Known) -> Iterator[Clock]:
    """When a case of somebody who cannot be reached may be ended, by a person."""
    if term := law.unreachable(known.case, known.municipality, known.calendar):
        done = _came_after(known, Milestone.REACHED_AGAIN, Milestone.UNREACHABLE)
        yield clock_of(ClockKind.UNREACHABLE, term, met=done or not known.case.is_open)


def portal_notice(known: Known) -> Iterator[Clock]:
    """Awb 2:10: who has a message in the portal hears of it within 48 hours."""
    if known.has(Milestone.PORTAL_MESSAGE):
        term = hours("Awb 2:10", 48, known.case.milestones[Milestone.PORTAL_MESSAGE])
        done = _came_after(known, Milestone.PORTAL_NOTICE, Milestone.PORTAL_MESSAGE)
        yield clock_of(ClockKind.PORTAL_NOTICE, term, met=done)


def data_breach(known: Known) -> Iterator[Clock]:
    """AVG 33 lid 1: from the moment that we know of it. No weekend stops these hours."""
    if Flag.DATA_BREACH in known.case.flags:
        term = hours("AVG 33 lid 1", 72, known.case.received_at)
        yield clock_of(ClockKind.DATA_BREACH, term, met=known.has(Milestone.BREACH_SETTLED))


def warm_handover(known: Known) -> Iterator[Clock]:
    """Uitgangspunten par. 1D: we watch until the resident says that the provider has her case."""
    case = known.case
    offer = case.handover
    if offer and offer.accepted_at and offer.to == case.handler and case.expects_an_answer:
        term = known.working_days(
            "Uitgangspunten par. 1D",
            known.regime.terms.warm_handover_working_days,
            dutch_date(offer.accepted_at),
            "bevestigt de inwoner dat de aanbieder haar zaak heeft overgenomen",
            "De dag waarop de aanbieder aanvaardde",
        )
        done = known.has(Milestone.TAKEN_OVER) or not case.is_open
        yield clock_of(ClockKind.WARM_HANDOVER, term, met=done)


def repair(known: Known) -> Iterator[Clock]:
    """Awb 9:4 names no term: whoever asks sets the day, and nothing waits for it."""
    if asked := known.case.proceedings.repair:
        what = "vult de klager haar klacht aan; de wet noemt geen termijn, de behandelaar koos deze"
        term = fixed("Awb 9:4", dutch_date(asked.asked_at), asked.due_on, what)
        done = asked.completed_at is not None or not known.case.is_open
        yield clock_of(ClockKind.REPAIR, term, met=done)


def contributions(known: Known) -> Iterator[Clock]:
    """Regeling art. 3 lid 1: whoever was asked for her side of it, gives that by a day."""
    for asked in known.case.proceedings.contributions:
        what = "is de inbreng binnen; de behandelaar koos deze dag"
        term = fixed("Regeling art. 3 lid 1", dutch_date(asked.asked_at), asked.due_on, what)
        done = bool(asked.received_at or asked.cancelled_at) or not known.case.is_open
        yield clock_of(ClockKind.CONTRIBUTION, term, met=done, item=asked.reference)


def second_look(known: Known) -> Iterator[Clock]:
    """Uitgangspunten par. 1D: somebody else looks at a proposal, and soon."""
    said = known.case.proceedings
    if proposal := said.proposal or (said.decision and said.decision.proposal):
        term = known.working_days(
            "Uitgangspunten par. 1D",
            known.regime.terms.second_look_working_days,
            dutch_date(proposal.at),
            "beslist een tweede mens over het voorstel",
            "De dag van het voorstel",
        )
        done = said.proposal is None or not known.case.is_open
        yield clock_of(ClockKind.SECOND_LOOK, term, met=done)


def ombudsman_requests(known: Known) -> Iterator[Clock]:
    """Awb 9:31: what the ombudsman asks, he gets within the term that he sets."""
    for asked in known.case.aftermath.requests:
        what = "is het verzoek van de ombudsman beantwoord; hij koos deze dag"
        term = fixed("Awb 9:31", dutch_date(asked.received_at), asked.due_on, what)
        met = asked.answered_at is not None
        yield clock_of(ClockKind.OMBUDSMAN_REQUEST, term, met=met, item=asked.reference)


def recommendations(known: Known) -> Iterator[Clock]:
    """Awb 9:36 lid 4: a recommendation is done, or it is said why it is not taken over."""
    for each in known.case.aftermath.recommendations:
        what = "is de aanbeveling uitgevoerd, of is gezegd waarom niet"
        term = fixed("Awb 9:36 lid 4", dutch_date(each.given_at), each.due_on, what)
        met = each.done_at is not None or each.taken_over is False
        yield clock_of(ClockKind.RECOMMENDATION, term, met=met, item=each.reference)


def improvements(known: Known) -> Iterator[Clock]:
    """Regeling art. 7 lid 3 d and e: what was learned is also done."""
    for each in known.case.improvements:
        what = "is het verbeterpunt uitgevoerd, zo is afgesproken"
        set_on = dutch_date(each.set_at)
        term = fixed("Regeling art. 7 lid 3 onder e", set_on, each.due_on, what)
        met = each.done_at is not None
        yield clock_of(ClockKind.IMPROVEMENT, term, met=met, item=each.reference)


def satisfaction(known: Known) -> Iterator[Clock]:
    """Regeling art. 6 lid 3: afterwards we ask how it went, and once more."""
    case, number = known.case, known.regime.terms.satisfaction_working_days
    asked = case.expects_an_answer and not case.by_a_person_only
    if number and asked and case.closed_at and case.outcome in TO_BE_SURVEYED:
        term = known.working_days(
            "Regeling art. 6 lid 3",
            number,
            dutch_date(case.closed_at),
            "vragen wij hoe tevreden de inwoner is",
            "De dag waarop de zaak sloot",
        )
        yield clock_of(ClockKind.SATISFACTION, term, met=known.has(Milestone.SATISFACTION))


def ombudsman(known: Known) -> Iterator[Clock]:
    """Awb 9:24: until when the resident may go on to the second line."""
    if term := law.ombudsman(known.case, known.municipality, known.calendar):
        yield clock_of(ClockKind.OMBUDSMAN, term, met=False)


def right_to_complain(known: Known) -> Iterator[Clock]:
    """Was the complaint in time? In no regime does a machine refuse what was late."""
    right = known.regime.terms.right_to_complain
    begin = Milestone(right.counted_from)
    if not known.has(begin):
        return
    harassed = Flag.SEXUAL_HARASSMENT in known.case.flags
    months = (harassed and right.months_after_harassment) or right.months
    term = count(
        right.article,
        known.day_of(begin),
        known.calendar,
        Length(months=months) if months % 12 else Length(years=months // 12),
        statutory=not right.hard,
        since={
            Milestone.CONDUCT: "De dag van de gedraging",
            Milestone.KNOWLEDGE: "De dag waarop de klager ervan wist",
        }[begin],
    )
    in_time = known.received_on <= term.due_on
    if in_time:
        consequence = "op tijd"
    elif right.hard:
        consequence = "te laat. Een mens stelt vast of het recht om te klagen is vervallen"
    else:
        consequence = "later. De gemeente mag haar toch behandelen: een mens beslist"
    sentence = f"De klacht kwam binnen op {in_words(known.received_on)}: {consequence}."
    term = replace(term, sentences=(*term.sentences, sentence))
    yield clock_of(ClockKind.RIGHT_TO_COMPLAIN, term, met=in_time)


CLOCKS: tuple[ClockRule, ...] = (
    acknowledgment,
    contact,
    dissatisfaction,
    handover,
    provider_duties,
    provider_reaction,
    not_handling,
    handling,
    unreachable,
    portal_notice,
    data_breach,
    warm_handover,
    repair,
    contributions,
    second_look,
    ombudsman_requests,
    recommendations,
    improvements,
    satisfaction,
    ombudsman,
    right_to_complain,
)


def _came_after(known: Known, one: Milestone, other: Milestone) -> bool:
    done = known.case.milestones.get(one)
    return done is not None and done >= known.case.milestones[other]
