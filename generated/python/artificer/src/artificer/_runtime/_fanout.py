# Copied from overlays/python/runtime/_fanout.py; edit it there.
"""Fan-out with threads: one call for each of many items, a bounded number at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from inspect import iscoroutinefunction
from queue import SimpleQueue
from threading import Event, Lock, Semaphore, Thread
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

    `items` is read as it is needed, and memory does not grow with its length. Calls run in threads, each in a copy of
    the caller's context. When the caller stops reading, those that run are waited for, and no more are begun.

    Args:
        func: What to call with each item, such as a method of a client; no coroutine function.
        items: The items, or what makes them one by one.
        options: See `FanOutOptions`.

    Raises:
        TypeError: there is no such option, or `func` is a coroutine function.
        ValueError: the concurrency is below 1.
        CheckpointError: the checkpoint cannot be used, or a value cannot be written to it.
        Exception: what `items` itself raises.
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
    """An error that ends the whole batch, on its way from a worker to the caller; without one: a worker is done."""

    __slots__ = ("error",)

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class _Workers(Generic[T, R]):
    """Threads that share one iterator. A ticket bounds the items in hand; it is free when the caller took one."""

    def __init__(self, batch: Batch[T, R], func: Callable[[T], R], items: Iterable[T]) -> None:
        self._batch = batch
        self._func = func
        self._source = enumerate(items)
        self._turn = Lock()
        self._tickets = Semaphore(batch.window)
        self._results: SimpleQueue[Outcome[T, R] | _Crash] = SimpleQueue()
        self._stopped = Event()
        self._threads = [
            Thread(target=copy_context().run, args=(self._work,), name=f"fan-out-{number}", daemon=True)
            for number in range(batch.concurrency)
        ]

    def outcomes(self) -> Iterator[Outcome[T, R]]:
        for thread in self._threads:
            thread.start()
        running = len(self._threads)
        while running:
            result = self._results.get()
            if not isinstance(result, _Crash):
                for outcome in self._batch.due(result):
                    self._batch.tally.count(outcome)
                    yield outcome
                    self._tickets.release()
                continue
            running -= 1
            if result.error is not None:
                raise result.error

    def stop(self) -> None:
        """Let no worker begin another item, and wait for those that are in a call."""
        self._stopped.set()
        self._tickets.release(len(self._threads))
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def _work(self) -> None:
        current_pace.set(self._batch.pace)
        try:
            while (taken := self._take()) is not None:
                self._results.put(self._run(*taken))
        except BaseException as error:  # A thread has nobody else to tell.
            self._results.put(_Crash(error))
        else:
            self._results.put(_Crash(None))

    def _take(self) -> tuple[int, T] | None:
        self._tickets.acquire()
        with self._turn:
            return None if self._stopped.is_set() else next(self._source, None)

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
