"""Every test of this folder runs in each world: sync and async, on each library that sends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

import pytest
from sdk_runtime._async_client import AsyncClient
from sdk_runtime._client import SyncClient
from sdk_runtime._config import ApiKeyAuth, BearerAuth, ClientConfig
from sdk_runtime._endpoint import Endpoint, JsonBody
from sdk_runtime._options import CallOptions
from sdk_runtime._retry import Clock

from tests.servers.fault import FaultServer

WORLDS = [("sync", "httpx2"), ("sync", "httpx"), ("sync", "pyreqwest")]
WORLDS += [("async", name) for name in ("httpx2", "httpx", "aiohttp", "pyreqwest")]

CONFIG = ClientConfig(
    name="Zoo",
    package="zoo",
    version="1.0.0",
    env_prefix="ZOO",
    auth=(
        BearerAuth("bearer", "token", "ZOO_TOKEN"),
        ApiKeyAuth("query", "key", "ZOO_KEY", location="query", parameter="key"),
        ApiKeyAuth("cookie", "crumb", "ZOO_CRUMB", location="cookie", parameter="crumb"),
    ),
    security=(("bearer",),),
    idempotency_header="Idempotency-Key",
)
READ = Endpoint[Any]("GET", "/animals", answer=object)
WRITE = Endpoint[Any]("POST", "/animals", answer=object, body=JsonBody())
BYTES = Endpoint[bytes]("GET", "/photo", answer=bytes, accept="image/png")


@dataclass
class Caller:
    """A client in one world, waits that are noted instead of waited, and a fixed chance."""

    world: tuple[str, str]
    server: FaultServer
    runner: asyncio.Runner
    slept: list[float] = field(default_factory=list)
    now: float = 1000.0
    made: list[Any] = field(default_factory=list)

    @property
    def asynchronous(self) -> bool:
        return self.world[0] == "async"

    def client(self, config: ClientConfig = CONFIG, **options: Any) -> Any:
        """A client of this world."""
        kind = AsyncClient if self.asynchronous else SyncClient
        given = {"credentials": {"token": "secret-token"}, "http_client": self.world[1], **options}
        clock = Clock(now=lambda: self.now, wall=lambda: 1_700_000_000.0, random=lambda: 0.0)
        client = kind(config, base_url=options.pop("base_url", self.server.url), clock=clock, **_without(given))
        client._sleep = self._wait_async if self.asynchronous else self._wait
        self.made.append(client)
        return client

    def _wait(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    async def _wait_async(self, seconds: float) -> None:
        self._wait(seconds)

    def run(self, made: Any) -> Any:
        """The value, awaited in the async world."""
        return self.runner.run(_awaited(made), context=copy_context()) if self.asynchronous else made

    def call(self, endpoint: Endpoint[Any] = READ, client: Any = None, **arguments: Any) -> Any:
        """Call an operation with a client, or a fresh one."""
        return self.run((client or self.client()).request(endpoint, **arguments))

    def fast(self, **options: Any) -> CallOptions:
        """Options of a call that gives up soon."""
        return CallOptions(timeout=0.15, **options)

    def close(self) -> None:
        """Close all clients, so that servers need not wait for their connections."""
        while self.made:
            self.run(self.made.pop().close())


def _without(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name != "base_url"}


async def _awaited(made: Any) -> Any:
    return await made


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture(params=WORLDS, ids=["-".join(world) for world in WORLDS])
def caller(request: pytest.FixtureRequest, server: FaultServer) -> Iterator[Caller]:
    with asyncio.Runner() as runner:
        caller = Caller(request.param, server, runner)
        yield caller
        caller.close()


def with_config(**changes: Any) -> ClientConfig:
    return CONFIG._replace(**changes)
