"""A loopback server that misbehaves on demand.

Each request that arrives takes the next behaviour of the script; when the script is used up, the server answers
`200 {}`. Everything that arrived is kept in `requests`. Raw sockets are used, so that no library mends what is broken.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeAlias

__all__ = [
    "Behaviour",
    "Connection",
    "FaultServer",
    "Received",
    "answer",
    "drip",
    "early",
    "echo",
    "fin",
    "reset",
    "silent",
]

HOST = "127.0.0.1"
PIECE = 65536


@dataclass(frozen=True, slots=True)
class Received:
    """A request that reached the server; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass(slots=True)
class Connection:
    """One connection of a client, with the request that is to be answered."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    request: Received
    alive: bool = True

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    def finish(self) -> None:
        """Close in order: the client reads an end of file."""
        self.alive = False
        self.writer.close()

    def reset(self) -> None:
        """Close with a TCP reset."""
        self.alive = False
        peer = self.writer.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Behaviour: TypeAlias = Callable[[Connection], Awaitable[None]]


def head_of(status: int, headers: Iterable[tuple[str, str]]) -> bytes:
    """The head of an answer."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode("latin-1")


def encoded(body: object) -> tuple[bytes, str]:
    """The bytes of a body, and its media type."""
    match body:
        case bytes():
            return body, "application/octet-stream"
        case str():
            return body.encode(), "text/plain; charset=utf-8"
        case _:
            return json.dumps(body).encode(), "application/json"


def whole_answer(status: int, body: object, headers: Mapping[str, str], framing: str) -> tuple[bytes, bytes]:
    """Head and framed body of an answer; `framing` is `length`, `chunked` or `close`."""
    content, media = encoded(body)
    fields = {"content-type": media, **{name.lower(): value for name, value in headers.items()}}
    if framing == "length":
        fields.setdefault("content-length", str(len(content)))
        return head_of(status, fields.items()), content
    if framing == "chunked":
        fields["transfer-encoding"] = "chunked"
        pieces = b"%x\r\n%b\r\n" % (len(content), content) if content else b""
        return head_of(status, fields.items()), pieces + b"0\r\n\r\n"
    fields["connection"] = "close"
    return head_of(status, fields.items()), content


def answer(
    body: object = None,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    framing: str = "length",
    close: bool = False,
) -> Behaviour:
    """Answer properly; `close` ends the connection afterwards without having said so (a half-closed keep-alive)."""
    head, content = whole_answer(status, {} if body is None else body, headers or {}, framing)

    async def behave(connection: Connection) -> None:
        await connection.send(head + (b"" if connection.request.method == "HEAD" else content))
        if close or framing == "close":
            connection.finish()

    return behave


def cut(after: int, body: object, headers: Mapping[str, str] | None, framing: str) -> bytes:
    """The first bytes of an answer: the head if `after` is not negative, and as many of the body."""
    if after < 0:
        return b""
    head, content = whole_answer(200, body, headers or {}, framing)
    return head + content[:after]


def reset(
    after: int = -1, body: object = None, *, headers: Mapping[str, str] | None = None, framing: str = "length"
) -> Behaviour:
    """Reset the connection: before the head (`after=-1`), or after so many bytes of the body."""
    data = cut(after, body, headers, framing)

    async def behave(connection: Connection) -> None:
        if data:
            await connection.send(data)
            await asyncio.sleep(0.01)
        connection.reset()

    return behave


def fin(
    after: int = -1, body: object = None, *, headers: Mapping[str, str] | None = None, framing: str = "length"
) -> Behaviour:
    """Close the connection in order, but too early: before the head, or after so many bytes of the body."""
    data = cut(after, body, headers, framing)

    async def behave(connection: Connection) -> None:
        if data:
            await connection.send(data)
        connection.finish()

    return behave


def silent(after: int = -1, body: object = None, *, framing: str = "length") -> Behaviour:
    """Say nothing (more) and keep the connection open until the client closes it."""
    data = cut(after, body, None, framing)

    async def behave(connection: Connection) -> None:
        if data:
            await connection.send(data)
        await connection.reader.read()
        connection.finish()

    return behave


def drip(body: bytes, *, pause: float, head_too: bool = False) -> Behaviour:
    """Send one byte at a time with `pause` seconds between them, until the client has had enough."""
    head, content = whole_answer(200, body, {}, "length")

    async def behave(connection: Connection) -> None:
        if not head_too:
            await connection.send(head)
        for byte in head + content if head_too else content:
            await connection.send(bytes((byte,)))
            await asyncio.sleep(pause)

    return behave


def early(status: int) -> Behaviour:
    """Answer before the body of the request was read, and close: as servers do that refuse an upload."""
    return Early(status)


@dataclass(frozen=True, slots=True)
class Early:
    """Marks a behaviour that must run before the body of the request is read."""

    status: int

    async def __call__(self, connection: Connection) -> None:
        head, content = whole_answer(self.status, {"message": "too large"}, {"connection": "close"}, "length")
        await connection.send(head + content)
        await asyncio.sleep(0.05)
        connection.finish()


def echo(status: int = 200) -> Behaviour:
    """Answer with what was received: method, target, headers and body."""

    async def behave(connection: Connection) -> None:
        request = connection.request
        seen = {
            "method": request.method,
            "target": request.target,
            "headers": dict(request.headers),
            "body": request.body.decode("latin-1"),
        }
        head, content = whole_answer(status, seen, {}, "length")
        await connection.send(head + content)

    return behave


@dataclass(slots=True)
class FaultServer:
    """The server; use it with `with`. It listens on a free loopback port, in a thread of its own."""

    requests: list[Received] = field(default_factory=list[Received])
    connections: int = 0
    port: int = 0
    _script: list[Behaviour] = field(default_factory=list[Behaviour])
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://{HOST}:{self.port}"

    @property
    def open_connections(self) -> int:
        """Connections that are open now."""
        return len(self._tasks)

    def forget(self) -> None:
        """Drop what is left of the script."""
        self._script.clear()

    def script(self, *behaviours: Behaviour) -> Self:
        """Add behaviours for the next requests."""
        self._script.extend(behaviours)
        return self

    def __enter__(self) -> Self:
        listener = socket.create_server((HOST, 0), backlog=256)
        self.port = listener.getsockname()[1]
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listener, ready), name="fault-server", daemon=True)
        self._thread.start()
        ready.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        assert self._thread is not None
        self._thread.join(5)

    def _run(self, listener: socket.socket, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._accept, sock=listener, limit=1 << 20))
        self._loop.call_soon(ready.set)
        self._loop.run_forever()
        server.close()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while await self._serve(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; whether the connection stays open."""
        head = await reader.readuntil(b"\r\n\r\n")
        behaviour = self._script.pop(0) if self._script else answer()
        request = parsed_head(head)
        if not isinstance(behaviour, Early):
            request = Received(
                request.method, request.target, request.headers, await read_body(reader, request.headers)
            )
        self.requests.append(request)
        connection = Connection(reader, writer, request)
        await behaviour(connection)
        return connection.alive


def parsed_head(head: bytes) -> Received:
    """The request line and headers; repeated headers are joined with `, `."""
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        key = name.strip().lower()
        headers[key] = f"{headers[key]}, {value.strip()}" if key in headers else value.strip()
    return Received(method, target, headers)


async def read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    """The body of a request, by its length or in chunks."""
    if "chunked" in headers.get("transfer-encoding", ""):
        pieces: list[bytes] = []
        while size := int(await reader.readuntil(b"\r\n"), 16):
            pieces.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readexactly(2)
        return b"".join(pieces)
    return await reader.readexactly(int(headers.get("content-length", "0")))
