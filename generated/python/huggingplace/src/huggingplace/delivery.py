# Copied from overlays/python/huggingplace/delivery.py; edit it there.
"""Background delivery: entries wait in a bounded queue and are sent in batches, so that `log` returns at once."""

from __future__ import annotations

import asyncio
import atexit
import os
import time
import weakref
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Condition, Thread

from .backlog import BATCH, Backlog, Batch, Entry, log

__all__ = ["AsyncDelivery", "Delivery"]

PAUSE_S = 1.0
"""How long the first entry of a batch waits for others."""
EXIT_S = 5.0
"""How long the end of the interpreter, or of an event loop, is held up."""


class Delivery:
    """One thread that sends. `send` must not raise: it reports what fails by itself."""

    def __init__(self, send: Callable[[Batch], None]) -> None:
        self._send = send
        self.begin()
        deliveries.add(self)

    def begin(self) -> None:
        """Begin with nothing waiting: when made, and in a forked process, where what waits belongs to the parent."""
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
        while batch := self._next():
            self._send(batch)
            with self._changed:
                self._backlog.through(batch)
                self._changed.notify_all()

    def _next(self) -> Batch | None:
        """Wait for a batch; None when there is nothing left after `close`."""
        with self._changed:
            self._changed.wait_for(lambda: self._backlog.waiting or self._closed)
            if not self._backlog.waiting:
                self._thread = None
                return None
            self._changed.wait_for(lambda: self._backlog.full or self._hurry or self._closed, PAUSE_S)
            return self._backlog.take()

    def flush(self, timeout: float | None = None) -> bool:
        """Send what waits now; False if that took longer than `timeout` seconds."""
        with self._changed:
            added = self._backlog.added
            self._hurry += 1
            self._changed.notify_all()
            try:
                return self._changed.wait_for(lambda: self._backlog.done >= added, timeout)
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


class AsyncDelivery:
    """One task that sends, while there is something to send, in the loop of the latest `put`.

    A loop that `asyncio.run` ends, by cancelling its tasks, is held up until everything is sent, for at most 5 s.
    """

    def __init__(self, send: Callable[[Batch], Awaitable[None]]) -> None:
        self._send = send
        self.begin()
        deliveries.add(self)

    def begin(self) -> None:
        """Begin with nothing waiting: when made, and in a forked process, where what waits belongs to the parent."""
        self._backlog = Backlog()
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._sent = asyncio.Event()
        self._hurry = 0

    def put(self, entry: Entry) -> None:
        """Queue an entry; needs a running loop."""
        self._backlog.add(entry)
        self._begin_task()
        if self._backlog.full:
            self._wake.set()

    def _begin_task(self) -> asyncio.Task[None]:
        """Have a task in this loop: an earlier one may have ended, or its loop."""
        loop = asyncio.get_running_loop()
        if self._task is None or self._task.done() or self._task.get_loop() is not loop:
            self._wake, self._sent = asyncio.Event(), asyncio.Event()
            self._task = loop.create_task(self._run(), name="huggingplace-delivery")
        return self._task

    async def _run(self) -> None:
        try:
            while self._backlog.ready:
                if not (self._backlog.full or self._hurry):
                    self._wake.clear()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._wake.wait(), PAUSE_S)
                await self._send_next()
        except asyncio.CancelledError:
            await self._finish()
            raise
        finally:
            self._sent.set()

    async def _send_next(self) -> None:
        batch = self._backlog.take()
        try:
            await self._send(batch)
        except asyncio.CancelledError:
            self._backlog.interrupted(batch)
            raise
        self._backlog.through(batch)
        self._sent.set()
        self._sent = asyncio.Event()

    async def _finish(self) -> None:
        """Send what waits before the loop ends; what cannot be sent in time is dropped."""
        with suppress(TimeoutError):
            async with asyncio.timeout(EXIT_S):
                while self._backlog.ready:
                    await self._send_next()
        self._backlog.abandon()

    async def flush(self, timeout: float | None = None) -> bool:
        """Send what waits now; False if that took longer than `timeout` seconds."""
        added = self._backlog.added
        if self._backlog.done >= added:
            return True
        self._hurry += 1
        task = self._begin_task()
        self._wake.set()
        try:
            async with asyncio.timeout(timeout):
                while self._backlog.done < added and not task.done():
                    await self._sent.wait()
        except TimeoutError:
            return False
        finally:
            self._hurry -= 1
        return self._backlog.done >= added

    async def close(self, timeout: float | None = None) -> bool:
        """Flush; the task ends by itself."""
        return await self.flush(timeout)

    @property
    def pending(self) -> int:
        """How many entries are not through yet."""
        return self._backlog.pending

    @property
    def dropped(self) -> int:
        """How many were dropped because the queue was full."""
        return self._backlog.dropped


deliveries: weakref.WeakSet[Delivery | AsyncDelivery] = weakref.WeakSet()


def flush_all() -> None:
    """Send what waits when the interpreter exits, for a while. Tasks have ended with their loops by then."""
    due = time.monotonic() + EXIT_S
    for delivery in list(deliveries):
        if isinstance(delivery, Delivery) and not delivery.close(max(0.0, due - time.monotonic())):
            log.warning("not stored: %d (the process ended)", delivery.pending)


def begin_all() -> None:
    """Give a forked process queues of its own."""
    for delivery in list(deliveries):
        delivery.begin()


atexit.register(flush_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=begin_all)
