# Copied from overlays/python/runtime/_transport.py; edit it there.
"""The seam to HTTP libraries: what a transport gets and gives. Everything above it is ours, everything below theirs."""

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
    """The body of a request as async libraries take it: bytes, or an async iterable that never holds up the loop."""
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
    """Head of an answer; the body is read from the transport's own subclass."""

    status: int
    headers: Headers
    url: str
    http_version: str

    @property
    def status_code(self) -> int:
        """The status, as other libraries call it."""
        return self.status

    def __repr__(self) -> str:
        """URL and headers may hold secrets, and are not shown."""
        return f"<{type(self).__name__} {self.status}>"


class SyncResponse(Response):
    """An answer whose body is read with `iter_raw`: bytes as they came, content coding undone by us."""

    def iter_raw(self) -> Iterator[bytes]:
        """Read the body in pieces; raises `APIConnectionError`."""
        raise NotImplementedError  # pragma: no cover  # every transport has its own

    def read_raw(self) -> bytes:
        """Read the whole body; raises `APIConnectionError`. A transport that can do it at less cost does."""
        return b"".join(self.iter_raw())

    def close(self) -> None:
        """Give the connection back; harmless when called again."""


class AsyncResponse(Response):
    """The same for async transports."""

    def aiter_raw(self) -> AsyncIterator[bytes]:
        """Read the body in pieces; raises `APIConnectionError`."""
        raise NotImplementedError  # pragma: no cover  # every transport has its own

    async def read_raw(self) -> bytes:
        """Read the whole body; raises `APIConnectionError`. A transport that can do it at less cost does."""
        return b"".join([chunk async for chunk in self.aiter_raw()])

    async def aclose(self) -> None:
        """Give the connection back; harmless when called again."""


class Transport(Protocol):
    """Sends one request. Raises `APIConnectionError` or `APITimeoutError`; never follows redirects, never retries.

    `timeout.total` bounds the exchange with its body, unless the request is `streamed`.
    """

    def send(self, request: PreparedRequest, timeout: Timeout) -> SyncResponse:
        """Send a request; the answer's body is still to be read."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


class AsyncTransport(Protocol):
    """The same, async."""

    async def send(self, request: PreparedRequest, timeout: Timeout) -> AsyncResponse:
        """Send a request; the answer's body is still to be read."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...
