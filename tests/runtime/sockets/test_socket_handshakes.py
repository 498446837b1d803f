"""Where a handshake may be led, and what a connection says before it is made."""

from __future__ import annotations

from typing import Any

import pytest
from sdk_runtime import RedirectError, SDKError

from tests.servers.sockets import SocketServer

from .test_websockets import Awaited, World, echo, saying, server, words, world

__all__ = ["server", "world"]  # fixtures


def test_a_redirect_to_another_origin_gets_nothing(world: World, server: SocketServer) -> None:
    with SocketServer() as other:
        other.behaviours = [echo]
        server.redirects = [other.url.replace("http:", "ws:") + "/talk"]
        with pytest.raises(RedirectError, match="to another origin"):
            world.run(words)
        assert other.requests == []


@pytest.mark.parametrize("target", ["/elsewhere?a=1", "{url}/elsewhere?a=1", "ws {url}/elsewhere?a=1"])
def test_a_redirect_of_the_same_origin_is_followed_with_credentials(
    world: World, server: SocketServer, target: str
) -> None:
    url = server.url.replace("http", "ws") if target.startswith("ws") else server.url
    server.redirects, server.behaviours = [target.removeprefix("ws ").format(url=url)], [saying("a")]
    assert world.run(words) == ["a"]
    assert [request.path for request in server.requests] == ["/talk", "/elsewhere?a=1"]
    assert server.requests[1].headers["Authorization"] == "Bearer t1"


def test_redirects_in_a_circle_end(world: World, server: SocketServer) -> None:
    server.redirects = ["/talk"] * 9
    with pytest.raises(RedirectError, match="after 5 others"):
        world.run(words)


@pytest.mark.parametrize("work", ["send", "recv"])
def test_a_connection_that_was_not_entered_says_what_is_missing(world: World, work: str) -> None:
    connection = world.connect()
    call = getattr(connection if world.asynchronous else Awaited(connection), work)
    with pytest.raises(SDKError, match="is not made yet: it is when its"):
        world.runner.run(call(*([{"type": "x"}] if work == "send" else [])))


def test_messages_that_break_the_description_are_told(world: World, server: SocketServer) -> None:
    told: list[Any] = []
    world.client = world.client.copy(on_drift=lambda *what: told.append(what[:2]))
    server.behaviours = [saying("a", 7)]  # type: ignore[arg-type]  # what it is about
    assert world.run(words) == ["a", 7]
    assert told == [("GET /talk", "/text")]
