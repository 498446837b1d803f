# Copied from overlays/python/runtime/_socket_messages.py; edit it there.
"""What sync and async WebSocket connections share, without I/O: messages as text, a bounded queue, and handlers."""

# pyright: reportPrivateUsage=false
# What a client keeps to itself is known to the whole package.
from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from ._decode import decode
from ._endpoint import JsonBody, SocketStyle
from ._exceptions import WebSocketQueueFullError
from ._shape import wire_value
from ._text import to_json
from ._transport import Headers

if TYPE_CHECKING:
    from ._base_client import BaseClient
    from ._call import Call
    from ._endpoint import Endpoint

__all__ = ["QUEUE_LIMIT", "Handlers", "Messages", "SendQueue", "dial_options", "handshake_headers", "is_going_away"]

QUEUE_LIMIT = 1024 * 1024
"""Bytes of messages that wait while a connection is being made again."""
GOING_AWAY = 1001
MAX_MESSAGE = 64 * 1024 * 1024
"""Bytes of the largest message that is taken."""
# Headers of requests with an answer of their own; the library adds those of the handshake.
NOT_SENT = frozenset(("accept", "accept-encoding", "content-type", "content-length", "user-agent"))


def handshake_headers(raw: Iterable[tuple[str, str]]) -> Headers:
    """The headers of an answer to a handshake; a target of `ws:` is one of `http:` to us (RFC 6455, section 3)."""
    headers = Headers(raw)
    location = headers.get("location", "")
    if location[:3].lower() not in ("ws:", "wss"):
        return headers
    return Headers(
        [*((name, headers[name]) for name in headers if name != "location"), ("location", f"http{location[2:]}")]
    )


class Messages:
    """Writes what is sent, and reads what arrives, by the types of an operation."""

    def __init__(self, client: BaseClient, endpoint: Endpoint[Any]) -> None:
        self._client = client
        self._endpoint = endpoint
        self._style = endpoint.socket or SocketStyle()
        self._position: object = None
        told = client._on_drift
        self._drift = None if told is None else partial(told, f"{endpoint.verb} {endpoint.path}")

    @property
    def position(self) -> dict[str, object]:
        """The query parameter that tells a new connection which message was the last; none before there was one."""
        return {} if self._position is None else {self._style.resume: self._position}

    def status_of(self, code: int) -> int | None:
        """The HTTP status that a closing code stands for; None if it stands for none."""
        return self._style.statuses.get(code)

    def reply_to(self, message: object) -> str | None:
        """The text that is sent at once in reply to a message; None if there is none."""
        return self._style.replies.get(type_of(message)) if self._style.replies else None

    def written(self, message: object) -> str:
        """A message as JSON text."""
        style = self._endpoint.body
        table = self._client._shapes
        shape = table.get(style.shape) if isinstance(style, JsonBody) else None
        return to_json(wire_value(message, shape, table)).decode()

    def read(self, raw: str | bytes) -> Any:
        """A message as the operation's type; what breaks the description is kept, unless the client is strict."""
        text = raw.encode() if isinstance(raw, str) else raw
        message = decode(self._endpoint.answer, text, strict=self._client._strict, drift=self._drift)
        if self._style.resume and (position := value_at(raw, self._style.position)) is not None:
            self._position = position
        return message


class SendQueue:
    """Messages that wait for a connection, up to `QUEUE_LIMIT` bytes."""

    def __init__(self) -> None:
        self._texts: deque[str] = deque()
        self._size = 0

    def add(self, text: str) -> None:
        """Put a message at the end.

        Raises:
            WebSocketQueueFullError: there is no room; the message was not taken.
        """
        size = len(text.encode())
        if self._size + size > QUEUE_LIMIT:
            raise WebSocketQueueFullError(f"more than {QUEUE_LIMIT} bytes wait to be sent")
        self._texts.append(text)
        self._size += size

    def first(self) -> str | None:
        """The message that is to be sent next; it stays until `sent` is called."""
        return self._texts[0] if self._texts else None

    def sent(self) -> None:
        """Take away the first message."""
        self._size -= len(self._texts.popleft().encode())

    def unsent(self) -> tuple[str, ...]:
        """All messages that wait."""
        return tuple(self._texts)


class Handlers:
    """Functions that are called with messages, by the messages' `type`; `"event"` stands for every message."""

    def __init__(self) -> None:
        self._by_type: dict[str, list[tuple[Callable[[Any], object], bool]]] = {}

    def add(self, kind: str, handler: Callable[[Any], object], *, once: bool = False) -> None:
        """Call a function with messages of a type from now on, or with the next one only."""
        self._by_type.setdefault(kind, []).append((handler, once))

    def remove(self, kind: str, handler: Callable[[Any], object]) -> None:
        """Stop calling a function."""
        self._by_type[kind] = [entry for entry in self._by_type.get(kind, ()) if entry[0] != handler]

    def of(self, message: object) -> list[Callable[[Any], object]]:
        """The functions that are to be called with a message now, in the order in which they were added."""
        found: list[Callable[[Any], object]] = []
        for kind in (type_of(message), "event"):
            entries = self._by_type.get(kind, [])
            found += [handler for handler, _ in entries]
            self._by_type[kind] = [entry for entry in entries if not entry[1]]
        return found


def value_at(raw: str | bytes, path: tuple[str, ...]) -> object:
    """The value at a path in a JSON text; None if there is none."""
    from pydantic_core import from_json

    value = from_json(raw)
    for name in path:
        value = cast("Mapping[str, object]", value).get(name) if isinstance(value, Mapping) else None
    return value


def is_going_away(closed: Any) -> bool:
    """Whether the server closed a connection because it stops, which it may do only to start again (1001)."""
    return closed.rcvd is not None and closed.rcvd.code == GOING_AWAY and bool(closed.rcvd_then_sent)


def type_of(message: object) -> str:
    """The `type` of a message; empty where it has none."""
    if isinstance(message, Mapping):
        return str(cast("Mapping[str, object]", message).get("type", ""))
    return str(getattr(message, "type", ""))


def dial_options(client: BaseClient, call: Call) -> dict[str, Any]:
    """The arguments with which the library connects: URL, headers, limits, proxy and certificates."""
    from ._http_settings import HttpSettings

    given = client._connections.given
    settings = given if isinstance(given, HttpSettings) else HttpSettings()
    parts = urlsplit(call.request.url)
    secure = parts.scheme == "https"
    options: dict[str, Any] = {
        "uri": parts._replace(scheme="wss" if secure else "ws").geturl(),
        "additional_headers": {k: v for k, v in call.request.headers.items() if k.lower() not in NOT_SENT},
        "user_agent_header": call.request.headers.get("User-Agent"),
        "open_timeout": call.timeout.connect,
        "max_size": MAX_MESSAGE,
        "proxy": settings.proxy or True,
    }
    if secure and (context := settings.ssl_context()) is not None:
        options["ssl"] = context
    return options
