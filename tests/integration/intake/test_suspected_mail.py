"""What looks like no complaint waits for a person, and nothing of it is lost."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest

from services.intake import api
from services.intake.handler import mail_bucket
from services.intake.post.door import INFECTED
from shared.dossier import Dossier
from shared.events import ComplaintReceived, MessageSuspected
from shared.identity import issuers
from shared.municipality import municipalities
from shared.privacy import NOT_SHOWN
from tests.aws import Context, http_request, news_in
from tests.builders import MONDAY
from tests.fakes.files import A_PDF
from tests.fakes.mails import MESSAGE_ID, a_bounce, one_of_ours
from tests.integration.intake.conftest import Door, logged
from tests.tokens import SETTING, bearer, of_provider

LIST = "/v1/gemeenten/1904/verdachte-berichten"
TUESDAY = MONDAY + timedelta(days=1)
SPAM, VIRUS = "X-SES-Spam-Verdict: FAIL", "X-SES-Virus-Verdict: FAIL"


@pytest.fixture(autouse=True)
def trusts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ISSUERS", SETTING)
    issuers.cache_clear()
    yield
    issuers.cache_clear()


def a_mail(*headers: str, text: str = "De hulp komt al weken niet.", id: str = "1") -> bytes:
    usual = ("From: J. de Wit <j.dewit@mail.example>", "Subject: Hulp", f"Message-ID: <{id}@x>")
    return "\r\n".join([*headers, *usual, "", text]).encode()


def ask(
    method: str,
    path: str,
    token: str | None = None,
    query: dict[str, str] | None = None,
    at: datetime = TUESDAY,
) -> tuple[int, Any]:
    headers = {"authorization": token or bearer()}
    at_ms = int(at.timestamp() * 1000)
    request = http_request(method, path, headers=headers, query=query, at_ms=at_ms)
    answer = api.on_request(request, Context())
    return answer["statusCode"], json.loads(answer["body"])


def listed(**query: str) -> list[dict[str, Any]]:
    status, body = ask("GET", LIST, query=query or None)
    assert status == 200, body
    found: list[dict[str, Any]] = body["berichten"]
    return found


def told(door: Door) -> list[str]:
    return [json.loads(text)["type"].split(".")[3] for text in news_in(door.table)]


def the_case(door: Door) -> Dossier:
    [news] = [text for text in news_in(door.table) if "klacht-ontvangen" in text]
    return door.dossier(ComplaintReceived.model_validate_json(news))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (a_mail(SPAM), "ongewenste_mail"),
        (a_mail("X-Spam-Flag: YES"), "ongewenste_mail"),
        (a_mail(VIRUS), "virus"),
        (a_mail(VIRUS, SPAM), "virus"),
        (a_mail("Auto-Submitted: auto-replied"), "automatisch_bericht"),
        (a_mail("Return-Path: <>"), "automatisch_bericht"),
        (a_mail(f"X-Klachtenloket-Bericht: {MESSAGE_ID}"), "automatisch_bericht"),
        (
            a_bounce(one_of_ours("k@stichtsevecht.example", "KL-2026-AAAAA-AAAAA")),
            "automatisch_bericht",
        ),
    ],
)
def test_what_looks_like_no_complaint_waits_for_a_person(
    door: Door, raw: bytes, reason: str
) -> None:
    assert door.mail(raw) == []

    assert told(door) == ["bericht-verdacht"]
    [waiting] = listed()
    assert (waiting["reden"], waiting["beoordeling"]) == (reason, "te_beoordelen")
    assert waiting["ontvangenOp"] == "2026-06-01T09:30:00.000Z"
    assert mail_bucket().get(waiting["origineel"], 99_999) == raw


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-generated", "Precedence: bulk", "List-Id: <buurt.example>"]
)
def test_what_a_program_passed_on_may_be_a_residents_and_is_a_case(door: Door, header: str) -> None:
    door.mail(a_mail(header))

    assert told(door) == ["klacht-ontvangen"]
    assert not the_case(door).person.reachable_electronically


def test_a_machine_of_who_handles_cases_makes_no_case_of_our_own_mail(door: Door) -> None:
    mailbox = next(iter(municipalities()["1904"].mailboxes))
    ticket = a_mail("Auto-Submitted: auto-generated").replace(
        b"j.dewit@mail.example", mailbox.upper().encode()
    )

    door.mail(ticket)

    assert told(door) == ["bericht-verdacht"]


def test_who_judges_sees_no_burgerservicenummer(door: Door) -> None:
    raw = a_mail(SPAM, text="Mijn nummer is 123456782.")
    door.mail(raw.replace(b"Subject: Hulp", b"Subject: Hulp aan 123456782"))

    [waiting] = listed()

    assert waiting["tekst"] == f"Mijn nummer is {NOT_SHOWN}."
    assert waiting["onderwerp"] == f"Hulp aan {NOT_SHOWN}"


def test_who_judges_sees_what_she_needs(door: Door) -> None:
    door.mail(a_mail(SPAM))

    [waiting] = listed()
    assert waiting["afzender"] == "j.dewit@mail.example"
    assert (waiting["onderwerp"], waiting["tekst"]) == ("Hulp", "De hulp komt al weken niet.")


def test_the_news_of_it_says_nothing_of_it_and_its_subject_is_the_day_in_amsterdam(
    door: Door,
) -> None:
    for hours in (0, 12, 13):  # it is 11:30 there
        raw = a_mail(SPAM, id=str(hours))
        door.mail(raw, f"post/1904/{hours}", MONDAY + timedelta(hours=hours))

    news = [MessageSuspected.model_validate_json(text) for text in news_in(door.table)]
    days = ("2026-06-01", "2026-06-01", "2026-06-02")
    assert [each.subject for each in news] == [f"verdachte-berichten-{day}" for day in days]
    assert len({each.id for each in news}) == 3
    assert "dewit" not in "".join(each.model_dump_json() for each in news)


def test_the_same_mail_twice_is_one_line(door: Door) -> None:
    door.mail(a_mail(SPAM))
    door.mail(a_mail(SPAM))
    door.mail(a_mail("Received: x", SPAM), "post/1904/twee", TUESDAY)
    door.mail(a_mail("Received: y"), "post/1904/drie", TUESDAY)

    assert told(door) == ["bericht-verdacht"]
    assert len(listed()) == 1


def test_what_is_a_case_already_is_not_suspected_after_all(door: Door) -> None:
    door.mail(a_mail())
    door.mail(a_mail(SPAM), "post/1904/twee", TUESDAY)

    assert told(door) == ["klacht-ontvangen"]
    assert listed() == []


def test_who_holds_our_token_is_no_stranger_but_a_virus_stays_out(door: Door) -> None:
    door.mail(a_mail())
    case = the_case(door)
    code = case.number[-11:].replace("-", "").lower()
    to = f"To: klachten+{code}.{case.reply_token}@stichtsevecht.example"
    door.mail(a_mail(SPAM, to, id="2"), "post/1904/twee", TUESDAY)
    door.mail(a_mail(VIRUS, to, id="3"), "post/1904/drie", TUESDAY)

    assert sorted(told(door)) == ["aanvulling-ontvangen", "bericht-verdacht", "klacht-ontvangen"]
    ask("POST", f"{LIST}/{listed()[0]['kenmerk']}/_toelaten")
    assert told(door).count("aanvulling-ontvangen") == 2


def test_what_is_admitted_is_a_case_of_its_own_moment(door: Door) -> None:
    door.mail(a_mail(SPAM))
    [waiting] = listed()

    status, admitted = ask("POST", f"{LIST}/{waiting['kenmerk']}/_toelaten")

    case = the_case(door)
    assert status == 200
    assert (admitted["beoordeling"], admitted["zaaknummer"]) == ("toegelaten", case.number)
    assert (admitted["beoordeeldDoor"], admitted["beoordeeldOp"]) == (
        "s-1",
        "2026-06-02T09:30:00.000Z",
    )
    assert case.received_at == MONDAY
    assert (case.text, case.raw) == ("De hulp komt al weken niet.", "post/1904/een")
    assert case.mail_to == "j.dewit@mail.example"
    assert listed() == []
    assert len(listed(beoordeling="toegelaten")) == 1


def test_admitting_twice_or_getting_the_mail_again_makes_no_second_case(door: Door) -> None:
    door.mail(a_mail(SPAM))
    path = f"{LIST}/{listed()[0]['kenmerk']}/_toelaten"

    first, second = ask("POST", path), ask("POST", path, at=TUESDAY + timedelta(days=1))
    door.mail(a_mail(SPAM), "post/1904/twee", TUESDAY)

    assert first == second
    assert told(door).count("klacht-ontvangen") == 1


def test_the_files_of_a_mail_with_a_virus_stay_out(door: Door) -> None:
    raw = a_mail(VIRUS, "Content-Type: application/pdf", text="")
    door.mail(raw + A_PDF)
    ask("POST", f"{LIST}/{listed()[0]['kenmerk']}/_toelaten")

    case = the_case(door)
    assert case.attachments == ()
    assert INFECTED in (case.note or "")


def test_what_is_rejected_stays_in_the_list_with_who_and_when(door: Door) -> None:
    door.mail(a_mail(SPAM))
    path = f"{LIST}/{listed()[0]['kenmerk']}"

    ask("POST", f"{path}/_afwijzen")
    ask("POST", f"{path}/_afwijzen", bearer(sub="s-2"), at=TUESDAY + timedelta(days=1))

    assert listed() == []
    [rejected] = listed(beoordeling="afgewezen")
    assert (rejected["beoordeeldDoor"], rejected["beoordeeldOp"]) == (
        "s-1",
        "2026-06-02T09:30:00.000Z",
    )
    assert told(door) == ["bericht-verdacht"]


def test_who_changes_her_mind_may_admit_but_a_case_cannot_be_rejected(door: Door) -> None:
    door.mail(a_mail(SPAM))
    path = f"{LIST}/{listed()[0]['kenmerk']}"

    ask("POST", f"{path}/_afwijzen")
    admitted, _ = ask("POST", f"{path}/_toelaten")
    refused, problem = ask("POST", f"{path}/_afwijzen")

    assert (admitted, refused) == (200, 409)
    assert the_case(door).number in problem["detail"]


def test_a_mail_that_is_gone_cannot_be_read_or_admitted(door: Door) -> None:
    door.mail(a_mail(SPAM))
    boto3.client("s3").delete_object(Bucket="post", Key="post/1904/een")

    [waiting] = listed()
    status, problem = ask("POST", f"{LIST}/{waiting['kenmerk']}/_toelaten")

    assert "tekst" not in waiting
    assert status == 409
    assert "Vraag de afzender" in problem["detail"]


def test_the_list_comes_page_by_page_and_each_once(door: Door) -> None:
    for n in range(28):
        door.mail(a_mail(SPAM, id=str(n)), f"post/1904/{n}", MONDAY + timedelta(minutes=n % 5))

    _, first = ask("GET", LIST)
    _, second = ask("GET", LIST, query={"na": first["na"]})

    found = [each["kenmerk"] for each in first["berichten"] + second["berichten"]]
    assert (len(first["berichten"]), len(found), len(set(found))) == (25, 28, 28)
    assert "na" not in second


@pytest.mark.parametrize("role", ["klachtencoordinator", "kcc-medewerker"])
def test_the_desk_and_the_coordinator_judge(door: Door, role: str) -> None:
    assert ask("GET", LIST, bearer(role))[0] == 200


@pytest.mark.parametrize(
    ("token", "status"),
    [
        (bearer("behandelaar"), 403),
        (bearer("rapporteur"), 403),
        (of_provider(), 403),
        (bearer(gemeentecode="1696"), 404),
        ("Bearer x.y.z", 401),
    ],
)
def test_nobody_else_does(door: Door, token: str, status: int) -> None:
    door.mail(a_mail(SPAM))
    id = listed()[0]["kenmerk"]

    for method, path in (
        ("GET", LIST),
        ("POST", f"{LIST}/{id}/_toelaten"),
        ("POST", f"{LIST}/{id}/_afwijzen"),
    ):
        assert ask(method, path, token)[0] == status
    assert len(listed()) == 1


def test_what_is_of_another_municipality_does_not_exist(door: Door) -> None:
    door.mail(a_mail(SPAM), "post/1696/een")
    code = json.loads(news_in(door.table)[0])
    [theirs] = ask("GET", LIST.replace("1904", "1696"), bearer(gemeentecode="1696"))[1]["berichten"]

    assert code["gemeentecode"] == "1696"
    assert listed() == []
    assert ask("POST", f"{LIST}/{theirs['kenmerk']}/_toelaten")[0] == 404
    assert ask("GET", LIST, query={"na": theirs["kenmerk"]})[0] == 400


@pytest.mark.parametrize("id", ["x", "7Q2MK-X0R4T", "7Q2MK-X0R4T-9BCDF"])
def test_a_message_that_is_not_there_is_not_found(door: Door, id: str) -> None:
    assert ask("POST", f"{LIST}/{id}/_toelaten")[0] in (400, 404)


def test_the_log_says_who_read_the_list_and_not_what_it_says(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.mail(a_mail(SPAM))
    listed()

    log = logged(caplog)
    assert "suspected read" in log
    assert "s-1" in log
    assert not [word for word in ("dewit", "Wit", "Hulp", "weken") if word in log]
