"""Somebody with a browser, without the browser: she opens pages, fills in forms, keeps cookies.

Everything works without JavaScript, so forms are all there is to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

File = tuple[str, bytes]  # a name, and what is in it


@dataclass
class HtmlForm:
    action: str
    multipart: bool
    fields: list[tuple[str, str]] = field(default_factory=list)

    def value(self, name: str) -> str | None:
        return next((value for each, value in self.fields if each == name), None)


@dataclass(frozen=True)
class Page:
    status: int
    address: str
    html: str
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        """What somebody reads, on one line."""
        reader = _Reader()
        reader.feed(self.html)
        return " ".join("".join(reader.words).split())

    def form(self, having: str) -> HtmlForm:
        """The form with a field or button named *having*."""
        reader = _Reader()
        reader.feed(self.html)
        return next(form for form in reader.forms if having in reader.names[id(form)])


class Visitor:
    def __init__(self, site: str) -> None:
        self._site = site
        self.cookies: dict[str, str] = {}
        self._opener = build_opener(_NoRedirect())

    def opens(self, path: str) -> Page:
        return self._ask(self._site + path, None, {})

    def sends(
        self, page: Page, having: str, files: Sequence[tuple[str, File]] = (), **fields: str
    ) -> Page:
        """Fill in the form of *page* with a field named *having*, and press its button; of a
        button with a name, name and value are among *fields*.
        """
        form = page.form(having)
        kept = [(name, value) for name, value in form.fields if name not in fields]
        filled = [*kept, *fields.items()]
        if form.multipart:
            body, content_type = _multipart(filled, files)
        else:
            body, content_type = urlencode(filled).encode(), "application/x-www-form-urlencoded"
        return self._ask(urljoin(page.address, form.action), body, {"Content-Type": content_type})

    def _ask(self, address: str, body: bytes | None, headers: Mapping[str, str]) -> Page:
        request = Request(address, body, dict(headers))
        if self.cookies:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            request.add_header("Cookie", cookies)
        try:
            answer = self._opener.open(request, timeout=60)
        except HTTPError as error:
            answer = error
        with answer:
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name.strip()] = value
            page = Page(answer.status, address, answer.read().decode(), dict(answer.headers))
        if page.status == 303:
            return self._ask(urljoin(address, page.headers["Location"]), None, {})
        return page


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[HtmlForm] = []
        self.names: dict[int, set[str]] = {}
        self._filling: tuple[str, str] | None = None  # a textarea or select that is open

    def feed(self, data: str) -> Self:  # type: ignore[override]
        super().feed(data)
        return self

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            multipart = given.get("enctype") == "multipart/form-data"
            self.forms.append(HtmlForm(given.get("action", ""), multipart))
            self.names[id(self.forms[-1])] = set()
        if not self.forms or not (name := given.get("name")):
            if tag == "option" and self._filling and "selected" in given:
                self._filling = (self._filling[0], given.get("value", ""))
            return
        form = self.forms[-1]
        self.names[id(form)].add(name)
        kind = given.get("type", "text")
        if tag in ("textarea", "select"):
            self._filling = (name, "")
        elif tag == "input" and _is_sent(kind, given):
            form.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select") and self._filling:
            name, value = self._filling
            self.forms[-1].fields.append((name, value.removeprefix("\n")))
            self._filling = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._filling and self.lasttag == "textarea":
            self._filling = (self._filling[0], self._filling[1] + data)


def _is_sent(kind: str, given: Mapping[str, str]) -> bool:
    if kind in ("radio", "checkbox"):
        return "checked" in given
    return kind not in ("file", "submit")


def _multipart(
    fields: Sequence[tuple[str, str]], files: Sequence[tuple[str, File]]
) -> tuple[bytes, str]:
    boundary = uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    parts += [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + data
        + b"\r\n"
        for name, (called, data) in files
    ]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), (
        f"multipart/form-data; boundary={boundary}"
    )
