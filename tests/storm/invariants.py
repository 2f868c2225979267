"""What must be true after a storm? Each promise, checked on all that the services remember.

A check gives a sentence for each thing that is not as promised. Nothing of it is taken from the
service that is checked: clocks and messages are made again, by the same pure functions, from the
news that others told.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from pydantic import TypeAdapter

from services.deadlines.clocks import Known, clocks
from services.deadlines.domain import File as Watched
from services.notifications.domain import Cause, instead_of, messages
from services.notifications.message import Message, Why
from services.notifications.reaching import reaches_by_post
from services.notifications.service import ONE_MAILBOX, State
from services.reporting.domain import Fact, fact_of
from services.reporting.handler import Incoming as Counted
from shared.case import Case
from shared.dossier import Dossier
from shared.events import Clock, TermMissed, type_of
from shared.glossary import HandlerKind
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from tests.storm.kept import Item, news
from tests.storm.ops import POISON
from tests.storm.people import CANARY, Complaint

TELLERS = ("intake", "routing", "deadlines", "notifications")
BY_DESIGN = frozenset({"dossiers"})
"""Where personal data may stand, beside a letter that must still be printed."""

_fact = TypeAdapter(Fact)


@dataclass(frozen=True)
class Aftermath:
    """All that is left of a storm."""

    tables: dict[str, list[Item]]
    accepted: dict[str, Complaint]  # by form, by the number on the receipt
    posted: int  # by mail and by programs, who get no number
    done: dict[str, str]  # what staff saw succeed, by number
    notes: list[dict[str, Any]]
    mails: int  # in the mailbox of the engine
    dead: dict[str, list[str]]
    heard: list[str]  # what the bus said, word for word
    logs: list[str]

    @cached_property
    def cases(self) -> dict[str, Case]:
        kept = (item for item in self.tables["routing"] if item["sk"] == "zaak")
        read = [Case.model_validate_json(item["zaak"]) for item in kept]
        return {case.number: case for case in read}

    @cached_property
    def told(self) -> list[dict[str, Any]]:
        return [event for service in TELLERS for event in news(self.tables[service])]

    @cached_property
    def messages(self) -> dict[str, Item]:
        kept = self.tables["notifications"]
        return {
            item["sk"].partition("#")[2]: item for item in kept if item["sk"].startswith("bericht#")
        }

    @cached_property
    def mailed(self) -> Counter[str]:
        """How often the mail service took each message."""
        return Counter(note["message"] for note in self.notes if note["kind"] == "mailed")

    @cached_property
    def uncertain(self) -> list[str]:
        return [id for id, item in self.messages.items() if item["staat"] == State.UNCERTAIN]

    @property
    def figures(self) -> str:
        sent = sum(item["staat"] == State.SENT for item in self.messages.values())
        letters = sum(item["staat"] == State.LETTER for item in self.messages.values())
        went = sum(self.mailed[id] for id in self.uncertain)
        return (
            f"{len(self.cases)} cases, {sent} mails, {letters} letters, {len(self.uncertain)} "
            f"uncertain ({went} had gone) and all told to a person"
        )


def broken(it: Aftermath) -> list[str]:
    """Every promise that does not hold, in sentences."""
    return [sentence for check in CHECKS for sentence in check(it)]


def accepted_means_safe(it: Aftermath) -> Iterator[str]:
    registered = Counter(
        item["zaaknummer"] for item in it.tables["intake"] if item["sk"] == "ontvangst"
    )
    dossiers = {item["pk"].partition("#")[2] for item in it.tables["dossiers"]}
    for number in it.accepted.keys() - registered.keys():
        yield f"LOST by intake: {number}, for which somebody has a receipt"
    for number in (it.accepted.keys() | registered.keys()) - it.cases.keys():
        yield f"LOST by routing: {number}"
    for number in it.cases.keys() - registered.keys():
        yield f"a case that nobody sent: {number}"
    for number in it.cases.keys() - dossiers:
        yield f"a case without a dossier: {number}"
    for number in (number for number, times in registered.items() if times > 1):
        yield f"DOUBLE: {number}"
    if len(registered) != (sent := len(it.accepted) + it.posted):
        yield f"{sent} complaints were sent and {len(registered)} registered"
    told = [e["subject"] for e in it.told if e["type"].endswith("zaak-geopend.v1")]
    for number in it.cases.keys() - set(told):
        yield f"a case that was never told: {number}"


def what_staff_did_is_kept(it: Aftermath) -> Iterator[str]:
    holds = {
        "contact-vastleggen": lambda case: case.first_contact_at,
        "formeel-behandelen": lambda case: case.formal_since,
        "intrekken": lambda case: case.outcome == "ingetrokken",
        "afhandelen": lambda case: case.outcome == "naar_tevredenheid_afgedaan",
    }
    for number, act in it.done.items():
        if number in it.cases and not holds[act](it.cases[number]):
            yield f"LOST: {act} of {number}"


def nothing_is_stuck(it: Aftermath) -> Iterator[str]:
    acts = {item["pk"].partition("#")[2] for item in it.tables["deadlines"] if "todo" in item}
    for case in it.cases.values():
        here = municipalities()[case.municipality]
        if case.handler.kind is not HandlerKind.EXTERNAL and not here.party(case.handler).mailbox:
            yield f"nobody can be told of {case.number}: {case.handler.key}"
        if case.is_open and case.number not in acts:
            yield f"STUCK: {case.number} is open and nothing will happen to it"
    listed = {
        (item["pk"].rpartition("#")[2], item["sk"].partition("#")[2]): item["zaak"]
        for item in it.tables["routing"]
        if item["pk"].endswith(("#open", "#afgesloten"))
    }
    for case in it.cases.values():
        place = ("open" if case.is_open else "afgesloten", case.number)
        if place not in listed or Case.model_validate_json(listed[place]) != case:
            yield f"{case.number} does not stand in the work list as it is"
    if len(listed) != len(it.cases):
        yield f"{len(listed)} lines in the work lists for {len(it.cases)} cases"


def every_clock_follows_from_its_case(it: Aftermath) -> Iterator[str]:
    kept: dict[str, list[Clock]] = {}
    for item in it.tables["deadlines"]:
        if item["sk"].startswith("klok#") and item["pk"].rpartition("#")[2] in it.cases:
            number = item["pk"].rpartition("#")[2]
            kept.setdefault(number, []).append(Clock.model_validate_json(item["clock"]))
    files = {
        item["pk"].partition("#")[2]: Watched.model_validate_json(item["file"])
        for item in it.tables["deadlines"]
        if item["sk"] == "zaak"
    }
    receipts = {
        item["pk"].partition("#")[2]
        for item in it.messages.values()
        if item["staat"] == State.SENT and _message(item).content.template == "ontvangst"
    }
    for number, case in it.cases.items():
        file = files.get(number)
        if file is None or file.case != case:
            yield f"deadlines does not know {number} as it is"
            continue
        if number in receipts and not file.acknowledged:
            yield f"deadlines does not know that the receipt of {number} was sent"
        here = municipalities()[case.municipality]
        counted = clocks(Known(case, number in receipts, here, dutch_calendar()))
        if _sorted(kept.get(number, [])) != _sorted(counted):
            yield f"other clocks than follow from the case: {number}"


def each_message_leaves_once(it: Aftermath) -> Iterator[str]:
    wanted = {message.id: message for message in _wanted(it)}
    for id in wanted.keys() - it.messages.keys():
        yield f"LOST: the message {wanted[id].content.template} about {wanted[id].number}"
    tasks = {
        task.id
        for item in it.messages.values()
        for why in Why
        if (task := instead_of(_message(item), why))
    }
    for id in it.messages.keys() - wanted.keys() - tasks:
        yield f"a message that nothing asks for: {id}"
    dossiers = _dossiers(it)
    for id, item in it.messages.items():
        message, state = _message(item), State(item["staat"])
        what = f"{message.content.template} to {message.audience} about {message.number} ({id})"
        if it.mailed[id] > 1:
            yield f"DOUBLE: {what} was mailed {it.mailed[id]} times"
        if state in (State.READY, State.CLAIMED):
            yield f"STUCK: {what} is {state}"
        if state is State.SENT and it.mailed[id] != 1:
            yield f"LOST: {what} counts as sent"
        if state in (State.LETTER, State.NOT_DELIVERED) and it.mailed[id]:
            yield f"{what} is {state} and was mailed as well"
        if state in (State.UNCERTAIN, State.NOT_DELIVERED) and not _person_told(it, message):
            yield f"FORGOTTEN: {what} is {state} and no person was told"
        if state is State.UNCERTAIN and not (it.mailed[id] or _hit(it, id)):
            yield f"LOST without a fault that explains it: {what}"
        if message.to is None and state not in _may_end(dossiers.get(message.number)):
            yield f"{what} is {state}, though she can be reached otherwise"
    if it.mails != it.mailed.total():
        yield f"{it.mails} mails in the mailbox, and {it.mailed.total()} were sent"


def figures_are_those_of_the_cases(it: Aftermath) -> Iterator[str]:
    counted = {type_of(kind) for kind in get_args(Counted)}
    newest: dict[str, Case] = {}
    missed = set[tuple[str, str]]()
    for event in it.told:
        if event["type"] == type_of(TermMissed):
            missed.add((event["subject"], event["data"]["termijn"]["soort"]))
        elif event["type"] in counted:
            case = Case.model_validate(event["data"]["zaak"])
            if case.number not in newest or newest[case.number].sequence < case.sequence:
                newest[case.number] = case
    facts = {
        item["sk"].partition("#")[2]: _fact.validate_json(item["feit"])
        for item in it.tables["reporting"]
        if item["sk"].startswith("feit#")
    }
    for number in newest.keys() | facts.keys():
        if number not in newest or facts.get(number) != fact_of(newest[number]):
            yield f"reporting does not count {number} as it is"
    marks = {
        tuple(item["sk"].split("#")[1:])
        for item in it.tables["reporting"]
        if item["sk"].startswith("gemist#")
    }
    if marks != missed:
        yield f"missed terms that reporting counts otherwise: {sorted(marks ^ missed)[:5]}"


def whoever_follows_her_case_sees_how_it_stands(it: Aftermath) -> Iterator[str]:
    for kind in ("stand", "termijnen"):
        known = {
            str(item["pk"]).partition("#")[2]: int(item["volgnummer"])
            for item in it.tables["intake"]
            if item["sk"] == kind
        }
        for case in it.cases.values():
            code = case.number[-len("XXXXX-XXXXX") :]
            if known.get(code) != case.sequence:
                yield f"intake does not know {kind} of {case.number} as it is"


def only_poison_is_left(it: Aftermath) -> Iterator[str]:
    for queue, bodies in it.dead.items():
        expected = [POISON] if queue.endswith(" InboxUnhandled") else []
        if bodies != expected:
            yield f"{len(bodies)} messages in {queue}, {len(expected)} expected"


def personal_data_stays_where_it_belongs(it: Aftermath) -> Iterator[str]:
    places = {
        **{
            f"the table of {name}": [_without_letter(item) for item in items]
            for name, items in it.tables.items()
            if name not in BY_DESIGN
        },
        "the bus": it.heard,
        "a log or metric": it.logs,
        **{queue: bodies for queue, bodies in it.dead.items() if " Inbox" in queue},
    }
    for place, texts in places.items():
        if found := sum(CANARY.lower() in text.lower() for text in texts):
            yield f"LEAKED: the canary sings {found} times in {place}"
    if not any(CANARY in json.dumps(item, default=str) for item in it.tables["dossiers"]):
        yield "the canary is not even in the dossiers: this check proves nothing"
    if not it.logs:
        yield "no log was found: the check of the logs proves nothing"


CHECKS = (
    accepted_means_safe,
    what_staff_did_is_kept,
    nothing_is_stuck,
    every_clock_follows_from_its_case,
    each_message_leaves_once,
    figures_are_those_of_the_cases,
    whoever_follows_her_case_sees_how_it_stands,
    only_poison_is_left,
    personal_data_stays_where_it_belongs,
)


def _message(item: Item) -> Message:
    return Message.model_validate_json(item["bericht"])


def _wanted(it: Aftermath) -> Iterator[Message]:
    """What the rules ask for, because of all that was told."""
    kinds: dict[str, Any] = {type_of(kind): kind for kind in get_args(Cause)}
    for told in it.told:
        if told["type"] in kinds:
            event = kinds[told["type"]].model_validate(told)
            yield from messages(event, municipalities()[event.gemeentecode])


def _person_told(it: Aftermath, message: Message) -> bool:
    """Did a task for it reach the desk, or the task for that task?"""
    for why in Why:
        task = instead_of(message, why)
        item = it.messages.get(task.id) if task else None
        if task and item:
            if item["staat"] == State.UNCERTAIN:
                return _person_told(it, task)
            return bool(item["staat"] == State.SENT)
    return False


def _hit(it: Aftermath, id: str) -> bool:
    """Is there a fault of which it may be uncertain: in the call that sent it, or a claim that was
    written while its answer got lost?
    """
    at_sending = any(note.get("message") == id for note in it.notes)
    at_claiming = any(
        note["service"] == "dynamodb"
        and note["function"].startswith("Notifications")
        and note["kind"] in ("dies_before", "dies_after", "answer_lost")
        for note in it.notes
    )
    return at_sending or at_claiming


def _dossiers(it: Aftermath) -> dict[str, Dossier]:
    return {
        item["pk"].partition("#")[2]: Dossier.model_validate_json(item["dossier"])
        for item in it.tables["dossiers"]
        if item["sk"] == "dossier"
    }


def _may_end(dossier: Dossier | None) -> set[State]:
    """By mail if she said so, else by letter, else by a person."""
    if dossier and dossier.mail_to and ONE_MAILBOX.fullmatch(dossier.mail_to):
        return {State.SENT, State.UNCERTAIN}
    if dossier and reaches_by_post(dossier.person.address):
        return {State.LETTER}
    return {State.NOT_DELIVERED}


def _sorted(found: Any) -> list[str]:
    return sorted(clock.model_dump_json() for clock in found)


def _without_letter(item: Item) -> str:
    """A letter holds its text and its address until it is printed."""
    is_letter = item.get("staat") == State.LETTER
    kept = {key: value for key, value in item.items() if not (is_letter and key == "letter")}
    return json.dumps(kept, default=str)
