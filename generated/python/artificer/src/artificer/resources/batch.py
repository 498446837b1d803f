# Copied from overlays/python/artificer/resources/batch.py; edit it there.
"""Batch jobs: limits that are checked before anything is sent, and waiting for the end of a job."""

# burnish: derive sync with _async
from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from typing_extensions import Unpack

from .._generated.resources import batch as generated
from .._runtime import APITimeoutError, omit
from ..limits import refuse_job

if TYPE_CHECKING:
    from .._runtime import CallArguments, Omit
    from ..types.batch import (
        BatchItem,
        BatchItemParam,
        BatchJob,
        BatchOptions,
        BatchOptionsParam,
        PhaseConfig,
        PhaseConfigParam,
    )

__all__ = ["AsyncBatch"]

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

    async def create(  # pyright: ignore[reportIncompatibleMethodOverride]  # it does not look into Unpack
        self,
        *,
        name: str,
        items: Sequence[BatchItemParam | BatchItem],
        phases: Sequence[PhaseConfigParam | PhaseConfig],
        project_id: str | Omit = omit,
        options: BatchOptionsParam | BatchOptions | Omit = omit,
        **call: Unpack[CallArguments],
    ) -> BatchJob:
        """Create a job that takes every item through every phase; it waits to be started, unless `auto_start` is set.

        Args:
            name: A name for people, of at most 200 characters.
            items: What to work on: 1 to 10,000, each of at most 100,000 characters.
            phases: What to do with every item, in this order: 1 to 10.
            project_id: The project it shall belong to.
            options: How many items at once (1 to 50), how often to save (1 to 100 items), whether to start.
            call: Options of the call, as every method has them.

        Raises:
            ValidationError: limits are broken; `errors` lists every one, and nothing was sent.
        """
        refuse_job(name, items, phases, options)
        return await super().create(
            name=name, items=items, phases=phases, project_id=project_id, options=options, **call
        )

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


# Derived from the async classes above by Burnish.

from .._runtime import async_twin


class Batch(generated.Batch):
    """Batch jobs."""

    def create(  # pyright: ignore[reportIncompatibleMethodOverride]  # it does not look into Unpack
        self,
        *,
        name: str,
        items: Sequence[BatchItemParam | BatchItem],
        phases: Sequence[PhaseConfigParam | PhaseConfig],
        project_id: str | Omit = omit,
        options: BatchOptionsParam | BatchOptions | Omit = omit,
        **call: Unpack[CallArguments],
    ) -> BatchJob:
        """Create a job that takes every item through every phase; it waits to be started, unless `auto_start` is set.

        Args:
            name: A name for people, of at most 200 characters.
            items: What to work on: 1 to 10,000, each of at most 100,000 characters.
            phases: What to do with every item, in this order: 1 to 10.
            project_id: The project it shall belong to.
            options: How many items at once (1 to 50), how often to save (1 to 100 items), whether to start.
            call: Options of the call, as every method has them.

        Raises:
            ValidationError: limits are broken; `errors` lists every one, and nothing was sent.
        """
        refuse_job(name, items, phases, options)
        return super().create(
            name=name, items=items, phases=phases, project_id=project_id, options=options, **call
        )

    def get_status(self, job_id: str) -> BatchJob:
        """How far a job is: another name of `get`."""
        return self.get(job_id)

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
        from time import sleep

        polling = Polling(poll_interval, timeout)
        while True:
            job = self.get(job_id)
            if on_progress is not None:
                on_progress(job)
            if job.status in ENDED:
                return job
            sleep(polling.pause_before_next(job))

    create_async = async_twin(AsyncBatch.create)
    get_status_async = async_twin(AsyncBatch.get_status)
    wait_async = async_twin(AsyncBatch.wait)


# Added by Burnish: what else the generated module offers.
from .._generated.resources.batch import (
    AsyncBatchWithRawResponse as AsyncBatchWithRawResponse,
    AsyncBatchWithStreamingResponse as AsyncBatchWithStreamingResponse,
    BatchWithRawResponse as BatchWithRawResponse,
    BatchWithStreamingResponse as BatchWithStreamingResponse,
)

__all__ += ["Batch"]
