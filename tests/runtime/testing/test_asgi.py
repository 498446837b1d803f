"""Apps in the same process, for sync and async clients alike."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sdk_runtime import APIConnectionError, APITimeoutError, InternalServerError
from sdk_runtime._async_client import AsyncClient
from sdk_runtime._client import SyncClient
from sdk_runtime._config import ClientConfig
from sdk_runtime._endpoint import BinaryBody, Endpoint
from sdk_runtime._events import StreamStyle
from sdk_runtime._options import CallOptions
from sdk_runtime.testing import ASGITransport, AsyncASGITransport
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route

CONFIG = ClientConfig(name="Zoo", package="zoo", version="1", env_prefix="ZOO", base_url="http://app.test/v1")
EVENTS = Endpoint[Any]("GET", "/events", answer=object, stream=StreamStyle("sse", item=dict, terminator="[DONE]"))


class Life:
    """What happened in the app."""

    def __init__(self) -> None:
        self.events: list[str] = []


LIFE: list[Life] = []


async def echo(request: Request) -> JSONResponse:
    async def later() -> None:
        LIFE[0].events.append("background")

    content = await request.body()
    seen = [request.method, str(request.url), content.decode(), request.state.zoo]
    return JSONResponse(seen, background=BackgroundTask(later))


async def endless(scope: Any, _receive: Any, send: Any) -> None:
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    try:
        while True:
            await send({"type": "http.response.body", "body": b'data: {"n": 0}\n\n', "more_body": True})
    finally:
        LIFE[0].events.append("stream left")


async def broken(_request: Request) -> JSONResponse:
    raise LookupError("the app is wrong")


async def cut(_request: Request) -> StreamingResponse:
    async def made() -> AsyncIterator[str]:
        yield "["
        raise LookupError("the app is wrong")

    return StreamingResponse(made(), media_type="application/json")


async def silent(_request: Request) -> PlainTextResponse:
    await asyncio.Event().wait()
    raise AssertionError


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, str]]:
    LIFE[0].events.append("begun")
    yield {"zoo": "open"}
    LIFE[0].events.append("ended")


def app() -> Starlette:
    routes = {"/v1/echo": echo, "/v1/broken": broken, "/v1/cut": cut, "/v1/silent": silent}
    return Starlette(
        routes=[Route(path, made, methods=["GET", "POST"]) for path, made in routes.items()], lifespan=lifespan
    )


class World:
    """A client of the app in one world."""

    def __init__(self, *, asynchronous: bool, runner: asyncio.Runner, app: Any) -> None:
        self.asynchronous = asynchronous
        self.runner = runner
        kind = AsyncClient if asynchronous else SyncClient
        transport = AsyncASGITransport(app) if asynchronous else ASGITransport(app)
        self.client: Any = kind(CONFIG, http_client=transport, max_retries=0)

    def run(self, work: Callable[[], Any]) -> Any:
        async def awaited() -> Any:
            return await work()

        return self.runner.run(awaited()) if self.asynchronous else work()


@pytest.fixture(params=["sync", "async"])
def make(request: pytest.FixtureRequest) -> Iterator[Callable[[Any], World]]:
    LIFE[:] = [Life()]
    made: list[World] = []
    with asyncio.Runner() as runner:

        def world(app: Any) -> World:
            made.append(World(asynchronous=request.param == "async", runner=runner, app=app))
            return made[-1]

        yield world
        for one in made:
            one.run(one.client.close)


@pytest.fixture
def world(make: Callable[[Any], World]) -> World:
    return make(app())


def test_requests_arrive_whole_and_answers_come_back(world: World, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 200_000)
    upload = Endpoint[Any]("POST", "/echo", answer=object, body=BinaryBody("text/plain"))
    method, url, content, zoo = world.run(lambda: world.client.request(upload, query={"a b": "ü"}, body=path))
    assert (method, url, zoo) == ("POST", "http://app.test/v1/echo?a%20b=%C3%BC", "open")
    assert content == "x" * 200_000
    assert LIFE[0].events == ["begun", "background"]


def test_the_life_of_the_app_ends_with_the_client(world: World) -> None:
    world.run(lambda: world.client.get("/echo"))
    world.run(world.client.close)
    assert LIFE[0].events[-1] == "ended"


def test_an_app_whose_client_is_dropped_ends_too() -> None:
    LIFE[:] = [Life()]
    client = SyncClient(CONFIG, http_client=ASGITransport(app()))
    client.get("/echo")
    del client
    gc.collect()
    assert LIFE[0].events == ["begun", "background", "ended"]


def test_an_app_begins_anew_in_another_event_loop() -> None:
    LIFE[:] = [Life()]
    client = AsyncClient(CONFIG, http_client=AsyncASGITransport(app()))
    asyncio.run(client.get("/echo"))
    asyncio.run(client.get("/echo"))
    assert LIFE[0].events.count("begun") == 2


def test_streams_come_in_pieces_and_may_be_left(make: Callable[[Any], World]) -> None:
    world = make(endless)

    async def first() -> Any:
        async with await world.client.request_stream(EVENTS) as stream:
            return await anext(stream)

    def first_sync() -> Any:
        with world.client.request_stream(EVENTS) as stream:
            return next(stream)

    assert world.run(first if world.asynchronous else first_sync) == {"n": 0}
    assert LIFE[0].events == ["stream left"]


@pytest.mark.parametrize("path", ["/broken", "/cut"])
def test_errors_of_the_app_reach_the_test(world: World, path: str) -> None:
    with pytest.raises(LookupError, match="the app is wrong"):
        world.run(lambda: world.client.get(path))


async def answers_and_raises(scope: Any, _receive: Any, send: Any) -> None:
    """As Starlette does with an error that nobody catches."""
    assert scope["type"] == "http"
    CALLS.append(scope["path"])
    await send({"type": "http.response.start", "status": 500})
    await send({"type": "http.response.body", "body": b"Internal Server Error"})
    raise LookupError("the app is wrong")


CALLS: list[str] = []


def test_an_app_that_answers_with_its_error_is_asked_once(make: Callable[[Any], World]) -> None:
    CALLS.clear()
    world = make(answers_and_raises)
    with pytest.raises(LookupError, match="the app is wrong"):
        world.run(lambda: world.client.get("/any", options={"max_retries": 2}))
    assert CALLS == ["/v1/any"]


def test_a_silent_app_is_a_timeout(world: World) -> None:
    endpoint = Endpoint[Any]("GET", "/silent", answer=object)
    with pytest.raises(APITimeoutError):
        world.run(lambda: world.client.request(endpoint, options=CallOptions(timeout=0.01)))


async def no_lifespan(scope: Any, _receive: Any, send: Any) -> None:
    assert scope["type"] == "http"
    if scope["path"] == "/v1/nothing":
        return
    await send({"type": "http.response.start", "status": 500})
    if scope["path"] == "/v1/half":
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        return
    await send({"type": "http.response.body", "body": b"[]"})


def test_an_app_without_lifespan_is_served_too(make: Callable[[Any], World]) -> None:
    world = make(no_lifespan)
    with pytest.raises(InternalServerError):
        world.run(lambda: world.client.get("/any"))


def test_an_app_that_ends_without_an_answer_is_an_error(make: Callable[[Any], World]) -> None:
    world = make(no_lifespan)
    with pytest.raises(APIConnectionError, match="without an answer"):
        world.run(lambda: world.client.get("/nothing"))


async def slow_start(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await receive()
        for _ in range(10):
            await asyncio.sleep(0)
        LIFE[0].events.append("ready")
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    LIFE[0].events.append("asked")
    await send({"type": "http.response.start", "status": 204})
    await send({"type": "http.response.body"})


def test_requests_that_come_together_wait_for_the_app(make: Callable[[Any], World]) -> None:
    world = make(slow_start)

    async def together() -> None:
        await asyncio.gather(*(world.client.get("/any") for _ in range(8)))

    def in_threads() -> None:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda _: world.client.get("/any"), range(8)))

    world.run(together if world.asynchronous else in_threads)
    assert LIFE[0].events == ["ready", *["asked"] * 8]


def test_a_transport_of_the_other_world_is_refused_by_name() -> None:
    async def call() -> None:
        await AsyncClient(CONFIG, http_client=ASGITransport(slow_start)).get("/any")

    with pytest.raises(TypeError, match="an async client cannot send with ASGITransport"):
        asyncio.run(call())
    with pytest.raises(TypeError, match="a sync client cannot send with AsyncASGITransport"):
        SyncClient(CONFIG, http_client=AsyncASGITransport(slow_start)).get("/any")


async def bad_start(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "no database"})


def test_an_app_that_cannot_start_says_why(make: Callable[[Any], World]) -> None:
    world = make(bad_start)
    with pytest.raises(RuntimeError, match="no database"):
        world.run(lambda: world.client.get("/any"))
