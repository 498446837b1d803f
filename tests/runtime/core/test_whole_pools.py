"""Cancelled calls and abandoned streams: whatever a caller does, the pool stays whole, in every world."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Callable, Generator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from sdk_runtime._endpoint import Endpoint
from sdk_runtime._events import StreamStyle
from sdk_runtime._options import Timeout

from tests.servers.fault import Behaviour, Connection, answer

from .conftest import READ, Caller, with_config

STREAM = Endpoint[Any]("GET", "/events", answer=object, stream=StreamStyle("sse", item=dict))
# httpx is the same code as httpx2. pyreqwest goes on with a request whose task was cancelled until its read time-out,
# on a connection of its own (docs/decisions/0002-transports.md): ten thousand would be as many open files.
COUNTS = {"httpx": 500, "pyreqwest": 100}


class CancelledAt:
    """Awaits something, and has its task cancelled while it waits for the `number`-th time."""

    def __init__(self, work: Any, number: int) -> None:
        self._work = work
        self._left = number
        self.reached = False

    def __await__(self) -> Generator[Any, Any, Any]:
        steps = self._work.__await__()
        step: Callable[[], Any] = partial(steps.send, None)
        while True:
            try:
                waited_for = step()
            except StopIteration as end:
                return end.value
            self._count()
            try:
                yield waited_for
            except BaseException as error:  # Passed on, as `yield from` does.
                step = partial(steps.throw, error)
            else:
                step = partial(steps.send, None)

    def _count(self) -> None:
        if self._left == 0:
            task = asyncio.current_task()
            assert task is not None
            asyncio.get_running_loop().call_soon(task.cancel)
            self.reached = True
        self._left -= 1


@pytest.fixture
def cancelling(caller: Caller) -> Caller:
    if not caller.asynchronous:
        pytest.skip("threads cannot be cancelled")
    return caller


def pieces() -> Behaviour:
    """An answer in two pieces, with a pause between them."""

    async def behave(connection: Connection) -> None:
        await connection.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n12")
        await asyncio.sleep(0.001)
        await connection.send(b"34")

    return behave


def test_a_call_may_be_cancelled_wherever_it_waits(cancelling: Caller) -> None:
    client = cancelling.client(with_config(max_connections=1), timeout=Timeout(pool=0.05))
    number = 0
    while True:
        cancelling.server.script(answer(status=503, headers={"Retry-After": "1"}), pieces())
        call = CancelledAt(client.request(READ), number)
        with suppress(asyncio.CancelledError):
            assert cancelling.run(call) == 1234
        if not call.reached:
            break
        cancelling.server.forget()
        assert cancelling.call(READ, client) == {}
        number += 1
    assert number


async def until_left(connection: Connection) -> None:
    """Say nothing until the client gives up."""
    await connection.reader.read()
    connection.finish()


def test_ten_thousand_cancelled_calls_leave_the_pool_whole(cancelling: Caller) -> None:
    client = cancelling.client(with_config(max_connections=10))
    count = COUNTS.get(cancelling.world[1], 10_000)
    cancelling.server.script(*[until_left] * count)

    async def cancelled() -> None:
        for _ in range(count // 50):
            calls = [asyncio.ensure_future(client.request(READ)) for _ in range(50)]
            await asyncio.sleep(0.001)
            for call in calls:
                call.cancel()
            done = await asyncio.gather(*calls, return_exceptions=True)
            assert all(isinstance(one, asyncio.CancelledError) for one in done)

    async def whole() -> list[Any]:
        return await asyncio.gather(*(client.request(READ) for _ in range(10)))

    cancelling.run(cancelled())
    cancelling.server.forget()
    assert cancelling.run(whole()) == [{}] * 10


def test_a_thousand_abandoned_streams_on_a_pool_of_two_starve_nobody(caller: Caller) -> None:
    client = caller.client(with_config(max_connections=2))

    async def endless(connection: Connection) -> None:
        await connection.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {}\n\n")
        await connection.reader.read()

    async def leave() -> None:
        for _ in range(1000):
            stream = await client.request_stream(STREAM)
            await anext(stream)
            del stream
            await asyncio.sleep(0)

    def leave_sync() -> None:
        for _ in range(1000):
            stream = client.request_stream(STREAM)
            next(stream)
            del stream

    caller.server.script(*[endless] * 1000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        caller.run(leave()) if caller.asynchronous else leave_sync()
        gc.collect()
    assert caller.call(READ, client) == {}
