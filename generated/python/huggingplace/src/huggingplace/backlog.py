# Copied from overlays/python/huggingplace/backlog.py; edit it there.
"""What waits to be sent: bounded, in batches that a request can hold."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar
from uuid import uuid4

__all__ = ["Backlog", "Batch", "Entry", "batches"]

CAPACITY = 1_000
BATCH = 100
MOST_BYTES = 5 * 1024 * 1024
"""The largest body that the API takes."""
AROUND = 16 * 1024
"""Bytes of a body beside its entries, at most."""

T = TypeVar("T")
log = logging.getLogger("huggingplace")


@dataclass(frozen=True)
class Entry:
    """An interaction as it will be sent, and how many bytes of JSON that takes."""

    fields: dict[str, Any]
    size: int


@dataclass(frozen=True)
class Batch:
    """Entries of one request; the key makes it safe to send them again."""

    entries: Sequence[Entry]
    key: str = field(default_factory=lambda: uuid4().hex)


def batches(entries: Iterable[tuple[T, Entry]]) -> Iterator[list[tuple[T, Entry]]]:
    """Parts of at most 100 entries that fit into a body; each entry has something of the caller's beside it."""
    part: list[tuple[T, Entry]] = []
    room = MOST_BYTES - AROUND
    for label, entry in entries:
        if part and (len(part) == BATCH or entry.size > room):
            yield part
            part, room = [], MOST_BYTES - AROUND
        part.append((label, entry))
        room -= entry.size
    if part:
        yield part


class Backlog:
    """Entries that wait: the oldest goes when there is no room. The caller holds the lock, if it needs one."""

    def __init__(self) -> None:
        self.waiting: deque[Entry] = deque()
        self.dropped = 0
        self.added = 0
        self._sending = 0
        self._again: deque[Batch] = deque()

    def add(self, entry: Entry) -> None:
        """Add an entry."""
        self.added += 1
        if len(self.waiting) >= CAPACITY:
            self.waiting.popleft()
            self.dropped += 1
            if self.dropped % CAPACITY == 1:
                log.warning("dropped so far: %d (they come faster than the service takes them)", self.dropped)
        self.waiting.append(entry)

    def take(self) -> Batch:
        """The next batch, oldest first: one that was interrupted, else at most 100 entries that fit into a body."""
        batch = self._again.popleft() if self._again else Batch(self._next())
        self._sending += len(batch.entries)
        return batch

    def _next(self) -> list[Entry]:
        found = [entry for part in islice(batches((None, entry) for entry in self.waiting), 1) for _, entry in part]
        for _ in found:
            self.waiting.popleft()
        return found

    def through(self, batch: Batch) -> None:
        """Note that a batch was sent, or told as failed."""
        self._sending -= len(batch.entries)

    def interrupted(self, batch: Batch) -> None:
        """Take a batch back: nobody knows whether it arrived, so it is sent again under its key."""
        self._sending -= len(batch.entries)
        self._again.appendleft(batch)

    def abandon(self) -> None:
        """Drop all that waits: the event loop has ended."""
        lost = len(self.waiting) + sum(len(batch.entries) for batch in self._again)
        self.waiting.clear()
        self._again.clear()
        self.dropped += lost
        if lost:
            log.warning("not stored: %d (the event loop ended)", lost)

    @property
    def pending(self) -> int:
        """How many are not through yet."""
        return len(self.waiting) + self._sending + sum(len(batch.entries) for batch in self._again)

    @property
    def full(self) -> bool:
        """Whether there is enough for a request."""
        return bool(self._again) or len(self.waiting) >= BATCH

    @property
    def ready(self) -> bool:
        """Whether there is anything to send."""
        return bool(self._again or self.waiting)

    @property
    def done(self) -> int:
        """How many of those that were ever added are through."""
        return self.added - self.pending
