# Copied from overlays/python/runtime/_httpx_transport.py; edit it there.
"""The default transport: httpx2, or an httpx client that the caller brings; both have the same interface."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from math import inf
from time import monotonic
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from ._exceptions import APIConnectionError, UnsupportedByTransportError
from ._failures import connection_error, of_an_ended_loop, too_late
from ._httpx_options import MAX_IDLE, client_options
from ._lazy import extra
from ._transport import AsyncResponse, Headers, Response, SyncResponse, async_content

if TYPE_CHECKING:
    from ._config import ClientConfig
    from ._http_settings import HttpSettings
    from ._options import Timeout
    from ._request import PreparedRequest

ResponseT = TypeVar("ResponseT", bound=Response)

__all__ = ["AsyncHttpxTransport", "HttpxTransport", "async_transport", "transport"]


def transport(config: ClientConfig, settings: HttpSettings, client: Any) -> HttpxTransport:
    """The transport of a sync client, on httpx2 or httpx."""
    library = extra(settings.library)
    made = client or library.Client(**client_options(library, library.HTTPTransport, options_for(config, settings)))
    return HttpxTransport(library, made, owned=client is None)


def async_transport(config: ClientConfig, settings: HttpSettings, client: Any) -> AsyncHttpxTransport:
    """The transport of an async client, on httpx2 or httpx."""
    library = extra(settings.library)

    def make() -> Any:
        options = client_options(library, library.AsyncHTTPTransport, options_for(config, settings))
        return library.AsyncClient(**options)

    return AsyncHttpxTransport(library, client, make)


KEPT = 256
"""How many parsed URLs are kept."""


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


class Requests:
    """Makes the library's requests.

    A client that the caller brings may add headers and so on to every request. Ours has nothing to add, so requests are
    made without it, and addresses that come again are parsed once.
    """

    def __init__(self, library: ModuleType) -> None:
        self._library = library
        self._url = lru_cache(maxsize=KEPT)(library.URL)

    def built(self, request: PreparedRequest, content: Any, timeout: Timeout, client: Any) -> Any:
        """A request of the library; with a client, one to which that has added its own headers and so on."""
        try:
            return self._made(request, request.headers, content, timeout, client)
        except UnicodeEncodeError:  # Of a server's event id: it is sent back as it came (HTML, section 9.2.4).
            headers = {name: value.encode() for name, value in request.headers.items()}
            return self._made(request, headers, content, timeout, client)

    def _made(self, request: PreparedRequest, headers: Any, content: Any, timeout: Timeout, client: Any) -> Any:
        limits = phases(request, timeout)
        if client is not None:
            limits = self._library.Timeout(**limits)
            return client.build_request(request.method, request.url, headers=headers, content=content, timeout=limits)
        return self._library.Request(
            request.method,
            self._url(request.url),
            headers=headers,
            content=content,
            extensions={"timeout": limits},
        )


def options_for(config: ClientConfig, settings: HttpSettings) -> dict[str, Any]:
    """The options of a client that the API's settings, and the caller's, add to our defaults.

    Raises:
        UnsupportedByTransportError: HTTP/2 is wanted, and `h2` is not installed.
    """
    library = extra(settings.library)
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
    """The headers of an answer, without its content coding if the library has undone that.

    That is so if a mock, or a hook of the caller's client, has read the body before us.
    """
    items = inner.headers.multi_items()
    if inner.is_stream_consumed:
        items = [(name, value) for name, value in items if name.lower() not in ("content-encoding", "content-length")]
    return Headers(items)


def phases(request: PreparedRequest, timeout: Timeout) -> dict[str, float | None]:
    """The limits as the library takes them; none is longer than `total`."""
    limits = {"connect": timeout.connect, "read": timeout.read, "write": timeout.write, "pool": timeout.pool}
    total = None if request.streamed else timeout.total
    if total is None:
        return limits
    return {name: total if limit is None else min(limit, total) for name, limit in limits.items()}


def end_of(request: PreparedRequest, timeout: Timeout) -> float:
    """When an exchange that begins now exceeds `total`, on the monotonic clock; the library has no such limit."""
    return inf if timeout.total is None or request.streamed else monotonic() + timeout.total


def without_cookies(client: Any, inner: Any, response: ResponseT) -> ResponseT:
    """An answer whose cookies are not sent with the next request; those that the caller gave the client stay."""
    if "set-cookie" in response.headers:
        for cookie in inner.cookies.jar:
            with suppress(KeyError):
                client.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
    return response


class HttpxResponse(SyncResponse):
    """An answer of an httpx client."""

    __slots__ = ("_failures", "_inner", "_request", "_until")

    def __init__(self, inner: Any, request: PreparedRequest, failures: Failures, until: float = inf) -> None:
        super().__init__(inner.status_code, headers_of(inner), str(inner.url), inner.http_version)
        self._inner = inner
        self._until = until
        self._request = request
        self._failures = failures

    def iter_raw(self) -> Iterator[bytes]:
        """Read the body in pieces."""
        if self._inner.is_stream_consumed:
            yield self._inner.content
            return
        try:
            yield from self._inner.stream  # What `iter_raw` walks over, without a detour for each chunk.
        except self._failures.failures as error:
            raise self._failures.translated(error, self._request) from error

    def _in_time(self) -> Iterator[bytes]:
        """The body in pieces, until the limit `total` is exceeded."""
        for chunk in self._inner.iter_raw():
            if monotonic() > self._until:
                raise too_late(self._request)
            yield chunk

    def read_raw(self) -> bytes:
        """Read the whole body."""
        if self._inner.is_stream_consumed:
            content: bytes = self._inner.content
            return content
        try:
            return b"".join(self._in_time())
        except self._failures.failures as error:
            raise self._failures.translated(error, self._request) from error

    def close(self) -> None:
        """Release the connection."""
        self._inner.close()


class HttpxTransport:
    """Sends with a client of the caller's, or (`owned`) with one of our own."""

    def __init__(self, library: ModuleType, client: Any, *, owned: bool) -> None:
        self._client = client
        self._owned = owned
        self._bare = owned
        """Whether the client has nothing to add to requests."""
        self._requests = Requests(library)
        self._failures = Failures(library)

    def send(self, request: PreparedRequest, timeout: Timeout) -> HttpxResponse:
        """Send a request."""
        until = end_of(request, timeout)
        built = self._requests.built(request, request.content, timeout, None if self._bare else self._client)
        try:
            inner = self._sent(built)
        except self._failures.failures as error:
            raise self._failures.translated(error, request) from error
        return without_cookies(self._client, inner, HttpxResponse(inner, request, self._failures, until))

    def _sent(self, built: Any) -> Any:
        """Send a request of the library's."""
        return self._client.send(built, stream=True, follow_redirects=False, auth=None)

    def close(self) -> None:
        """Close the connections, unless the client is the caller's."""
        if self._owned:
            self._client.close()


class AsyncHttpxResponse(AsyncResponse):
    """An answer of an async httpx client."""

    __slots__ = ("_failures", "_inner", "_request", "_until")

    def __init__(self, inner: Any, request: PreparedRequest, failures: Failures, until: float = inf) -> None:
        super().__init__(inner.status_code, headers_of(inner), str(inner.url), inner.http_version)
        self._inner = inner
        self._until = until
        self._request = request
        self._failures = failures

    async def aiter_raw(self) -> AsyncIterator[bytes]:
        """Read the body in pieces."""
        if self._inner.is_stream_consumed:
            yield self._inner.content
            return
        try:
            async for chunk in self._inner.stream:  # What `aiter_raw` walks over, without a detour for each chunk.
                yield chunk
        except self._failures.failures as error:
            raise self._failures.translated(error, self._request) from error

    async def _in_time(self) -> AsyncIterator[bytes]:
        """The body in pieces, until it takes too long."""
        async for chunk in self._inner.aiter_raw():
            if monotonic() > self._until:
                raise too_late(self._request)
            yield chunk

    async def read_raw(self) -> bytes:
        """Read the whole body."""
        if self._inner.is_stream_consumed:
            content: bytes = self._inner.content
            return content
        try:
            return b"".join([chunk async for chunk in self._in_time()])
        except self._failures.failures as error:
            raise self._failures.translated(error, self._request) from error

    async def aclose(self) -> None:
        """Release the connection."""
        await self._inner.aclose()


class AsyncHttpxTransport:
    """Sends with a client of the caller's, or with one that `make` makes."""

    def __init__(self, library: ModuleType, client: Any, make: Callable[[], Any]) -> None:
        self._library = library
        self._owned = self._bare = client is None
        self._client = make() if client is None else client
        self._make = make
        self._retired: list[Any] = []
        self._cancelled = False
        self._requests = Requests(library)
        self._failures = Failures(library)

    async def send(self, request: PreparedRequest, timeout: Timeout) -> AsyncHttpxResponse:
        """Send a request."""
        until = end_of(request, timeout)
        content = async_content(request.content)
        built = self._requests.built(request, content, timeout, None if self._bare else self._client)
        try:
            inner = await self._sent(built)
        except RuntimeError as error:
            if (told := of_an_ended_loop(error)) is not None:
                raise told from error
            raise
        except self._failures.failures as error:
            raise self._failures.translated(error, request) from error
        return without_cookies(self._client, inner, AsyncHttpxResponse(inner, request, self._failures, until))

    async def _sent(self, built: Any) -> Any:
        """Send, replacing a used-up pool: httpx loses the place of a call that is cancelled while it connects."""
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
