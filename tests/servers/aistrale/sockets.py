"""Connections for events: subscriptions, what was missed, and signs of life on the server's clock."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from .access import Access
from .description import validate
from .errors import ApiError
from .state import Record, State

__all__ = ["Listeners"]

HEARTBEAT, PATIENCE = 30, 60
"""Seconds between heartbeats, and until a silent client is cut off."""
MESSAGES = {"$ref": "#/components/schemas/ClientMessage"}


@dataclass
class Listener:
    """One connection."""

    socket: WebSocket
    workspace_id: int
    wanted: set[str] = field(default_factory=set[str])
    heard_at: float = 0.0

    async def tell(self, kind: str, **fields: Any) -> None:
        """Send a message."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self.socket.send_text(json.dumps({"type": kind, **fields}))

    def wants(self, event: Record) -> bool:
        """Whether an event was asked for."""
        return event["type"] in self.wanted and event["workspace_id"] == self.workspace_id


@dataclass
class Listeners:
    """All connections of a server."""

    state: State
    access: Access
    open: list[Listener] = field(default_factory=list[Listener])
    received: list[Record] = field(default_factory=list[Record])
    """Every message that came."""
    made: int = 0

    def bring(self, event: Record) -> None:
        """Send an event to those who asked for it."""
        for listener in self.open:
            if listener.wants(event):
                task = asyncio.get_running_loop().create_task(listener.tell("event", event=event))
                task.add_done_callback(lambda _task: None)

    async def serve(self, socket: WebSocket) -> None:
        """Serve one connection to its end."""
        await socket.accept()
        try:
            admitted = self.access.admit(socket.headers, changes=False)
        except ApiError as error:
            await socket.close(4403 if error.code == "forbidden" else 4401, str(error.detail))
            return
        self.made += 1
        listener = Listener(socket, admitted.workspace_id, heard_at=self.state.clock.now().timestamp())
        beating = asyncio.get_running_loop().create_task(self.beat(listener))
        await asyncio.sleep(0)  # its first wait has begun before a client that was welcomed can let time pass
        self.open.append(listener)
        await listener.tell("welcome", connection_id=f"conn_{self.made}", heartbeat_seconds=HEARTBEAT)
        try:
            while True:
                await self.take(listener, await socket.receive_json())
        except WebSocketDisconnect:
            pass
        finally:
            self.open.remove(listener)
            beating.cancel()

    async def take(self, listener: Listener, message: Record) -> None:
        """Do what a message asks for; what was missed before a subscription is sent with it."""
        self.received.append(message)
        listener.heard_at = self.state.clock.now().timestamp()
        try:
            validate(MESSAGES, message)
        except ApiError as error:
            await listener.tell("error", code=error.code, detail="the message is not as described")
            return
        if message["type"] == "ping":
            await listener.tell("pong", id=message["id"])
            return
        if message["type"] == "unsubscribe":
            listener.wanted -= set(message["events"])
            return
        new = set(message["events"]) - listener.wanted
        listener.wanted |= new
        await listener.tell("subscribed", events=sorted(listener.wanted))
        for event in self.state.since(listener.socket.query_params.get("last_event_id", "")):
            if event["type"] in new and listener.wants(event):
                await listener.tell("event", event=event)

    async def beat(self, listener: Listener) -> None:
        """Send heartbeats, and end a connection whose client is silent."""
        while True:
            await self.state.clock.sleep(HEARTBEAT)
            if self.state.clock.now().timestamp() - listener.heard_at >= PATIENCE:
                await listener.socket.close(4408, "nothing was heard")
                return
            await listener.tell("heartbeat", time=self.state.now)

    async def close_all(self, code: int) -> None:
        """End all connections."""
        for listener in list(self.open):
            await listener.socket.close(code)
