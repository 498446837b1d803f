"""CPU microseconds of a small POST with a parsed answer. Arguments: who, URL, count.

Who: `openai`, `bare:LIBRARY` or `sdk:LIBRARY`.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

who, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
kind, _, library = who.partition(":")
BODY = json.dumps({"model": "m", "input": "hello"}).encode()
HEADERS = {"Content-Type": "application/json"}


def peer(name: str) -> Any:
    """A library under measure; which of them is there is for the caller to know."""
    return import_module(name)


def sync_call() -> Callable[[], object]:
    """The call of the sync world."""
    if kind == "openai":
        client = peer("openai").OpenAI(base_url=url, api_key="k")
        messages = [{"role": "user", "content": "hello"}]
        return lambda: client.chat.completions.create(model="m", messages=messages)
    if kind == "sdk":
        client = peer("bench_sdk").Client(base_url=url, http_client=library)
        return lambda: client.answers.create(model="m", input="hello")
    if library == "pyreqwest":
        bare = peer("pyreqwest.client").SyncClientBuilder().build()
        return lambda: bare.post(url + "/answers").headers(HEADERS).body_bytes(BODY).build().send().json()
    bare = peer(library).Client()
    return lambda: bare.post(url + "/answers", content=BODY, headers=HEADERS).json()


def aiohttp_call() -> tuple[Callable[[], Awaitable[object]], Callable[[], Awaitable[object]]]:
    """aiohttp exists in the async world only."""
    if kind == "sdk":
        client = peer("bench_sdk").AsyncClient(base_url=url, http_client="aiohttp")
        return lambda: client.answers.create(model="m", input="hello"), client.close
    session = peer("aiohttp").ClientSession()

    async def once() -> object:
        async with session.post(url + "/answers", data=BODY, headers=HEADERS) as answer:
            return await answer.json()

    return once, session.close


async def asynchronous() -> float:
    """Measure in an event loop."""
    call, close = aiohttp_call()
    for _ in range(200):
        await call()
    began = time.process_time()
    for _ in range(count):
        await call()
    spent = time.process_time() - began
    await close()
    return spent


if library == "aiohttp":
    spent = asyncio.run(asynchronous())
else:
    call = sync_call()
    for _ in range(200):
        call()
    began = time.process_time()
    for _ in range(count):
        call()
    spent = time.process_time() - began
print(json.dumps({"cost": spent / count * 1e6}))
