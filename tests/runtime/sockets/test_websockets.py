"""Connections for messages both ways, of sync and async clients."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from threading import Event
from typing import Any

import pytest
from sdk_runtime import (
    APIConnectionError,
    AuthenticationError,
    BaseModel,
    UnsupportedByTransportError,
    WebSocketConnectionClosedError,
    WebSocketQueueFullError,
)
from sdk_runtime._async_client import AsyncClient
from sdk_runtime._client import SyncClient
from sdk_runtime._config import BearerAuth, ClientConfig
from sdk_runtime._endpoint import Endpoint, JsonBody, SocketStyle
from sdk_runtime._socket_messages import SendQueue
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from tests.servers.sockets import SocketServer

CONFIG = ClientConfig(
    name="Zoo",
    package="zoo",
    version="1",
    env_prefix="ZOO",
    auth=(BearerAuth("bearer", "token", "ZOO_TOKEN"),),
    security=(("bearer",),),
    max_retries=0,
)


class Heard(BaseModel):
    """What the server sends."""

    type: str
    text: str = ""


TALK = Endpoint[Heard]("GET", "/talk", answer=Heard, body=JsonBody("Said"))
STYLED = TALK._replace(
    socket=SocketStyle({4401: 401}, "after", ("text",), {"beat": '{"type":"alive"}'}),
)
SHAPES = {"Said": {"who_says": "whoSays"}}


class World:
    """A client in one world; what it waits is noted."""

    def __init__(self, url: str, runner: asyncio.Runner, *, asynchronous: bool) -> None:
        self.asynchronous = asynchronous
        self.runner = runner
        self.slept: list[float] = []
        kind = AsyncClient if asynchronous else SyncClient
        self.client: Any = kind(CONFIG, base_url=url, credentials={"token": "t1"})
        self.client._shapes = SHAPES
        self.client._sleep = self._note if asynchronous else self.slept.append

    async def _note(self, seconds: float) -> None:
        self.slept.append(seconds)

    def connect(self, **arguments: Any) -> Any:
        return self.client.request_websocket(TALK, **arguments)

    def run(self, work: Callable[[Any], Awaitable[Any]], connection: Any = None) -> Any:
        """Run work on a connection; work is written for the async world, and driven by hand in the sync one."""
        connection = connection or self.connect()
        if self.asynchronous:
            return self.runner.run(self._within(work, connection))
        with connection:
            return driven(work(Awaited(connection)))

    async def _within(self, work: Callable[[Any], Awaitable[Any]], connection: Any) -> Any:
        async with connection:
            return await work(connection)


class Awaited:
    """A sync connection with the face of an async one."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)
        if name not in ("send", "recv", "close", "dispatch_events"):
            return method

        async def call(*arguments: Any) -> Any:
            return method(*arguments)

        return call

    async def __aiter__(self) -> Any:
        for message in self._inner:
            yield message


def driven(work: Any) -> Any:
    """Run a coroutine that never waits."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waited")


@pytest.fixture
def server() -> Iterator[SocketServer]:
    with SocketServer() as server:
        yield server


@pytest.fixture(params=["sync", "async"])
def world(request: pytest.FixtureRequest, server: SocketServer) -> Iterator[World]:
    with asyncio.Runner() as runner:
        yield World(server.url, runner, asynchronous=request.param == "async")


async def echo(connection: ServerConnection) -> None:
    async for raw in connection:
        await connection.send(json.dumps({"type": "echo", "text": str(raw)}))


def saying(*texts: str, then: Callable[[ServerConnection], Awaitable[None]] | None = None) -> Any:
    """Say something, then close in order or do something else."""

    async def behave(connection: ServerConnection) -> None:
        for text in texts:
            await connection.send(json.dumps({"type": "word", "text": text}))
        if then is not None:
            await then(connection)

    return behave


async def break_off(connection: ServerConnection) -> None:
    connection.transport.abort()


def test_messages_are_typed_both_ways_and_the_request_is_authorised(world: World, server: SocketServer) -> None:
    server.behaviours = [echo]

    async def talk(connection: Any) -> Any:
        await connection.send({"who_says": "me", "text": "hello"})
        return await connection.recv()

    heard = world.run(talk, world.connect(query={"voice": "soft"}))
    assert isinstance(heard, Heard)
    assert json.loads(heard.text) == {"whoSays": "me", "text": "hello"}
    assert server.requests[0].path == "/talk?voice=soft"
    assert server.requests[0].headers["Authorization"] == "Bearer t1"
    assert server.requests[0].headers["User-Agent"] == "zoo/1"


async def words(connection: Any) -> list[str]:
    return [message.text async for message in connection]


def test_iterating_ends_with_the_connection(world: World, server: SocketServer) -> None:
    server.behaviours = [saying("a", "b")]
    assert world.run(words) == ["a", "b"]


def test_receiving_after_the_end_says_how_it_ended(world: World, server: SocketServer) -> None:
    async def leave(connection: ServerConnection) -> None:
        await connection.close(4001, "bye")

    server.behaviours = [saying(then=leave)] * 6
    with pytest.raises(WebSocketConnectionClosedError, match="4001 bye") as caught:
        world.run(lambda connection: connection.recv())
    assert (caught.value.close_code, caught.value.in_order) == (4001, False)
    assert world.slept == [0.5, 1.0, 2.0, 4.0, 8.0]


def test_a_broken_connection_is_made_again_and_the_caller_told(world: World, server: SocketServer) -> None:
    told: list[tuple[int, float]] = []
    server.behaviours = [saying("a", then=break_off), saying("b")]
    connection = world.connect().reconnecting(lambda *attempt: told.append(attempt))
    assert world.run(words, connection) == ["a", "b"]
    assert told == [(1, 0.5)]
    assert len(server.requests) == 2


def test_a_connection_that_is_closed_while_it_is_made_again_stays_closed(world: World, server: SocketServer) -> None:
    server.behaviours = [saying(then=break_off), echo]
    connection = world.connect()
    world.client._sleep = lambda _seconds: connection.close()
    with pytest.raises(WebSocketConnectionClosedError):
        world.run(lambda opened: opened.recv(), connection)
    assert len(server.requests) == 1


def test_a_connection_that_middleware_refuses_is_closed(world: World, server: SocketServer) -> None:
    ended = Event()

    async def wait_for_the_end(connection: ServerConnection) -> None:
        await connection.wait_closed()
        ended.set()

    def refuse(_response: Any) -> None:
        raise LookupError("not this one")

    server.behaviours = [wait_for_the_end]
    world.client._middleware = (lambda _request: refuse,)
    with pytest.raises(LookupError):
        world.run(lambda connection: connection.recv())
    assert ended.wait(5)


def test_what_could_not_be_sent_is_sent_by_the_next_connection(world: World, server: SocketServer) -> None:
    async def break_at_once(connection: ServerConnection) -> None:
        await connection.send(json.dumps({"type": "word"}))
        connection.transport.abort()

    server.behaviours = [break_at_once, echo]

    async def talk(connection: Any) -> Any:
        await connection.recv()
        socket = connection._socket if world.asynchronous else connection._inner._socket
        with pytest.raises(ConnectionClosed):
            (await socket.recv()) if world.asynchronous else socket.recv()
        await connection.send({"text": "late"})
        return await connection.recv()

    assert json.loads(world.run(talk).text) == {"text": "late"}


def test_a_connection_that_cannot_be_made_again_gives_back_what_waits(world: World, server: SocketServer) -> None:
    server.behaviours = [saying("a", then=break_off)]
    server.refusals = []

    async def talk(connection: Any) -> None:
        await connection.recv()
        socket = connection._socket if world.asynchronous else connection._inner._socket
        with pytest.raises(ConnectionClosed):
            (await socket.recv()) if world.asynchronous else socket.recv()
        server.refusals = [(503, b"{}")] * 9
        await connection.send({"text": "late"})

    with pytest.raises((WebSocketConnectionClosedError, APIConnectionError)) as caught:
        world.run(talk, world.connect().reconnecting(max_retries=0))
    assert isinstance(caught.value, WebSocketConnectionClosedError)
    assert caught.value.unsent_messages == ('{"text":"late"}',)


def test_handlers_are_called_by_type(world: World, server: SocketServer) -> None:
    seen: list[str] = []
    server.behaviours = [saying("a", "b", "c")]

    async def talk(connection: Any) -> None:
        connection.once("word", lambda message: seen.append(f"first {message.text}"))
        connection.on("word", lambda message: seen.append(message.text))
        every = connection.on("event", lambda message: seen.append(f"any {message.text}"))
        connection.off("event", every)
        connection.on("other", lambda _message: seen.append("never"))
        await connection.dispatch_events()

    world.run(talk)
    assert seen == ["first a", "a", "b", "c"]


async def test_handlers_may_be_coroutines(server: SocketServer) -> None:
    seen: list[str] = []
    server.behaviours = [saying("a")]

    async def handler(message: Heard) -> None:
        await asyncio.sleep(0)
        seen.append(message.text)

    client = AsyncClient(CONFIG, base_url=server.url, credentials={"token": "t1"})
    async with client, client.request_websocket(TALK) as connection:
        connection.on("word", handler)
        await connection.dispatch_events()
    assert seen == ["a"]


def test_a_refused_handshake_is_the_error_of_its_status(world: World, server: SocketServer) -> None:
    server.refusals = [(401, b'{"message": "no"}')]
    with pytest.raises(AuthenticationError) as caught:
        world.run(words)
    assert caught.value.body == {"message": "no"}
    assert caught.value.status_code == 401


def test_a_handshake_that_is_refused_is_made_again_with_a_credential_asked_for_anew(
    world: World, server: SocketServer
) -> None:
    tokens = iter(("t1", "t2"))
    world.client = world.client.copy(token=lambda: next(tokens))
    server.refusals = [(401, b"")]
    server.behaviours = [saying("a")]
    assert world.run(words) == ["a"]
    assert [request.headers["authorization"] for request in server.requests] == ["Bearer t1", "Bearer t2"]


def test_a_handshake_is_tried_again_where_a_request_would_be(world: World, server: SocketServer) -> None:
    server.refusals = [(503, b"")]
    server.behaviours = [saying("a")]
    world.client._max_retries = 1
    assert world.run(words) == ["a"]
    assert len(world.slept) == 1


def test_a_server_that_is_not_there_is_a_connection_error(world: World) -> None:
    world.client._base_url = "http://127.0.0.1:1"
    with pytest.raises(APIConnectionError, match=r"127\.0\.0\.1:1"):
        world.run(words)


def test_the_queue_is_bounded_and_gives_messages_in_order() -> None:
    queue = SendQueue()
    queue.add("a" * 1_000_000)
    with pytest.raises(WebSocketQueueFullError):
        queue.add("b" * 100_000)
    queue.add("c")
    assert [text[:1] for text in queue.unsent()] == ["a", "c"]
    queue.sent()
    assert queue.first() == "c"
    queue.add("d" * 1_000_000)


def test_without_the_library_it_says_what_to_install(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    name = "_async_websockets" if world.asynchronous else "_websockets"
    monkeypatch.delitem(sys.modules, f"sdk_runtime.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "websockets.exceptions", None)
    with pytest.raises(UnsupportedByTransportError, match="pip install websockets"):
        world.connect()


def leaving(code: int) -> Callable[[ServerConnection], Awaitable[None]]:
    async def leave(connection: ServerConnection) -> None:
        await connection.close(code, "bye")

    return leave


def styled(world: World) -> Any:
    return world.client.request_websocket(STYLED)


def test_a_closing_code_that_stands_for_a_status_is_its_error(world: World, server: SocketServer) -> None:
    server.behaviours = [saying("a", then=leaving(4401))]
    with pytest.raises(AuthenticationError, match="bye") as caught:
        world.run(words, styled(world))
    assert caught.value.status_code == 401
    assert len(server.requests) == 1


def test_a_server_that_stops_is_connected_to_again(world: World, server: SocketServer) -> None:
    server.behaviours = [saying("a", then=leaving(1001)), saying("b")]
    assert world.run(words) == ["a", "b"]


def test_a_new_connection_opens_like_the_first_and_tells_where_that_was(world: World, server: SocketServer) -> None:
    said: list[Any] = []

    async def listen(connection: ServerConnection) -> None:
        said.append(json.loads(await connection.recv()))
        await connection.send(json.dumps({"type": "word", "text": "a&1"}))
        connection.transport.abort()

    async def bye(connection: ServerConnection) -> None:
        said.append(json.loads(await connection.recv()))

    server.behaviours = [listen, bye]
    assert world.run(words, styled(world).opening({"who_says": "me"})) == ["a&1"]
    assert said == [{"whoSays": "me"}] * 2
    assert [request.path for request in server.requests] == ["/talk", "/talk?after=a%261"]


def test_messages_that_have_a_reply_get_it_at_once(world: World, server: SocketServer) -> None:
    async def beat(connection: ServerConnection) -> None:
        await connection.send(json.dumps({"type": "beat", "text": "1"}))
        await connection.send(json.dumps({"type": "word", "text": str(await connection.recv())}))

    server.behaviours = [beat]
    assert world.run(words, styled(world)) == ["1", '{"type":"alive"}']
