"""Typed events of a stream per CPU second, and the growth of memory. Arguments: who, URL, events.

Who: `openai`, `sdk:LIBRARY`, or `bare:LIBRARY`: the library's pieces as they come, each event read as the same model
and nothing else, which is as fast as a client on it can be. The async world is used on aiohttp, else the sync one.
"""

import asyncio
import json
import resource
import sys
import time

who, url, events = sys.argv[1], sys.argv[2], int(sys.argv[3])
kind, _, library = who.partition(":")
TARGET = url + "/chat/completions"
END = b"data: [DONE]"


def memory():
    """Peak of resident memory in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def openai_stream():
    """What opens a stream of openai."""
    import openai

    client = openai.OpenAI(base_url=url, api_key="k")

    def stream(number):
        options = {"extra_headers": {"X-Events": str(number)}, "stream": True}
        return client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}], **options)

    return stream


def sdk_stream():
    """What opens a stream of the SDK."""
    import bench_sdk

    client = bench_sdk.Client(base_url=url, http_client=library)
    return lambda number: client.chat.stream(model="m", extra_headers={"X-Events": str(number)})


def reader():
    """What reads an event as a model, by hand."""
    from bench_sdk.types import Chunk

    Chunk.model_rebuild()
    return Chunk.__pydantic_validator__.validate_json


def bare_stream():
    """What opens a stream of the bare library."""
    if library == "pyreqwest":
        from pyreqwest.client import SyncClientBuilder

        client = SyncClientBuilder().build()

        def pieces(number):
            request = client.post(TARGET).headers({"X-Events": str(number)}).streamed_read_buffer_limit(0)
            with request.build_streamed() as answer:
                while (piece := answer.body_reader.read_chunk()) is not None:
                    yield bytes(piece)
    else:
        client = __import__(library).Client()

        def pieces(number):
            with client.stream("POST", TARGET, headers={"X-Events": str(number)}) as answer:
                yield from answer.iter_raw()

    def stream(number):
        read, rest = reader(), b""
        for piece in pieces(number):
            *whole, rest = (rest + piece).split(b"\n\n")
            for event in whole:
                if event != END:
                    yield read(event[6:])

    return stream


def aiohttp_stream():
    """What opens a stream of aiohttp, and what closes its client."""
    if kind == "sdk":
        import bench_sdk

        client = bench_sdk.AsyncClient(base_url=url, http_client="aiohttp")

        async def opened(number):
            async for event in await client.chat.stream(model="m", extra_headers={"X-Events": str(number)}):
                yield event

        return opened, client.close
    import aiohttp

    session = aiohttp.ClientSession()

    async def stream(number):
        read, rest = reader(), b""
        async with session.post(TARGET, headers={"X-Events": str(number)}) as answer:
            while piece := await answer.content.readany():
                *whole, rest = (rest + piece).split(b"\n\n")
                for event in whole:
                    if event != END:
                        yield read(event[6:])

    return stream, session.close


def synchronous():
    """Measure a sync client."""
    stream = {"openai": openai_stream, "sdk": sdk_stream, "bare": bare_stream}[kind]()

    def read(number):
        seen = 0
        for event in stream(number):
            seen += len(event.choices)
        assert seen == number, seen

    read(1000)
    before, began = memory(), time.process_time()
    read(events)
    return time.process_time() - began, memory() - before


async def asynchronous():
    """Measure in an event loop."""
    stream, close = aiohttp_stream()

    async def read(number):
        seen = 0
        async for event in stream(number):
            seen += len(event.choices)
        assert seen == number, seen

    await read(1000)
    before, began = memory(), time.process_time()
    await read(events)
    spent, grown = time.process_time() - began, memory() - before
    await close()
    return spent, grown


spent, grown = asyncio.run(asynchronous()) if library == "aiohttp" else synchronous()
print(json.dumps({"cost": spent / events * 1e6, "growth": grown}))
