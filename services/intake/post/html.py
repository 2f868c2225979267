"""What does a piece of HTML say, without its markup?

Nothing in it is fetched or run; of a link that hides where it goes, the address is shown.

Not Python's own parser: hostile markup makes that take the square of its length. This reads
everything once, and nothing is too broken for it.
"""

import re
from html import unescape

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"<(/?[a-z][a-z0-9]*)", re.IGNORECASE)
_TARGET = re.compile(r"""\shref\s*=\s*["']?((?:https?|mailto):[^"'\s>]+)""", re.IGNORECASE)
_SILENT = frozenset({"head", "script", "style", "template", "title"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "code", "em", "font", "i", "img", "mark", "s", "small", "span"}
    | {"strong", "sub", "sup", "u", "wbr"}
)
LONGEST_TARGET = 200  # characters of an address that we show


def text_of(html: str) -> str:
    """The words of *html*, its blocks on lines of their own."""
    heard, silent, link = [""], "", (0, "")
    for piece in _TAG.split(_without_comments(html)):
        tag = _NAME.match(piece)
        name = tag[1].lower() if tag else ""
        if silent:
            silent = "" if name in (f"/{silent}", "body") else silent
        elif name in _SILENT:
            silent = name
        elif name in ("a", "/a"):
            heard.append(_where_it_goes("".join(heard[link[0] :]), link[1]))
            target = _TARGET.search(piece)
            link = (len(heard), target[1] if target else "")
        elif name:
            heard.append("" if name.lstrip("/") in _INLINE else "\n")
        elif not piece.startswith("<!"):
            heard.append(re.sub(r"\s+", " ", piece))
    lines = (" ".join(line.split()) for line in unescape("".join(heard)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_comments(html: str) -> str:
    first, *others = html.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _where_it_goes(shown: str, target: str) -> str:
    """The address behind a link, where what is *shown* does not say it already."""
    if not target or not shown.strip() or _bare(target) in _bare(shown):
        return ""
    return f" ({target[:LONGEST_TARGET]})"


def _bare(address: str) -> str:
    return re.sub(r"^(https?://|mailto:)(www\.)?|/$", "", unescape(address).strip().lower())
