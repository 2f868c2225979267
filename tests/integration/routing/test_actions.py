"""Every action over HTTP: who may do it, that twice is once, and that nobody overwrites unseen.

Each action has a case of its own, in the memory that keeps the promises of the table.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from services.routing import api
from services.routing.service import Entry, Routing
from services.routing.transition import LEADS, Action, File
from services.routing.transitions import TRANSITIONS, rows
from shared import identity
from shared.events import ContactRecorded
from shared.glossary import Attention, Flag, HandlerKind, Phase, Role, Side
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from shared.proceedings import Contribution, Handler, Proceedings
from shared.table import ConflictError
from tests.aws import Context, http_request
from tests.builders import MONDAY, a_case
from tests.fakes.routing import InMemoryCaseStore, Shelf
from tests.tokens import BAD_TOKENS, SETTING, bearer, of_provider
from tests.unit.routing.steps import (
    AT_A_PROVIDER,
    AT_ITS_START,
    DOCUMENTS,
    LATER,
    MANAGER,
    PROVIDER,
    command,
    in_file,
)
from tests.unit.routing.test_service import NUMBER, a_dossier

AN_HOUR = 3_600_000  # milliseconds
ASKED = int(LATER.timestamp() * 1000) + AN_HOUR
SECOND_EYES = {Action.REJECT_PROPOSAL, Action.DECIDE}
BODIES = {
    action: command(action).said.model_dump(mode="json", exclude_none=True) for action in Action
}
NUMBERS = {action: f"KL-2026-AAAAA-000{n:02}" for n, action in enumerate(Action)}


@dataclass
class Desk:
    store: InMemoryCaseStore
    routing: Routing

    def has(self, number: str = NUMBER, **facts: Any) -> File:
        """A case as it is, with nothing told about how it came there."""
        file = File(a_case(number=number, **facts), frozenset({"m-77"}))
        entry = Entry(
            sequence=1,
            at=LATER,
            what="zaak-geopend",
            by="systeem",
            phase=file.case.phase,
            handler=file.case.handler,
            reasons=(),
        )
        self.store.write(file, ContactRecorded.about(file.case, LATER), entry, LATER)
        return file

    def has_each_at_its_start(self, **facts: Any) -> None:
        for action, number in NUMBERS.items():
            self.has(number, **facts | AT_ITS_START.get(action, {}))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    text = "Ze komen steeds te laat en bellen niet terug."
    shelf = Shelf(*(a_dossier(text, number=number) for number in (NUMBER, *NUMBERS.values())))
    store = InMemoryCaseStore()
    found = Desk(store, Routing(store, shelf, municipalities(), dutch_calendar()))
    monkeypatch.setattr(api, "routing", lambda: found.routing)
    monkeypatch.setenv("ISSUERS", SETTING)
    identity.issuers.cache_clear()
    yield found
    identity.issuers.cache_clear()


def do(
    action: Action,
    token: str | None = None,
    at_ms: int = ASKED,
    seen: str | None = None,
    number: str | None = None,
    **other: Any,
) -> tuple[int, dict[str, Any], str | None]:
    """The status, the body and the ETag."""
    path = f"/v1/zaken/{number or NUMBERS[action]}/{action.path}"
    if seen is None and action in SECOND_EYES:
        seen = '"1"'
    headers = {"Authorization": token or bearer()} | ({"If-Match": seen} if seen else {})
    body = json.dumps(BODIES[action] | other)
    answer = api.on_request(http_request("POST", path, body, headers, at_ms=at_ms), Context())
    etag = answer["multiValueHeaders"].get("ETag", [None])[0]
    return answer["statusCode"], json.loads(answer["body"]), etag


def ask(method: str, path: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
    headers = {"Authorization": token} if token else {}
    text = None if body is None else json.dumps(body)
    answer = api.on_request(http_request(method, path, text, headers, at_ms=ASKED), Context())
    return answer["statusCode"], json.loads(answer["body"])


def look(action: Action, token: str | None = None) -> tuple[int, dict[str, Any]]:
    return ask("GET", f"/v1/zaken/{NUMBERS[action]}", token=token or bearer())


def test_an_action_answers_with_the_case_as_it_then_is(desk: Desk) -> None:
    desk.has_each_at_its_start()

    for action in Action:
        status, case, etag = do(action)
        assert (status, case.get("volgnummer"), etag) == (200, 2, '"2"'), (action, case)
    assert len(desk.store.news) == 2 * len(Action)


def test_asking_twice_changes_nothing(desk: Desk) -> None:
    desk.has_each_at_its_start()

    for action in Action:
        once = do(action)
        assert do(action, at_ms=ASKED + AN_HOUR) == once, action
    assert len(desk.store.news) == 2 * len(Action)


def test_what_was_recorded_stands_in_the_timeline(desk: Desk) -> None:
    desk.has_each_at_its_start()

    for action in Action:
        do(action)
        line = look(action)[1]["tijdlijn"][-1]
        assert (line.get("gegevens", {}), line["door"]) == (BODIES[action], "s-1")


def test_who_has_not_seen_how_it_stands_changes_nothing(desk: Desk) -> None:
    desk.has_each_at_its_start()

    for action in Action:
        status, problem, _ = do(action, seen='"7"')
        assert (status, problem["title"]) == (412, "Intussen veranderd"), action
        assert problem["zaak"]["volgnummer"] == 1
    assert len(desk.store.news) == len(Action)


@pytest.mark.parametrize("seen", ['"1"', 'W/"1"', "*"])
def test_who_has_seen_how_it_stands_goes_on(seen: str, desk: Desk) -> None:
    desk.has()

    assert do(Action.RECORD_CONTACT, seen=seen, number=NUMBER)[0] == 200


def test_who_repeats_what_she_did_after_a_lost_answer_hears_that_it_was_done(desk: Desk) -> None:
    desk.has()
    once = do(Action.RECORD_CONTACT, seen='"1"', number=NUMBER)

    assert do(Action.RECORD_CONTACT, seen='"1"', number=NUMBER) == once


@pytest.mark.parametrize("seen", ["1", '"een"', '""', '"1", "2"'])
def test_an_if_match_that_is_none_of_ours_is_explained(seen: str, desk: Desk) -> None:
    desk.has()

    status, problem, _ = do(Action.RECORD_CONTACT, seen=seen, number=NUMBER)

    assert status == 400
    assert "ETag" in problem["detail"]


@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_the_table_says_and_no_more(role: Role, desk: Desk) -> None:
    provider = role is Role.PROVIDER
    desk.has_each_at_its_start(**AT_A_PROVIDER if provider else {})
    token = of_provider() if provider else bearer(role)

    for action in Action:
        status, answer, _ = do(action, token)
        may = role in rows(action, command(action).said)[0].by
        assert (status != 403) == may, (action, answer)
        if may and not provider and role is not Role.PRIVACY:
            assert status == 200, (action, answer)


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_nobody_acts_without_a_good_token(token: str | None, desk: Desk) -> None:
    for action in Action:
        assert ask("POST", f"/v1/zaken/{NUMBER}/{action.path}", BODIES[action], token)[0] == 401


def test_a_provider_acts_on_its_own_cases_only(desk: Desk) -> None:
    for number in NUMBERS.values():
        desk.has(number, **AT_A_PROVIDER)

    assert {do(action, of_provider("vechtstroom"))[0] for action in Action} <= {403, 404}
    assert len(desk.store.news) == len(Action)


def test_a_provider_accepts_what_was_offered_to_it(desk: Desk) -> None:
    desk.has(**AT_A_PROVIDER)

    status, case, _ = do(Action.ACCEPT_HANDOVER, of_provider(), number=NUMBER)

    assert status == 200
    assert case["overdracht"]["aanvaardOp"]
    assert "signaleringen" not in case


def test_a_handler_of_another_unit_cannot_touch_it(desk: Desk) -> None:
    for action, number in NUMBERS.items():
        desk.has(number, **{"handler": MANAGER} | AT_ITS_START.get(action, {}))
    elsewhere = bearer("behandelaar", sub="s-8", eenheden=["werk"])

    assert {do(action, elsewhere)[0] for action in Action} <= {403, 404}
    assert len(desk.store.news) == len(Action)


def test_who_took_part_in_the_conduct_no_longer_sees_a_formal_case(desk: Desk) -> None:
    desk.has(phase=Phase.FORMAL, formal_since=LATER)

    assert ask("GET", f"/v1/zaken/{NUMBER}", token=bearer("behandelaar", sub="m-77"))[0] == 404
    assert ask("GET", f"/v1/zaken/{NUMBER}", token=bearer("behandelaar", sub="m-78"))[0] == 200


def test_what_is_restricted_is_for_whoever_has_it(desk: Desk) -> None:
    desk.has(flags=(Flag.RESTRICTED,), assignee="m-1")

    seen = {
        (role, sub): ask("GET", f"/v1/zaken/{NUMBER}", token=bearer(role, sub=sub))[0]
        for role in ("behandelaar", "kcc-medewerker", "teamleider", "klachtencoordinator")
        for sub in ("m-1", "m-2")
    }
    assert {who for who, status in seen.items() if status == 404} == {
        ("behandelaar", "m-2"),
        ("kcc-medewerker", "m-1"),
        ("kcc-medewerker", "m-2"),
    }


def test_the_contact_centre_sees_how_it_stands_and_not_what_it_is_about(desk: Desk) -> None:
    desk.has(flags=(Flag.MINOR,), assignee="m-1")

    _, shown = ask("GET", f"/v1/zaken/{NUMBER}", token=bearer("kcc-medewerker"))

    assert shown["zaak"]["fase"] == "informeel"
    assert not {"signaleringen", "toegewezenAan", "redenen"} & shown["zaak"].keys()
    assert "tijdlijn" not in shown


def test_whoever_succeeds_a_municipality_opens_its_cases(desk: Desk) -> None:
    file = desk.has(municipality="0457", owner="0363", regime="weesp_2014")

    status, shown = ask("GET", f"/v1/zaken/{NUMBER}", token=bearer(gemeentecode="0363"))

    assert (status, shown["zaak"]["gemeentecode"]) == (200, file.case.municipality)
    assert ask("GET", f"/v1/zaken/{NUMBER}", token=bearer(gemeentecode="1696"))[0] == 404


def test_leads_have_the_second_pair_of_eyes() -> None:
    assert {row.by for row in TRANSITIONS if row.action in SECOND_EYES} == {LEADS}


def test_a_route_can_be_tried_without_changing_anything(desk: Desk) -> None:
    desk.has()

    status, route = ask(
        "POST",
        f"/v1/zaken/{NUMBER}/route/_proberen",
        {"soort": "klacht", "aanbieders": ["rietland"]},
        bearer(),
    )

    assert (status, route["behandelaar"]) == (200, PROVIDER.model_dump(mode="json"))
    assert route["redenen"][-1]["artikel"]
    assert len(desk.store.news) == 1


def test_classifying_anew_sends_it_where_it_then_belongs(desk: Desk) -> None:
    desk.has(phase=Phase.TRIAGE)

    status, case, _ = do(Action.CLASSIFY, number=NUMBER, aanbieders=["rietland"])

    assert (status, case["fase"]) == (200, "informeel")
    assert case["behandelaar"] == PROVIDER.model_dump(mode="json")
    assert case["overdracht"]["aan"] == case["behandelaar"]
    assert case["redenen"][0]["artikel"]


def test_the_work_list_is_asked_with_filters(desk: Desk) -> None:
    desk.has(NUMBER, handler=MANAGER)
    desk.has(NUMBERS[Action.LINK], flags=(Flag.PRESS,))

    def asked(**query: str) -> tuple[int, Any]:
        headers = {"Authorization": bearer()}
        request = http_request("GET", "/v1/zaken", None, headers, query, at_ms=ASKED)
        answer = api.on_request(request, Context())
        return answer["statusCode"], json.loads(answer["body"])

    status, everything = asked()
    assert (status, len(everything["zaken"])) == (200, 2)
    assert [one["zaaknummer"] for one in asked(signalering="pers")[1]["zaken"]] == [
        NUMBERS[Action.LINK]
    ]
    status, first = asked(limiet="1")
    assert len(asked(limiet="1", na=first["na"])[1]["zaken"]) == 1
    for wrong in ({"limiet": "0"}, {"limiet": "x"}, {"fase": "klaar"}, {"na": "verzonnen"}):
        assert asked(**wrong)[0] == 400


@pytest.mark.parametrize("role", ["rapporteur", "beheerder"])
def test_who_handles_no_cases_has_no_work_list(desk: Desk, role: str) -> None:
    assert ask("GET", "/v1/zaken", token=bearer(role))[0] == 403


def test_who_opens_a_case_reads_what_to_think_of_and_why(desk: Desk) -> None:
    desk.has(attention=(Attention.HEAR,))

    _, shown = ask("GET", f"/v1/zaken/{NUMBER}", token=bearer("behandelaar"))

    [point] = shown["aandachtspunten"]
    assert (point["punt"], point["artikel"]) == ("horen_9_10", "Awb 9:10")
    assert point["uitleg"].endswith(".")


def test_nobody_agrees_with_what_she_did_not_see(desk: Desk) -> None:
    desk.has_each_at_its_start()

    for action in SECOND_EYES:
        path = f"/v1/zaken/{NUMBERS[action]}/{action.path}"
        status, problem = ask("POST", path, BODIES[action], bearer())
        assert (status, problem["title"]) == (428, "If-Match ontbreekt")


def test_a_provider_that_was_only_asked_something_does_no_more_than_answer(desk: Desk) -> None:
    asked = Contribution(
        reference="I-1",
        to=Handler(kind=HandlerKind.PROVIDER, key="vechtstroom"),
        asked_at=MONDAY,
        due_on=date(2026, 6, 17),
    )
    facts = AT_A_PROVIDER | {"proceedings": in_file(contributions=(asked,))}
    for number in NUMBERS.values():
        desk.has(number, **facts)

    statuses = {action: do(action, of_provider("vechtstroom"))[0] for action in Action}

    assert {action for action, status in statuses.items() if status == 200} == {
        Action.RECORD_CONTRIBUTION
    }
    _, shown = ask("GET", f"/v1/zaken/{NUMBERS[Action.LINK]}", token=of_provider("vechtstroom"))
    assert "aanbieders" not in shown["zaak"]


def test_a_provider_that_the_rules_would_choose_does_not_read_it_yet(desk: Desk) -> None:
    desk.has(phase=Phase.TRIAGE, proposed=PROVIDER, flags=(Flag.ABUSE,))

    assert ask("GET", f"/v1/zaken/{NUMBER}", token=of_provider())[0] == 404


def test_a_provider_reads_no_document_that_is_closed_to_it(desk: Desk) -> None:
    open_, closed = DOCUMENTS[0], DOCUMENTS[1].model_copy(update={"closed_to": (Side.PROVIDER,)})
    desk.has(**AT_A_PROVIDER | {"proceedings": Proceedings(documents=(open_, closed))})

    _, shown = ask("GET", f"/v1/zaken/{NUMBER}", token=of_provider())

    assert [each["kenmerk"] for each in shown["zaak"]["behandeling"]["stukken"]] == ["D-1"]


def test_what_is_seen_in_one_role_is_not_done_in_another(desk: Desk) -> None:
    desk.has(handler=MANAGER)
    both = bearer(roles=["behandelaar", "kcc-medewerker"], eenheden=["werk"])

    assert ask("GET", f"/v1/zaken/{NUMBER}", token=both)[0] == 200
    assert do(Action.SETTLE, both, number=NUMBER)[0] == 404
    assert do(Action.RECORD_CONTACT, both, number=NUMBER)[0] == 200


def test_the_contact_centre_finds_out_nothing_by_asking(desk: Desk) -> None:
    desk.has(flags=(Flag.DATA_BREACH,), assignee="m-1")
    token = bearer("kcc-medewerker")

    def listed(**query: str) -> int:
        request = http_request("GET", "/v1/zaken", None, {"Authorization": token}, query)
        return len(json.loads(api.on_request(request, Context())["body"])["zaken"])

    assert listed() == 1
    assert {listed(signalering="datalek"), listed(medewerker="m-1"), listed(domein="wmo")} == {0}
    tried = ask("POST", f"/v1/zaken/{NUMBER}/route/_proberen", {"soort": "klacht"}, token)
    assert tried[0] == 403
    do(Action.CLASSIFY, token, number=NUMBER, signaleringen=["pers"])
    assert Flag.DATA_BREACH in desk.routing.read("1904", NUMBER).case.flags


def test_who_turns_out_to_be_involved_while_she_acts_no_longer_does(desk: Desk) -> None:
    class Meanwhile(InMemoryCaseStore):
        """Somebody records that she was involved, just before she would write."""

        said = False

        def write(self, file: File, *args: Any, **kwargs: Any) -> None:
            if file.case.sequence == 2 and not self.said:
                self.said = True
                super().write(replace(file, involved=frozenset({"s-1"})), *args, **kwargs)
                raise ConflictError
            super().write(file, *args, **kwargs)

    store = Meanwhile()
    desk.store, desk.routing = store, replace(desk.routing, store=store)
    desk.has(phase=Phase.FORMAL, formal_since=LATER)

    status = do(Action.RECORD_WISHES, number=NUMBER)[0]

    assert status == 404
    assert desk.routing.read("1904", NUMBER).case.sequence == 2
