"""The httpx client below a client of this package: its defaults, and how the runtime sends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx

from ._constants import DEFAULT_CONNECTION_LIMITS, DEFAULT_TIMEOUT
from ._errors import APITimeoutError
from ._hooks import apply_options, is_own, options_of
from ._runtime._exceptions import APIConnectionError
from ._runtime._httpx_transport import (
    AsyncHttpxResponse,
    AsyncHttpxTransport,
    Failures,
    HttpxResponse,
    HttpxTransport,
)
from ._runtime._options import Timeout

if TYPE_CHECKING:
    from ._async_client import AsyncAPIClient
    from ._runtime._request import PreparedRequest
    from ._sync_client import SyncAPIClient

__all__ = [
    "AsyncFaceResponse", "AsyncFaceTransport", "DefaultAsyncHttpxClient", "DefaultHttpxClient",
    "FaceResponse", "FaceTransport", "asked", "httpx_timeout", "runtime_timeout",
]  # fmt: skip


def runtime_timeout(timeout: float | httpx.Timeout | None) -> Timeout:
    """A time-out as the runtime knows it; there is no limit over all attempts."""
    given = timeout if isinstance(timeout, httpx.Timeout) else httpx.Timeout(timeout)
    return Timeout(read=given.read, connect=given.connect, write=given.write, pool=given.pool, total=None)


def httpx_timeout(timeout: Timeout) -> httpx.Timeout:
    """A time-out as httpx knows it."""
    return httpx.Timeout(connect=timeout.connect, read=timeout.read, write=timeout.write, pool=timeout.pool)


def usual(options: dict[str, Any]) -> dict[str, Any]:
    """Options of an httpx client over this package's defaults."""
    return {"timeout": DEFAULT_TIMEOUT, "limits": DEFAULT_CONNECTION_LIMITS, "follow_redirects": True, **options}


if TYPE_CHECKING:
    DefaultHttpxClient = httpx.Client
    DefaultAsyncHttpxClient = httpx.AsyncClient
else:

    class DefaultHttpxClient(httpx.Client):
        """`httpx.Client` with this package's limits and time-outs."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**usual(kwargs))

    class DefaultAsyncHttpxClient(httpx.AsyncClient):
        """`httpx.AsyncClient` with this package's limits and time-outs."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**usual(kwargs))


def asked(inner: httpx.Response, request: PreparedRequest) -> httpx.Response:
    """An httpx response that has a request: one that was made by hand is given its own."""
    try:
        _ = inner.request
    except RuntimeError:
        inner.request = sent(request)
    return inner


class FaceFailures(Failures):
    """Whatever goes wrong while sending is a failed connection, as it always was here."""

    def __init__(self) -> None:
        super().__init__(httpx)
        self.failures = (Exception,)

    def translated(self, error: Exception, request: PreparedRequest) -> APIConnectionError:
        """The exception that a caller sees, with httpx's request."""
        asked_for = error.request if isinstance(error, httpx.RequestError) else sent(request)
        if isinstance(error, self.timeouts):
            return APITimeoutError(asked_for)
        return APIConnectionError("Connection error.", request=cast("Any", asked_for))


def sent(request: PreparedRequest) -> httpx.Request:
    """The httpx request of a request, without its body."""
    return httpx.Request(request.method, request.url, headers=request.headers)


class FaceResponse(HttpxResponse):
    """An answer that keeps the httpx response, which callers may ask for."""

    __slots__ = ()

    @property
    def inner(self) -> httpx.Response:
        """The httpx response."""
        return self._inner


class FaceTransport(HttpxTransport):
    """Sends with the client's httpx client."""

    def __init__(self, client: httpx.Client, owner: SyncAPIClient) -> None:
        super().__init__(httpx, client, owned=True)
        self._bare = False
        self._failures = FaceFailures()
        self._owner = owner

    def send(self, request: PreparedRequest, timeout: Timeout) -> FaceResponse:
        """Send a request, as the hooks of the client want it."""
        if is_own(request):
            apply_options(self._owner._prepare_options(options_of(request)), request)  # pyright: ignore[reportPrivateUsage]  # the same package
        return FaceResponse(super().send(request, timeout)._inner, request, self._failures)  # pyright: ignore[reportPrivateUsage]  # what it wraps

    def _sent(self, built: Any) -> Any:
        """Send a request of httpx's."""
        self._owner._prepare_request(built)  # pyright: ignore[reportPrivateUsage]  # the same package
        return super()._sent(built)


class AsyncFaceResponse(AsyncHttpxResponse):
    """An answer that keeps the httpx response, which callers may ask for."""

    __slots__ = ()

    @property
    def inner(self) -> httpx.Response:
        """The httpx response."""
        return self._inner


class AsyncFaceTransport(AsyncHttpxTransport):
    """Sends with the client's httpx client."""

    def __init__(self, client: httpx.AsyncClient, owner: AsyncAPIClient) -> None:
        super().__init__(httpx, client, make=lambda: client)
        self._failures = FaceFailures()
        self._owner = owner

    async def send(self, request: PreparedRequest, timeout: Timeout) -> AsyncFaceResponse:
        """Send a request, as the hooks of the client want it."""
        if is_own(request):
            apply_options(await self._owner._prepare_options(options_of(request)), request)  # pyright: ignore[reportPrivateUsage]  # the same package
        answer = await super().send(request, timeout)
        return AsyncFaceResponse(answer._inner, request, self._failures)  # pyright: ignore[reportPrivateUsage]  # what it wraps

    async def _sent(self, built: Any) -> Any:
        """Send a request of httpx's."""
        await self._owner._prepare_request(built)  # pyright: ignore[reportPrivateUsage]  # the same package
        return await super()._sent(built)
