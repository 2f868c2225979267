"""One story by two doors, through all services: proposed by the machine, joined by a person.

The consumers are the real ones, on moto.
"""

import json
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import boto3
import pytest
from moto import mock_aws

from services.intake import handler as intake
from services.routing import api as routing_api
from services.routing.handler import routing
from shared import identity
from shared.case import Case
from shared.glossary import Attention
from shared.privacy import personal_data_in
from tests.aws import Context, http_request, sqs_batch
from tests.builders import MONDAY
from tests.flow import Flow
from tests.integration.intake.conftest import a_notice
from tests.tokens import SETTING, bearer

TEXT = "De taxi kwam vanmorgen weer niet, ik stond een uur in de kou en miste mijn afspraak."
HER = {"naam": "Anna Voorbeeld", "email": "anna@mail.example"}
AN_HOUR = 3_600_000


@pytest.fixture
def flow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Flow]:
    monkeypatch.setenv("ISSUERS", SETTING)
    with mock_aws():
        identity.issuers.cache_clear()
        made = Flow()
        boto3.client("s3").create_bucket(
            Bucket="mail", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        yield made
    identity.issuers.cache_clear()


def mail(flow: Flow, text: str, town: str = "1904", key: str = "een") -> None:
    """She mails, and everybody hears of it."""
    message = EmailMessage()
    message["From"] = "Anna Voorbeeld <Anna@mail.example>"
    message["To"] = "klachten@stichtsevecht.example"
    message["Subject"] = "De taxi"
    message.set_content(text)
    place = f"post/{town}/{key}"
    boto3.client("s3").put_object(Bucket="mail", Key=place, Body=message.as_bytes())
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TABLE", "intake")
        failed = intake.on_mail(sqs_batch(a_notice(place, MONDAY)), Context())
    assert failed == {"batchItemFailures": []}
    flow.settle(lambda waiting: 0)


def cases(town: str = "1904") -> dict[str, Case]:
    found = routing().store.listed(town, True, None)
    return {file.case.number: file.case for _, file in found}


def the_other(than: str, town: str = "1904") -> Case:
    [other] = [case for number, case in cases(town).items() if number != than]
    return other


def ask(path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
    at_ms = int(MONDAY.timestamp() * 1000) + AN_HOUR
    text = None if body is None else json.dumps(body)
    method = "GET" if body is None else "POST"
    event = http_request(method, path, text, {"Authorization": bearer()}, at_ms=at_ms)
    answer = routing_api.on_request(event, Context())
    return answer["statusCode"], json.loads(answer["body"])


def test_who_fills_in_the_form_and_then_mails_is_recognised_and_nothing_is_joined(
    flow: Flow,
) -> None:
    form = flow.complain(TEXT, "a-key-of-the-form", indiener=HER)
    flow.settle(lambda waiting: 0)

    mail(flow, f"Goedemiddag,\n\n{TEXT}\n\nGroet, Anna")

    mailed = the_other(than=form)
    [like] = mailed.similar
    assert like.number == form
    assert like.explanation.startswith("Zelfde e-mailadres, ")
    assert "de tekst komt voor" in like.explanation
    assert personal_data_in(like.explanation) == frozenset()
    assert Attention.SIMILAR in mailed.attention
    assert mailed.matter.links == ()
    assert cases()[form].similar == ()
    shown = ask(f"/v1/zaken/{mailed.number}")[1]
    assert shown["zaak"]["lijktOp"][0]["zaaknummer"] == form
    assert "lijkt_op_andere_zaak" in [each["punt"] for each in shown["aandachtspunten"]]


def test_another_story_of_hers_is_not_said_to_be_the_same(flow: Flow) -> None:
    form = flow.complain(TEXT, "a-key-of-the-form", indiener=HER)
    flow.settle(lambda waiting: 0)

    mail(flow, "Mijn bijstandsuitkering is gestopt en niemand belt mij terug over de reden.")

    assert the_other(than=form).similar == ()


def test_another_municipality_hears_nothing_of_it(flow: Flow) -> None:
    flow.complain(TEXT, "a-key-of-the-form", indiener=HER)
    flow.settle(lambda waiting: 0)

    mail(flow, TEXT, town="1696")

    assert [case.similar for case in cases("1696").values()] == [()]


def test_a_person_joins_them_and_reads_both(flow: Flow) -> None:
    form = flow.complain(TEXT, "a-key-of-the-form", indiener=HER)
    flow.settle(lambda waiting: 0)
    mail(flow, f"Goedemiddag,\n\n{TEXT}\n\nIk wil graag gebeld worden. Groet, Anna")
    mailed = the_other(than=form)
    first, later = sorted((cases()[form], mailed), key=lambda case: case.received_at)
    path = f"/v1/zaken/{later.number}"

    link = {"zaaknummer": first.number, "verband": "dezelfde_als"}
    assert ask(f"{path}/_koppelen", link)[0] == 200
    status, closed = ask(f"{path}/_afhandelen", {"uitkomst": "samengevoegd"})
    flow.settle(lambda waiting: 0)

    assert (status, closed["uitkomst"]) == (200, "samengevoegd")
    [goes_on] = cases().values()
    assert goes_on.number == first.number
    assert goes_on.received_at == first.received_at
    told = ask(f"/v1/zaken/{first.number}/dossier")[1]["berichten"]
    assert [each["zaaknummer"] for each in told] == [first.number, later.number]
    assert [each["ontvangenOp"] for each in told] == sorted(each["ontvangenOp"] for each in told)
    assert all("stond een uur in de kou" in each["tekst"] for each in told)


def test_a_second_subject_gets_a_case_of_its_own_and_she_tells_nothing_twice(flow: Flow) -> None:
    first = flow.complain(TEXT, "a-key-of-the-form", indiener=HER)
    flow.settle(lambda waiting: 0)

    assert ask(f"/v1/zaken/{first}/_splitsen", {"kenmerk": "S-1"})[0] == 200
    flow.settle(lambda waiting: 0, times=2)

    part = the_other(than=first)
    assert [each.number for each in cases()[first].matter.splits] == [part.number]
    assert part.received_at == cases()[first].received_at
    [told] = ask(f"/v1/zaken/{part.number}/dossier")[1]["berichten"]
    assert told["tekst"] == TEXT
    assert told["indiener"]["naam"] == HER["naam"]
