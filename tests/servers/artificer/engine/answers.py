"""Answers that are streamed: written in the background, so that a lost reader can come back and go on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..clock import Clock

__all__ = ["KEPT_S", "PING_S", "Live", "paced"]

KEPT_S = 300.0
PING_S = 15.0


@dataclass(slots=True)
class Live:
    """The events of one stream so far; `None` among them is a sign of life (a ping)."""

    began: datetime
    events: list[dict[str, Any] | None] = field(default_factory=list[dict[str, Any] | None])
    ended: bool = False
    stopped: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, event: dict[str, Any] | None) -> None:
        """Append an event and wake the readers."""
        self.events.append(event)
        self.wake()

    def end(self) -> None:
        """Tell the readers that nothing more comes."""
        self.ended = True
        self.wake()

    def wake(self) -> None:
        """Let every reader look again; those who come later wait for the next change."""
        self.changed.set()
        self.changed = asyncio.Event()

    async def read(self, after: int = -1) -> AsyncIterator[dict[str, Any] | None]:
        """All events after the one with the index `after`, as they come."""
        position, index = 0, -1
        while True:
            changed = self.changed
            while position < len(self.events):
                event = self.events[position]
                position += 1
                index += event is not None
                if index > after or (event is None and index == after):
                    yield event
            if self.ended:
                return
            await changed.wait()


async def paced(seconds: float, clock: Clock, live: Live) -> None:
    """Let time pass as a model does that thinks, with a ping every 15 seconds."""
    while seconds > PING_S:
        await clock.sleep(PING_S)
        live.add(None)
        seconds -= PING_S
    await clock.sleep(seconds)
