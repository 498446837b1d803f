"""Batch items per second, or milliseconds from the call to the first piece of a chat.

Arguments: what (batch, chat), who (bare, sdk, async-sdk), URL, key, how many.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

# This file has the name of the package that it measures: its folder must not come first in the search for modules.
del sys.path[0]
what, who, url, key, count = *sys.argv[1:5], int(sys.argv[5])
ENDED = ("COMPLETED", "FAILED", "CANCELLED")
JOB: dict[str, Any] = {
    "name": "bench",
    "items": [{"input": f"Ship {number} arrives at noon."} for number in range(count)],
    "phases": [{"name": "draft", "model": "gpt-4o-mini"}],
}
WAIT_S = 0.01


def bare_client() -> Any:
    """A client of httpx2 with the key."""
    return import_module("httpx2").Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=30)


def bare_batch(client: Any) -> int:
    """A job from its creation to its results, by hand."""
    job = client.post("/api/batch", json={**JOB, "options": {"autoStart": True}}).json()
    while job["status"] not in ENDED:
        time.sleep(WAIT_S)
        job = client.get(f"/api/batch/{job['id']}").json()
    return len(client.get(f"/api/batch/{job['id']}/results").json())


def sdk_batch(client: Any) -> int:
    """The same by the SDK."""
    job = client.batch.create(**JOB, options={"auto_start": True})
    client.batch.wait(job.id, poll_interval=WAIT_S)
    return len(client.batch.get_results(job.id))


async def async_batch(client: Any) -> int:
    """The same by the asynchronous SDK."""
    job = await client.batch.create(**JOB, options={"auto_start": True})
    await client.batch.wait(job.id, poll_interval=WAIT_S)
    return len(await client.batch.get_results(job.id))


def bare_piece(client: Any) -> float:
    """Milliseconds until the first piece, by hand; the answer is read to its end, so that the next can begin."""
    id_ = client.post("/api/conversations", json={"title": "bench"}).json()["id"]
    began = time.perf_counter()
    body = {"conversationId": id_, "message": "Describe a harbour."}
    with client.stream("POST", "/api/chat/stream", json=body) as response:
        lines = response.iter_lines()
        next(line for line in lines if line.startswith("data:"))
        spent = time.perf_counter() - began
        for _ in lines:
            pass
    return spent * 1000


def sdk_piece(client: Any) -> float:
    """The same by the SDK."""
    id_ = client.conversations.create(title="bench").id
    began = time.perf_counter()
    with client.chat.stream(conversation_id=id_, message="Describe a harbour.") as stream:
        next(stream)
        spent = time.perf_counter() - began
        stream.get_final_message()
    return spent * 1000


async def async_piece(client: Any) -> float:
    """The same by the asynchronous SDK."""
    id_ = (await client.conversations.create(title="bench")).id
    began = time.perf_counter()
    async with client.chat.stream(conversation_id=id_, message="Describe a harbour.") as stream:
        await anext(stream)
        spent = time.perf_counter() - began
        await stream.get_final_message()
    return spent * 1000


def figures(deed: Callable[[Any], float], client: Any) -> dict[str, float]:
    """What a deed measures, after one that warms up."""
    deed(client)
    if what == "chat":
        return pieces([deed(client) for _ in range(count)])
    began = time.perf_counter()
    return rate(deed(client), began)


async def async_figures(deed: Callable[[Any], Awaitable[float]]) -> dict[str, float]:
    """What an asynchronous deed measures, after one that warms up."""
    make: Any = import_module("artificer").AsyncArtificer
    async with make(api_key=key, base_url=url) as client:
        await deed(client)
        if what == "chat":
            return pieces([await deed(client) for _ in range(count)])
        began = time.perf_counter()
        return rate(await deed(client), began)


def pieces(spent: list[float]) -> dict[str, float]:
    """The figures of first pieces."""
    return {"cost": statistics.median(spent), "slowest": max(spent)}


def rate(done: float, began: float) -> dict[str, float]:
    """The figures of a batch."""
    assert done == count, done
    spent = time.perf_counter() - began
    return {"cost": spent, "rate": done / spent}


if who == "bare":
    found = figures({"batch": bare_batch, "chat": bare_piece}[what], bare_client())
elif who == "sdk":
    client: Any = import_module("artificer").Artificer(api_key=key, base_url=url)
    found = figures({"batch": sdk_batch, "chat": sdk_piece}[what], client)
else:
    found = asyncio.run(async_figures({"batch": async_batch, "chat": async_piece}[what]))
print(json.dumps(found))
