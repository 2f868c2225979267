"""What did the mail servers say of a mail that they passed on?

Only our own receiving server is believed, and it writes on top: whatever stands below may come
from the sender.
"""

import re
from dataclasses import dataclass

from services.intake.post.headers import Headers

_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'"[^"]*"')
_RESULT = re.compile(r"(?:^|;)\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Verdicts:
    forged: bool = False  # it is not from whom it says it is
    spam: bool = False
    virus: bool = False


NO_VERDICTS = Verdicts()


def verdicts_in(headers: Headers) -> Verdicts:
    return Verdicts(
        forged=len(headers.senders()) > 1 or _failed(headers.first("authentication-results")),
        # Anybody may say that a mail is spam; a server that says so may have said it below.
        spam=_fails(headers, "x-ses-spam-verdict") or "YES" in _words(headers, "x-spam-flag"),
        virus=_fails(headers, "x-ses-virus-verdict"),
    )


def _fails(headers: Headers, name: str) -> bool:
    return headers.first(name).upper() == "FAIL"


def _words(headers: Headers, name: str) -> set[str]:
    return {value.strip().upper() for value in headers.all(name)}


def _failed(results: str) -> bool:
    """By DMARC, or by all that it leans on (RFC 8601). A result begins what stands between two
    semicolons; what stands after it, such as an address, the sender chose.
    """
    said: dict[str, set[str]] = {"spf": set(), "dkim": set(), "dmarc": set()}
    for method, result in _RESULT.findall(_COMMENT.sub("", _QUOTED.sub("", results))):
        said[method.lower()].add(result.lower())
    return said["dmarc"] == {"fail"} or (said["spf"] == said["dkim"] == {"fail"})
