"""Background delivery: entries wait in a bounded queue and are sent in batches, so that `log` returns at once."""

from __future__ import annotations

import asyncio
import atexit
import os
import time
import weakref
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Condition, Thread
from typing import Any, TypeAlias

__all__ = ["AsyncDelivery", "Delivery"]

CAPACITY = 1_000
BATCH = 100
PAUSE_S = 1.0
EXIT_S = 5.0

Entry: TypeAlias = dict[str, Any]


class Backlog:
    """Entries that wait: the oldest goes when there is no room."""

    def __init__(self) -> None:
        self.waiting: deque[Entry] = deque()
        self.dropped = 0
        self.sending = 0

    def add(self, entry: Entry) -> None:
        """Add an entry."""
        if len(self.waiting) >= CAPACITY:
            self.waiting.popleft()
            self.dropped += 1
        self.waiting.append(entry)

    def take(self) -> list[Entry]:
        """The next batch, oldest first."""
        batch = [self.waiting.popleft() for _ in range(min(BATCH, len(self.waiting)))]
        self.sending = len(batch)
        return batch

    @property
    def pending(self) -> int:
        """How many are not through yet."""
        return len(self.waiting) + self.sending


class Delivery:
    """One thread that sends. `send` must not raise: it reports what fails by itself."""

    def __init__(self, send: Callable[[list[Entry]], None]) -> None:
        self._send = send
        self._begin()
        deliveries.add(self)

    def _begin(self) -> None:
        self._backlog = Backlog()
        self._changed = Condition()
        self._thread: Thread | None = None
        self._hurry = 0
        self._closed = False

    def put(self, entry: Entry) -> None:
        """Queue an entry."""
        with self._changed:
            self._backlog.add(entry)
            if self._thread is None:
                self._thread = Thread(target=self._run, name="huggingplace-delivery", daemon=True)
                self._thread.start()
            if len(self._backlog.waiting) in (1, BATCH):
                self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._backlog.waiting:
                    if self._closed:
                        return
                    self._changed.wait()
                due = time.monotonic() + PAUSE_S
                while len(self._backlog.waiting) < BATCH and not self._hurry and not self._closed:
                    left = due - time.monotonic()
                    if left <= 0 or not self._changed.wait(left):
                        break
                batch = self._backlog.take()
            self._send(batch)
            with self._changed:
                self._backlog.sending = 0
                self._changed.notify_all()

    def flush(self, timeout: float | None = None) -> bool:
        """Send what waits now; False if that took longer than `timeout` seconds."""
        with self._changed:
            self._hurry += 1
            self._changed.notify_all()
            try:
                return self._changed.wait_for(lambda: not self._backlog.pending, timeout)
            finally:
                self._hurry -= 1

    def close(self, timeout: float | None = None) -> bool:
        """Flush, and let the thread end."""
        done = self.flush(timeout)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        return done

    @property
    def pending(self) -> int:
        """How many entries are not through yet."""
        return self._backlog.pending

    @property
    def dropped(self) -> int:
        """How many were dropped because the queue was full."""
        return self._backlog.dropped


deliveries: weakref.WeakSet[Delivery] = weakref.WeakSet()


def flush_all() -> None:
    """Send what waits when the interpreter exits, for a while."""
    due = time.monotonic() + EXIT_S
    for delivery in list(deliveries):
        delivery.close(max(0.0, due - time.monotonic()))


def begin_all() -> None:
    """Give a forked process queues of its own: what waits belongs to its parent."""
    for delivery in list(deliveries):
        delivery._begin()  # pyright: ignore[reportPrivateUsage]  # the same module


atexit.register(flush_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=begin_all)


class AsyncDelivery:
    """One task that sends, in the loop of the first `put`. A loop that ends takes it along: close the client before."""

    def __init__(self, send: Callable[[list[Entry]], Awaitable[None]]) -> None:
        self._send = send
        self._backlog = Backlog()
        self._task: asyncio.Task[None] | None = None
        self._wake: asyncio.Event | None = None
        self._idle: asyncio.Event | None = None
        self._hurry = 0

    def put(self, entry: Entry) -> None:
        """Queue an entry; needs a running loop."""
        self._backlog.add(entry)
        if self._task is None or self._task.done() or self._wake is None or self._idle is None:
            self._wake, self._idle = asyncio.Event(), asyncio.Event()
            self._task = asyncio.get_running_loop().create_task(self._run(self._wake, self._idle))
        self._idle.clear()
        if len(self._backlog.waiting) in (1, BATCH):
            self._wake.set()

    async def _run(self, wake: asyncio.Event, idle: asyncio.Event) -> None:
        while True:
            while not self._backlog.waiting:
                idle.set()
                wake.clear()
                await wake.wait()
            if len(self._backlog.waiting) < BATCH and not self._hurry:
                wake.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(wake.wait(), PAUSE_S)
            await self._send(self._backlog.take())
            self._backlog.sending = 0

    async def flush(self, timeout: float | None = None) -> bool:
        """Send what waits now; False if that took longer than `timeout` seconds."""
        if not self._backlog.pending or self._wake is None or self._idle is None:
            return True
        self._hurry += 1
        self._wake.set()
        try:
            await asyncio.wait_for(self._idle.wait(), timeout)
        except TimeoutError:
            return False
        finally:
            self._hurry -= 1
        return True

    async def close(self, timeout: float | None = None) -> bool:
        """Flush, and end the task."""
        done = await self.flush(timeout)
        if self._task is not None:
            self._task.cancel()
        return done

    @property
    def pending(self) -> int:
        """How many entries are not through yet."""
        return self._backlog.pending

    @property
    def dropped(self) -> int:
        """How many were dropped because the queue was full."""
        return self._backlog.dropped
