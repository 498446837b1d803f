# Copied from overlays/python/runtime/_aiohttp_limits.py; edit it there.
"""Time limits of exchanges on aiohttp, kept by one timer for all of them.

The library sets and cancels three timers for every exchange, which costs more than the rest of a small call does here.
"""

from __future__ import annotations

from contextvars import ContextVar
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any

from ._lazy import extra

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, TimerHandle

    from ._options import Timeout

__all__ = ["UNWATCHED", "Connector", "Exchange", "Watchdog", "WatchedExchange", "current_exchange"]

aiohttp: Any = extra("aiohttp")


class Exchange:
    """A request and its answer, whose limits the library keeps."""

    __slots__ = ()

    late = False
    """Whether it took too long, and its connection was ended."""

    def begin(self, connection: Any) -> None:
        """Take note that the request has a connection and is being sent."""

    def go_on(self) -> None:
        """Take note that bytes have come: the limit between bytes begins anew."""

    def finish(self) -> None:
        """Take note that the whole answer has come, or is no longer wanted; harmless when called again."""


class WatchedExchange(Exchange):
    """An exchange that is watched from the moment it has a connection.

    `due` is when they will have taken too long, on the monotonic clock.
    """

    __slots__ = ("_connection", "_end", "_read", "_watch", "due", "late")

    def __init__(self, watch: Watchdog, timeout: Timeout) -> None:
        """Take `read`, the limit between bytes and for the whole head of the answer, and `total`, which begins now."""
        self._watch = watch
        self._read = inf if timeout.read is None else timeout.read
        self._end = inf if timeout.total is None else monotonic() + timeout.total
        self._connection: Any = None
        self.late = False

    def begin(self, connection: Any) -> None:
        """Watch from now on."""
        self._connection = connection
        self.due = min(monotonic() + self._read, self._end)
        self._watch.add(self)

    def go_on(self) -> None:
        """Wait for the next bytes."""
        self.due = min(monotonic() + self._read, self._end)

    def finish(self) -> None:
        """Watch no longer."""
        self._watch.drop(self)

    def interrupt(self) -> None:
        """End the connection, and with it every wait for its bytes, unless it was released."""
        if (transport := self._connection.transport) is not None:
            self.late = True
            transport.abort()


UNWATCHED = Exchange()
"""Any exchange whose limits the library keeps."""
current_exchange: ContextVar[Exchange] = ContextVar("current_exchange", default=UNWATCHED)
"""The exchange for which the running task wants a connection."""


class Watchdog:
    """Interrupts exchanges of an event loop that take too long. Its timer is set to the first time at which one may."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop
        self._running: set[WatchedExchange] = set()
        self.drop = self._running.discard
        """Watch an exchange no longer; harmless when it is not watched."""
        self._timer: TimerHandle | None = None
        self._wakes_at = inf

    def add(self, exchange: WatchedExchange) -> None:
        """Watch an exchange, whose `due` may only be moved into the future from now on."""
        self._running.add(exchange)
        if exchange.due < self._wakes_at:
            self._wake_at(exchange.due)

    def close(self) -> None:
        """Stop the timer."""
        self._wake_at(inf)

    def _wake_at(self, due: float) -> None:
        """Set the timer to a time, or with infinity stop it."""
        if self._timer is not None:
            self._timer.cancel()
        self._wakes_at = due
        self._timer = None if due == inf else self._loop.call_later(due - monotonic(), self._look)

    def _look(self) -> None:
        """Interrupt what has taken too long."""
        now = monotonic()
        for exchange in [one for one in self._running if one.due <= now]:
            self.drop(exchange)
            exchange.interrupt()
        self._wake_at(min((one.due for one in self._running), default=inf))


class Connector(aiohttp.TCPConnector):  # type: ignore[misc]  # an extra, which may be absent: its type is not known
    """Tells the exchange that waits for a connection when it has one."""

    async def connect(self, *request: Any, **options: Any) -> Any:
        """Give a connection for a request."""
        connection: Any = await aiohttp.TCPConnector.connect(self, *request, **options)
        current_exchange.get().begin(connection)
        return connection
