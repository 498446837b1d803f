"""export: conversations, results and projects as files."""

from __future__ import annotations

from datetime import timedelta

from ..calls import Call, File, Handler, Plain, Reply
from ..engine.exporting import conversation_file, project_file, results_file
from ..errors import conflict
from ..records import ExportJob, Project
from ..state import State, found, in_background

__all__ = ["HANDLERS"]

KEPT_FOR = timedelta(hours=24)


async def conversation(call: Call) -> Reply:
    """A conversation as a file."""
    exported = call.state.conversation(call.path["conversationId"])
    call.project_id = exported.project_id
    ending, content = conversation_file(exported, call.state.thread(exported.id), call.query["format"])
    return File(f"{exported.id}.{ending}", content)


async def batch_results(call: Call) -> Reply:
    """The results of a batch job as a file."""
    job = found(call.state.jobs, "batch job", call.path["jobId"])
    call.project_id = job.project_id
    ending: str = call.query["format"]
    return File(f"{job.id}.{ending}", results_file((job.results[i] for i in sorted(job.results)), ending))


async def project(call: Call) -> Reply:
    """Begin to export a project."""
    state = call.state
    exported = found(state.projects, "project", call.path["projectId"])
    call.project_id = exported.id
    job = ExportJob(state.new_id("exp"), exported.id, call.body["format"], "PENDING", None, None, state.now, None)
    state.exports[job.id] = job
    in_background(state, write(state, exported, job))
    return Plain(job)


async def write(state: State, exported: Project, job: ExportJob) -> None:
    """Write an export in the background."""
    await state.options.clock.sleep(state.options.pace)
    job.status = "RUNNING"
    await state.options.clock.sleep(state.options.pace)
    conversations = [
        (item, state.thread(item.id)) for item in state.conversations.values() if item.project_id == exported.id
    ]
    jobs = [item for item in state.jobs.values() if item.project_id == exported.id]
    job.content = project_file(exported, conversations, jobs, job.format)
    job.status, job.size_bytes, job.expires_at = "READY", len(job.content), state.now + KEPT_FOR


async def get(call: Call) -> Reply:
    """Get an export."""
    return Plain(named(call))


async def download(call: Call) -> Reply:
    """The exported file."""
    job = named(call)
    if job.status != "READY":
        conflict(f"the export is {job.status}")
    return File(f"{job.id}.{job.format}", job.content)


def named(call: Call) -> ExportJob:
    """The export of the path."""
    job = found(call.state.exports, "export", call.path["exportId"])
    call.project_id = job.project_id
    return job


HANDLERS: dict[str, Handler] = {
    "export.conversation": conversation,
    "export.batchResults": batch_results,
    "export.project": project,
    "export.get": get,
    "export.download": download,
}
