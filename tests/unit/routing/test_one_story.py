"""One story, told once: what is like another is said, and what goes on in another loses nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.routing.domain import NotAllowedError
from services.routing.service import Routing
from services.routing.steps.classifying import Classification, Linking, Splitting
from services.routing.steps.ending import Settlement
from services.routing.steps.following import WhyAgain
from services.routing.transition import Action, Command, File
from shared.case import Case, Similar, SplitFrom
from shared.events import CaseClosed, ComplaintReceived, FileRecorded
from shared.glossary import Attention, Flag, Kind, Link, Outcome, Phase, Reopening, Telling
from shared.proceedings import Joined, Linked, Matter, Split
from tests.builders import DESK, MONDAY, a_case, a_received_complaint, an_addition
from tests.fakes.routing import InMemoryCaseStore
from tests.unit.routing.steps import after, take
from tests.unit.routing.test_service import NUMBER, SOON, a_dossier, routing_with

OTHER = "KL-2026-BBBBB-BBBBB"
THIRD = "KL-2026-CCCCC-CCCCC"
LIKE = Similar(number=OTHER, explanation="Zelfde telefoonnummer, op dezelfde dag.")
TUESDAY = MONDAY + timedelta(days=1)
PROPOSED: dict[str, Any] = {
    "similar": (LIKE,),
    "attention": (Attention.CONTACT_SOON, Attention.SIMILAR),
}


# What seems the same.


def test_a_case_says_which_other_case_seems_to_tell_the_same_and_why() -> None:
    routing = routing_with(a_dossier())

    routing.open(a_received_complaint(similar=(LIKE,)))

    case = routing.read("1904", NUMBER).case
    assert case.similar == (LIKE,)
    assert Attention.SIMILAR in case.attention
    assert case.matter.links == ()  # only a person links


@pytest.mark.parametrize("how", [*Link, "niet_dezelfde"])
def test_whatever_a_person_says_of_the_other_case_is_the_end_of_the_proposal(how: Any) -> None:
    case = after(a_case(**PROPOSED), Action.LINK, to=OTHER, how=how).file.case

    assert case.similar == ()
    assert case.attention == (Attention.CONTACT_SOON,)
    assert [each.how for each in case.matter.links] == ([how] if isinstance(how, Link) else [])


def test_a_proposal_stays_as_long_as_nobody_said_anything_of_that_case() -> None:
    case = after(a_case(**PROPOSED), Action.LINK, to=THIRD, how=Link.REPEATS).file.case

    assert case.similar == (LIKE,)
    assert Attention.SIMILAR in case.attention


def test_that_it_is_not_the_same_undoes_a_link_and_stands_in_the_timeline() -> None:
    linked = a_case(matter=Matter(links=(Linked(to=OTHER, how=Link.SAME_AS),)))

    step = after(linked, Action.LINK, to=OTHER, how="niet_dezelfde")

    assert step.file.case.matter.links == ()
    assert step.said == Linking(to=OTHER, how="niet_dezelfde")
    assert take(step.file.case, Action.LINK, to=OTHER, how="niet_dezelfde") is None


def test_a_proposal_outlives_that_a_person_says_what_the_case_is() -> None:
    routing = routing_with(a_dossier())
    routing.open(a_received_complaint(similar=(LIKE,)))
    said = Classification(kind=Kind.COMPLAINT, providers=("rietland",))

    routing.act("1904", NUMBER, Command(Action.CLASSIFY, by="s-1", at=SOON, said=said))

    assert Attention.SIMILAR in routing.read("1904", NUMBER).case.attention


# What are several stories.


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Kompas en Rietland komen niet.", ["Kompas", "Rietland"]),
        ("De huishoudelijke hulp komt niet en mijn bijstandsuitkering is te laag.", ["wmo"]),
    ],
)
def test_several_subjects_are_proposed_for_splitting_with_what_points_to_them(
    text: str, named: list[str]
) -> None:
    routing = routing_with(a_dossier(text))
    routing.open(a_received_complaint())

    case = routing.read("1904", NUMBER).case
    [opened] = routing.timeline(case)
    [why] = [each for each in opened.reasons if each.rule == "meer_onderwerpen"]

    assert Attention.SEVERAL_SUBJECTS in case.attention
    assert all(name in why.sentence for name in named)


@pytest.mark.parametrize("text", ["Rietland komt niet.", "De schooltaxi komt te laat.", "Dag."])
def test_one_subject_is_not_split(text: str) -> None:
    routing = routing_with(a_dossier(text))
    routing.open(a_received_complaint())

    assert Attention.SEVERAL_SUBJECTS not in routing.read("1904", NUMBER).case.attention


# What goes on in another case.


def two_cases(
    earlier: dict[str, Any], later: dict[str, Any], store: InMemoryCaseStore | None = None
) -> tuple[Routing, InMemoryCaseStore]:
    """Two cases that are there as they are; the later one is said to be the same as the earlier."""
    store = store or InMemoryCaseStore()
    routing = routing_with(a_dossier(), a_dossier(number=OTHER), store=store)
    routing.open(a_received_complaint())
    routing.open(a_received_complaint(number=OTHER, received_at=TUESDAY))
    for number, facts in ((NUMBER, earlier), (OTHER, later)):
        key = "1904", number
        known = store._files[key]
        file = File(known.file.case, facts.pop("involved", frozenset())).but(**facts)
        store._files[key] = type(known)(file, known.news, known.tell_again_at)
    link(routing, OTHER, NUMBER)
    return routing, store


def link(routing: Routing, number: str, to: str) -> None:
    said = Linking(to=to, how=Link.SAME_AS)
    routing.act("1904", number, Command(Action.LINK, by="s-1", at=TUESDAY, said=said))


JOIN = Command(Action.SETTLE, by="s-1", at=TUESDAY, said=Settlement(outcome=Outcome.JOINED))


def join(routing: Routing, number: str = OTHER) -> tuple[Case, Case]:
    """The case that ended, and that in which it goes on."""
    ended = routing.act("1904", number, JOIN).case
    return ended, routing.read("1904", NUMBER).case


def test_the_earliest_case_goes_on_and_knows_what_was_told_in_the_other() -> None:
    routing, store = two_cases({}, {})

    ended, goes_on = join(routing)

    assert (ended.phase, ended.outcome) == (Phase.CLOSED, Outcome.JOINED)
    assert goes_on.is_open
    assert goes_on.received_at == MONDAY  # the earliest counts
    assert goes_on.matter.joined == (Joined(number=OTHER, received_at=TUESDAY),)
    assert [type(each) for each in store.news[-2:]] == [CaseClosed, FileRecorded]
    told = routing.timeline(goes_on)[-1]
    assert told.reasons[0].rule == "samengevoegd"
    assert told.said == {"zaaknummer": OTHER, "ontvangenOp": "2026-06-02T09:30:00.000Z"}


def test_the_later_case_cannot_be_the_one_that_goes_on() -> None:
    routing, _ = two_cases({}, {})
    link(routing, OTHER, THIRD)
    link(routing, NUMBER, OTHER)
    unlink = Linking(to=NUMBER, how="niet_dezelfde")
    routing.act("1904", OTHER, Command(Action.LINK, by="s-1", at=TUESDAY, said=unlink))

    with pytest.raises(NotAllowedError, match="kwam eerder binnen"):
        routing.act("1904", NUMBER, JOIN)


def test_joining_twice_is_joining_once() -> None:
    routing, store = two_cases({}, {})
    first = join(routing)
    told = len(store.news)

    assert join(routing) == first
    assert len(store.news) == told


def test_danger_secrecy_and_who_was_involved_go_along_but_not_how_it_was_told() -> None:
    routing, _ = two_cases(
        {
            "handler": DESK,
            "flags": (Flag.ORAL,),
            "written": False,
            "statutory": False,
            "involved": frozenset({"a"}),
        },
        {
            "statutory": True,
            "flags": (Flag.RESTRICTED, Flag.SUICIDE, Flag.VERY_LONG),
            "attention": (Attention.MEDICAL_RISK, Attention.SIMILAR),
            "involved": frozenset({"b"}),
        },
    )

    _, goes_on = join(routing)

    assert goes_on.flags == (Flag.RESTRICTED, Flag.SUICIDE)
    assert Attention.MEDICAL_RISK in goes_on.attention
    assert Attention.SIMILAR not in goes_on.attention
    assert (goes_on.written, goes_on.statutory) == (True, True)  # one of the two was written
    assert routing.read("1904", NUMBER).involved == {"a", "b"}


def test_what_was_joined_earlier_goes_along() -> None:
    earlier = Joined(number=THIRD, received_at=TUESDAY)
    routing, _ = two_cases({}, {"matter": Matter(joined=(earlier,))})

    _, goes_on = join(routing)

    assert {each.number for each in goes_on.matter.joined} == {OTHER, THIRD}


def test_who_waits_for_an_answer_waits_for_it_where_the_case_goes_on() -> None:
    waiting = an_addition(Telling.DISSATISFACTION, received_at=TUESDAY)
    more = an_addition(Telling.MORE, id="A-BBBBB-BBBBB")
    routing, _ = two_cases({"additions": (more,)}, {"additions": (waiting,)})

    ended, goes_on = join(routing)

    assert goes_on.additions == (waiting, more)
    assert not ended.additions[0].waits  # so that nobody is asked twice


def test_what_was_joined_is_read_only_as_long_as_it_goes_on_in_this_case() -> None:
    store = InMemoryCaseStore()
    shelf = [a_dossier(number=each) for each in (NUMBER, OTHER, THIRD)]
    routing = routing_with(*shelf, store=store)
    for number in (NUMBER, OTHER, THIRD):
        routing.open(a_received_complaint(number=number))
    link(routing, OTHER, NUMBER)
    _, goes_on = join(routing)
    assert read_in(routing, goes_on) == [NUMBER, OTHER]

    again = WhyAgain(reason=Reopening.NOT_SATISFIED)
    routing.act("1904", OTHER, Command(Action.REOPEN, by="s-1", at=TUESDAY, said=again))
    unlink = Linking(to=NUMBER, how="niet_dezelfde")
    routing.act("1904", OTHER, Command(Action.LINK, by="s-1", at=TUESDAY, said=unlink))
    link(routing, OTHER, THIRD)
    _, goes_on = join(routing)

    assert read_in(routing, goes_on) == [NUMBER]
    assert read_in(routing, routing.read("1904", THIRD).case) == [THIRD, OTHER]


def test_what_goes_on_by_way_of_another_case_is_read_too() -> None:
    shelf = [a_dossier(number=each) for each in (NUMBER, OTHER, THIRD)]
    routing = routing_with(*shelf)
    for number in (NUMBER, OTHER, THIRD):
        routing.open(a_received_complaint(number=number))
    link(routing, THIRD, OTHER)
    join(routing, THIRD)
    link(routing, OTHER, NUMBER)

    _, goes_on = join(routing)

    assert read_in(routing, goes_on) == [NUMBER, OTHER, THIRD]


def read_in(routing: Routing, case: Case) -> list[str]:
    return [each.first.number for each in routing.told_in(case, "s-1", "lezen")]


class KilledWhileWriting(InMemoryCaseStore):
    """As if the function was killed before the transaction with two cases was done."""

    killed = False

    def write(self, *args: Any) -> None:
        if len(args) > 4 and not self.killed:
            self.killed = True
            raise ConnectionError("killed")
        super().write(*args)


def test_who_is_killed_while_joining_did_nothing_and_may_try_again() -> None:
    routing, store = two_cases({}, {}, KilledWhileWriting())
    told = len(store.news)

    with pytest.raises(ConnectionError):
        join(routing)

    assert len(store.news) == told
    assert all(routing.read("1904", each).case.is_open for each in (NUMBER, OTHER))
    ended, goes_on = join(routing)
    assert (ended.is_open, len(goes_on.matter.joined)) == (False, 1)


class SomebodyWasFirst(InMemoryCaseStore):
    """As if somebody changed the case that goes on, just before the other was joined to it."""

    meanwhile: Callable[[], object] | None = None

    def write(self, *args: Any) -> None:
        if len(args) > 4 and self.meanwhile:
            act, self.meanwhile = self.meanwhile, None
            act()
        super().write(*args)


def test_joining_looks_again_where_the_other_case_changed_meanwhile() -> None:
    store = SomebodyWasFirst()
    routing, _ = two_cases({}, {}, store)
    store.meanwhile = lambda: routing.act(
        "1904", NUMBER, Command(Action.ALERT_COLLEGE, by="s-2", at=TUESDAY)
    )

    _, goes_on = join(routing)

    assert Flag.TELL_COLLEGE in goes_on.flags
    assert len(goes_on.matter.joined) == 1


def test_who_may_not_see_the_other_case_cannot_join_to_it() -> None:
    routing, _ = two_cases({}, {})

    with pytest.raises(NotAllowedError, match="koppelen"):
        routing.act("1904", OTHER, JOIN, may=lambda file: file.case.number == OTHER)


def test_a_full_file_takes_in_nothing_more() -> None:
    many = tuple(Joined(number=f"KL-2026-{n:05}-AAAAA", received_at=MONDAY) for n in range(600))
    routing, _ = two_cases({"matter": Matter(joined=many)}, {})

    with pytest.raises(NotAllowedError, match="vol"):
        join(routing)


# What gets a case of its own.


def opened_part(**of_the_other: Any) -> tuple[Routing, InMemoryCaseStore]:
    """A case, of which a person split a subject off; and the news of that message came."""
    store = InMemoryCaseStore()
    routing = routing_with(a_dossier(), a_dossier(number=OTHER), store=store)
    routing.open(a_received_complaint())
    key = "1904", NUMBER
    known = store._files[key]
    file = File(known.file.case, frozenset({"a"})).but(**of_the_other)
    store._files[key] = type(known)(file, known.news, known.tell_again_at)
    said = Splitting(reference="S-1")
    routing.act("1904", NUMBER, Command(Action.SPLIT, by="s-1", at=TUESDAY, said=said))
    routing.open(part_of(NUMBER))
    return routing, store


def part_of(number: str) -> ComplaintReceived:
    part = SplitFrom(number=number, reference="S-1")
    return a_received_complaint(number=OTHER, split_from=part)


def test_a_subject_that_was_split_off_waits_for_a_person_and_both_know_each_other() -> None:
    routing, _ = opened_part()

    part, first = (routing.read("1904", each).case for each in (OTHER, NUMBER))

    assert (part.phase, part.handler, part.handover) == (Phase.TRIAGE, DESK, None)
    assert part.proposed == first.handler  # what the rules would do with the whole story
    assert part.received_at == first.received_at
    assert part.matter.links == (Linked(to=NUMBER, how=Link.SPLIT_FROM),)
    assert first.matter.splits == (Split(reference="S-1", number=OTHER),)
    assert routing.timeline(part)[0].reasons[-1].rule == "afgesplitst"


def test_danger_secrecy_and_who_was_involved_go_along_to_the_part() -> None:
    routing, _ = opened_part(flags=(Flag.RESTRICTED, Flag.ABUSE, Flag.PRESS))

    part = routing.read("1904", OTHER)

    assert {Flag.ABUSE, Flag.RESTRICTED} <= set(part.case.flags)
    assert Flag.PRESS not in part.case.flags  # of the other subject, perhaps
    assert part.involved == {"a"}


def test_hearing_of_a_part_again_changes_nothing() -> None:
    routing, store = opened_part()
    told = len(store.news)

    routing.open(part_of(NUMBER))

    assert len(store.news) == told


def test_a_part_of_a_case_that_is_not_there_is_a_case_all_the_same() -> None:
    routing = routing_with(a_dossier(number=OTHER))

    routing.open(part_of(NUMBER))

    assert routing.read("1904", OTHER).case.is_open


def test_splitting_twice_under_one_reference_is_splitting_once() -> None:
    step = after(a_case(), Action.SPLIT, reference="S-1")

    assert take(step.file.case, Action.SPLIT, reference="S-1") is None
