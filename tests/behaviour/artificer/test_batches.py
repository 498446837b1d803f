"""Batch jobs, in every form that users can run them; the numbers are those of the acceptance scenarios."""

from __future__ import annotations

import json
import time
from typing import Any

import artificer
import pytest
from artificer import exceptions
from artificer.models import PhaseConfig
from artificer.types.batch import BatchItemParam, BatchJob, PhaseConfigParam

from tests.servers.artificer import ArtificerServer

from .conftest import Stepwise, User

ITEMS: list[BatchItemParam] = [{"input": "Harbour closed."}, {"input": "Fog expected."}, {"input": "No berth."}]
PHASES: list[PhaseConfigParam | PhaseConfig] = [
    PhaseConfig(name="draft", model="gpt-4o-mini", task_type="translate"),
    {"name": "review", "task_type": "validate", "validation": {"enabled": True, "min_score": 7}},
]
ENDED = ("COMPLETED", "FAILED", "CANCELLED")


async def created(user: User, *, start: bool = True, text: str = "text") -> BatchJob:
    """A job of three items."""
    items = [{"input": f"{text} {number}"} for number in range(3)]
    found: BatchJob = await user("batch.create", name="b", items=items, phases=PHASES, options={"auto_start": start})
    return found


async def test_10_a_job_is_created_from_what_users_write(user: User, server: ArtificerServer) -> None:
    job = await user(
        "batch.create",
        name="a",
        items=ITEMS,
        phases=[
            PhaseConfig(name="draft", model="gpt-4o-mini", task_type="translate"),
            PhaseConfig(name="review", task_type="validate", validation={"enabled": True, "min_score": 7}),
        ],
        options={"auto_start": True, "checkpoint_frequency": 5, "concurrency": 4},
    )
    sent = json.loads(server.seen[-1].body)

    assert (job.status, job.total_items) == ("RUNNING", 3)
    assert sent["phases"][0] == {"name": "draft", "model": "gpt-4o-mini", "taskType": "translate"}
    assert sent["phases"][1]["validation"] == {"enabled": True, "minScore": 7}
    assert sent["options"] == {"autoStart": True, "checkpointFrequency": 5, "concurrency": 4}


async def test_11_a_job_is_asked_for_until_it_has_ended(user: User) -> None:
    job = await created(user)
    counts = [job.completed_items]
    deadline = time.monotonic() + 5
    while job.status not in ENDED and time.monotonic() < deadline:
        job = await user("batch.get_status", job.id)
        counts.append(job.completed_items)

    assert (job.status, counts[-1]) == ("COMPLETED", 3)
    assert counts == sorted(counts)
    assert await user("batch.get", job.id) == job


async def test_12_a_job_is_waited_for_with_its_progress(user: User) -> None:
    seen: list[tuple[str, int]] = []

    def note(job: BatchJob) -> None:
        seen.append((job.status, job.completed_items))

    job = await user("batch.wait", (await created(user)).id, poll_interval=0.001, timeout=5, on_progress=note)

    assert (job.status, job.completed_items) == ("COMPLETED", 3)
    assert seen[-1] == ("COMPLETED", 3)
    assert seen == sorted(seen, key=lambda look: look[1])


async def test_12_a_failed_or_cancelled_job_has_ended_too(user: User) -> None:
    failed = await created(user, text="[fail]")
    assert (await user("batch.wait", failed.id, poll_interval=0.001, timeout=5)).status == "FAILED"
    cancelled = await created(user, start=False)
    await user("batch.cancel", cancelled.id)
    assert (await user("batch.wait", cancelled.id, timeout=0)).status == "CANCELLED"


async def test_12_waiting_ends_in_time_and_the_job_goes_on(user: User) -> None:
    job = await created(user, start=False)
    with pytest.raises(exceptions.TimeoutError, match="is PENDING with 0 of 3 items done") as caught:
        await user("batch.wait", job.id, poll_interval=0.001, timeout=0.005)
    assert "can be waited for again" in caught.value.message
    assert (await user("batch.get", job.id)).status == "PENDING"
    with pytest.raises(ValueError, match="0 or more"):
        await user("batch.wait", job.id, poll_interval=-1)


async def test_13_results_come_in_the_order_of_the_items(user: User) -> None:
    job = await created(user)
    await user("batch.wait", job.id, poll_interval=0.001, timeout=5)
    results = await user("batch.get_results", job.id)
    streamed = await user.every(await user("batch.stream_results", job.id))

    assert [(result.item_index, result.input) for result in results] == [(n, f"text {n}") for n in range(3)]
    assert all(result.output for result in results)
    assert streamed == results


async def test_14_a_job_is_started_later(user: User) -> None:
    job = await created(user, start=False)
    started = await user("batch.start", job.id)
    with pytest.raises(artificer.ConflictError):
        await user("batch.start", job.id)
    ended = await user("batch.wait", job.id, poll_interval=0.001, timeout=5)

    assert [job.status, started.status, ended.status] == ["PENDING", "RUNNING", "COMPLETED"]
    assert len(await user("batch.get_results", job.id)) == 3


async def test_15_a_job_is_paused_resumed_and_cancelled(slow_user: User, stepwise: Stepwise) -> None:
    user, phases = slow_user, [{"name": "a"}]
    options = {"concurrency": 1, "auto_start": True}
    job = await user("batch.create", name="a", items=ITEMS, phases=phases, options=options)
    stepwise.step()
    stepwise.step()
    states = [(await user(f"batch.{deed}", job.id)).status for deed in ("pause", "resume", "cancel")]
    results = await user("batch.get_results", job.id)

    assert states == ["PAUSED", "RUNNING", "CANCELLED"]
    assert [result.item_index for result in results] == list(range(len(results)))
    assert results[0].output


BROKEN: dict[str, Any] = {
    "name": "",
    "items": [*([{"input": "x"}] * 10_000), {"input": "x" * 100_001}],
    "phases": [*([{"name": "p"}] * 10), {"name": ""}],
    "options": {"concurrency": 51},
}


async def test_16_all_limits_of_a_job_are_told_at_once(user: User, server: ArtificerServer) -> None:
    with pytest.raises(exceptions.ValidationError) as caught:
        await user("batch.create", **BROKEN)

    wanted = ["name", "items", "items.10000.input", "phases", "phases.10.name", "options.concurrency"]
    assert list(caught.value.errors) == wanted
    assert not server.seen


async def test_17_lists_are_walked_in_pages(slow_user: User, stepwise: Stepwise) -> None:
    user = slow_user
    project = (await user("projects.create", name="a")).id
    for _ in range(45):
        await user(
            "batch.create",
            name="a",
            items=[{"input": "x"}],
            phases=[{"name": "p"}],
            project_id=project,
            options={"auto_start": True},
        )
    before = len(stepwise.server.seen)
    page = await user("batch.list", project_id=project, status="RUNNING", limit=20, offset=0)

    assert len(page.data) == 20
    assert len(await user.every(page)) == 45
    wanted = [f"projectId={project}&status=RUNNING&limit=20&offset={start}" for start in (0, 20, 40)]
    assert [seen.query for seen in stepwise.server.seen[before:]] == wanted
    await user("batch.list", limit=1)
    assert stepwise.server.seen[-1].query == "limit=1"
