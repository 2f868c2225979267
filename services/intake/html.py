"""What does a piece of HTML say, without its markup?"""

import re
from html import unescape
from html.parser import HTMLParser

MAX_HTML = 500_000  # characters; parsing hostile markup can take the square of this

_SILENT = {"head", "script", "style", "template", "title"}
_BLOCKS = {"address", "article", "blockquote", "br", "dd", "div", "dt", "footer", "form", "h1",
           "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section",
           "table", "td", "th", "tr", "ul"}  # fmt: skip


class _Listener(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.heard: list[str] = []
        self._silence = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _SILENT:
            self._silence += 1
        elif tag == "body":
            self._silence = 0  # a head that was never closed
        elif tag in _BLOCKS:
            self.heard.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silence = max(0, self._silence - 1)
        elif tag in _BLOCKS:
            self.heard.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silence:
            self.heard.append(re.sub(r"\s+", " ", data))


def text_of(html: str) -> str:
    """The words of *html*, its blocks on lines of their own."""
    listener = _Listener()
    try:
        listener.feed(html[:MAX_HTML])
        listener.close()
        text = "".join(listener.heard)
    except (AssertionError, ValueError):  # the parser's answer to some broken declarations
        text = unescape(re.sub(r"<[^>]{0,2000}>", " ", html[:MAX_HTML]))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
