"""The batch engine: runs jobs for real, item by item and phase by phase.

Work is deterministic. An item with `[fail]` in its text fails every time, one with `[fail once]` succeeds when it is
tried again. A phase with validation tries three times to reach its score.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..clock import Clock
from ..errors import ApiError, conflict
from ..records import BatchJob, ItemError, ItemResult, Usage
from .catalogue import Catalogue
from .ledger import Ledger
from .writer import score, worked

__all__ = ["ENDED", "BatchEngine"]

ENDED = ("COMPLETED", "FAILED", "CANCELLED")
ATTEMPTS = 3
USUAL_CONCURRENCY = 4


@dataclass(slots=True)
class Run:
    """One run of a job: the items that still wait, and whether work may go on."""

    waiting: deque[int]
    going: asyncio.Event
    workers: int = 0


@dataclass(slots=True)
class BatchEngine:
    """Starts, pauses and ends jobs. `pace` is how long one phase of one item takes, in seconds."""

    clock: Clock
    catalogue: Catalogue
    ledger: Ledger
    pace: float
    runs: dict[str, Run] = field(default_factory=dict[str, Run])
    tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def start(self, job: BatchJob) -> None:
        """Begin with a pending job."""
        allow(job, "started", "PENDING")
        job.started_at = self.clock.now()
        self.launch(job, range(job.total_items))

    def pause(self, job: BatchJob) -> None:
        """Take no more items; those that are worked on still end."""
        allow(job, "paused", "RUNNING")
        job.status, job.current_phase = "PAUSED", None
        self.runs[job.id].going.clear()

    def resume(self, job: BatchJob) -> None:
        """Take items again."""
        allow(job, "resumed", "PAUSED")
        job.status = "RUNNING"
        self.runs[job.id].going.set()

    def cancel(self, job: BatchJob) -> None:
        """End a job for good; nothing is taken any more."""
        allow(job, "cancelled", "PENDING", "RUNNING", "PAUSED")
        job.status, job.current_phase, job.completed_at = "CANCELLED", None, self.clock.now()
        run = self.runs.pop(job.id, None)
        if run is not None:
            run.waiting.clear()
            run.going.set()

    def retry(self, job: BatchJob, indexes: list[int] | None) -> None:
        """Run failed items of an ended job again: those given, else all."""
        allow(job, "tried again", "COMPLETED", "FAILED")
        failed = [index for index, result in sorted(job.results.items()) if result.status == "FAILED"]
        chosen = [index for index in failed if indexes is None or index in indexes]
        for index in chosen:
            del job.results[index]
        job.failed_items -= len(chosen)
        job.run += 1
        job.completed_at = None
        self.launch(job, chosen)

    def launch(self, job: BatchJob, indexes: Iterable[int]) -> None:
        """Let workers loose on items."""
        job.status = "RUNNING"
        job.current_phase = job.phases[0]["name"]
        run = Run(deque(indexes), asyncio.Event())
        run.going.set()
        self.runs[job.id] = run
        run.workers = min(job.options.get("concurrency", USUAL_CONCURRENCY), max(1, len(run.waiting)))
        for _ in range(run.workers):
            task = asyncio.get_running_loop().create_task(self.work(job, run))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def work(self, job: BatchJob, run: Run) -> None:
        """Take items until none waits; the last worker to leave ends the job."""
        while True:
            await run.going.wait()
            if not run.waiting:
                break
            index = run.waiting.popleft()
            result = await self.item(job, index)
            if job.status != "CANCELLED":
                settle(job, result)
        run.workers -= 1
        if run.workers == 0 and self.runs.get(job.id) is run:
            await run.going.wait()
            self.finish(job)

    def finish(self, job: BatchJob) -> None:
        """End a job all of whose items have ended, unless somebody cancelled it."""
        if self.runs.pop(job.id, None) is not None:
            job.status = "FAILED" if job.failed_items == job.total_items else "COMPLETED"
            job.current_phase, job.completed_at = None, self.clock.now()

    async def item(self, job: BatchJob, index: int) -> ItemResult:
        """Take one item through all phases; the first that fails ends it."""
        item = job.items[index]
        result = ItemResult(index, item["input"], item["input"], "COMPLETED", {}, None, item.get("metadata", {}))
        for phase in job.phases:
            if job.status == "RUNNING":
                job.current_phase = phase["name"]
            await self.clock.sleep(self.pace)
            error = self.phase(job, phase, result)
            if error is not None:
                result.status, result.output, result.errors = "FAILED", None, [error]
                break
        return result

    def phase(self, job: BatchJob, phase: dict[str, Any], result: ItemResult) -> ItemError | None:
        """One phase of one item; its error if it fails."""
        name, task = phase["name"], phase.get("taskType", "")
        try:
            model = self.catalogue.choose(phase.get("model"), task)
        except ApiError:  # it was disabled after the job had been created
            return ItemError(name, "the model may not be asked any more", "MODEL_DISABLED", 1)
        if fails(result.input, job.run):
            return ItemError(name, f"{model.id} gave no answer", "MODEL_ERROR", ATTEMPTS)
        least = least_score(phase)
        for attempt in range(1, ATTEMPTS + 1):
            draft = worked(model, task, result.output or "", take=attempt - 1)
            self.spend(job, model.id, draft.usage)
            if least is None or score(draft.text, attempt) >= least:
                result.output = draft.text
                result.phase_outputs[name] = draft.text
                return None
        return ItemError(name, f"the score stayed below {least:g}", "VALIDATION_FAILED", ATTEMPTS)

    def spend(self, job: BatchJob, model: str, usage: Usage) -> None:
        """Write down what a call of a model used."""
        job.cost_incurred = round(job.cost_incurred + usage.cost, 8)
        job.tokens_used += usage.total_tokens
        self.ledger.call(job.key_id, "batch", model, usage, job.project_id)

    @property
    def queue_depth(self) -> int:
        """How many items wait for a worker, over all jobs."""
        return sum(len(run.waiting) for run in self.runs.values())


def allow(job: BatchJob, deed: str, *states: str) -> None:
    """Refuse what the state of a job does not allow."""
    if job.status not in states:
        conflict(f"a job that is {job.status} cannot be {deed}")


def settle(job: BatchJob, result: ItemResult) -> None:
    """Keep the result of an item and count it."""
    job.results[result.item_index] = result
    if result.status == "COMPLETED":
        job.completed_items += 1
    else:
        job.failed_items += 1


def fails(text: str, run: int) -> bool:
    """Whether the text of an item asks for a failure in this run."""
    return "[fail]" in text or ("[fail once]" in text and run == 0)


def least_score(phase: dict[str, Any]) -> float | None:
    """The score that a phase must reach; None if it is not judged."""
    validation = phase.get("validation", {})
    return validation.get("minScore", 0) if validation.get("enabled") else None
