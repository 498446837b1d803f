"""A reference server, and clients of the committed SDK in both worlds."""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from huggingplace import AsyncHuggingPlace, Clock, HuggingPlace
from huggingplace.tracing import current

from tests.servers.huggingplace import HuggingPlaceServer
from tests.servers.running import running

KEY, ORG = "key-lakes", "org_lakes"
WITH_SDK = {
    **os.environ,
    "PYTHONPATH": os.fspath(Path(__file__).parents[3] / "generated" / "python" / "huggingplace" / "src"),
}
"""The environment of a program that imports the SDK."""


@dataclass
class Hands:
    """The hands of a clock that tests move."""

    seconds: float = 100.0

    def clock(self) -> Clock:
        return Clock(now=lambda: self.seconds, wall=lambda: datetime(2026, 3, 2, 10, tzinfo=UTC))


@dataclass
class World:
    """Sync or async clients; `run` gives the value of a call in either."""

    asynchronous: bool
    url: str
    server: HuggingPlaceServer
    runner: asyncio.Runner
    hands: Hands = field(default_factory=Hands)
    made: list[Any] = field(default_factory=list[Any])
    waits: list[float] = field(default_factory=list[float])

    def client(self, **options: Any) -> Any:
        """A client that notes waits instead of waiting."""
        kind: Any = AsyncHuggingPlace if self.asynchronous else HuggingPlace
        given = {"api_key": KEY, "org_id": ORG, "base_url": f"{self.url}/v2", "clock": self.hands.clock()}
        client = kind(**{**given, **options})
        client._sleep = self._wait_async if self.asynchronous else self.waits.append
        self.made.append(client)
        return client

    async def _wait_async(self, seconds: float) -> None:
        self.waits.append(seconds)

    def run(self, value: Any) -> Any:
        """The value of a call, awaited in the async world."""
        if callable(value):
            value = value() if not self.asynchronous else self._called(value)
        return self.runner.run(self._awaited(value)) if inspect.isawaitable(value) else value

    async def _called(self, call: Callable[[], Any]) -> Any:
        found = call()
        return await found if inspect.isawaitable(found) else found

    async def _awaited(self, value: Any) -> Any:
        return await value

    def close(self) -> None:
        for client in self.made:
            self.run(client.close())


@pytest.fixture(autouse=True)
def no_session() -> None:
    """Sessions of earlier tests are not those of this one."""
    current.set(None)


@pytest.fixture
def server() -> Iterator[HuggingPlaceServer]:
    with closing(HuggingPlaceServer()) as made:
        yield made


@pytest.fixture
def url(server: HuggingPlaceServer) -> Iterator[str]:
    with running(server) as address:
        yield address.url


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def world(request: pytest.FixtureRequest, url: str, server: HuggingPlaceServer) -> Iterator[World]:
    with asyncio.Runner() as runner:
        found = World(request.param, url, server, runner)
        yield found
        found.close()
