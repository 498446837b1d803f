"""A reference server and clients of the committed SDK; `Users` call it in each of the three forms that users can."""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from inspect import isawaitable
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
for folder in (ROOT, ROOT / "generated" / "python" / "artificer" / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from artificer import Artificer, AsyncArtificer  # noqa: E402 - the search path is set first

from tests.servers.artificer import ROOT_SECRET, ArtificerServer, ManualClock, Options  # noqa: E402 - as above
from tests.servers.running import running  # noqa: E402 - as above


@pytest.fixture
def server() -> ArtificerServer:
    """A fresh server, which takes 1 ms for a word or a phase."""
    return ArtificerServer(Options(pace=0.001))


@pytest.fixture
def url(server: ArtificerServer) -> Iterator[str]:
    """Where the server is."""
    with running(server) as address:
        yield address.url


@pytest.fixture
def client(url: str) -> Iterator[Artificer]:
    """The synchronous client."""
    with Artificer(api_key=ROOT_SECRET, base_url=url) as found:
        yield found


@pytest.fixture
async def async_client(url: str) -> AsyncIterator[AsyncArtificer]:
    """The asynchronous client."""
    async with AsyncArtificer(api_key=ROOT_SECRET, base_url=url) as found:
        yield found


FORMS = ("sync", "twin", "async")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who calls the API in one form: `sync`, by the `_async` twins of the same client, or `async`."""

    form: str
    client: Artificer | AsyncArtificer

    async def __call__(self, method: str, *given: object, **named: object) -> Any:
        """Call a method by its path, `batch.create`."""
        return await self.result(lambda: self.begin(method, *given, **named))

    async def result(self, method: Callable[[], Any]) -> Any:
        """What a method gives, awaited where that is needed."""
        found = method()
        return await found if isawaitable(found) else found

    def begin(self, method: str, *given: object, **named: object) -> Any:
        """Call a method, and await nothing."""
        suffix = "_async" if self.form == "twin" else ""
        return attrgetter(method + suffix)(self.client)(*given, **named)

    async def every(self, items: Any) -> list[Any]:
        """All items of a page or a stream."""
        if self.form == "sync":
            return list(items)
        return [item async for item in items]

    async def entered(self, stack: AsyncExitStack, context: Any) -> Any:
        """What a `with` block gives."""
        if self.form == "sync":
            return stack.enter_context(context)
        return await stack.enter_async_context(context)

    def waits(self) -> list[float]:
        """The seconds that the client waits from now on between attempts; it does not wait for real."""
        seen: list[float] = []

        async def wait(seconds: float) -> None:
            seen.append(seconds)

        client = self.client.async_client if self.form == "twin" and isinstance(self.client, Artificer) else self.client
        client.__dict__["_sleep"] = seen.append if self.form == "sync" else wait
        return seen


@pytest.fixture(params=FORMS)
async def user(request: pytest.FixtureRequest, url: str) -> AsyncIterator[User]:
    """A user of each form, one after the other."""
    made = AsyncArtificer if request.param == "async" else Artificer
    async with made(api_key=ROOT_SECRET, base_url=url) as client:
        yield User(request.param, client)


class Stepwise:
    """A server that writes the next piece when it is told to, and never before."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.server = ArtificerServer(Options(clock=self.clock, pace=1.0))

    def step(self) -> None:
        """Let one piece be written."""
        deadline = time.monotonic() + 5
        while not self.clock.sleepers:
            assert time.monotonic() < deadline, "the server does not wait for its clock"
            time.sleep(0.0005)
        self.clock.advance(1.0)


@pytest.fixture
def stepwise() -> Stepwise:
    return Stepwise()


@pytest.fixture
def stepwise_url(stepwise: Stepwise) -> Iterator[str]:
    with running(stepwise.server) as address:
        yield address.url


@pytest.fixture(params=FORMS)
async def slow_user(request: pytest.FixtureRequest, stepwise_url: str) -> AsyncIterator[User]:
    """A user of each form, on the server that waits to be told."""
    made = AsyncArtificer if request.param == "async" else Artificer
    async with made(api_key=ROOT_SECRET, base_url=stepwise_url) as client:
        yield User(request.param, client)
