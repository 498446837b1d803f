# Copied from overlays/python/runtime/testing/asgi.py; edit it there.
"""An ASGI app as the server, in the same process: no socket, no port, and the app's own errors reach the test.

    client = Acme(api_key="test", base_url="http://app.test", http_client=ASGITransport(app))
    client = AsyncAcme(api_key="test", base_url="http://app.test", http_client=AsyncASGITransport(app))

Bodies go both ways in pieces, as they are made. The app's lifespan begins with the first request and ends when the
client is closed. A sync client's app runs in an event loop on a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, MutableMapping
from contextlib import suppress
from threading import Lock, Thread, current_thread
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, TypeVar
from urllib.parse import unquote, urlsplit
from weakref import finalize

from .._exceptions import APIConnectionError
from .._failures import too_late
from .._transport import AsyncResponse, Headers, SyncResponse, async_content

if TYPE_CHECKING:
    from .._options import Timeout
    from .._request import PreparedRequest

__all__ = ["ASGITransport", "AsyncASGITransport"]

T = TypeVar("T")
SERVER_ERROR = 500
Message: TypeAlias = MutableMapping[str, Any]
App: TypeAlias = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


class Exchange:
    """One request, and the answer that the app makes of it."""

    def __init__(self, app: App, request: PreparedRequest, state: dict[str, Any]) -> None:
        self._body = request_body(request)
        self._asked_whole = False
        self._left = asyncio.Event()
        self._chunks: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=1)
        self._head: asyncio.Future[tuple[int, Headers]] = asyncio.get_running_loop().create_future()
        self._answered_whole = False
        self._task = asyncio.create_task(self._run(app, scope_of(request, state)))

    async def _run(self, app: App, scope: Message) -> None:
        try:
            await app(scope, self._receive, self._send)
        finally:
            if not self._answered_whole and not self._left.is_set():
                await self._chunks.put(None)

    async def _receive(self) -> Message:
        if self._asked_whole:
            await self._left.wait()
            return {"type": "http.disconnect"}
        chunk = await anext(self._body, None)
        self._asked_whole = chunk is None
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message.get("headers", ())]
            if message["status"] >= SERVER_ERROR:
                self._chunks = asyncio.Queue()  # The app comes to its end, and its own error, without being read.
            self._head.set_result((message["status"], Headers(pairs)))
        elif message["type"] == "http.response.body":
            if chunk := message.get("body", b""):
                await self._chunks.put(bytes(chunk))
            if not message.get("more_body", False):
                self._answered_whole = True
                await self._chunks.put(None)

    async def head(self) -> tuple[int, Headers]:
        """Status and headers; raises what the app raised before it gave them, or after it gave a server error."""
        await asyncio.wait((self._head, self._task), return_when=asyncio.FIRST_COMPLETED)
        if not self._head.done():
            self._broken("without an answer")
        status, headers = self._head.result()
        if status >= SERVER_ERROR:  # Frameworks answer so, and raise then: it is no answer to be tried again.
            await asyncio.wait((self._task,))
            self._task.result()
        return status, headers

    async def chunk(self) -> bytes | None:
        """The next piece of the answer's body, None after the last; raises what the app raised meanwhile."""
        found = await self._chunks.get()
        if found is None and not self._answered_whole:
            await asyncio.wait((self._task,))
            self._broken("in the middle of an answer")
        return found

    def _broken(self, where: str) -> NoReturn:
        """Raise what the app raised, or say that it just ended."""
        self._task.result()
        raise APIConnectionError(f"the app ended {where}")

    async def leave(self) -> None:
        """End the exchange: let the app finish what it does after a whole answer, or stop it."""
        self._left.set()
        if not self._answered_whole or not self._chunks.empty():
            self._task.cancel()
        await asyncio.wait((self._task,))
        if self._answered_whole and not self._task.cancelled():
            self._task.result()


class Lifespan:
    """The app's life around all requests (ASGI lifespan protocol); apps without one are left in peace."""

    def __init__(self, app: App) -> None:
        self.state: dict[str, Any] = {}
        self._events: asyncio.Queue[Message] = asyncio.Queue()
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.create_task(self._run(app))

    async def _run(self, app: App) -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": self.state}
        with suppress(Exception):  # Apps say by an error that they know no lifespan.
            await app(scope, self._events.get, self._answers.put)
        await self._answers.put({"type": "lifespan.unsupported"})

    async def tell(self, event: str) -> None:
        """Send `startup` or `shutdown` and wait until the app has done its part.

        Raises:
            RuntimeError: the app says that it failed.
        """
        if self._task.done():
            return
        await self._events.put({"type": f"lifespan.{event}"})
        answer = await self._answers.get()
        if answer["type"].endswith(".failed"):
            raise RuntimeError(f"the app's {event} failed: {answer.get('message', '')}")


class AsyncASGIResponse(AsyncResponse):
    """An answer of an app."""

    __slots__ = ("_exchange", "_limit", "_request")

    def __init__(self, head: tuple[int, Headers], exchange: Exchange, request: PreparedRequest, limit: Any) -> None:
        super().__init__(*head, request.url, "HTTP/1.1")
        self._exchange = exchange
        self._request = request
        self._limit = limit

    async def aiter_raw(self) -> AsyncIterator[bytes]:
        """Read the body in pieces."""
        while (chunk := await limited(self._exchange.chunk(), self._limit, self._request)) is not None:
            yield chunk

    async def aclose(self) -> None:
        """End the exchange."""
        await self._exchange.leave()


class AsyncASGITransport:
    """Sends the requests of an async client to an app."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._life: asyncio.Future[Lifespan] | None = None

    async def send(self, request: PreparedRequest, timeout: Timeout) -> AsyncASGIResponse:
        """Send a request; `timeout.read` bounds the wait for the head and for each piece."""
        if self._life is None or self._life.get_loop() is not asyncio.get_running_loop():
            self._life = asyncio.ensure_future(self._begun())
        lifespan = await asyncio.shield(self._life)
        exchange = Exchange(self._app, request, lifespan.state)
        try:
            head = await limited(exchange.head(), timeout.read, request)
        except BaseException:
            await exchange.leave()
            raise
        return AsyncASGIResponse(head, exchange, request, timeout.read)

    async def _begun(self) -> Lifespan:
        """The app's life, when the app is ready; requests that come meanwhile wait for it too."""
        lifespan = Lifespan(self._app)
        await lifespan.tell("startup")
        return lifespan

    async def aclose(self) -> None:
        """End the app's life."""
        if self._life is not None:
            life, self._life = self._life, None
            await asyncio.wait((life,))
            if life.exception() is None:
                await life.result().tell("shutdown")


class ASGIResponse(SyncResponse):
    """An answer of an app that runs on another thread."""

    __slots__ = ("_inner", "_loop")

    def __init__(self, inner: AsyncASGIResponse, loop: LoopThread) -> None:
        super().__init__(inner.status, inner.headers, inner.url, inner.http_version)
        self._inner = inner
        self._loop = loop

    def iter_raw(self) -> Iterator[bytes]:
        """Read the body in pieces."""
        chunks = self._inner.aiter_raw()

        async def following() -> bytes | None:
            return await anext(chunks, None)

        while (chunk := self._loop.run(following())) is not None:
            yield chunk

    def close(self) -> None:
        """End the exchange."""
        self._loop.run(self._inner.aclose())


class ASGITransport:
    """Sends the requests of a sync client to an app; threads may share it."""

    def __init__(self, app: App) -> None:
        self._inner = AsyncASGITransport(app)
        self._loop = LoopThread()
        self._end = finalize(self, self._loop.stop, self._inner.aclose)
        """Ends both; also when the transport is dropped, or the interpreter ends."""

    def send(self, request: PreparedRequest, timeout: Timeout) -> ASGIResponse:
        """Send a request; `timeout.read` bounds the wait for the head and for each piece."""
        return ASGIResponse(self._loop.run(self._inner.send(request, timeout)), self._loop)

    def close(self) -> None:
        """End the app's life, and the thread."""
        self._end()


class LoopThread:
    """An event loop on a thread of its own, begun when it is first needed."""

    def __init__(self) -> None:
        self._beginning = Lock()
        self._running: tuple[asyncio.AbstractEventLoop, Thread] | None = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for it."""
        with self._beginning:
            loop, _ = self._running = self._running or self._begun()
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    def _begun(self) -> tuple[asyncio.AbstractEventLoop, Thread]:
        loop = asyncio.new_event_loop()
        thread = Thread(target=loop.run_forever, name="asgi-app", daemon=True)
        thread.start()
        return loop, thread

    def stop(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a last coroutine, and end loop and thread; nothing where they were never begun."""
        if self._running is None:
            return
        loop, thread = self._running
        if current_thread() is thread:  # The app itself dropped what held this; it cannot wait for its own end.
            loop.stop()
        else:
            self.run(last())
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
        self._running = None


async def request_body(request: PreparedRequest) -> AsyncIterator[bytes]:
    """The body of a request in pieces."""
    content = async_content(request.content)
    if isinstance(content, bytes):
        yield content
    elif content is not None:
        async for chunk in content:
            yield chunk


def scope_of(request: PreparedRequest, state: dict[str, Any]) -> Message:
    """The scope of a request (ASGI HTTP connection scope 2.3)."""
    parts = urlsplit(request.url)
    headers = {"host": parts.netloc.rpartition("@")[2], **{name.lower(): v for name, v in request.headers.items()}}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": parts.scheme,
        "path": unquote(parts.path or "/"),
        "raw_path": (parts.path or "/").encode("ascii"),
        "query_string": parts.query.encode("ascii"),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 0),
        "server": (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)),
        "state": dict(state),
    }


async def limited(work: Awaitable[T], seconds: float | None, request: PreparedRequest) -> T:
    """Wait for something, but not for ever."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            return await work
    except TimeoutError:
        if not limit.expired():  # It is the app's own.
            raise
        raise too_late(request) from None
