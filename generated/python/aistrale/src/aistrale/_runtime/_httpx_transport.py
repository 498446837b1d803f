# Copied from overlays/python/runtime/_httpx_transport.py; edit it there.
"""The default transport: httpx2, or an httpx client that the caller brings; both have the same interface."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ._exceptions import APIConnectionError, UnsupportedByTransportError
from ._failures import connection_error
from ._files import async_content
from ._httpx_options import MAX_IDLE, client_options
from ._transport import AsyncResponse, Headers, SyncResponse

if TYPE_CHECKING:
    from ._config import ClientConfig
    from ._http_settings import HttpSettings
    from ._options import Timeout
    from ._request import PreparedRequest

__all__ = ["AsyncHttpxTransport", "HttpxTransport", "async_transport", "transport"]


def transport(config: ClientConfig, settings: HttpSettings, client: Any) -> HttpxTransport:
    """The transport of a sync client, on httpx2 or httpx."""
    library = import_module(settings.library)
    made = client or library.Client(**client_options(library, library.HTTPTransport, options_for(config, settings)))
    return HttpxTransport(library, made, owned=client is None)


def async_transport(config: ClientConfig, settings: HttpSettings, client: Any) -> AsyncHttpxTransport:
    """The transport of an async client, on httpx2 or httpx."""
    library = import_module(settings.library)

    def make() -> Any:
        options = client_options(library, library.AsyncHTTPTransport, options_for(config, settings))
        return library.AsyncClient(**options)

    return AsyncHttpxTransport(library, client, make)


class Failures:
    """Turns the library's exceptions into ours."""

    def __init__(self, library: ModuleType) -> None:
        self.timeouts: type[Exception] = library.TimeoutException
        self.failures: tuple[type[Exception], ...] = (library.TransportError, library.StreamError, OSError)
        self._connect: tuple[type[Exception], ...] = (library.ConnectError, library.ConnectTimeout, library.PoolTimeout)

    def translated(self, error: Exception, request: PreparedRequest) -> APIConnectionError:
        """The exception that a caller sees."""
        return connection_error(
            error, request, timeout=isinstance(error, self.timeouts), sent=not isinstance(error, self._connect)
        )


def limits(timeout: Timeout, library: ModuleType) -> Any:
    """The library's own object for limits."""
    return library.Timeout(connect=timeout.connect, read=timeout.read, write=timeout.write, pool=timeout.pool)


def options_for(config: ClientConfig, settings: HttpSettings) -> dict[str, Any]:
    """What the API's settings, and the caller's, change about our defaults.

    Raises:
        UnsupportedByTransportError: HTTP/2 is wanted, and `h2` is not installed.
    """
    library = import_module(settings.library)
    made: dict[str, Any] = {
        "limits": library.Limits(max_connections=config.max_connections, max_keepalive_connections=MAX_IDLE)
    }
    if settings.http2:
        if find_spec("h2") is None:
            raise UnsupportedByTransportError(f"HTTP/2 needs `pip install {settings.library}[http2]`")
        made["http2"] = True
    if settings.proxy is not None:
        made["proxy"] = settings.proxy
    if (context := settings.ssl_context()) is not None:
        made["verify"] = context
    return made


def headers_of(inner: Any) -> Headers:
    """The headers of an answer; without its content coding if that is undone.

    It is where a mock, or a hook of the caller's client, has read the body before us.
    """
    items = inner.headers.multi_items()
    if inner.is_stream_consumed:
        items = [(name, value) for name, value in items if name.lower() not in ("content-encoding", "content-length")]
    return Headers(items)


class HttpxResponse(SyncResponse):
    """An answer of an httpx client."""

    __slots__ = ("_failures", "_inner", "_request")

    def __init__(self, inner: Any, request: PreparedRequest, failures: Failures) -> None:
        super().__init__(inner.status_code, headers_of(inner), str(inner.url), inner.http_version)
        self._inner = inner
        self._request = request
        self._failures = failures

    def iter_raw(self) -> Iterator[bytes]:
        """Read the body in pieces."""
        if self._inner.is_stream_consumed:
            yield self._inner.content
            return
        try:
            yield from self._inner.iter_raw()
        except self._failures.failures as error:
            raise self._failures.translated(error, self._request) from error

    def close(self) -> None:
        """Give the connection back."""
        self._inner.close()


class HttpxTransport:
    """Sends with a client of the caller's, or (`owned`) with one of our own."""

    def __init__(self, library: ModuleType, client: Any, *, owned: bool) -> None:
        self._library = library
        self._client = client
        self._owned = owned
        self._failures = Failures(library)

    def send(self, request: PreparedRequest, timeout: Timeout) -> HttpxResponse:
        """Send a request."""
        built = self._client.build_request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.content,
            timeout=limits(timeout, self._library),
        )
        try:
            inner = self._client.send(built, stream=True, follow_redirects=False, auth=None)
        except self._failures.failures as error:
            raise self._failures.translated(error, request) from error
        self._client.cookies.clear()
        return HttpxResponse(inner, request, self._failures)

    def close(self) -> None:
        """Close the connections, unless the client is the caller's."""
        if self._owned:
            self._client.close()


class AsyncHttpxResponse(AsyncResponse):
    """An answer of an async httpx client."""

    __slots__ = ("_failures", "_inner", "_request")

    def __init__(self, inner: Any, request: PreparedRequest, failures: Failures) -> None:
        super().__init__(inner.status_code, headers_of(inner), str(inner.url), inner.http_version)
        self._inner = inner
        self._request = request
        self._failures = failures

    async def aiter_raw(self) -> AsyncIterator[bytes]:
        """Read the body in pieces."""
        if self._inner.is_stream_consumed:
            yield self._inner.content
            return
        try:
            async for chunk in self._inner.aiter_raw():
                yield chunk
        except self._failures.failures as error:
            raise self._failures.translated(error, self._request) from error

    async def aclose(self) -> None:
        """Give the connection back."""
        await self._inner.aclose()


class AsyncHttpxTransport:
    """Sends with a client of the caller's, or with one that `make` makes."""

    def __init__(self, library: ModuleType, client: Any, make: Callable[[], Any]) -> None:
        self._library = library
        self._owned = client is None
        self._client = make() if client is None else client
        self._make = make
        self._retired: list[Any] = []
        self._cancelled = False
        self._failures = Failures(library)

    async def send(self, request: PreparedRequest, timeout: Timeout) -> AsyncHttpxResponse:
        """Send a request."""
        built = self._client.build_request(
            request.method,
            request.url,
            headers=request.headers,
            content=async_content(request.content),
            timeout=limits(timeout, self._library),
        )
        try:
            inner = await self._sent(built)
        except self._failures.failures as error:
            raise self._failures.translated(error, request) from error
        self._client.cookies.clear()
        return AsyncHttpxResponse(inner, request, self._failures)

    async def _sent(self, built: Any) -> Any:
        """Send by a pool that is whole: httpx loses places of calls that are cancelled while they connect."""
        try:
            return await self._client.send(built, stream=True, follow_redirects=False, auth=None)
        except Exception as error:
            if not (isinstance(error, self._library.PoolTimeout) and self._owned and self._cancelled):
                raise
        except BaseException:
            self._cancelled = True
            raise
        # Answers may still be arriving on the old pool: it is closed with the transport.
        self._retired.append(self._client)
        self._client, self._cancelled = self._make(), False
        return await self._client.send(built, stream=True, follow_redirects=False, auth=None)

    async def aclose(self) -> None:
        """Close the connections, unless the client is the caller's."""
        if self._owned:
            for client in (*self._retired, self._client):
                await client.aclose()
