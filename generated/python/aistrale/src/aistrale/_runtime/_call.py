# Copied from overlays/python/runtime/_call.py; edit it there.
"""A call in progress: its request, its limits, and the middleware that watches it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from ._endpoint import Endpoint
    from ._options import CallOptions, Timeout
    from ._request import PreparedRequest
    from ._transport import Response

__all__ = ["After", "Call", "Middleware", "Watch", "response_mode"]

response_mode: ContextVar[str] = ContextVar("response_mode", default="")
"""What the running method gives: a parsed value (empty), or a whole response, read (`raw`) or not (`streamed`)."""


class Watch(Protocol):
    """What middleware may return to follow an attempt to its end; exactly one of the two methods is called."""

    def answered(self, response: Response) -> None:
        """The head of the answer has arrived; its body is still to be read.

        What is raised here takes the place of the answer; `RetryableError` has the attempt repeated.
        """
        ...

    def failed(self, error: BaseException) -> None:
        """No answer came: the connection failed, or the call was cancelled."""
        ...


After: TypeAlias = "Callable[[Response], None] | Watch"
"""What middleware may return: a function to call with the answer, or a `Watch`, which is told of failures too."""
Middleware: TypeAlias = "Callable[[PreparedRequest], After | None]"
"""Called with the request before every attempt; it may change the request.

What it returns, if anything, is called with the answer; a `Watch` is told of failures too. Raise `RetryableError` to
have the attempt repeated; any other error ends the call and reaches the caller. Sync and async clients take the same
functions.
"""


class Call:
    """A request in progress, with everything that decides what happens to it."""

    attempt = 0
    """How often the request was sent again."""
    refreshed = False
    """Whether the request was sent again with a renewed credential, which happens once."""
    redirects = 0
    """How many redirects were followed."""
    query_keys: Mapping[str, str] | None = None
    """The credentials in the query of the request."""
    started = 0.0
    """When the last attempt began, in seconds on the client's clock."""
    afters: tuple[After, ...] = ()
    """What middleware returned for the running attempt."""

    def __init__(
        self,
        endpoint: Endpoint[Any],
        request: PreparedRequest,
        options: CallOptions,
        timeout: Timeout,
        *,
        left: int,
        deadline: float | None,
        keyed: bool,
    ) -> None:
        """Begin a call.

        `timeout` has the limits of the next attempt, in seconds. `left` is how many more attempts there may be, until
        `deadline` in seconds on the client's clock. A `keyed` call has an idempotency key.
        """
        self.endpoint = endpoint
        self.request = request
        self.options = options
        self.timeout = timeout
        self.left = left
        self.deadline = deadline
        self.keyed = keyed
        # URL and cookie without credentials, to which new ones are added after a refusal.
        self.plain_url = request.url
        self.plain_cookie = request.headers.get("Cookie", "")

    def answered(self, response: Response) -> None:
        """Tell the middleware of this attempt that its answer has come, the last one first."""
        afters, self.afters = self.afters, ()
        for after in reversed(afters):
            if callable(after):
                after(response)
            else:
                after.answered(response)

    def failed(self, error: BaseException) -> None:
        """Tell the middleware of this attempt that follows failures that no answer came, the last one first."""
        afters, self.afters = self.afters, ()
        for after in reversed(afters):
            if not callable(after):
                after.failed(error)
