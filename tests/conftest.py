"""What every test gets: no AWS account, no region of the developer's, and no leftovers."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("ours", deadline=None)  # no test measures time
settings.load_profile("ours")

os.environ.update(
    {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "POWERTOOLS_METRICS_NAMESPACE": "klachtenloket",
        "POWERTOOLS_SERVICE_NAME": "test",
    }
)


@pytest.fixture
def aws() -> Iterator[None]:
    """A small, empty AWS in this process."""
    from moto import mock_aws

    with mock_aws():
        yield
