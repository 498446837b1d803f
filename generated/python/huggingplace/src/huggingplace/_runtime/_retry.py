# Copied from overlays/python/runtime/_retry.py; edit it there.
"""When a request is sent again, and after how long. Decisions only: the drivers wait and send."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ._call import Call
    from ._config import ClientConfig
    from ._exceptions import APIConnectionError

__all__ = ["Clock", "Retries", "RetryBudget", "doubled", "retry_after"]

ALWAYS = frozenset((408, 429, 502, 503, 504))
CAPACITY, COST, REFUND = 500, 14, 1


def chance() -> float:
    """A number from 0 up to 1; only retries need one."""
    from random import random

    return random()


class Clock(NamedTuple):
    """Time and chance, for tests to replace."""

    now: Callable[[], float] = time.monotonic
    """Seconds that only ever grow, to measure with."""
    wall: Callable[[], float] = time.time
    """Seconds since the epoch, to compare with dates."""
    random: Callable[[], float] = chance
    """A number from 0 up to 1."""


class RetryBudget:
    """Tokens that all calls of a client share: when a server is down, retries stop before they make it worse."""

    def __init__(self) -> None:
        self.tokens = CAPACITY
        self._lock = Lock()

    def take(self) -> bool:
        """Pay for a retry; False when there is nothing left."""
        with self._lock:
            if self.tokens < COST:
                return False
            self.tokens -= COST
            return True

    def give(self) -> None:
        """Put back a little after a success."""
        if self.tokens < CAPACITY:
            with self._lock:
                self.tokens = min(CAPACITY, self.tokens + REFUND)


class Retries:
    """Whether a call is repeated, and when."""

    def __init__(self, config: ClientConfig, budget: RetryBudget, clock: Clock, call: Call) -> None:
        """Look at a call that failed."""
        self.config = config
        self.budget = budget
        self.clock = clock
        self.call = call

    def after_status(self, status: int, headers: Mapping[str, str]) -> float | None:
        """Seconds to wait before the request is sent again; None when the answer stands.

        A server that knows better says so itself by `X-Should-Retry`.
        """
        wish = retry_after(headers, self.clock.wall())
        usable = wish is not None and wish <= self.config.max_retry_after
        told = headers.get("x-should-retry")
        if told == "false" or (wish is not None and not usable):
            return None
        if told == "true":
            again = True
        elif self.harmless:
            again = status in ALWAYS or (status >= 500 and status not in (501, 505))
        else:
            again = status in (429, 503) and usable
        return self.delay(wish) if again else None

    def after_failure(self, error: APIConnectionError) -> float | None:
        """Seconds to wait after a failure on the way; None when it stands."""
        if error.lasting:
            return None
        return self.delay(None) if self.harmless or not error.sent else None

    @property
    def harmless(self) -> bool:
        """Whether sending the request twice does no more than sending it once."""
        return self.call.request.repeatable or self.call.keyed or self.config.unsafe_retries

    def delay(self, wish: float | None) -> float | None:
        """The wait before the next attempt, if there may be one, which is counted then."""
        call = self.call
        if call.left <= 0 or not call.request.replayable:
            return None
        backoff = min(self.config.max_delay, doubled(self.config.initial_delay, call.attempt))
        seconds = backoff * (0.5 + self.clock.random() / 2) if wish is None else wish * (1 + self.clock.random() / 10)
        if call.deadline is not None and self.clock.now() + seconds > call.deadline:
            return None
        if not self.budget.take():
            return None
        call.left -= 1
        call.attempt += 1
        return seconds


def doubled(seconds: float, times: int) -> float:
    """A wait that was doubled; at most forty times, for retries may be without limit and floats are not."""
    return seconds * 2.0 ** min(times, 40)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The server's wish in seconds: `retry-after-ms`, or `retry-after` as seconds or date; None for nonsense."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        text = headers.get(name)
        if text is None:
            continue
        try:
            seconds = float(text) * scale
        except ValueError:
            seconds = _until(text, now)
        if 0 < seconds < float("inf"):
            return seconds
    return None


def _until(text: str, now: float) -> float:
    """Seconds from now to an HTTP date (RFC 9110, section 5.6.7); -1 for what is none."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return -1.0
