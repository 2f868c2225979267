"""Every answer keeps to the Dutch API Design Rules, errors too."""

import json
from typing import Annotated, Any

import pytest
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from shared.http import HEADERS, MAX_BODY, UnknownError, api, arrived_at, resolve
from shared.wire import Wire
from tests.aws import Context, http_request
from tests.builders import MONDAY

app = api()


class Note(Wire):
    text: Annotated[str, Field(alias="tekst", min_length=3)]
    urgent: bool = Field(alias="spoed")


@app.post("/v1/notities/<nummer>")
def write(nummer: Annotated[str, Path()], note: Note) -> Note:
    if nummer == "onbekend":
        raise UnknownError("Deze notitie is er niet.")
    if nummer == "stuk":
        raise ZeroDivisionError(note.text)
    return note


def ask(path: str, body: str | None, method: str = "POST") -> tuple[int, dict[str, Any], Any]:
    answer = resolve(app, http_request(method, path, body), Context())
    headers = {name: values[0] for name, values in answer["multiValueHeaders"].items()}
    return answer["statusCode"], headers, json.loads(answer["body"])


def test_a_good_request_is_answered_in_dutch_camel_case() -> None:
    status, _, body = ask("/v1/notities/1", '{"tekst": "hallo", "spoed": true}')

    assert (status, body) == (200, {"tekst": "hallo", "spoed": True})


def test_all_faults_are_told_at_once_with_400() -> None:
    status, headers, body = ask("/v1/notities/1", '{"tekst": "x"}')

    assert status == 400
    assert headers["Content-Type"] == "application/problem+json"
    assert {fault["pointer"] for fault in body["errors"]} == {"/tekst", "/spoed"}
    assert "minstens 3 tekens" in json.dumps(body)


@pytest.mark.parametrize("body", ["", None, "null", "{", "[]", '"x"', '{"tekst": "\\ud800"}'])
def test_a_body_that_is_no_good_is_a_400_that_says_so(body: str | None) -> None:
    status, _, answer = ask("/v1/notities/1", body)

    assert status == 400
    assert {"status", "title", "detail"} <= answer.keys()


def test_what_is_not_there_is_a_404_that_says_so() -> None:
    status, _, body = ask("/v1/notities/onbekend", '{"tekst": "hallo", "spoed": false}')

    assert (status, body["detail"]) == (404, "Deze notitie is er niet.")


@pytest.mark.parametrize("path", ["/", "/v1/notities/1/", "/v1/iets"])
def test_an_address_that_does_not_exist_is_a_404_problem(path: str) -> None:
    status, headers, _ = ask(path, None, "GET")

    assert status == 404
    assert headers["Content-Type"] == "application/problem+json"


def test_a_fault_of_ours_tells_nothing_about_the_request() -> None:
    status, _, body = ask("/v1/notities/stuk", '{"tekst": "geheim", "spoed": false}')

    assert status == 500
    assert "geheim" not in json.dumps(body)


def test_ten_megabytes_are_too_much() -> None:
    status, _, body = ask("/v1/notities/1", "x" * (MAX_BODY + 1))

    assert status == 413
    assert "hoogstens 5 MB" in body["detail"]


def test_json_that_is_nested_too_deep_is_the_callers_fault() -> None:
    status, _, body = ask("/v1/notities/1", "[" * 100_000)

    assert (status, body["detail"]) == (400, "Deze JSON is te diep genest.")


def test_what_is_not_sent_as_json_is_refused_as_such() -> None:
    request = http_request("POST", "/v1/notities/1", "<a/>", {"content-type": "application/xml"})

    assert resolve(app, request, Context())["statusCode"] == 415


@pytest.mark.parametrize("form", ["multipart/form-data", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("body", [None, "tekst=hallo&spoed=true"])
def test_a_form_is_refused_too(form: str, body: str | None) -> None:
    request = http_request("POST", "/v1/notities/1", body, {"content-type": form})

    assert resolve(app, request, Context())["statusCode"] == 415


def test_json_may_name_its_letters() -> None:
    form = {"content-type": "application/json; charset=utf-8"}
    request = http_request("POST", "/v1/notities/1", '{"tekst": "hallo", "spoed": true}', form)

    assert resolve(app, request, Context())["statusCode"] == 200


def test_what_an_address_cannot_do_is_a_405_that_says_what_it_can() -> None:
    status, headers, problem = ask("/v1/notities/1", None, "DELETE")

    assert (status, headers["Allow"]) == (405, "POST")
    assert problem["detail"] == "Dit adres kent alleen POST."


def test_an_address_with_a_slash_behind_it_is_another_one() -> None:
    assert ask("/v1/notities/1/", '{"tekst": "hallo", "spoed": true}')[0] == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/notities/1", '{"tekst": "hallo", "spoed": true}'),
        ("/v1/notities/1", "{"),
        ("/v1/notities/onbekend", '{"tekst": "hallo", "spoed": true}'),
        ("/v1/notities/stuk", '{"tekst": "hallo", "spoed": true}'),
        ("/v1/notities/1", "x" * (MAX_BODY + 1)),
        ("/nergens", None),
    ],
)
def test_every_answer_has_its_version_and_its_security_headers(path: str, body: str) -> None:
    _, headers, _ = ask(path, body)

    assert headers.items() >= HEADERS.items()


def test_a_request_arrived_when_the_gateway_got_it() -> None:
    resolve(app, http_request("GET", "/nergens"), Context())

    assert arrived_at(app) == MONDAY
