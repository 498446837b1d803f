"""Items per CPU second and per second with 50 in flight, and the growth of memory. Arguments: who, URL, items."""

import asyncio
import json
import resource
import sys
import time

who, url, items = sys.argv[1], sys.argv[2], int(sys.argv[3])
kind, _, library = who.partition(":")
IN_FLIGHT = 50
BODY = json.dumps({"model": "m", "input": "hello"}).encode()
HEADERS = {"Content-Type": "application/json"}


def openai_call():
    """openai, with workers as below."""
    import openai

    client = openai.AsyncOpenAI(base_url=url, api_key="k")
    messages = [{"role": "user", "content": "hello"}]

    async def once(_):
        return await client.chat.completions.create(model="m", messages=messages)

    return once, client.close


def bare_call():
    """The bare library."""
    if library == "aiohttp":
        import aiohttp

        session = aiohttp.ClientSession()

        async def once(_):
            async with session.post(url + "/answers", data=BODY, headers=HEADERS) as answer:
                return await answer.json()

        return once, session.close
    if library == "pyreqwest":
        from pyreqwest.client import ClientBuilder

        client = ClientBuilder().build()

        async def once(_):
            answer = await client.post(url + "/answers").headers(HEADERS).body_bytes(BODY).build().send()
            return await answer.json()

        return once, client.close
    client = __import__(library).AsyncClient()

    async def once(_):
        return (await client.post(url + "/answers", content=BODY, headers=HEADERS)).json()

    return once, client.aclose


async def by_workers(once, count):
    """The simplest bounded fan-out that does not grow."""
    left = iter(range(count))

    async def work():
        for item in left:
            await once(item)

    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))


async def by_sdk(client, count):
    """The SDK's own."""
    seen = 0
    outcomes = client.fan_out(
        lambda _: client.answers.create(model="m", input="hello"), range(count), concurrency=IN_FLIGHT
    )
    async for outcome in outcomes:
        seen += bool(outcome.value)
    assert seen == count


async def main():
    """Warm up, then measure."""
    if kind == "sdk":
        import bench_sdk

        client = bench_sdk.AsyncClient(base_url=url, http_client=library)
        run, close = (lambda count: by_sdk(client, count)), client.close
    else:
        once, close = openai_call() if kind == "openai" else bare_call()

        def run(count):
            return by_workers(once, count)

    await run(1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, wall = time.process_time(), time.perf_counter()
    await run(items)
    spent, took = time.process_time() - began, time.perf_counter() - wall
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    await close()
    return {"cost": spent / items * 1e6, "rate": items / took, "growth": grown}


print(json.dumps(asyncio.run(main())))
