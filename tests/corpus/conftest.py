"""The mail door of the integration tests, for many mails."""

from tests.integration.intake.conftest import door as door
