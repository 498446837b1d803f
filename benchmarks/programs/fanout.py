"""Items per CPU second and per second with 50 in flight, and the growth of memory. Arguments: who, URL, items."""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from importlib import import_module
from typing import Any, TypeAlias

who, url, items = sys.argv[1], sys.argv[2], int(sys.argv[3])
kind, _, library = who.partition(":")
IN_FLIGHT = 50
BODY = json.dumps({"model": "m", "input": "hello"}).encode()
HEADERS = {"Content-Type": "application/json"}
Once: TypeAlias = Callable[[int], Awaitable[object]]
"""A call for one item."""
Close: TypeAlias = Callable[[], Awaitable[object]]


def peer(name: str) -> Any:
    """A library under measure; which of them is there is for the caller to know."""
    return import_module(name)


def openai_call() -> tuple[Once, Close]:
    """openai, with workers as below."""
    client = peer("openai").AsyncOpenAI(base_url=url, api_key="k")
    messages = [{"role": "user", "content": "hello"}]

    async def once(_: int) -> object:
        return await client.chat.completions.create(model="m", messages=messages)

    return once, client.close


def bare_call() -> tuple[Once, Close]:
    """The bare library."""
    if library == "aiohttp":
        session = peer("aiohttp").ClientSession()

        async def once(_: int) -> object:
            async with session.post(url + "/answers", data=BODY, headers=HEADERS) as answer:
                return await answer.json()

        return once, session.close
    if library == "pyreqwest":
        client = peer("pyreqwest.client").ClientBuilder().build()

        async def once(_: int) -> object:
            answer = await client.post(url + "/answers").headers(HEADERS).body_bytes(BODY).build().send()
            return await answer.json()

        return once, client.close
    client = peer(library).AsyncClient()

    async def once(_: int) -> object:
        return (await client.post(url + "/answers", content=BODY, headers=HEADERS)).json()

    return once, client.aclose


async def by_workers(once: Once, count: int) -> None:
    """The simplest bounded fan-out that does not grow."""
    left = iter(range(count))

    async def work() -> None:
        for item in left:
            await once(item)

    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))


async def by_sdk(client: Any, count: int) -> None:
    """The SDK's own."""
    seen = 0

    def once(_: int) -> Any:
        return client.answers.create(model="m", input="hello")

    outcomes = client.fan_out(once, range(count), concurrency=IN_FLIGHT)
    async for outcome in outcomes:
        seen += bool(outcome.value)
    assert seen == count


async def main() -> dict[str, float]:
    """Warm up, then measure."""
    if kind == "sdk":
        client = peer("bench_sdk").AsyncClient(base_url=url, http_client=library)
        run, close = partial(by_sdk, client), client.close
    else:
        once, close = openai_call() if kind == "openai" else bare_call()
        run = partial(by_workers, once)

    await run(1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, wall = time.process_time(), time.perf_counter()
    await run(items)
    spent, took = time.process_time() - began, time.perf_counter() - wall
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    await close()
    return {"cost": spent / items * 1e6, "rate": items / took, "growth": grown}


print(json.dumps(asyncio.run(main())))
