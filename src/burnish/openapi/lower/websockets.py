"""WebSockets: operations that open a connection, as the extension `x-burnish-websocket` declares them.

x-burnish-websocket:
send: {$ref: '#/components/schemas/ClientEvent'}
receive: {$ref: '#/components/schemas/ServerEvent'}
closing: {4401: 401}                                    # closing codes that stand for statuses
resume: {parameter: last_event_id, position: event.id}  # what a new connection tells of the old one
replies: {heartbeat: {type: ping}}                      # what answers messages at once, by their type
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from burnish.ir import Anything, Type, WebSocket
from burnish.source import Obj, Value

from ..canonical import WEBSOCKET
from .codes import BAD_WEBSOCKET
from .reading import compact, elements, entries, member, text
from .scope import Scope
from .types import lower_type, without_files

__all__ = ["lower_websocket"]

MEMBERS = ("send", "receive", "closing", "resume", "replies")


def lower_websocket(node: Obj, scope: Scope) -> WebSocket | None:
    """The messages of an operation; a direction without a schema takes any JSON. None for ordinary operations."""
    if WEBSOCKET not in node:
        return None
    stated = member(node, WEBSOCKET)
    if stated is None:
        scope.warn(BAD_WEBSOCKET, node.at / WEBSOCKET, problem="is no object")
        return WebSocket(Anything(), Anything())
    for problem in problems(stated, node):
        scope.warn(BAD_WEBSOCKET, stated.at, problem=problem)

    def message(direction: str) -> Type:
        return without_files(lower_type(stated[direction], scope)) if direction in stated else Anything()

    resume = member(stated, "resume")
    return WebSocket(
        message("send"),
        message("receive"),
        closing=tuple(
            (int(code), status)
            for code, status in entries(stated, "closing").items()
            if is_code(code) and isinstance(status, int)
        ),
        resume=text(resume, "parameter"),
        position=tuple(text(resume, "position").split(".")) if resume is not None else (),
        replies=tuple((kind, compact(reply)) for kind, reply in entries(stated, "replies").items()),
    )


def problems(stated: Obj, node: Obj) -> Iterator[str]:
    """What is wrong with the extension, beside its schemas."""
    for name, value in stated.items():
        if name not in MEMBERS:
            yield f'has no member "{name}"; it has {", ".join(MEMBERS)}'
        elif name not in ("send", "receive") and not isinstance(value, Obj):
            yield f'has no object as "{name}"'
    for code, status in entries(stated, "closing").items():
        if not is_code(code) or not is_status(status):
            yield f'has "{code}" in "closing", where closing codes stand with statuses from 400 to 599'
    resume = member(stated, "resume")
    asked = [text(item, "name") for item in elements(node.get("parameters")) if text(item, "in") == "query"]
    if resume is not None and (text(resume, "parameter") not in asked or not text(resume, "position")):
        yield 'has a "resume" without a query parameter of the operation as "parameter", and a "position"'


def is_code(code: str) -> bool:
    """Whether a text is a closing code (RFC 6455, section 7.4)."""
    return re.fullmatch("[1-4][0-9]{3}", code) is not None


def is_status(status: Value) -> bool:
    """Whether a value is the status of an error."""
    return isinstance(status, int) and 400 <= status <= 599
