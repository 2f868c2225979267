"""Is the style sheet small, ours alone, and whole?"""

import gzip
import re

import pytest

from infra.local.style import PAGES, stylesheet

pytestmark = pytest.mark.browser


def test_it_is_about_twenty_kilobytes_on_the_wire(site: str) -> None:
    assert len(gzip.compress(stylesheet().read_bytes())) < 20_000


def test_it_asks_nothing_of_another_site(site: str) -> None:
    css = stylesheet().read_text(encoding="utf-8")
    assert "http" not in css
    assert "@import" not in css
    assert "sourceMappingURL" not in css


def test_every_rule_is_for_a_class_that_a_template_names(site: str) -> None:
    css = re.sub(r":not\(.*?\)", "", stylesheet().read_text(encoding="utf-8"))
    templates = "".join(file.read_text("utf-8") for file in (PAGES / "templates").glob("*.j2"))
    selectors = re.findall(r"([^{}]+){", css)
    styled = {name for each in selectors for name in re.findall(r"\.((?:nl|utrecht)-[\w-]+)", each)}

    assert {name for name in styled if name not in templates} == set()
    assert {"nl-button--primary", "utrecht-textbox", "utrecht-alert--error"} <= styled
