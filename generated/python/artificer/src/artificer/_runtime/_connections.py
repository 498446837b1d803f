# Copied from overlays/python/runtime/_connections.py; edit it there.
"""What a client and its copies share: connections, opened for the first request, and the budget of retries."""

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
    """Connections belong to one process (and async ones to one event loop); elsewhere new ones are opened.

    Those of before are neither used nor closed there: that would reach into what the other process is doing.
    """

    def __init__(self, config: ClientConfig, given: object, budget: RetryBudget | None = None) -> None:
        """Open nothing yet. `given` is what the caller wants to send with."""
        self.given = given
        self.closed = False
        self.budget = budget or RetryBudget()
        """The retries that client and copies have left."""
        self._config = config
        self._stranded: list[object] = []
        LIVING.add(self)

    def begin_anew(self) -> None:
        """Forget what belongs to the process that this one was forked from: any thread of it may have held a lock."""
        self.budget = RetryBudget()
        self._strand()

    def _strand(self) -> None:
        """Let go of connections that belong elsewhere, and of locks."""
        raise NotImplementedError  # pragma: no cover  # the sync and the async kind have their own

    def _check(self) -> None:
        """Raise `SDKError` when the client was closed."""
        if self.closed:
            raise SDKError("this client was closed, and sends no more requests")


LIVING: WeakSet[Shared] = WeakSet()
"""All connections of this process."""


def begin_anew_after_fork() -> None:
    """Runs in the child of a fork, before anything else does."""
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
        """The transport; made when there is none for this process."""
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
    """What tells the running event loop; looked up once, for programs without one must not import `asyncio`."""
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
        """The transport; made when there is none for this process and event loop."""
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
        """The lock of those who fetch a token, in the running event loop."""
        self.opened()
        if self._token_lock is None:
            from asyncio import Lock as AsyncLock

            self._token_lock = AsyncLock()
        return self._token_lock

    def _strand(self) -> None:
        # Nobody can use or close those of a closed loop any more: their sockets go with the last reference.
        if self._loop is not None and not self._loop.is_closed():
            self._stranded.append(self._transport)
        self._transport = self._token_lock = None

    async def aclose(self) -> None:
        """Close the connections of this event loop; a client that the caller brought stays open."""
        self.closed = True
        if self._transport is not None and self._loop is loop_getter()():
            await self._transport.aclose()
