# Copied from overlays/python/runtime/_aiohttp_transport.py; edit it there.
"""The transport on aiohttp: several times as many requests per second as httpx2, for async clients only."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import AsyncIterator, Mapping
from functools import cache, lru_cache
from importlib import import_module
from io import BytesIO
from socket import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ._aiohttp_limits import UNWATCHED, Connector, Exchange, Watchdog, WatchedExchange, current_exchange
from ._exceptions import APIConnectionError, UnsupportedByTransportError
from ._failures import connection_error, of_an_ended_loop, too_late
from ._keepalive import SOCKET_OPTIONS
from ._lazy import extra
from ._transport import AsyncResponse, Headers, async_content

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from ._config import ClientConfig
    from ._http_settings import HttpSettings
    from ._options import Timeout
    from ._request import PreparedRequest

__all__ = ["AiohttpTransport", "DefaultAioHttpClient", "async_transport"]

aiohttp = extra("aiohttp")
URL: Any = import_module("yarl").URL
FAILURES: tuple[type[Exception], ...] = (aiohttp.ClientError, TimeoutError, OSError)
IN_ONE_GO = 64 * 1024
KEPT = 256
"""Limits, and addresses, that are kept as the library has them."""
# Content codings are undone by us, with limits.
SESSION_OPTIONS = {"auto_decompress": False}
NOT_SENT: tuple[type[Exception], ...] = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def async_transport(config: ClientConfig, settings: HttpSettings, client: Any) -> AiohttpTransport:
    """The transport of an async client.

    Raises:
        UnsupportedByTransportError: HTTP/2 is wanted.
    """
    if settings.http2:
        raise UnsupportedByTransportError("aiohttp speaks no HTTP/2; httpx2, httpx and pyreqwest do")
    context = settings.ssl_context()
    return AiohttpTransport(
        client,
        max_connections=config.max_connections,
        session_options={} if settings.proxy is None else {"proxy": settings.proxy},
        connector_options={} if context is None else {"ssl": context},
    )


def failure(error: Exception, request: PreparedRequest, exchange: Exchange) -> APIConnectionError:
    """The exception that a caller sees."""
    if exchange.late:
        return too_late(request)
    return connection_error(
        error, request, timeout=isinstance(error, TimeoutError), sent=not isinstance(error, NOT_SENT)
    )


def limits_of(timeout: Timeout) -> Any:
    """Limits as the library takes them."""
    return aiohttp.ClientTimeout(
        total=timeout.total,
        connect=timeout.pool,
        sock_connect=timeout.connect,
        sock_read=timeout.read,
    )


def connecting_limits_of(timeout: Timeout) -> Any:
    """The limits of connecting alone, for an exchange that we watch once it has a connection."""
    return aiohttp.ClientTimeout(
        connect=shorter(timeout.pool, timeout.total), sock_connect=shorter(timeout.connect, timeout.total)
    )


def shorter(limit: float | None, other: float | None) -> float | None:
    """The smaller of two limits; None if there is neither."""
    return min((each for each in (limit, other) if each is not None), default=None)


def kept_alive(address: tuple[Any, ...]) -> socket:
    """A socket with TCP keep-alive."""
    family, kind, protocol, *_ = address
    made = socket(family, kind, protocol)
    for option in SOCKET_OPTIONS:
        made.setsockopt(*option)
    return made


def environment_proxy(base: str) -> str | None:
    """The proxy that the environment has for a base URL; None if it has none, or `no_proxy` lists the host."""
    parts = urlsplit(base)
    proxies = getproxies()
    if proxy_bypass(parts.hostname or ""):
        return None
    return proxies.get(parts.scheme) or proxies.get("all") or None


def parsed(url: str) -> Any:
    """A URL as the library takes it; it is encoded already."""
    return URL(url, encoded=True)


@cache
def version_name(version: Any) -> str:
    """A version of HTTP as text, such as `HTTP/1.1`."""
    return f"HTTP/{version.major}.{version.minor}" if version else ""


def body_of(request: PreparedRequest) -> tuple[Any, bool]:
    """The body, and whether it is sent in one write; large ones become files, which the library sends in pieces."""
    content = request.content
    if content is None:
        return None, True
    if isinstance(content, bytes):
        return (content, True) if len(content) <= IN_ONE_GO else (BytesIO(content), False)
    return async_content(content), False


class AiohttpResponse(AsyncResponse):
    """An answer of aiohttp."""

    __slots__ = ("_exchange", "_inner", "_request")

    def __init__(self, inner: Any, request: PreparedRequest, exchange: Exchange, *, inflated: bool) -> None:
        raw = inner.headers.items()
        if inflated:
            # The session undoes content codings; ours must not be told to do it again.
            raw = [(name, value) for name, value in raw if name.lower() != "content-encoding"]
        super().__init__(inner.status, Headers(raw), request.url, version_name(inner.version))
        self._inner = inner
        self._request = request
        self._exchange = exchange

    async def aiter_raw(self) -> AsyncIterator[bytes]:
        """Read the body in pieces."""
        while chunk := await self._next():
            yield chunk

    async def read_raw(self) -> bytes:
        """Read the whole body."""
        chunks = [await self._next()]
        while not self._inner.content.at_eof():
            chunks.append(await self._next())
        return b"".join(chunks)

    async def _next(self) -> bytes:
        """The bytes that have come since the last call, or else the next that come; empty at the end."""
        content = self._inner.content
        try:
            if content.is_eof():
                chunk: bytes = content.read_nowait()
            else:
                self._exchange.go_on()
                chunk = await content.readany()
        except FAILURES as error:
            raise failure(error, self._request, self._exchange) from error
        if self._exchange.late:  # A body without a length ends with its connection.
            raise too_late(self._request)
        return chunk

    async def aclose(self) -> None:
        """Release the connection, or close it if the body was not read to its end."""
        self._exchange.finish()
        if self._inner.closed:
            return
        if self._inner.content.at_eof():
            self._inner.release()
        else:
            self._inner.close()


class AiohttpTransport:
    """Sends with a session of the caller's, or with one of our own that is made for the first request."""

    def __init__(
        self,
        session: Any = None,
        *,
        max_connections: int = 100,
        session_options: Mapping[str, Any] | None = None,
        connector_options: Mapping[str, Any] | None = None,
    ) -> None:
        self._session = session
        self._owned = session is None
        self._loop: AbstractEventLoop | None = None
        self._watch: Watchdog | None = None
        """What keeps the limits; None on a session of the caller's, whose connections we cannot watch."""
        self._max_connections = max_connections
        self._session_options = session_options or {}
        self._connector_options = connector_options or {}
        self._proxies: dict[str, str | None] = {}
        self._limits = lru_cache(maxsize=KEPT)(limits_of)
        self._connecting_limits = lru_cache(maxsize=KEPT)(connecting_limits_of)
        self._url = lru_cache(maxsize=KEPT)(parsed)

    async def send(self, request: PreparedRequest, timeout: Timeout) -> AiohttpResponse:
        """Send a request."""
        session = self._opened()
        body, in_one_go = body_of(request)
        exchange: Exchange
        if in_one_go and self._watch is not None and not request.streamed:
            exchange, limits = WatchedExchange(self._watch, timeout), self._connecting_limits(timeout)
        else:
            exchange, limits = UNWATCHED, self._limits(timeout._replace(total=None) if request.streamed else timeout)
        current_exchange.set(exchange)
        try:
            inner = await session.request(
                request.method,
                self._url(request.url),
                headers=request.headers,
                data=body,
                allow_redirects=False,
                timeout=limits,
                proxy=self._proxy(request.base),
            )
        except BaseException as error:
            exchange.finish()
            if isinstance(error, FAILURES):
                raise failure(error, request, exchange) from error
            if isinstance(error, RuntimeError) and (told := of_an_ended_loop(error)) is not None:
                raise told from error
            raise
        return AiohttpResponse(inner, request, exchange, inflated=session.auto_decompress)

    def _proxy(self, base: str) -> str | None:
        """The proxy of the environment for a base URL, looked up once: aiohttp would do it for every call."""
        if not self._owned or "proxy" in self._session_options:
            return None
        if base not in self._proxies:
            self._proxies[base] = environment_proxy(base)
        return self._proxies[base]

    def _opened(self) -> Any:
        """The session; one of our own is made inside the event loop, and serves only that."""
        if self._owned and (loop := get_running_loop()) is not self._loop:
            self.leave_loop()
            self._loop, self._watch = loop, Watchdog(loop)
            self._session = aiohttp.ClientSession(
                connector=Connector(limit=self._max_connections, socket_factory=kept_alive, **self._connector_options),
                **{**SESSION_OPTIONS, "cookie_jar": aiohttp.DummyCookieJar(), **self._session_options},
            )
            # Whether a request is sent again is decided by us, and counted.
            self._session._retry_connection = False  # there is no public way
        return self._session

    def leave_loop(self) -> None:
        """Let go of a session of our own that belongs to another event loop; where that has ended, it is closed too."""
        if self._loop is not None and self._session is not None:
            session, self._session = self._session, None
            if self._loop.is_closed() and not session.closed:
                for (
                    _
                ) in session.connector.close().__await__():  # There is nothing to wait for, and no loop to do it in.
                    break

    async def aclose(self) -> None:
        """Close the connections, unless the session is the caller's."""
        if self._watch is not None and self._session is not None:
            self._watch.close()
            await self._session.close()


class DefaultAioHttpClient(AiohttpTransport):
    """Sends the requests of an async client with aiohttp: several times as many per second as with httpx2.

    Args:
        max_connections: Connections to open at most (default 100).
        ssl: An `ssl.SSLContext` with the certificates to trust and to show (default: Python's own).
        session_options: Options of `aiohttp.ClientSession`, such as `proxy` and `proxy_auth`.

    The client that it is given to closes it.
    """

    def __init__(self, *, max_connections: int = 100, ssl: Any = True, **session_options: Any) -> None:
        super().__init__(
            max_connections=max_connections, session_options=session_options, connector_options={"ssl": ssl}
        )
