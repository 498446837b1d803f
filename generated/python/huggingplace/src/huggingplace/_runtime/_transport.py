# Copied from overlays/python/runtime/_transport.py; edit it there.
"""The interface to HTTP libraries: what a transport is given and gives back. Above it is our code, below it theirs."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from ._files import Source
    from ._options import Timeout
    from ._request import PreparedRequest

__all__ = ["AsyncResponse", "AsyncTransport", "Headers", "Response", "SyncResponse", "Transport", "async_content"]


def async_content(content: bytes | Iterable[bytes] | AsyncIterable[bytes] | None) -> Any:
    """The body of a request as async libraries take it: bytes, or an iterable that does not block the loop."""
    if content is None or isinstance(content, bytes) or hasattr(content, "__aiter__"):
        return content
    from ._files import AsyncReader

    return AsyncReader(cast("Source", content))


def joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Headers by name in lower case, repeated ones joined with `, ` (RFC 9110, section 5.3)."""
    items: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        items[key] = f"{items[key]}, {value}" if key in items else value
    return items


class Headers(Mapping[str, str]):
    """Headers of an answer; names are compared without case."""

    __slots__ = ("_items",)

    def __init__(self, raw: Iterable[tuple[str, str]]) -> None:
        pairs = list(raw)
        self._items = {name.lower(): value for name, value in pairs}
        if len(self._items) < len(pairs):
            self._items = joined(pairs)

    def __getitem__(self, name: str) -> str:
        return self._items[name.lower()]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a header, or `default`."""
        return self._items.get(name.lower(), default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._items


@dataclass(slots=True, repr=False)
class Response:
    """The head of an answer; the body is read from the transport's own subclass."""

    status: int
    """The status code."""
    headers: Headers
    """The headers; names are compared without case."""
    url: str
    """The URL that answered."""
    http_version: str
    """The version of HTTP, such as `HTTP/1.1`."""

    @property
    def status_code(self) -> int:
        """The same as `status`, under the name that HTTP libraries use."""
        return self.status

    def __repr__(self) -> str:
        """URL and headers may hold secrets, and are not shown."""
        return f"<{type(self).__name__} {self.status}>"


class SyncResponse(Response):
    """An answer of a sync transport. Its body is given as it came; the content coding is undone by us."""

    def iter_raw(self) -> Iterator[bytes]:
        """Read the body in pieces.

        Raises:
            APIConnectionError: the connection broke, or (`APITimeoutError`) nothing came for too long.
        """
        raise NotImplementedError  # pragma: no cover  # every transport has its own

    def read_raw(self) -> bytes:
        """Read the whole body; raises as `iter_raw`. Transports that can do it at less cost override this."""
        return b"".join(self.iter_raw())

    def close(self) -> None:
        """Release the connection; harmless when called again."""


class AsyncResponse(Response):
    """An answer of an async transport. Its body is given as it came; the content coding is undone by us."""

    def aiter_raw(self) -> AsyncIterator[bytes]:
        """Read the body in pieces.

        Raises:
            APIConnectionError: the connection broke, or (`APITimeoutError`) nothing came for too long.
        """
        raise NotImplementedError  # pragma: no cover  # every transport has its own

    async def read_raw(self) -> bytes:
        """Read the whole body; raises as `aiter_raw`. Transports that can do it at less cost override this."""
        return b"".join([chunk async for chunk in self.aiter_raw()])

    async def aclose(self) -> None:
        """Release the connection; harmless when called again."""


class Transport(Protocol):
    """Sends the requests of sync clients. It neither follows redirects nor repeats a request."""

    def send(self, request: PreparedRequest, timeout: Timeout) -> SyncResponse:
        """Send a request and give its answer, whose body is still to be read.

        `timeout.total` bounds this exchange with its body, unless the request is `streamed`.

        Raises:
            APIConnectionError: no answer came, or (`APITimeoutError`) not in time.
        """
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


class AsyncTransport(Protocol):
    """Sends the requests of async clients in one event loop. It neither follows redirects nor repeats a request."""

    async def send(self, request: PreparedRequest, timeout: Timeout) -> AsyncResponse:
        """Send a request and give its answer, whose body is still to be read; limits and errors as for `Transport`."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...
