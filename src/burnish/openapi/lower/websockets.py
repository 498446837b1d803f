"""WebSockets: operations that open a connection, as the extension `x-burnish-websocket` declares them.

x-burnish-websocket:
send: {$ref: '#/components/schemas/ClientEvent'}
receive: {$ref: '#/components/schemas/ServerEvent'}
"""

from __future__ import annotations

from burnish.ir import Anything, Type, WebSocket
from burnish.source import Obj

from ..canonical import WEBSOCKET
from .reading import member
from .scope import Scope
from .types import lower_type, without_files

__all__ = ["lower_websocket"]


def lower_websocket(node: Obj, scope: Scope) -> WebSocket | None:
    """The messages of an operation; a direction without a schema takes any JSON. None for ordinary operations."""
    stated = member(node, WEBSOCKET)
    if stated is None:
        return None

    def message(direction: str) -> Type:
        return without_files(lower_type(stated[direction], scope)) if direction in stated else Anything()

    return WebSocket(message("send"), message("receive"))
