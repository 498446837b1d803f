# Copied from overlays/python/runtime/_async_websockets.py; edit it there.
"""WebSocket connections of async clients: typed messages both ways, over reconnections (RFC 6455)."""

# pyright: reportPrivateUsage=false
# What a client keeps to itself is known to the whole package.
from __future__ import annotations

from asyncio import Lock
from collections.abc import AsyncIterator, Callable, Mapping
from importlib import import_module
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from ._events import resume_delay
from ._exceptions import APIConnectionError, APIError, SDKError, WebSocketConnectionClosedError
from ._failures import connection_error
from ._socket_messages import Handlers, Messages, SendQueue, dial_options, handshake_headers, is_going_away
from ._transport import Headers, Response

if TYPE_CHECKING:
    from types import TracebackType

    from ._async_client import AsyncClient
    from ._call import Call

__all__ = ["AsyncWebSocketConnection"]

# By name, so that type checkers are content where the extra is not installed.
library: Any = import_module("websockets.asyncio.client")
errors: Any = import_module("websockets.exceptions")


class Refused(Exception):
    """An answer to a handshake that is no connection."""

    def __init__(self, response: Any) -> None:
        super().__init__(response)
        self.response = response


class Handshake(library.ClientConnection):  # type: ignore[misc]  # the library is known at run time only
    """A connection whose refusals are not the library's to follow: of redirects, only ours to the same origin are."""

    async def handshake(self, *arguments: Any, **options: Any) -> None:
        """Ask for the connection."""
        try:
            await super().handshake(*arguments, **options)  # pyright: ignore[reportUnknownMemberType]  # likewise
        except errors.InvalidStatus as refused:
            raise Refused(refused.response) from refused


SendT = TypeVar("SendT")
ReceiveT = TypeVar("ReceiveT")
HandlerT = TypeVar("HandlerT", bound=Callable[[Any], object])


class AsyncWebSocketConnection(Generic[SendT, ReceiveT]):
    """A connection for messages both ways; it is made when the `async with` block begins.

    A connection that breaks is made again, with growing delays, at most `max_retries` times (5) without a message in
    between; messages that are sent meanwhile wait, up to 1 MiB of them. A message that was on its way when the
    connection broke may be lost: what must not be lost needs an answer of the server. Receiving and sending raise
    `WebSocketConnectionClosedError` once the connection has ended for good, and iterating stops when it ended in order.
    """

    def __init__(self, client: AsyncClient, call: Callable[[Mapping[str, object]], Call]) -> None:
        self._client = client
        self._call = call
        self._last = call({})
        """The handshake that made the connection."""
        self._messages = Messages(client, self._last.endpoint)
        self._openings: list[str] = []
        self._handlers = Handlers()
        self._queue = SendQueue()
        self._renewing = Lock()
        self._turn = Lock()
        """Held while messages are put in the queue or taken from it, so that none is left behind."""
        self._lost = False
        """Whether the connection has broken, and is being made again."""
        self._closed = False
        """Whether the caller closed it, so that it is not made again."""
        self._socket: Any = None
        self._failures = 0
        self._max_retries = 5
        self._on_reconnecting: Callable[[int, float], object] | None = None

    def reconnecting(
        self, on_reconnecting: Callable[[int, float], object] | None = None, *, max_retries: int = 5
    ) -> Self:
        """Set how often a broken connection is made again, and who is told of attempts and the seconds before them."""
        self._on_reconnecting = on_reconnecting
        self._max_retries = max_retries
        return self

    def opening(self, *messages: SendT) -> Self:
        """Set what is sent first on every connection that is made: what a server must be told again."""
        self._openings = [self._messages.written(message) for message in messages]
        return self

    async def send(self, message: SendT) -> None:
        """Send a message, or let it wait while the connection is being made again.

        Raises:
            WebSocketQueueFullError: more than 1 MiB wait already.
            WebSocketConnectionClosedError: the connection has ended.
        """
        await self._send_text(self._messages.written(message))

    async def _send_text(self, text: str) -> None:
        async with self._turn:
            if self._lost:
                self._queue.add(text)
                return
            socket = self._opened()
        try:
            await socket.send(text)
        except errors.ConnectionClosed as closed:
            async with self._turn:
                self._queue.add(text)
            await self._renew(socket, closed)

    def _opened(self) -> Any:
        """The library's connection."""
        if self._socket is None:
            raise SDKError("the connection is not made yet: it is when its `async with` block begins")
        return self._socket

    async def recv(self) -> ReceiveT:
        """Wait for the next message.

        Raises:
            WebSocketConnectionClosedError: the connection has ended.
        """
        while True:
            socket = self._opened()
            try:
                raw = await socket.recv()
            except errors.ConnectionClosed as closed:
                await self._renew(socket, closed)
                continue
            self._failures = 0
            message: ReceiveT = self._messages.read(raw)
            if (reply := self._messages.reply_to(message)) is not None:
                await self._send_text(reply)
            return message

    async def __aiter__(self) -> AsyncIterator[ReceiveT]:
        """Give messages until the connection ends in order."""
        while True:
            try:
                message = await self.recv()
            except WebSocketConnectionClosedError as ended:
                if ended.in_order:
                    return
                raise
            yield message

    def on(self, kind: str, handler: HandlerT) -> HandlerT:
        """Call a function with every message of a `type`, or of any type (`"event"`), in `dispatch_events`."""
        self._handlers.add(kind, handler)
        return handler

    def once(self, kind: str, handler: HandlerT) -> HandlerT:
        """Call a function with the next message of a `type`."""
        self._handlers.add(kind, handler, once=True)
        return handler

    def off(self, kind: str, handler: Callable[[Any], object]) -> None:
        """Stop calling a function."""
        self._handlers.remove(kind, handler)

    async def dispatch_events(self) -> None:
        """Receive until the connection ends in order, and call the functions that were given with `on` and `once`."""
        async for message in self:
            for handler in self._handlers.of(message):
                result = handler(message)
                if isawaitable(result):
                    await result

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """End the connection in order, also while it is being made again; harmless when called again.

        `code` and `reason` are told to the server (RFC 6455, section 7.4).
        """
        self._closed = True
        if self._socket is not None:
            await self._socket.close(code, reason)

    async def __aenter__(self) -> Self:
        self._closed = False
        try:
            self._socket = await self._dial()
        except errors.ConnectionClosed as closed:
            raise (self._refusal(closed) or self._ended(closed)) from closed
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _renew(self, lost: Any, closed: Any) -> None:
        """Make the connection again after `lost`, unless somebody has, and send what waits."""
        async with self._renewing:
            if self._socket is not lost:
                async with self._turn:
                    await self._flush()
                return
            self._lost = True
            try:
                if (refusal := self._refusal(closed)) is not None:
                    raise refusal from closed
                if self._in_order(closed) or not await self._made_again():
                    raise self._ended(closed) from closed
            finally:
                self._lost = False

    def _in_order(self, closed: Any) -> bool:
        """Whether a connection was closed on purpose and for good."""
        return isinstance(closed, errors.ConnectionClosedOK) and not is_going_away(closed)

    def _refusal(self, closed: Any) -> APIError | None:
        """The error of the status that a closing code stands for; None where it stands for none."""
        frame = closed.rcvd
        status = None if frame is None else self._messages.status_of(frame.code)
        if frame is None or status is None:
            return None
        response = Response(status, Headers([]), self._last.request.url, "HTTP/1.1")
        return self._client._failure(self._last, response, frame.reason.encode())

    async def _made_again(self) -> bool:
        """Whether one of the attempts that are left made a connection that took all that waited."""
        while self._failures < self._max_retries:
            delay = resume_delay(None, self._failures)
            self._failures += 1
            if self._on_reconnecting is not None:
                self._on_reconnecting(self._failures, delay)
            await self._client._sleep(delay)
            if self._closed:
                break
            try:
                self._socket = await self._dial()
                if self._closed:
                    await self._socket.close()
                    break
                async with self._turn:
                    await self._flush()
                    self._lost = False
            except APIConnectionError:
                continue
            except errors.ConnectionClosed as closed:
                if (refusal := self._refusal(closed)) is not None:
                    raise refusal from closed
                continue
            return True
        return False

    async def _flush(self) -> None:
        """Send what waits, in order; what cannot be sent goes on waiting."""
        while (text := self._queue.first()) is not None:
            await self._socket.send(text)
            self._queue.sent()

    def _ended(self, closed: Any) -> WebSocketConnectionClosedError:
        """The error of a connection that has ended."""
        frame = closed.rcvd or closed.sent
        code, reason = (frame.code, frame.reason) if frame is not None else (1006, "")
        return WebSocketConnectionClosedError(
            f"the connection has ended: {code} {reason}".rstrip(),
            close_code=code,
            in_order=self._in_order(closed),
            unsent_messages=self._queue.unsent(),
        )

    async def _dial(self) -> Any:
        """Connect, again where a request would be sent again; raises the same errors as a request."""
        client, call = self._client, self._call(self._messages.position)
        await client._credentialed(call)
        while True:
            try:
                client._started(call)
                options = dial_options(client, call)
                socket = await library.connect(**options, create_connection=Handshake).__aenter__()
            except Refused as refused:
                await self._after_refusal(call, refused.response)
            except (OSError, TimeoutError, errors.WebSocketException) as failed:
                error = connection_error(failed, call.request, timeout=isinstance(failed, TimeoutError), sent=False)
                call.failed(error)
                delay = client._delay_after(call, error)
                await client._sleep(delay)
            else:
                await self._begin(call, socket)
                return socket

    async def _begin(self, call: Call, socket: Any) -> None:
        """Tell middleware of a connection that was just made, and send what is to be sent first; else close it."""
        headers = Headers(list(socket.response.headers.raw_items()))
        try:
            self._client._answered(call, Response(101, headers, call.request.url, "HTTP/1.1"))
            self._last = call
            for text in self._openings:
                await socket.send(text)
        except BaseException:
            await socket.close()
            raise

    async def _after_refusal(self, call: Call, answer: Any) -> None:
        """Prepare the next attempt after an answer that is no connection, or raise its error."""
        headers = handshake_headers(answer.headers.raw_items())
        response = Response(answer.status_code, headers, call.request.url, "HTTP/1.1")
        self._client._answered(call, response)
        if self._client._accepted(call, response.status) and self._client._redirected(call, response):
            return
        if self._client._renews(call, response.status):
            await self._client._renewed(call)
            return
        delay = self._client._retries(call).after_status(response.status, headers)
        if delay is None:
            raise self._client._failure(call, response, bytes(answer.body or b""))
        await self._client._sleep(delay)
