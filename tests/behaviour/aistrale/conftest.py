"""A reference server, and clients of the committed SDK in both worlds."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aistrale import Aistrale, AsyncAistrale

from tests.servers.aistrale import KEY, AistraleServer
from tests.servers.running import running


@dataclass
class World:
    """Sync or async clients that note waits instead of waiting; `run` gives the value of a call in either."""

    asynchronous: bool
    url: str
    runner: asyncio.Runner
    made: list[Any] = field(default_factory=list[Any])
    waits: list[float] = field(default_factory=list[float])

    def client(self, **options: Any) -> Any:
        """A client with a key, unless it is given other credentials."""
        kind: Any = AsyncAistrale if self.asynchronous else Aistrale
        client = kind(**{"api_url": self.url, **(options or {"api_key": KEY})})
        client._sleep = self._note if self.asynchronous else self.waits.append
        self.made.append(client)
        return client

    async def _note(self, seconds: float) -> None:
        self.waits.append(seconds)

    def run(self, value: Any) -> Any:
        """The value of a call, awaited in the async world."""
        return self.runner.run(awaited(value)) if inspect.isawaitable(value) else value

    def every(self, items: Any, into: list[Any] | None = None) -> list[Any]:
        """All items of a list or stream; into a list of the caller they come one by one."""
        found: list[Any] = [] if into is None else into
        if self.asynchronous:
            self.runner.run(collected(items, found))
        else:
            found.extend(items)
        return found

    def together(self, call: Callable[[], Any], count: int) -> list[Any]:
        """Many calls at once."""
        if self.asynchronous:
            return self.runner.run(gathered(call, count))
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(count) as pool:
            return [future.result() for future in [pool.submit(call) for _ in range(count)]]

    def within(self, connection: Any, work: Callable[[Any], Any]) -> Any:
        """What work, which may be a coroutine function, gives inside a block."""
        if self.asynchronous:
            return self.runner.run(inside(connection, work))
        with connection as entered:
            return work(entered)


async def awaited(value: Awaitable[Any]) -> Any:
    return await value


async def collected(items: Any, into: list[Any]) -> None:
    async for item in items:
        into.append(item)  # noqa: PERF401 - what came before an error is kept


async def gathered(call: Callable[[], Any], count: int) -> list[Any]:
    return await asyncio.gather(*(call() for _ in range(count)))


async def inside(connection: Any, work: Callable[[Any], Any]) -> Any:
    async with connection as entered:
        return await work(entered)


@pytest.fixture
def server() -> AistraleServer:
    return AistraleServer()


@pytest.fixture
def url(server: AistraleServer) -> Iterator[str]:
    with running(server, sockets=True) as address:
        yield address.url


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def world(request: pytest.FixtureRequest, url: str) -> Iterator[World]:
    with asyncio.Runner() as runner:
        found = World(request.param, url, runner)
        yield found
        for client in found.made:
            found.run(client.close())


@pytest.fixture
def client(url: str) -> Iterator[Aistrale]:
    with Aistrale(api_key=KEY, api_url=url) as found:
        yield found


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment of the tests holds is not the SDK's."""
    for name in ("API_KEY", "ACCESS_TOKEN", "REFRESH_TOKEN", "SESSION_COOKIE", "CSRF_TOKEN", "WORKSPACE_ID", "API_URL"):
        monkeypatch.delenv(f"AISTRALE_{name}", raising=False)
