"""A call on its way: its request, its limits, and those who watch it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from ._endpoint import Endpoint
    from ._options import CallOptions, Timeout
    from ._request import PreparedRequest
    from ._transport import Response

__all__ = ["After", "Call", "Middleware", "Watch", "response_mode"]

response_mode: ContextVar[str] = ContextVar("response_mode", default="")
"""How the running call wants its answer: parsed (empty), `raw` or `streamed`."""


class Watch(Protocol):
    """Follows one attempt to its end; exactly one of the two is called."""

    def answered(self, response: Response) -> None:
        """The head of an answer has arrived; its body is still to be read."""
        ...

    def failed(self, error: BaseException) -> None:
        """No answer came: the connection failed, or the call was cancelled."""
        ...


After: TypeAlias = "Callable[[Response], None] | Watch"
"""What a middleware may return: called with the answer, or told of the failure too."""
Middleware: TypeAlias = "Callable[[PreparedRequest], After | None]"
"""Called with every attempt before it is sent, and may change the request.

What it returns is called with the answer, or, with the two methods of a `Watch`, told about failures too. Raise
`RetryableError` to have the attempt repeated; every other error ends the call. The same functions serve both clients.
"""


class Call:
    """A request on its way, with everything that decides what happens to it."""

    attempt = 0
    """How often it was repeated."""
    refreshed = False
    """Whether it was made again with another credential."""
    redirects = 0
    started = 0.0
    """When the last attempt began, on the client's clock."""
    afters: tuple[After, ...] = ()
    """Those who watch the attempt."""

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
        """Begin; `timeout` has the limits of the first attempt.

        There may be `left` repetitions until `deadline`, on the client's clock. A `keyed` call has an idempotency key.
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
        """Tell those who watch the attempt, the last one first."""
        afters, self.afters = self.afters, ()
        for after in reversed(afters):
            if callable(after):
                after(response)
            else:
                after.answered(response)

    def failed(self, error: BaseException) -> None:
        """Tell those who want to know of failures."""
        afters, self.afters = self.afters, ()
        for after in reversed(afters):
            if not callable(after):
                after.failed(error)
