# Copied from overlays/python/artificer/_exceptions.py; edit it there.
"""What the SDK raises: `ArtificerError` catches all of it; `artificer.exceptions` has the names that users know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from ._generated import _exceptions as generated
from ._generated._exceptions import APIStatusError, ArtificerError

if TYPE_CHECKING:
    from ._runtime import APIError

__all__ = ["BadRequestError", "RateLimitError", "UnprocessableEntityError", "ValidationError", "error_for_status"]

FIRST_DELAY_S = 1.0
LONGEST_DELAY_S = 60.0
MOST_TOLD = 5
"""Faults that a message tells; `errors` has all."""


class ValidationError(ArtificerError):
    """What was to be sent breaks a rule: found before sending, or by the server (400, 422).

    `errors` has the faults by the dotted path of what is wrong: `{"items.0.input": ["..."]}`.
    """

    errors: Mapping[str, list[str]] = {}

    @classmethod
    def before_sending(cls, errors: Mapping[str, list[str]]) -> ValidationError:
        """An error that needed no server."""
        error = cls(f"nothing was sent: {summary(errors)}")
        error.errors = errors
        error.code = "BAD_REQUEST"
        return error


class BadRequestError(ValidationError, generated.BadRequestError):
    """Status 400."""


class UnprocessableEntityError(ValidationError, generated.UnprocessableEntityError):
    """Status 422."""


class RateLimitError(generated.RateLimitError):
    """Status 429: too many requests; `retry_after` tells in how many seconds to come back, and is never None."""

    _wish: float | None = None

    @property
    def retry_after(self) -> float:
        """The server's wish in seconds; without one, the pause that the client would make before its next attempt."""
        if self._wish is not None:
            return self._wish
        return float(min(FIRST_DELAY_S * 2 ** (self.attempts - 1), LONGEST_DELAY_S))

    @retry_after.setter
    def retry_after(self, seconds: float | None) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        self._wish = seconds


KINDS: Mapping[int, type[APIStatusError]] = {
    400: BadRequestError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def error_for_status(response: Any, request: Any, body: object, text: str) -> APIError:
    """Make the error of a status, with what its body tells and the faults in it."""
    usual = generated.error_for_status(response, request, body, text)
    faults, told = faults_of(body), message_of(body)
    listed = f" ({summary(faults)})" if faults else ""
    message = f"{response.status} {request.label}: {told}{listed}" if told or faults else usual.message
    kind = KINDS.get(response.status, type(usual))
    error = kind(message, response=response, request=request, body=body)
    if isinstance(error, ValidationError):
        error.errors = faults
    return error


def message_of(body: object) -> str:
    """What the body of an error tells: `message` of the API, or `detail` of its Python worker; empty without."""
    found = part(body, "message") or part(body, "detail")
    return found if isinstance(found, str) else ""


def summary(faults: Mapping[str, list[str]]) -> str:
    """The first faults, and how many there are beside them."""
    lines = [f"{path}: {text}" for path, texts in faults.items() for text in texts]
    more = [f"and {len(lines) - MOST_TOLD} more"] if len(lines) > MOST_TOLD else []
    return "; ".join([*lines[:MOST_TOLD], *more])


def faults_of(body: object) -> dict[str, list[str]]:
    """The faults in the body of an error: `issues` of the API, or `detail` of its Python worker."""
    found: dict[str, list[str]] = {}
    for issue in listed(body, "issues"):
        found.setdefault(dotted(part(issue, "path")), []).append(str(part(issue, "message")))
    for issue in listed(body, "detail"):
        place = part(issue, "loc")
        inner = cast("list[object]", place)[1:] if isinstance(place, list) else ()
        found.setdefault(dotted(inner), []).append(str(part(issue, "msg")))
    return found


def dotted(path: object) -> str:
    """A path with dots between its parts."""
    return ".".join(str(item) for item in cast("list[object]", path)) if isinstance(path, list | tuple) else ""


def listed(value: object, name: str) -> list[object]:
    """A part that is a list; else nothing."""
    found = part(value, name)
    return cast("list[object]", found) if isinstance(found, list) else []


def part(value: object, name: str) -> object:
    """A property of a model or of plain JSON; None if it has none."""
    return cast("Mapping[str, object]", value).get(name) if isinstance(value, Mapping) else getattr(value, name, None)


# Added by Burnish: what else the generated module offers.
from ._generated._exceptions import (
    APIConnectionError as APIConnectionError,
    APIError as APIError,
    APIResponseValidationError as APIResponseValidationError,
    APITimeoutError as APITimeoutError,
    AuthenticationError as AuthenticationError,
    ConflictError as ConflictError,
    InternalServerError as InternalServerError,
    InvalidWebhookSignatureError as InvalidWebhookSignatureError,
    NotFoundError as NotFoundError,
    PaginationLoopError as PaginationLoopError,
    PermissionDeniedError as PermissionDeniedError,
    RedirectError as RedirectError,
    ResponseDecodeError as ResponseDecodeError,
    RetryableError as RetryableError,
    StreamInterruptedError as StreamInterruptedError,
    UnsupportedByTransportError as UnsupportedByTransportError,
    WebSocketConnectionClosedError as WebSocketConnectionClosedError,
    WebSocketQueueFullError as WebSocketQueueFullError,
)

__all__ += [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "ArtificerError",
    "AuthenticationError",
    "ConflictError",
    "InternalServerError",
    "InvalidWebhookSignatureError",
    "NotFoundError",
    "PaginationLoopError",
    "PermissionDeniedError",
    "RedirectError",
    "ResponseDecodeError",
    "RetryableError",
    "StreamInterruptedError",
    "UnsupportedByTransportError",
    "WebSocketConnectionClosedError",
    "WebSocketQueueFullError",
]
