from collections.abc import Iterator

import pytest

from services.deadlines import handler
from shared.identity import issuers
from shared.table import Table
from tests.aws import a_table
from tests.tokens import SETTING

MADE_ONCE = (handler.deadlines, handler.planning, handler._plan, handler._store, issuers)


@pytest.fixture
def table(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    monkeypatch.setenv("TABLE", "deadlines")
    monkeypatch.setenv("ISSUERS", SETTING)
    for each in MADE_ONCE:
        each.cache_clear()
    yield a_table("deadlines")
    for each in MADE_ONCE:
        each.cache_clear()
