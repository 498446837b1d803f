"""Operations that open a connection for messages: declared by an extension, typed both ways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from tests.servers.sockets import SocketServer

from .conftest import Make, Sdk

TALK = """
paths:
  /talk/{room}:
    get:
      operationId: rooms.connect
      parameters:
        - {name: room, in: path, required: true, schema: {type: string}}
        - {name: voice, in: query, schema: {type: string}}
        - {name: after, in: query, schema: {type: string}}
      x-burnish-websocket:
        send:
          oneOf: [{$ref: '#/components/schemas/Say'}, {$ref: '#/components/schemas/Leave'}]
        closing: {4401: 401}
        resume: {parameter: after, position: text}
        replies: {beat: {type: leave}}
        receive: {type: object, required: [type], properties: {type: {type: string}, text: {type: string}}}
      responses: {'101': {description: a connection}}
components:
  schemas:
    Say: {type: object, required: [type], properties: {type: {const: say}, whoSays: {type: string}}}
    Leave: {type: object, required: [type], properties: {type: {const: leave}}}
"""


async def echo(connection: ServerConnection) -> None:
    async for raw in connection:
        await connection.send(json.dumps({"type": "echo", "text": str(raw)}))


@pytest.fixture
def server() -> Iterator[SocketServer]:
    with SocketServer() as server:
        server.behaviours = [echo]
        yield server


@pytest.fixture
def sdk(make: Make) -> Sdk:
    return make(TALK)


def test_a_method_opens_a_connection_and_messages_have_types(sdk: Sdk, server: SocketServer) -> None:
    client: Any = sdk.load("").Client(base_url=server.url)
    say = sdk.load("types.rooms").Say
    with client.rooms.connect("a b", voice="soft") as connection:
        connection.send(say(type="say", who_says="Tom"))
        heard = [connection.recv()]
        connection.send({"type": "say", "who_says": "Ann"})
        heard.append(connection.recv())
    assert server.requests[0].path == "/talk/a%20b?voice=soft"
    assert [json.loads(message.text)["whoSays"] for message in heard] == ["Tom", "Ann"]
    assert type(heard[0]).__name__ == "RoomConnectEvent"


async def test_the_async_client_has_it_too(sdk: Sdk, server: SocketServer) -> None:
    client: Any = sdk.load("").AsyncClient(base_url=server.url)
    async with client.rooms.connect("1") as connection:
        await connection.send({"type": "leave"})
        assert json.loads((await connection.recv()).text) == {"type": "leave"}


def test_a_connection_has_no_raw_response_and_no_contract_test(sdk: Sdk) -> None:
    client: Any = sdk.load("").Client(base_url="http://127.0.0.1:9")
    assert not hasattr(client.rooms.with_raw_response, "connect")
    assert not list(sdk.folder.glob("tests/api_resources/test_rooms.py"))


async def beating(connection: ServerConnection) -> None:
    await connection.send(json.dumps({"type": "beat", "text": "7"}))
    await connection.recv()
    await connection.close(1001)


async def refusing(connection: ServerConnection) -> None:
    await connection.close(4401, "expired")


def test_what_the_extension_says_of_its_life_is_done(sdk: Sdk, server: SocketServer) -> None:
    server.behaviours = [beating, refusing]
    client: Any = sdk.load("").Client(base_url=server.url)
    with pytest.raises(sdk.load("").AuthenticationError, match="expired"), client.rooms.connect("1") as connection:
        for _ in connection:
            pass
    assert [request.path for request in server.requests] == ["/talk/1", "/talk/1?after=7"]
