"""batch: jobs that take many inputs through several phases."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ..calls import Call, Handler, Lines, Plain, Reply, page
from ..engine.batch import ENDED
from ..errors import conflict
from ..frames import dumped
from ..records import BatchJob, ItemResult
from ..state import found

__all__ = ["HANDLERS"]


async def create(call: Call) -> Reply:
    """Create a job, and start it if that is wanted."""
    state, body = call.state, call.body
    call.project_id = state.project(body.get("projectId"))
    for index, phase in enumerate(body["phases"]):
        state.catalogue.choose(phase.get("model"), phase.get("taskType", ""), "phases", index, "model")
    options = body.get("options", {})
    job = BatchJob(
        id=state.new_id("job"),
        name=body["name"],
        project_id=call.project_id,
        status="PENDING",
        total_items=len(body["items"]),
        completed_items=0,
        failed_items=0,
        current_phase=None,
        cost_incurred=0.0,
        tokens_used=0,
        created_at=state.now,
        started_at=None,
        completed_at=None,
        items=body["items"],
        phases=body["phases"],
        options=options,
        key_id=call.key.id,
    )
    state.jobs[job.id] = job
    if options.get("autoStart"):
        state.batch.start(job)
    return Plain(job)


async def list_(call: Call) -> Reply:
    """List jobs, newest first."""
    wanted = call.query
    jobs = [
        job
        for job in call.state.jobs.values()
        if wanted["projectId"] in (None, job.project_id) and wanted["status"] in (None, job.status)
    ]
    return page(jobs[::-1], wanted)


async def get(call: Call) -> Reply:
    """Get a job."""
    return Plain(named(call))


async def start(call: Call) -> Reply:
    """Start a pending job."""
    job = named(call)
    call.state.batch.start(job)
    return Plain(job)


async def pause(call: Call) -> Reply:
    """Pause a running job."""
    job = named(call)
    call.state.batch.pause(job)
    return Plain(job)


async def resume(call: Call) -> Reply:
    """Let a paused job go on."""
    job = named(call)
    call.state.batch.resume(job)
    return Plain(job)


async def cancel(call: Call) -> Reply:
    """End a job for good."""
    job = named(call)
    call.state.batch.cancel(job)
    return Plain(job)


async def get_results(call: Call) -> Reply:
    """The results so far, in the order of the items."""
    return Plain(results(named(call)))


async def stream_results(call: Call) -> Reply:
    """The results so far, one on each line."""
    return Lines(lines(results(named(call))))


async def lines(found_: list[ItemResult]) -> AsyncIterator[str]:
    """Results as JSON Lines."""
    for result in found_:
        yield dumped(result)


async def retry_failed(call: Call) -> Reply:
    """Run failed items again."""
    job = named(call)
    call.state.batch.retry(job, call.body.get("itemIndexes"))
    return Plain(job)


async def delete(call: Call) -> Reply:
    """Delete a job that has ended."""
    job = named(call)
    if job.status not in ENDED:
        conflict(f"a job that is {job.status} cannot be deleted")
    del call.state.jobs[job.id]
    return Plain({"id": job.id, "deleted": True})


def results(job: BatchJob) -> list[ItemResult]:
    """The results of a job in the order of its items."""
    return [job.results[index] for index in sorted(job.results)]


def named(call: Call) -> BatchJob:
    """The job of the path."""
    job = found(call.state.jobs, "batch job", call.path["jobId"])
    call.project_id = job.project_id
    return job


HANDLERS: dict[str, Handler] = {
    "batch.create": create,
    "batch.list": list_,
    "batch.get": get,
    "batch.start": start,
    "batch.pause": pause,
    "batch.resume": resume,
    "batch.cancel": cancel,
    "batch.getResults": get_results,
    "batch.streamResults": stream_results,
    "batch.retryFailed": retry_failed,
    "batch.delete": delete,
}
