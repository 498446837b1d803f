"""Time, as the server sees it: real, or moved by a test."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

__all__ = ["Clock", "ManualClock", "SystemClock", "stamp"]


class Clock(Protocol):
    """What the server needs of time."""

    def now(self) -> datetime:
        """The present, with a zone."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return when so much time has passed."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The present in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Sleep for real; 0 only lets others run."""
        await asyncio.sleep(seconds)


@dataclass(slots=True)
class Sleeper:
    """Somebody who waits for a moment."""

    until: datetime
    loop: asyncio.AbstractEventLoop
    woken: asyncio.Future[None]


@dataclass(slots=True)
class ManualClock:
    """A clock that stands still until `advance` moves it, from any thread."""

    present: datetime = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    sleepers: list[Sleeper] = field(default_factory=list[Sleeper])
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        """The moment that the test set."""
        return self.present

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been moved far enough; no time at all only lets others run."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        loop = asyncio.get_running_loop()
        sleeper = Sleeper(self.present + timedelta(seconds=seconds), loop, loop.create_future())
        with self.lock:
            self.sleepers.append(sleeper)
        await sleeper.woken

    def advance(self, seconds: float) -> None:
        """Move the clock and wake those whose moment has come."""
        with self.lock:
            self.present += timedelta(seconds=seconds)
            due = [sleeper for sleeper in self.sleepers if sleeper.until <= self.present]
            self.sleepers = [sleeper for sleeper in self.sleepers if sleeper.until > self.present]
        for sleeper in due:
            sleeper.loop.call_soon_threadsafe(wake, sleeper.woken)


def wake(woken: asyncio.Future[None]) -> None:
    """End a sleep, unless the sleeper has gone."""
    if not woken.done():
        woken.set_result(None)


def stamp(moment: datetime) -> str:
    """A moment as the API writes it (RFC 3339, milliseconds, UTC)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
