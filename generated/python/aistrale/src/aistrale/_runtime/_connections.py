# Copied from overlays/python/runtime/_connections.py; edit it there.
"""What a client and its copies share: the connections, opened with the first request, and the budget of retries."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from ._exceptions import SDKError
from ._retry import RetryBudget

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from ._config import ClientConfig
    from ._transport import AsyncTransport, Transport

__all__ = ["AsyncConnections", "Connections"]


class Shared:
    """Connections of one process, and async ones of one event loop; in another process or loop, new ones are opened.

    The old ones are neither used nor closed there, since that would disturb the other process.
    """

    def __init__(self, config: ClientConfig, given: object, budget: RetryBudget | None = None) -> None:
        """Open nothing yet; `given` is the argument `http_client` of the client."""
        self.given = given
        self.closed = False
        self.budget = budget or RetryBudget()
        """The retries that client and copies have left."""
        self._config = config
        self._stranded: list[object] = []
        LIVING.add(self)

    def begin_anew(self) -> None:
        """Leave the connections and locks of the parent process, whose threads may hold them; begin a new budget."""
        self.budget = RetryBudget()
        self._strand()

    def _strand(self) -> None:
        """Leave connections and locks that belong to another process or event loop."""
        raise NotImplementedError  # pragma: no cover  # the sync and the async kind have their own

    def _check(self) -> None:
        """Raise `SDKError` when the client was closed."""
        if self.closed:
            raise SDKError("this client was closed, and sends no more requests")


LIVING: WeakSet[Shared] = WeakSet()
"""The connections of all clients of this process."""


def begin_anew_after_fork() -> None:
    """Leave what belongs to the parent process; this runs first in the child of a fork."""
    for shared in list(LIVING):
        shared.begin_anew()


if hasattr(os, "register_at_fork"):  # Windows has no fork.
    os.register_at_fork(after_in_child=begin_anew_after_fork)


class Connections(Shared):
    """Connections of sync clients; threads may share them."""

    def __init__(self, config: ClientConfig, given: object, budget: RetryBudget | None = None) -> None:
        super().__init__(config, given, budget)
        self._transport: Transport | None = None
        self._opening = Lock()
        self.token_lock = Lock()

    def opened(self) -> Transport:
        """The transport of this process, made on the first call."""
        if self._transport is not None and not self.closed:
            return self._transport
        from ._transport_choice import transport_for

        with self._opening:
            self._check()
            if self._transport is None:
                self._transport = transport_for(self._config, self.given)
            return self._transport

    def _strand(self) -> None:
        self._stranded.append(self._transport)
        self._transport = None
        self._opening, self.token_lock = Lock(), Lock()

    def close(self) -> None:
        """Close the connections of this process; a client that the caller brought stays open."""
        self.closed = True
        if self._transport is not None:
            self._transport.close()


@cache
def loop_getter() -> Callable[[], AbstractEventLoop]:
    """The function that gives the running event loop; found once, since sync programs must not import `asyncio`."""
    from asyncio import get_running_loop

    return get_running_loop


class AsyncConnections(Shared):
    """Connections of async clients, used in one event loop at a time."""

    def __init__(self, config: ClientConfig, given: object, budget: RetryBudget | None = None) -> None:
        super().__init__(config, given, budget)
        self._transport: AsyncTransport | None = None
        self._loop: AbstractEventLoop | None = None
        self._token_lock: Any = None

    def opened(self) -> AsyncTransport:
        """The transport of this process and event loop, made on the first call."""
        loop = loop_getter()()
        if loop is not self._loop:
            self._strand()
            self._loop = loop
        elif self._transport is not None and not self.closed:
            return self._transport
        self._check()
        if self._transport is None:
            from ._transport_choice import async_transport_for

            self._transport = async_transport_for(self._config, self.given)
        return self._transport

    @property
    def token_lock(self) -> Any:
        """The lock around fetching a token, of the running event loop."""
        self.opened()
        if self._token_lock is None:
            from asyncio import Lock as AsyncLock

            self._token_lock = AsyncLock()
        return self._token_lock

    def _strand(self) -> None:
        # Nobody can use those of a closed loop any more: their sockets go with the last reference.
        if self._loop is not None and not self._loop.is_closed():
            self._stranded.append(self._transport)
        elif (leave := getattr(self._transport, "leave_loop", None)) is not None:
            leave()
        self._transport = self._token_lock = None

    async def aclose(self) -> None:
        """Close the connections of this event loop; a client that the caller brought stays open."""
        self.closed = True
        if self._transport is not None and self._loop is loop_getter()():
            await self._transport.aclose()
