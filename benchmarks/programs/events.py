"""Typed events of a stream per CPU second, and the growth of memory. Arguments: who, URL, events.

Who: `openai`, or a library; the stream is read in the async world on aiohttp, else in the sync one.
"""

import asyncio
import json
import resource
import sys
import time

who, url, events = sys.argv[1], sys.argv[2], int(sys.argv[3])


def memory():
    """Peak of resident memory in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if who == "openai":
    import openai

    client = openai.OpenAI(base_url=url, api_key="k")

    def stream(number):
        options = {"extra_headers": {"X-Events": str(number)}, "stream": True}
        return client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}], **options)
else:
    import bench_sdk

    client = (bench_sdk.AsyncClient if who == "aiohttp" else bench_sdk.Client)(base_url=url, http_client=who)

    def stream(number):
        return client.chat.stream(model="m", extra_headers={"X-Events": str(number)})


def read(number):
    """Read a stream to its end."""
    seen = 0
    for event in stream(number):
        seen += len(event.choices)
    assert seen == number, seen


async def async_read(number):
    """The same in an event loop."""
    seen = 0
    async for event in await stream(number):
        seen += len(event.choices)
    assert seen == number, seen


async def asynchronous():
    """Measure in an event loop."""
    await async_read(1000)
    before, began = memory(), time.process_time()
    await async_read(events)
    spent = time.process_time() - began
    grown = memory() - before
    await client.close()
    return spent, grown


if who == "aiohttp":
    spent, grown = asyncio.run(asynchronous())
else:
    read(1000)
    before, began = memory(), time.process_time()
    read(events)
    spent, grown = time.process_time() - began, memory() - before
print(json.dumps({"cost": spent / events * 1e6, "growth": grown}))
