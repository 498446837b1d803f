# Copied from overlays/python/runtime/testing/faults.py; edit it there.
"""Faults that a fake API shows instead of, or in the middle of, its answer."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, assert_never

import httpx2

__all__ = [
    "ConnectionRefused", "CutStream", "Fault", "FaultyBody", "RateLimited", "ServerError", "SilentServer", "SlowBody",
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
    """The body comes slowly, in small chunks."""

    pause: float = 0.05
    """Seconds before each chunk."""
    chunk: int = 1
    """Bytes of a chunk."""
    times: int = 1
    """How many calls meet it."""
    sleep: Callable[[float], object] = time.sleep
    """What waits; pass another to record the pauses instead."""


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
            return httpx2.Response(whole.status_code, headers=kept, stream=FaultyBody(whole.read(), fault))
        case _:
            assert_never(fault)


class FaultyBody(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that breaks off or dawdles."""

    def __init__(self, content: bytes, fault: CutStream | SlowBody) -> None:
        self._content = content
        self._fault = fault

    def __iter__(self) -> Iterator[bytes]:
        match self._fault:
            case CutStream(after=after):
                yield self._content[:after]
                raise httpx2.ReadError("the connection broke")
            case SlowBody(pause=pause, chunk=chunk, sleep=sleep):
                for start in range(0, len(self._content), chunk):
                    sleep(pause)
                    yield self._content[start : start + chunk]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece
