"""What sessions promise. The fake and DynamoDB are held to the same promises."""

from datetime import timedelta

import pytest

from services.intake.sessions import Sessions
from services.intake.tracking import Sessions as AnySessions
from shared.table import Table
from tests.aws import a_table
from tests.builders import MONDAY
from tests.fakes.tracking import InMemorySessions

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=8)
ALMOST = IDLE - timedelta(seconds=1)


@pytest.fixture
def table(aws: None) -> Table:
    return a_table("intake")


@pytest.fixture(params=["in memory", "DynamoDB"])
def sessions(request: pytest.FixtureRequest, table: Table) -> AnySessions:
    if request.param == "in memory":
        return InMemorySessions(IDLE, LONGEST)
    return Sessions(table, "sessie", IDLE, LONGEST)


def test_a_session_knows_what_it_is_of(sessions: AnySessions) -> None:
    token = sessions.begin("1904", "zaak", MONDAY)

    assert sessions.use("1904", token, MONDAY) == "zaak"
    assert sessions.use("1904", token + "x", MONDAY) is None
    assert sessions.use("1696", token, MONDAY) is None


def test_every_use_makes_it_last_longer_and_half_an_hour_without_ends_it(
    sessions: AnySessions,
) -> None:
    token = sessions.begin("1904", "zaak", MONDAY)

    assert sessions.use("1904", token, MONDAY + ALMOST)
    assert sessions.use("1904", token, MONDAY + 2 * ALMOST)
    assert sessions.use("1904", token, MONDAY + 2 * ALMOST + IDLE) is None


def test_however_often_it_is_used_it_ends_the_same_day(sessions: AnySessions) -> None:
    token = sessions.begin("1904", "zaak", MONDAY)
    moment = MONDAY
    while moment + ALMOST < MONDAY + LONGEST:
        moment += ALMOST
        assert sessions.use("1904", token, moment)

    assert sessions.use("1904", token, MONDAY + LONGEST) is None


def test_what_was_ended_opens_nothing_any_more(sessions: AnySessions) -> None:
    token = sessions.begin("1904", "zaak", MONDAY)
    sessions.end("1904", token)
    sessions.end("1904", token)

    assert sessions.use("1904", token, MONDAY) is None


def test_one_session_ends_and_the_others_go_on(sessions: AnySessions) -> None:
    one, other = (sessions.begin("1904", "zaak", MONDAY) for _ in range(2))
    sessions.end("1904", one)

    assert sessions.use("1904", other, MONDAY) == "zaak"


def test_the_table_holds_no_token_and_may_forget_what_has_ended(table: Table) -> None:
    token = Sessions(table, "sessie", IDLE, LONGEST).begin("1904", "zaak", MONDAY)

    [item] = table._client.scan(TableName="intake")["Items"]
    assert token not in str(item)
    assert item["pk"]["S"].startswith("1904#sessie#")
    assert item["expires_at"]["N"] == str(int((MONDAY + IDLE).timestamp()))
    assert "todo" not in item
