"""Typed events of a stream per CPU second, and the growth of memory. Arguments: who, URL, events.

Who: `openai`, `sdk:LIBRARY`, or `bare:LIBRARY`: the library's pieces as they come, each event read as the same model
and nothing else, which is as fast as a client on it can be. The async world is used on aiohttp, else the sync one.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from importlib import import_module
from typing import Any, TypeAlias

who, url, events = sys.argv[1], sys.argv[2], int(sys.argv[3])
kind, _, library = who.partition(":")
TARGET = url + "/chat/completions"
END = b"data: [DONE]"
Open: TypeAlias = Callable[[int], Iterator[Any]]
"""Opens a stream of so many events."""


def peer(name: str) -> Any:
    """A library under measure; which of them is there is for the caller to know."""
    return import_module(name)


def memory() -> int:
    """Peak of resident memory in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def openai_stream() -> Open:
    """What opens a stream of openai."""
    client = peer("openai").OpenAI(base_url=url, api_key="k")

    def stream(number: int) -> Any:
        options = {"extra_headers": {"X-Events": str(number)}, "stream": True}
        return client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}], **options)

    return stream


def sdk_stream() -> Open:
    """What opens a stream of the SDK."""
    client = peer("bench_sdk").Client(base_url=url, http_client=library)
    return lambda number: client.chat.stream(model="m", extra_headers={"X-Events": str(number)})


def reader() -> Callable[[bytes], Any]:
    """What reads an event as a model, by hand."""
    chunk = peer("bench_sdk.types").Chunk
    chunk.model_rebuild()
    validate: Callable[[bytes], Any] = chunk.__pydantic_validator__.validate_json
    return validate


def pyreqwest_pieces(client: Any, number: int) -> Iterator[bytes]:
    """The pieces of a stream, as pyreqwest gives them."""
    request = client.post(TARGET).headers({"X-Events": str(number)}).streamed_read_buffer_limit(0)
    with request.build_streamed() as answer:
        while (piece := answer.body_reader.read_chunk()) is not None:
            yield bytes(piece)


def httpx_pieces(client: Any, number: int) -> Iterator[bytes]:
    """The pieces of a stream, as httpx and httpx2 give them."""
    with client.stream("POST", TARGET, headers={"X-Events": str(number)}) as answer:
        yield from answer.iter_raw()


def bare_stream() -> Open:
    """What opens a stream of the bare library."""
    if library == "pyreqwest":
        client, pieces = peer("pyreqwest.client").SyncClientBuilder().build(), pyreqwest_pieces
    else:
        client, pieces = peer(library).Client(), httpx_pieces

    def stream(number: int) -> Iterator[Any]:
        read, rest = reader(), b""
        for piece in pieces(client, number):
            *whole, rest = (rest + piece).split(b"\n\n")
            for event in whole:
                if event != END:
                    yield read(event[6:])

    return stream


def aiohttp_stream() -> tuple[Callable[[int], AsyncIterator[Any]], Callable[[], Awaitable[object]]]:
    """What opens a stream of aiohttp, and what closes its client."""
    if kind == "sdk":
        client = peer("bench_sdk").AsyncClient(base_url=url, http_client="aiohttp")

        async def opened(number: int) -> AsyncIterator[Any]:
            async for event in await client.chat.stream(model="m", extra_headers={"X-Events": str(number)}):
                yield event

        return opened, client.close
    session = peer("aiohttp").ClientSession()

    async def stream(number: int) -> AsyncIterator[Any]:
        read, rest = reader(), b""
        async with session.post(TARGET, headers={"X-Events": str(number)}) as answer:
            while piece := await answer.content.readany():
                *whole, rest = (rest + piece).split(b"\n\n")
                for event in whole:
                    if event != END:
                        yield read(event[6:])

    return stream, session.close


def synchronous() -> tuple[float, int]:
    """Measure a sync client."""
    stream = {"openai": openai_stream, "sdk": sdk_stream, "bare": bare_stream}[kind]()

    def read(number: int) -> None:
        seen = 0
        for event in stream(number):
            seen += len(event.choices)
        assert seen == number, seen

    read(1000)
    before, began = memory(), time.process_time()
    read(events)
    return time.process_time() - began, memory() - before


async def asynchronous() -> tuple[float, int]:
    """Measure in an event loop."""
    stream, close = aiohttp_stream()

    async def read(number: int) -> None:
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
