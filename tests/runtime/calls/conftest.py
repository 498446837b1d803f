"""Clients of both worlds on an API that lives in the test."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sdk_runtime._async_client import AsyncClient
from sdk_runtime._client import SyncClient
from sdk_runtime._config import ClientConfig
from sdk_runtime._retry import Clock
from sdk_runtime.testing import FakeAPI

BASE = "https://api.test/v1"


class World:
    """One of the two worlds: makes clients of a fake API, and awaits what must be awaited."""

    def __init__(self, runner: asyncio.Runner, *, asynchronous: bool) -> None:
        self.asynchronous = asynchronous
        self.runner = runner
        self.api = FakeAPI()
        self.now = 1000.0

    def client(self, config: ClientConfig | None = None, **options: Any) -> Any:
        """A client; it does not wait between attempts."""
        kind = AsyncClient if self.asynchronous else SyncClient
        http = self.api.async_http_client() if self.asynchronous else self.api.http_client()
        config = config or ClientConfig(name="Zoo", package="zoo", version="1", env_prefix="ZOO", base_url=BASE)
        client: Any = kind(config, http_client=http, clock=Clock(now=lambda: self.now), **options)
        client._sleep = self._no_wait if self.asynchronous else lambda _seconds: None
        return client

    async def _no_wait(self, _seconds: float) -> None:
        return

    def run(self, made: Any) -> Any:
        """The value of a call, or of a coroutine."""

        async def awaited() -> Any:
            return await made

        return self.runner.run(awaited()) if self.asynchronous else made

    def every(self, items: Any) -> list[Any]:
        """All items of an iterator of this world."""

        async def walked() -> list[Any]:
            return [item async for item in items]

        return self.runner.run(walked()) if self.asynchronous else list(items)

    def within(self, block: Any, work: Any) -> Any:
        """What work gives inside a block of this world."""

        async def inside() -> Any:
            async with block as value:
                return await work(value)

        if self.asynchronous:
            return self.runner.run(inside())
        with block as value:
            return work(value)


@pytest.fixture(params=["sync", "async"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with asyncio.Runner() as runner:
        yield World(runner, asynchronous=request.param == "async")
