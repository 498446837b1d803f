# Copied from overlays/python/runtime/testing/faults.py; edit it there.
"""Faults with which a fake API answers, or which befall its answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from inspect import isawaitable
from typing import TypeAlias, assert_never

import httpx2

__all__ = [
    "ConnectionRefused", "CutStream", "Fault", "RateLimited", "ServerError", "SilentServer", "SlowBody",
    "answer_with",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RateLimited:
    """The server answers 429."""

    times: int = 1
    """How many calls meet it."""
    retry_after: float | None = 0
    """Seconds for `Retry-After`; None for no such header."""


@dataclass(frozen=True, slots=True)
class ServerError:
    """The server answers with an error."""

    times: int = 1
    """How many calls meet it."""
    status: int = 503
    """The status."""


@dataclass(frozen=True, slots=True)
class ConnectionRefused:
    """Nobody listens at the server's address."""

    times: int = 1
    """How many calls meet it."""


@dataclass(frozen=True, slots=True)
class SilentServer:
    """The server takes the request and never answers; the read time-out comes at once."""

    times: int = 1
    """How many calls meet it."""


@dataclass(frozen=True, slots=True)
class CutStream:
    """The connection breaks in the middle of the body."""

    after: int = 0
    """Bytes of the body that come before that."""
    times: int = 1
    """How many calls meet it."""


@dataclass(frozen=True, slots=True)
class SlowBody:
    """The body comes slowly, in small chunks; with pauses longer than the client's limit between bytes it times out.

    Nobody really waits, unless `sleep` does.
    """

    pause: float = 0.05
    """Seconds before each chunk."""
    chunk: int = 1
    """Bytes of a chunk."""
    times: int = 1
    """How many calls meet it."""
    sleep: Callable[[float], object] | None = None
    """Called with each pause: what notes it, or waits (`time.sleep`; for async clients `asyncio.sleep`)."""


Fault: TypeAlias = RateLimited | ServerError | ConnectionRefused | SilentServer | CutStream | SlowBody
"""What can go wrong with a request on purpose."""


def answer_with(fault: Fault, request: httpx2.Request, answer: Callable[[], httpx2.Response]) -> httpx2.Response:
    """Show a fault; `answer` makes the answer that the route would give without it."""
    match fault:
        case RateLimited(retry_after=seconds):
            headers = {} if seconds is None else {"Retry-After": f"{seconds:g}"}
            return httpx2.Response(429, headers=headers, json={"message": "rate limited"}, request=request)
        case ServerError(status=status):
            return httpx2.Response(status, json={"message": "server error"}, request=request)
        case ConnectionRefused():
            raise httpx2.ConnectError("connection refused", request=request)
        case SilentServer():
            raise httpx2.ReadTimeout("the server is silent", request=request)
        case CutStream() | SlowBody():
            whole = answer()
            kept = [(name, value) for name, value in whole.headers.raw if name.lower() != b"content-length"]
            limit: float | None = request.extensions.get("timeout", {}).get("read")
            content = whole.read()
            body = CutBody(content, fault) if isinstance(fault, CutStream) else LateBody(content, fault, limit)
            return httpx2.Response(whole.status_code, headers=kept, stream=body)
        case _:
            assert_never(fault)


class CutBody(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that breaks off."""

    def __init__(self, content: bytes, fault: CutStream) -> None:
        self._kept = content[: fault.after]

    def __iter__(self) -> Iterator[bytes]:
        yield self._kept
        raise httpx2.ReadError("the connection broke")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


class LateBody(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that dawdles; `limit` is how many seconds the client waits between bytes."""

    def __init__(self, content: bytes, fault: SlowBody, limit: float | None) -> None:
        self._chunks = [content[start : start + fault.chunk] for start in range(0, len(content), fault.chunk)]
        self._fault = fault
        self._late = limit is not None and fault.pause > limit

    def _pause(self) -> object:
        if self._late:
            raise httpx2.ReadTimeout("the body comes too slowly")
        return None if self._fault.sleep is None else self._fault.sleep(self._fault.pause)

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._pause()
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            waiting = self._pause()
            if isawaitable(waiting):
                await waiting
            yield chunk
