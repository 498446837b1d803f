"""The retry rules of the earlier SDK, in place of the runtime's more careful ones.

Every failure on the way is repeated, and every answer of 408, 409, 429, 500 and above, also for requests that change
something; there is no budget that stops it but the number of repetitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._runtime._retry import Retries

if TYPE_CHECKING:
    from ._base_client import BaseClient
    from ._models import FinalRequestOptions
    from ._runtime._exceptions import APIConnectionError

__all__ = ["FaceRetries", "retryable"]


def retryable(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer asks for another attempt; the server may say so itself in `x-should-retry`."""
    match headers.get("x-should-retry"):
        case "true":
            return True
        case "false":
            return False
        case _:
            return status in (408, 409, 429) or status >= 500


class FaceRetries(Retries):
    """Whether a call is repeated, and when."""

    def __init__(self, usual: Retries, client: BaseClient[Any, Any], options: FinalRequestOptions) -> None:
        """Take the place of the runtime's rules for a call."""
        super().__init__(usual.config, usual.budget, usual.clock, usual.call)
        self.client = client
        self.options = options

    def after_status(self, status: int, headers: Mapping[str, str]) -> float | None:
        """Seconds to wait before the request is sent again; None when the answer stands."""
        return self.seconds(headers) if retryable(status, headers) else None

    def after_failure(self, error: APIConnectionError) -> float | None:
        """Seconds to wait after a failure on the way; None when no repetition is left."""
        return self.seconds(None)

    def seconds(self, headers: Mapping[str, str] | None) -> float | None:
        """The wait before the next attempt, if there may be one."""
        call = self.call
        if call.left <= 0 or not call.request.replayable:
            return None
        wait = self.client._calculate_retry_timeout(call.left, self.options, headers)  # pyright: ignore[reportPrivateUsage]  # the same package; subclasses may have their own
        call.left -= 1
        call.attempt += 1
        return wait
