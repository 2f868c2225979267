"""From a message on the queue to a report for whoever may see it, on moto."""

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from services import reporting
from services.reporting import api, handler
from shared.events import (
    CaseClassified,
    CaseClosed,
    CaseEvent,
    CaseOpened,
    CaseReopened,
    Clock,
    ContactRecorded,
    Event,
    SecondLineReferred,
    Step,
    TermMissed,
    source_of,
)
from shared.glossary import ClockKind, Kind, Outcome, Phase
from shared.identity import issuers
from shared.observability import logger
from shared.proceedings import Aftermath
from tests.aws import Context, a_table, http_request, sqs_batch
from tests.builders import MONDAY, a_case, news_of

KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = {**ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1"}
ISSUER = {
    "issuer": "https://login.example",
    "audience": "klachtenloket",
    "gemeenten": ["0000", "0363", "0457", "1696", "1904"],
    "jwks": {"keys": [PUBLIC]},
}
SPRING = "/v1/gemeenten/1904/rapportages/2026/2"


@pytest.fixture(autouse=True)
def table(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TABLE", "reporting")
    monkeypatch.setenv("ISSUERS", json.dumps([ISSUER]))
    caches: list[Callable[[], Any]] = [
        handler.reporting.cache_clear, api.reporting.cache_clear, issuers.cache_clear
    ]  # fmt: skip
    for clear in caches:
        clear()
    a_table("reporting")
    yield
    for clear in caches:
        clear()


def bearer(role: str = "rapporteur", municipality: str = "1904") -> dict[str, str]:
    now = datetime.now(UTC)
    claims = {
        "iss": ISSUER["issuer"],
        "aud": "klachtenloket",
        "sub": "7d7d3c0e",
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "gemeentecode": municipality,
        "roles": [role],
    }
    token = jwt.encode(claims, KEY, algorithm="ES256", headers={"kid": "k1"})
    return {"authorization": f"Bearer {token}"}


def get(path: str = SPRING, headers: dict[str, str] | None = None, **query: str) -> dict[str, Any]:
    return api.on_request(http_request("GET", path, headers=headers, query=query), Context())


def missed(case: CaseEvent, kind: ClockKind) -> TermMissed:
    about = case.data.case
    day = MONDAY.date()
    clock = Clock(
        kind=kind, starts_on=day, nominal_end=day, due_on=day, article="Awb 9:11", explanation="-"
    )
    return TermMissed(
        id="a-missed-term",
        source=source_of(about.municipality, "deadlines"),
        subject=about.number,
        gemeentecode=about.municipality,
        data=Step(case=about, clock=clock, step=3, audience="klachtencoordinator"),
    )


def tell(*events: Event) -> dict[str, Any]:
    bodies = [
        json.dumps({"detail-type": each.type, "detail": json.loads(each.model_dump_json())})
        for each in events
    ]
    return dict(handler.on_events(sqs_batch(*bodies), Context()))


def figures(answer: dict[str, Any]) -> dict[str, Any]:
    assert answer["statusCode"] == 200, answer["body"]
    return {each["sleutel"]: each["waarde"] for each in json.loads(answer["body"])["kerncijfers"]}


def test_a_case_is_counted_as_it_is_last_known() -> None:
    opened = news_of(CaseOpened, a_case())
    spoken = news_of(ContactRecorded, a_case(sequence=2, first_contact_at=MONDAY))
    end = MONDAY + timedelta(days=3)
    closed = news_of(
        CaseClosed,
        a_case(
            sequence=3,
            first_contact_at=MONDAY,
            closed_at=end,
            outcome=Outcome.SATISFIED,
            phase=Phase.CLOSED,
        ),
    )

    told = tell(missed(opened, ClockKind.CONTACT), closed, spoken, opened, closed)

    assert told == {"batchItemFailures": []}
    found = figures(get(headers=bearer()))
    assert found["ontvangen"] == found["afgesloten"] == found["contact_te_laat"] == 1
    assert (found["open"], found["dagen_tot_afsluiting"]) == (0, 3)


def test_what_a_case_became_afterwards_is_counted_as_well() -> None:
    after = {"aftermath": Aftermath(reopened_at=(MONDAY,), referred_at=MONDAY)}
    closed = a_case(kind=Kind.REPORT, closed_at=MONDAY, outcome=Outcome.REGISTERED)
    tell(news_of(CaseClosed, closed))

    told = tell(
        news_of(SecondLineReferred, a_case(number="KL-2026-BBBBB-BBBBB", **after)),
        news_of(CaseReopened, a_case(sequence=2, kind=Kind.REPORT)),
        news_of(CaseClassified, a_case(sequence=3, kind=Kind.SIGNAL)),
    )

    assert told == {"batchItemFailures": []}
    found = figures(answer := get(headers=bearer()))
    assert (found["open"], found["afgesloten"], found["signalen"]) == (2, 0, 1)
    tables = {each["sleutel"]: each["rijen"] for each in json.loads(answer["body"])["tabellen"]}
    assert [row["sleutel"] for row in tables["vervolg"]] == ["tweede_lijn", "geen"]


def test_without_a_token_small_numbers_stay_hidden() -> None:
    tell(news_of(CaseOpened, a_case()))

    public, exact = get(), get(headers=bearer("klachtencoordinator"))

    assert figures(public)["ontvangen"] is None
    assert json.loads(public["body"])["versie"] == "openbaar"
    assert figures(exact)["ontvangen"] == 1
    assert json.loads(exact["body"])["versie"] == "intern"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/v1/gemeenten/0000/rapportages/2026/2", {}, 401),
        (SPRING, {"authorization": "Bearer unsound"}, 401),
        (SPRING, bearer("behandelaar"), 403),
        (SPRING, bearer(municipality="1696"), 404),
        ("/v1/gemeenten/9999/rapportages/2026/2", {}, 404),
        ("/v1/gemeenten/1904/rapportages/2026/5", {}, 400),
        ("/v1/gemeenten/1904/rapportages/1026/1", {}, 400),
    ],
)
def test_who_may_not_see_it_or_asks_for_nonsense_is_told_why(
    path: str, headers: dict[str, str], status: int
) -> None:
    answer = get(path, headers)

    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["status"]) == (status, status)
    assert problem["detail"].endswith(".")


def test_a_stranger_cannot_tell_an_unknown_municipality_from_another_one() -> None:
    unknown = get("/v1/gemeenten/9999/rapportages/2026/2", bearer())
    another = get("/v1/gemeenten/1696/rapportages/2026/2", bearer())

    assert unknown["body"] == another["body"]


def test_after_a_merger_the_successor_reports() -> None:
    weesp = "/v1/gemeenten/0457/rapportages/2022/1"

    assert json.loads(get(weesp, bearer(municipality="0363"))["body"])["versie"] == "intern"


def test_a_browser_gets_a_page_with_a_policy_of_its_own() -> None:
    answer = get(headers={"accept": "text/html,*/*;q=0.8"})

    headers = {name: values[0] for name, values in answer["multiValueHeaders"].items()}
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert answer["body"].startswith("<!doctype html>")


def test_a_sheet_can_be_asked_for_by_link() -> None:
    answer = get(formaat="csv")

    assert answer["multiValueHeaders"]["Content-Type"] == ["text/csv; charset=utf-8"]
    assert answer["body"].startswith("\ufeffgemeentecode;gemeente;jaar;")


def test_reports_and_logs_hold_no_case_number_and_no_staff(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = a_case(assignee="7d7d3c0e")
    tell(news_of(CaseOpened, case))
    log = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", log)

    answers = [get(headers=bearer(), formaat=form) for form in ("json", "csv", "html")]

    seen = log.getvalue() + "".join(answer["body"] for answer in answers)
    assert '"message":"answered"' in seen
    assert case.number not in seen
    assert "7d7d3c0e" not in seen


def test_the_service_says_what_it_listens_to() -> None:
    promised = (reporting.__doc__ or "").split("Listens to")[1].split(";")[0]

    assert set(re.findall(r"[A-Z]\w+[A-Z]\w+", promised)) == {
        event.__name__ for event in get_args(handler.Incoming)
    }
