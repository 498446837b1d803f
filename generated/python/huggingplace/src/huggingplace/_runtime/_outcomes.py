# Copied from overlays/python/runtime/_outcomes.py; edit it there.
"""What becomes of the items of a batch: outcomes, their order, and how far the batch is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeAlias, TypeVar

__all__ = ["Done", "Failed", "InOrder", "Outcome", "Progress", "Tally"]

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """An item whose call returned."""

    index: int
    """Place of the item among all, from 0."""
    item: T
    """The item, as it was given."""
    value: R
    """What the call returned."""
    restored: bool = False
    """Whether the value comes from the checkpoint of an earlier run, and no call was made."""

    def result(self) -> R:
        """The value."""
        return self.value


@dataclass(frozen=True, slots=True)
class Failed(Generic[T]):
    """An item whose call raised. It is not in the checkpoint: the next run tries it again."""

    index: int
    """Place of the item among all, from 0."""
    item: T
    """The item, as it was given."""
    error: Exception
    """What the call raised, after all its retries."""

    def result(self) -> NoReturn:
        """Raise the error."""
        raise self.error


Outcome: TypeAlias = "Done[T, R] | Failed[T]"
"""The result of one item: `Done` or `Failed`. `result()` gives the value or raises the error."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is, counted in items."""

    done: int
    """Items whose call returned, with those that were restored."""
    failed: int
    """Items whose call raised."""
    restored: int
    """Items whose value came from the checkpoint."""
    total: int | None
    """All items; None if they have no length, such as those of a generator."""
    elapsed: float
    """Seconds since the batch began."""

    @property
    def finished(self) -> int:
        """Items that have an outcome."""
        return self.done + self.failed


class InOrder(Generic[T, R]):
    """Puts outcomes back into the order of their items; holds those that came early."""

    def __init__(self) -> None:
        self._next = 0
        self._early: dict[int, Outcome[T, R]] = {}

    def add(self, outcome: Outcome[T, R]) -> list[Outcome[T, R]]:
        """Take an outcome and return those whose turn it is."""
        self._early[outcome.index] = outcome
        ready: list[Outcome[T, R]] = []
        while (due := self._early.pop(self._next, None)) is not None:
            ready.append(due)
            self._next += 1
        return ready


class Tally:
    """Counts outcomes and tells the caller's callback after each."""

    def __init__(
        self,
        total: int | None,
        listener: Callable[[Progress], None] | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total
        self._listener = listener
        self._clock = clock
        self._start = clock()
        self._done = self._failed = self._restored = 0

    def count(self, outcome: Outcome[T, R]) -> None:
        """Count one more outcome."""
        if isinstance(outcome, Failed):
            self._failed += 1
        else:
            self._done += 1
            self._restored += outcome.restored
        if self._listener is not None:
            self._listener(self.progress())

    def progress(self) -> Progress:
        """How far the batch is now."""
        return Progress(self._done, self._failed, self._restored, self._total, self._clock() - self._start)
