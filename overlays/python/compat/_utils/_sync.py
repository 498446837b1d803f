"""Sync functions called from async code."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar

__all__ = ["asyncify", "to_thread"]

P = ParamSpec("P")
T = TypeVar("T")


def asyncify(function: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """An async function that runs a sync one in a thread."""

    @wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return await to_thread(function, *args, **kwargs)

    return call
