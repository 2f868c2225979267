"""Which number does a request get, and when do we tell of it again?

Plain functions over plain values. They ask no clock and touch no AWS.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import choice

from shared.dutch_time import dutch_date
from shared.glossary import Channel

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U: they look like others when read out

FIRST_REPEAT = timedelta(minutes=10)
LAST_REPEAT = timedelta(days=1)

IN_WRITING = frozenset(
    {Channel.WEB_FORM, Channel.EMAIL, Channel.LETTER, Channel.DESK, Channel.OMBUDSMAN}
)
"""Where a complaint is in writing (Awb 9:4), unless the integration knows better."""


def fingerprint(*parts: str | bytes) -> str:
    """A hash, in hexadecimal digits, that is the same only if every part is."""
    whole = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()


def code_of(request: str) -> str:
    """What makes a case number unique: the first fifty bits of the fingerprint of its request."""
    bits = int(request, 16) >> (4 * len(request) - 50)
    letters = "".join(LETTERS[bits >> shift & 31] for shift in range(45, -5, -5))
    return f"{letters[:5]}-{letters[5:]}"


def number_of(request: str, received_at: datetime) -> str:
    """The case number, such as ``KL-2026-7Q2MK-X0R4T``, with the year of receipt in Amsterdam."""
    return f"KL-{dutch_date(received_at).year:04}-{code_of(request)}"


LOOKS_LIKE = str.maketrans("OILU", "011V")


def new_code() -> str:
    """A code for who wants to follow her case: seventy-five bits, easy to read out."""
    letters = "".join(choice(LETTERS) for _ in range(15))
    return f"{letters[:5]}-{letters[5:10]}-{letters[10:]}"


def new_token() -> str:
    """Eighty bits in lower case, for a place where nobody types it."""
    return "".join(choice(LETTERS) for _ in range(16)).lower()


def hash_of(municipality: str, number: str, secret: str) -> str:
    """What we keep of a code or token. However it was typed, the same code has the same hash."""
    plain = "".join(each for each in secret.upper() if each.isalnum()).translate(LOOKS_LIKE)
    return fingerprint("geheim", municipality, number, plain)


def code_in(number: str) -> str:
    """The code at the end of a case number."""
    return number[-len("XXXXX-XXXXX") :]


def again_at(told: int, now: datetime) -> datetime:
    """When to tell it again after it was *told* so often: ten minutes, twenty ... at last daily."""
    doublings = min(told - 1, 10)
    return now + min(FIRST_REPEAT * (1 << doublings), LAST_REPEAT)
