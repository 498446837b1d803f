"""Clocks: what measures durations, and what dates entries."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["Clock", "Stopwatch"]


def utc_now() -> datetime:
    """The time of day, with its offset."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """`now` counts seconds and never goes back; `wall` tells the time of day."""

    now: Callable[[], float] = time.monotonic
    wall: Callable[[], datetime] = utc_now


class Stopwatch:
    """Measures from its making, or from the last `restart`, in milliseconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.now()

    def elapsed_ms(self) -> float:
        """Milliseconds so far, to a thousandth."""
        return round((self._clock.now() - self._since) * 1000, 3)

    def restart(self) -> None:
        """Begin anew."""
        self._since = self._clock.now()
