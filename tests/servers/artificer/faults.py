"""Faults on order: what a test wants the server to do wrong, once each, in the order given."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TypeAlias

from .errors import ApiError, Code, Json
from .frames import error_frame

__all__ = [
    "Break",
    "Broken",
    "Cut",
    "ErrorEvent",
    "Extra",
    "Fault",
    "Faults",
    "Instead",
    "Refuse",
    "Silence",
    "be_silent",
    "disturbed",
]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer with an error; 429 says `Retry-After` unless it is None."""

    code: Code
    retry_after: int | None = None
    message: str = "a fault on order"


@dataclass(frozen=True, slots=True)
class Instead:
    """Answer with this, as if all were well."""

    body: Json


@dataclass(frozen=True, slots=True)
class Silence:
    """Say nothing for some real seconds, then go on."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Cut:
    """End a stream after so many events, as if it were whole."""

    after: int


@dataclass(frozen=True, slots=True)
class Break:
    """Break the connection after so many events of a stream."""

    after: int


@dataclass(frozen=True, slots=True)
class ErrorEvent:
    """Send an event named `error` after so many events, and end."""

    after: int
    error: ApiError


@dataclass(frozen=True, slots=True)
class Extra:
    """Send one frame more after so many events of a stream."""

    after: int
    frame: str


Fault: TypeAlias = Refuse | Instead | Silence | Cut | Break | ErrorEvent | Extra


class Broken(Exception):
    """Raised while an answer is sent: the server then breaks the connection."""


@dataclass(slots=True)
class Faults:
    """The faults that wait, by operationId."""

    waiting: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict[str, deque[Fault]](deque))

    def order(self, operation: str, *faults: Fault) -> None:
        """Let the next calls of an operation go wrong."""
        self.waiting[operation].extend(faults)

    def take(self, operation: str) -> Fault | None:
        """The fault of this call."""
        queue = self.waiting[operation]
        return queue.popleft() if queue else None


async def disturbed(frames: AsyncIterator[str], fault: Fault | None) -> AsyncIterator[str]:
    """An event stream with its fault; comments do not count as events."""
    if not isinstance(fault, Cut | Break | ErrorEvent | Extra):
        async for frame in frames:
            yield frame
        return
    sent = 0
    async for frame in frames:
        if sent == fault.after and isinstance(fault, Extra):
            yield fault.frame
        elif sent == fault.after:
            break
        yield frame
        sent += not frame.startswith(":")
    if isinstance(fault, ErrorEvent):
        yield error_frame(fault.error)
    if isinstance(fault, Break):
        raise Broken


async def be_silent(fault: Silence) -> None:
    """Keep the caller waiting."""
    await asyncio.sleep(fault.seconds)
