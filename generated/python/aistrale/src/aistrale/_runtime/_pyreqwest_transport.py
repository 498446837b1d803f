# Copied from overlays/python/runtime/_pyreqwest_transport.py; edit it there.
"""The transport on pyreqwest, a binding of Rust's reqwest, for sync and async clients: the fastest of ours."""

from __future__ import annotations

import atexit
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from functools import cache, lru_cache
from importlib import import_module
from threading import Lock
from time import sleep
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ._exceptions import APIConnectionError, UnsupportedByTransportError
from ._failures import connection_error
from ._keepalive import INTERVAL_S, PROBES
from ._lazy import lasting_extra
from ._transport import AsyncResponse, Headers, SyncResponse, async_content

if TYPE_CHECKING:
    from asyncio import Task

    from ._config import ClientConfig
    from ._http_settings import HttpSettings
    from ._options import Timeout
    from ._request import PreparedRequest

__all__ = ["AsyncPyreqwestTransport", "PyreqwestTransport", "async_transport", "transport"]

T = TypeVar("T")

pyreqwest = lasting_extra("pyreqwest.client")
errors: Any = import_module("pyreqwest.exceptions")
FAILURES: tuple[type[Exception], ...] = (errors.PyreqwestError, OSError)
PROBE_EVERY = timedelta(seconds=INTERVAL_S)
KEPT = 32
"""Durations that are kept as the library has them."""
MAX_CLIENTS = 32
Phases: TypeAlias = tuple[float | None, float | None, float | None]
NOT_SENT: tuple[type[Exception], ...] = (errors.ConnectTimeoutError, errors.PoolTimeoutError)


AT_EXIT_S = 0.01
"""Seconds that the end of the interpreter waits for the library's thread."""


def transport(config: ClientConfig, settings: HttpSettings, client: Any) -> PyreqwestTransport:
    """The transport of a sync client."""
    return PyreqwestTransport(config, settings, client)


def async_transport(config: ClientConfig, settings: HttpSettings, client: Any) -> AsyncPyreqwestTransport:
    """The transport of an async client."""
    return AsyncPyreqwestTransport(settings, client)


@cache
def end_in_peace() -> None:
    """Let the library's thread leave Python before the interpreter ends, which crashes the process otherwise.

    It is still on its way when the last call of an event loop has its answer, and cannot be waited for (0.15.1).
    """
    atexit.register(sleep, AT_EXIT_S)


@cache
def task_getter() -> Callable[[], Task[Any] | None]:
    """The function that gives the running task; found once, since sync programs must not import `asyncio`."""
    from asyncio import current_task

    return current_task


async def heeding(work: Awaitable[T], context: Any = None) -> T:
    """What work gives, unless a cancellation came with it: the library loses one that meets the answer (0.15.1).

    `context` is what the work has entered, and is left then.
    """
    task = task_getter()()
    before = task.cancelling() if task is not None else 0
    done = await work
    if task is not None and task.cancelling() > before:
        if context is not None:
            await context.__aexit__(None, None, None)
        from asyncio import CancelledError

        raise CancelledError
    return done


def translated(error: Exception, request: PreparedRequest) -> APIConnectionError:
    """The exception that a caller sees."""
    return connection_error(
        error, request, timeout=isinstance(error, errors.RequestTimeoutError), sent=not unsent(error)
    )


def unsent(error: Exception) -> bool:
    """Whether the failure came before the request was sent; the library's `ConnectError` alone does not say so."""
    if isinstance(error, NOT_SENT):
        return True
    if not isinstance(error, errors.ConnectError):
        return False
    details: Any = getattr(error, "details", None)
    causes: Any = details["causes"] if details else None
    return any("(Connect)" in cause["message"] for cause in causes or ())


def connecting(builder: Any, settings: HttpSettings) -> Any:
    """The builder with the settings applied."""
    if settings.proxy is not None:
        builder = builder.proxy(import_module("pyreqwest.proxy").ProxyBuilder.all(settings.proxy))
    settings.ssl_context()  # What the files hold is checked, and told, as elsewhere.
    if settings.trust is not None:
        builder = builder.add_root_certificate_pem(settings.pem(settings.trust))
    if settings.identity is not None:
        builder = builder.identity_pem(settings.pem(settings.identity))
    return builder.http2(True) if settings.http2 else builder.http1_only()


def built(builder: Any, connect: float | None, read: float | None, pool: float | None) -> Any:
    """A client with these limits in seconds: no redirects, no cookies kept, content codings left to us."""
    builder = builder.follow_redirects(False).referer(False).default_cookie_store(False)
    builder = builder.gzip(False).brotli(False).deflate(False).zstd(False)
    builder = builder.tcp_keepalive(PROBE_EVERY).tcp_keepalive_interval(PROBE_EVERY).tcp_keepalive_retries(PROBES)
    if connect is not None:
        builder = builder.connect_timeout(timedelta(seconds=connect))
    if read is not None:
        builder = builder.read_timeout(timedelta(seconds=read))
    if pool is not None:
        builder = builder.pool_timeout(timedelta(seconds=pool))
    try:
        return builder.build()
    except RuntimeError as error:  # The process was forked after the library had begun its threads.
        raise UnsupportedByTransportError(f"{error}") from None


def prepared(client: Any, request: PreparedRequest, content: Any, timeout: Timeout) -> Any:
    """The library's own request: one whose answer is given with its body, or (`streamed`) with its head."""
    builder = client.request(request.method, request.url).headers(request.headers)
    if isinstance(content, bytes):
        builder = builder.body_bytes(content)
    elif content is not None:
        builder = builder.body_stream(content)
    if request.streamed:
        # The library would fill a buffer first, and hold up events.
        return builder.streamed_read_buffer_limit(0).build_streamed()
    return builder.build() if timeout.total is None else builder.timeout(duration(timeout.total)).build()


@lru_cache(maxsize=KEPT)
def duration(seconds: float) -> timedelta:
    """A number of seconds as the library takes it."""
    return timedelta(seconds=seconds)


class PyreqwestResponse(SyncResponse):
    """An answer of pyreqwest; without a context its body has been read."""

    __slots__ = ("_context", "_inner", "_request")

    def __init__(self, inner: Any, context: Any, request: PreparedRequest) -> None:
        super().__init__(inner.status, Headers(inner.headers.items()), request.url, inner.version)
        self._inner = inner
        self._context = context
        self._request = request

    def iter_raw(self) -> Iterator[bytes]:
        """Read the body in pieces."""
        reader = self._inner.body_reader
        try:
            while (chunk := reader.read_chunk()) is not None:
                yield bytes(chunk)
        except FAILURES as error:
            raise translated(error, self._request) from error

    def read_raw(self) -> bytes:
        """Read the whole body."""
        try:
            return bytes(self._inner.bytes())
        except FAILURES as error:
            raise translated(error, self._request) from error

    def close(self) -> None:
        """Release the connection."""
        if self._context is not None:
            context, self._context = self._context, None
            context.__exit__(None, None, None)


class OwnClients:
    """Our clients of the library, which has its limits on the client: one for each set of limits in use.

    The least recently used ones are dropped, since limits may differ with every call. What those are sending goes on,
    for the library keeps a client that is at work.
    """

    def __init__(self, make: Callable[[Phases], Any]) -> None:
        """Take what makes a client with limits in seconds, to connect, between bytes and for a free connection."""
        self._make = make
        self._made: OrderedDict[Phases, Any] = OrderedDict()
        self._lock = Lock()
        self._last: tuple[Timeout | None, Any] = (None, None)
        """The limits of the last call, which are mostly those of the next, and their client."""

    def limited(self, timeout: Timeout) -> Any:
        """The client with these limits; threads that ask together get the same."""
        last, client = self._last
        return client if timeout is last else self._found(timeout)

    def _found(self, timeout: Timeout) -> Any:
        """The client with these limits, which is made if there is none."""
        limits = (timeout.connect, timeout.read, timeout.pool)
        with self._lock:
            if limits in self._made:
                self._made.move_to_end(limits)
            else:
                self._made[limits] = self._make(limits)
                if len(self._made) > MAX_CLIENTS:
                    self._made.popitem(last=False)
            client = self._made[limits]
            self._last = (timeout, client)
            return client

    def __iter__(self) -> Iterator[Any]:
        """All clients that there are."""
        return iter(self._made.values())


class PyreqwestTransport:
    """Sends with a client of the caller's, which keeps the limits that it has, or with clients of our own."""

    def __init__(self, config: ClientConfig, settings: HttpSettings, client: Any = None) -> None:
        self._client = client

        def make(limits: Phases) -> Any:
            builder = pyreqwest.SyncClientBuilder().max_connections(config.max_connections)
            return built(connecting(builder, settings), *limits)

        self._own = OwnClients(make)

    def send(self, request: PreparedRequest, timeout: Timeout) -> PyreqwestResponse:
        """Send a request."""
        made = prepared(self._client or self._own.limited(timeout), request, request.content, timeout)
        context = made if request.streamed else None
        try:
            inner = made.send() if context is None else context.__enter__()
        except FAILURES as error:
            raise translated(error, request) from error
        return PyreqwestResponse(inner, context, request)

    def close(self) -> None:
        """Close the connections of our own clients."""
        for client in self._own:
            client.close()


class AsyncPyreqwestResponse(AsyncResponse):
    """An answer of pyreqwest; without a context its body has been read."""

    __slots__ = ("_context", "_inner", "_request")

    def __init__(self, inner: Any, context: Any, request: PreparedRequest) -> None:
        super().__init__(inner.status, Headers(inner.headers.items()), request.url, inner.version)
        self._inner = inner
        self._context = context
        self._request = request

    async def aiter_raw(self) -> AsyncIterator[bytes]:
        """Read the body in pieces."""
        reader = self._inner.body_reader
        try:
            while (chunk := await heeding(reader.read_chunk())) is not None:
                yield bytes(chunk)
        except FAILURES as error:
            raise translated(error, self._request) from error

    async def read_raw(self) -> bytes:
        """Read the whole body."""
        try:
            return bytes(await heeding(self._inner.bytes()))
        except FAILURES as error:
            raise translated(error, self._request) from error

    async def aclose(self) -> None:
        """Release the connection."""
        if self._context is not None:
            context, self._context = self._context, None
            await context.__aexit__(None, None, None)


class AsyncPyreqwestTransport:
    """Sends with a client of the caller's, which keeps the limits that it has, or with clients of our own."""

    def __init__(self, settings: HttpSettings, client: Any = None) -> None:
        end_in_peace()
        self._client = client

        def make(limits: Phases) -> Any:
            # No `max_connections`: a call that is cancelled keeps its place in the library's count until it times out.
            return built(connecting(pyreqwest.ClientBuilder(), settings), *limits)

        self._own = OwnClients(make)

    async def send(self, request: PreparedRequest, timeout: Timeout) -> AsyncPyreqwestResponse:
        """Send a request."""
        made = prepared(self._client or self._own.limited(timeout), request, async_content(request.content), timeout)
        context = made if request.streamed else None
        try:
            inner = await heeding(made.send() if context is None else context.__aenter__(), context)
        except FAILURES as error:
            raise translated(error, request) from error
        return AsyncPyreqwestResponse(inner, context, request)

    async def aclose(self) -> None:
        """Close the connections of our own clients."""
        for client in self._own:
            await client.close()
