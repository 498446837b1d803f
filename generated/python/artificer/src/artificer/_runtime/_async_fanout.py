# Copied from overlays/python/runtime/_async_fanout.py; edit it there.
"""Fan-out with tasks: one call for each of many items, a bounded number at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from typing_extensions import Unpack

from ._batch import Batch, FanOutOptions, batch_of
from ._exceptions import SDKError
from ._outcomes import Done, Failed, Outcome
from ._pace import current_pace

__all__ = ["async_fan_out"]

T = TypeVar("T")
R = TypeVar("R")


async def async_fan_out(
    func: Callable[[T], Awaitable[R]], items: Iterable[T] | AsyncIterable[T], **options: Unpack[FanOutOptions]
) -> AsyncGenerator[Outcome[T, R], None]:
    """Call `func` for every item and yield the outcome of each: `Done` with its value, or `Failed` with its error.

    `items` is read as it is needed, and memory does not grow with its length. Calls that run are cancelled when the
    caller stops reading: closes the generator, or leaves that to the event loop.

    Args:
        func: What to call with each item, such as a method of a client.
        items: The items, or what makes them one by one.
        options: See `FanOutOptions`.

    Raises:
        TypeError: there is no such option.
        ValueError: the concurrency is below 1.
        CheckpointError: the checkpoint cannot be used, or a value cannot be written to it.
        Exception: what `items` itself raises, after the outcomes of those before it.
    """
    batch: Batch[T, R] = batch_of(items, options)
    workers = _Workers(batch, func, items)
    try:
        while results := await workers.arrived():
            for result in results:
                for outcome in batch.due(result):
                    batch.tally.count(outcome)
                    yield outcome
                    workers.taken()
    finally:
        await workers.stop()
        batch.close()


class _Workers(Generic[T, R]):
    """Tasks that share one iterator.

    An item is in hand from when a worker takes it until the caller has its outcome. When there are as many as the
    window holds, workers queue for the places of those that go.
    """

    def __init__(
        self, batch: Batch[T, R], func: Callable[[T], Awaitable[R]], items: Iterable[T] | AsyncIterable[T]
    ) -> None:
        self._batch = batch
        self._func = func
        self._source = _numbered(items) if isinstance(items, AsyncIterable) else None
        self._listed = enumerate(items) if not isinstance(items, AsyncIterable) else None
        self._turn = asyncio.Lock()
        self._in_hand = 0
        self._queued = 0
        self._places = asyncio.Semaphore(0)
        self._results: list[Outcome[T, R]] = []
        self._news = asyncio.Event()
        self._error: Exception | None = None
        self._source_error: Exception | None = None
        self._stopped = False
        self._run = self._call if batch.checkpoint is None else self._recorded
        self._running = batch.concurrency
        self._tasks = [asyncio.create_task(self._work()) for _ in range(batch.concurrency)]

    async def arrived(self) -> list[Outcome[T, R]]:
        """Outcomes that came since the last time, or else come next; none at the end. Raises what ended the batch."""
        while not self._results:
            if self._error is not None:
                raise self._error
            if not self._running:
                if self._source_error is not None:
                    raise self._source_error
                break
            self._news.clear()
            await self._news.wait()
        results, self._results = self._results, []
        return results

    def taken(self) -> None:
        """The caller took an outcome."""
        if self._queued:
            self._queued -= 1
            self._places.release()
        else:
            self._in_hand -= 1

    async def stop(self) -> None:
        """Cancel what runs and wait until it has ended; a call that will not be cancelled is the last of its worker."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self) -> None:
        current_pace.set(self._batch.pace)
        try:
            while (taken := await self._take()) is not None:
                outcome = await self._run(*taken)
                self._results.append(outcome)
                self._news.set()
        except Exception as error:  # A task's error goes to whoever reads the outcomes.
            self._error = error
        finally:
            self._running -= 1
            self._news.set()

    async def _take(self) -> tuple[int, T] | None:
        if self._stopped or self._source_error is not None:
            return None
        if self._in_hand < self._batch.window:
            self._in_hand += 1
        else:
            self._queued += 1
            await self._places.acquire()
        try:
            if self._listed is not None:
                return next(self._listed, None)
            async with self._turn:
                return None if self._source is None else await anext(self._source, None)
        except Exception as error:  # It is raised when those before it have their outcomes.
            self._source_error = error
            return None

    async def _recorded(self, index: int, item: T) -> Outcome[T, R]:
        """The outcome of one item from the checkpoint, or one that is written to it."""
        known = self._batch.restored(index, item)
        if known is not None:
            return known
        outcome = await self._call(index, item)
        self._batch.record(outcome)
        checkpoint = self._batch.checkpoint
        if checkpoint is not None and checkpoint.sync_is_due():
            await asyncio.to_thread(checkpoint.sync)
        return outcome

    async def _call(self, index: int, item: T) -> Outcome[T, R]:
        """Call for one item; a rate limit makes all workers wait, and the item is tried again."""
        attempt = 0
        while True:
            while (delay := self._batch.pace.delay()) > 0:
                await asyncio.sleep(delay)
            try:
                return Done(index, item, await self._func(item))
            except asyncio.CancelledError as error:
                task = asyncio.current_task()
                if task is None or task.cancelling():
                    raise
                cancelled = SDKError("the call was cancelled, and not by the batch")
                cancelled.__cause__ = error
                return Failed(index, item, cancelled)
            except Exception as error:  # Errors of an item are its outcome.
                attempt += 1
                if not self._batch.pace.learn(error, attempt) or attempt >= self._batch.attempts:
                    return Failed(index, item, error)


async def _numbered(items: AsyncIterable[T]) -> AsyncIterator[tuple[int, T]]:
    index = 0
    async for item in items:
        yield index, item
        index += 1
