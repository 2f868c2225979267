"""Whatever is kept, is kept under its municipality: no query can stray into another's.

Everything that our doors can be told is told here, in two municipalities, and then all that is
stored is looked at. The exceptions, with their reasons, are in decision 32.
"""

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from services.deadlines.handler import _store as deadlines
from services.intake import api as intake_api
from services.intake.domain import code_in
from services.intake.handler import intake, mail_door
from services.intake.handler import table as intake_table
from services.intake.pages import login
from services.intake.pages.follow import tracking
from services.intake.programs.keys import Keys
from services.intake.programs.links import Links
from services.notifications.handler import notifications
from services.reporting.domain import Quarter
from services.reporting.handler import reporting
from services.routing.handler import routing
from shared.case import Case
from shared.events import CaseRouted
from shared.municipality import municipalities
from tests.access.world import INTEGRATION, NOW, World
from tests.aws import Context, http_request
from tests.builders import MONDAY, a_case
from tests.flow import _items

BEGINS = re.compile(r"(?P<town>[0-9]{4})#")
NEWS = re.compile(r"news#[0-9a-f-]{36}")
NAMED = re.compile(r'(?:gemeentecode|municipality)\\*": ?\\*"([0-9]{4})')  # in JSON in JSON too
A_TEXT = "De hulp komt al weken niet. Bel mij terug."
TOWNS = ("1904", "1696")
"""Both receive what may be taken for the same; a number is never shared."""


@pytest.fixture(scope="module")
def full() -> Iterator[World]:
    with pytest.MonkeyPatch.context() as environment, mock_aws():
        for name in ("ISSUERS", "SITE", "TABLE", "DOSSIERS_TABLE", "FILES_BUCKET", "MAIL_BUCKET"):
            environment.setenv(name, "")
        world = World()
        for town in TOWNS:
            complains(town)
        world.flow.settle(lambda waiting: 0)
        world.flow.sweep("deadlines", "2026-06-09T10:00:00Z")
        world.flow.settle(lambda waiting: 0)
        assert world.staff_session
        assert world.resident_session
        assert world.link
        yield world


def complains(town: str) -> None:
    body = {
        "tekst": A_TEXT,
        "indiener": {"naam": "Anna", "email": "anna@mail.example", "elektronischBereikbaar": True},
        "bijlagen": [{"naam": "a.txt", "mediatype": "text/plain", "inhoud": "YWJj"}],
    }
    os.environ["TABLE"] = "intake"
    path, headers = f"/v1/gemeenten/{town}/klachten", {"idempotency-key": "een-twee-drie-vier"}
    answer = intake_api.on_request(http_request("POST", path, json.dumps(body), headers), Context())
    assert answer["statusCode"] == 201, answer["body"]


def test_every_key_begins_with_a_municipality(full: World) -> None:
    for name, table in full.flow.tables.items():
        items = list(_items(table))
        assert items, name
        for item in items:
            found = BEGINS.match(item["pk"])
            assert (found and found["town"] in municipalities()) or NEWS.fullmatch(item["pk"])


def test_what_is_kept_under_a_municipality_is_about_no_other(full: World) -> None:
    for name, table in full.flow.tables.items():
        assert any(mentioned(item) for item in _items(table)), name
        for item in _items(table):
            if found := BEGINS.match(item["pk"]):
                others = set(municipalities()) - {found["town"]}
                assert not mentioned(item) & others, item["pk"]


def test_news_says_itself_whose_it_is(full: World) -> None:
    for table in full.flow.tables.values():
        for item in _items(table):
            for event in item.get("events", []):
                assert json.loads(event)["gemeentecode"] in municipalities()


def test_every_file_and_every_mail_lies_in_the_folder_of_its_municipality(full: World) -> None:
    s3 = boto3.client("s3")
    keys = [
        each["Key"]
        for bucket in ("files", "mail")
        for each in s3.list_objects_v2(Bucket=bucket)["Contents"]
    ]

    assert {key.split("/")[1] for key in keys} == {*TOWNS}
    assert {key.split("/")[0] for key in keys} <= {"bijlagen", "post", "concept", "onleesbaar"}


def test_no_store_gives_one_municipality_what_is_of_another(full: World) -> None:
    for town, other in (TOWNS, TOWNS[::-1]):
        mine, theirs = numbers(full, town), numbers(full, other)
        assert mine
        assert theirs
        for number in theirs:
            assert asked_in(town, number) == NOTHING, (town, number)
        assert {case.number for case in listed(town)} <= mine | {full.case.number}


NOTHING: list[Any] = []


def test_two_municipalities_with_a_case_of_the_same_number_each_get_their_own(full: World) -> None:
    number = full.case.number
    theirs = a_case(number=number, municipality="1696", owner="1696", regime="wijdemeren_2014")
    for service in ("deadlines", "intake", "reporting"):
        news = CaseRouted.about(theirs, MONDAY).model_dump_json(exclude_none=True)
        full.flow.deliver((service, news))
    full.has()
    full.has(municipality="1696", owner="1696", regime="wijdemeren_2014")

    for town in TOWNS:
        status, file = intake().store.status(town, number), routing().store.read(town, number)
        kept, clocks = deadlines().read(town, number)
        facts = reporting().facts.of(town, Quarter.named("2026", "2"))
        assert status
        assert file
        assert kept.case
        found = [status.case.municipality, file.case.municipality, kept.case.municipality]
        found += [each.of.municipality for each in clocks]
        found += [each.municipality for each in facts]
        found += [case.municipality for case in listed(town)]
        assert set(found) == {town}


def listed(town: str) -> list[Case]:
    return [file.case for _, file in routing().store.listed(town, True, None)]


def asked_in(town: str, number: str) -> list[Any]:
    """All that the stores of *town* say of a case with this number."""
    code = code_in(number)
    file, clocks = deadlines().read(town, number)
    answers = (
        intake().store.find(town, code),
        intake().store.status(town, number),
        intake().dossiers.read(town, number, "toets"),
        routing().store.read(town, number),
        routing().store.timeline(town, number),
        file.case,
        clocks,
        notifications().store.find(town, number, "x"),
        routing().dossiers.story(town, number, "toets", "toets"),
    )
    return [answer for answer in answers if answer]


def test_a_key_a_session_and_a_link_of_one_municipality_open_nothing_in_another(
    full: World,
) -> None:
    theirs = TOWNS[1]
    keys, links = Keys(intake_table()), Links(intake_table())

    assert keys.find(TOWNS[0], INTEGRATION.id)
    assert keys.find(theirs, INTEGRATION.id) is None
    assert links.opened_by(TOWNS[0], full.link, NOW)
    assert links.opened_by(theirs, full.link, NOW) is None
    assert tracking().visit(TOWNS[0], full.resident_session, NOW)
    assert tracking().visit(theirs, full.resident_session, NOW) is None
    assert login._sessions().use(TOWNS[0], full.staff_session, NOW)
    assert login._sessions().use(theirs, full.staff_session, NOW) is None
    assert mail_door().store.find(TOWNS[0], full.suspected)
    assert mail_door().store.find(theirs, full.suspected) is None


def numbers(full: World, town: str) -> set[str]:
    """The cases of *town*, by what was received."""
    found = (item["pk"].split("#") for item in _items(full.flow.tables["dossiers"]))
    return {number for code, number in found if code == town and number != "verdacht"}


def mentioned(item: dict[str, Any]) -> set[str]:
    """The municipalities that an item names as such."""
    return set(NAMED.findall(json.dumps(item, default=str)))
