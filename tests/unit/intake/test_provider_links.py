"""A link for a provider: nobody can make one, change one, or use one for ever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from services.intake.programs.links import Link, Links
from tests.aws import a_table
from tests.builders import MONDAY

LINK = Link("1904", "KL-2026-AAAAA-AAAAA", "rietland", MONDAY + timedelta(days=30))


@pytest.fixture(scope="module")
def links() -> Iterator[Links]:
    with mock_aws(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        yield Links(a_table("intake"))


def test_a_link_opens_what_it_was_made_for(links: Links) -> None:
    assert links.opened_by("1904", links.token(LINK), MONDAY) == LINK


def test_a_link_ends_after_thirty_days(links: Links) -> None:
    token = links.token(LINK)

    assert links.opened_by("1904", token, LINK.until - timedelta(seconds=1))
    assert links.opened_by("1904", token, LINK.until) is None


def test_a_link_is_of_one_municipality(links: Links) -> None:
    assert links.opened_by("1696", links.token(LINK), MONDAY) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(LINK, number="KL-2026-BBBBB-BBBBB"),
        replace(LINK, provider="samenwerk"),
        replace(LINK, until=LINK.until + timedelta(days=365)),
    ],
)
def test_nothing_in_a_link_can_be_changed(links: Links, other: Link) -> None:
    signed = links.token(LINK).rpartition(".")[2]
    changed = links.token(other).rpartition(".")[0]

    assert links.opened_by("1904", f"{changed}.{signed}", MONDAY) is None


def test_another_container_signs_the_same(links: Links) -> None:
    assert Links(links._table).token(LINK) == links.token(LINK)


@given(st.text() | st.from_regex(r"KL-2026-AAAAA-AAAAA\.rietland\.\d{1,11}\.[\w-]{43}"))
def test_nobody_makes_one_up(links: Links, token: str) -> None:
    assert links.opened_by("1904", token, MONDAY) is None
