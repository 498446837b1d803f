# Copied from overlays/python/runtime/_dropped.py; edit it there.
"""Closing what was dropped open: called from finalisers, so it must not raise and cannot wait."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Protocol

__all__ = ["aclose_dropped", "close_dropped"]


class _Closable(Protocol):
    def close(self) -> None: ...


class _AsyncClosable(Protocol):
    def aclose(self) -> Coroutine[Any, Any, None]: ...


def close_dropped(dropped: _Closable) -> None:
    """Close now; an error has nobody to go to, and the connection is given up either way."""
    try:
        dropped.close()
    except Exception:  # A finaliser must not raise.
        return


def aclose_dropped(dropped: _AsyncClosable) -> None:
    """Close in the running loop, soon; without one the connection dies with its loop."""
    from asyncio import get_running_loop

    try:
        loop = get_running_loop()
    except RuntimeError:
        return
    task = loop.create_task(dropped.aclose())
    task.add_done_callback(lambda done: None if done.cancelled() else done.exception())
