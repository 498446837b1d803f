# Copied from overlays/python/runtime/_retry.py; edit it there.
"""When a request is sent again, and after how long. Nothing here waits or sends."""

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
        """Take the cost of a retry; False if there are too few tokens left."""
        with self._lock:
            if self.tokens < COST:
                return False
            self.tokens -= COST
            return True

    def give(self) -> None:
        """Refund a token after a success."""
        if self.tokens < CAPACITY:
            with self._lock:
                self.tokens = min(CAPACITY, self.tokens + REFUND)


class Retries:
    """Whether and when a failed call is sent again."""

    def __init__(self, config: ClientConfig, budget: RetryBudget, clock: Clock, call: Call) -> None:
        """Take the rules of the SDK, the shared budget, and the call."""
        self.config = config
        self.budget = budget
        self.clock = clock
        self.call = call

    def after_status(self, status: int, headers: Mapping[str, str]) -> float | None:
        """Seconds to wait before the request is sent again after an error status; None if it is not.

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
        """Seconds to wait before the request is sent again after a failed connection; None if it is not."""
        if error.lasting:
            return None
        return self.delay(None) if self.harmless or not error.sent else None

    @property
    def harmless(self) -> bool:
        """Whether sending the request twice does no more than sending it once."""
        return self.call.request.repeatable or self.call.keyed or self.config.unsafe_retries

    def delay(self, wish: float | None) -> float | None:
        """Seconds to wait before the next attempt, which is counted; None if there may be none.

        `wish` are the seconds that the server asks for; None for our own growing delay.
        """
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
    """Seconds doubled so many times, at most 40: retries may be without limit, floats are not."""
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
