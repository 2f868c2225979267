"""Somebody in front of a browser: what she can do, and what axe has against what she sees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

EVERY_RULE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": ["color-contrast"]}


@dataclass(frozen=True)
class Visitor:
    page: Page
    site: str
    town: str  # as in an address
    language: str

    def go(self, place: str) -> None:
        """To a page of the town such as ``klacht``, or to ``/privacy``."""
        path = place if place.startswith("/") else f"/loket/{self.town}/{place}".rstrip("/")
        asked = "?taal=en" if self.language == "en" else ""
        self.page.goto(f"{self.site}{path}{asked}")

    def fill(self, field: str, text: str) -> None:
        self.page.fill(f"#{field}", text)

    def choose(self, field: str, value: str) -> None:
        """A radio button or a box to tick."""
        self.page.check(f"[name={field}][value={value}]")

    def press(self, name: str, value: str) -> None:
        """The button of a form that sends this, in the page itself."""
        self.page.click(f"main button[name={name}][value={value}]")

    def send(self) -> None:
        """The only button of the page itself."""
        self.page.click("main form button[type=submit]")

    def tab_to(self, selector: str, at_most: int = 60) -> "Visitor":
        """Press Tab until this has the focus."""
        for _ in range(at_most):
            self.key("Tab")
            if self.page.locator(f"{selector}:focus").count():
                return self
        raise AssertionError(f"{selector} cannot be reached with the keyboard")

    def key(self, name: str) -> None:
        """Press a key: Enter leads to another page, or to another place in it."""
        if name == "Enter":
            with self.page.expect_navigation():
                self.page.keyboard.press(name)
        else:
            self.page.keyboard.press(name)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def heading(self) -> str:
        return self.page.inner_text("h1")

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})

    def picture(self, file: Path) -> None:
        self.page.screenshot(path=file, full_page=True)

    def dress_as(self, town: str) -> None:
        """Give the page the colours of another town."""
        self.page.evaluate(
            """town => new Promise(done => {
                const sheet = document.querySelector("link[href$='huisstijl.css']");
                if (!sheet) return done();
                sheet.onload = done;
                sheet.href = sheet.href.replace(/[^/]+(?=.huisstijl)/, town);
            })""",
            town,
        )

    def faults(self, rules: Mapping[str, Any] = EVERY_RULE) -> list[str]:
        """What axe has against the page."""
        found: list[dict[str, Any]] = Axe().run(self.page, options=rules).response["violations"]
        return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]

    def scrolls_sideways(self) -> bool:
        wide: bool = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        return wide


Reach = Callable[[Visitor], None]
"""How to get to a page."""
