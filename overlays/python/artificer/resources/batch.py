"""Batch jobs: what the API offers, and waiting for the end of a job."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from .._generated.resources import batch as generated
from .._generated.resources.batch import (
    AsyncBatchWithRawResponse,
    AsyncBatchWithStreamingResponse,
    BatchWithRawResponse,
    BatchWithStreamingResponse,
)
from .._runtime import APITimeoutError, async_twin

if TYPE_CHECKING:
    from ..types.batch import BatchJob

__all__ = [
    "AsyncBatch",
    "AsyncBatchWithRawResponse",
    "AsyncBatchWithStreamingResponse",
    "Batch",
    "BatchWithRawResponse",
    "BatchWithStreamingResponse",
]

ENDED = frozenset(("COMPLETED", "FAILED", "CANCELLED"))


class Polling:
    """When to ask for a job again, and until when."""

    def __init__(self, interval: float, timeout: float | None) -> None:
        if interval < 0 or (timeout is not None and timeout < 0):
            raise ValueError("`poll_interval` and `timeout` are seconds, 0 or more")
        self._interval = interval
        self._deadline = None if timeout is None else time.monotonic() + timeout

    def pause_before_next(self, job: BatchJob) -> float:
        """Seconds until the next look at a job that has not ended.

        Raises:
            APITimeoutError: that would be after the deadline; the job goes on.
        """
        if self._deadline is None:
            return self._interval
        left = self._deadline - time.monotonic()
        if left <= 0:
            told = f"batch job {job.id} is {job.status} with {job.completed_items} of {job.total_items} items done"
            raise APITimeoutError(f"{told}; it goes on, and can be waited for again")
        return min(self._interval, left)


class AsyncBatch(generated.AsyncBatch):
    """Batch jobs."""

    async def get_status(self, job_id: str) -> BatchJob:
        """How far a job is: another name of `get`."""
        return await self.get(job_id)

    async def wait(
        self,
        job_id: str,
        *,
        poll_interval: float = 2.0,
        timeout: float | None = None,
        on_progress: Callable[[BatchJob], object] | None = None,
    ) -> BatchJob:
        """Wait until a job has ended, well or not: look at its `status`.

        Args:
            job_id: The job's id.
            poll_interval: Seconds between two looks.
            timeout: Seconds to wait in all; None for as long as it takes.
            on_progress: Called with the job after each look, the last one included.

        Raises:
            APITimeoutError: the job had not ended in time; it goes on.
        """
        from asyncio import sleep

        polling = Polling(poll_interval, timeout)
        while True:
            job = await self.get(job_id)
            if on_progress is not None:
                on_progress(job)
            if job.status in ENDED:
                return job
            await sleep(polling.pause_before_next(job))


class Batch(generated.Batch):
    """Batch jobs."""

    def get_status(self, job_id: str) -> BatchJob:
        """How far a job is: another name of `get`."""
        return self.get(job_id)

    get_status_async = async_twin(AsyncBatch.get_status)

    def wait(
        self,
        job_id: str,
        *,
        poll_interval: float = 2.0,
        timeout: float | None = None,
        on_progress: Callable[[BatchJob], object] | None = None,
    ) -> BatchJob:
        """Wait until a job has ended, well or not: look at its `status`.

        Args:
            job_id: The job's id.
            poll_interval: Seconds between two looks.
            timeout: Seconds to wait in all; None for as long as it takes.
            on_progress: Called with the job after each look, the last one included.

        Raises:
            APITimeoutError: the job had not ended in time; it goes on.
        """
        polling = Polling(poll_interval, timeout)
        while True:
            job = self.get(job_id)
            if on_progress is not None:
                on_progress(job)
            if job.status in ENDED:
                return job
            time.sleep(polling.pause_before_next(job))

    wait_async = async_twin(AsyncBatch.wait)
