"""Why do we not do what somebody asks? In words for people, with the status that HTTP has for it.

Apart from `shared/http.py`: what refuses need not know how HTTP is spoken, nor load it.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any


class RefusedError(Exception):
    """A request that we understand and do not carry out. Its text is for people."""

    status = HTTPStatus.CONFLICT
    headers: Mapping[str, str] = {}


class UnknownError(RefusedError):
    """There is no such thing, or none that this caller may know of."""

    status = HTTPStatus.NOT_FOUND


class InvalidError(RefusedError):
    """The request itself is wrong."""

    status = HTTPStatus.BAD_REQUEST


class UnauthenticatedError(RefusedError):
    """We do not know who asks."""

    status = HTTPStatus.UNAUTHORIZED
    headers: Mapping[str, str] = {"WWW-Authenticate": 'Bearer realm="klachtenloket"'}


class ForbiddenError(RefusedError):
    """We know who asks, and this is not hers to do."""

    status = HTTPStatus.FORBIDDEN


class TooLargeError(RefusedError):
    """The request is more than a function can take."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class NotJsonError(RefusedError):
    """The request is in a form that we do not read."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class TooOftenError(RefusedError):
    """Somebody asks more often than we can serve. *wait* says after how many seconds she may."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, text: str, wait: int) -> None:
        super().__init__(text)
        self.headers = {"Retry-After": str(wait)}


class UnseenError(RefusedError):
    """This may only be done to something as it is, and the caller does not say what she saw."""

    status = HTTPStatus.PRECONDITION_REQUIRED


class OutdatedError(RefusedError):
    """The caller acts on something as it no longer is. *now* says how it is."""

    status = HTTPStatus.PRECONDITION_FAILED

    def __init__(self, text: str, **now: dict[str, Any]) -> None:
        super().__init__(text)
        self.now = now
