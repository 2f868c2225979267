"""What every test gets: no AWS account, no region of the developer's, and no leftovers."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.aws import NO_ACCOUNT

settings.register_profile("ours", deadline=None)  # no test measures time
settings.load_profile("ours")
os.environ.update(NO_ACCOUNT)


@pytest.fixture
def aws() -> Iterator[None]:
    """A small, empty AWS in this process."""
    from moto import mock_aws

    with mock_aws():
        yield
