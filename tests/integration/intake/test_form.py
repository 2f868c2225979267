"""Door 1, a form over HTTP, as API Gateway calls it."""

import json
from base64 import b64encode
from typing import Any

import boto3
import pytest

from services.intake.api import on_request
from shared.glossary import Channel
from tests.aws import Context, http_request
from tests.builders import MONDAY
from tests.fakes.files import A_PDF, A_PNG, a_docx, a_zip, an_odt
from tests.integration.intake.conftest import Door

COMPLAINT: dict[str, Any] = {
    "onderwerp": "Hulp komt niet",
    "tekst": "Er komt al weken niemand poetsen.",
    "indiener": {"naam": "J. de Wit", "email": "j.dewit@mail.example"},
}
KEY = {"Idempotency-Key": "7d8f5e0a-2c1b-4d3e"}
PATH = "/v1/gemeenten/1904/klachten"


def ask(
    body: Any = None, path: str = PATH, headers: dict[str, str] | None = None, **more: Any
) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """The status, the headers and the body of the answer to *body*, or to a usual complaint."""
    text = body if isinstance(body, str) else json.dumps(COMPLAINT if body is None else body)
    request = http_request("POST", path, text, KEY if headers is None else headers)
    answer = on_request(request | more, Context())
    return answer["statusCode"], answer["multiValueHeaders"], json.loads(answer["body"])


def a_file(data: bytes, name: str = "brief.pdf", kind: str = "application/pdf") -> dict[str, str]:
    return {"naam": name, "mediatype": kind, "inhoud": b64encode(data).decode()}


def test_a_complaint_gets_a_receipt_and_is_kept(door: Door) -> None:
    status, headers, receipt = ask()

    assert status == 201
    assert headers["Location"] == [f"/v1/zaken/{receipt['zaaknummer']}"]
    assert receipt["ontvangenOp"] == "2026-06-01T09:30:00.000Z"
    assert "binnen 5 werkdagen" in receipt["watNu"]
    assert "Bel 112" in receipt["watNu"]
    dossier = door.only_dossier()
    assert (dossier.number, dossier.channel) == (receipt["zaaknummer"], Channel.WEB_FORM)
    assert (dossier.subject, dossier.text) == (COMPLAINT["onderwerp"], COMPLAINT["tekst"])
    assert (dossier.person.name, dossier.received_at) == ("J. de Wit", MONDAY)


def test_who_speaks_for_somebody_else_is_kept_as_such(door: Door) -> None:
    speaker = {"naam": "J. de Wit", "namens": "haar moeder", "schriftelijkeMachtiging": False}

    ask(COMPLAINT | {"indiener": speaker})

    person = door.only_dossier().person
    assert (person.represents, person.authorised_in_writing) == ("haar moeder", False)


def test_the_same_again_gets_the_same_receipt(door: Door) -> None:
    _, _, first = ask()
    _, _, again = ask(dict(reversed(COMPLAINT.items())))

    assert again == first
    assert len(door.news()) == 1


def test_it_is_the_same_if_it_only_says_what_went_without_saying(door: Door) -> None:
    _, _, first = ask()
    _, _, again = ask(COMPLAINT | {"anoniem": False, "taal": None, "bijlagen": []})

    assert again == first


def test_another_complaint_with_the_same_key_is_a_conflict(door: Door) -> None:
    ask()

    status, _, problem = ask(COMPLAINT | {"tekst": "Iets heel anders."})

    assert status == 409
    assert "nieuwe sleutel" in problem["detail"]
    assert len(door.news()) == 1


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "kort"}, {"Idempotency-Key": "é" * 9}])
def test_without_a_usable_key_we_say_what_to_do(door: Door, key: dict[str, str]) -> None:
    status, _, problem = ask(headers=key)

    assert status == 400
    assert "zoals een UUID" in problem["errors"][0]["detail"]
    assert door.news() == []


def test_all_faults_come_at_once_and_none_repeats_what_was_said(door: Door) -> None:
    body = {
        "tekst": "geheim",
        "taal": "Nederlands",
        "indiener": {"email": "geheim"},
        "aanbieders": ["De Vechtstroom", "bsn_123456782"],
        "bijlagen": [a_file(b"MZ"), {"naam": "x", "inhoud": "geheim!"}, {"naam": "y"}],
    }

    status, _, problem = ask(body, headers={})

    assert status == 400
    assert {error["pointer"] for error in problem["errors"]} == {
        "/headers/idempotency_key",
        "/tekst",
        "/taal",
        "/indiener/email",
        "/aanbieders/0",
        "/aanbieders/1",
        "/bijlagen/0",
        "/bijlagen/1/inhoud",
        "/bijlagen/2/inhoud",
    }
    assert "geheim" not in json.dumps(problem)


@pytest.mark.parametrize(
    "body", ["", "null", "{", "[]", '"x"', "{}", '{"tekst": null}', "[" * 99_999]
)
def test_what_is_no_complaint_is_refused(door: Door, body: str) -> None:
    status, headers, _ = ask(body)

    assert status == 400
    assert headers["Content-Type"] == ["application/problem+json"]
    assert door.news() == []


def test_ten_megabytes_are_too_much(door: Door) -> None:
    assert ask("x" * 10_000_000)[0] == 413


@pytest.mark.parametrize("path", ["/v1/gemeenten/9999/klachten", "/v1/gemeenten/0000/klachten"])
def test_a_municipality_that_we_do_not_serve_is_not_found(door: Door, path: str) -> None:
    assert ask(path=path)[0] == 404
    assert door.news() == []


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/iets", PATH + "/iets"])
def test_an_address_that_nobody_has_is_not_found(door: Door, path: str) -> None:
    assert ask(path=path)[0] == 404


def test_nasty_text_is_cleaned_and_stored(door: Door) -> None:
    body = COMPLAINT | {
        "onderwerp": "Hulp\r\nBcc: x@y.example",
        "tekst": "Boos 😡\x00 en De\u0301sire\u0301e \ud800 ook",
        "indiener": {"naam": "Jan\nde\tWit\x1b"},
    }

    assert ask(body)[0] == 201
    dossier = door.only_dossier()
    assert dossier.subject == "Hulp Bcc: x@y.example"
    assert dossier.text == "Boos 😡 en Désirée \ufffd ook"
    assert dossier.person.name == "Jan de Wit"


def test_files_go_to_the_bucket_as_what_they_are(door: Door) -> None:
    files = [A_PDF, A_PNG, an_odt(), a_docx()]

    assert ask(COMPLAINT | {"bijlagen": [a_file(data) for data in files]})[0] == 201

    assert door.only_news().data.attachments == 4
    for attachment, data in zip(door.only_dossier().attachments, files, strict=True):
        kept = boto3.client("s3").get_object(Bucket="bestanden", Key=attachment.key)
        assert kept["Body"].read() == data
        assert kept["ContentType"] == attachment.content_type
        assert attachment.size == len(data)


def test_a_file_with_a_strange_name_is_kept_under_a_usual_one(door: Door) -> None:
    name = "foto\ud800\u202efdp\r\n.txt"

    status, _, _ = ask(COMPLAINT | {"bijlagen": [a_file(b"Geachte heer", name, "text/plain\n")]})

    assert status == 201
    [attachment] = door.only_dossier().attachments
    assert (attachment.name, attachment.content_type) == ("foto\ufffdfdp .txt", "text/plain")


def test_four_megabytes_of_files_fit_and_more_do_not(door: Door) -> None:
    four = A_PDF + bytes(4_000_000 - len(A_PDF))

    assert ask(COMPLAINT | {"bijlagen": [a_file(four)]})[0] == 201
    status, _, problem = ask(COMPLAINT | {"bijlagen": [a_file(four), a_file(A_PDF)]})
    assert (status, problem["errors"][0]["pointer"]) == (400, "/bijlagen")
    assert ask(COMPLAINT | {"bijlagen": [a_file(a_zip({"a": b"b"}))]})[0] == 400


def test_who_leaves_no_name_is_told_how_to_get_an_answer(door: Door) -> None:
    _, _, receipt = ask({"tekst": COMPLAINT["tekst"]})

    assert "Wilt u antwoord? Bel" in receipt["watNu"]
    assert door.only_news().data.anonymous


def test_the_language_is_what_was_said_or_a_guess(door: Door) -> None:
    text = "The taxi has not come for my son and I have called twice."
    for key, body in (("given-key", {"tekst": text, "taal": "uk"}), ("guess-key", {"tekst": text})):
        ask(body, headers={"Idempotency-Key": key})

    assert sorted(news.data.language for news in door.news()) == ["en", "uk"]
