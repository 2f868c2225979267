"""Chromium, and our pages on a small AWS in this process."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import boto3
import pytest
from playwright.sync_api import Browser, sync_playwright

from infra.local import Unavailable
from infra.local.style import stylesheet
from tests.aws import a_table
from tests.browser.visitor import Visitor
from tests.website import website

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    from moto import mock_aws

    from services.intake import handler
    from services.intake.pages import style

    settings = {
        "TABLE": "intake", "DOSSIERS_TABLE": "dossiers",
        "FILES_BUCKET": "bestanden", "MAIL_BUCKET": "post",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        try:
            patch.setenv("STYLESHEET", str(stylesheet()))
        except Unavailable as missing:
            pytest.skip(f"NO PAGE WAS LOOKED AT: {missing}")
        for name, value in settings.items():
            patch.setenv(name, value)
        for name in ("intake", "dossiers"):
            a_table(name)
        boto3.client("s3").create_bucket(
            Bucket="bestanden", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        made = (handler.intake, handler.files_bucket, handler.table, style.sheet, style.version)
        for each in made:
            each.cache_clear()
        with website() as address:
            yield address
        for each in made:
            each.cache_clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(
            f"NO PAGE WAS LOOKED AT: there is no Chromium at {CHROMIUM}. Install it, or say where: "
            "CHROMIUM=..."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """A visitor of her own, with nothing in her browser."""
    with ExitStack() as stack:

        def comes(
            town: str = "stichtse-vecht", language: str = "nl", script: bool = True
        ) -> Visitor:
            context = browser.new_context(
                java_script_enabled=script, viewport={"width": 1280, "height": 900}
            )
            stack.callback(context.close)
            return Visitor(context.new_page(), site, town, language)

        yield comes
