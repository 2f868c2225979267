"""What DynamoDB charges for a write follows from what is asked of it."""

from typing import Any

import pytest

from tests.bench.life import PRICES, _prices, _written

SMALL = {"Item": {"pk": {"S": "a"}}}
LARGE = {"Item": {"pk": {"S": "a" * 1500}}}
WATCHED = {"Item": {"pk": {"S": "a"}, "todo": {"S": "share-1"}}}


@pytest.mark.parametrize(
    ("operation", "asked", "units"),
    [
        ("PutItem", SMALL, 1),
        ("PutItem", LARGE, 2),
        ("PutItem", WATCHED, 2),
        ("TransactWriteItems", {"TransactItems": [{"Put": SMALL}, {"Put": LARGE}]}, 6),
        ("TransactWriteItems", {"TransactItems": [{"Put": WATCHED}, {"Delete": {}}]}, 5),
        ("Query", {}, 0),
    ],
)
def test_a_kilobyte_costs_a_unit_and_a_transaction_twice(
    operation: str, asked: Any, units: int
) -> None:
    assert _written(operation, asked) == units


def test_every_price_says_of_when_and_where_it_is() -> None:
    rows = PRICES.read_text(encoding="utf-8").splitlines()

    assert rows[0] == "service,unit,usd,region,date,source"
    assert len(_prices()) == len(rows) - 1
    assert all(",eu-central-1,20" in row for row in rows[1:])
    assert all("list price" in row for row in rows[1:])
