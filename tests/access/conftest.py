from collections.abc import Iterator

import pytest
from moto import mock_aws

from shared.identity import issuers
from tests.access.world import World


@pytest.fixture(scope="package")
def _made() -> Iterator[World]:
    with pytest.MonkeyPatch.context() as environment, mock_aws():
        for name in ("ISSUERS", "SITE", "TABLE", "DOSSIERS_TABLE", "FILES_BUCKET", "MAIL_BUCKET"):
            environment.setenv(name, "")
        yield World()
    issuers.cache_clear()


@pytest.fixture
def world(_made: World) -> Iterator[World]:
    yield _made
    _made.as_it_was()
