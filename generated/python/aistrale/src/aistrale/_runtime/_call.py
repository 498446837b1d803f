# Copied from overlays/python/runtime/_call.py; edit it there.
"""A call on its way: its request, its limits, and those who watch it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from ._endpoint import Endpoint
    from ._options import Timeout
    from ._request import PreparedRequest
    from ._retry import Retries
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
Middleware: TypeAlias = "Callable[[PreparedRequest], After | None]"
"""Called with every attempt before it is sent, and may change the request.

What it returns is called with the answer, or, with the two methods of a `Watch`, told about failures too. Raise
`RetryableError` to have the attempt repeated; every other error ends the call. The same functions serve both clients.
"""


@dataclass(slots=True)
class Call:
    """A request on its way, with everything that decides what happens to it."""

    endpoint: Endpoint[Any]
    request: PreparedRequest
    retries: Retries
    timeout: Timeout
    follow_redirects: bool = True
    refreshed: bool = False
    redirects: int = 0
    plain_url: str = ""
    """URL and cookie without credentials, to which new ones are added after a refusal."""
    plain_cookie: str = ""
    started: float = 0.0
    """When the last attempt began, on the client's clock."""
    afters: list[After] = field(default_factory=list[After])

    def __post_init__(self) -> None:
        self.plain_url = self.request.url
        self.plain_cookie = self.request.headers.get("Cookie", "")

    def answered(self, response: Response) -> None:
        """Tell those who watch the attempt, the last one first."""
        afters, self.afters = self.afters, []
        for after in reversed(afters):
            if callable(after):
                after(response)
            else:
                after.answered(response)

    def failed(self, error: BaseException) -> None:
        """Tell those who want to know of failures."""
        afters, self.afters = self.afters, []
        for after in reversed(afters):
            if not callable(after):
                after.failed(error)
