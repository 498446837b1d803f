"""A WebSocket server on loopback that does what a test wants with every connection."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from threading import Thread
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

__all__ = ["SocketServer"]

Behaviour = Callable[[ServerConnection], Awaitable[None]]


class SocketServer:
    """Each connection takes the next behaviour.

    While there are redirects, they answer handshakes with their target; while there are refusals, with their status.
    """

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[Request] = []
        self.behaviours: list[Behaviour] = []
        self.refusals: list[tuple[int, bytes]] = []
        self.redirects: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="socket-server", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._begin(), self._loop).result()
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _begin(self) -> Any:
        return await serve(self._connected, "127.0.0.1", 0, process_request=self._asked)

    async def _end(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    def _asked(self, _connection: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request)
        if self.redirects:
            return Response(307, "Redirect", Headers({"Location": self.redirects.pop(0), "Content-Length": "0"}))
        if not self.refusals:
            return None
        status, body = self.refusals.pop(0)
        headers = Headers({"Content-Type": "application/json", "Content-Length": str(len(body))})
        return Response(status, "Refused", headers, body)

    async def _connected(self, connection: ServerConnection) -> None:
        await self.behaviours.pop(0)(connection)
