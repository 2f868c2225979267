"""What routing does: open a case once, act on it, and tell until deadlines has heard."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.routing.domain import NotAllowedError
from services.routing.service import (
    ACKNOWLEDGED_WITHIN,
    IN_VAIN,
    NoDossierError,
    Routing,
    UnknownCaseError,
)
from services.routing.steps.classifying import Classification, Linking
from services.routing.steps.common import KEPT
from services.routing.steps.delaying import Adjournment
from services.routing.steps.ending import Settlement
from services.routing.steps.talking import Conversation
from services.routing.transition import Action, Command, File
from shared.case import Case
from shared.dossier import Dossier, Person
from shared.events import (
    CaseOpened,
    ContactRecorded,
    MoreReceived,
    Terms,
    TermsSet,
    event_id,
    source_of,
    type_of,
)
from shared.glossary import (
    Attention,
    Channel,
    Confidence,
    DelayReason,
    Domain,
    HandlerKind,
    Kind,
    Link,
    Outcome,
    Phase,
)
from shared.law.calendar import dutch_calendar
from shared.municipality import Municipalities, municipalities
from shared.table import ConflictError
from tests.builders import MONDAY, a_received_complaint, an_addition
from tests.fakes.routing import InMemoryCaseStore, Shelf

NUMBER = "KL-2026-AAAAA-AAAAA"
SOON = MONDAY + timedelta(minutes=5)
TEN_MINUTES_ON = MONDAY + ACKNOWLEDGED_WITHIN


def a_dossier(text: str = "De Vechtstroom komt niet.", **known: Any) -> Dossier:
    usual: dict[str, Any] = {
        "number": NUMBER,
        "municipality": "1904",
        "channel": Channel.WEB_FORM,
        "received_at": MONDAY,
        "registered_at": MONDAY,
        "text": text,
        "person": Person(name="A. Voorbeeld", address="Dorpsweg 1"),
    }
    return Dossier(**(usual | known))


def routing_on(store: InMemoryCaseStore, shelf: Shelf) -> Routing:
    return Routing(store, shelf, municipalities(), dutch_calendar())


def routing_with(*dossiers: Dossier, store: InMemoryCaseStore | None = None) -> Routing:
    return routing_on(store or InMemoryCaseStore(), Shelf(*dossiers))


def opened(text: str = "De Vechtstroom komt niet.") -> tuple[Routing, InMemoryCaseStore]:
    store = InMemoryCaseStore()
    routing = routing_with(a_dossier(text), store=store)
    routing.open(a_received_complaint())
    return routing, store


def terms_set(sequence: int) -> TermsSet:
    return TermsSet(
        id=event_id("1904", NUMBER, "terms", sequence),
        source=source_of("1904", "deadlines"),
        subject=NUMBER,
        gemeentecode="1904",
        data=Terms(case_sequence=sequence, clocks=()),
    )


def spoke(at: datetime = SOON) -> Command:
    return Command(Action.RECORD_CONTACT, by="s-1", at=at, said=Conversation(moment=at))


def case_in(routing: Routing) -> Case:
    return routing.read("1904", NUMBER).case


def test_a_complaint_becomes_a_case_with_a_handler_and_a_line_that_says_why() -> None:
    routing, store = opened()

    case = case_in(routing)
    [line] = routing.timeline(case)
    assert (case.handler.kind, case.handler.key) == (HandlerKind.PROVIDER, "vechtstroom")
    assert (line.what, line.by, line.reasons) == ("zaak-geopend", "systeem", case.reasons)
    assert [(news.type, news.data.case) for news in store.news] == [(type_of(CaseOpened), case)]


def test_hearing_of_a_complaint_twice_opens_one_case() -> None:
    routing, store = opened()

    routing.open(a_received_complaint())

    assert len(store.news) == 1


def test_a_dossier_is_read_once_and_for_a_purpose() -> None:
    shelf = Shelf(a_dossier())
    routing = routing_on(InMemoryCaseStore(), shelf)

    for _ in range(2):
        routing.open(a_received_complaint())

    assert shelf.purposes == ["triage"]


def test_who_opens_a_case_second_leaves_it_as_it_is() -> None:
    class Rivalled(InMemoryCaseStore):
        """Another function opens the case after this one looked."""

        looked = False

        def read(self, municipality: str, number: str) -> File | None:
            known = super().read(municipality, number) if self.looked else None
            self.looked = not self.looked
            return known

    routing = routing_with(a_dossier(), store=(store := Rivalled()))
    routing.open(a_received_complaint())
    store.looked = False

    routing.open(a_received_complaint())

    assert len(store.news) == 1


def test_when_two_open_a_case_and_neither_gets_through_the_queue_must_try_again() -> None:
    routing = routing_with(a_dossier(), store=(store := Busy()))
    store.rivals = 1

    with pytest.raises(ConflictError):
        routing.open(a_received_complaint())


def test_without_a_dossier_the_queue_must_try_again() -> None:
    with pytest.raises(NoDossierError):
        routing_with().open(a_received_complaint())


def test_after_its_municipality_ended_the_successor_owns_a_case() -> None:
    routing = routing_with(a_dossier("Het wijkteam komt niet.", municipality="0457"))

    routing.open(a_received_complaint(municipality="0457"))

    case = routing.read("0457", NUMBER).case
    assert (case.municipality, case.owner, case.regime) == ("0457", "0363", "weesp_2014")
    assert "Wet arhi 44" in [reason.article for reason in case.reasons]


def test_before_its_municipality_ended_a_case_is_its_own() -> None:
    then = datetime(2022, 3, 23, 22, 0, tzinfo=UTC)
    routing = routing_with(a_dossier(municipality="0457"))

    routing.open(
        a_received_complaint(municipality="0457", received_at=then).model_copy(
            update={"time": then}
        )
    )

    assert routing.read("0457", NUMBER).case.owner == "0457"


def test_a_municipality_that_nobody_knows_is_the_safety_nets() -> None:
    routing = routing_with(a_dossier(municipality="9999"))

    routing.open(a_received_complaint(municipality="9999"))

    assert routing.read("9999", NUMBER).case.regime == "vangnet"


def test_an_action_is_written_with_who_did_it() -> None:
    routing, _ = opened()

    case = routing.act("1904", NUMBER, spoke()).case

    timeline = routing.timeline(case)
    assert case.first_contact_at == SOON
    assert [(line.sequence, line.what, line.by) for line in timeline] == [
        (1, "zaak-geopend", "systeem"),
        (2, "contact-vastgelegd", "s-1"),
    ]


def test_an_action_repeated_tells_nothing_new() -> None:
    routing, store = opened()
    once = routing.act("1904", NUMBER, spoke())

    assert routing.act("1904", NUMBER, spoke()) == once
    assert len(store.news) == 2


def test_a_case_of_another_municipality_is_unknown() -> None:
    routing, _ = opened()

    with pytest.raises(UnknownCaseError):
        routing.act("1696", NUMBER, spoke())
    with pytest.raises(UnknownCaseError):
        routing.read("1696", NUMBER)


class Busy(InMemoryCaseStore):
    """Somebody else is first, a number of times."""

    rivals = 0

    def write(self, *args: Any, **kwargs: Any) -> None:
        if self.rivals:
            self.rivals -= 1
            raise ConflictError
        super().write(*args, **kwargs)


def test_who_comes_second_looks_again() -> None:
    routing = routing_with(a_dossier(), store=(store := Busy()))
    routing.open(a_received_complaint())

    store.rivals = 3

    assert routing.act("1904", NUMBER, spoke()).case.sequence == 2


def test_who_is_always_second_hears_so() -> None:
    routing = routing_with(a_dossier(), store=(store := Busy()))
    routing.open(a_received_complaint())

    store.rivals = 100

    with pytest.raises(ConflictError):
        routing.act("1904", NUMBER, spoke())


def test_what_deadlines_did_not_acknowledge_is_told_again_after_ten_minutes() -> None:
    routing, store = opened()

    assert routing.tell_again(TEN_MINUTES_ON - timedelta(seconds=1)) == 0
    assert routing.tell_again(TEN_MINUTES_ON) == 1
    assert routing.tell_again(TEN_MINUTES_ON) == 0
    assert len({news.id for news in store.news}) == 1
    assert len(store.news) == 2


def test_all_news_of_a_case_is_told_again_in_order() -> None:
    routing, store = opened()
    routing.act("1904", NUMBER, spoke())

    routing.tell_again(SOON + ACKNOWLEDGED_WITHIN)

    once, again = store.news[:2], store.news[2:]
    assert [news.type for news in again] == [type_of(CaseOpened), type_of(ContactRecorded)]
    assert again == once


def test_what_was_acknowledged_is_not_told_again() -> None:
    routing, _ = opened()

    routing.acknowledge(terms_set(1))

    assert routing.tell_again(TEN_MINUTES_ON) == 0


def test_knowing_an_older_version_is_not_enough() -> None:
    routing, _ = opened()
    routing.act("1904", NUMBER, spoke())

    routing.acknowledge(terms_set(1))

    assert routing.tell_again(SOON + ACKNOWLEDGED_WITHIN) == 1


@pytest.mark.parametrize(("later", "stuck"), [(timedelta(0), 0), (IN_VAIN, 1)], ids=str)
def test_what_is_told_again_in_vain_for_long_is_reported(
    later: timedelta, stuck: int, capsys: pytest.CaptureFixture[str]
) -> None:
    routing = routing_with(a_dossier())
    routing.open(a_received_complaint())

    assert routing.tell_again(TEN_MINUTES_ON + later) == 1
    assert capsys.readouterr().out.count('"Stuck":[1.0]') == stuck


def test_terms_of_a_case_that_is_not_ours_change_nothing() -> None:
    routing_with().acknowledge(terms_set(1))


def test_a_case_that_moves_on_while_it_is_swept_is_left_to_its_own_news() -> None:
    class Moving(InMemoryCaseStore):
        def tell_again(self, *args: Any) -> datetime:
            raise ConflictError

    routing = routing_with(a_dossier(), store=Moving())
    routing.open(a_received_complaint())

    assert routing.tell_again(TEN_MINUTES_ON) == 0


def test_a_case_that_cannot_be_told_again_does_not_hold_up_the_others() -> None:
    class Broken(InMemoryCaseStore):
        def tell_again(self, case: Case, *args: Any) -> datetime:
            if case.number == NUMBER:
                raise ValueError
            return super().tell_again(case, *args)

    other = "KL-2026-BBBBB-BBBBB"
    store = Broken()
    routing = routing_with(a_dossier(), a_dossier(number=other), store=store)
    routing.open(a_received_complaint())
    routing.open(a_received_complaint(number=other))

    with pytest.raises(ExceptionGroup):
        routing.tell_again(TEN_MINUTES_ON)

    assert store.news[-1].subject == other
    assert len(store.news) == 3


def test_danger_opens_at_the_desk() -> None:
    routing, _ = opened("Ik wil niet meer leven.")

    assert case_in(routing).phase is Phase.TRIAGE


def test_a_case_opens_with_an_offer_to_the_provider_that_gets_it() -> None:
    routing = routing_with(a_dossier())

    routing.open(a_received_complaint(received_at=MONDAY - timedelta(days=9)))

    case = case_in(routing)
    assert case.handover is not None
    assert (case.handover.to, case.handover.offered_at) == (case.handler, MONDAY)


def test_a_provider_that_tells_us_of_a_complaint_has_accepted_it() -> None:
    reported = a_dossier("De Vechtstroom meldt een klacht.", channel=Channel.PROVIDER)
    routing = routing_with(reported)

    routing.open(a_received_complaint(channel=Channel.PROVIDER, providers=("vechtstroom",)))

    case = case_in(routing)
    assert case.handover is not None
    assert case.handover.accepted_at == case.handover.offered_at == MONDAY


def test_a_case_of_our_own_is_offered_to_nobody() -> None:
    routing, _ = opened("Het wijkteam komt niet.")

    assert case_in(routing).handover is None


def test_the_last_day_is_that_of_the_municipality_of_the_case() -> None:
    routing, _ = opened("Het wijkteam komt niet.")
    reason = DelayReason.WORKLOAD

    def adjourn(at: datetime) -> Command:
        said = Adjournment(weeks=1, delay_reason=reason)
        return Command(Action.ADJOURN, by="s-1", at=at, said=said)

    with pytest.raises(NotAllowedError):
        routing.act("1904", NUMBER, adjourn(datetime(2026, 7, 13, 22, 0, tzinfo=UTC)))
    case = routing.act("1904", NUMBER, adjourn(datetime(2026, 7, 13, 21, 59, tzinfo=UTC))).case

    assert [change.weeks for change in case.term_changes] == [1]


def test_a_case_says_what_to_think_of_and_how_sure_its_route_is() -> None:
    routing, _ = opened("Het wijkteam komt niet.")

    case = case_in(routing)
    assert case.confidence is Confidence.SURE
    assert Attention.ACKNOWLEDGE in case.attention


def test_where_no_rule_fits_the_route_is_unsure_and_the_desk_has_it() -> None:
    routing, _ = opened("Groetjes.")

    case = case_in(routing)
    assert (case.confidence, case.handler.key) == (Confidence.UNSURE, "klachtenloket")


def test_once_a_person_chose_nothing_is_a_guess_any_more() -> None:
    routing, _ = opened("Groetjes.")
    said = Classification(kind=Kind.COMPLAINT, providers=("rietland",))

    routing.act("1904", NUMBER, Command(Action.CLASSIFY, by="s-1", at=SOON, said=said))

    case = case_in(routing)
    assert (case.confidence, case.handler.key) == (None, "rietland")
    assert Attention.CONSENT_TO_SHARE in case.attention


def test_a_case_is_about_the_task_that_the_message_is_about() -> None:
    routing, _ = opened("De begeleiding van Het Rietland komt niet.")

    assert case_in(routing).domain is Domain.SOCIAL_SUPPORT


def test_a_new_case_falls_under_the_regulation_of_the_day_it_came_in() -> None:
    here = municipalities()["1904"]
    old = here.regimes[0].model_copy(update={"valid_to": date(2027, 1, 1)})
    new = old.model_copy(update={"code": "nieuw", "valid_from": date(2027, 1, 1), "valid_to": None})
    town = here.model_copy(update={"regimes": (old, new)})
    routing = Routing(
        InMemoryCaseStore(),
        Shelf(a_dossier()),
        Municipalities([*municipalities().values(), town]),
        dutch_calendar(),
    )

    routing.open(a_received_complaint())

    assert case_in(routing).regime == old.code


def test_a_case_goes_on_only_in_one_that_is_there_and_does_not_go_on_in_this_one() -> None:
    other = "KL-2026-BBBBB-BBBBB"
    routing = routing_with(a_dossier(), a_dossier(number=other))
    routing.open(a_received_complaint())
    joined = Settlement(outcome=Outcome.JOINED)

    def link(number: str, to: str) -> None:
        said = Linking(to=to, how=Link.SAME_AS)
        routing.act("1904", number, Command(Action.LINK, by="s-1", at=SOON, said=said))

    def join(number: str) -> Case:
        command = Command(Action.SETTLE, by="s-1", at=SOON, said=joined)
        return routing.act("1904", number, command).case

    link(NUMBER, other)
    with pytest.raises(NotAllowedError):  # it does not exist
        join(NUMBER)
    routing.open(a_received_complaint(number=other))
    link(other, NUMBER)
    with pytest.raises(NotAllowedError):  # they would go on in each other
        join(NUMBER)
    link(other, "KL-2026-CCCCC-CCCCC")
    routing.act("1904", other, Command(Action.WITHDRAW, by="s-1", at=SOON))
    with pytest.raises(NotAllowedError):  # it is over
        join(NUMBER)


def test_however_much_she_tells_at_once_each_is_taken_in_once() -> None:
    routing, store = opened()
    at_once = [more(f"A-{number:05}-AAAAA") for number in range(KEPT + 5)]

    for each in (*at_once, *at_once):  # intake tells them again, before it hears of any
        routing.take_in(each)

    recorded = [news.data.case.additions[-1].id for news in store.news[1:]]
    assert recorded == [each.data.id for each in at_once]  # by which intake knows that we have it


def more(id: str) -> MoreReceived:
    return MoreReceived(
        id=event_id("1904", NUMBER, id),
        source=source_of("1904", "intake"),
        subject=NUMBER,
        time=SOON,
        gemeentecode="1904",
        data=an_addition(id=id),
    )
