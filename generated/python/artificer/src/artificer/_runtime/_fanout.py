# Copied from overlays/python/runtime/_fanout.py; edit it there.
"""Fan-out with threads: one call for each of many items, a bounded number at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from inspect import iscoroutinefunction
from queue import SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

from typing_extensions import Unpack

from ._batch import Batch, FanOutOptions, batch_of
from ._outcomes import Done, Failed, Outcome
from ._pace import current_pace

__all__ = ["fan_out"]

T = TypeVar("T")
R = TypeVar("R")


def fan_out(func: Callable[[T], R], items: Iterable[T], **options: Unpack[FanOutOptions]) -> Iterator[Outcome[T, R]]:
    """Call `func` for every item and yield the outcome of each: `Done` with its value, or `Failed` with its error.

    `items` is read as it is needed, in the thread that reads the outcomes: it may be the cursor of a database. Memory
    does not grow with its length. Calls run in threads, each in a copy of the caller's context. When the caller stops
    reading, those that run are waited for, and no more are begun.

    Args:
        func: What to call with each item, such as a method of a client; no coroutine function.
        items: The items, or what makes them one by one.
        options: See `FanOutOptions`.

    Raises:
        TypeError: there is no such option, or `func` is a coroutine function.
        ValueError: the concurrency is below 1.
        CheckpointError: the checkpoint cannot be used, or a value cannot be written to it.
        Exception: what `items` itself raises, after the outcomes of those before it.
    """
    if iscoroutinefunction(func):
        raise TypeError("`func` is a coroutine function, which an async client's `fan_out` takes")
    batch: Batch[T, R] = batch_of(items, options)
    workers = _Workers(batch, func, items)
    try:
        yield from workers.outcomes()
    finally:
        workers.stop()
        batch.close()


class _Crash:
    """An error that ends the whole batch, on its way from a worker to the caller."""

    __slots__ = ("error",)

    def __init__(self, error: BaseException) -> None:
        self.error = error


class _Workers(Generic[T, R]):
    """Threads that call for items, which are handed out in the thread that reads the outcomes.

    An item is in hand from when it is handed out until the caller has its outcome.
    """

    def __init__(self, batch: Batch[T, R], func: Callable[[T], R], items: Iterable[T]) -> None:
        self._batch = batch
        self._func = func
        self._source = enumerate(items)
        self._exhausted = False
        self._source_error: Exception | None = None
        self._in_hand = 0
        self._items: SimpleQueue[tuple[int, T] | None] = SimpleQueue()
        self._results: SimpleQueue[Outcome[T, R] | _Crash] = SimpleQueue()
        self._stopped = Event()
        self._threads: list[Thread] = []

    def outcomes(self) -> Iterator[Outcome[T, R]]:
        while self._handed_out():
            result = self._results.get()
            if isinstance(result, _Crash):
                raise result.error
            for outcome in self._batch.due(result):
                self._batch.tally.count(outcome)
                yield outcome
                self._in_hand -= 1
        if self._source_error is not None:
            raise self._source_error

    def _handed_out(self) -> bool:
        """Hand out an item for the outcome that was taken, and more while none waits; whether any is in hand."""
        while self._in_hand < self._batch.window and not self._exhausted:
            self._hand_out()
            if not self._results.empty():
                break
        return self._in_hand > 0

    def _hand_out(self) -> None:
        try:
            taken = next(self._source, None)
        except Exception as error:  # It is raised when those before it have their outcomes.
            self._source_error, taken = error, None
        if taken is None:
            self._exhausted = True
            return
        if len(self._threads) < self._batch.concurrency:
            self._begin_thread(f"fan-out-{len(self._threads)}")
        self._in_hand += 1
        self._items.put(taken)

    def _begin_thread(self, name: str) -> None:
        thread = Thread(target=copy_context().run, args=(self._work,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Let no worker begin another item, and wait for those that are in a call."""
        self._stopped.set()
        for _ in self._threads:
            self._items.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        current_pace.set(self._batch.pace)
        try:
            while (taken := self._items.get()) is not None and not self._stopped.is_set():
                self._results.put(self._run(*taken))
        except BaseException as error:  # A thread has nobody else to tell.
            self._results.put(_Crash(error))

    def _run(self, index: int, item: T) -> Outcome[T, R]:
        known = self._batch.restored(index, item)
        if known is not None:
            return known
        outcome = self._call(index, item)
        self._batch.record(outcome)
        checkpoint = self._batch.checkpoint
        if checkpoint is not None and checkpoint.sync_is_due():
            checkpoint.sync()
        return outcome

    def _call(self, index: int, item: T) -> Outcome[T, R]:
        """Call for one item; a rate limit makes all workers wait, and the item is tried again."""
        attempt = 0
        while True:
            while (delay := self._batch.pace.delay()) > 0 and not self._stopped.wait(delay):
                pass
            try:
                return Done(index, item, self._func(item))
            except Exception as error:  # Errors of an item are its outcome.
                attempt += 1
                limited = self._batch.pace.learn(error, attempt)
                if not limited or attempt >= self._batch.attempts or self._stopped.is_set():
                    return Failed(index, item, error)
