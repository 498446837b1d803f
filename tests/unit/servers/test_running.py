"""The runner: up when the block begins, gone when it ends."""

from __future__ import annotations

import socket

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from tests.servers.running import running


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("hello")(scope, receive, send)


def test_it_answers_while_the_block_runs_and_frees_the_port_after_it() -> None:
    with running(hello) as server:
        assert httpx.get(server.url).text == "hello"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((server.host, server.port), timeout=1)


def test_two_servers_have_two_ports() -> None:
    with running(hello) as one, running(hello) as other:
        assert one.port != other.port


def test_it_stops_when_the_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), running(hello) as server:
        raise ZeroDivisionError
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((server.host, server.port), timeout=1)
