"""What may stand in a text, and in which language is it?"""

import re
import unicodedata

MAX_TEXT = 100_000  # characters
MAX_BYTES = 300_000  # of UTF-8: one item holds 400 kB, and the rest of the dossier needs a place

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
MOST_ACCENTS = 25  # on one letter; one of them may be two, and thirty in a row are safe
_JOINER = "\u034f"
_HALF_A_CHARACTER = re.compile(r"[\ud800-\udfff]")
_TURNS_AROUND = re.compile(r"[\u202a-\u202e\u2066-\u2069]")

_DUTCH = frozenset(re.findall(r"\w+", "de het een en ik niet van is dat mijn op te met voor er"))
_ENGLISH = frozenset(re.findall(r"\w+", "the and i not of is that my on to with for are have it"))


def clean(text: str) -> str:
    """*text* without control characters, in one form of Unicode (NFC) and one kind of line end."""
    text = _HALF_A_CHARACTER.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", _stream_safe(_CONTROL.sub("", text))).strip()


def _stream_safe(text: str) -> str:
    """*text* in which a mark that does nothing breaks up each heap of accents: putting those in
    order takes the square of how many there are (Unicode UAX 15, Stream-Safe Text).
    """
    if text.isascii():
        return text
    safe, heap = [], 0
    for each in text:
        heap = heap + 1 if unicodedata.combining(each) else 0
        if heap > MOST_ACCENTS:
            safe.append(_JOINER)
            heap = 1
        safe.append(each)
    return "".join(safe)


def one_line(text: str) -> str:
    """*text* for a place where a line end could do harm, such as a name or a subject. Nor does
    anything in it turn around what is read after it.
    """
    return " ".join(clean(_TURNS_AROUND.sub("", text)).split())


def fits(text: str) -> bool:
    return len(text) <= MAX_TEXT and len(text.encode()) <= MAX_BYTES


def shorten(text: str) -> str:
    """As much from the beginning of *text* as a dossier holds."""
    return text[:MAX_TEXT].encode()[:MAX_BYTES].decode(errors="ignore")


def language_of(text: str) -> str:
    """A guess from its small words: `en` where those win, else `nl`."""
    words = re.findall(r"[a-z]+", text[:5_000].lower())
    dutch, english = (sum(word in small for word in words) for small in (_DUTCH, _ENGLISH))
    return "en" if english > dutch else "nl"
