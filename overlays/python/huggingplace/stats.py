"""Counts of what became of entries."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Counter", "Stats"]


@dataclass
class Stats:
    """What became of the entries of a client so far; `failed` counts by the class of the error."""

    stored: int = 0
    failed: dict[str, int] = field(default_factory=dict[str, int])
    dropped: int = 0
    pending: int = 0
    mean_response_ms: float | None = None
    """How long the service took to store, on average, in milliseconds."""


class Counter:
    """Counts for `Stats`."""

    def __init__(self) -> None:
        self.stored = 0
        self.failed: dict[str, int] = {}
        self._spent_ms = 0.0
        self._requests = 0

    def answered(self, stored: int, spent_ms: float) -> None:
        """Count what a request stored."""
        self.stored += stored
        self._spent_ms += spent_ms
        self._requests += 1

    def failure(self, error: Exception, entries: int) -> None:
        """Count what an error kept from being stored."""
        self.failed[type(error).__name__] = self.failed.get(type(error).__name__, 0) + entries

    @property
    def mean_ms(self) -> float | None:
        """The mean duration of requests."""
        return self._spent_ms / self._requests if self._requests else None
