# Copied from overlays/python/runtime/_pace.py; edit it there.
"""One pace for calls that run side by side: a rate limit that one of them meets holds back all of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar

from ._retry import doubled

__all__ = ["Pace", "current_pace"]

MAX_HOLD = 600.0
"""Seconds; the longest wait that a server can impose on a batch at once."""


class Pace:
    """How long the calls of one or more batches wait before they start; threads may share it.

    The client calls `hold` when it obeys a `Retry-After`, so that the other calls of the batch do not run into the
    same limit one after the other.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._free_at = 0.0

    def hold(self, seconds: float) -> None:
        """Let no call start for `seconds` from now, at most 600; a hold that lasts longer stays in force."""
        self._free_at = max(self._free_at, self._clock() + min(seconds, MAX_HOLD))

    def delay(self) -> float:
        """Seconds that a call must wait now; 0 when it may start."""
        return max(0.0, self._free_at - self._clock()) if self._free_at else 0.0

    def learn(self, error: Exception, attempt: int) -> bool:
        """Hold all calls if `error` is a rate limit (429), and say whether it is.

        The hold is what `Retry-After` says, else 1 s, doubled with each `attempt` from 1 on.
        """
        if getattr(error, "status_code", None) != 429:
            return False
        asked: float | None = getattr(error, "retry_after", None)
        self.hold(doubled(1.0, attempt) if asked is None else asked)
        return True


current_pace: ContextVar[Pace | None] = ContextVar("current_pace", default=None)
"""The pace of the batch that the running call belongs to; None outside of batches."""
