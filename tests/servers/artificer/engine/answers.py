"""Answers that are streamed: written in the background, so that a lost reader can come back and go on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

from ..clock import Clock
from ..errors import Json
from ..frames import PING

__all__ = ["PING_S", "Live", "paced"]

PING_S = 15.0


@dataclass(slots=True)
class Live:
    """The frames of one stream so far, and what was asked for it. Comments among them are not counted."""

    began: datetime
    asked: Json = None
    frames: list[str] = field(default_factory=list[str])
    ended: bool = False
    stopped: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, frame: str) -> None:
        """Append a frame and wake the readers."""
        self.frames.append(frame)
        self.wake()

    def end(self) -> None:
        """Tell the readers that nothing more comes."""
        self.ended = True
        self.wake()

    def wake(self) -> None:
        """Let every reader look again; those who come later wait for the next change."""
        self.changed.set()
        self.changed = asyncio.Event()

    async def read(self, after: int = -1) -> AsyncIterator[str]:
        """All frames after the one with the index `after`, as they come."""
        position, index = 0, -1
        while True:
            changed = self.changed
            while position < len(self.frames):
                frame = self.frames[position]
                position += 1
                comment = frame.startswith(":")
                index += not comment
                if index > after or (comment and index == after):
                    yield frame
            if self.ended:
                return
            await changed.wait()


async def paced(seconds: float, clock: Clock, live: Live) -> None:
    """Let time pass as a model does that thinks, with a ping every 15 seconds."""
    while seconds > PING_S:
        await clock.sleep(PING_S)
        live.add(PING)
        seconds -= PING_S
    await clock.sleep(seconds)
