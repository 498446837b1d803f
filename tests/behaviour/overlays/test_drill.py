"""The drill: the description changes in a typical way, and the report names the overlay lines that break, no others.

A line that a change breaks says so: `# breaks: NAME`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from burnish.diagnostics import Diagnostic

from .conftest import JOB_ID, Acme, query

Table = dict[str, Any]

JOBS = '''
"""Jobs, and what the API has no request for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._generated.resources import jobs as generated  # breaks: move a resource

from .._runtime import NOT_GIVEN

if TYPE_CHECKING:
    from .._runtime import Body, Headers, NotGiven, Omit, Query, Timeout
    from ..types.jobs import Job  # breaks: move a resource, rename a model


class AsyncJobs(generated.AsyncJobs):
    """Jobs."""

    async def share(self, job_id: str) -> float:
        """How much of a job is done, from 0 to 1."""
        job = await self.retrieve(job_id)  # breaks: add a required parameter
        return job.done_items / job.total_items  # breaks: rename a field, change a type

    async def tail(self, job_id: str) -> list[str]:
        """The last lines of the log."""
        return (await self.list_log(job_id))[-10:]  # breaks: remove a method, move a method

    async def mine(self) -> list[Job]:
        """The jobs of whoever asks."""
        return await self.list(owner="me")  # breaks: remove a parameter

    async def create(  # breaks: extend an overridden method
        self,
        *,
        title: str,
        size: int | Omit = 1,
        idempotency_key: str | None = None,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
    ) -> Job:
        """Create a job of size 1."""
        return await super().create(title=title, size=size, idempotency_key=idempotency_key)

'''

TOOLS = '''
"""Functions over jobs."""

from __future__ import annotations

from ..types.jobs import Job  # breaks: move a resource, rename a model
from .._runtime import BaseModel


class Summary(BaseModel):
    """A job in a line."""

    title: str


def summary(job: Job) -> Summary:
    """A job in a line."""
    return Summary(title=job.title)  # breaks: make a field nullable


def seconds(job: Job) -> float:
    """When a job was finished."""
    return job.finished_at.timestamp() if job.finished_at else 0.0  # breaks: remove a field
'''

Change = Callable[[Table], None]


def properties(table: Table) -> Table:
    found: Table = table["components"]["schemas"]["Job"]["properties"]
    return found


def rename_field(table: Table) -> None:
    properties(table)["completedItems"] = properties(table).pop("doneItems")
    required = table["components"]["schemas"]["Job"]["required"]
    required[required.index("doneItems")] = "completedItems"


def change_type(table: Table) -> None:
    properties(table)["totalItems"] = {"type": "string"}


def make_nullable(table: Table) -> None:
    properties(table)["title"] = {"type": ["string", "null"]}


def remove_field(table: Table) -> None:
    del properties(table)["finishedAt"]


def remove_method(table: Table) -> None:
    del table["paths"]["/jobs/{jobId}/log"]


def move_method(table: Table) -> None:
    table["paths"]["/jobs/{jobId}/journal"] = table["paths"].pop("/jobs/{jobId}/log")


def add_required(table: Table) -> None:
    region = {**query("region"), "required": True}
    table["paths"]["/jobs/{jobId}"]["get"]["parameters"] = [JOB_ID, region]


def remove_parameter(table: Table) -> None:
    table["paths"]["/jobs"]["get"]["parameters"] = [query("state")]


def extend_method(table: Table) -> None:
    table["components"]["schemas"]["NewJob"]["properties"]["queue"] = {"type": "string"}


def rename_model(table: Table) -> None:
    table["components"]["schemas"]["Assignment"] = table["components"]["schemas"].pop("Job")
    renamed = json.loads(json.dumps(table).replace("schemas/Job", "schemas/Assignment"))
    table.update(renamed)


def move_resource(table: Table) -> None:
    for path in [path for path in table["paths"] if path.startswith("/jobs")]:
        item = table["paths"][path.replace("/jobs", "/tasks")] = table["paths"].pop(path)
        for operation in item.values():
            operation["tags"] = ["tasks"]
            operation["operationId"] = operation["operationId"].replace("Job", "Task")


CHANGES: dict[str, Change] = {
    "rename a field": rename_field,
    "change a type": change_type,
    "make a field nullable": make_nullable,
    "remove a field": remove_field,
    "remove a method": remove_method,
    "move a method": move_method,
    "add a required parameter": add_required,
    "remove a parameter": remove_parameter,
    "extend an overridden method": extend_method,
    "rename a model": rename_model,
    "move a resource": move_resource,
}


@pytest.fixture
def written(acme: Acme) -> Acme:
    acme.table["components"]["schemas"].pop("Team")
    del acme.table["paths"]["/teams"]
    acme.overlay("resources/jobs.py", JOBS)
    acme.overlay("tools/summary.py", TOOLS)
    acme.overlay("tools/__init__.py", '"""Tools."""\n')
    ended = acme.run()
    assert ended.outcome is not None, [item.message for item in ended.errors]
    assert not ended.errors, [item.message for item in ended.errors]
    return acme


@pytest.mark.parametrize("name", CHANGES)
def test_the_lines_that_break_are_named_and_no_others(written: Acme, name: str) -> None:
    before = {path: path.read_bytes() for path in written.out.rglob("*.py")}
    CHANGES[name](written.table)
    ended = written.run()
    assert ended.outcome is None
    found = {(item.at.span.path.rpartition("/")[2], item.at.span.line) for item in ended.errors}
    assert found == broken("jobs.py", JOBS, name) | broken("summary.py", TOOLS, name), told(ended.errors)
    assert {path: path.read_bytes() for path in written.out.rglob("*.py")} == before


def test_what_became_of_a_request_is_told(written: Acme) -> None:
    remove_method(written.table)
    assert "`GET /jobs/{jobId}/log` is not in the description any more" in told(written.run().errors)


def broken(path: str, text: str, name: str) -> set[tuple[str, int]]:
    """The lines that say that a change breaks them."""
    labels = ((number, re.search("# breaks: (.*)", line)) for number, line in enumerate(text.split("\n"), start=1))
    return {(path, number) for number, label in labels if label is not None and name in label[1].split(", ")}


def told(errors: list[Diagnostic]) -> str:
    return "\n".join(f"{item.at.span}: {item.message}" for item in errors)


def test_a_change_that_breaks_nothing_is_let_through(written: Acme) -> None:
    properties(written.table)["note"] = {"type": "string"}
    ended = written.run()
    assert ended.outcome is not None, told(ended.errors)
    assert not ended.errors
