"""projects: what belongs together, and what it costs."""

from __future__ import annotations

from ..calls import Call, Handler, Plain, Reply, page
from ..engine.ledger import summary
from ..errors import conflict
from ..records import Project
from ..state import found

__all__ = ["HANDLERS"]


async def create(call: Call) -> Reply:
    """Create a project."""
    state, body = call.state, call.body
    project = Project(
        id=state.new_id("proj"),
        name=body["name"],
        description=body.get("description"),
        settings=body.get("settings", {}),
        archived=False,
        created_at=state.now,
        updated_at=state.now,
    )
    state.projects[project.id] = project
    return Plain(project)


async def list_(call: Call) -> Reply:
    """List projects, newest first."""
    archived = call.query["archived"]
    listed = [project for project in call.state.projects.values() if archived in (None, project.archived)]
    return page(listed[::-1], call.query)


async def get(call: Call) -> Reply:
    """Get a project."""
    return Plain(named(call))


async def update(call: Call) -> Reply:
    """Change what is sent; null clears."""
    project, body = named(call), call.body
    if "description" in body:
        project.description = body["description"]
    project.name = body.get("name", project.name)
    project.settings = body.get("settings", project.settings)
    project.archived = body.get("archived", project.archived)
    project.updated_at = call.state.now
    return Plain(project)


async def delete(call: Call) -> Reply:
    """Delete a project; what belonged to it stays without one."""
    project, state = named(call), call.state
    if any(job.project_id == project.id and job.status == "RUNNING" for job in state.jobs.values()):
        conflict("the project has running batch jobs")
    for thing in (*state.conversations.values(), *state.jobs.values(), *state.executions.values()):
        if thing.project_id == project.id:
            thing.project_id = None
    del state.projects[project.id]
    return Plain({"id": project.id, "deleted": True})


async def stats(call: Call) -> Reply:
    """The figures of a project."""
    project, state = named(call), call.state
    conversations = [item for item in state.conversations.values() if item.project_id == project.id]
    used = summary(entry for entry in state.ledger.entries if entry.project_id == project.id)
    return Plain(
        {
            "conversations": len(conversations),
            "messages": sum(item.message_count for item in conversations),
            "batchJobs": sum(job.project_id == project.id for job in state.jobs.values()),
            "cost": used.cost,
            "tokens": used.tokens,
        }
    )


def named(call: Call) -> Project:
    """The project of the path."""
    project = found(call.state.projects, "project", call.path["projectId"])
    call.project_id = project.id
    return project


HANDLERS: dict[str, Handler] = {
    "projects.create": create,
    "projects.list": list_,
    "projects.get": get,
    "projects.update": update,
    "projects.delete": delete,
    "projects.stats": stats,
}
