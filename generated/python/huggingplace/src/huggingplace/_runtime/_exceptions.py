# Copied from overlays/python/runtime/_exceptions.py; edit it there.
"""Everything that an SDK raises.

SDKError
├── APIError                         about one request
│   ├── APIStatusError               the server answered with an error
│   │   └── BadRequestError 400, AuthenticationError 401, PermissionDeniedError 403, NotFoundError 404,
│   │       ConflictError 409, UnprocessableEntityError 422, RateLimitError 429, InternalServerError 500 and above
│   ├── APIConnectionError           no complete answer
│   │   ├── APITimeoutError          not in time
│   │   └── StreamInterruptedError   the stream broke off
│   ├── APIResponseValidationError   the answer is not what the description promises (strict clients, broken JSON)
│   ├── ResponseDecodeError          the answer's bytes cannot be decoded
│   ├── RedirectError                a redirect that must not be followed
│   └── RetryableError               raised by middleware to have an attempt repeated
├── PaginationLoopError              the server leads in a circle
├── WebSocketConnectionClosedError   a connection for messages has ended
├── WebSocketQueueFullError          too many messages wait for a connection
├── UnsupportedByTransportError      the HTTP library in use cannot do what was asked
└── InvalidWebhookSignatureError     a delivery that is not the sender's
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from ._request import PreparedRequest
    from ._transport import Response

__all__ = [
    "SHOWN_BODY",
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "InternalServerError",
    "InvalidWebhookSignatureError",
    "NotFoundError",
    "PaginationLoopError",
    "PermissionDeniedError",
    "RateLimitError",
    "RedirectError",
    "ResponseDecodeError",
    "RetryableError",
    "SDKError",
    "StreamInterruptedError",
    "UnprocessableEntityError",
    "UnsupportedByTransportError",
    "WebSocketConnectionClosedError",
    "WebSocketQueueFullError",
    "code_of",
    "error_for_status",
]

SHOWN_BODY = 2048
"""Characters of a body that the message of an error shows."""


class SDKError(Exception):
    """Base of everything that this package raises."""

    status_code: int | None = None
    """The HTTP status of the answer; None without an answer."""
    code: str | None = None
    """The API's name of the error, from `code` in the body of the answer or in its `error`; None without one."""
    request_id: str | None = None
    """The server's id of the request, from the header `X-Request-Id`; None without one."""
    resume_from: Any = None
    """The `PageInfo` of the page that could not be loaded, on errors of a walk over pages; else None."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        return _remake, (type(self), self.message, {k: v for k, v in self.__dict__.items() if k not in UNPICKLED})


UNPICKLED = frozenset(("request", "response"))


def _remake(kind: type[SDKError], message: str, state: Mapping[str, Any]) -> SDKError:
    """Make an error again from its pickle; request and response are not part of that."""
    error = kind.__new__(kind, message)
    Exception.__init__(error, message)
    error.__dict__.update({"request": None, "response": None, **state})
    return error


class APIError(SDKError):
    """An error about one request."""

    request: PreparedRequest | None
    """The request as it was sent last; its headers hold the credentials. None once the error was pickled."""
    body: object
    """The body of the answer: typed where the description types it, else JSON or text; None without an answer."""
    attempts: int
    """How often the request was sent."""

    def __init__(self, message: str, request: PreparedRequest | None = None, *, body: object = None) -> None:
        super().__init__(message)
        self.request = request
        self.body = body
        self.attempts = 1


class APIStatusError(APIError):
    """The server answered with a status of 400 or more, or with 304: what the caller has is current."""

    response: Response
    """The head of the answer. None once the error was pickled."""
    retry_after: float | None
    """Seconds after which the server asks to try again, from `Retry-After`; None if it does not."""

    def __init__(
        self, message: str, *, response: Response, request: PreparedRequest | None = None, body: object = None
    ) -> None:
        super().__init__(message, request=request or getattr(response, "request", None), body=body)
        self.response = response
        # An answer always has one; the base class is also that of errors without an answer.
        self.status_code: int = response.status_code  # pyright: ignore[reportIncompatibleVariableOverride]
        self.request_id = response.headers.get("x-request-id")
        self.code = code_of(body)
        self.retry_after = None


def code_of(body: object) -> str | None:
    """The code in the body of an error: a text in `code`, or in `code` of `error`."""
    for holder in (body, member(body, "error")):
        found = member(holder, "code")
        if isinstance(found, str):
            return found
    return None


def member(value: object, name: str) -> object:
    """A property of a value, typed or plain JSON; None if it has none."""
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).get(name)
    return getattr(value, name, None)


class BadRequestError(APIStatusError):
    """Status 400: the request is malformed."""


class AuthenticationError(APIStatusError):
    """Status 401: the credential is missing, wrong or expired."""


class PermissionDeniedError(APIStatusError):
    """Status 403: the credential does not allow this."""


class NotFoundError(APIStatusError):
    """Status 404: there is no such resource."""


class ConflictError(APIStatusError):
    """Status 409: the resource is not in a state that allows this."""


class UnprocessableEntityError(APIStatusError):
    """Status 422: the request is well-formed but its content is not valid."""


class RateLimitError(APIStatusError):
    """Status 429: too many requests."""


class InternalServerError(APIStatusError):
    """Status 500 or above: the server failed."""


class APIConnectionError(APIError):
    """No complete answer came: the connection could not be made, or broke."""

    sent: bool = True
    """Whether a part of the request may have reached the server."""
    lasting: bool = False
    """Whether another attempt would fail too, since the server's certificate is not trusted."""

    def __init__(self, message: str = "the connection failed", *, request: PreparedRequest | None = None) -> None:
        super().__init__(message, request=request)


class APITimeoutError(APIConnectionError):
    """No answer came within a limit of the `Timeout` in force."""


class StreamInterruptedError(APIConnectionError):
    """A stream broke off, or ended without its terminator.

    `last_event_id` is the id of the last event that the caller was given; None without one.
    """

    def __init__(
        self, message: str, *, last_event_id: str | None = None, request: PreparedRequest | None = None
    ) -> None:
        super().__init__(message, request=request)
        self.last_event_id = last_event_id


class APIResponseValidationError(APIError):
    """The body of an answer is not JSON, or (on a strict client) not of the type that the description promises."""

    def __init__(
        self,
        message: str,
        *,
        status_code: int | None = None,
        body: object = None,
        request: PreparedRequest | None = None,
    ) -> None:
        super().__init__(message, request=request, body=body)
        self.status_code = status_code


class ResponseDecodeError(APIError):
    """The bytes of an answer cannot be decoded: truncated, corrupt, or larger than allowed."""


class RedirectError(APIError):
    """A redirect that is not followed: to another origin or a malformed URL, without a target, or after five others."""


class RetryableError(APIError):
    """Raised by middleware to have an attempt repeated, whatever its method; it must know that this is harmless.

    When `max_retries` or the deadline allow no other attempt, the caller gets this error. `retry_after` is the wait in
    seconds; None for the client's own growing delay.
    """

    def __init__(
        self,
        message: str = "the attempt is to be repeated",
        *,
        retry_after: float | None = None,
        request: PreparedRequest | None = None,
        body: object = None,
    ) -> None:
        super().__init__(message, request=request, body=body)
        self.retry_after = retry_after


class PaginationLoopError(SDKError):
    """A list leads back to a page that the walk has already seen, or to more than 1,000 empty pages in a row."""


class UnsupportedByTransportError(SDKError):
    """The HTTP library in use cannot do what was asked; the message says which can, or what to install."""


class WebSocketConnectionClosedError(SDKError):
    """A WebSocket connection has ended.

    `close_code` says why (RFC 6455, section 7.4.1; 1006 if it just broke), `in_order` whether one side closed it on
    purpose. `unsent_messages` are the texts that were not sent.
    """

    def __init__(
        self, message: str, *, close_code: int = 1006, in_order: bool = False, unsent_messages: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.close_code = close_code
        self.in_order = in_order
        self.unsent_messages = unsent_messages


class WebSocketQueueFullError(SDKError):
    """More than 1 MiB of messages wait for a WebSocket connection that is being made again; this one was refused."""


class InvalidWebhookSignatureError(SDKError):
    """A webhook delivery that is not genuine, not recent, or was received before; the message says which."""


BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def error_for_status(response: Response, request: PreparedRequest, body: object, text: str) -> APIStatusError:
    """Make the error of a status; its message holds at most 2,048 characters of the body.

    Clients call the function of this name in the package's `_exceptions`, so that a hand-written one may take over.
    """
    kind = BY_STATUS.get(response.status) or (InternalServerError if response.status >= 500 else APIStatusError)
    shown = text if len(text) <= SHOWN_BODY else f"{text[:SHOWN_BODY]}... ({len(text)} characters)"
    return kind(f"{response.status} {request.label}: {shown}".strip(), response=response, request=request, body=body)
