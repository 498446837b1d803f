# Copied from overlays/python/runtime/_dropped.py; edit it there.
"""Closing what was dropped open. Finalisers call these functions, which must not raise and cannot wait."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from asyncio import Task

__all__ = ["aclose_dropped", "close_dropped"]


class _Closable(Protocol):
    def close(self) -> None: ...


class _AsyncClosable(Protocol):
    def aclose(self) -> Coroutine[Any, Any, None]: ...


CLOSING: set[Task[None]] = set()
"""Tasks that close; an event loop alone does not keep its tasks alive."""


def close_dropped(dropped: _Closable) -> None:
    """Close now. An error has nobody to go to, and the connection is lost either way."""
    try:
        dropped.close()
    except Exception:  # A finaliser must not raise.
        return


def aclose_dropped(dropped: _AsyncClosable) -> None:
    """Close soon, in the running event loop; without one, the connection has died with its loop."""
    from asyncio import get_running_loop

    try:
        loop = get_running_loop()
    except RuntimeError:
        return
    task = loop.create_task(dropped.aclose())
    CLOSING.add(task)
    task.add_done_callback(finished)


def finished(task: Task[None]) -> None:
    """Forget a task, and its error, which has nobody to go to."""
    CLOSING.discard(task)
    if not task.cancelled():
        task.exception()
