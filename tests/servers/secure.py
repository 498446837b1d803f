"""Servers that others must trust or pass through: HTTPS with HTTP/2 and client certificates, and a proxy."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import urlsplit

import hypercorn.asyncio
import hypercorn.config
import trustme

__all__ = ["Authority", "ForwardProxy", "secure_server"]


class Authority:
    """A certificate authority of the test, with a server's certificate and a client's, as files."""

    def __init__(self, folder: Path) -> None:
        ca = trustme.CA()
        server, client = ca.issue_cert("localhost"), ca.issue_cert("client@zoo.test")
        self.trust = folder / "ca.pem"
        self.key, self.chain, self.identity = folder / "key.pem", folder / "chain.pem", folder / "client.pem"
        ca.cert_pem.write_to_path(self.trust)
        server.private_key_pem.write_to_path(self.key)
        self.chain.write_bytes(b"".join(blob.bytes() for blob in server.cert_chain_pems))
        self.identity.write_bytes(client.private_key_and_cert_chain_pem.bytes())


async def tell(scope: Any, receive: Any, send: Any) -> None:
    """Answer with what the server sees of a request."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    while (await receive()).get("more_body"):
        pass
    seen = {"version": scope["http_version"], "scheme": scope["scheme"], "path": scope["path"]}
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(seen).encode()})


@contextmanager
def secure_server(authority: Authority, *, ask_clients: bool = False) -> Generator[str]:
    """The URL of an HTTPS server that speaks HTTP/1.1 and 2; `ask_clients` lets in only those with a certificate."""
    with asyncio.Runner() as runner:
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = hypercorn.config.Config()
        config.bind = [f"fd://{listening.detach()}"]  # The server closes it.
        config.certfile, config.keyfile = str(authority.chain), str(authority.key)
        config.graceful_timeout = 0.1
        config.errorlog = None
        if ask_clients:
            config.ca_certs, config.verify_mode = str(authority.trust), ssl.CERT_REQUIRED
        stop = asyncio.Event()
        thread = Thread(target=lambda: runner.run(serve(config, stop)))
        thread.start()
        try:
            yield f"https://localhost:{port}"
        finally:
            runner.get_loop().call_soon_threadsafe(stop.set)
            thread.join()


async def serve(config: hypercorn.config.Config, stop: asyncio.Event) -> None:
    """Serve until told to stop; clients that break off their handshake are expected."""
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    serve_app: Any = cast("Any", hypercorn.asyncio).serve  # Its own types are incomplete.
    await serve_app(tell, config, shutdown_trigger=stop.wait)


class ForwardProxy:
    """A proxy (RFC 9110, sections 7.2 and 9.3.6); what it was asked for is listed in `asked`."""

    def __init__(self, *, password: str = "") -> None:
        self.asked: list[str] = []
        self.url = ""
        self._password = password
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        made = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop)
        self._server = made.result()
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, _ = head.split(b" ", 2)
            self.asked.append(f"{method.decode()} {target.decode()}")
            if self._password and self._password.encode() not in head:
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
            else:
                await self._forward(method, target.decode(), head, reader, writer)
        writer.close()

    async def _forward(
        self, method: bytes, target: str, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        parts = urlsplit(f"//{target}" if method == b"CONNECT" else target)
        there, back = await asyncio.open_connection(parts.hostname, parts.port)
        if method == b"CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            back.write(head.replace(target.encode(), parts.path.encode(), 1))
        try:
            await asyncio.gather(copied(reader, back), copied(there, writer))
        finally:
            back.close()


async def copied(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Copy bytes to the end."""
    with suppress(ConnectionError):
        while chunk := await source.read(65536):
            target.write(chunk)
            await target.drain()
        target.close()
