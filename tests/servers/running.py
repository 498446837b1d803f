"""Run an ASGI application on a free loopback port, in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

__all__ = ["NotStarted", "Running", "running"]

HOST = "127.0.0.1"
START_LIMIT_S = 10.0
STOP_LIMIT_S = 5.0


class NotStarted(RuntimeError):
    """The server did not answer, or did not stop, in time."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is up."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Its base URL, without a slash at the end."""
        return f"http://{self.host}:{self.port}"


@contextmanager
def running(app: ASGIApp, *, sockets: bool = False) -> Generator[Running]:
    """Serve `app` until the block ends, with WebSockets if it has any; connections that are still open then are cut.

    The port is bound before the thread starts, so that nobody else can take it in between.

    Raises:
        NotStarted: the server was not up after 10 s, or not down 5 s after the block.
    """
    ws = "websockets-sansio" if sockets else "none"
    config = uvicorn.Config(app, lifespan="off", log_level="critical", ws=ws, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    # asyncio sends small packets at once only on sockets that say they are TCP; without, every answer takes 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind((HOST, 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="server", daemon=True)
        thread.start()
        try:
            wait_for_start(server, thread)
            yield Running(HOST, listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(STOP_LIMIT_S)
    if thread.is_alive():
        raise NotStarted(f"the server did not stop within {STOP_LIMIT_S:.0f} s")


def wait_for_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    """Wait until the server accepts connections."""
    deadline = time.monotonic() + START_LIMIT_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise NotStarted(f"the server did not start within {START_LIMIT_S:.0f} s")
        time.sleep(0.005)
